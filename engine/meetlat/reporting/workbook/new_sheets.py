"""A sheet for a result that has no table yet, in the look of the report's other sheets.

All looks are cell styles of the workbook (`Title`, `Meetlat text` and the like) and a table style,
made of theme colours: HR changes a style or the theme once, and every such sheet follows. A style
that is there already is used as it is; the workbooks that come with Meetlat have them all, for the
sheets that were made before.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from meetlat.languages import Language
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.text import fold
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.optional_formatting import if_it_can, own
from meetlat.reporting.workbook.table_plan import as_text, column_values

if TYPE_CHECKING:
    import xlwings as xw

TABLE_STYLE = "TableStyleLight9"
"""A header in the first accent, and lines between rows: what shows where styles cannot be made."""

ACCENT, STEEL, LIGHT, WHITE, INK = 4, 6, 7, 0, 3
"""Theme colours by number, as in the workbooks that come with Meetlat."""

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

CODES = {"measure": "name", "question": "text", "theme": "name", "key": "name", "subject": "name"}
"""Columns that only name a row for the engine, where another column says it in words."""

TOP = 4
"""The row of headings, below a title, a sentence and a blank."""

WIDEST, NARROWEST, USUAL_PAGE = 60, 9, 92
"""Widths of columns in characters, and of a page that stands."""

LONGEST_TITLE = 40
FOOTER = "&L&A&R&P / &N"


def add_sheet(book: xw.Book, table: ResultTable, language: Language) -> xw.main.Table:
    """Make a sheet at the end, and the table on it."""
    taken = {fold(sheet.name) for sheet in book.sheets}
    names = chain([table.name], (f"{table.name} ({i})" for i in count(2)))
    active = book.sheets.active
    sheet = book.sheets.add(next(n for n in names if fold(n) not in taken), after=book.sheets[-1])
    columns = table.new_columns
    rows = list(zip(*(column_values(table, name) for name in columns), strict=True))
    cells = sheet.range((TOP, 1), (TOP + len(rows), len(columns)))
    heads = [as_text(table.heading(name, language)) for name in columns]
    _head(sheet, table, language)
    cells.value = [heads, *map(list, rows)]
    made = sheet.tables.add(source=cells, name=table.name, table_style_name=TABLE_STYLE)
    widths = [_width(table, name, language) for name in columns]
    for position, name in enumerate(columns):
        _dress(made, position, table, name)
        cells.columns[position].column_width = widths[position]
    _set_up(sheet, made, len(columns), sum(widths))
    active.activate()
    return made


def _head(sheet: xw.Sheet, table: ResultTable, language: Language) -> None:
    """The title, and a sentence that says what there is to see."""
    title, sentence = title_of(table, language)
    for row, (text, style) in enumerate([(title, "Title"), (sentence, "Meetlat note")], start=1):
        cell = sheet.range((row, 1))
        cell.value = as_text(text)
        give_style(cell, style)


def title_of(table: ResultTable, language: Language) -> tuple[str, str]:
    """What stands above a table: `Name` and `A sentence` of `Name: a sentence`."""
    said = table.titles.get(language, "")
    title, colon, sentence = said.partition(": ")
    if not colon or len(title) > LONGEST_TITLE:
        title, sentence = table.name, said
    return title, sentence[:1].upper() + sentence[1:]


def _dress(made: xw.main.Table, position: int, table: ResultTable, name: str) -> None:
    """The look of one column: its heading, its cells, and the format of its figures."""
    header, body = made.header_row_range, made.data_body_range
    if header is None or body is None:
        return
    figures = _holds_figures(table, name)
    style = "Meetlat figure" if figures else "Meetlat text"
    if CODES.get(name) in table.frame.columns:
        style = "Meetlat code"
    give_style(header[0, position], f"Meetlat heading{' of figures' if figures else ''}")
    column = body.columns[position]
    give_style(column, style)
    column.number_format = table.formats.get(name, "General")
    if figures and name not in table.formats:
        for row, written in enumerate(table.row_formats):
            column[row].number_format = written


def _holds_figures(table: ResultTable, name: str) -> bool:
    return table.frame.schema[name].is_numeric()


def _width(table: ResultTable, name: str, language: Language) -> float:
    """Wide enough for what is usual in it, and for the longest word of its heading."""
    words = [len(word) + 3 for word in table.heading(name, language).split()]
    texts = [len(value) + 2 for value in table.frame[name] if isinstance(value, str)]
    return min(WIDEST, max([NARROWEST, *words, *texts]))


def _set_up(sheet: xw.Sheet, made: xw.main.Table, columns: int, width: float) -> None:
    """What stays in sight, what is printed, and rows as high as their texts."""
    page = {"landscape": width > USUAL_PAGE, "title_rows": (TOP, TOP), "footer": FOOTER}
    if_it_can(lambda: _freeze(sheet))
    if_it_can(lambda: own(sheet, "set_up_page", native_excel.set_up_page)(**page))
    if_it_can(lambda: setattr(made, "show_autofilter", False))
    if_it_can(made.range.rows.autofit)


def _freeze(sheet: xw.Sheet) -> None:
    try:
        sheet.freeze_panes.freeze_at(f"1:{TOP}")
    except NotImplementedError:  # xlwings has the word, and not for Excel
        native_excel.freeze(sheet, TOP, 0)


def give_style(cells: xw.Range, name: str) -> None:
    """Let cells follow one of `STYLES`, in whatever holds the workbook."""
    if_it_can(lambda: own(cells, "give_style", native_excel.give_style)(name, STYLES[name]))
