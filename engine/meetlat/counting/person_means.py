"""The weighted mean of each respondent's scores, looked up by the combination of their answers.

Few combinations of answers to a few questions are possible. So sums of scores are computed for each
combination once, and looking one up takes as long for four questions as for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# Combinations in a table: more would take longer to add up than they save in a small survey.
MOST = 2**12


@dataclass(frozen=True)
class PersonMean:
    """How to compute one mean.

    Attributes:
        weights: the weight of each question.
        scores: by question, the score of each answer in the order of its codes, and last that of a
            blank; not a number if an answer is not scored.
    """

    weights: Mapping[str, float]
    scores: Mapping[str, np.ndarray]

    def of(self, given: Mapping[str, np.ndarray], people: int) -> np.ndarray:
        """The mean of each respondent; not a number without a scored answer.

        Args:
            given: by question, the code of the answer of each respondent.
            people: how many respondents there are.
        """
        if len(self._tables) == 1:
            (table,) = self._tables
            return np.take(_divided(table.sums, table.bases), table.place(given), mode="clip")
        sums, bases = np.zeros((2, people))
        for table in self._tables:
            place = table.place(given)
            sums += np.take(table.sums, place, mode="clip")
            bases += np.take(table.bases, place, mode="clip")
        return _divided(sums, bases)

    @cached_property
    def _tables(self) -> Sequence[_Table]:
        return [_Table.of(some, self.weights, self.scores) for some in self._together()]

    def _together(self) -> Iterator[list[str]]:
        """Questions whose answers have few combinations."""
        some: list[str] = []
        number = 1
        for question in self.weights:
            answers = len(self.scores[question])
            if some and number * answers > MOST:
                yield some
                some, number = [], 1
            some.append(question)
            number *= answers
        if some:
            yield some


@dataclass(frozen=True)
class _Table:
    """The sums of each combination of answers to some questions.

    Attributes:
        widths: by question, how many answers it has, blank included.
        sums: the sum of the weighted scores.
        bases: the sum of the weights of the scored answers.
    """

    widths: Mapping[str, int]
    sums: np.ndarray
    bases: np.ndarray

    @classmethod
    def of(
        cls,
        questions: Sequence[str],
        weights: Mapping[str, float],
        scores: Mapping[str, np.ndarray],
    ) -> _Table:
        """The sums for these questions, added up in this order."""
        sums = bases = np.zeros(1)
        for question in questions:
            is_scored = ~np.isnan(scores[question])
            weight = float(weights[question])
            of_answers = np.where(is_scored, scores[question], 0) * weight
            sums = np.add.outer(sums, of_answers).ravel()
            bases = np.add.outer(bases, is_scored * weight).ravel()
        return cls({question: len(scores[question]) for question in questions}, sums, bases)

    def place(self, given: Mapping[str, np.ndarray]) -> np.ndarray:
        """The number of the combination that each respondent gave."""
        first, *others = self.widths
        kind = np.min_scalar_type(len(self.sums))
        place = given[first].astype(kind)
        for question in others:
            place *= kind.type(self.widths[question])
            place += given[question].astype(kind, copy=False)
        return place


def _divided(sums: np.ndarray, bases: np.ndarray) -> np.ndarray:
    """Means; without weight there is none."""
    return np.divide(sums, bases, out=np.full(len(sums), np.nan), where=bases > 0)
