"""Write result tables into the workbook, through the xlwings object API and nothing else.

The engine owns the cells of the result tables. It fills them, grows and shrinks them, and never
formats a cell that is there already: the look of a report is HR's. Everything is planned before
anything is written, so that a table without room to grow stops the report as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.display import NO_FIGURE
from meetlat.messages import Language
from meetlat.metrics import Metric
from meetlat.problem import Problem
from meetlat.results import Results, ResultTable
from meetlat.workbook import column_letters, fold, grid, is_blank_row

if TYPE_CHECKING:
    import xlwings as xw

TABLE_STYLE = "TableStyleLight1"


def write_report(
    book: xw.Book, results: Results, catalogue: Catalogue, metrics: Mapping[str, Metric]
) -> None:
    """Write every result table, new rows of `Metrics`, and `Problems`.

    Where there are errors only `Problems` is written. What is found on the way (cells in the way
    of a growing table, columns that nothing fills) joins the problems.
    """
    places = {fold(table.name): table for sheet in book.sheets for table in sheet.tables}
    if not results.errors:
        plans = [plan(table, places) for table in results.tables.values()]
        results.problems += [problem for p in plans if p for problem in p.problems()]
        if not results.errors:
            for table, planned in zip(results.tables.values(), plans, strict=True):
                planned.write() if planned else add_sheet(book, table)
            list_metrics(places, catalogue, metrics)
    write_problems(book, places, results.problems, catalogue.language)


@dataclass(frozen=True)
class Plan:
    """Where the values of a result table go in a table that is there already.

    `columns` are those the table will have (the user's own included), `values` the new contents
    by column.
    """

    table: ResultTable
    place: xw.main.Table
    columns: Sequence[str]
    values: Mapping[int, list[Any]]

    @property
    def rows(self) -> int:
        """An Excel table has one row at least, if only a blank one."""
        return max(1, self.table.frame.height)

    def problems(self) -> Iterator[Problem]:
        """Why it cannot be written (errors), and what will be left as it was (remarks)."""
        if not self.columns:
            sheet, cell = self.place.parent.name, self.place.range[0].get_address(False, False)
            yield Problem("no-headings", sheet, cell, self.place.name)
            return
        yield from self._in_the_way()
        yield from self._not_filled()

    def write(self) -> None:
        """Grow or shrink the table, fill our columns, and empty what fell out."""
        place = self.place
        old, top, left = place.range, place.range.row, place.range.column
        sheet, old_rows, old_columns = place.parent, *old.shape
        bottom, right = top + self.rows, left + len(self.columns) - 1
        if (self.rows + 1, len(self.columns)) != (old_rows, old_columns):
            if len(self.columns) > old_columns:
                new = [as_text(name) for name in self.columns[old_columns:]]
                sheet.range((top, left + old_columns), (top, right)).value = [new]
            place.resize(sheet.range((top, left), (bottom, right)))
        for first, block in _blocks(self.values):
            cells = sheet.range((top + 1, left + first), (bottom, left + first + len(block) - 1))
            cells.value = [list(row) for row in zip(*block, strict=True)]
        if old_rows - 1 > self.rows:
            sheet.range((bottom + 1, left), (top + old_rows - 1, right)).clear_contents()

    def _in_the_way(self) -> Iterator[Problem]:
        old = self.place.range
        rows, columns = old.shape
        below = self.rows + 1 - rows
        if below > 0:
            first = old.row + rows
            yield from self._filled_cell(first, first + below - 1, old.column, columns)
        if len(self.columns) > columns:
            last = old.row + self.rows
            more = len(self.columns) - columns
            yield from self._filled_cell(old.row, last, old.column + columns, more)

    def _filled_cell(self, top: int, bottom: int, left: int, width: int) -> Iterator[Problem]:
        sheet = self.place.parent
        for number, row in enumerate(
            grid(sheet.range((top, left), (bottom, left + width - 1))), start=top
        ):
            if not is_blank_row(row):
                position = next(i for i, v in enumerate(row) if not is_blank_row([v]))
                cell = f"{column_letters(left + position)}{number}"
                facts = {"table": self.place.name}
                yield Problem("in-the-way", sheet.name, cell, str(row[position]), facts)
                return

    def _not_filled(self) -> Iterator[Problem]:
        """Columns of figures that are neither ours nor a formula: perhaps an old comparison."""
        body = self.place.data_body_range
        for position, name in enumerate(self.columns):
            if position in self.values or body is None or position >= body.shape[1]:
                continue
            column = body.columns[position]
            figures = [row[0] for row in grid(column)]
            formulas = column.formula
            written = [formulas] if isinstance(formulas, str) else [f[0] for f in formulas]
            if any(str(f).startswith("=") for f in written):
                continue
            if any(isinstance(v, float) for v in figures):
                cell = f"{column_letters(body.column + position)}{body.row - 1}"
                facts = {"table": self.place.name}
                yield Problem("column-not-filled", self.place.parent.name, cell, name, facts)


def plan(table: ResultTable, places: Mapping[str, xw.main.Table]) -> Plan | None:
    """Match the columns of a result with those of its Excel table, if there is one.

    A column HR deleted stays away; a comparison (or a theme of the heat map) that the table does
    not have yet is added at its right.
    """
    place = places.get(fold(table.name))
    if place is None:
        return None
    columns = headings(place)
    known = {fold(name): position for position, name in enumerate(columns)}
    values = {}
    for name in table.frame.columns if columns else ():
        if fold(name) not in known and name in added_columns(table):
            known[fold(name)] = len(columns)
            columns.append(name)
        if fold(name) in known:
            values[known[fold(name)]] = column_values(table, name)
    return Plan(table, place, columns, values)


def headings(place: xw.main.Table) -> list[str]:
    """The names of a table's columns; none where its header row is switched off."""
    header = place.header_row_range
    return [] if header is None else [str(name) for name in grid(header)[0]]


def added_columns(table: ResultTable) -> Sequence[str]:
    """The columns that depend on the catalogue, and so may be new."""
    return [*table.comparisons, *table.varying]


def column_values(table: ResultTable, name: str) -> list[Any]:
    """A column as written to cells; at least one, for a table has one row at least."""
    blank = NO_FIGURE if name in table.comparisons else None
    values = [cell_value(blank if v is None else v) for v in table.frame[name]]
    return values or [None]


def cell_value(value: Any) -> Any:
    """Text with Excel's own leading apostrophe, so that it never becomes a formula or a date."""
    return as_text(value) if isinstance(value, str) else value


def as_text(value: str) -> str | None:
    """What Excel takes for this very text; None for an empty one."""
    return f"'{value}" if value else None


def add_sheet(book: xw.Book, table: ResultTable) -> None:
    """A result that has no table yet gets a sheet of its own at the end."""
    taken = {fold(sheet.name) for sheet in book.sheets}
    names = [table.name, *(f"{table.name} ({i})" for i in range(2, 100))]
    active = book.sheets.active
    sheet = book.sheets.add(next(n for n in names if fold(n) not in taken), after=book.sheets[-1])
    columns = table.frame.columns
    rows = list(zip(*(column_values(table, name) for name in columns), strict=True))
    cells = sheet.range((1, 1), (len(rows) + 1, len(columns)))
    cells.value = [[as_text(name) for name in columns], *map(list, rows)]
    sheet.tables.add(source=cells, name=table.name, table_style_name=TABLE_STYLE)
    for position, name in enumerate(columns, start=1):
        column = sheet.range((2, position), (len(rows) + 1, position))
        column.number_format = table.formats.get(name, "General")
        column.column_width = _width(table, name)
    active.activate()


def list_metrics(
    places: Mapping[str, xw.main.Table], catalogue: Catalogue, metrics: Mapping[str, Metric]
) -> None:
    """Add a row to `Metrics` for every metric found and not listed, so that HR can switch it."""
    place, listed = places.get("metrics"), set(catalogue.metrics["metric"])
    new = [name for name in metrics if name not in listed]
    if place is None or not new:
        return
    header = [fold(name) for name in headings(place)]
    top, left = place.range.row, place.range.column
    filled = [n for n, row in enumerate(grid(place.range)) if not is_blank_row(row)]
    first, sheet = top + filled[-1] + 1, place.parent
    last = max(first + len(new) - 1, top + place.range.shape[0] - 1)
    place.resize(sheet.range((top, left), (last, left + len(header) - 1)))
    for column, value in (("metric", None), ("on", "yes")):
        if column in header:
            cells = sheet.range((first, left + header.index(column))).resize(len(new), 1)
            cells.value = [[as_text(value or name)] for name in new]


def write_problems(
    book: xw.Book,
    places: Mapping[str, xw.main.Table],
    problems: Sequence[Problem],
    language: Language,
) -> None:
    """Fill the table `Problems`; where there is neither table nor problem, leave it so."""
    table = problem_table(problems, language)
    planned = plan(table, places)
    if planned:
        planned.write()
    elif problems:
        add_sheet(book, table)


def problem_table(problems: Sequence[Problem], language: Language) -> ResultTable:
    """The problems as a table, in the language of the survey."""
    columns = ("severity", "sheet", "cell", "value", "problem", "remedy")
    rows = [
        (p.severity, p.sheet, p.cell, p.value, p.sentence(language), p.remedy(language))
        for p in problems
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return ResultTable("Problems", frame)


def _blocks(values: Mapping[int, list[Any]]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Neighbouring columns together, so that each is written in one go."""
    for _, run in groupby(enumerate(sorted(values)), key=lambda pair: pair[1] - pair[0]):
        positions = [position for _, position in run]
        yield positions[0], [values[p] for p in positions]


def _width(table: ResultTable, name: str) -> float:
    """Wide enough for the heading and what is usual below it."""
    texts = [len(v) for v in table.frame[name] if isinstance(v, str)]
    return min(60, max([len(name) + 4, *texts]))
