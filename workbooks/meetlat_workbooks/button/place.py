"""Put the button on the first sheet, say which Python it starts, and add the macro."""

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

# In the banner, at its right end. Excel does not print a button unless told to (Format Control).
CELL = "C1"
SIZE = {"width": 146, "height": 40, "x_offset": 434, "y_offset": 17}

HEADER = 3


def place_button(sheet: Worksheet, labels: Labels) -> None:
    """The button itself."""
    say = labels["button"]
    options = {"macro": MACRO, "caption": say["caption"], "description": say["alt"], **SIZE}
    sheet.insert_button(CELL, options)


def write_settings(book: xlsxwriter.Workbook, look: Look, labels: Labels) -> None:
    """The sheet that the macro reads: one row for each way of starting Python, blank as yet."""
    say = labels["button"]
    sheet = book.add_worksheet(SETTINGS_SHEET)
    sheet.set_tab_color(STEEL)
    sheet.hide_gridlines(2)
    for column, width in enumerate((22, 70, 56)):
        sheet.set_column(column, column, width)
    sheet.write(0, 0, say["title"], look.title())
    sheet.write(1, 0, say["hint"], look.hint())
    sheet.write_row(HEADER, 0, [say["setting"], say["value"], say["meaning"]], look.heading())
    for row, setting in enumerate(SETTINGS, HEADER + 1):
        sheet.write(row, 0, setting, look.body())
        sheet.write_blank(row, 1, None, look.body())
        sheet.write(row, 2, say[setting], look.body())


def add_macro(book: xlsxwriter.Workbook) -> None:
    """The VBA project, once all sheets are there: each has a document module of its code name."""
    sheets = book.worksheets()
    book.set_vba_name(WORKBOOK)
    for number, sheet in enumerate(sheets, 1):
        sheet.set_vba_name(sheet_code_name(number))
    project: Any = BytesIO(
        vba_project(len(sheets))
    )  # XlsxWriter's hint says str, and it takes this
    book.add_vba_project(project, is_stream=True)
