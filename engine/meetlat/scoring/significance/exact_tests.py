"""Exact tests of shares of few people, equal to R's `binom.test` and `fisher.test`.

Tests by the normal distribution find too many differences if few people are expected to give an
answer. The exact tests add the probabilities of all outcomes that are at most as likely as the
observed one. They need no factorials, because each probability is a multiple of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import exp, log1p

# Probabilities whose ratio is less than this are equal, apart from rounding; R uses the same ratio.
ALIKE = 1 + 1e-7

# Adding this part of a sum does not change the sum.
NOTHING = 1e-18


def binomial(count: int, n: int, share: float) -> float:
    """The two-sided p-value of `count` out of `n` people against a fixed share.

    Args:
        count: how many people gave the answer.
        n: how many people there are.
        share: the fixed share, above 0 and below 1.
    """
    if share > 0.5:
        return binomial(n - count, n, 1 - share)
    odds = share / (1 - share)
    ratios = ((n - k) / (k + 1) * odds for k in range(n))
    return _at_most_as_likely(exp(n * log1p(-share)), ratios, count)


def fisher(count: int, n: int, other: int, of: int) -> float:
    """The two-sided p-value of the difference between the shares of two groups.

    Args:
        count: how many people in the first group gave the answer.
        n: how many people there are in the first group.
        other: how many people in the second group gave the answer.
        of: how many people there are in the second group.
    """
    total = count + other
    if total > (n + of) / 2:
        return fisher(n - count, n, of - other, of)
    if n > of:
        return fisher(other, of, count, n)
    lowest, highest = max(0, total - of), min(n, total)
    ratios = (
        (n - k) / (k + 1) * (total - k) / (of - total + k + 1) for k in range(lowest, highest)
    )
    chances = list(_multiplied(1.0, ratios))
    limit = chances[count - lowest] * ALIKE
    return min(1.0, sum(c for c in chances if c <= limit) / sum(chances))


def _at_most_as_likely(first: float, ratios: Iterator[float], position: int) -> float:
    """The sum of the probabilities that are at most the one at `position`; all sum to 1."""
    chances = _multiplied(first, ratios)
    known = list(islice(chances, position + 1))
    limit = known[position] * ALIKE
    total = sum(c for c in known if c <= limit)
    before = known[position]
    for chance in chances:
        if chance <= limit:
            total += chance
            if chance < before and chance <= NOTHING * total:
                break
        before = chance
    return min(1.0, total)


def _multiplied(first: float, ratios: Iterator[float]) -> Iterator[float]:
    """Yield the first number, and then each number times the next ratio."""
    yield first
    for ratio in ratios:
        first *= ratio
        yield first
