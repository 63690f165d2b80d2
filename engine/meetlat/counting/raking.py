"""Raking: weights with which several margins hold at once, none above a cap.

All people in a cell (one group of each margin) have the same weight, so cells are raked, not
people. Tests compare the results with `rake` from the R package survey.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

# Stop after a round that changes no weight by more than this part of it.
CLOSE = 1e-12

# The most rounds; margins that contradict each other never settle.
ROUNDS = 2_000

# Weights are trimmed and raked again until none exceeds the cap by more than this part of it. The
# excess must halve in every so many rounds; otherwise there are no such weights.
EXCESS, PATIENCE, TRIMS = 1e-11, 50, 10_000


class Margin(NamedTuple):
    """A division of all people into parts, and the total weight that each part must get.

    Attributes:
        parts: the part of each cell, numbered from 0.
        wanted: the total weight of each part; 0 only for a part without people.
    """

    parts: np.ndarray
    wanted: np.ndarray

    def sums(self, weights: np.ndarray) -> np.ndarray:
        """The sum of the weights in each part."""
        return np.bincount(self.parts, weights, len(self.wanted))


def rake(
    people: np.ndarray, margins: Sequence[Margin], start: np.ndarray | None = None
) -> np.ndarray | None:
    """The weight of one person in each cell, with which all margins hold.

    Args:
        people: how many people there are in each cell, above 0.
        margins: the margins, all with the same total weight.
        start: the weights to begin with; 1 for everyone by default.

    Returns:
        The weights; None if the margins contradict each other.
    """
    for weights, furthest in islice(adjusted(people, margins, start), ROUNDS):
        if furthest < CLOSE:
            return weights
    return None


def adjusted(
    people: np.ndarray, margins: Sequence[Margin], start: np.ndarray | None = None
) -> Iterator[tuple[np.ndarray, float]]:
    """Yield the weights after each round, and the largest relative change of a weight.

    A round makes one margin hold after the other. Each round changes the same array of weights.
    """
    weights = np.ones(len(people)) if start is None else start.copy()
    while True:
        furthest = 0.0
        for margin in margins:
            sums = margin.sums(people * weights)
            factor = np.divide(margin.wanted, sums, out=np.ones_like(sums), where=sums > 0)
            weights *= factor[margin.parts]
            furthest = max(furthest, float(np.abs(factor - 1).max()))
        yield weights, furthest


def trim(people: np.ndarray, weights: np.ndarray, largest: float) -> np.ndarray:
    """Cap the weights at `largest`, and multiply all others so that the total stays the same.

    Args:
        people: how many people there are in each cell.
        weights: the weight of one person in each cell.
        largest: the largest weight, at least their mean.
    """
    while (weights > largest).any():
        cut = np.minimum(weights, largest)
        below = cut < largest
        if not below.any():
            return cut
        excess = (people * (weights - cut)).sum()
        cut[below] *= 1 + excess / (people * cut)[below].sum()
        weights = cut
    return weights


def rake_and_trim(
    people: np.ndarray, margins: Sequence[Margin], largest: float
) -> np.ndarray | None:
    """Weights of at most `largest`: trimmed and raked again until the margins hold.

    If no such weights are found, the raked weights are trimmed once, and not all margins hold.
    """
    raked = weights = rake(people, margins)
    before = math.inf
    for number in range(TRIMS):
        excess = 0.0 if weights is None else weights.max() / largest - 1
        if weights is None or excess <= EXCESS:
            break
        if number % PATIENCE == 0:
            if excess > before / 2:  # it hardly gets better
                weights = None
                break
            before = excess
        weights = rake(people, margins, trim(people, weights, largest))
    found = raked if weights is None else weights
    return None if found is None else trim(people, found, largest)
