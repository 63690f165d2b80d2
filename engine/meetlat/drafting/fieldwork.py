"""The first and the last day of the fieldwork, from the moments that the tool added."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import polars as pl

DAY = re.compile(r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")


def fieldwork(columns: Sequence[pl.Series]) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day in the first column with days that can be read in one way."""
    for column in columns:
        days = _days(column)
        if days:
            return min(days), max(days)
    return None, None


def _days(column: pl.Series) -> list[dt.date]:
    if column.dtype.is_temporal() and column.dtype != pl.Duration:
        return [day for day in column.drop_nulls().cast(pl.Date).to_list() if day]
    if column.dtype != pl.String:
        return []
    starts = column.drop_nulls().str.strip_chars().str.slice(0, 10).unique().to_list()
    found = [DAY.match(start) for start in starts if start]
    if not found or None in found:
        return []
    parts = [tuple(map(int, match.groups())) for match in found if match]
    return _as_days(parts)


def _as_days(parts: Sequence[tuple[int, ...]]) -> list[dt.date]:
    """Year first, or day first, or month first: the only order in which all are days."""
    orders = [(0, 1, 2)] if parts[0][0] > 31 else [(2, 1, 0), (2, 0, 1)]
    read = [days for order in orders if (days := _in_order(parts, order))]
    return read[0] if len(read) == 1 else []


def _in_order(parts: Sequence[tuple[int, ...]], order: Sequence[int]) -> list[dt.date]:
    try:
        return [dt.date(*(_year(own[order[0]]), own[order[1]], own[order[2]])) for own in parts]
    except ValueError:
        return []


def _year(year: int) -> int:
    return 2000 + year if year < 100 else year
