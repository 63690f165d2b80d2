"""Summaries: the counts of some respondents, which add up to those of all.

A survey that does not fit in memory is summarised in batches, and `summary + summary` holds what
one summary of both would: whole numbers, so that the order of the batches changes nothing. A table
in memory is one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from meetlat.counting.crossings import Crossing
from meetlat.reading.responses.coding import CodedAnswers, Item

# With so many respondents, counting in threads takes less time than starting them.
MANY = 100_000


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
    return Summary([_table(coded, crossing, kind, weights) for crossing in crossed])


def _table(
    coded: CodedAnswers, crossing: Crossing, kind: np.ndarray, weights: np.ndarray | None
) -> Table:
    """Count each combination of groups."""
    member = crossing.member[kind]
    counter = _Counter(coded, member, len(crossing.combinations), weights)
    blocks = list(_in_threads(counter.count, coded.items, coded.rows.height))
    empty = counter.table(0)
    return Table(
        np.bincount(member, minlength=counter.height)[:, None],
        np.concatenate([empty, *(block for block, _ in blocks)], axis=1),
        np.concatenate([empty, *(base for _, base in blocks)], axis=1),
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


def _in_threads(
    count: Callable[[Item], tuple[np.ndarray, np.ndarray]], items: Sequence[Item], respondents: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Count each question, on all processors if that is worth it: NumPy runs while others wait."""
    if respondents < MANY:
        yield from map(count, items)
        return
    with ThreadPoolExecutor() as pool:
        yield from pool.map(count, items)


class _Counter:
    """Counts questions per combination of groups."""

    def __init__(
        self, coded: CodedAnswers, member: np.ndarray, height: int, weights: np.ndarray | None
    ) -> None:
        self.rows, self.member, self.height, self.weights = coded.rows, member, height, weights
        self._firsts: dict[int, np.ndarray] = {}

    def count(self, item: Item) -> tuple[np.ndarray, np.ndarray]:
        """The counts of the answers of a question, and of the people who answered it."""
        if item.column is None:
            chosen = [self._ticked(column) for column in item.ticks]
            return np.stack(chosen, axis=1), self._ticked(item.base)[:, None]
        answers = len(item.chosen)
        cells = self._of_codes(item.column, answers)
        return cells, cells.sum(axis=1, keepdims=True)

    def table(self, columns: int) -> np.ndarray:
        """A table of zeros."""
        kind = np.int64 if self.weights is None else np.float64
        return np.zeros((self.height, columns), kind)

    def _of_codes(self, column: str, answers: int) -> np.ndarray:
        """How often each code occurs; blanks have a code after the last."""
        width = answers + 1
        if width not in self._firsts:
            self._firsts[width] = self.member * width
        codes = self.rows.column(column).fill_null(answers).to_numpy()
        cells = self._firsts[width] + codes
        counts = np.bincount(cells, self.weights, self.height * width)
        return counts.reshape(-1, width)[:, :answers]

    def _ticked(self, column: str) -> np.ndarray:
        """How often a column is true."""
        is_true = self.rows.column(column).fill_null(value=False).to_numpy()
        weights = None if self.weights is None else self.weights[is_true]
        return np.bincount(self.member[is_true], weights, self.height)
