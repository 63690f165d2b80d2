"""Raking: weights under which several margins hold at once, by iterative proportional fitting.

Everyone of one cell (of one group in each margin) has the same weight, so cells are raked and not
people. Held to `rake` and `trimWeights` of R's package survey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

CLOSE = 1e-12
"""A round that changes no weight by more than this part of it was the last."""

ROUNDS = 2_000
"""Margins that contradict each other are followed no longer than this."""


class Margin(NamedTuple):
    """A way to divide all people, and how many each part is to count for.

    Attributes:
        parts: of each cell, the number of the part it is in, from 0.
        wanted: of each part, the sum of weights it is to have; 0 only of a part without people.
    """

    parts: np.ndarray
    wanted: np.ndarray

    def sums(self, weights: np.ndarray) -> np.ndarray:
        """The sum of the weights in each part."""
        import numpy as np

        return np.bincount(self.parts, weights, len(self.wanted))


def rake(people: np.ndarray, margins: Sequence[Margin]) -> np.ndarray | None:
    """The weight of one person in each cell: margin after margin is made to hold, over and over.

    Args:
        people: how many there are in each cell, above 0.
        margins: each with the same sum of what is wanted.

    Returns:
        None where the margins do not settle, for no weights give them all.
    """
    for weights, furthest in islice(adjusted(people, margins), ROUNDS):
        if furthest < CLOSE:
            return weights
    return None


def adjusted(people: np.ndarray, margins: Sequence[Margin]) -> Iterator[tuple[np.ndarray, float]]:
    """The weights after each round, and by what part of it the most changed of them has changed.

    See `rake`. It is one array, which the next round changes.
    """
    import numpy as np

    weights = np.ones(len(people))
    while True:
        furthest = 0.0
        for margin in margins:
            now = margin.sums(people * weights)
            factor = np.divide(margin.wanted, now, out=np.ones_like(now), where=now > 0)
            weights *= factor[margin.parts]
            furthest = max(furthest, float(np.abs(factor - 1).max()))
        yield weights, furthest


def trim(people: np.ndarray, weights: np.ndarray, largest: float) -> np.ndarray:
    """The weights cut off at `largest`; what that takes away is spread evenly over all others.

    Args:
        people: how many there are in each cell.
        weights: of one person in it.
        largest: at least their mean.
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
