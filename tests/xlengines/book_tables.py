"""Excel tables in an open workbook."""

from __future__ import annotations

import xlwings as xw


def table_of(book: xw.Book, name: str) -> xw.main.Table:
    """The Excel table with this name, on any sheet."""
    return next(t for sheet in book.sheets for t in sheet.tables if t.name == name)
