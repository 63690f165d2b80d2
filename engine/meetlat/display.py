"""Figures as people read them. Rounding happens here, once, and half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from meetlat.messages import Language

NO_FIGURE = "-"
"""Shown where there is no figure to compare with."""


def rounded(value: float, decimals: int = 0) -> Decimal:
    """The figure as Excel shows it: 0.05 becomes 0.1, and -2.5 becomes -3.

    Excel rounds the 15 digits it shows of a number, not its binary fraction (6.65 is stored as
    6.6500000000000004); `round` does neither.
    """
    exact = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(exact) if exact.is_zero() else exact


def figure(value: float | None, decimals: int = 0, language: Language = "en") -> str:
    """`6.9`, or `6,9` in Dutch; `-` where there is none."""
    if value is None:
        return NO_FIGURE
    written = f"{rounded(value, decimals):,}"
    return written.translate(str.maketrans(",.", ".,")) if language == "nl" else written


def percentage(share: float | None, language: Language = "en") -> str:
    """`66%` for a share of 0.66."""
    return NO_FIGURE if share is None else f"{figure(share * 100, 0, language)}%"
