"""Disclosure rule: a minimum number of people and, optionally, that they do not all agree.

`docs/disclosure.md` explains it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from meetlat.counting.privacy.people import Bools, Ints

# A mean may rest on half as many people as must answer, but never on fewer than this.
FEWEST_SCORED = 5


def fewest_scored(smallest_group: int) -> int:
    """How many scored answers a question needs: half the smallest group, and at least five."""
    return max(FEWEST_SCORED, (smallest_group + 1) // 2)


@dataclass(frozen=True)
class Rule:
    """The sets of people whose answers may not be disclosed.

    The *bases* of a question are the people who answered it, and those who gave a scored answer. A
    set needs enough people in each base.

    Attributes:
        fewest: the smallest number of people in each base.
        unanimous: whether a set may not be disclosed either if everyone in it gave the same answer,
            or everyone who gave a scored answer.
        scored: which answers have a score, if several have; empty if not.
        optional: how many of the last bases may be empty in a set that is shown.
    """

    fewest: Sequence[int]
    unanimous: bool = False
    scored: Sequence[int] = ()
    optional: int = 0

    @property
    def bases(self) -> int:
        """How many bases a question has."""
        return len(self.fewest)

    def is_few(self, amounts: Ints) -> Bools:
        """Which sets have some people in a base, but too few.

        Args:
            amounts: a row per set: how many people in each base, and how often each answer was
                given.
        """
        people = amounts[:, : self.bases]
        few = (people > 0) & (people < np.array(self.fewest))
        return np.logical_or.reduce(few, axis=1)

    def is_enough(self, amounts: Ints) -> Bools:
        """Which sets have enough people in every base."""
        people = amounts[:, : self.bases]
        may_be_empty = np.arange(self.bases) >= self.bases - self.optional
        enough = (people >= np.array(self.fewest)) | (may_be_empty & (people == 0))
        return np.logical_and.reduce(enough, axis=1)

    def is_alike(self, amounts: Ints) -> Bools:
        """Which sets may not be disclosed because everyone in them gave the same answer."""
        people, given = amounts[:, :1], amounts[:, self.bases :]
        if not self.unanimous:
            return np.zeros(len(amounts), np.bool_)
        return (people[:, 0] > 0) & self.is_unanimous(given > 0, given < people)

    def is_unanimous(self, some: Bools, some_not: Bools) -> Bools:
        """Which sets of people are unanimous.

        Everyone gave an answer, no one gave any, or only one of the scored answers was given: then
        all who had an opinion had the same.

        Args:
            some: sets x answers: whether at least one of them gave it (or may have).
            some_not: sets x answers: whether at least one of them did not (or may not have).
        """
        one_opinion = some[:, list(self.scored)].sum(axis=1) == 1
        return (~some).all(axis=1) | (~some_not).any(axis=1) | one_opinion
