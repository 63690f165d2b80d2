"""The table `Problems`: a row for each problem, with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

from meetlat.formatting import in_every_language
from meetlat.languages import Language
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reporting.workbook.table_plan import Area, Plan, as_text, headings, plan

if TYPE_CHECKING:
    import xlwings as xw

COLUMNS = ("severity", "sheet", "cell", "value", "problem", "remedy")


def problem_table(problems: Sequence[Problem], language: Language) -> ResultTable:
    """The problems as a table in one language."""
    rows = [
        (p.severity_in(language), p.sheet, p.cell, p.value_in(language), *p.sentences(language))
        for p in problems
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    headings = {column: _heading(column) for column in COLUMNS}
    titles = in_every_language("problem_table.title")
    return ResultTable("Problems", frame, headings=headings, titles=titles)


def _heading(column: str) -> Mapping[Language, str]:
    """The heading of a column when the table is created."""
    return in_every_language(f"problem_table.columns.{column}")


def plan_problems(
    problems: Sequence[Problem],
    place: xw.main.Table | None,
    language: Language,
    areas: Mapping[str, Area],
) -> tuple[Plan | None, list[Problem]]:
    """Plan the table `Problems`; without room for all problems, fill the rows it has.

    Returns:
        The plan, or None if there is no table that can be filled; and the problems, preceded by the
        problem that the table itself has no room.
    """
    problems = [*problems]
    if place is None:
        return None, problems
    planned = plan(problem_table(problems, language), place)
    faults = list(planned.faults(areas))
    if not faults:
        return planned, problems
    problems[:0] = faults
    if not planned.columns:
        return None, problems
    room = 1 if place.data_body_range is None else place.data_body_range.shape[0]
    return plan(problem_table(problems[:room], language), place), problems


def add_links(place: xw.main.Table, problems: Sequence[Problem]) -> None:
    """Link to the cell of each problem, and fit rows to their text; ignore any failure."""
    body = place.data_body_range
    if body is None:
        return
    with suppress(Exception):
        names = {"cell", *map(fold, _heading("cell").values())}
        columns = [i for i, name in enumerate(headings(place)) if fold(name) in names]
        if columns and problems:
            _link(body.columns[columns[0]], problems[: body.shape[0]])
        body.rows.autofit()


def _link(cells: xw.Range, problems: Sequence[Problem]) -> None:
    """Write links as formulas: Excel's own hyperlinks change the format of a cell, and remain."""
    sheets = {sheet.name for sheet in cells.sheet.book.sheets}
    if any(problem.sheet in sheets and problem.cell for problem in problems):
        cells.formula = [[link(p) if p.sheet in sheets else as_text(p.cell)] for p in problems]


def link(problem: Problem) -> str | None:
    """The formula that links to the cell of a problem; None if the problem has no cell."""
    if not problem.cell:
        return None
    sheet = problem.sheet.replace("'", "''").replace('"', '""')
    return f"""=HYPERLINK("#'{sheet}'!{problem.cell}","{problem.cell}")"""
