"""How precise the figures of each group are, and those of everyone outside it.

A group is tested against everyone outside it, because the organisation includes the group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from meetlat.counting.shown_answers import ShownAnswers
from meetlat.groups import GROUP_KEYS, WHOLE, Group, rows_of_groups
from meetlat.scoring.outsiders import outside, outsiders
from meetlat.scoring.run import Run
from meetlat.scoring.significance import Figure
from meetlat.scoring.significance.spread import Moments, Outsiders, People
from meetlat.scoring.significance.standard_errors import PRECISION, standard_errors


@dataclass(frozen=True)
class Scored:
    """What figures were made of.

    Attributes:
        tables: the tables of metrics for all groups, unrounded, by name.
        answers: the answers that may be shown.
        rules: the rules that scored the themes.
        adds_up: whether the figures of everyone outside a group follow from counts alone. They do
            not if people are weighted, or if a metric is computed from persons.
    """

    tables: Mapping[str, pl.DataFrame]
    answers: ShownAnswers
    rules: Sequence[Run]
    adds_up: bool


# What the figures of a group were made of.
ScoredFor = Callable[[Group], Scored]

# Scores other answers with the same metrics.
Score = Callable[[ShownAnswers], Scored]


# What a figure is about: its subject, and its answer if it is the share of one.
About: TypeAlias = tuple[str, str | None]

# Figures by table and by what they are about. They are kept, so nobody may change them.
FiguresByTable: TypeAlias = Mapping[str, Mapping[About, Figure]]


class Precision:
    """The precision of figures, computed when it is asked for and kept.

    It is computed for many groups at once if they were announced (see `prepare`).
    """

    def __init__(self, scored: ScoredFor | None = None, score: Score | None = None) -> None:
        """Keep how to get what figures were made of (None if the survey has errors)."""
        self._scored, self._score = scored, score
        self._batch: Sequence[Group] = ()
        self._of: dict[Group, pl.DataFrame] = {}
        self._outside: dict[Group, pl.DataFrame] = {}
        self._figures: dict[Group, FiguresByTable] = {}
        self._moments: Moments = {}

    def prepare(self, groups: Sequence[Group]) -> None:
        """Announce the groups that will be asked for, and forget those of before."""
        self._batch = groups
        self._of = {WHOLE: self._of[WHOLE]} if WHOLE in self._of else {}
        self._outside, self._figures = {}, {}

    def of(self, group: Group) -> pl.DataFrame:
        """The precision of a group's figures.

        Returns:
            `table`, `subject`, `answer`, `value`, `n` and `sd`: the standard error of `value` is
            `sd / sqrt(n)` (see `meetlat.scoring.significance.standard_errors`).
        """
        if self._scored is None:
            return pl.DataFrame(schema=PRECISION)
        if group not in self._of:
            scored = self._scored(group)
            self._of |= _precision(scored, People(scored.answers), self._together(group))
        return self._of[group]

    def figures(self, group: Group) -> FiguresByTable:
        """The same figures by table and by what they are about."""
        if group not in self._figures:
            self._figures[group] = _by_table(self.of(group))
        return self._figures[group]

    def outside(self, group: Group) -> pl.DataFrame:
        """The precision of the figures of everyone outside a group.

        They are scored as a survey of their own, with the same disclosure rules. A figure that is
        suppressed for the group is left out: it could be computed from that of everyone outside.
        """
        if self._scored is None or self._score is None:
            return pl.DataFrame(schema=PRECISION)
        if group not in self._outside:
            scored, groups = self._scored(group), self._together(group)
            self._outside |= _outside(scored, self._score, groups, self._moments)
        return self._outside[group]

    def figures_outside(self, group: Group) -> FiguresByTable:
        """The figures of `outside` by table and by what they are about."""
        return _by_table(self.outside(group))

    def _together(self, group: Group) -> Sequence[Group]:
        """The groups to compute at once: those that were announced, or this one."""
        return self._batch if group in self._batch else [group]


def _by_table(precision: pl.DataFrame) -> FiguresByTable:
    found: dict[str, dict[About, Figure]] = {}
    for table, subject, answer, *figure in precision.iter_rows():
        found.setdefault(table, {})[subject, answer] = Figure(*figure)
    return found


def _precision(
    scored: Scored, people: People, groups: Sequence[Group]
) -> dict[Group, pl.DataFrame]:
    counts = scored.answers.counts_of_groups(groups)
    return standard_errors(scored.tables, counts, people, scored.rules, groups)


def _outside(
    scored: Scored, score: Score, groups: Sequence[Group], moments: Moments
) -> dict[Group, pl.DataFrame]:
    """The precision of everyone outside each group; `moments` are kept for other groups."""
    none = {group: pl.DataFrame(schema=PRECISION) for group in groups}
    shown = _shown(scored.answers, [group for group in groups if group != WHOLE])
    if not scored.adds_up:
        return none | dict(_one_by_one(scored.answers, score, shown))
    if not shown:
        return none
    others = score(outsiders(scored.answers, shown))
    return none | _precision(others, Outsiders(others.answers, moments), shown)


def _shown(answers: ShownAnswers, groups: Sequence[Group]) -> Sequence[Group]:
    """Those of these groups that may be shown."""
    rows = rows_of_groups(answers.shown_groups, groups) if groups else pl.DataFrame()
    shown = {*rows[[*GROUP_KEYS]].iter_rows()} if groups else set()
    return [group for group in groups if group in shown]


def _one_by_one(
    answers: ShownAnswers, score: Score, groups: Sequence[Group]
) -> Iterator[tuple[Group, pl.DataFrame]]:
    for group in groups:
        others = score(outside(answers, group))
        yield group, _precision(others, People(others.answers), [WHOLE])[WHOLE]
