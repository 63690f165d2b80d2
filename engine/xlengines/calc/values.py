"""Values on their way between a sheet and Python, and areas on their way to UNO.

LibreOffice's cells hold numbers and texts: only the number format shows whether a number is a date
or a truth value. So cells are read together with the formats of blocks that look alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from xlengines.shared.refs import Area
from xlengines.shared.values import CellError, date_of

from .connection import struct
from .number_formats import DATE_OR_TIME, TRUTH, Formats

# Numbers, dates and texts (CellFlags), and formulas too: all that a cell holds, except notes.
CONSTANTS = 1 | 2 | 4
FILLED = CONSTANTS | 16

# Excel's words for LibreOffice's numbers of errors.
_ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    526: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


def area_of(address: Any) -> Area:
    """An area out of a CellRangeAddress, which counts from 0."""
    return Area(
        address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1
    )


def address_of(sheet: int, area: Area) -> Any:
    """The CellRangeAddress of an area on a sheet, which counts from 0."""
    return struct(
        "com.sun.star.table.CellRangeAddress",
        Sheet=sheet,
        StartRow=area.top - 1,
        StartColumn=area.left - 1,
        EndRow=area.bottom - 1,
        EndColumn=area.right - 1,
    )


def areas_of(cells: Any) -> list[Area]:
    """The areas of a collection of cell ranges."""
    return [area_of(address) for address in cells.RangeAddresses]


def cells_of(sheet: Any, area: Area) -> Any:
    """The cell range of an area."""
    return sheet.getCellRangeByPosition(
        area.left - 1, area.top - 1, area.right - 1, area.bottom - 1
    )


def read(cells: Any, formats: Formats) -> list[list[Any]]:
    """The values of a cell range, row by row: as xlwings' engines hand them over."""
    data = cells.DataArray
    rows = [[None if value == "" else value for value in row] for row in data]
    if any(isinstance(value, float) for row in rows for value in row):
        _interpret(rows, cells, formats)
    if any(value is None for row in data for value in row):
        _name_errors(rows, data, cells)
    return rows


def _interpret(rows: list[list[Any]], cells: Any, formats: Formats) -> None:
    """Turn the numbers that are shown as dates or truth values into these."""
    origin = area_of(cells.RangeAddress)
    for area, kind in _kinds(cells, formats):
        if kind & (DATE_OR_TIME | TRUTH):
            for row, column in area.places():
                values, i = rows[row - origin.top], column - origin.left
                if isinstance(values[i], float):
                    values[i] = _as_shown(values[i], kind, formats.date1904)


def _as_shown(value: float, kind: int, date1904: bool) -> Any:
    if kind & DATE_OR_TIME:
        return date_of(value, date1904) or value
    return bool(value) if value in (0.0, 1.0) else value


def _kinds(cells: Any, formats: Formats) -> Iterator[tuple[Area, int]]:
    """The areas of cells that look alike, and the kind of their number format."""
    for alike in cells.getUniqueCellFormatRanges():
        kind = formats.kind(alike.getByIndex(0).NumberFormat)
        yield from ((area, kind) for area in areas_of(alike))


def _name_errors(rows: list[list[Any]], data: Sequence[Sequence[Any]], cells: Any) -> None:
    for i, row in enumerate(data):
        for j, value in enumerate(row):
            if value is None:
                number = cells.getCellByPosition(j, i).getError()
                rows[i][j] = CellError(_ERRORS.get(number, "#VALUE!"))


def _stored(value: Any, formats: Formats) -> float | str:
    """A value as LibreOffice stores it; text loses the apostrophe that marks it as text."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value.removeprefix("'")
    if isinstance(value, dt.date | dt.timedelta):
        return formats.serial(value)
    return float(value)


def write(
    document: Any, sheet: Any, area: Area, rows: Sequence[Sequence[Any]], formats: Formats
) -> None:
    """Write rows into an area of their size; notes and formats stay.

    LibreOffice removes the notes of a block that is written at once, so rows with notes are
    written cell by cell.
    """
    data = [tuple(_stored(value, formats) for value in row) for row in rows]
    noted = {
        note.Position.Row + 1
        for note in sheet.Annotations
        if area.holds(note.Position.Row + 1, note.Position.Column + 1)
    }
    first = area.top
    for row in (*sorted(noted), area.bottom + 1):
        if row > first:
            block = area._replace(top=first, bottom=row - 1)
            chosen = data[first - area.top : row - area.top]
            _write_block(document, sheet, block, chosen)
        if row <= area.bottom:
            _write_singly(sheet, row, area.left, data[row - area.top])
        first = row + 1
    _show_kinds(sheet, area, rows, formats)


def _write_block(
    document: Any, sheet: Any, block: Area, data: Sequence[Sequence[float | str]]
) -> None:
    """Write a block at once, or the rows before, with and after other texts one by one.

    LibreOffice needs a millisecond to fit the height of a row. Only other texts can change it.
    """
    before = cells_of(sheet, block).DataArray
    changed = [i for i, rows in enumerate(zip(before, data, strict=True)) if _texts_differ(*rows)]
    first, end = (changed[0], changed[-1] + 1) if changed else (0, 0)
    usual = document.IsAdjustHeightEnabled
    try:
        for start, stop in ((0, first), (first, end), (end, len(data))):
            if start < stop:
                part = block._replace(top=block.top + start, bottom=block.top + stop - 1)
                document.IsAdjustHeightEnabled = usual and (start, stop) == (first, end)
                cells_of(sheet, part).setDataArray(tuple(data[start:stop]))
    finally:
        document.IsAdjustHeightEnabled = usual


def _texts_differ(before: Sequence[Any], after: Sequence[Any]) -> bool:
    pairs = zip(before, after, strict=True)
    return any(old != new for old, new in pairs if isinstance(old, str) or isinstance(new, str))


def _write_singly(sheet: Any, row: int, left: int, values: Sequence[float | str]) -> None:
    for column, value in enumerate(values, start=left - 1):
        cell = sheet.getCellByPosition(column, row - 1)
        if isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)


def _show_kinds(sheet: Any, area: Area, rows: Sequence[Sequence[Any]], formats: Formats) -> None:
    """Let a date or a truth value show as one, where the cell has no such format yet."""
    for row, values in enumerate(rows, start=area.top - 1):
        for column, value in enumerate(values, start=area.left - 1):
            if isinstance(value, bool | dt.date | dt.timedelta):
                formats.suit(sheet.getCellByPosition(column, row), value)
