"""Figures as people read them. Rounding happens here, once, and half away from zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Literal

from meetlat.languages import LANGUAGES, Language, words

NO_FIGURE = "-"
"""Shown where there is no figure to compare with."""

ENOUGH_DIGITS = Context(prec=400)
"""For the largest number that a cell holds."""


@dataclass(frozen=True)
class Number:
    """A number in a message: with so many decimals, whatever the language; perhaps of per cents."""

    value: float
    decimals: int = 0
    unit: Literal["", "%"] = ""


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
    signs = {",": _sign("thousands", language), ".": _sign("decimal", language)}
    return f"{rounded(value, decimals):,}".translate(str.maketrans(signs))


def _sign(name: str, language: Language) -> str:
    return words(language)[f"format.{name}"]


def percentage(share: float | None, language: Language = "en") -> str:
    """`66%` for a share of 0.66."""
    return NO_FIGURE if share is None else percents(share * 100, 0, language)


def percents(value: float, decimals: int, language: Language) -> str:
    """`66%` for 66."""
    number = figure(value, decimals, language)
    return words(language).text("format.percentage", number=number)


def written(fact: Any, language: Language = "en") -> str:
    """What a message says of a fact: numbers and dates as that language writes them.

    A plain float has all its digits (`6,2` in Dutch), a list a `;` between its members, and a text
    is what it is; one that is another in each language comes by language.
    """
    if isinstance(fact, Mapping):
        return fact[language]
    if isinstance(fact, Number):
        shown = percents if fact.unit == "%" else figure
        return shown(fact.value, fact.decimals, language)
    if isinstance(fact, float):
        return plain_number(fact, 15, language)
    if isinstance(fact, dt.date):
        return _day(fact, language)
    if isinstance(fact, (list, tuple)):
        return "; ".join(written(member, language) for member in fact)
    return str(fact)


def plain_number(value: float, digits: int, language: Language = "en") -> str:
    """A number with so many digits at most, and none that says nothing: `7.5`, or `7,5`."""
    return f"{value:.{digits}g}".replace(".", _sign("decimal", language))


def in_languages(text: Callable[[Language], str]) -> dict[Language, str]:
    """A fact that is another text in each language."""
    return {language: text(language) for language in LANGUAGES}


def in_every_language(key: str, n: int | None = None, /, **facts: Any) -> dict[Language, str]:
    """A text by language, with its facts as that language writes them (see `Words.text`)."""

    def text(language: Language) -> str:
        shown = {name: written(fact, language) for name, fact in facts.items()}
        return words(language).text(key, n, **shown)

    return in_languages(text)


def plain(fact: Any) -> Any:
    """A fact that JSON does not know, for programs: a number unrounded, and else as English."""
    return fact.value if isinstance(fact, Number) else written(fact)


def day_in_words(day: dt.date, language: Language) -> str:
    """`10 maart 2025`, whatever the locale of the machine."""
    month = words(language).several("format.months")[day.month - 1]
    return words(language).text("format.date_in_words", day=day.day, month=month, year=day.year)


def _day(day: dt.date, language: Language) -> str:
    """`21-08-2026` in Dutch; `2026-08-21` in English, for whose readers 08-21 and 21-08 differ."""
    date = words(language).text("format.date", day=day.day, month=day.month, year=day.year)
    has_time = isinstance(day, dt.datetime) and day.time() != dt.time()
    return f"{date} {day:%H:%M}" if has_time else date
