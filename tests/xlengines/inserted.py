"""What the cells of a workbook hold after LibreOffice inserted rows in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.xlengines.recalculated import opened, sheets_of, used_of

# Formulas (or texts) and values, from A1 to the last cell that is used, of each sheet.
Cells = dict[str, tuple[list[list[Any]], list[list[Any]]]]


def cells(path: Path, rows: tuple[str, int, int] | None = None) -> Cells:
    """What LibreOffice reads. `rows`: first insert rows in a sheet, before a row, so many."""
    with opened(path) as document:
        if rows:
            sheet, before, count = rows
            document.Sheets.getByName(sheet).Rows.insertByIndex(before - 1, count)
        document.calculateAll()
        return {sheet.Name: _read(used_of(sheet)) for sheet in sheets_of(document)}


def _read(used: Any) -> tuple[list[list[Any]], list[list[Any]]]:
    return [list(row) for row in used.getFormulaArray()], [list(row) for row in used.getDataArray()]
