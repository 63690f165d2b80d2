"""Summaries: the counts of some respondents, which add up to those of all.

A survey that does not fit in memory is summarised in batches, and `summary + summary` holds what
one summary of both would: whole numbers, so that the order of the batches changes nothing. A table
in memory is one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.counting.crossings import Crossing
from meetlat.reading.responses.coding import CodedAnswers, Item
from meetlat.reading.responses.rows import Rows

# With so many respondents, counting in threads takes less time than starting them.
MANY = 2**15

# Questions that are counted at a time.
SOME = 10

# Respondents that are counted at a time, so that their numbers stay in a processor's cache.
PART = 2**16


@dataclass(frozen=True)
class Summary:
    """The counts of some respondents.

    Attributes:
        tables: for each crossing of segments, the counts of its combinations of groups.
    """

    tables: Sequence[Table]

    def __add__(self, other: Summary) -> Summary:
        """The counts of the respondents of both."""
        pairs = zip(self.tables, other.tables, strict=True)
        return Summary([Table(*map(np.add, one, two)) for one, two in pairs])

    def by_segment(self, crossed: Sequence[Crossing]) -> Mapping[str, Table]:
        """The counts of each segment, added up from those of the combinations."""
        return {
            segment: Table(*(_added_up(counts, group, len(names)) for counts in table))
            for crossing, table in zip(crossed, self.tables, strict=True)
            for segment, names, group in crossing.segments()
        }


class Table(NamedTuple):
    """The counts of some respondents: a row for each group, or combination of groups.

    Attributes:
        people: how many people are in it; one column.
        answers: how often each answer of all questions was given.
        answered: how many people answered each question.
    """

    people: np.ndarray
    answers: np.ndarray
    answered: np.ndarray


def summarise(
    coded: CodedAnswers,
    crossed: Sequence[Crossing],
    kind: np.ndarray,
    weights: np.ndarray | None = None,
) -> Summary:
    """Count some respondents.

    Args:
        coded: their answers.
        crossed: the crossings of the segments of all respondents.
        kind: the kind of each of them (see `CodedAnswers.kinds`).
        weights: what each counts for, so that the counts are sums of it; else people.
    """
    counters = [_Counter(each.member[kind], len(each.combinations), weights) for each in crossed]
    blocks: list[list[_Block]] = [[] for _ in counters]
    for part in _in_threads(partial(_counted, coded.rows, counters), coded):
        for found, own in zip(blocks, part, strict=True):
            found += own
    return Summary([c.table(found) for c, found in zip(counters, blocks, strict=True)])


def _in_threads(
    count: Callable[[Sequence[Item]], list[list[_Block]]], coded: CodedAnswers
) -> Iterator[list[list[_Block]]]:
    """Count some questions at a time, on all processors if that is worth it.

    NumPy runs while others wait.
    """
    items = coded.items
    if coded.rows.height < MANY:
        yield count(items)
        return
    with ThreadPoolExecutor() as pool:
        yield from pool.map(count, [items[n : n + SOME] for n in range(0, len(items), SOME)])


class _Block(NamedTuple):
    """The counts of one question; see `Table`."""

    answers: np.ndarray
    answered: np.ndarray


def _counted(rows: Rows, counters: Sequence[_Counter], items: Sequence[Item]) -> list[list[_Block]]:
    """The counts of some questions, by each counter."""
    single = {i.column: len(i.chosen) for i in items if i.column is not None}
    several = [column for i in items if i.column is None for column in i.columns]
    # The last code is for blanks; what is blank was not ticked.
    widths = {**{column: end + 1 for column, end in single.items()}, **dict.fromkeys(several, 2)}
    filled = [pl.col(column).fill_null(end) for column, end in single.items()]
    filled += [pl.col(column).fill_null(value=False) for column in several]
    codes = rows.select([*widths])
    found = [counter.nothing(widths) for counter in counters]
    for some in _slices(rows.height, counters):
        part = codes[some].select(filled)
        for counter, counts in zip(counters, found, strict=True):
            counter.add(counts, part, some)
    counted = zip(counters, found, strict=True)
    return [[counter.block(item, counts) for item in items] for counter, counts in counted]


def _slices(rows: int, counters: Sequence[_Counter]) -> Iterator[slice]:
    """Some rows at a time; all of them for sums of weights: the order of fractions matters."""
    step = PART if all(counter.weights is None for counter in counters) else max(1, rows)
    for first in range(0, rows, step):
        yield slice(first, first + step)


@dataclass(frozen=True)
class _Counter:
    """Counts questions per combination of groups.

    Attributes:
        member: the combination of each respondent.
        height: how many combinations there are.
        weights: what each respondent counts for; None if that is 1.
    """

    member: np.ndarray
    height: int
    weights: np.ndarray | None

    @property
    def _kind(self) -> type[np.generic]:
        return np.int64 if self.weights is None else np.float64

    def nothing(self, widths: Mapping[str, int]) -> dict[str, np.ndarray]:
        """The counts of nobody: for each column its combinations x codes, in one row."""
        return {name: np.zeros(self.height * width, self._kind) for name, width in widths.items()}

    def add(self, counts: Mapping[str, np.ndarray], codes: pl.DataFrame, rows: slice) -> None:
        """Add the codes of the respondents in some rows to the counts of their columns."""
        weights = None if self.weights is None else self.weights[rows]
        starts: dict[int, np.ndarray] = {}  # where the codes of each respondent begin
        for column in codes:
            own = counts[column.name]
            width = len(own) // max(1, self.height)
            if width not in starts:
                starts[width] = self.member[rows] * width
            own += np.bincount(starts[width] + column.to_numpy(), weights, len(own))

    def block(self, item: Item, counts: Mapping[str, np.ndarray]) -> _Block:
        """The counts of the answers of a question, and of the people who answered it."""
        width = 2 if item.column is None else len(item.chosen) + 1
        tables = [counts[column].reshape(self.height, width) for column in item.columns]
        if item.column is not None:
            answers = tables[0][:, :-1]
            return _Block(answers, answers.sum(axis=1, keepdims=True))
        *chosen, base = (table[:, 1] for table in tables)
        return _Block(np.stack(chosen, axis=1), base[:, None])

    def table(self, blocks: Sequence[_Block]) -> Table:
        """The counts of all questions, and the number of people."""
        empty = np.zeros((self.height, 0), self._kind)
        return Table(
            np.bincount(self.member, minlength=self.height)[:, None],
            np.concatenate([empty, *(block.answers for block in blocks)], axis=1),
            np.concatenate([empty, *(block.answered for block in blocks)], axis=1),
        )


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
