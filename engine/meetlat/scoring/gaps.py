"""The gap between two groups: the difference of their scores, with its 95 % interval."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from meetlat.groups import Group, parse_group
from meetlat.problems.text import nearest
from meetlat.scoring.interval_columns import with_interval
from meetlat.scoring.report import Report
from meetlat.scoring.significance import Figure
from meetlat.scoring.significance.intervals import Interval

# The key of each table whose figures are means.
MEANS = {"ThemeScores": "theme", "QuestionScores": "question"}

FIGURES = dict.fromkeys(("one", "other", "gap", "low", "high"), pl.Float64())


def gap(report: Report, one: str, other: str, table: str = "ThemeScores") -> pl.DataFrame:
    """How far the scores of one group are above those of another, with 95 % intervals.

    The intervals are Welch's, as R's `t.test` has them, and of a theme they follow each person
    through the questions. They are not corrected for how many gaps are read together, nor for a
    finite population. Figures of weighted groups are rounded as in the report.

    Args:
        report: the report of a survey, from `meetlat.preview`.
        one: a group, written as the setting `group`: `gender=woman`.
        other: another group of the same segment; a person is in one of them at most.
        table: `ThemeScores` or `QuestionScores`.

    Returns:
        `theme` (or `question`) and its `name`, the scores of `one` and `other`, `gap` (one minus
        other), and the bounds `low` and `high` of its interval. A suppressed score is null, and so
        is its gap.

    Raises:
        ValueError: the survey has errors, a group or table does not exist, or the groups are not
            two groups of one segment.
    """
    if report.errors:
        raise ValueError(f"the survey has errors: {report.errors[0]}")
    if table not in MEANS or table not in report.all_groups:
        raise ValueError(f"no scores in a table {table}; choose one of {', '.join(MEANS)}")
    groups = known_group(report, one), known_group(report, other)
    if groups[0] == groups[1] or groups[0].segment != groups[1].segment:
        raise ValueError(f"{one} and {other} are not two groups of one segment")
    ours, theirs = (_figures(report, group, table) for group in groups)
    subjects = report.all_groups[table][MEANS[table]].unique(maintain_order=True)
    names, rounding = _names(report, table), _Rounding(report, table, groups)
    rows = [(s, names.get(s), *_gap(s, ours.get(s), theirs.get(s), rounding)) for s in subjects]
    schema = dict.fromkeys((MEANS[table], "name"), pl.String())
    return pl.DataFrame(rows, {**schema, **FIGURES}, orient="row")


def known_group(report: Report, written: str) -> Group:
    """The group of the survey that is written like this, shown or not.

    Raises:
        ValueError: there is no such group; the message suggests the closest one.
    """
    sizes = report.groups.sizes
    known = [str(Group(*row)) for row in sizes[["segment", "group"]].iter_rows()][1:]
    if written not in known:
        suggestion = nearest(written, known)
        hint = f"; did you mean {suggestion}?" if suggestion else ""
        raise ValueError(f"no group {written!r} in the survey{hint}")
    return parse_group(written, sizes["segment"].to_list())


def _figures(report: Report, group: Group, table: str) -> dict[str, Figure]:
    """The scores of a group by theme or question; only those that are shown."""
    rows = report.precision.of(group).filter(table=table)
    return {s: Figure(*row) for s, *row in rows[["subject", "value", "n", "sd"]].iter_rows()}


def _names(report: Report, table: str) -> dict[str, str]:
    """The names of themes, or the texts of questions, in the language of the survey."""
    if table == "ThemeScores":
        return report.catalogue.theme_names
    return dict(report.questions[["question", "text"]].iter_rows())


class _Rounding(NamedTuple):
    """Rounds what is computed from figures as a table stores them, if a group is weighted."""

    report: Report
    table: str
    groups: tuple[Group, Group]

    def of(self, value: float) -> float:
        """A figure that follows from both groups."""
        for group in self.groups:
            value = self.report.stored(value, self.table, "score", group)
        return value

    def of_group(self, figure: Figure | None, number: int) -> float | None:
        """The score of one of the groups; None if it is suppressed."""
        if figure is None:
            return None
        return self.report.stored(figure.value, self.table, "score", self.groups[number])

    def interval(self, subject: str, ours: Figure, theirs: Figure) -> Interval | None:
        """The interval of the gap; None if it may not be shown, or there is no spread."""
        one, other = (with_interval(f, self.table, subject, self.report) for f in (ours, theirs))
        return one.interval_of_difference(other) if one and other else None


def _gap(
    subject: str, ours: Figure | None, theirs: Figure | None, rounding: _Rounding
) -> tuple[float | None, ...]:
    """The two scores as they are shown, their gap, and the bounds of its interval."""
    one, other = rounding.of_group(ours, 0), rounding.of_group(theirs, 1)
    if ours is None or theirs is None or one is None or other is None:
        return one, other, None, None, None
    bounds = rounding.interval(subject, ours, theirs)
    if bounds is None:
        return one, other, one - other, None, None
    return one, other, one - other, *map(rounding.of, bounds)
