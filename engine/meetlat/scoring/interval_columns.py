"""Put the bounds of its 95 % confidence interval behind each figure of a result table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from meetlat.plugins.metrics import Metric
from meetlat.scoring.report import Report
from meetlat.scoring.rounding import stored_figures
from meetlat.scoring.significance import Figure
from meetlat.scoring.significance.intervals import (
    INTERVALS,
    Interval,
    interval_of_mean,
    uncertain_part,
)

# The columns of an interval in a result table.
BOUNDS = ("low", "high")


def with_bounds(
    frame: pl.DataFrame, main: str, subject: str, metric: Metric, report: Report
) -> pl.DataFrame:
    """Put the bounds behind the figures, if the table is one whose figures have intervals.

    The bounds of weighted figures are rounded as those are.

    Args:
        frame: the rows of the table, those of answers with a column `answer`.
        main: the column of the figures.
        subject: the column that names the subjects as `Comparisons` does.
        metric: the metric that made the table.
        report: the report that the table is for.
    """
    if metric.table not in INTERVALS or set(BOUNDS) & set(frame.columns):
        return frame
    by_answer = "answer" in frame.columns
    found = dict(_intervals(metric.table, report))
    answers = frame["answer"] if by_answer else [None] * len(frame)
    rows = [found.get(about, (None, None)) for about in zip(frame[subject], answers, strict=True)]
    bounds = [
        pl.Series(name, [row[i] for row in rows], dtype=pl.Float64) for i, name in enumerate(BOUNDS)
    ]
    if report.weighting and report.weighting.is_of(report.group):
        bounds = [stored_figures(bound, metric.formats.get(main)) for bound in bounds]
    behind = frame.columns.index(main) + 1
    return pl.DataFrame([*frame[:, :behind], *bounds, *frame[:, behind:]])


def _intervals(
    table: str, report: Report
) -> Iterator[tuple[tuple[str, str | None], tuple[float, float]]]:
    """The intervals of a result table, by subject and answer."""
    precision = report.precision.by_table(report.group).get(table, ())
    is_mean = INTERVALS[table] is interval_of_mean
    limits = report.once(_limits, table) if is_mean else {}
    invited = report.turnout.invited
    for subject, answer, *figure in precision:
        ours = Figure(*figure)
        part = uncertain_part(ours.n or 0, invited)
        if ours.n is not None and (found := INTERVALS[table](ours, part)):
            lowest, highest = limits.get(subject, found)
            yield (subject, answer), (max(found[0], lowest), min(found[1], highest))


def _limits(report: Report, table: str) -> Mapping[str, Interval]:
    """The lowest and highest score that each question, or each theme, can have."""
    subject, questions = "question", report.questions
    if table == "ThemeScores":
        subject = "theme"
        questions = questions.filter("counts_in_theme", metric="likert")
    ends = questions.drop_nulls([subject, "lowest"]).group_by(subject)
    found = ends.agg(pl.col("lowest").min(), pl.col("highest").max())
    return {name: (low, high) for name, low, high in found.iter_rows()}
