"""Add a sheet for a result that has no table yet, formatted like the other sheets of the report.

Cells have cell styles of the workbook (`Title`, `Meetlat text` and so on) in theme colours. When HR
changes a style or the theme, all these sheets change with it. A style that exists is used as it is.
The workbooks that come with Meetlat have all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from meetlat.languages import Language
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.text import fold
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.native_excel import implementation, try_formatting
from meetlat.reporting.workbook.table_plan import as_text, column_values

if TYPE_CHECKING:
    import xlwings as xw

# A header in the first accent and lines between rows, for applications that cannot create styles.
TABLE_STYLE = "TableStyleLight9"

# Numbers of theme colours, as in the workbooks that come with Meetlat.
ACCENT, STEEL, LIGHT, WHITE, INK = 4, 6, 7, 0, 3

STYLES: Mapping[str, Mapping[str, Any]] = {
    "Title": {"bold": True, "size": 18, "colour": ACCENT},
    "Meetlat note": {"italic": True, "colour": INK},
    "Meetlat heading": {"bold": True, "colour": WHITE, "fill": ACCENT, "wrap": True},
    "Meetlat heading of figures": {
        "bold": True,
        "colour": WHITE,
        "fill": ACCENT,
        "wrap": True,
        "horizontal": "right",
    },
    "Meetlat text": {"wrap": True, "line": LIGHT},
    "Meetlat figure": {"line": LIGHT, "horizontal": "right"},
    "Meetlat code": {"size": 8, "colour": STEEL, "tint": -0.25, "line": LIGHT},
}

# Columns with an id, which are set in small type if this other column has the name or text.
IDS = {"measure": "name", "question": "text", "theme": "name", "key": "name", "subject": "name"}

# The row of headings, below a title, a sentence and a blank row.
TOP = 4

# The limits for the width of a column, and the width of a page in portrait, all in characters.
WIDEST, NARROWEST, PORTRAIT = 60, 9, 92

LONGEST_TITLE = 40

# Page and number of pages at the right, as on the other sheets of the report.
FOOTER = "&R&P / &N"


def add_sheet(book: xw.Book, table: ResultTable, language: Language) -> xw.main.Table:
    """Add a sheet with the table on it, after the last sheet that is visible.

    The workbooks that come with Meetlat have hidden sheets at the end.
    """
    taken = {fold(sheet.name) for sheet in book.sheets}
    names = chain([table.name], (f"{table.name} ({i})" for i in count(2)))
    active = book.sheets.active
    last = [sheet for sheet in book.sheets if sheet.visible][-1]
    sheet = book.sheets.add(next(n for n in names if fold(n) not in taken), after=last)
    columns = table.new_columns
    rows = list(zip(*(column_values(table, name) for name in columns), strict=True))
    cells = sheet.range((TOP, 1), (TOP + len(rows), len(columns)))
    headings = [as_text(table.heading(name, language)) for name in columns]
    _write_title(sheet, table, language)
    cells.value = [headings, *map(list, rows)]
    added = sheet.tables.add(source=cells, name=table.name, table_style_name=TABLE_STYLE)
    widths = [_width(table, name, language) for name in columns]
    for position, name in enumerate(columns):
        _format_column(added, position, table, name)
        cells.columns[position].column_width = widths[position]
    _set_up(sheet, added, sum(widths))
    active.activate()
    return added


def _write_title(sheet: xw.Sheet, table: ResultTable, language: Language) -> None:
    """Write the title, and below it a sentence that explains the table."""
    title, sentence = title_of(table, language)
    for row, (text, style) in enumerate([(title, "Title"), (sentence, "Meetlat note")], start=1):
        cell = sheet.range((row, 1))
        cell.value = as_text(text)
        give_style(cell, style)


def title_of(table: ResultTable, language: Language) -> tuple[str, str]:
    """The title and the sentence above a table: `Name` and `A sentence` of `Name: a sentence`."""
    text = table.titles.get(language, "")
    title, colon, sentence = text.partition(": ")
    if not colon or len(title) > LONGEST_TITLE:
        title, sentence = table.name, text
    return title, sentence[:1].upper() + sentence[1:]


def _format_column(added: xw.main.Table, position: int, table: ResultTable, name: str) -> None:
    """Format the heading and the cells of one column."""
    header, body = added.header_row_range, added.data_body_range
    if header is None or body is None:
        return
    figures = table.frame.schema[name].is_numeric()
    style = "Meetlat figure" if figures else "Meetlat text"
    if IDS.get(name) in table.frame.columns:
        style = "Meetlat code"
    give_style(header[0, position], f"Meetlat heading{' of figures' if figures else ''}")
    column = body.columns[position]
    give_style(column, style)
    column.number_format = table.formats.get(name, "General")
    if figures and name not in table.formats:
        for row, number_format in enumerate(table.row_formats):
            column[row].number_format = number_format


def _width(table: ResultTable, name: str, language: Language) -> float:
    """The width of a column: that of its longest text or word of its heading, within limits."""
    words = [len(word) + 3 for word in table.heading(name, language).split()]
    texts = [len(value) + 2 for value in table.frame[name] if isinstance(value, str)]
    return min(WIDEST, max([NARROWEST, *words, *texts]))


def _set_up(sheet: xw.Sheet, added: xw.main.Table, width: float) -> None:
    """Freeze the headings, set up the page, and fit the height of rows to their text."""
    page = {"landscape": width > PORTRAIT, "title_rows": (TOP, TOP), "footer": FOOTER}
    set_up_page = implementation(sheet, "set_up_page", native_excel.set_up_page)
    try_formatting(lambda: _freeze(sheet))
    try_formatting(lambda: set_up_page(**page))
    try_formatting(lambda: setattr(added, "show_autofilter", False))
    try_formatting(added.range.rows.autofit)


def _freeze(sheet: xw.Sheet) -> None:
    try:
        sheet.freeze_panes.freeze_at(f"1:{TOP}")
    except NotImplementedError:  # xlwings declares freeze_at, but not for Excel
        native_excel.freeze(sheet, TOP, 0)


def give_style(cells: xw.Range, name: str) -> None:
    """Apply one of `STYLES` to cells, if the application can."""
    apply_style = implementation(cells, "give_style", native_excel.give_style)
    try_formatting(lambda: apply_style(name, STYLES[name]))
