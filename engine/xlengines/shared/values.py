"""Values of cells as Python sees them, and dates as Excel counts them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeAlias

# What a cell holds: numbers, text, truth values, dates, and None for a blank.
Value: TypeAlias = float | int | bool | str | dt.datetime | None

# Excel counts days from 30 December 1899 and has a 29 February 1900, which did not exist.
_FIRST_DAY, _LEAP_DAY = 2, 61


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value in a cell, such as `#N/A`."""

    text: str


def date_serial(moment: dt.datetime, date1904: bool) -> float | str:
    """Days since the workbook's first day; a date before that is given back as ISO text.

    A time of 30 December 1899 is how Excel (and so xlwings) shows a time without a date.
    """
    days = (moment.replace(tzinfo=None) - _start(date1904)) / dt.timedelta(days=1)
    before_leap_day = not date1904 and _FIRST_DAY <= days < _LEAP_DAY
    days -= before_leap_day
    if days < 0 or (not date1904 and 1 <= days < _FIRST_DAY and not before_leap_day):
        return moment.replace(tzinfo=None).isoformat(" ")
    return int(days) if float(days).is_integer() else days


def date_of(serial: float, date1904: bool) -> dt.datetime | None:
    """The moment of a serial day, to the millisecond; None where no calendar has it."""
    if not date1904 and 1 <= serial < _LEAP_DAY - 1:
        serial += 1
    try:
        return _start(date1904) + dt.timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:
        return None


def _start(date1904: bool) -> dt.datetime:
    return dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)


def moment_of(value: dt.time | dt.timedelta, date1904: bool) -> dt.datetime | float:
    """A time of day or a duration as Excel hands it over: a moment of its first days."""
    if isinstance(value, dt.time):
        value = dt.datetime.combine(dt.date.min, value) - dt.datetime.min
    days = value / dt.timedelta(days=1)
    return date_of(days, date1904) or days


def python_value(value: Any) -> Value | CellError:
    """A value as any reader gives it, in the few kinds that Excel knows."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | str | float | CellError | dt.datetime):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, dt.time | dt.timedelta):
        return moment_of(value, date1904=False)
    return str(value)


def value_text(value: Value | CellError) -> str | None:
    """A value as it reads in a header or in the categories of a chart; None for a blank."""
    if value is None:
        return None
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
