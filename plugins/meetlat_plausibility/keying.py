"""Find the items of a theme that run against the others, from their correlations.

The item that correlates most negatively with the rest is reversed, then the next, until none
correlates negatively. Each reversal raises standardised alpha, `k / (k - 1) * (1 - k / sum of all
correlations)` (Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16,
1951), so this ends. `alpha(check.keys=TRUE)` of the R package psych does the same with the signs of
the first principal component. Reversing the worst item first finds a single wrongly keyed item,
although it lowers the correlations of all others: if the rest correlate well, no other item is as
far below zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

# A correlation closer to zero does not count: Cohen's lower bound of a small effect.
WEAKEST = 0.1

# Standard errors from zero. Of 1,000 themes of eight unrelated items, fewer than 5 are reported.
STANDARD_ERRORS = 4.0


class Correlations(NamedTuple):
    """The correlations between the items of a theme, and how many people answered both.

    Where too few did, both are 0; the diagonal of `r` is 1.
    """

    r: np.ndarray
    n: np.ndarray

    @property
    def any_known(self) -> bool:
        """Whether enough people answered both items of any pair."""
        return bool(self.n.any())

    def between(self, items: Sequence[int], others: Sequence[int]) -> float:
        """The correlation between the sums of two sets of (standardised) items."""
        variances = _total(self.r, items, items) * _total(self.r, others, others)
        return _total(self.r, items, others) / math.sqrt(variances) if variances > 0 else 0.0

    def answered(self, items: Sequence[int], others: Sequence[int]) -> int:
        """The smallest number of people who answered both items of a pair across the two sets.

        Pairs that too few people answered do not count.
        """
        n = self.n[np.ix_(items, others)]
        return int(n[n > 0].min(initial=np.iinfo(n.dtype).max)) if n.any() else 0

    def opposed(self, items: Sequence[int], others: Sequence[int]) -> bool:
        """Whether two sets of items run against each other, clearly and significantly."""
        r, n = self.between(items, others), self.answered(items, others)
        if r > -WEAKEST or n <= 3:
            return False
        fishers_z = math.atanh(max(r, -1 + 1e-12))
        return fishers_z * math.sqrt(n - 3) <= -STANDARD_ERRORS


def against_the_rest(correlations: Correlations) -> tuple[list[int], list[int]]:
    """The items that run against the others, and the others; the first set is never the larger.

    If both have the same size, it is unknown which of them is right.
    """
    r = correlations.r - np.diag(np.diag(correlations.r))
    keys = np.ones(len(r))
    while len(keys):
        # The sum of the correlations of each item with the others; a key of -1 reverses an item.
        sums = keys * (r @ keys)
        worst = int(sums.argmin())
        if sums[worst] >= -1e-9:
            break
        keys[worst] = -keys[worst]
    sides = [[i for i, key in enumerate(keys) if key == side] for side in (-1, 1)]
    fewer, more = sorted(sides, key=len)
    return fewer, more


def _total(r: np.ndarray, items: Sequence[int], others: Sequence[int]) -> float:
    return float(r[np.ix_(items, others)].sum())
