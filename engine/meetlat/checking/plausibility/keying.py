"""Which items of a theme run against the others, from how they correlate.

An item that correlates negatively with the rest is turned, then the next, until none does: each
turn raises standardised alpha, `k / (k - 1) * (1 - k / sum of all correlations)` (Cronbach,
"Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951), so it ends. It is
what `alpha(check.keys=TRUE)` of R's psych does by the signs of the first principal component.
Turning the worst first finds the one item that is keyed wrongly although it pulls the correlations
of all the others down: where the rest hang together, no other item is as far below nought.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

# A correlation nearer to nought than that is none: Cohen's lower bound of a small effect.
WEAKEST = 0.1

# How far from nought, so that of 1,000 themes of eight unrelated items fewer than 5 are named.
STANDARD_ERRORS = 4.0

Matrix = Sequence[Sequence[float]]


class Correlations(NamedTuple):
    """How the items of a theme go together, two at a time.

    Attributes:
        r: the correlations; 0 where too few answered both, 1 on the diagonal.
        n: how many answered both; 0 where they were too few.
    """

    r: Matrix
    n: Sequence[Sequence[int]]

    @property
    def any_known(self) -> bool:
        """Whether enough people answered any two of the items."""
        return any(n for i, row in enumerate(self.n) for n in row[:i])

    def between(self, items: Sequence[int], others: Sequence[int]) -> float:
        """The correlation of the sum of some (standardised) items with that of others."""
        variances = _total(self.r, items, items) * _total(self.r, others, others)
        return _total(self.r, items, others) / math.sqrt(variances) if variances > 0 else 0.0

    def answered(self, items: Sequence[int], others: Sequence[int]) -> int:
        """The fewest who answered one of these and one of those, pairs that too few did aside."""
        return min((self.n[i][j] for i in items for j in others if self.n[i][j]), default=0)

    def opposed(self, items: Sequence[int], others: Sequence[int]) -> bool:
        """Whether they go against each other by more than chance (Fisher's z) and than a trifle."""
        r, n = self.between(items, others), self.answered(items, others)
        if r > -WEAKEST or n <= 3:
            return False
        return math.atanh(max(r, -1 + 1e-12)) * math.sqrt(n - 3) <= -STANDARD_ERRORS


def against_the_rest(correlations: Correlations) -> tuple[list[int], list[int]]:
    """The items that run against the others, and those others; the former are fewer, or as many.

    Where there are as many, which of the two sides is right cannot be told.
    """
    keys = [1] * len(correlations.r)
    while True:
        rests = [_rest(correlations.r, keys, i) for i in range(len(keys))]
        worst = min(range(len(keys)), key=rests.__getitem__)
        if rests[worst] >= -1e-9:
            break
        keys[worst] = -keys[worst]
    sides = [[i for i, key in enumerate(keys) if key == side] for side in (-1, 1)]
    fewer, more = sorted(sides, key=len)
    return fewer, more


def _rest(r: Matrix, keys: Sequence[int], i: int) -> float:
    """An item's correlations with the others, summed, all keyed as told."""
    return keys[i] * sum(keys[j] * r[i][j] for j in range(len(keys)) if j != i)


def _total(r: Matrix, items: Sequence[int], others: Sequence[int]) -> float:
    return sum(r[i][j] for i in items for j in others)
