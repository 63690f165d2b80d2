"""The figures of earlier waves: what today's metrics make of the responses of then."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from meetlat.plugins.manager import accuse
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import turnout
from meetlat.reading.typed_figures import COMPARED
from meetlat.reading.wave_columns import wave_rows
from meetlat.scoring.organisation import measures
from meetlat.scoring.outcomes import Outcomes
from meetlat.scoring.results import Results
from meetlat.scoring.run import Given
from meetlat.scoring.significance.precision import moments

CLOSE = 1e-9
"""What rounding leaves of a half."""


def wave_figures(
    comparison: str, then: Outcomes, typed: pl.DataFrame, now: Outcomes, results: Results
) -> pl.DataFrame:
    """The figures of one wave for the group shown, as `COMPARED` describes them.

    Args:
        comparison: what the wave is called.
        then: what the metrics make of its responses, for the group shown.
        typed: the figures that HR typed of it, and that stand beside those of the group.
        now: what they make of the responses of now.
        results: know the group; what is remarkable is added to their problems.
    """
    catalogue, given, group = now.given.catalogue, then.given, results.group
    results.problems += _withheld(catalogue, comparison, given, results)
    results.problems += _stopped(comparison, now, then)
    tables = {metric.table: outcome for metric, outcome in then.tables()}
    sure = moments(tables, given, then.of_themes, group).drop("value")
    own = pl.concat([pl.DataFrame(schema=COMPARED), *then.figures(group, comparison)])
    keys = ["table", "subject", "answer"]
    own = own.drop("n", "sd").join(
        sure, on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    counted = measures(comparison, turnout(given.respondents.groups, given.invited, group))
    found = pl.concat([counted, own.select(list(COMPARED))])
    results.problems += _typed_otherwise(catalogue, comparison, typed, found)
    return found


def _withheld(
    catalogue: Catalogue, comparison: str, given: Given, results: Results
) -> Iterator[Problem]:
    """Why a wave shows nothing: there was no such group, or it must not be shown."""
    segment, name = results.group
    found = given.respondents.groups.filter(segment=segment, group=name)
    if len(found) and not found["withheld"][0]:
        return
    smallest = catalogue.settings.smallest_group
    facts = {"group": results.settings.group, "smallest": smallest}
    code = "wave-withheld" if len(found) else "wave-without-group"
    row = wave_rows(catalogue)[comparison]
    yield catalogue.problem_at("Comparisons", row, "responses", code, comparison, **facts)


def _stopped(comparison: str, now: Outcomes, then: Outcomes) -> Iterator[Problem]:
    """The metrics that did well for the responses of now, and not for those of then."""
    for name, run in then.runs.items():
        if run.fault and not (name in now.runs and now.runs[name].fault):
            told = accuse("wave-metric-failed", name, run.fault, now.metric(name).function)
            yield Problem(told.code, value=name, facts={**told.facts, "comparison": comparison})


def _typed_otherwise(
    catalogue: Catalogue, comparison: str, typed: pl.DataFrame, found: pl.DataFrame
) -> Iterator[Problem]:
    """That typed figures, which are shown, are not those of the responses; told once."""
    keys = ["subject", "answer"]
    computed = found.select(*keys, computed="value")
    both = typed.join(computed, on=keys, nulls_equal=True, maintain_order="left")
    each = both.group_by(keys, maintain_order=True).agg("computed", pl.col("value").first())
    other = [
        (subject, value, figures[0])
        for subject, _, figures, value in each.iter_rows()
        if all(abs(value - figure) > _half_a_digit(value) + CLOSE for figure in figures)
    ]
    if other:
        subject, value, figure = other[0]
        rows = catalogue.comparisons.with_row_index("\x00row")
        row = rows.filter(comparison=comparison, subject=subject, value=value)["\x00row"][0]
        facts = {"comparison": comparison, "subject": subject, "computed": round(figure, 2)}
        facts["times"] = f" ({len(other)}x)" if len(other) > 1 else ""
        place = ("Comparisons", row, "value", "wave-typed-otherwise", value)
        yield catalogue.problem_at(*place, **facts)


def _half_a_digit(value: float) -> float:
    """How far a figure may lie from what it was rounded from: .05 from 6.4."""
    return 0.5 / 10 ** len(f"{value:.10f}".rstrip("0").partition(".")[2])
