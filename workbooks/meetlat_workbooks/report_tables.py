"""The tables that the report sheets refer to, on the hidden sheet with the lists.

`ThemeRows` is not among them: it is on the first page.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from meetlat_report_sheets.headline import FIGURES, TEXTS
from meetlat_report_sheets.top_three import LISTS, MOST
from meetlat_report_sheets.writer import MOST_NAMED
from meetlat_workbooks.multilingual import LANGUAGE
from meetlat_workbooks.references import (
    ALL_COMPARISONS,
    ENPS_SHOWN,
    HIGHEST,
    LOWEST,
    survey_language,
)
from meetlat_workbooks.typing_aids import LISTS_SHEET as SHEET

# The cell with the language of the survey, below the words for yes and no.
LANGUAGE_CELL = (2, 2)

# The first column, after the lists and a blank one.
LEFT = 4

# The columns of each table.
TABLES: dict[str, Sequence[str]] = {
    "Headline": (*TEXTS, *FIGURES),
    "Beside": ("comparison", "heading", "shown", "sign"),
    "TopThree": tuple(f"{subject}_{kind}" for subject, kind in LISTS),
}

# The number of rows, which never changes.
ROWS = {"Headline": 1, "Beside": MOST_NAMED, "TopThree": MOST}

# The column of each defined name.
NAMED = {
    LOWEST: ("Headline", "score_lowest"),
    HIGHEST: ("Headline", "score_highest"),
    ENPS_SHOWN: ("Headline", "promoters"),
    ALL_COMPARISONS: ("Beside", "comparison"),
}


# The first and the last column of each table; a blank column is between two of them.
_ENDS = accumulate((len(columns) + 1 for columns in TABLES.values()), initial=LEFT)
PLACES = {
    name: (left, left + len(columns) - 1)
    for (name, columns), left in zip(TABLES.items(), _ENDS, strict=False)
}


def cells_of(table: str, first: str, last: str) -> list[Any]:
    """The cells of adjacent columns of a table, in the form that XlsxWriter uses for charts."""
    left, columns = PLACES[table][0], TABLES[table]
    rows = ROWS.get(table, 1)
    return [SHEET, 1, left + columns.index(first), rows, left + columns.index(last)]


def write_report_tables(book: xlsxwriter.Workbook, language: str) -> None:
    """Write the tables side by side, so that each can grow, and name some of their columns.

    The language is a formula on the settings, so that headings and lists follow it at once.
    """
    sheet = book.get_worksheet_by_name(SHEET)
    if sheet is None:  # the lists are written first
        raise ValueError(SHEET)
    for name, (left, right) in PLACES.items():
        headers = [{"header": column} for column in TABLES[name]]
        options = {"name": name, "columns": headers, "autofilter": False, "style": None}
        sheet.add_table(0, left, ROWS.get(name, 1), right, options)
    for name, (table, column) in NAMED.items():
        _, *place = cells_of(table, column, column)
        book.define_name(name, f"={SHEET}!{xl_range_abs(*place)}")
    known: Any = language  # XlsxWriter accepts text, but its type hint is int
    sheet.write_formula(*LANGUAGE_CELL, survey_language(), None, known)
    book.define_name(LANGUAGE, f"={SHEET}!{xl_range_abs(*LANGUAGE_CELL, *LANGUAGE_CELL)}")
