"""Tables of counts: how often each answer was given in each group, or combination of groups.

Respondents are counted in batches, because a survey may not fit in memory. Counts of people are
whole numbers, so that the order of the batches changes nothing. A table in memory is one batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.counting.crossings import Crossing
from meetlat.reading.responses.coding import CodedAnswers, Item
from meetlat.reading.responses.rows import Rows

# With so many respondents, counting in threads takes less time than starting them.
MANY = 2**15

# Questions that a thread counts at a time.
SOME = 10

# Respondents that are counted at a time, so that their numbers stay in a processor's cache.
PART = 2**16


class Table(NamedTuple):
    """The counts of all respondents: a row for each group, or combination of groups.

    Attributes:
        people: how many people are in it; one column.
        answers: how often each answer of all questions was given.
        answered: how many people answered each question.
    """

    people: np.ndarray
    answers: np.ndarray
    answered: np.ndarray


def tables_by_segment(
    coded: CodedAnswers, crossed: Sequence[Crossing], weight: pl.Expr | None
) -> Mapping[str, Table]:
    """Count all respondents in the groups of each segment.

    Args:
        coded: their answers.
        crossed: the crossings of the segments.
        weight: what each respondent counts for, so that the counts are sums of it; else people.
    """
    counters = [_Counter(each, coded.items, is_weighted=weight is not None) for each in crossed]
    for people in _batches(coded, weight):
        _count_in_threads(people, counters, coded.items)
    tables = [counter.table(coded.items) for counter in counters]
    return {
        segment: Table(*(_added_up(counts, group, len(names)) for counts in table))
        for crossing, table in zip(crossed, tables, strict=True)
        for segment, names, group in crossing.segments()
    }


class _People(NamedTuple):
    """Some respondents.

    Attributes:
        rows: their answers, as codes.
        kind: the kind of each of them (see `Kinds`).
        weights: what each counts for; None if that is 1.
    """

    rows: Rows
    kind: np.ndarray
    weights: np.ndarray | None


def _batches(coded: CodedAnswers, weight: pl.Expr | None) -> Iterator[_People]:
    """Some respondents at a time."""
    first, kind = 0, coded.kinds.of_each
    for batch in coded.batches(_columns(coded, weight)):
        own = kind[first : first + batch.rows.height]
        first += batch.rows.height
        weights = None if weight is None else batch.frame.select(weight).to_series().to_numpy()
        yield _People(batch.rows, own, weights)


def _columns(coded: CodedAnswers, weight: pl.Expr | None) -> Sequence[str]:
    """The columns that are counted; all if there are none, because those have no rows."""
    columns = dict.fromkeys(column for item in coded.items for column in item.columns)
    counted = [*columns, *([] if weight is None else weight.meta.root_names())]
    return counted or coded.rows.columns


def _count_in_threads(people: _People, counters: Sequence[_Counter], items: Sequence[Item]) -> None:
    """Count some questions at a time, on all processors if that is worth it.

    NumPy runs while others wait.
    """
    for counter in counters:
        counter.add_people(people.kind)
    if len(people.kind) < MANY:
        _count(people, counters, items)
        return
    parts = [items[first : first + SOME] for first in range(0, len(items), SOME)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(partial(_count, people, counters), parts))


def _count(people: _People, counters: Sequence[_Counter], items: Sequence[Item]) -> None:
    """Count the answers to some questions."""
    single = {i.column: len(i.chosen) for i in items if i.column is not None}
    several = [column for i in items if i.column is None for column in i.columns]
    # Blanks have a code after the last; what is blank was not ticked.
    filled = [pl.col(column).fill_null(end) for column, end in single.items()]
    filled += [pl.col(column).fill_null(value=False) for column in several]
    codes = people.rows.select([*single, *several])
    for some in _slices(people):
        part = codes[some].select(filled)
        weights = None if people.weights is None else people.weights[some]
        for counter in counters:
            counter.add(part, people.kind[some], weights)


def _slices(people: _People) -> Iterator[slice]:
    """Some rows at a time; all of them for sums of weights: the order of fractions matters."""
    rows = len(people.kind)
    step = PART if people.weights is None else max(1, rows)
    for first in range(0, rows, step):
        yield slice(first, first + step)


class _Counter:
    """Counts questions per combination of groups."""

    def __init__(self, crossing: Crossing, items: Sequence[Item], *, is_weighted: bool) -> None:
        """Begin with nobody: for each column combinations x codes."""
        kind = np.float64 if is_weighted else np.int64
        self._member, self._height = crossing.member, len(crossing.combinations)
        self._people = np.zeros(self._height, np.int64)
        self._counts: dict[str, np.ndarray] = {
            column: np.zeros((self._height, _width(item)), kind)
            for item in items
            for column in item.columns
        }
        self._nothing = np.zeros((self._height, 0), kind)

    def add_people(self, kind: np.ndarray) -> None:
        """Count the people in each combination, from the kind of each."""
        self._people += np.bincount(self._member[kind], minlength=self._height)

    def add(self, codes: pl.DataFrame, kind: np.ndarray, weights: np.ndarray | None) -> None:
        """Count the codes in each column, or add up the weights of people."""
        member = self._member[kind]
        starts: dict[int, np.ndarray] = {}  # where the codes of each respondent begin
        for column in codes:
            counts = self._counts[column.name].reshape(-1)  # a view
            width = self._counts[column.name].shape[1]
            if width not in starts:
                starts[width] = member * width
            counts += np.bincount(starts[width] + column.to_numpy(), weights, len(counts))

    def table(self, items: Sequence[Item]) -> Table:
        """The counts of all questions, and the number of people."""
        answers, answered = zip(*map(self._of_question, items), strict=True) if items else ((), ())
        return Table(
            self._people[:, None],
            np.concatenate([self._nothing, *answers], axis=1),
            np.concatenate([self._nothing, *answered], axis=1),
        )

    def _of_question(self, item: Item) -> tuple[np.ndarray, np.ndarray]:
        """The counts of the answers of a question, and of the people who answered it."""
        if item.column is not None:
            answers = self._counts[item.column][:, :-1]
            return answers, answers.sum(axis=1, keepdims=True)
        *chosen, base = (self._counts[column][:, 1] for column in item.columns)
        return np.stack(chosen, axis=1), base[:, None]


def _width(item: Item) -> int:
    """How many codes a column of a question has, with that of blanks."""
    return 2 if item.column is None else len(item.chosen) + 1


def _added_up(counts: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """The counts of each group, from those of combinations; -1 is no group."""
    found = np.zeros((groups, counts.shape[1]), counts.dtype)
    order = np.argsort(group, kind="stable")
    order = order[group[order] >= 0]
    if len(order):
        own = group[order]
        first = np.flatnonzero(np.diff(own, prepend=-1))
        found[own[first]] = np.add.reduceat(counts[order], first)
    return found
