"""Exact tests of shares, for few people: R's `binom.test` and `fisher.test`.

The tests of shares that go by the normal curve see too many differences where few people are
expected to give an answer. These add up the chances of every outcome that is no likelier than what
was found. They need no factorials: each chance is a multiple of the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import exp, log1p

ALIKE = 1 + 1e-7
"""Chances that differ by less than this are equal, apart from rounding; R has the same."""

NOTHING = 1e-18
"""A part of the whole that adding makes no difference to."""


def binomial(count: int, n: int, share: float) -> float:
    """How likely it is that chance alone takes `count` of `n` as far from a share, or farther.

    Args:
        count: how many it was.
        n: of how many.
        share: of what is taken as fixed, between 0 and 1 and not either.
    """
    if share > 0.5:
        return binomial(n - count, n, 1 - share)
    odds = share / (1 - share)
    ratios = ((n - k) / (k + 1) * odds for k in range(n))
    return _no_likelier(exp(n * log1p(-share)), ratios, count)


def fisher(count: int, n: int, other: int, of: int) -> float:
    """How likely it is that chance alone divides people as unevenly over two groups, or more so.

    Args:
        count: how many of the first group it was.
        n: how many there are in it.
        other: how many of the second.
        of: how many there are in that.
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
    chances = list(_chances(1.0, ratios))
    limit = chances[count - lowest] * ALIKE
    return min(1.0, sum(c for c in chances if c <= limit) / sum(chances))


def _no_likelier(first: float, ratios: Iterator[float], place: int) -> float:
    """The sum of the chances that are no larger than the one at `place`; all sum to 1."""
    chances = _chances(first, ratios)
    known = list(islice(chances, place + 1))
    limit = known[place] * ALIKE
    total = sum(c for c in known if c <= limit)
    before = known[place]
    for chance in chances:
        if chance <= limit:
            total += chance
            if chance < before and chance <= NOTHING * total:
                break
        before = chance
    return min(1.0, total)


def _chances(first: float, ratios: Iterator[float]) -> Iterator[float]:
    """Each a multiple of the one before."""
    yield first
    for ratio in ratios:
        first *= ratio
        yield first
