"""The bounds of the 95 % confidence interval of each figure of a result table."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

import polars as pl

from meetlat.plugins.metrics import Metric
from meetlat.reading.typed_figures import About
from meetlat.scoring.report import Report
from meetlat.scoring.rounding import stored_figures
from meetlat.scoring.significance import Figure
from meetlat.scoring.significance.intervals import (
    INTERVALS,
    Interval,
    interval_of_mean,
    of_theme,
    uncertain_part,
)

# The columns of an interval in a result table.
BOUNDS = ("low", "high")


def bounds(
    rows: Sequence[About], columns: Container[str], main: str, metric: Metric, report: Report
) -> list[pl.Series]:
    """The bounds of the figures; none if the table is not one whose figures have intervals.

    The bounds of weighted figures are rounded as those are. `rows` has the subject of each row as
    `Comparisons` names it, and its answer if it has one; `main` is the column of the figures.
    """
    if metric.table not in INTERVALS or any(name in columns for name in BOUNDS):
        return []
    known = dict(_intervals(metric.table, report))
    pairs = [known.get(about, (None, None)) for about in rows]
    found = [
        pl.Series(name, [pair[i] for pair in pairs], dtype=pl.Float64)
        for i, name in enumerate(BOUNDS)
    ]
    if report.weighting and report.weighting.is_of(report.group):
        return [stored_figures(bound, metric.formats.get(main)) for bound in found]
    return found


def _intervals(table: str, report: Report) -> Iterator[tuple[About, tuple[float, float]]]:
    """The intervals of a result table, by subject and answer."""
    figures = report.precision.figures(report.group).get(table, {})
    is_mean = INTERVALS[table] is interval_of_mean
    limits = report.once(_limits, table) if is_mean else {}
    invited = report.turnout.invited
    for (subject, answer), exact in figures.items():
        ours = with_interval(exact, table, subject, report)
        part = uncertain_part(exact.n or 0, invited)
        if ours and (found := INTERVALS[table](ours, part)):
            lowest, highest = limits.get(subject, found)
            yield (subject, answer), (max(found[0], lowest), min(found[1], highest))


def with_interval(figure: Figure, table: str, subject: str, report: Report) -> Figure | None:
    """A figure whose interval may be shown (see `of_theme`); None if there is none."""
    if table != "ThemeScores":
        return figure
    limits = report.once(_limits, table).get(subject)
    return of_theme(figure, *limits) if limits else None


def _limits(report: Report, table: str) -> Mapping[str, Interval]:
    """The lowest and highest score that each question, or each theme, can have."""
    subject, questions = "question", report.questions
    if table == "ThemeScores":
        subject = "theme"
        questions = questions.filter("counts_in_theme", metric="likert")
    ends = questions.drop_nulls([subject, "lowest"]).group_by(subject)
    found = ends.agg(pl.col("lowest").min(), pl.col("highest").max())
    return {name: (low, high) for name, low, high in found.iter_rows()}
