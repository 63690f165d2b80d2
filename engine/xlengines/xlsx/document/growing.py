"""Tables that grow and shrink: what may stand in the way, and what new rows and columns hold."""

from __future__ import annotations

from functools import partial

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, Place, address
from xlengines.shared.row_shift import RowShift
from xlengines.shared.structured import is_self_contained, with_areas
from xlengines.shared.table_shape import check_free
from xlengines.xlsx.package.xml import scan
from xlengines.xlsx.parts.cells import Content, FormulaText
from xlengines.xlsx.parts.splicing import moved_formula
from xlengines.xlsx.parts.table_part import Column

from .columns import users
from .document import Document
from .making_room import insert_rows
from .room_obstacles import Obstacle, obstacles
from .tables import Table


def resize(document: Document, table: Table, area: Area, others: list[Table]) -> None:
    """Give a table another last row and last column. `others` are the tables of its sheet.

    Its first cell stays. Rows that come in take the style of the row above and the formulas
    of calculated columns; a totals row moves along. What stands below moves down where that is
    harmless. Cells that fall out keep what they hold.
    """
    if area == table.area:
        return
    _check(table, area)
    if area.width < table.area.width:
        _check_dropped(document, table, area.width)
    _make_room(document, table, area, others)
    old = table.shape
    totals = _lift_totals(table) if old.totals and area.bottom != old.area.bottom else {}
    table.shape = old._replace(area=area)
    _take_columns(table, area.width)
    _fill_new_rows(table, old.body, table.shape.body, old.area.width)
    _fill_new_columns(table, old.area.right)
    _set_down_totals(table, totals)
    table.sync_headers()


def _check(table: Table, area: Area) -> None:
    table.shape.check_resize(area, table.place)
    if area.width != table.area.width and table.kind != "worksheet":
        raise Refused(
            f"{table.place}: its columns come from a query or an XML map.",
            "Change the columns in Excel.",
        )


def _make_room(document: Document, table: Table, area: Area, others: list[Table]) -> None:
    """Let what stands below move down; refused where that may do harm, and for what is beside."""
    _check_free(table, area._replace(bottom=min(area.bottom, table.area.bottom)), others)
    try:
        _check_free(table, area, others)
    except Refused as refused:
        if obstacle := obstacle_below(document, table, area, others):
            raise Refused(
                f"{refused.args[0]} It cannot move down: {obstacle}.", refused.remedy
            ) from refused
        insert_rows(document, table, _shift(table, area, others))


def obstacle_below(
    document: Document, table: Table, area: Area, others: list[Table]
) -> Obstacle | None:
    """What forbids that all below a table moves down until the table can have this area."""
    return next(obstacles(document, table, _shift(table, area, others)), None)


def _shift(table: Table, area: Area, others: list[Table]) -> RowShift:
    """The rows to insert: above the first that is taken, and a blank one if there was any."""
    below = area._replace(top=table.area.bottom + 1)
    taken = [each.area for each in others if each is not table] + table.sheet.merged
    rows = [each.top for each in taken if each.meets(below)]
    row = min(rows + [row for row, _ in _taken_cells(table, area)], default=below.top)
    return RowShift(table.sheet.name, row, area.bottom - row + 1 + (row > below.top))


def _check_free(table: Table, area: Area, others: list[Table]) -> None:
    sheet = table.sheet
    check_free(sheet.name, area, (each for each in others if each is not table), table.place)
    for merged in sheet.merged:
        if merged.meets(area) and not merged.meets(table.area):
            raise Refused(
                f"{table.place}: the merged cells {sheet.name}!{merged} are in the way.",
                "Unmerge them, or move them away.",
            )
    taken = [address(*place) for place in _taken_cells(table, area)]
    if taken:
        shown = ", ".join(f"{sheet.name}!{cell}" for cell in taken[:3])
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        raise Refused(
            f"{table.place} must become {area}, but {shown}{more} would be overwritten.",
            "Move those cells away, or put the table on a sheet of its own.",
        )


