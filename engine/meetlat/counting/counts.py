"""The count cube: how often each answer was given, per question and group.

Answers are categorical, so a million respondents become a few thousand rows, and metrics are cheap
to compute from those. Answers and groups are whole numbers, so that NumPy counts each question in
one pass over the respondents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.counting.crossings import Crossing, crossings
from meetlat.groups import GROUP_KEYS, WHOLE
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers, Item
from meetlat.reading.responses.scored import answer_table

# With so many respondents, counting in threads takes less time than starting them.
MANY = 100_000


class _Cells(NamedTuple):
    """The counts of some groups: a row for each group.

    Attributes:
        groups: `segment`, `group` and `n` (respondents).
        answers: how often each answer of each question was given.
        answered: how many people answered each question.
    """

    groups: pl.DataFrame
    answers: np.ndarray
    answered: np.ndarray


class QuestionCounts(NamedTuple):
    """The counts of one question.

    Attributes:
        given: groups by answers: how often each was given.
        answered: groups by 1: how many people answered.
        is_scored: whether each answer has a score.
    """

    given: np.ndarray
    answered: np.ndarray
    is_scored: np.ndarray


class AnswerCounts(NamedTuple):
    """How often every answer was given in every group.

    Attributes:
        groups: `segment`, `group` and `n` (respondents). Segments are in the order of the
            catalogue, and their groups in the order of `Population`, or by name.
        labels: the answers of all questions (see `answer_table`).
        sizes: how many answers each question has.
        answers: groups by answers: how often each was given.
        answered: groups by questions: how many people answered.
    """

    groups: pl.DataFrame
    labels: pl.DataFrame
    sizes: Sequence[int]
    answers: np.ndarray
    answered: np.ndarray

    def by_question(self) -> Iterator[QuestionCounts]:
        """Yield the counts of each question, in the order of the catalogue."""
        is_scored = self.labels["score"].is_not_null().to_numpy()
        first = 0
        for number, size in enumerate(self.sizes):
            own = slice(first, first + size)
            yield QuestionCounts(
                self.answers[:, own], self.answered[:, number : number + 1], is_scored[own]
            )
            first += size

    def frame(self, shown: np.ndarray | None = None) -> pl.DataFrame:
        """The counts as rows (see `meetlat_schemas.CountsSchema`).

        The rows of a question are adjacent, and so are those of one answer in all groups.

        Args:
            shown: groups by questions: what to include; by default everything.
        """
        number = len(self.groups)
        kept: slice | np.ndarray = slice(None)
        if shown is not None and not shown.all():
            kept = np.flatnonzero(np.repeat(shown, self.sizes, axis=1).T)
        row = pl.Series(np.arange(number * len(self.labels), dtype=np.uint32)[kept])
        base = self.labels["question"].rle_id() * number
        repeated = self.labels.with_columns(base=base)[row // number]
        bases = np.repeat(self.answered, self.sizes, axis=1)
        counted = {"n": self.answers.T.ravel()[kept], "answered": bases.T.ravel()[kept]}
        return pl.concat(
            [
                self.groups.select(GROUP_KEYS)[row % number],
                repeated.with_columns(base=repeated["base"] + row % number),
                pl.DataFrame(counted),
            ],
            how="horizontal",
        )


def count_answers(
    coded: CodedAnswers, catalogue: Catalogue, weight: pl.Expr | None = None
) -> AnswerCounts:
    """Count every answer in every group.

    Args:
        coded: the answers of each respondent.
        catalogue: of the survey.
        weight: what each respondent counts for, so that the counts are sums of it; else people.
    """
    weights = None if weight is None else coded.frame.select(weight).to_series().to_numpy()
    parts: dict[str, _Cells] = {}
    for crossing in crossings(coded, [WHOLE.segment, *catalogue.segments["segment"]]):
        parts |= _count_crossing(coded, crossing, weights)
    found = [parts[segment] for segment in (WHOLE.segment, *catalogue.segments["segment"])]
    return AnswerCounts(
        pl.concat([part.groups for part in found]),
        answer_table(catalogue),
        [len(item.chosen) for item in coded.items],
        np.concatenate([part.answers for part in found]),
        np.concatenate([part.answered for part in found]),
    )


def _count_crossing(
    coded: CodedAnswers, crossing: Crossing, weights: np.ndarray | None
) -> Iterator[tuple[str, _Cells]]:
    """Count each combination of groups once, and add them up for each segment."""
    counter = _Counter(coded, crossing, weights)
    blocks = list(_in_threads(counter.count, coded.items, len(coded.frame)))
    empty = counter.table(0)
    answers = np.concatenate([empty, *(block for block, _ in blocks)], axis=1)
    answered = np.concatenate([empty, *(base for _, base in blocks)], axis=1)
    people = np.bincount(crossing.member, minlength=len(crossing.combinations))
    for segment, names, group in crossing.segments():
        sizes = np.bincount(group + 1, people, len(names) + 1)[1:].astype(np.int64)
        some = np.flatnonzero(sizes).tolist()
        frame = {"segment": segment, "group": [names[i] for i in some], "n": sizes[some]}
        schema = {**dict.fromkeys(GROUP_KEYS, pl.String), "n": pl.Int64}
        yield (
            segment,
            _Cells(
                pl.DataFrame(frame, schema=schema),
                _added_up(answers, group)[: len(some)],
                _added_up(answered, group)[: len(some)],
            ),
        )


def _added_up(counts: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The counts of each group that occurs, from those of combinations; -1 is no group."""
    order = np.argsort(group, kind="stable")
    order = order[group[order] >= 0]
    if not len(order):
        return counts[:0]
    own = group[order]
    return np.add.reduceat(counts[order], np.flatnonzero(np.diff(own, prepend=-1)))


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

    def __init__(self, coded: CodedAnswers, crossing: Crossing, weights: np.ndarray | None) -> None:
        self.frame, self.member, self.weights = coded.frame, crossing.member, weights
        self.rows = len(crossing.combinations)
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
        return np.zeros((self.rows, columns), kind)

    def _of_codes(self, column: str, answers: int) -> np.ndarray:
        """How often each code occurs; blanks have a code after the last."""
        width = answers + 1
        if width not in self._firsts:
            self._firsts[width] = self.member * width
        codes = self.frame[column].fill_null(answers).to_numpy()
        cells = self._firsts[width] + codes
        counts = np.bincount(cells, self.weights, self.rows * width)
        return counts.reshape(-1, width)[:, :answers]

    def _ticked(self, column: str) -> np.ndarray:
        """How often a column is true."""
        is_true = self.frame[column].fill_null(value=False).to_numpy()
        weights = None if self.weights is None else self.weights[is_true]
        return np.bincount(self.member[is_true], weights, self.rows)
