"""Surveys for tests, written as Markdown tables: a test reads like a small story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from meetlat.cells import text
from meetlat.recalculation import Computed, compute
from meetlat.workbook import TABLES, Inputs, InputTable

SURVEY = """
| setting        | value     |
|----------------|-----------|
| title          | A survey  |
| language       | en        |
| responses      | Responses |
| smallest_group | 5         |
"""

THEMES = """
| theme | name |
|-------|------|
| work  | Work |
"""

AGREEMENT = """
| scale     | answer     | score |
|-----------|------------|-------|
| agreement | agree      | 10    |
| agreement | neutral    | 5     |
| agreement | disagree   | 0     |
| agreement | don't know |       |
"""


def rows(markdown: str) -> list[list[Any]]:
    """The cells of a Markdown table; numbers as Excel gives them, blanks as None."""
    lines = [line.strip() for line in markdown.strip().splitlines()]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    return [[cell(c) for c in row] for row in cells if not set("".join(row)) <= set("-: ")]


def cell(written: str) -> Any:
    """A cell as Excel holds it."""
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        return written


def table(name: str, markdown: str) -> InputTable:
    """A table whose header stands in row 1 of a sheet of its own name."""
    header, *values = rows(markdown)
    return InputTable(name, name, header, values, range(2, len(values) + 2))


HERE = Path(__file__).parent
"""A folder without plugins."""


def inputs(folder: Path = HERE, /, **tables: str) -> Inputs:
    """What a workbook with these tables would give; the usual ones where none is given."""
    usual = {"Survey": SURVEY, "Themes": THEMES, "Scales": AGREEMENT}
    given: Mapping[str, str] = {**usual, **tables}
    found = {
        name: [table(name, given[name])] if name in given else []
        for name in {**dict.fromkeys(TABLES), **given}
    }
    return Inputs(found, list(given), folder)


def survey(folder: Path = HERE, /, **tables: str) -> Computed:
    """Everything but the report: `survey(Questions=..., Responses=...)`."""
    return compute(inputs(folder, **tables))


def problems(**tables: str) -> list[str]:
    """What is wrong, as people read it."""
    return [str(problem) for problem in survey(**tables).results.problems]


def workbook(
    file: Path, also: Callable[[xlsxwriter.Workbook], object] = str, **tables: str
) -> Path:
    """A real workbook with these tables, each an Excel table on a sheet of its own name.

    `also` may draw more into it.
    """
    usual = {"Survey": SURVEY, "Themes": THEMES, "Scales": AGREEMENT}
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        for name, markdown in {**usual, **tables}.items():
            header, *values = rows(markdown)
            sheet = book.add_worksheet(name)
            for number, row in enumerate(values, start=1):
                sheet.write_row(number, 0, row)
            columns = [{"header": text(heading)} for heading in header]
            place = (0, 0, max(1, len(values)), len(header) - 1)
            sheet.add_table(*place, {"name": name, "columns": columns})
        also(book)
    return file


def shown(file: Path, name: str) -> list[list[Any]]:
    """The cells of an Excel table, header first, as calamine reads them."""
    book = CalamineWorkbook.from_path(str(file), load_tables=True)
    found = book.get_table_by_name(name)
    return [found.columns, *found.to_python()]
