"""Suppress figures in Polars frames, which are translated into sets of people and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from meetlat.counting.counts import AnswerCounts, QuestionCounts, ShownCounts
from meetlat.counting.privacy.people import Bools, Cells, Ints
from meetlat.counting.privacy.rule import Rule, fewest_scored
from meetlat.counting.privacy.suppression import Item, protect, protect_sums
from meetlat.counting.survey_groups import HIDDEN_SCHEMA
from meetlat.groups import GROUP_KEYS
from meetlat.reading.responses.rows import Rows

if TYPE_CHECKING:
    from meetlat.reading.responses.coding import CodedAnswers
    from meetlat.reading.settings import Settings

# A temporary column, with a name that no metric uses.
CELL = "\x00cell"


class Shown(NamedTuple):
    """What may be shown, and what may not.

    No reason is given: a reason reveals how many people there are, or what they answered.

    Attributes:
        counts: how often each answer was given.
        groups: see `meetlat_schemas.GroupsSchema`.
        hidden: the suppressed questions of groups that are shown: `segment`, `group`, `question`.
    """

    counts: ShownCounts
    groups: pl.DataFrame
    hidden: pl.DataFrame


def withhold(
    counted: AnswerCounts, coded: CodedAnswers, settings: Settings, invited: pl.DataFrame
) -> Shown:
    """Suppress the counts of too few people, and those from which such counts can be computed.

    Args:
        counted: the counts of all groups, the whole organisation first.
        coded: the answers of each respondent.
        settings: only `smallest_group` and `withhold_unanimous` are used.
        invited: how many people were invited, by group; it decides what protects others.
    """
    groups = counted.groups
    cells = _cells(coded, groups)
    given = list(counted.by_question())
    bases = _Bases(coded, [counts.is_scored for counts in given])
    items = [_item(counts, bases, n, cells, settings) for n, counts in enumerate(given)]
    protected = protect(cells, items, settings.smallest_group, _order(groups, invited))
    groups = _without_sizes(groups.with_columns(withheld=_boolean(~protected.groups)))
    questions = [item.question for item in coded.items]
    hidden = _hidden(groups, questions, protected.shown)
    return Shown(ShownCounts(counted, protected.shown), groups, hidden)


# A column of what is protected: how many people answered that the figure does not rest on.
LEFT_OUT = "left_out"


def protected_rows(
    outcome: pl.DataFrame,
    keys: Sequence[str],
    coded: CodedAnswers,
    groups: pl.DataFrame,
    invited: pl.DataFrame,
    smallest: int,
    partly: Mapping[str, pl.Series],
) -> pl.DataFrame:
    """Keep the rows of a metric over persons that rest on enough people, also after subtraction.

    A group and each of its questions may be shown while few people answered all of the questions.
    If few answered only some, a mean over persons and the means of the questions disclose theirs.
    A column `left_out` of `outcome` has such people by number.

    Args:
        outcome: `segment`, `group`, `n` (how many people a row rests on), the keys and the figures.
        keys: the columns that say what a row is about, such as a theme.
        coded: the answers of each respondent.
        groups: all groups (see `meetlat_schemas.GroupsSchema`).
        invited: how many people were invited, by group; it decides what protects others.
        smallest: so many people are enough.
        partly: by theme, who answered some of its questions but not all; empty if the figures are
            not means of themes.
    """
    outcome = outcome.filter(pl.col("n") >= smallest)
    has_left_out = LEFT_OUT in outcome.columns
    if not (partly or has_left_out) and outcome["group"].n_unique() < 2:
        return outcome
    numbered = groups.select(*GROUP_KEYS, pl.int_range(pl.len()).alias(CELL))
    rows = outcome.join(numbered, on=GROUP_KEYS, how="left", maintain_order="left")
    subjects = (
        rows.select(keys).to_struct().rank("dense") if keys else pl.repeat(1, len(rows), eager=True)
    )
    cell, subject = rows[CELL].to_numpy(), subjects.to_numpy().astype(np.int64) - 1
    people = np.zeros((len(groups), int(subject.max(initial=-1)) + 1), np.int64)
    people[cell, subject] = outcome["n"].to_numpy()
    cells, some = _cells(coded, groups), np.zeros_like(people)
    if has_left_out:
        some[cell, subject] = outcome[LEFT_OUT].to_numpy()
    names = dict(zip(subject.tolist(), rows[keys[0]], strict=True)) if partly else {}
    for number, name in names.items():
        if name in partly:  # it is not if none of its questions has one answer per respondent
            some[:, number] = _people_of_cells(cells, partly[name].to_numpy())[:, 0]
    few, order = fewest_scored(smallest), _order(groups, invited)
    shown = protect_sums(cells, people, some, smallest, few, order)
    return outcome.filter(_boolean(shown[cell, subject]))


def _without_sizes(groups: pl.DataFrame) -> pl.DataFrame:
    """Blank the size of every suppressed group; the size of the organisation is always known."""
    shown = ~pl.col("withheld") | (pl.col("segment") == "")
    return groups.with_columns(n=pl.when(shown).then("n"))


def _boolean(values: Bools) -> pl.Series:
    """The values as a series, from a list because Polars imports masked arrays for an array."""
    return pl.Series(values.tolist(), dtype=pl.Boolean)


def _order(groups: pl.DataFrame, invited: pl.DataFrame) -> Ints:
    """The order in which groups are withheld to protect others.

    The group with the fewest people invited comes first; if that number is unknown, the number of
    respondents counts instead. Of two equal groups the last in the catalogue comes first. The order
    is the same for every question, and never depends on answers.
    """
    known = groups.join(invited, on=GROUP_KEYS, how="left", maintain_order="left")
    people = known.select(pl.coalesce("invited", "n")).to_series().to_numpy()
    ranked = np.lexsort((-np.arange(len(people)), people))
    order = np.empty(len(people), np.int64)
    order[ranked] = np.arange(len(people))
    return order


def _item(
    counts: QuestionCounts, bases: _Bases, number: int, cells: Cells, settings: Settings
) -> Item:
    """One question: how many people answered it, and gave a scored answer, in every group."""
    given, answered, scored = counts
    columns, fewest = [answered], [settings.smallest_group]
    if scored.any():
        if bases.coded.items[number].column is not None:  # one answer each
            columns.append(given[:, scored].sum(axis=1, keepdims=True))
        else:
            columns.append(_people_of_cells(cells, bases.people(number, slice(None))[:, 1]))
        fewest.append(fewest_scored(settings.smallest_group))
    opinions = np.nonzero(scored)[0].tolist() if scored.sum() > 1 else []
    rule = Rule(fewest, settings.withhold_unanimous, opinions)
    if rule.unanimous:
        columns.append(given)
    return Item(np.concatenate(columns, axis=1), rule, partial(bases.people, number))


def _people_of_cells(cells: Cells, people: Bools) -> Ints:
    """How many of these people are in each cell (cells x 1)."""
    of_kinds = np.bincount(cells.kind[people], minlength=len(cells.kinds))
    return cells.numbers_of(of_kinds)[:, None]


@dataclass(frozen=True)
class _Bases:
    """Who answered each question, and who gave a scored answer if it has any.

    Attributes:
        coded: the answers of each respondent.
        scored: for each question, whether each of its answers is scored.
    """

    coded: CodedAnswers
    scored: Sequence[Bools]
    _read: dict[int, Sequence[Bools]] = field(default_factory=dict)

    def people(self, number: int, rows: slice) -> Bools:
        """People x bases of one question.

        Of everyone, or of every so many people: `rows` has a step. Those are read once for all
        questions.
        """
        if rows.step is None:
            return self._of(self.coded.rows, [number])[0]
        if rows.step not in self._read:
            self._read[rows.step] = self._of_some(rows.step)
        return self._read[rows.step][number]

    def _of_some(self, step: int) -> Sequence[Bools]:
        columns = dict.fromkeys(column for item in self.coded.items for column in item.columns)
        every = Rows(self.coded.rows.every(step, [*columns]))
        return self._of(every, range(len(self.coded.items)))

    def _of(self, rows: Rows, numbers: Sequence[int]) -> Sequence[Bools]:
        """People x bases of some questions, computed together."""
        bases = [self._expressions(number) for number in numbers]
        columns = dict.fromkeys(c for number in numbers for c in self.coded.items[number].columns)
        every = [base.fill_null(value=False).alias(str(n)) for n, base in enumerate(chain(*bases))]
        table = rows.select([*columns]).select(every).to_numpy()
        return np.split(table, np.cumsum([len(own) for own in bases])[:-1], axis=1)

    def _expressions(self, number: int) -> Sequence[pl.Expr]:
        item, scored = self.coded.items[number], self.scored[number]
        chosen = [choice for choice, counts in zip(item.chosen, scored, strict=True) if counts]
        return [item.answered, *([pl.any_horizontal(chosen)] if chosen else [])]


def _cells(coded: CodedAnswers, groups: pl.DataFrame) -> Cells:
    """The cell of each respondent in each segment, numbered as the rows of `groups`."""
    numbered = groups.with_row_index("number")
    kinds = coded.kinds.groups
    cells = np.zeros(kinds.shape, np.int64)
    for position, (name, segment) in enumerate(coded.segments.items()):
        own = numbered.filter(segment=name)
        numbers = dict(own[["group", "number"]].iter_rows())
        cell = np.array([0, *(numbers.get(name, 0) for name in segment.groups)], np.int64)
        cells[:, position] = cell[kinds[:, position]]
    return Cells(cells, coded.kinds.of_each, len(groups))


def _hidden(groups: pl.DataFrame, questions: list[str], shown: Bools) -> pl.DataFrame:
    """The suppressed questions of groups that are shown."""
    open_groups = ~groups["withheld"].to_numpy()
    rows, columns = np.nonzero((open_groups[:, None] & ~shown).T)[::-1]
    hidden = {key: groups[key].gather(rows) for key in GROUP_KEYS}
    return pl.DataFrame(
        {**hidden, "question": [questions[c] for c in columns]}, schema=HIDDEN_SCHEMA
    )
