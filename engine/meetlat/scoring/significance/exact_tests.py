"""The exact test of shares of few people, equal to R's `fisher.test`.

A test by the normal distribution finds too many differences if few people are expected to give an
answer. The exact test adds the probabilities of all outcomes that are at most as likely as the
observed one. It needs no factorials, because each probability is a multiple of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator

# Probabilities whose ratio is less than this are equal, apart from rounding; R uses the same ratio.
ALIKE = 1 + 1e-7


def fisher(count: int, n: int, other: int, of: int) -> float:
    """The two-sided p-value of the difference between the shares of two groups.

    `count` of `n` people in the first group gave the answer, and `other` of `of` in the second.
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


def _multiplied(first: float, ratios: Iterator[float]) -> Iterator[float]:
    """Yield the first number, and then each number times the next ratio."""
    yield first
    for ratio in ratios:
        first *= ratio
        yield first
