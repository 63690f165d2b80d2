"""Bring the problems to the front of an open workbook."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw


def bring_forward(book: xw.Book) -> None:
    """Show the sheet with the table `Problems`."""
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name.strip().casefold() == "problems":
                with suppress(Exception):  # a workbook whose structure is protected
                    sheet.visible = True
                sheet.activate()
