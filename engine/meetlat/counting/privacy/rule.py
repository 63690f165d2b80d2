"""Disclosure rule: a minimum group size and, optionally, unanimity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meetlat.counting.privacy.people import Bools, Ints


@dataclass(frozen=True)
class Rule:
    """The sets of people whose answers may not be disclosed.

    Attributes:
        smallest: sets of fewer people.
        unanimous: whether also sets of people who all gave the same answer, or none of the answers.
    """

    smallest: int
    unanimous: bool = False

    def discloses(self, amounts: Ints) -> Bools:
        """Which sets of people may not be disclosed.

        Args:
            amounts: a row per set: how many people, and how often each answer was given.
        """
        people, given = amounts[:, 0], amounts[:, 1:]
        few = (people > 0) & (people < self.smallest)
        if not self.unanimous or not given.shape[1]:
            return few
        return few | ((people > 0) & self.is_unanimous(given > 0, given < people[:, None]))

    def is_unanimous(self, some: Bools, some_not: Bools) -> Bools:
        """Which sets of people all gave the same answer, or none of the answers.

        Args:
            some: sets x answers: whether at least one of them gave it (or may have).
            some_not: sets x answers: whether at least one of them did not (or may not have).
        """
        everyone, no_one = ~some_not, ~some
        return np.logical_or(no_one.all(axis=1), everyone.any(axis=1))
