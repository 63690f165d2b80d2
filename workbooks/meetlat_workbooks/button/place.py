"""Put the button on the first sheet, and add its macro."""

from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks.button.project import WORKBOOK, sheet_code_name, vba_project
from meetlat_workbooks.results import Labels

MACRO = "Recalculate"

# At the right of the banner. Excel does not print buttons by default (Format Control).
CELL = "C1"
SIZE = {"width": 146, "height": 40, "x_offset": 434, "y_offset": 17}


def place_button(sheet: Worksheet, labels: Labels) -> None:
    """Put the button on the sheet."""
    texts = labels["button"]
    options = {"macro": MACRO, "caption": texts["caption"], "description": texts["alt"], **SIZE}
    sheet.insert_button(CELL, options)


def add_macro(book: xlsxwriter.Workbook) -> None:
    """Add the VBA project, which has a document module for each sheet; call it last."""
    sheets = book.worksheets()
    book.set_vba_name(WORKBOOK)
    for number, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(sheet_code_name(number))
    # XlsxWriter accepts a stream, but its type hint is str.
    project: Any = BytesIO(vba_project(len(sheets)))
    book.add_vba_project(project, is_stream=True)
