"""What is not to be known of people: that they are so few, or that they are of one mind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meetlat.counting.privacy.people import Bools, Ints


@dataclass(frozen=True)
class Rule:
    """Of which sets of people the answers are not to be known.

    Attributes:
        smallest: of fewer people.
        unanimous: nor of those who all gave the same answer, or none.
        absent: nor of those of whom nobody gave one of the answers, or all did.
    """

    smallest: int
    unanimous: bool = False
    absent: bool = False

    @property
    def asks_of_answers(self) -> bool:
        """Whether it matters what people answered, besides how many they are."""
        return self.unanimous or self.absent

    def tells(self, amounts: Ints) -> Bools:
        """Which sets of people are not to be known.

        Args:
            amounts: a row each: how many people, and how often each answer was given.
        """
        people, given = amounts[:, 0], amounts[:, 1:]
        few = (people > 0) & (people < self.smallest)
        if not self.asks_of_answers or not given.shape[1]:
            return few
        return few | ((people > 0) & self.alike(given > 0, given < people[:, None]))

    def alike(self, some: Bools, some_not: Bools) -> Bools:
        """Which sets of people are too much of one mind.

        Args:
            some: sets x answers: whether there is (or may be) somebody who gave it.
            some_not: likewise, somebody who did not.
        """
        everyone, nobody = ~some_not, ~some
        told = nobody.any(axis=1) if self.absent else nobody.all(axis=1)
        return np.logical_or(told, everyone.any(axis=1))
