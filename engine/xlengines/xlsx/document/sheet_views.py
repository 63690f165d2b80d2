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


def freeze(sheet: Sheet, rows: int, columns: int) -> None:
    """Keep the first rows and columns in sight."""
    worksheet = sheet.worksheet
    prefix = worksheet.prefix
    views = worksheet.scan("sheetView", "pane", "selection")
    view = next((each for each in views if each.name == "sheetView"), None)
    if view is None:
        name = f"{prefix}sheetView"
        xml = f'<{name}s><{name} workbookViewId="0"/></{name}s>'
        worksheet.insert_child("sheetViews", xml.encode())
        return freeze(sheet, rows, columns)
    splice = worksheet.splice()
    for each in views:
        if each.name != "sheetView" and view.start < each.start < view.end:
            splice.replace(each.start, each.end, b"")
    pane = _pane(prefix, rows, columns).encode()
    if view.closes_itself:
        splice.append_child(view, pane)
    else:
        splice.insert(view.open_end, pane)
    worksheet.frame = splice.result()
    return None


def _pane(prefix: str, rows: int, columns: int) -> str:
    if not rows and not columns:
        return ""
    across = f'xSplit="{columns}" ' if columns else ""
    down = f'ySplit="{rows}" ' if rows else ""
    pane = ("bottom" if rows else "top") + ("Right" if columns else "Left")
    cell = address(rows + 1, columns + 1)
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
