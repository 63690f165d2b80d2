"""Tables that grow and shrink: what may stand in the way, and what new rows and columns hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, Place, address
from xlengines.shared.resizing import body_of, strips
from xlengines.shared.structured import is_self_contained, with_areas
from xlengines.xlsx.package.xml import scan
from xlengines.xlsx.parts.cells import Content, FormulaText
from xlengines.xlsx.parts.splicing import moved_formula
from xlengines.xlsx.parts.table_part import Column

from .columns import users

if TYPE_CHECKING:
    from .tables import Table


def resize(table: Table, area: Area) -> None:
    """Give the table another last row and last column.

    Its first cell stays. Rows that come in take the style of the row above and the formulas
    of calculated columns; a totals row moves along. Cells that fall out keep what they hold.

    Raises:
        Refused: something stands in the way, or the table cannot have this shape.
    """
    if area == table.area:
        return
    _check(table, area)
    old = table.area
    totals = _lift_totals(table) if table.totals and area.bottom != old.bottom else {}
    table.area = area
    _take_columns(table, area.width)
    _fill_new_rows(table, old)
    _fill_new_columns(table, old)
    _set_down_totals(table, totals)
    table.sync_headers()


def _check(table: Table, area: Area) -> None:
    old, sheet = table.area, table.sheet
    if (area.top, area.left) != (old.top, old.left):
        raise Refused(
            f"{table.place}: a table cannot move while it is resized.",
            f"Let the new range begin at {address(old.top, old.left)}.",
        )
    if area.height < table.headers + table.totals + 1:
        raise Refused(
            f"{table.place}: a table needs at least one row below its header.",
            "Leave one empty row.",
        )
    if area.width != old.width and table.kind != "worksheet":
        raise Refused(
            f"{table.place}: its columns come from a query or an XML map.",
            "Change the columns in Excel.",
        )
    for other in sheet.tables:
        if other is not table and other.area.meets(area):
            raise Refused(
                f"{table.place} cannot grow: {other.place} is in the way.",
                "Move one of them, or put it on a sheet of its own.",
            )
    _check_cells(table, area)
    if area.width < old.width:
        _check_dropped(table, table.columns[area.width :] + table.saved_columns[area.width :])


def _check_dropped(table: Table, columns: list[Column]) -> None:
    """A formula or slicer that names a column which is no more would be damage to Excel."""
    document = table.sheet.document
    names = {column.name.lower() for column in columns}
    used = next(users(document, table, names), None) or _slicer(table, columns)
    if used:
        gone = ", ".join(dict.fromkeys(column.name for column in columns))
        raise Refused(
            f"{table.place}: the columns {gone} would go, but {used} uses them.",
            "Take that away first, or keep the columns.",
        )


def _slicer(table: Table, columns: list[Column]) -> str | None:
    package = table.sheet.document.package
    numbers = {str(column.id) for column in columns}
    for part in package.targets(table.sheet.document.workbook.part, "slicerCache"):
        for element in scan(package.read(part), ("tableSlicerCache",), part):
            if element.get("tableId") == str(table.id) and element.get("column") in numbers:
                return "a slicer"
    return None


def _check_cells(table: Table, area: Area) -> None:
    sheet = table.sheet
    for merged in sheet.merged:
        if merged.meets(area) and not merged.meets(table.area):
            raise Refused(
                f"{table.place}: the merged cells {sheet.name}!{merged} are in the way.",
                "Unmerge them, or move them away.",
            )
    taken = [address(*place) for strip in strips(area, table.area) for place in _own(table, strip)]
    if taken:
        shown = ", ".join(f"{sheet.name}!{cell}" for cell in taken[:3])
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        raise Refused(
            f"{table.place} must become {area}, but {shown}{more} would be overwritten.",
            "Move those cells away, or put the table on a sheet of its own.",
        )


def _own(table: Table, strip: Area) -> Iterator[Place]:
    """Cells of the user's that hold something; what was just written here is not theirs."""
    for place in table.sheet.filled(strip):
        if place not in table.sheet.contents:
            yield place


def _take_columns(table: Table, width: int) -> None:
    number = max((column.id for column in table.columns), default=0)
    while len(table.columns) < width:
        number += 1
        table.columns.append(Column(number, ""))  # its header cell says what it is called
    del table.columns[width:]


def _fill_new_rows(table: Table, old: Area) -> None:
    before = body_of(old, table.headers, table.totals)
    after = table.body
    if before is None or after is None or after.bottom <= before.bottom:
        return
    for i, column in enumerate(table.columns[: old.width]):
        new = Area(before.bottom + 1, old.left + i, after.bottom, old.left + i)
        _style_down(table, new)
        if column.formula is not None:
            _fill_down(table, new, before.top, column.formula)


def _style_down(table: Table, new: Area) -> None:
    style = table.sheet.style((new.top - 1, new.left))
    for row in range(new.top, new.bottom + 1):
        table.sheet.style_new((row, new.left), style)


def _fill_down(table: Table, new: Area, first: int, formula: str) -> None:
    """Go on with a calculated column, from the last row that was not typed over."""
    sheet, column = table.sheet, new.left
    origin = (first, column)
    for row in range(new.top - 1, first - 1, -1):
        if (above := sheet.formula((row, column))) is not None:
            formula, origin = above, (row, column)
            break
    for row in range(new.top, new.bottom + 1):
        place = (row, column)
        if not sheet.is_filled(place):
            sheet.put(place, FormulaText(_moved(formula, origin, place)))


def _fill_new_columns(table: Table, old: Area) -> None:
    """New columns look like their left neighbour."""
    for column in range(old.right + 1, table.area.right + 1):
        for row in range(table.area.top, table.area.bottom + 1):
            table.sheet.style_new((row, column), table.sheet.style((row, column - 1)))


def _lift_totals(table: Table) -> dict[int, tuple[Content, int]]:
    """Take the cells of the totals row up, by column, with their styles."""
    sheet, row = table.sheet, table.area.bottom
    lifted = {}
    for column in range(table.area.left, table.area.right + 1):
        place = (row, column)
        lifted[column] = (sheet.content(place), sheet.style(place))
        above = (row - 1, column)
        sheet.put(place, None)
        sheet.set_style(place, sheet.style(above))
    return lifted


def _set_down_totals(table: Table, lifted: dict[int, tuple[Content, int]]) -> None:
    for column, (content, style) in lifted.items():
        if column <= table.area.right:
            place = (table.area.bottom, column)
            table.sheet.put(place, _followed(table, content))
            table.sheet.set_style(place, style)


def _followed(table: Table, content: Content) -> Content:
    """A total of a column's cells, named by their place, still covers the whole column."""
    if not isinstance(content, FormulaText):
        return content
    move = table.move

    def change(sheet: str | None, area: Area) -> Area | None:
        here = (sheet or "").lower() == table.sheet.name.lower()
        return move.follow(area, widen=False) if here else None

    return FormulaText(with_areas(content.text, change, table.sheet.name))


def _moved(formula: str, origin: Place, target: Place) -> str:
    if is_self_contained(formula):
        return formula
    return moved_formula(formula, origin, target)
