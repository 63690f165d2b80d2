"""Bring problems to the front of an open workbook, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings as xw

    from meetlat.problem import Problem


def bring_forward(book: xw.Book, problems: Sequence[Problem]) -> None:
    """Show the sheet with the table `Problems`, and let each cell named there be clicked."""
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name.strip().casefold() == "problems":
                with suppress(Exception):  # links are a help, and no reason to fail
                    _link(table, problems)
                with suppress(Exception):  # a workbook whose structure is protected
                    sheet.visible = True
                sheet.activate()


def _link(table: Any, problems: Sequence[Problem]) -> None:
    """Formulas, for a hyperlink of Excel's own would change how the cell looks."""
    from meetlat.workbook import fold, grid

    header = [fold(name) for name in grid(table.header_row_range)[0]]
    if "cell" in header and problems:
        column = table.data_body_range.columns[header.index("cell")]
        column.formula = [[link(problem)] for problem in problems]


def link(problem: Problem) -> str:
    """The formula that leads to the cell of a problem, or nothing where it has none."""
    if not problem.cell:
        return ""
    sheet = problem.sheet.replace("'", "''").replace('"', '""')
    return f"""=HYPERLINK("#'{sheet}'!{problem.cell}","{problem.cell}")"""
