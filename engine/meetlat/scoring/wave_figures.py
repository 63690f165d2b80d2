"""The figures of earlier waves: today's metrics computed from the responses of that wave."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from meetlat.counting.shown_answers import ShownAnswers
from meetlat.groups import Group
from meetlat.plugins.failure import plugin_problem
from meetlat.problems.problem import Problem
from meetlat.problems.text import often
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import Turnout, turnout
from meetlat.reading.typed_figures import FIGURE_SCHEMA
from meetlat.reading.wave_columns import wave_rows
from meetlat.scoring.outcomes import Outcomes

# What rounding leaves of a half.
CLOSE = 1e-9


def wave_figures(
    comparison: str, group: Group, wave: Outcomes, typed: pl.DataFrame, current: Outcomes
) -> tuple[pl.DataFrame, list[Problem]]:
    """The figures of one wave for a group, as `Comparisons.figures` has them.

    `wave` has the metrics for that group from the responses of the wave, `typed` its typed figures
    for that group, and `current` the metrics from the current responses.
    """
    catalogue, answers = current.answers.catalogue, wave.answers
    sure = wave.precision.of(group).drop("value")
    others = list(_of_other_themes(group, wave, current))
    own = wave.figures(group, comparison).filter(~pl.col("table").is_in(others))
    keys = ["table", "subject", "answer"]
    own = own.drop("n", "sd").join(
        sure, on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    answered = turnout(answers.respondents.groups, answers.invited, group)
    found = pl.concat([response_figures(comparison, answered), own.select(list(FIGURE_SCHEMA))])
    return found, [
        *_withheld(catalogue, comparison, answers, group),
        *_failed(comparison, current, wave),
        *_typed_otherwise(catalogue, comparison, typed, found),
    ]


def _of_other_themes(group: Group, wave: Outcomes, current: Outcomes) -> Iterator[str]:
    """Yield the tables that relate all themes to each other, if the wave has other themes.

    The share of a theme in `Drivers` is larger if another theme is left out.
    """
    computed = {metric.name for metric, _ in current.tables()}
    for metric, _ in wave.tables():
        if "person_means" in metric.asks and "theme" in metric.keys and metric.name in computed:
            one, other = (set(o.rows(metric.name, group)["theme"]) for o in (wave, current))
            if one != other:
                yield metric.table


def response_figures(comparison: str, turnout: Turnout) -> pl.DataFrame:
    """The response of the organisation or of an earlier wave, as rows of `Comparisons.figures`."""
    figures = {
        "respondents": turnout.respondents,
        "invited": turnout.invited,
        "response": turnout.response,
    }
    rows = [
        {"comparison": comparison, "subject": measure, "value": float(figure)}
        for measure, figure in figures.items()
        if figure is not None
    ]
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA)


def _withheld(
    catalogue: Catalogue, comparison: str, answers: ShownAnswers, group: Group
) -> Iterator[Problem]:
    """A remark on a wave without figures: the group did not exist, or it is suppressed."""
    found = group.rows_of(answers.respondents.groups)
    if len(found) and not found["withheld"][0]:
        return
    facts = {"group": str(group), "smallest": catalogue.settings.smallest_group}
    code = "wave-withheld" if len(found) else "wave-without-group"
    row = wave_rows(catalogue)[comparison]
    yield catalogue.problem_at("Comparisons", row, "responses", code, comparison, **facts)


def _failed(comparison: str, current: Outcomes, wave: Outcomes) -> Iterator[Problem]:
    """The metrics that fail for the responses of the wave only."""
    for name, run in wave.runs.items():
        if run.fault and not (name in current.runs and current.runs[name].fault):
            function = current.metric(name).function
            problem = plugin_problem("wave-metric-failed", name, run.fault, function)
            facts = {**problem.facts, "comparison": comparison}
            yield Problem(problem.code, value=name, facts=facts)


def _typed_otherwise(
    catalogue: Catalogue, comparison: str, typed: pl.DataFrame, found: pl.DataFrame
) -> Iterator[Problem]:
    """One remark if typed figures, which are shown, differ from those of the responses."""
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
        place = ("Comparisons", row, "value", "wave-typed-otherwise", value)
        yield catalogue.problem_at(*place, times=often(len(other)), **facts)


def _half_a_digit(value: float) -> float:
    """How far a figure may lie from what it was rounded from: .05 from 6.4."""
    return 0.5 / 10 ** len(f"{value:.10f}".rstrip("0").partition(".")[2])