def _taken_cells(table: Table, area: Area) -> list[Place]:
    """Filled cells that the table would take in, except those that were written just now."""
    old, sheet = table.area, table.sheet
    below = area._replace(top=old.bottom + 1)
    right = area._replace(left=old.right + 1, bottom=min(area.bottom, old.bottom))
    places = (*sheet.filled(below), *sheet.filled(right))
    return [place for place in places if place not in sheet.contents]


def _check_dropped(document: Document, table: Table, width: int) -> None:
    """Refuse to drop a column that a formula or slicer names: Excel would call that damage."""
    columns = table.columns[width:] + table.saved_columns[width:]
    names = {column.name.lower() for column in columns}
    used = next(users(document, table, names), None) or _slicer(document, table, columns)
    if used:
        gone = ", ".join(dict.fromkeys(column.name for column in columns))
        raise Refused(
            f"{table.place}: the columns {gone} would go, but {used} uses them.",
            "Take that away first, or keep the columns.",
        )


def _slicer(document: Document, table: Table, columns: list[Column]) -> str | None:
    package, numbers = document.package, {str(column.id) for column in columns}
    for part in package.targets(document.workbook.part, "slicerCache"):
        for element in scan(package.read(part), ("tableSlicerCache",), part):
            if element.get("tableId") == str(table.id) and element.get("column") in numbers:
                return "a slicer"
    return None


def _take_columns(table: Table, width: int) -> None:
    number = max((column.id for column in table.columns), default=0)
    while len(table.columns) < width:
        number += 1
        table.columns.append(Column(number, ""))  # its header cell holds its name
    del table.columns[width:]


def _fill_new_rows(table: Table, before: Area | None, after: Area | None, width: int) -> None:
    """Fill the rows that the body gained, in the columns that were there before."""
    if before is None or after is None or after.bottom <= before.bottom:
        return
    for left, column in enumerate(table.columns[:width], after.left):
        new = Area(before.bottom + 1, left, after.bottom, left)
        style = table.sheet.style((before.bottom, left))
        table.sheet.style_new(new, style)
        if column.formula is not None:
            _fill_down(table, new, before.top, column.formula)


def _fill_down(table: Table, new: Area, first: int, formula: str) -> None:
    """Continue a calculated column, from the last row that was not typed over."""
    sheet, column = table.sheet, new.left
    origin = (first, column)
    for row in range(new.top - 1, first - 1, -1):
        if (above := sheet.formula((row, column))) is not None:
            formula, origin = above, (row, column)
            break
    alike = is_self_contained(formula)
    for place in new.places():
        if not sheet.is_filled(place):
            text = formula if alike else moved_formula(formula, origin, place)
            sheet.put(place, FormulaText(text))


def _fill_new_columns(table: Table, right: int) -> None:
    """Let new columns look like the one to their left."""
    for row, column in table.area._replace(left=right + 1).places():
        new = Area(row, column, row, column)
        table.sheet.style_new(new, table.sheet.style((row, column - 1)))


def _lift_totals(table: Table) -> dict[int, tuple[Content, int]]:
    """Take up the cells of the totals row, by column: contents and styles."""
    sheet, row = table.sheet, table.area.bottom
    lifted = {}
    for column in range(table.area.left, table.area.right + 1):
        place = (row, column)
        lifted[column] = (sheet.content(place), sheet.style(place))
        sheet.put(place, None)
        sheet.set_style(place, sheet.style((row - 1, column)))
    return lifted


def _set_down_totals(table: Table, lifted: dict[int, tuple[Content, int]]) -> None:
    for column, (content, style) in lifted.items():
        if column <= table.area.right:
            place = (table.area.bottom, column)
            table.sheet.put(place, _followed(table, content))
            table.sheet.set_style(place, style)


def _followed(table: Table, content: Content) -> Content:
    """A total that names the cells of its column by place still covers the whole column."""
    if not isinstance(content, FormulaText):
        return content
    change = partial(table.move.follow, widen=False)
    return FormulaText(with_areas(content.text, change, table.sheet.name))
