"""Surveys for tests: the helpers of `meetlat.testing`, and surveys as real workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from meetlat.reading.cells import text
from meetlat.reading.inputs import TABLES, Inputs, InputTable
from meetlat.testing import (
    AGREEMENT,
    HERE,
    SURVEY,
    THEMES,
    USUAL,
    cell,
    inputs,
    problems,
    rows,
    survey,
    table,
)

__all__ = [
    "AGREEMENT",
    "HERE",
    "SURVEY",
    "TABLES",
    "THEMES",
    "InputTable",
    "Inputs",
    "cell",
    "inputs",
    "of_file",
    "problems",
    "rows",
    "shown",
    "survey",
    "table",
    "workbook",
]


def workbook(
    file: Path, also: Callable[[xlsxwriter.Workbook], object] = str, **tables: str
) -> Path:
    """Write a workbook in which each table is an Excel table on a sheet of the same name.

    `also` is called with the open workbook and may add more to it.
    """
    # Without `in_memory` it writes each part to a file of its own first: four times as slow.
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "in_memory": True}) as book:
        for name, markdown in {**USUAL, **tables}.items():
            header, *values = rows(markdown)
            sheet = book.add_worksheet(name)
            for number, row in enumerate(values, start=1):
                sheet.write_row(number, 0, row)
            columns = [{"header": text(heading)} for heading in header]
            place = (0, 0, max(1, len(values)), len(header) - 1)
            sheet.add_table(*place, {"name": name, "columns": columns})
        also(book)
    return file


def of_file(responses: Path) -> str:
    """Return the settings of a survey whose responses are in a file."""
    return f"""
        | setting        | value            |
        |----------------|------------------|
        | language       | en               |
        | responses      | {responses.name} |
        | smallest_group | 5                |
    """


def shown(file: Path, name: str) -> list[list[Any]]:
    """Return the cells of an Excel table, header first, as calamine reads them."""
    book = CalamineWorkbook.from_path(str(file), load_tables=True)
    found = book.get_table_by_name(name)
    return [found.columns, *found.to_python()]
