"""Suppress figures in Polars frames, which are translated into sets of people and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
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
    from meetlat.reading.responses.coding import Item as CodedItem
    from meetlat.reading.settings import Settings

# Returns the answers of one in so many respondents.
Every = Callable[[int], Rows]

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
    every = cache(partial(_every, coded))
    items = [
        _item(given, every, item, cells, settings)
        for given, item in zip(counted.by_question(), coded.items, strict=True)
    ]
    protected = protect(cells, items, settings.smallest_group, _order(groups, invited))
    groups = _without_sizes(groups.with_columns(withheld=_boolean(~protected.groups)))
    questions = [item.question for item in coded.items]
    hidden = _hidden(groups, questions, protected.shown)
    return Shown(ShownCounts(counted, protected.shown), groups, hidden)


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
    if not partly and outcome["group"].n_unique() < 2:
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


def _every(coded: CodedAnswers, step: int) -> Rows:
    """The answers of one in so many respondents, read once for all questions."""
    if step == 1:
        return coded.rows
    columns = dict.fromkeys(column for item in coded.items for column in item.columns)
    return Rows(coded.rows.every(step, [*columns]))


def _item(
    counts: QuestionCounts, every: Every, item: CodedItem, cells: Cells, settings: Settings
) -> Item:
    """One question: how many people answered it, and gave a scored answer, in every group."""
    given, answered, scored = counts
    columns, fewest = [answered], [settings.smallest_group]
    if scored.any():
        columns.append(_scored_people(given, scored, every, item, cells))
        fewest.append(fewest_scored(settings.smallest_group))
    opinions = np.nonzero(scored)[0].tolist() if scored.sum() > 1 else []
    rule = Rule(fewest, settings.withhold_unanimous, opinions)
    if rule.unanimous:
        columns.append(given)
    return Item(np.concatenate(columns, axis=1), rule, partial(_people, every, item, scored))


def _scored_people(given: Ints, scored: Bools, every: Every, item: CodedItem, cells: Cells) -> Ints:
    """How many people of each cell gave a scored answer (cells x 1)."""
    if item.column is not None:  # one answer each
        return given[:, scored].sum(axis=1, keepdims=True)
    return _people_of_cells(cells, _people(every, item, scored, slice(None))[:, 1])


def _people_of_cells(cells: Cells, people: Bools) -> Ints:
    """How many of these people are in each cell (cells x 1)."""
    of_kinds = np.bincount(cells.kind[people], minlength=len(cells.kinds))
    return cells.numbers_of(of_kinds)[:, None]


def _people(every: Every, item: CodedItem, scored: Bools, rows: slice) -> Bools:
    """People x bases: who answered a question, and who gave a scored answer if it has any.

    Of everyone, or of every so many people: `rows` has a step.
    """
    bases = [item.answered]
    if scored.any():
        chosen = (c for c, counts in zip(item.chosen, scored, strict=True) if counts)
        bases.append(pl.any_horizontal(chosen))
    frame = (
        every(rows.step or 1)
        .select(item.columns)
        .select(base.fill_null(value=False).alias(str(number)) for number, base in enumerate(bases))
    )
    return frame.to_numpy()


def _cells(coded: CodedAnswers, groups: pl.DataFrame) -> Cells:
    """The cell of each respondent in each segment, numbered as the rows of `groups`."""
    numbered = groups.with_row_index("number")
    kinds, kind = coded.kinds
    cells = np.zeros(kinds.shape, np.int64)
    for position, (name, segment) in enumerate(coded.segments.items()):
        own = numbered.filter(segment=name)
        numbers = dict(own.select("group", "number").iter_rows())
        cell = np.array([0, *(numbers.get(name, 0) for name in segment.groups)], np.int64)
        cells[:, position] = cell[kinds[:, position]]
    return Cells(cells, kind, len(groups))


def _hidden(groups: pl.DataFrame, questions: list[str], shown: Bools) -> pl.DataFrame:
    """The suppressed questions of groups that are shown."""
    open_groups = ~groups["withheld"].to_numpy()
    rows, columns = np.nonzero((open_groups[:, None] & ~shown).T)[::-1]
    hidden = {key: groups[key].gather(rows) for key in GROUP_KEYS}
    return pl.DataFrame(
        {**hidden, "question": [questions[c] for c in columns]}, schema=HIDDEN_SCHEMA
    )
