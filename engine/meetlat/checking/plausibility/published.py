"""Figures of an earlier survey or a benchmark: what each of them was before it was rounded."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from meetlat.checking.plausibility.ranges import ranges, within
from meetlat.checking.plausibility.rounding_intervals import (
    Span,
    before_rounding,
    own_decimals,
    shown_decimals,
)
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.typed_figures import with_answer_codes


class Figure(NamedTuple):
    """A figure, its row in `Comparisons`, and what it may have been before rounding."""

    row: int
    value: float
    span: Span


class Given(NamedTuple):
    """What stands in a row of `Comparisons`; an answer under its own name."""

    row: int
    subject: str
    answer: str | None
    value: float


def comparisons(catalogue: Catalogue) -> dict[str, list[Given]]:
    """The figures of each comparison, those of a group by themselves: `Previous (unit=Mill)`.

    Those that cannot be are told by `off_scale` and left out, for nothing follows from them.
    """
    known = ranges(catalogue)
    named = with_answer_codes(catalogue.comparisons, catalogue.questions, catalogue.scales)
    found: dict[str, list[Given]] = {}
    for row, line in enumerate(named.iter_rows(named=True)):
        if line["value"] is not None and within(line, known):
            given = Given(row, line["subject"], line["answer"], line["value"])
            of_group = f" ({line['group']})" if line["group"] else ""
            found.setdefault(line["comparison"] + of_group, []).append(given)
    return found


def figures_of(given: Iterable[Given], subjects: Collection[str]) -> dict[str, Figure]:
    """The figures of some subjects as a whole, which were rounded alike."""
    whole = [line for line in given if line.answer is None and line.subject in subjects]
    rounded_alike = figures(whole)
    return {line.subject: figure for line, figure in zip(whole, rounded_alike, strict=True)}


def figures(given: Iterable[Given], fewest_decimals: int = 0) -> list[Figure]:
    """Each figure, rounded to as many decimals as most of them show, or as it shows itself."""
    given = list(given)
    usual = max(fewest_decimals, shown_decimals(line.value for line in given))
    spans = [before_rounding(g.value, max(usual, own_decimals(g.value))) for g in given]
    return [Figure(g.row, g.value, span) for g, span in zip(given, spans, strict=True)]
