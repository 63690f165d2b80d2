"""What the user sees of a sheet: which one shows first, frozen rows and columns, links in cells."""

from __future__ import annotations

from xlengines.shared.excel_limits import LONGEST_TIP
from xlengines.shared.refs import Place, address
from xlengines.xlsx.package.package import RELATIONSHIPS
from xlengines.xlsx.package.xml import first, is_true, quoted

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
    with sheet.worksheet.changes() as splice:
        for view in sheet.worksheet.scan("sheetView"):
            if is_true(view.get("tabSelected")) != (selected is not None):
                splice.attributes(view, {"tabSelected": selected})


def freeze(sheet: Sheet, rows: int, columns: int) -> None:
    """Keep the first rows and columns in sight."""
    worksheet = sheet.worksheet
    if not worksheet.scan("sheetView"):
        tag = f"{worksheet.prefix}sheetView"
        xml = f'<{tag}s><{tag} workbookViewId="0"/></{tag}s>'
        worksheet.insert_child("sheetViews", xml.encode())
    view, *others = worksheet.scan("sheetView", "pane", "selection")
    pane = _pane(worksheet.prefix, rows, columns).encode()
    with worksheet.changes() as splice:
        for each in others:
            if view.holds(each):
                splice.remove(each)
        if view.closes_itself:
            splice.append_child(view, pane)
        else:
            splice.insert(view.open_end, pane)


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
    worksheet, cell = sheet.worksheet, address(*place)
    tag = f"{worksheet.prefix}hyperlink"
    where = f'ref="{cell}" tooltip={quoted(tip[:LONGEST_TIP])}'
    if target.startswith("#"):
        item = f"<{tag} {where} location={quoted(target[1:])}/>"
    else:
        arrow = sheet.book.package.relate(sheet.part, "hyperlink", target, external=True)
        item = f'<{tag} {where} xmlns:r="{RELATIONSHIPS}" r:id="{arrow}"/>'
        sheet.linked = True
    box = first(worksheet.scan("hyperlinks"), "hyperlinks")
    with worksheet.changes() as splice:
        for old in worksheet.scan("hyperlink"):
            if old.get("ref") == cell:
                splice.remove(old)
        if box:
            splice.append_child(box, item.encode())
    if not box:
        worksheet.insert_child("hyperlinks", f"<{tag}s>{item}</{tag}s>".encode())
