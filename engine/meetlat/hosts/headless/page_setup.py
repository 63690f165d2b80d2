"""How a sheet is printed: on A4, as wide as the page, with its headings on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .refs import quote_sheet
from .xml import quoted

if TYPE_CHECKING:
    from .book import Sheet

_A4 = 9
_PRINT_TITLES = "_xlnm.Print_Titles"
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
    sheet.model.frame_changed = True
    first, last = title_rows
    sheet.names.add(_PRINT_TITLES, f"={quote_sheet(sheet.name)}!${first}:${last}")
