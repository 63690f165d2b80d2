"""Show as many of the rows prepared for themes as there are themes.

A report page with such rows has a defined name `theme_rows` for them. Only rows at the end are
shown or hidden; a row that HR hid among the themes stays hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetlat.reading.sheet_condition import hidden_rows
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.native_excel import implementation, try_formatting

if TYPE_CHECKING:
    import xlwings as xw

THEME_ROWS = "theme_rows"


def show_theme_rows(book: xw.Book, themes: int) -> None:
    """Show a row for each theme, as far as rows are prepared."""
    for name in book.names:
        if name.name == THEME_ROWS:
            try_formatting(lambda found=name: _show(found.refers_to_range, themes))


def _show(rows: xw.Range, needed: int) -> None:
    total, hidden = rows.shape[0], set(hidden_rows(rows))
    shown = max((i for i in range(total) if rows.row + i not in hidden), default=-1) + 1
    wanted = max(1, min(needed, total))
    first, last = sorted((shown, wanted))
    if first < last:
        implementation(rows[first:last, :], "show_rows", native_excel.show_rows)(wanted > shown)
