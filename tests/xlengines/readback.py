"""Read a saved workbook with two readers that are independent of the engine."""

from __future__ import annotations

import datetime as dt
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

Rows = list[list[Any]]


def by_openpyxl(path: Path, sheet: str, ref: str) -> Rows:
    """The values of `sheet!ref` as openpyxl reads them, with cached values of formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Of bytes, for it leaves a damaged file open, and Windows does not delete an open file.
        book = openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=True)
    try:
        cells = book[sheet][ref]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        return [[plain(_value(c)) for c in row] for row in rows]
    finally:
        book.close()


def _value(cell: Any) -> Any:
    """The value as calamine reads it: an error is blank, and `_x005F_` is decoded."""
    if cell.data_type == "e":
        return None
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def by_calamine(path: Path, sheet: str, ref: str) -> Rows:
    """The values of `sheet!ref` as calamine reads them."""
    left, top, right, bottom = range_boundaries(ref)
    data = (
        CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )

    def at(row: int, column: int) -> Any:
        inside = row < len(data) and column < len(data[row])
        return plain(data[row][column]) if inside else None

    return [[at(r - 1, c - 1) for c in range(left, right + 1)] for r in range(top, bottom + 1)]


def both(path: Path, sheet: str, ref: str) -> Rows:
    """The values, after checking that both readers agree."""
    first, second = by_openpyxl(path, sheet, ref), by_calamine(path, sheet, ref)
    assert first == second
    return first


def each(path: Path, sheet: str, ref: str) -> list[Rows | None]:
    """The values found by each reader; None if it cannot read the file or finds nothing."""
    seen: list[Rows | None] = []
    for reader in (by_calamine, by_openpyxl):
        try:
            rows = reader(path, sheet, ref)
        except Exception:
            rows = []
        seen.append(rows if any(any(row) for row in rows) else None)
    return seen


def plain(value: Any) -> Any:
    """The value in a common form: blanks as None, numbers as floats, dates with a time."""
    if value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value
