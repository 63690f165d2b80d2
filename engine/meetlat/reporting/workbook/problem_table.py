"""The table `Problems`: every problem a row, with a link to its cell."""

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
    """The problems as a table, in the language of the survey."""
    rows = [
        (p.severity_in(language), p.sheet, p.cell, p.value_in(language), *p.sentences(language))
        for p in problems
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    headings = {column: _heading(column) for column in COLUMNS}
    titles = in_every_language("problem_table.title")
    return ResultTable("Problems", frame, headings=headings, titles=titles)


def _heading(column: str) -> Mapping[Language, str]:
    """What a column is called where the table is made anew."""
    return in_every_language(f"problem_table.columns.{column}")


def plan_problems(
    problems: Sequence[Problem],
    place: xw.main.Table | None,
    language: Language,
    areas: Mapping[str, Area],
) -> tuple[Plan | None, list[Problem]]:
    """Plan the table `Problems`; if it has no room for all, show what fits and say so first.

    Returns:
        The plan, or None if there is no table that can be filled; and the problems, with that one.
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


def dress(place: xw.main.Table, problems: Sequence[Problem]) -> None:
    """Link every cell that a problem names, and let rows grow with their text.

    Both are a help, and no reason to fail.
    """
    body = place.data_body_range
    if body is None:
        return
    with suppress(Exception):
        called = {"cell", *map(fold, _heading("cell").values())}
        columns = [i for i, name in enumerate(headings(place)) if fold(name) in called]
        if columns and problems:
            _link(body.columns[columns[0]], problems[: body.shape[0]])
        body.rows.autofit()


def _link(cells: xw.Range, problems: Sequence[Problem]) -> None:
    """Formulas, for a hyperlink of Excel's own changes how a cell looks, and stays behind."""
    sheets = {sheet.name for sheet in cells.sheet.book.sheets}
    if any(problem.sheet in sheets and problem.cell for problem in problems):
        cells.formula = [[link(p) if p.sheet in sheets else as_text(p.cell)] for p in problems]


def link(problem: Problem) -> str | None:
    """The formula that leads to the cell of a problem; nothing where it has none."""
    if not problem.cell:
        return None
    sheet = problem.sheet.replace("'", "''").replace('"', '""')
    return f"""=HYPERLINK("#'{sheet}'!{problem.cell}","{problem.cell}")"""
