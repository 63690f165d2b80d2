"""How a sheet is printed: on A4, as wide as the page, with its headings on every page.

And where its pages begin, which takes reckoning how much fits on one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlengines.shared.excel_limits import MOST_COLUMNS
from xlengines.shared.refs import quote_sheet
from xlengines.xlsx.package.xml import is_true, quoted

if TYPE_CHECKING:
    from .book import Sheet

_A4 = 9
_PRINT_TITLES = "_xlnm.Print_Titles"
_PAPERS = {1: (612.0, 792.0), 9: (595.3, 841.9)}
"""Points of Letter and A4, by Excel's number."""
_INCH = 72
_POINTS_OF_LETTER = 5.25
"""Of the width of a column, at the usual font. LibreOffice takes more, and so prints smaller."""
_SAFE = 0.98
"""Of a page: applications round heights each in their own way."""
_MARGINS = 'left="0.5" right="0.5" top="0.5" bottom="0.6" header="0.3" footer="0.3"'


def set_up_page(sheet: Sheet, *, landscape: bool, title_rows: tuple[int, int], footer: str) -> None:
    """Set up the pages of a sheet that was added just now.

    Args:
        sheet: without a print set-up of its own.
        landscape: whether the pages lie on their side.
        title_rows: the first and the last row that every page repeats.
        footer: as Excel writes it: `&L&A&R&P / &N`.
    """
    worksheet = sheet.model.worksheet
    prefix, lies = worksheet.prefix, "landscape" if landscape else "portrait"
    for old in worksheet.scan("pageMargins"):
        splice = worksheet.splice()
        splice.replace(old.start, old.end, f"<{prefix}pageMargins {_MARGINS}/>".encode())
        worksheet.frame = splice.result()
    fit = f'<{prefix}sheetPr><{prefix}pageSetUpPr fitToPage="1"/></{prefix}sheetPr>'
    page = f'<{prefix}pageSetup paperSize="{_A4}" orientation="{lies}" fitToHeight="0"/>'
    said = quoted(footer)[1:-1]
    foot = f"<{prefix}headerFooter><{prefix}oddFooter>{said}</{prefix}oddFooter>"
    worksheet.insert_first(fit.encode())
    worksheet.insert_child("pageSetup", page.encode())
    worksheet.insert_child("headerFooter", f"{foot}</{prefix}headerFooter>".encode())
    first, last = title_rows
    sheet.names.add(_PRINT_TITLES, f"={quote_sheet(sheet.name)}!${first}:${last}")


def room_on_page(sheet: Sheet) -> float | None:
    """How many points of rows go on a page, that of a sheet that is printed as wide as the page.

    None of any other sheet, or of paper that is not known.
    """
    found = {each.name: each for each in sheet.model.worksheet.scan(*_PRINT_SET_UP)}
    fits, margins, page = (found.get(name) for name in _PRINT_SET_UP)
    if not (fits and margins and page and is_true(fits.get("fitToPage"))):
        return None
    paper = _PAPERS.get(page.number("paperSize"))
    if paper is None or page.get("fitToWidth", "1") != "1" or page.get("fitToHeight") != "0":
        return None
    width, height = sorted(paper, reverse=page.get("orientation") == "landscape")
    try:
        sides = {side: _INCH * float(margins.get(side)) for side in ("left", "right")}
        ends = {end: _INCH * float(margins.get(end)) for end in ("top", "bottom")}
    except ValueError:
        return None
    used = sheet.model.used()
    letters = sheet.model.worksheet.shown_width(used.right) if used else 0
    scale = min(1.0, (width - sum(sides.values())) / max(1.0, letters * _POINTS_OF_LETTER))
    return (height - sum(ends.values())) / scale * _SAFE


_PRINT_SET_UP = ("pageSetUpPr", "pageMargins", "pageSetup")


def has_page_breaks(sheet: Sheet) -> bool:
    """Whether somebody chose where pages begin."""
    return bool(sheet.model.worksheet.scan("rowBreaks"))


def begin_pages(sheet: Sheet, rows: Sequence[int]) -> None:
    """Begin a page at each of these rows, of a sheet that has no breaks yet."""
    if not rows:
        return
    worksheet, count = sheet.model.worksheet, len(rows)
    of = worksheet.prefix
    breaks = "".join(f'<{of}brk id="{row - 1}" max="{MOST_COLUMNS - 1}" man="1"/>' for row in rows)
    counted = f'count="{count}" manualBreakCount="{count}"'
    xml = f"<{of}rowBreaks {counted}>{breaks}</{of}rowBreaks>"
    worksheet.insert_child("rowBreaks", xml.encode())
