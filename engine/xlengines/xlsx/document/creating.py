"""New sheets and new tables, in the plainest form that Excel itself would write."""

from __future__ import annotations

import re

from xlengines.shared.errors import Refused, name_taken
from xlengines.shared.excel_limits import LONGEST_NAME, LONGEST_SHEET_NAME
from xlengines.shared.refs import Area, free_name, is_like_a_cell
from xlengines.shared.table_shape import check_free
from xlengines.xlsx.package.package import MAIN, RELATIONSHIPS, SPREADSHEET
from xlengines.xlsx.package.xml import first, quoted
from xlengines.xlsx.parts.table_part import attribute_name
from xlengines.xlsx.parts.workbook import Listed

from .document import Document
from .sheets import Sheet
from .tables import Table, header_names

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY_SHEET = (
    f'{_HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
    '<dimension ref="A1"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><sheetData/>'
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    "</worksheet>"
).encode()

_FORBIDDEN = re.compile(r"[\\/?*\[\]:]|^'|'$")
_TABLE_NAME = re.compile(r"[^\W\d][\w.\\]*\Z|\\[\w.\\]*\Z")


def check_sheet_name(document: Document, name: str) -> None:
    """Refuse a name that Excel would not take for a sheet."""
    if not name or len(name) > LONGEST_SHEET_NAME or _FORBIDDEN.search(name):
        raise Refused(
            f"{name!r} cannot be the name of a sheet.",
            f"Use 1 to {LONGEST_SHEET_NAME} characters, none of them \\ / ? * [ ] or :.",
        )
    if document.sheet(name):
        raise name_taken("sheet", name)


def add_sheet(document: Document, name: str | None, index: int) -> Sheet:
    """A new empty sheet before the one at `index` (counted from 0), or last."""
    if document.workbook.locked:
        raise Refused(
            "The structure of this workbook is protected, so no sheet can be added.",
            "Take the protection off in Excel (Review, Protect Workbook).",
        )
    if name is None:
        taken = {sheet.name.lower() for sheet in document.sheets}
        name = free_name("Sheet{}", taken)
    check_sheet_name(document, name)
    part = document.package.free_name("xl/worksheets/sheet{}.xml")
    document.package.add(part, _EMPTY_SHEET, f"{SPREADSHEET}worksheet+xml")
    document.workbook.add_sheet(name, part, index)
    sheet = Sheet(document, Listed(name, part, "worksheet", "visible"))
    document.sheets.insert(index, sheet)
    return sheet


def add_table(
    document: Document, sheet: Sheet, area: Area, name: str | None, style: str | None
) -> Table:
    """A new table over cells that are there already; its first row is the header."""
    if area.height == 1:  # Excel gives such a table one empty row
        area = area._replace(bottom=area.bottom + 1)
    tables = document.tables()
    name = _table_name(document, tables, name)
    check_free(sheet.name, area, sheet.tables, f"A table {name}")
    for merged in sheet.merged:
        if merged.meets(area):
            raise Refused(
                f"{sheet.name}!{merged}: a table cannot hold merged cells.", "Unmerge them first."
            )
    number = 1 + max((table.id for table in tables), default=0)
    names = header_names(sheet, area)
    for i, heading in enumerate(names):
        sheet.put((area.top, area.left + i), heading)
    part = document.package.free_name("xl/tables/table{}.xml")
    data = _table_xml(number, name, area, names, style)
    document.package.add(part, data, f"{SPREADSHEET}table+xml")
    _list_table(sheet, document.package.relate(sheet.part, "table", part))
    table = Table(sheet, part)
    sheet.tables.append(table)
    return table


def switch_filter_off(table: Table) -> None:
    """Take the filter buttons off a table that was made just now."""
    package = table.sheet.book.package
    if table.part in package.archive or not table.has_filter:
        raise Refused(
            f"The filter buttons of the table {table.name} are switched in Excel only.",
            "Switch them there (Data, Filter).",
        )
    data = package.read(table.part)
    package.put(table.part, re.sub(rb"<autoFilter [^>]*/>", b"", data))
    table.read()


def _table_name(document: Document, tables: list[Table], name: str | None) -> str:
    taken = {table.name.lower() for table in tables}
    taken |= {each.name.lower() for each in document.workbook.names()}
    if name is None:
        return free_name("Table{}", taken)
    if len(name) > LONGEST_NAME or not _TABLE_NAME.match(name) or is_like_a_cell(name):
        raise Refused(
            f"{name!r} cannot be the name of a table.",
            "Use letters, digits and underscores, beginning with a letter, unlike a cell address.",
        )
    if name.lower() in taken:
        raise name_taken("table or a name", name)
    return name


def _table_xml(number: int, name: str, area: Area, headings: list[str], style: str | None) -> bytes:
    listed = "".join(
        f'<tableColumn id="{i}" name={quoted(attribute_name(each))}/>'
        for i, each in enumerate(headings, 1)
    )
    look = f"name={quoted(style)} " if style else ""
    return (
        f'{_HEAD}<table xmlns="{MAIN}" id="{number}" name={quoted(name)} '
        f'displayName={quoted(name)} ref="{area}" totalsRowShown="0">'
        f'<autoFilter ref="{area}"/>'
        f'<tableColumns count="{len(headings)}">{listed}</tableColumns>'
        f'<tableStyleInfo {look}showFirstColumn="0" showLastColumn="0" showRowStripes="1" '
        'showColumnStripes="0"/></table>'
    ).encode()


def _list_table(sheet: Sheet, relationship: str) -> None:
    worksheet = sheet.worksheet
    prefix = worksheet.prefix
    item = f'<{prefix}tablePart xmlns:r="{RELATIONSHIPS}" r:id="{relationship}"/>'
    box = first(worksheet.scan("tableParts"), "tableParts", 1)
    if box is None:
        whole = f'<{prefix}tableParts count="1">{item}</{prefix}tableParts>'
        return worksheet.insert_child("tableParts", whole.encode())
    count = 1 + sum(each.depth == 2 for each in worksheet.scan("tablePart"))
    with worksheet.changes() as splice:
        splice.append_child(box, item.encode(), {"count": str(count)})
    return None
