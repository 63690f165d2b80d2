"""From what stands in a cell to a typed value, or the code of what is wrong with it."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import polars as pl

from meetlat.languages import LANGUAGES, words

ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
    | {"#BLOCKED!", "#BUSY!", "#CONNECT!", "#FIELD!", "#GETTING_DATA", "#PYTHON!", "#UNKNOWN!"}
)
MOST_DIGITS = 15
"""Of a number that Excel keeps exactly."""

NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
PERCENTAGE = re.compile(rf"({NUMBER.pattern})\s*%")
GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}((?P<dot>\.[0-9]{3})+(,[0-9]+)?|(?P<comma>,[0-9]{3})+(\.[0-9]+)?)"
)
"""A number with a point or a comma between its thousands."""
DAY = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})")
MIDNIGHT = dt.time()
DAYS = range(18_264, 73_051)
"""The numbers by which Excel keeps the days of 1950 to 2099."""


class Unreadable(Exception):  # noqa: N818  (it is an answer, not a fault of the program)
    """The cell does not hold what its column asks for.

    `code` is that of the problem, and `facts` are what its message says of the value.
    """

    def __init__(self, code: str, **facts: object):
        super().__init__(code)
        self.code: str = code
        self.facts: dict[str, object] = facts


def text(value: Any) -> str | None:
    """The text that a person reads in a cell: `3` for 3.0, without outer blanks; None if blank."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.{MOST_DIGITS}g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ")
    return str(value).strip() or None


def as_it_stands(value: Any) -> str | float | dt.date:
    """The value of a cell for a message: a number or a date as it is, anything else as text."""
    if isinstance(value, (float, dt.date)):
        return value
    return text(value) or ""


def number(value: Any) -> float | None:
    """A number; a number typed as text is refused, because Excel would not count it either."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if (written := text(value)) is None:
        return None
    if isinstance(value, (dt.datetime, dt.date)):
        raise Unreadable("number-as-date")
    raise _number_as_text(written) or Unreadable("not-a-number")


def _number_as_text(written: str) -> Unreadable | None:
    """The problem with a text that people read as a number and Excel does not; else None."""
    if share := PERCENTAGE.fullmatch(written):
        return Unreadable("percentage-as-text", number=_as_number(share[1]) / 100)
    groups = GROUPED.fullmatch(written)
    if groups and (groups[0].count(".") + groups[0].count(",") > 1):
        return thousands_problem(written)
    if not NUMBER.fullmatch(written):
        return None
    if "," in written:
        return Unreadable("decimal-comma", point=written.replace(",", "."))
    return Unreadable("number-as-text")


def thousands_problem(written: str) -> Unreadable:
    """The problem with `1.388`: Excel expects 1388 and adds the thousands separator itself."""
    whole, decimal_sign, decimals = written, "", ""
    if len({*written} & {".", ","}) == 2:
        decimal_sign = "," if written.rfind(",") > written.rfind(".") else "."
        whole, _, decimals = written.partition(decimal_sign)
    return Unreadable("thousands", plain=re.sub("[.,]", "", whole) + decimal_sign + decimals)


def _as_number(written: str) -> float:
    return float(written.replace(",", "."))


def whole_number(value: Any) -> int | None:
    """A number without decimals, with no more digits than Excel keeps."""
    written = text(value) or ""
    if GROUPED.fullmatch(written) and re.fullmatch(r"\D?[1-9].*", written):
        raise thousands_problem(written)  # also the number 1.388: no whole number has thousandths
    try:
        result = number(value)
    except Unreadable as fault:
        if fault.code in ("number-as-text", "number-as-date"):
            raise
        raise Unreadable("not-a-whole-number") from fault
    if result is None:
        return None
    if result != int(result) or abs(result) >= 10**MOST_DIGITS:
        raise Unreadable("not-a-whole-number")
    return int(result)


def yes_or_no(value: Any) -> bool | None:
    """Yes or no, in any language, or a tick."""
    if isinstance(value, bool):
        return value
    word = _plain(text(value) or "")
    if word in yes_words():
        return True
    if word in no_words():
        return False
    if not word:
        return None
    raise Unreadable("not-yes-or-no")


def _plain(word: str) -> str:
    """A word without capitals, accents and blanks."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in letters if not c.isspace() and not unicodedata.combining(c))


@cache
def yes_words() -> frozenset[str]:
    """What people type for yes, in any language; `x` and `1` are ticks."""
    return frozenset({"x", "1", *_typed_for("yes")})


@cache
def no_words() -> frozenset[str]:
    """What people type for no, in any language."""
    return frozenset({"0", *_typed_for("no")})


def _typed_for(answer: str) -> Iterator[str]:
    for said in map(words, LANGUAGES):
        yield said[f"yes_no.{answer}"]
        yield from said.several(f"yes_no.other_{answer}")


def date(value: Any) -> dt.date | None:
    """A date; a date typed as text is refused, because the order of day and month is a guess."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if (written := text(value)) is None:
        return None
    if isinstance(value, float) and value in DAYS:
        raise Unreadable("date-as-number")
    parts = DAY.fullmatch(written) if isinstance(value, str) else None
    if parts is None:
        raise Unreadable("not-a-date")
    raise Unreadable("date-as-text" if _is_date(*map(int, parts.groups())) else "no-such-day")


def _is_date(first: int, second: int, third: int) -> bool:
    """Whether this is a date in any usual order of day, month and year."""
    orders = [(first, second, third), (third, second, first), (third, first, second)]
    return any(1 <= m <= 12 and 1 <= d <= _days_in_month(y, m) for y, m, d in orders)


def _days_in_month(year: int, month: int) -> int:
    year += 2000 if year < 100 else 0
    return calendar.monthrange(year, month)[1] if year <= dt.MAXYEAR else 0


READERS: dict[type[pl.DataType], Callable[[Any], Any]] = {
    pl.String: text,
    pl.Float64: number,
    pl.Int64: whole_number,
    pl.Boolean: yes_or_no,
    pl.Date: date,
}


def read_cell(value: Any, dtype: type[pl.DataType]) -> Any:
    """Read a cell as a value of this type; None for a blank.

    Raises:
        Unreadable: the cell holds something else.
    """
    if isinstance(value, str) and value in ERRORS:
        raise Unreadable("cell-error")
    return READERS[dtype](value)
