"""The count cube: how often each answer was given, per question and group.

Answers are categorical, so a million respondents become a few thousand rows, and metrics are cheap
to compute from those. Answers and groups are whole numbers, so that NumPy counts each question in
one pass over the respondents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from meetlat.counting.crossings import crossings
from meetlat.counting.tables import tables_by_segment
from meetlat.groups import GROUP_KEYS, WHOLE, Group, rows_of_groups
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import answer_table

# Rows of counts that are in memory at a time, if a metric needs some groups at a time.
ROWS = 2**16


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

    def of_rows(self, rows: slice | np.ndarray) -> AnswerCounts:
        """The counts of some groups: these rows of `groups`."""
        return self._replace(
            groups=self.groups[rows], answers=self.answers[rows], answered=self.answered[rows]
        )

    def of_questions(self, asked: np.ndarray) -> AnswerCounts:
        """The counts of the questions for which this is true."""
        if asked.all():  # not a copy
            return self
        answers = np.repeat(asked, self.sizes)
        return self._replace(
            labels=self.labels.filter(pl.Series(answers)),
            sizes=np.asarray(self.sizes)[asked].tolist(),
            answers=self.answers[:, answers],
            answered=self.answered[:, asked],
        )

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


@dataclass(frozen=True)
class ShownCounts:
    """The counts that may be shown, made into rows when and as far as they are needed.

    The rows of thousands of groups take some twenty times the memory of the numbers in them.

    Attributes:
        counted: the counts of all groups.
        shown: groups by questions: what may be shown.
    """

    counted: AnswerCounts
    shown: np.ndarray

    def frame(self) -> pl.DataFrame:
        """The rows of all groups."""
        return self.counted.frame(self.shown)

    def of_groups(self, groups: Sequence[Group]) -> pl.DataFrame:
        """The rows of some groups."""
        numbered = self.counted.groups.with_row_index("row")
        return self._of_rows(rows_of_groups(numbered, groups)["row"].to_numpy())

    def of_questions(self, questions: Collection[str]) -> ShownCounts:
        """The counts of some questions."""
        named = self.counted.labels["question"].unique(maintain_order=True)
        asked = named.is_in([*questions]).to_numpy()
        return ShownCounts(self.counted.of_questions(asked), self.shown[:, asked])

    @property
    def is_large(self) -> bool:
        """Whether the rows of all groups should not be in memory together."""
        return len(self.shown) > self._groups_at_a_time

    def parts(self) -> Iterator[tuple[slice, pl.DataFrame]]:
        """Yield the rows of some adjacent groups at a time, and which groups those are."""
        for first in range(0, len(self.shown), self._groups_at_a_time):
            some = slice(first, first + self._groups_at_a_time)
            yield some, self._of_rows(some)

    @property
    def _groups_at_a_time(self) -> int:
        return max(1, ROWS // max(1, len(self.counted.labels)))

    def _of_rows(self, rows: slice | np.ndarray) -> pl.DataFrame:
        return self.counted.of_rows(rows).frame(self.shown[rows])


def count_answers(
    coded: CodedAnswers, catalogue: Catalogue, weight: pl.Expr | None = None
) -> AnswerCounts:
    """Count every answer in every group.

    Args:
        coded: the answers of each respondent.
        catalogue: of the survey.
        weight: what each respondent counts for, so that the counts are sums of it; else people.
    """
    segments = [WHOLE.segment, *catalogue.segments["segment"]]
    names = {name: segment.groups for name, segment in coded.segments.items()}
    names[WHOLE.segment] = [WHOLE.name]
    keys = [(segment, group) for segment in segments for group in names[segment]]
    crossed = crossings(coded, segments)
    by_segment = tables_by_segment(coded, crossed, weight)
    tables = zip(*(by_segment[segment] for segment in segments), strict=True)
    people, answers, answered = (np.concatenate(parts) for parts in tables)
    some = np.flatnonzero(people)
    if len(some) < len(keys):
        keys, answers, answered = [keys[i] for i in some], answers[some], answered[some]
    groups = pl.DataFrame(keys, schema=dict.fromkeys(GROUP_KEYS, pl.String), orient="row")
    return AnswerCounts(
        groups.with_columns(n=pl.Series(people[some, 0], dtype=pl.Int64)),
        answer_table(catalogue),
        [len(item.chosen) for item in coded.items],
        answers,
        answered,
    )
