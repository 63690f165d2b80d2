"""What a figure may have been before it was rounded, and what follows from that."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

# A figure with more is one that was computed: its last digits depend on how.
MOST_DECIMALS = 6


class Span(NamedTuple):
    """All figures from `low` to `high`, with or without these two themselves."""

    low: Fraction
    high: Fraction
    with_low: bool = True
    with_high: bool = True

    def meets(self, other: Span) -> bool:
        """Whether they have a figure in common."""
        if self.low == other.high:
            return self.with_low and other.with_high
        if self.high == other.low:
            return self.with_high and other.with_low
        return self.low < other.high and other.low < self.high

    def above(self, least: int) -> Span:
        """What of it is not below a figure."""
        return self if self.low >= least else Span(Fraction(least), self.high, True, self.with_high)


def before_rounding(value: float | Fraction, decimals: int) -> Span:
    """What rounds to a value, half away from zero: 6.9 was 6.85 or more, and less than 6.95."""
    figure, half = exact(value), Fraction(1, 2 * 10**decimals)
    return Span(figure - half, figure + half, figure > 0, figure < 0)


def weighted_sum(spans: Sequence[Span], weights: Sequence[Fraction]) -> Span:
    """All that the weighted sum of figures may be, each of them anywhere in its span.

    Weights are above 0.
    """
    return Span(
        sum((span.low * weight for span, weight in zip(spans, weights, strict=True)), Fraction()),
        sum((span.high * weight for span, weight in zip(spans, weights, strict=True)), Fraction()),
        all(span.with_low for span in spans),
        all(span.with_high for span in spans),
    )


def rounds_to(span: Span, decimals: int) -> tuple[float, float]:
    """The least and the most that a figure in a span may be rounded to."""
    unit = Fraction(1, 10**decimals)
    around = range(math.floor(span.low / unit) - 1, math.ceil(span.high / unit) + 2)
    found = [float(n * unit) for n in around if before_rounding(n * unit, decimals).meets(span)]
    return found[0], found[-1]


def shown_decimals(values: Iterable[float]) -> int:
    """The number of decimals that most figures of a column are shown with.

    A cell holds 6 for what was printed as 6.0, so one figure does not tell. Where as many have
    more as have fewer, fewer, for that proves less.
    """
    times = Counter(map(own_decimals, values))
    return min(times, key=lambda decimals: (-times[decimals], decimals), default=0)


def own_decimals(value: float) -> int:
    """How many decimals a figure needs, at most `MOST_DECIMALS`."""
    exponent = Decimal(f"{value:.15g}").normalize().as_tuple().exponent
    return min(MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0


def exact(value: float | Fraction) -> Fraction:
    """The figure as it was written: a cell's binary 6.9 is 69/10."""
    return value if isinstance(value, Fraction) else Fraction(f"{value:.15g}")
