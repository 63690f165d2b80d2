"""How a sheet is looked at: which one shows first, what stays in sight, where a cell links to."""

from __future__ import annotations

from xlengines.shared.excel_limits import LONGEST_TIP
from xlengines.shared.refs import Place, address
from xlengines.xlsx.package.package import RELATIONSHIPS
from xlengines.xlsx.package.xml import is_true, quoted, scan

from .document import Document
from .sheets import Sheet


def show_first(document: Document, index: int) -> None:
    """Let the workbook open on a sheet.

    The sheet that did so before is no longer marked as selected: with two of them marked, Excel
    would edit both at once.
    """
    before = document.workbook.active_tab()
    if before == index:
        return
    document.workbook.set_view(activeTab=index)
    if before < len(document.sheets):
        _mark(document.sheets[before], None)
    _mark(document.sheets[index], "1")


def _mark(sheet: Sheet, selected: str | None) -> None:
    if sheet.kind != "worksheet":
        return
    worksheet = sheet.worksheet
    splice = worksheet.splice()
    for view in scan(worksheet.frame, ("sheetView",), sheet.part):
        if is_true(view.get("tabSelected")) != (selected is not None):
            splice.attributes(view, {"tabSelected": selected})
    worksheet.frame = splice.result()


def freeze(sheet: Sheet, row: int, column: int) -> None:
    """Keep the rows above and the columns left of a cell in sight."""
    worksheet = sheet.worksheet
    prefix = worksheet.prefix
    views = worksheet.scan("sheetView", "pane", "selection")
    view = next((each for each in views if each.name == "sheetView"), None)
    if view is None:
        name = f"{prefix}sheetView"
        xml = f'<{name}s><{name} workbookViewId="0"/></{name}s>'
        worksheet.insert_child("sheetViews", xml.encode())
        return freeze(sheet, row, column)
    splice = worksheet.splice()
    for each in views:
        if each.name != "sheetView" and view.start < each.start < view.end:
            splice.replace(each.start, each.end, b"")
    pane = _pane(prefix, row, column).encode()
    if view.closes_itself:
        splice.append_child(view, pane)
    else:
        splice.insert(view.open_end, pane)
    worksheet.frame = splice.result()
    return None


def _pane(prefix: str, row: int, column: int) -> str:
    if row <= 1 and column <= 1:
        return ""
    across = f'xSplit="{column - 1}" ' if column > 1 else ""
    down = f'ySplit="{row - 1}" ' if row > 1 else ""
    where = {(True, True): "bottomRight", (True, False): "bottomLeft", (False, True): "topRight"}
    pane = where[row > 1, column > 1]
    cell = address(row, column)
    return (
        f'<{prefix}pane {across}{down}topLeftCell="{cell}" activePane="{pane}" state="frozen"/>'
        f'<{prefix}selection pane="{pane}" activeCell="{cell}" sqref="{cell}"/>'
    )


def link(sheet: Sheet, place: Place, target: str, tip: str) -> None:
    """Let a cell lead to an address, or (`#Sheet!A1`) to a place in this workbook."""
    worksheet = sheet.worksheet
    prefix = worksheet.prefix
    where = f'ref="{address(*place)}" tooltip={quoted(tip[:LONGEST_TIP])}'
    if target.startswith("#"):
        item = f"<{prefix}hyperlink {where} location={quoted(target[1:])}/>"
    else:
        arrow = sheet.book.package.relate(sheet.part, "hyperlink", target, external=True)
        item = f'<{prefix}hyperlink {where} xmlns:r="{RELATIONSHIPS}" r:id="{arrow}"/>'
        sheet.linked = True
    splice = worksheet.splice()
    for old in worksheet.scan("hyperlink"):
        if old.get("ref") == address(*place):
            splice.replace(old.start, old.end, b"")
    boxes = worksheet.scan("hyperlinks")
    if boxes:
        splice.append_child(boxes[0], item.encode())
    worksheet.frame = splice.result()
    if not boxes:
        whole = f"<{prefix}hyperlinks>{item}</{prefix}hyperlinks>"
        worksheet.insert_child("hyperlinks", whole.encode())
