"""How precise the figures of each group are, and those of everyone outside it.

A group is tested against everyone outside it, because the organisation includes the group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from meetlat.counting.shown_answers import ShownAnswers, shown_answers
from meetlat.groups import WHOLE, Group
from meetlat.plugins.manager import Plugins
from meetlat.scoring.outcomes import outcomes_of
from meetlat.scoring.run import Run
from meetlat.scoring.significance.standard_errors import PRECISION, PRECISION_OF, standard_errors


class Precision:
    """The precision of figures, computed when it is asked for and kept."""

    def __init__(
        self,
        tables: Mapping[str, pl.DataFrame] | None = None,
        answers: ShownAnswers | None = None,
        rules: Sequence[Run] = (),
        plugins: Plugins | None = None,
    ) -> None:
        """Keep what figures were made of.

        Args:
            tables: the tables of metrics for all groups, unrounded, by name.
            answers: the answers that may be shown; None if the survey has errors.
            rules: the rules that scored the themes.
            plugins: the metrics to score other people with.
        """
        self._tables = tables or {}
        self._answers = answers
        self._rules, self._plugins = rules, plugins or Plugins()
        self._of: dict[Group, pl.DataFrame] = {}
        self._outside: dict[Group, pl.DataFrame] = {}

    def of(self, group: Group) -> pl.DataFrame:
        """The precision of a group's figures.

        Returns:
            `table`, `subject`, `answer`, `value`, `n` and `sd`: the standard error of `value` is
            `sd / sqrt(n)` (see `meetlat.scoring.significance.standard_errors`).
        """
        if self._answers is None:
            return pl.DataFrame(schema=PRECISION)
        if group not in self._of:
            self._of[group] = standard_errors(self._tables, self._answers, self._rules, group)
        return self._of[group]

    def outside(self, group: Group) -> pl.DataFrame:
        """The precision of the figures of everyone outside a group.

        They are scored as a survey of their own, with the same disclosure rules. A figure that is
        suppressed for the group is left out: it could be computed from that of everyone outside.
        """
        if self._answers is None:
            return pl.DataFrame(schema=PRECISION)
        if group not in self._outside:
            self._outside[group] = _outside(self._answers, self._plugins, group)
        return self._outside[group]


def _outside(answers: ShownAnswers, plugins: Plugins, group: Group) -> pl.DataFrame:
    if group == WHOLE or not answers.shows(group):
        return pl.DataFrame(schema=PRECISION)
    others = outside(answers, group)
    outcomes = outcomes_of(others, plugins, tables=PRECISION_OF).of_group(WHOLE)
    tables = {metric.table: outcome for metric, outcome in outcomes.tables()}
    return standard_errors(tables, others, outcomes.rules, WHOLE)


def outside(answers: ShownAnswers, group: Group) -> ShownAnswers:
    """The answers of everyone outside a group, as a survey without segments."""
    coded = answers.respondents.coded
    others = pl.col(coded.segments[group.segment].column).cast(pl.String).ne_missing(group.name)
    people = replace(coded, frame=coded.frame.filter(others), segments={})
    alone = replace(answers.catalogue, segments=answers.catalogue.segments.clear())
    nobody = answers.invited.clear()  # without segments nothing has to protect anything
    shown = shown_answers(people, alone, nobody)
    return _without(shown, group.rows_of(answers.respondents.hidden)["question"])


def _without(answers: ShownAnswers, questions: pl.Series) -> ShownAnswers:
    """The answers of everyone to all other questions."""
    if questions.is_empty():
        return answers
    others = ~pl.col("question").is_in(questions.implode())
    hidden = pl.DataFrame({"question": questions}).select(
        segment=pl.lit(WHOLE.segment), group=pl.lit(WHOLE.name), question="question"
    )
    return ShownAnswers(
        answers.counts.filter(others),
        replace(answers.respondents, hidden=hidden),
        answers.catalogue,
        people=None if answers.people is None else answers.people.filter(others),
        weighted_questions=answers.weighted_questions.filter(others),
    )
