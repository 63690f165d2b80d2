"""Published figures of earlier surveys and benchmarks, and what each was before rounding."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from meetlat import Catalogue
from meetlat_plausibility.ranges import is_possible, ranges
from meetlat_plausibility.rounding_intervals import (
    Span,
    before_rounding,
    decimals_of,
    shown_decimals,
)


class TypedFigure(NamedTuple):
    """A row of Comparisons."""

    row: int
    subject: str
    answer: str | None
    value: float


class Figure(NamedTuple):
    """A typed figure, and what it may have been before rounding."""

    row: int
    subject: str
    answer: str | None
    value: float
    span: Span


def typed_figures(catalogue: Catalogue) -> dict[str, list[TypedFigure]]:
    """The figures of each comparison, with those of a group apart: `Previous (unit=Mill)`.

    Impossible figures are left out, because `check_ranges` reports them.
    """
    if catalogue.comparisons.is_empty():
        return {}
    known = ranges(catalogue)
    figures: dict[str, list[TypedFigure]] = {}
    for row, line in enumerate(catalogue.comparisons.iter_rows(named=True)):
        if line["value"] is not None and is_possible(line, known):
            figure = TypedFigure(row, line["subject"], line["answer"], line["value"])
            of_group = f" ({line['group']})" if line["group"] else ""
            figures.setdefault(line["comparison"] + of_group, []).append(figure)
    return figures


def subject_figures(typed: Iterable[TypedFigure], subjects: Collection[str]) -> dict[str, Figure]:
    """The figures of these subjects that are not about one answer, by subject."""
    whole = [figure for figure in typed if figure.answer is None and figure.subject in subjects]
    return {figure.subject: figure for figure in before_common_rounding(whole)}


def before_common_rounding(typed: Iterable[TypedFigure], fewest_decimals: int = 0) -> list[Figure]:
    """The figures before rounding, if all were rounded to the same number of decimals.

    That is the number that most of them show; a figure that shows more decimals keeps its own.
    """
    typed = list(typed)
    usual = max(fewest_decimals, shown_decimals(figure.value for figure in typed))
    decimals = [max(usual, decimals_of(figure.value)) for figure in typed]
    return [
        Figure(*figure, before_rounding(figure.value, n))
        for figure, n in zip(typed, decimals, strict=True)
    ]
