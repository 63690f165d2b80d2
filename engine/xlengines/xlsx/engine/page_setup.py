"""How a sheet is printed: on A4, as wide as the page, with its headings on every page.

It also estimates how many rows fit on a page, so that pages can begin where the reader expects it.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlengines.shared.excel_limits import MOST_COLUMNS
from xlengines.shared.refs import quote_sheet
from xlengines.xlsx.package.xml import is_true, quoted

from .protocols import Sheet

_A4 = 9
# Points of Letter and A4, by Excel's number.
_PAPERS = {1: (612.0, 792.0), _A4: (595.3, 841.9)}
_INCH = 72
_PRINT_TITLES = "_xlnm.Print_Titles"
_PRINT_SET_UP = ("pageSetUpPr", "pageMargins", "pageSetup")
_MARGINS = 'left="0.5" right="0.5" top="0.5" bottom="0.6" header="0.3" footer="0.3"'
# Points of a column's width for each letter of it, at the usual font. LibreOffice takes more, and
# so prints smaller.
_POINTS_OF_LETTER = 5.25
# The part of a page that is surely there: applications round heights each in their own way.
_SAFE = 0.98


def set_up_page(sheet: Sheet, *, landscape: bool, title_rows: tuple[int, int], footer: str) -> None:
    """Set up the pages of a new sheet; `title_rows` are the first and last to repeat on each."""
    worksheet = sheet.model.worksheet
    prefix, orientation = worksheet.prefix, "landscape" if landscape else "portrait"
    with worksheet.changes() as splice:
        for old in worksheet.scan("pageMargins"):
            splice.replace(old.start, old.end, f"<{prefix}pageMargins {_MARGINS}/>".encode())
    fit = f'<{prefix}sheetPr><{prefix}pageSetUpPr fitToPage="1"/></{prefix}sheetPr>'
    page = f'<{prefix}pageSetup paperSize="{_A4}" orientation="{orientation}" fitToHeight="0"/>'
    text = quoted(footer)[1:-1]
    foot = f"<{prefix}headerFooter><{prefix}oddFooter>{text}</{prefix}oddFooter>"
    worksheet.insert_child("sheetPr", fit.encode())
    worksheet.insert_child("pageSetup", page.encode())
    worksheet.insert_child("headerFooter", f"{foot}</{prefix}headerFooter>".encode())
    first, last = title_rows
    sheet.names.add(_PRINT_TITLES, f"={quote_sheet(sheet.name)}!${first}:${last}")


def room_on_page(sheet: Sheet) -> float | None:
    """How many points of rows fit on a page of a sheet that is printed as wide as the page.

    None for any other sheet, and for paper of unknown size.
    """
    worksheet = sheet.model.worksheet
    found = {each.name: each for each in worksheet.scan(*_PRINT_SET_UP)}
    fits, margins, page = (found.get(name) for name in _PRINT_SET_UP)
    if not (fits and margins and page and is_true(fits.get("fitToPage"))):
        return None
    paper = _PAPERS.get(page.number("paperSize"))
    if paper is None or page.get("fitToWidth", "1") != "1" or page.get("fitToHeight") != "0":
        return None
    width, height = sorted(paper, reverse=page.get("orientation") == "landscape")
    sides = ("left", "right", "top", "bottom")
    try:
        left, right, top, bottom = (_INCH * float(margins.get(side)) for side in sides)
    except ValueError:
        return None
    used = sheet.model.used()
    letters = worksheet.shown_width(used.right) if used else 0
    scale = min(1.0, (width - (left + right)) / max(1.0, letters * _POINTS_OF_LETTER))
    return (height - (top + bottom)) / scale * _SAFE


def begin_pages(sheet: Sheet, rows: Sequence[int]) -> None:
    """Begin a page at each of these rows, on a sheet without page breaks."""
    if not rows:
        return
    worksheet = sheet.model.worksheet
    of, count = worksheet.prefix, len(rows)
    last = MOST_COLUMNS - 1
    breaks = "".join(f'<{of}brk id="{row - 1}" max="{last}" man="1"/>' for row in rows)
    counted = f'count="{count}" manualBreakCount="{count}"'
    xml = f"<{of}rowBreaks {counted}>{breaks}</{of}rowBreaks>"
    worksheet.insert_child("rowBreaks", xml.encode())
