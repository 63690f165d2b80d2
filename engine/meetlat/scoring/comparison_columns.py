"""Gather all that stands beside the figures of the group shown: the organisation, and the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

import polars as pl

from meetlat.checking.catalogue.names import beside_comparisons
from meetlat.groups import WHOLE, Group
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.typed_figures import COMPARED, by_answer, of_group
from meetlat.scoring.organisation import measures, whole_name
from meetlat.scoring.outcomes import Outcomes
from meetlat.scoring.results import Results
from meetlat.scoring.wave_figures import wave_figures


def compare(outcomes: Outcomes, results: Results, earlier: Mapping[str, Outcomes]) -> None:
    """Fill `comparisons`, `comparison_names`, `whole` and `of_whole` of the results.

    A figure that HR typed stands before one that was computed from responses of an earlier wave.

    Args:
        outcomes: of the metrics, for the group shown.
        results: know the group.
        earlier: of the metrics, of each earlier wave with responses of its own.
    """
    catalogue = outcomes.given.catalogue
    names = catalogue.comparisons["comparison"].unique(maintain_order=True).to_list()
    typed, general = typed_figures(catalogue, results.group, earlier)
    tables = [typed]
    results.of_whole = general
    if general and results.turnout.respondents is not None:
        results.problems.append(_of_whole(catalogue, general, results.settings.group))
    if results.group != WHOLE:
        results.whole = whole_name(results.settings, [*names, *_headings(outcomes)])
        names = [results.whole, *names]
        tables += whole_figures(outcomes, results)
    for name, then in earlier.items():
        own = typed.filter(comparison=name)
        tables.append(wave_figures(name, then.of_group(results.group), own, outcomes, results))
    results.comparison_names = names
    results.comparisons = pl.concat([pl.DataFrame(schema=COMPARED), *tables])


def typed_figures(
    catalogue: Catalogue, group: Group, earlier: Collection[str]
) -> tuple[pl.DataFrame, list[str]]:
    """The figures that HR typed and that stand beside those of a group (see `of_group`)."""
    typed = catalogue.comparisons.drop_nulls(["subject", "value"])
    own, general = of_group(typed, group, catalogue.segments["segment"].to_list(), earlier)
    named = by_answer(own, catalogue.questions, catalogue.scales)
    return named.with_columns(table=pl.lit(None, pl.String)).select(list(COMPARED)), general


def _of_whole(catalogue: Catalogue, names: Sequence[str], group: str) -> Problem:
    """That figures beside a group are of the whole organisation."""
    typed = catalogue.comparisons.with_row_index("row").drop_nulls(["subject", "value"])
    row = int(typed.filter(pl.col("group").is_null(), comparison=names[0])["row"][0])
    facts = {"comparisons": listing(names), "group": group}
    column = "group" if catalogue.has_column("Comparisons", "group") else "comparison"
    return catalogue.problem_at(
        "Comparisons", row, column, "comparison-of-whole", names[0], **facts
    )


def whole_figures(outcomes: Outcomes, results: Results) -> Iterator[pl.DataFrame]:
    """The organisation's own figures, beside those of a group.

    None of a metric over persons that fails here, though it did well for the group.
    """
    yield measures(results.whole, results.turnout_of(WHOLE))
    yield from outcomes.of_group(WHOLE).figures(WHOLE, results.whole)


def _headings(outcomes: Outcomes) -> Iterator[str]:
    """All that heads a column of a result, which no comparison may be called."""
    yield from beside_comparisons()
    for name, run in outcomes.runs.items():
        yield from chain.from_iterable(piece.columns for piece in run.pieces)
        for texts in outcomes.metric(name).headings.values():
            yield from texts.values()
