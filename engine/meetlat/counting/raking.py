"""Raking: weights with which several margins hold at once, by iterative proportional fitting.

All people in a cell (one group of each margin) have the same weight, so cells are raked, not
people. Tests compare the results with `rake` and `trimWeights` from the R package survey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

# Stop after a round that changes no weight by more than this part of it.
CLOSE = 1e-12

# The most rounds; margins that contradict each other never settle.
ROUNDS = 2_000


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
        import numpy as np

        return np.bincount(self.parts, weights, len(self.wanted))


def rake(people: np.ndarray, margins: Sequence[Margin]) -> np.ndarray | None:
    """The weight of one person in each cell, with which all margins hold.

    Args:
        people: how many people there are in each cell, above 0.
        margins: the margins, all with the same total weight.

    Returns:
        The weights; None if the margins contradict each other.
    """
    for weights, furthest in islice(adjusted(people, margins), ROUNDS):
        if furthest < CLOSE:
            return weights
    return None


def adjusted(people: np.ndarray, margins: Sequence[Margin]) -> Iterator[tuple[np.ndarray, float]]:
    """Yield the weights after each round, and the largest relative change of a weight.

    A round makes one margin hold after the other. Each round changes the same array of weights.
    """
    import numpy as np

    weights = np.ones(len(people))
    while True:
        furthest = 0.0
        for margin in margins:
            sums = margin.sums(people * weights)
            factor = np.divide(margin.wanted, sums, out=np.ones_like(sums), where=sums > 0)
            weights *= factor[margin.parts]
            furthest = max(furthest, float(np.abs(factor - 1).max()))
        yield weights, furthest


def trim(people: np.ndarray, weights: np.ndarray, largest: float) -> np.ndarray:
    """Cap the weights at `largest`, and spread the excess evenly over all other people.

    Args:
        people: how many people there are in each cell.
        weights: the weight of one person in each cell.
        largest: the largest weight, at least their mean.
    """
    import numpy as np

    while (weights > largest).any():
        cut = np.minimum(weights, largest)
        below = cut < largest
        if not below.any():
            return cut
        cut[below] += (people * (weights - cut)).sum() / people[below].sum()
        weights = cut
    return weights
