"""A table that changes its size: new rows look like those above, what points at it follows."""

from __future__ import annotations

from typing import Any

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area
from xlengines.shared.table_shape import Move, TableShape, check_free

from .followers import Followers
from .protection import check_unlocked
from .protocols import Table
from .refusals import Plainly
from .values import CONSTANTS, FILLED, areas_of, cells_of

# A flag of CellFlags.
_NOTES = 8


def resize(table: Table, area: Area) -> None:
    """Give a table another last row and last column; its first cell stays.

    Empty rows and columns that come in take the formats of the last one, and the formulas of a
    column that holds nothing else. Cells that fall out keep what they hold.
    """
    with Plainly(table.sheet, area):
        old = table.shape
        if area != old.area:
            _check(table, old, area)
            followers = Followers(
                table.sheet.book.document,
                Move(table.sheet.name, old, old._replace(area=area)),
            )
            _grow(table.sheet.sheet, old, area)
            data = table.database.DataArea
            data.EndRow, data.EndColumn = area.bottom - 1, area.right - 1
            table.database.setDataArea(data)
            followers.follow()


def _grow(sheet: Any, shape: TableShape, new: Area) -> None:
    old, body = shape.area, shape.body
    if body is not None and new.bottom > old.bottom:
        right = min(old.right, new.right)
        _grow_down(sheet, body, Area(old.bottom + 1, old.left, new.bottom, right))
    if new.right > old.right:
        _grow_right(sheet, old, new._replace(left=old.right + 1))


def _check(table: Table, old: TableShape, area: Area) -> None:
    place = f"{table.sheet.name}!{old.area} ({table.name})"
    old.check_resize(area, place)
    if old.totals and area.bottom != old.area.bottom:
        raise Refused(
            f"{place}: a table with a row of totals is not resized in LibreOffice.",
            "Switch the totals off, or put them beside the table.",
        )
    others = (other for other in table.sheet.tables if other.name != table.name)
    check_free(table.sheet.name, area, others, place)
    check_unlocked(table.sheet, area)


def _grow_down(sheet: Any, body: Area, new: Area) -> None:
    """Let empty new rows look like the last one; each step copies twice as many."""
    if _is_filled(sheet, new):
        return
    body = body._replace(right=new.right)
    constant = _without_formulas(sheet, body)
    source = body._replace(top=body.bottom)
    row = new.top
    while row <= new.bottom:
        height = min(source.height, new.bottom - row + 1)
        copied = Area(row, new.left, row + height - 1, new.right)
        _copy(sheet, source._replace(bottom=source.top + height - 1), row, new.left)
        cells_of(sheet, copied).clearContents(CONSTANTS | _NOTES)
        for column in constant:
            only = copied._replace(left=column, right=column)
            cells_of(sheet, only).clearContents(FILLED)
        row += height
        source = new._replace(bottom=row - 1)


def _without_formulas(sheet: Any, body: Area) -> list[int]:
    """The columns that are not formulas in every row: there a formula is about its own cell."""
    formulas = cells_of(sheet, body).FormulaArray
    return [
        body.left + i
        for i in range(body.width)
        if not all(row[i].startswith("=") for row in formulas)
    ]


def _grow_right(sheet: Any, old: Area, new: Area) -> None:
    """Let new columns look like the last one; their headings may be written already."""
    for column in range(new.left, new.right + 1):
        heading = cells_of(sheet, Area(new.top, column, new.top, column))
        below = Area(new.top + 1, column, new.bottom, column)
        written = heading.DataArray
        if not _is_filled(sheet, below):
            _copy(sheet, below._replace(left=old.right, right=old.right), below.top, column)
            cells_of(sheet, below).clearContents(FILLED | _NOTES)
        _copy(sheet, Area(old.top, old.right, old.top, old.right), new.top, column)
        heading.clearContents(_NOTES)
        heading.setDataArray(written)


def _is_filled(sheet: Any, area: Area) -> bool:
    return bool(areas_of(cells_of(sheet, area).queryContentCells(FILLED | _NOTES)))


def _copy(sheet: Any, source: Area, row: int, column: int) -> None:
    """Copy cells with all that is in them, but not the drawings that stand on them."""
    drawings = sheet.DrawPage
    before = drawings.Count
    target = sheet.getCellByPosition(column - 1, row - 1).CellAddress
    sheet.copyRange(target, cells_of(sheet, source).RangeAddress)
    for i in range(drawings.Count - 1, before - 1, -1):
        drawings.remove(drawings.getByIndex(i))
