"""The count cube: how often each answer was given, per question and group.

Answers are categorical, so a million respondents become a few thousand rows, and metrics are cheap
to compute from those. Answers and groups are whole numbers, so that NumPy counts each question in
one pass over the respondents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.counting.crossings import Crossing, crossings
from meetlat.groups import GROUP_KEYS, WHOLE
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers, Item
from meetlat.reading.responses.scored import answer_table


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


def count_answers(
    coded: CodedAnswers, catalogue: Catalogue, weight: pl.Expr | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Count every answer in every group.

    Args:
        coded: the answers of each respondent.
        catalogue: of the survey.
        weight: what each respondent counts for, so that the counts are sums of it; else people.

    Returns:
        The counts (see `meetlat_schemas.CountsSchema`), and the groups with their sizes. Segments
        are in the order of the catalogue, and their groups in the order of `Population`, or by
        name.
    """
    weights = None if weight is None else coded.frame.select(weight).to_series().to_numpy()
    parts: dict[str, _Cells] = {}
    for crossing in crossings(coded, [WHOLE.segment, *catalogue.segments["segment"]]):
        parts |= _count_crossing(coded, crossing, weights)
    found = [parts[segment] for segment in (WHOLE.segment, *catalogue.segments["segment"])]
    groups = pl.concat([part.groups for part in found])
    answers = np.concatenate([part.answers for part in found])
    answered = np.concatenate([part.answered for part in found])
    sizes = [len(item.chosen) for item in coded.items]
    return _long(groups, answer_table(catalogue), answers, answered, sizes), groups


def _count_crossing(
    coded: CodedAnswers, crossing: Crossing, weights: np.ndarray | None
) -> Iterator[tuple[str, _Cells]]:
    """Count each combination of groups once, and add them up for each segment."""
    counter = _Counter(coded, crossing, weights)
    blocks = [counter.count(item) for item in coded.items]
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


def _long(
    groups: pl.DataFrame,
    labels: pl.DataFrame,
    answers: np.ndarray,
    answered: np.ndarray,
    sizes: Sequence[int],
) -> pl.DataFrame:
    """One row per group, question and answer; the rows of one answer in all groups are adjacent.

    Args:
        groups: with `segment` and `group`.
        labels: the answers of all questions (see `answer_table`).
        answers: groups by answers.
        answered: groups by questions.
        sizes: how many answers each question has.
    """
    number = len(groups)
    rows = pl.int_range(number * len(labels), dtype=pl.UInt32, eager=True)
    base = labels["question"].rle_id() * number
    repeated = labels.with_columns(base=base)[rows // number]
    bases = np.repeat(answered, sizes, axis=1)
    return pl.concat(
        [
            groups.select(GROUP_KEYS)[rows % number],
            repeated.with_columns(base=repeated["base"] + rows % number),
            pl.DataFrame({"n": answers.T.ravel(), "answered": bases.T.ravel()}),
        ],
        how="horizontal",
    )
