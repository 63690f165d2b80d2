"""Adjust p-values for the number of tests, as R's `p.adjust` does.

In a list of p-values, None stands for no test and is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate


def holm(chances: Sequence[float | None]) -> list[float | None]:
    """Holm's method: without any true difference, at most 5 % of families get one below 5 %.

    The smallest p-value is multiplied by the number of tests, the next by one less, and so on.
    """
    return _adjusted(chances, _by_holm)


def benjamini_hochberg(chances: Sequence[float | None]) -> list[float | None]:
    """Benjamini and Hochberg's method: of the differences below 5 %, on average 5 % are chance.

    The smallest p-value is multiplied by the number of tests, the next by half of it, and so on.
    """
    return _adjusted(chances, _by_benjamini_hochberg)


def _by_holm(ps: Sequence[float]) -> Iterable[float]:
    return accumulate((min(1.0, p * (len(ps) - before)) for before, p in enumerate(ps)), max)


def _by_benjamini_hochberg(ps: Sequence[float]) -> Iterable[float]:
    largest_first = [p * len(ps) / rank for rank, p in enumerate(ps, start=1)][::-1]
    return [*accumulate(largest_first, min)][::-1]


def _adjusted(
    chances: Sequence[float | None], method: Callable[[Sequence[float]], Iterable[float]]
) -> list[float | None]:
    """Adjust the known p-values by a method that takes them from small to large."""
    known = sorted((p, position) for position, p in enumerate(chances) if p is not None)
    found: list[float | None] = [None] * len(chances)
    for (_, position), p in zip(known, method([p for p, _ in known]), strict=True):
        found[position] = p
    return found
