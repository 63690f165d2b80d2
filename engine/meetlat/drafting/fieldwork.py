"""The first and the last day of the fieldwork, from the moments that the tool added."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import polars as pl

DAY = re.compile(r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")

# The day of each row of a column; None if it is blank.
Days = Sequence[dt.date | None]


def fieldwork(columns: Sequence[pl.Series]) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day in the first column with days that can be read in one way."""
    for column in columns:
        read = readings(column)
        if len(read) == 1:
            days = [day for day in read[0] if day]
            return min(days), max(days)
    return None, None


def readings(column: pl.Series) -> list[Days]:
    """The ways to read a column as days; none if it has other values, or no value at all."""
    if column.dtype.is_temporal() and column.dtype not in (pl.Duration, pl.Time):
        return [column.cast(pl.Date).to_list()] if column.count() else []
    if column.dtype in (pl.Enum, pl.Categorical):
        column = column.cast(pl.String)
    if column.dtype != pl.String:
        return []
    starts = column.str.strip_chars().str.slice(0, 10)
    distinct = [start for start in starts.unique(maintain_order=True) if start]
    found = [DAY.match(start) for start in distinct]
    if not found or None in found:
        return []
    parts = [tuple(map(int, match.groups())) for match in found if match]
    return [
        [day_of.get(start) for start in starts.to_list()]
        for days in _as_days(parts)
        for day_of in [dict(zip(distinct, days, strict=True))]
    ]


def _as_days(parts: Sequence[tuple[int, ...]]) -> list[list[dt.date]]:
    """Year first, or day first, or month first: every order in which all are days."""
    orders = [(0, 1, 2)] if parts[0][0] > 31 else [(2, 1, 0), (2, 0, 1)]
    read = [days for order in orders if (days := _in_order(parts, order))]
    return read[:1] if read and all(days == read[0] for days in read) else read


def _in_order(parts: Sequence[tuple[int, ...]], order: Sequence[int]) -> list[dt.date]:
    try:
        return [dt.date(*(_year(own[order[0]]), own[order[1]], own[order[2]])) for own in parts]
    except ValueError:
        return []


def _year(year: int) -> int:
    return 2000 + year if year < 100 else year
