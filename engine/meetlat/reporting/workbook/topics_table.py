"""The table of the topics of open answers, on a sheet of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from meetlat.formatting import in_every_language
from meetlat.languages import Language
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.text import fold
from meetlat.reporting.workbook.new_sheets import add_sheet
from meetlat.reporting.workbook.table_plan import plan

if TYPE_CHECKING:
    import xlwings as xw

SCHEMA: dict[str, type[pl.DataType]] = {
    "question": pl.String,
    "topic": pl.String,
    "n": pl.Int64,
    "share": pl.Float64,
}


def write_topics(
    book: xw.Book, rows: Sequence[tuple[str, str, int, float]], language: Language
) -> None:
    """Replace the rows of the table, or add a sheet for it if there are rows.

    A row has the question, the topic, how many people gave it, and their share.
    """
    names = in_every_language("open_answers.table")
    table = ResultTable(
        names[language],
        pl.DataFrame(rows, schema=SCHEMA, orient="row"),
        headings={name: in_every_language(f"open_answers.columns.{name}") for name in SCHEMA},
        titles=in_every_language("open_answers.table_title"),
        formats={"share": "0%"},
    )
    known = set(map(fold, names.values()))
    places = (place for sheet in book.sheets for place in sheet.tables)
    if place := next((place for place in places if fold(place.name) in known), None):
        plan(table, place).write()
    elif rows:
        add_sheet(book, table, language)
