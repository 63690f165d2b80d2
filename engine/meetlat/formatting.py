"""Figures as people read them. Rounding happens here, once, and half away from zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from meetlat.languages import LANGUAGES, Language

NO_FIGURE = "-"
"""Shown where there is no figure to compare with."""

ENOUGH_DIGITS = Context(prec=400)
"""For the largest number that a cell holds."""


@dataclass(frozen=True)
class Number:
    """A number in a message: with so many decimals, whatever the language; `unit` follows it."""

    value: float
    decimals: int = 0
    unit: str = ""


def rounded(value: float, decimals: int = 0) -> Decimal:
    """The figure as Excel shows it: 0.05 becomes 0.1, and -2.5 becomes -3.

    Excel rounds the 15 digits it shows of a number, not its binary fraction (6.65 is stored as
    6.6500000000000004); `round` does neither.
    """
    unit = Decimal(1).scaleb(-decimals)
    exact = Decimal(f"{value:.15g}").quantize(unit, ROUND_HALF_UP, ENOUGH_DIGITS)
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


def written(fact: Any, language: Language = "en") -> str:
    """What a message says of a fact: numbers and dates as that language writes them.

    A plain float has all its digits (`6,2` in Dutch), a list a `;` between its members, and a text
    is what it is; one that is another in each language comes by language.
    """
    if isinstance(fact, Mapping):
        return fact[language]
    if isinstance(fact, Number):
        return figure(fact.value, fact.decimals, language) + fact.unit
    if isinstance(fact, float):
        number = f"{fact:.15g}"
        return number.replace(".", ",") if language == "nl" else number
    if isinstance(fact, dt.date):
        return _day(fact, language)
    if isinstance(fact, (list, tuple)):
        return "; ".join(written(member, language) for member in fact)
    return str(fact)


def in_languages(words: Callable[[Language], str]) -> Mapping[Language, str]:
    """A fact that is another text in each language."""
    return {language: words(language) for language in LANGUAGES}


def plain(fact: Any) -> Any:
    """A fact that JSON does not know, for programs: a number unrounded, and else as English."""
    return fact.value if isinstance(fact, Number) else written(fact)


def _day(day: dt.date, language: Language) -> str:
    """`21-08-2026` in Dutch, else `2026-08-21`, which every reader of English reads alike."""
    date = f"{day.day:02}-{day.month:02}-{day.year}" if language == "nl" else f"{day:%Y-%m-%d}"
    has_time = isinstance(day, dt.datetime) and day.time() != dt.time()
    return f"{date} {day:%H:%M}" if has_time else date
