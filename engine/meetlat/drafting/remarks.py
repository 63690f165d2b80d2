"""The sheet of what HR should confirm, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from meetlat.formatting import in_every_language
from meetlat.languages import Language, words
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reading.inputs import grid
from meetlat.reporting.workbook.added_rows import append_rows, filled_rows
from meetlat.reporting.workbook.new_sheets import add_sheet
from meetlat.reporting.workbook.problem_table import add_links, link
from meetlat.reporting.workbook.table_plan import area_of, headings

if TYPE_CHECKING:
    import xlwings as xw


class Remark(NamedTuple):
    """Something for HR to confirm, with why in the language of the survey.

    The sheet is words if the workbook does not use the `value`, which was filled in or found.
    """

    sheet: str
    cell: str
    value: str
    reason: str

    @property
    def problem(self) -> Problem:
        """The remark in the form that links are made of."""
        return Problem("note", self.sheet, self.cell, self.value)


def list_remarks(book: xw.Book, remarks: Sequence[Remark], language: Language) -> None:
    """Add remarks to the sheet of what is to be confirmed, which is made if there is none."""
    if not remarks:
        return
    if place := _place(book):
        _append(place, remarks)
        return
    frame = pl.DataFrame(remarks, schema=dict.fromkeys(Remark._fields, pl.String), orient="row")
    text = {column: in_every_language(f"drafting.columns.{column}") for column in Remark._fields}
    titles = in_every_language("drafting.title")
    name = words(language)["drafting.table"]
    table = ResultTable(name, frame, headings=text, titles=titles, prose=True)
    add_links(add_sheet(book, table, language), [remark.problem for remark in remarks])


def listed_remarks(book: xw.Book) -> set[tuple[str, str]]:
    """The value and reason of each remark that the workbook lists already."""
    place = _place(book)
    body = place.data_body_range if place else None
    if place is None or body is None:
        return set()
    positions = dict(_positions(place))
    if not {"value", "reason"} <= positions.keys():
        return set()
    rows = grid(body)
    return {(str(r[positions["value"]]), str(r[positions["reason"]])) for r in rows}


def _place(book: xw.Book) -> xw.main.Table | None:
    names = {fold(name) for name in in_every_language("drafting.table").values()}
    tables = (table for sheet in book.sheets for table in sheet.tables)
    return next((table for table in tables if fold(table.name) in names), None)


def _positions(place: xw.main.Table) -> Iterator[tuple[str, int]]:
    """The columns of the table that are those of a remark; HR may have added others."""
    found = [fold(heading) for heading in headings(place)]
    for column in Remark._fields:
        names = {column, *map(fold, in_every_language(f"drafting.columns.{column}").values())}
        if known := [position for position, name in enumerate(found) if name in names]:
            yield column, known[0]


def _append(place: xw.main.Table, remarks: Sequence[Remark]) -> None:
    positions = dict(_positions(place))
    filled = filled_rows(place)
    rows: list[dict[int, Any]] = [
        {positions[column]: value for column, value in r._asdict().items() if column in positions}
        for r in remarks
    ]
    append_rows(place, rows)
    if "cell" in positions:
        area = area_of(place)
        for number, remark in enumerate(remarks, start=area.top + 1 + filled):
            if remark.cell:
                cell = place.parent.range((number, area.left + positions["cell"]))
                cell.formula = link(remark.problem)
