"""From what stands in a cell to a typed value, or the code of what is wrong with it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import polars as pl

YES = frozenset({"yes", "y", "ja", "j", "true", "waar", "x", "1"})
NO = frozenset({"no", "n", "nee", "false", "onwaar", "0"})
ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
    | {"#BLOCKED!", "#BUSY!", "#CONNECT!", "#FIELD!", "#GETTING_DATA", "#PYTHON!", "#UNKNOWN!"}
)
MOST_DIGITS = 15
"""Of a number that Excel keeps exactly."""


class Unreadable(Exception):  # noqa: N818  (it is an answer, not a fault of the program)
    """The cell does not hold what its column asks for; `code` is that of the problem."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def text(value: Any) -> str | None:
    """What a person reads in the cell: `3` for 3.0, no outer blanks; None for a blank."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.{MOST_DIGITS}g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value).strip() or None


def number(value: Any) -> float | None:
    """A number; a number typed as text is refused, for Excel would not count it either."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if text(value) is None:
        return None
    raise Unreadable("not-a-number")


def whole_number(value: Any) -> int | None:
    """A number without decimals, of no more digits than Excel keeps."""
    try:
        result = number(value)
    except Unreadable as fault:
        raise Unreadable("not-a-whole-number") from fault
    if result is None:
        return None
    if result != int(result) or abs(result) >= 10**MOST_DIGITS:
        raise Unreadable("not-a-whole-number")
    return int(result)


def yes_or_no(value: Any) -> bool | None:
    """Yes or no, in English or Dutch, or a tick."""
    if isinstance(value, bool):
        return value
    word = (text(value) or "").casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    if not word:
        return None
    raise Unreadable("not-yes-or-no")


def date(value: Any) -> dt.date | None:
    """A day; text that looks like one is refused, for its order of day and month is a guess."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if text(value) is None:
        return None
    raise Unreadable("not-a-date")


READERS: dict[type[pl.DataType], Callable[[Any], Any]] = {
    pl.String: text,
    pl.Float64: number,
    pl.Int64: whole_number,
    pl.Boolean: yes_or_no,
    pl.Date: date,
}


def read_cell(value: Any, dtype: type[pl.DataType]) -> Any:
    """The value a column of this type holds.

    Raises:
        Unreadable: with the code of the problem.
    """
    if isinstance(value, str) and value in ERRORS:
        raise Unreadable("cell-error")
    return READERS[dtype](value)
