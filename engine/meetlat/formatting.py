"""Write figures for people. All rounding happens here: half away from zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache
from typing import Any, Literal

from meetlat.languages import LANGUAGES, Language, words

# Shown instead of a missing figure.
NO_FIGURE = "-"

# Enough digits for the largest number that a cell can hold.
ENOUGH_DIGITS = Context(prec=400)

# Up to this many units of the last decimal, 15 digits say on which side of a half a value lies that
# is at least so far from it.
MOST_UNITS, FROM_HALF = 1e9, 1e-4


@dataclass(frozen=True)
class Number:
    """A number in a message, with the same decimals in every language.

    Attributes:
        value: the number.
        decimals: how many decimals it is shown with.
        unit: `%` for a percentage.
    """

    value: float
    decimals: int = 0
    unit: Literal["", "%"] = ""


@lru_cache(20_000)
def rounded(value: float, decimals: int = 0) -> Decimal:
    """Round as Excel does: 0.05 becomes 0.1, and -2.5 becomes -3.

    Excel rounds the 15 digits that it shows of a number, not its binary value (6.65 is stored as
    6.6500000000000004). Python's `round` rounds the binary value, and half to even.
    """
    exact = Decimal(f"{value:.15g}").quantize(_unit(decimals), ROUND_HALF_UP, ENOUGH_DIGITS)
    return abs(exact) if exact.is_zero() else exact


def _digits(value: float, decimals: int) -> str:
    """`rounded` as text, without Decimal unless the value is near a half: 12,345.6."""
    units = abs(value) * 10**decimals
    if units < MOST_UNITS and abs(units % 1 - 0.5) > FROM_HALF:
        return f"{value if units > 0.5 else 0.0:,.{decimals}f}"
    return f"{rounded(value, decimals):,}"


def sign(value: float, decimals: int = 0) -> int:
    """1 or -1 for a value that is shown above or below 0, and 0 for one that is shown as 0."""
    if abs(value) * 10**decimals < 1:
        value = float(rounded(value, decimals))
    return (value > 0) - (value < 0)


@cache
def _unit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


@lru_cache(20_000)
def figure(value: float | None, decimals: int = 0, language: Language = "en") -> str:
    """`6.9`, or `6,9` in Dutch; `-` for None."""
    if value is None:
        return NO_FIGURE
    return _digits(value, decimals).translate(_separators(language))


def signed(value: float | None, decimals: int = 0, language: Language = "en") -> str:
    """`+3`, `-9`, `0`; `-` for None."""
    shown = figure(value, decimals, language)
    return f"+{shown}" if value is not None and sign(value, decimals) > 0 else shown


@cache
def _separators(language: Language) -> Mapping[int, str]:
    """What stands for a comma and a dot in a number as Python writes it."""
    names = {",": "thousands", ".": "decimal"}
    return str.maketrans({sign: _separator(name, language) for sign, name in names.items()})


def _separator(name: str, language: Language) -> str:
    return words(language)[f"format.{name}"]


def percentage(share: float | None, language: Language = "en") -> str:
    """`66%` for a share of 0.66."""
    return NO_FIGURE if share is None else percents(share * 100, 0, language)


@lru_cache(20_000)
def percents(value: float, decimals: int, language: Language) -> str:
    """`66%` for 66."""
    number = figure(value, decimals, language)
    return words(language).text("format.percentage", number=number)


def written(fact: Any, language: Language = "en") -> str:
    """A fact as text in a message, with numbers and dates as the language writes them.

    A float keeps all its digits (`6,2` in Dutch), and a `;` separates the members of a list. A fact
    that differs between languages is a mapping by language.
    """
    if isinstance(fact, Mapping):
        return fact[language]
    if isinstance(fact, Number):
        write = percents if fact.unit == "%" else figure
        return write(fact.value, fact.decimals, language)
    if isinstance(fact, float):
        return plain_number(fact, 15, language)
    if isinstance(fact, dt.date):
        return _day(fact, language)
    if isinstance(fact, (list, tuple)):
        return "; ".join(written(member, language) for member in fact)
    return str(fact)


def plain_number(value: float, digits: int, language: Language = "en") -> str:
    """A number with at most so many digits and no trailing zeros: `7.5`, or `7,5`."""
    return f"{value:.{digits}g}".replace(".", _separator("decimal", language))


def in_languages(text: Callable[[Language], str]) -> dict[Language, str]:
    """A fact that differs between languages: a text for each."""
    return {language: text(language) for language in LANGUAGES}


def in_every_language(key: str, n: int | None = None, /, **facts: Any) -> dict[Language, str]:
    """A text by language, with its facts as that language writes them (see `Words.text`)."""

    def text(language: Language) -> str:
        shown = {name: written(fact, language) for name, fact in facts.items()}
        return words(language).text(key, n, **shown)

    return in_languages(text)


def plain(fact: Any) -> Any:
    """A fact for JSON: a number without rounding, anything else as English text."""
    return fact.value if isinstance(fact, Number) else written(fact)


def day_in_words(day: dt.date, language: Language) -> str:
    """`10 maart 2025`, regardless of the locale of the machine."""
    month = words(language).several("format.months")[day.month - 1]
    return words(language).text("format.date_in_words", day=day.day, month=month, year=day.year)


def _day(day: dt.date, language: Language) -> str:
    """`21-08-2026` in Dutch; `2026-08-21` in English, where 08-07 could be July or August."""
    date = words(language).text("format.date", day=day.day, month=day.month, year=day.year)
    has_time = isinstance(day, dt.datetime) and day.time() != dt.time()
    return f"{date} {day:%H:%M}" if has_time else date
