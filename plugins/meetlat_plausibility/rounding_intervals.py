"""Intervals of what figures may have been before they were rounded."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

# A figure with more decimals was computed, so its last digits mean nothing.
MOST_DECIMALS = 6


class Span(NamedTuple):
    """All figures from `low` to `high`; `with_low` and `with_high` include these two."""

    low: Fraction
    high: Fraction
    with_low: bool = True
    with_high: bool = True

    def meets(self, other: Span) -> bool:
        """Whether two spans have a figure in common."""
        if self.low == other.high:
            return self.with_low and other.with_high
        if self.high == other.low:
            return self.with_high and other.with_low
        return self.low < other.high and other.low < self.high

    def above(self, least: int) -> Span:
        """The part of the span that is not below a figure."""
        return self if self.low >= least else Span(Fraction(least), self.high, True, self.with_high)


def before_rounding(value: float | Fraction, decimals: int) -> Span:
    """The figures that round to a value: 6.9 was 6.85 or more, and less than 6.95.

    A half is rounded away from zero.
    """
    figure, half = exact(value), Fraction(1, 2 * 10**decimals)
    return Span(figure - half, figure + half, figure > 0, figure < 0)


def weighted_sum(spans: Sequence[Span], weights: Sequence[Fraction]) -> Span:
    """The possible weighted sums of figures that lie in these spans; weights are above 0."""
    return Span(
        sum((span.low * weight for span, weight in zip(spans, weights, strict=True)), Fraction()),
        sum((span.high * weight for span, weight in zip(spans, weights, strict=True)), Fraction()),
        all(span.with_low for span in spans),
        all(span.with_high for span in spans),
    )


def rounds_to(span: Span, decimals: int) -> tuple[float, float]:
    """The lowest and highest figure that a span can be rounded to."""
    unit = Fraction(1, 10**decimals)
    candidates = range(math.floor(span.low / unit) - 1, math.ceil(span.high / unit) + 2)
    rounded = [n * unit for n in candidates if before_rounding(n * unit, decimals).meets(span)]
    return float(rounded[0]), float(rounded[-1])


def shown_decimals(values: Iterable[float]) -> int:
    """The number of decimals that most figures of a column have.

    One figure is not enough, because a cell holds 6 for a printed 6.0. Of two equally frequent
    numbers the lower counts, because it proves less.
    """
    times = Counter(map(decimals_of, values))
    return min(times, key=lambda decimals: (-times[decimals], decimals), default=0)


def decimals_of(value: float) -> int:
    """The number of decimals of a figure, at most `MOST_DECIMALS`."""
    exponent = Decimal(f"{value:.15g}").normalize().as_tuple().exponent
    return min(MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0


def exact(value: float | Fraction) -> Fraction:
    """The decimal figure that was typed: the binary 6.9 of a cell is 69/10."""
    return value if isinstance(value, Fraction) else Fraction(f"{value:.15g}")
