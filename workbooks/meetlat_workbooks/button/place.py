"""Put the button on the first sheet, and add its macro and its settings."""

from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks.button.project import WORKBOOK, sheet_code_name, vba_project
from meetlat_workbooks.look import STEEL, Look
from meetlat_workbooks.results import Labels

MACRO = "Recalculate"
SETTINGS_SHEET = "meetlat.conf"
SETTINGS = ("python_windows", "python_mac", "python_libreoffice")

# At the right of the banner. Excel does not print buttons by default (Format Control).
CELL = "C1"
SIZE = {"width": 146, "height": 40, "x_offset": 434, "y_offset": 17}

HEADER = 3


def place_button(sheet: Worksheet, labels: Labels) -> None:
    """Put the button on the sheet."""
    texts = labels["button"]
    options = {"macro": MACRO, "caption": texts["caption"], "description": texts["alt"], **SIZE}
    sheet.insert_button(CELL, options)


def write_settings(book: xlsxwriter.Workbook, look: Look, labels: Labels) -> None:
    """Write the sheet that the macro reads: a blank setting for each way to start Python."""
    texts = labels["button"]
    sheet = book.add_worksheet(SETTINGS_SHEET)
    sheet.hide()
    sheet.set_tab_color(STEEL)
    sheet.hide_gridlines(2)
    for column, width in enumerate((22, 70, 56)):
        sheet.set_column(column, column, width)
    sheet.write(0, 0, texts["title"], look.title())
    sheet.write(1, 0, texts["hint"], look.hint())
    sheet.write_row(HEADER, 0, [texts["setting"], texts["value"], texts["meaning"]], look.heading())
    for row, setting in enumerate(SETTINGS, HEADER + 1):
        sheet.write(row, 0, setting, look.body())
        sheet.write_blank(row, 1, None, look.body())
        sheet.write(row, 2, texts[setting], look.body())


def add_macro(book: xlsxwriter.Workbook) -> None:
    """Add the VBA project, which has a document module for each sheet; call it last."""
    sheets = book.worksheets()
    book.set_vba_name(WORKBOOK)
    for number, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(sheet_code_name(number))
    # XlsxWriter accepts a stream, but its type hint is str.
    project: Any = BytesIO(vba_project(len(sheets)))
    book.add_vba_project(project, is_stream=True)
