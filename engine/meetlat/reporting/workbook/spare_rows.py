"""Rows of a report page that stand ready for themes: as many show as there are themes.

A page that has such rows gives them the name `theme_rows`. Only rows at the end of them are hidden
and shown; one that somebody hid among the themes stays hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetlat.reading.sheet_condition import hidden_rows
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.optional_formatting import if_it_can, own

if TYPE_CHECKING:
    import xlwings as xw

THEME_ROWS = "theme_rows"


def follow_themes(book: xw.Book, themes: int) -> None:
    """Show a row for each theme, as far as the page has any."""
    for name in book.names:
        if name.name == THEME_ROWS:
            if_it_can(lambda found=name: _show(found.refers_to_range, themes))


def _show(rows: xw.Range, needed: int) -> None:
    total, hidden = rows.shape[0], set(hidden_rows(rows))
    shown = max((i for i in range(total) if rows.row + i not in hidden), default=-1) + 1
    wanted = max(1, min(needed, total))
    first, last = sorted((shown, wanted))
    if first < last:
        own(rows[first:last, :], "show_rows", native_excel.show_rows)(wanted > shown)
