"""Where each result goes in the workbook, and whether there is room for it.

All is planned before anything is written, so that a table without room stops the report as a
whole. A table that grows may run into cells, into another table (whose blank cells are in use all
the same), or off the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from meetlat.formatting import NO_FIGURE
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reading.inputs import column_letters, grid, is_blank_row

if TYPE_CHECKING:
    import xlwings as xw

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of a sheet."""

MOST_TEXT = 32_767
"""Of a cell, in UTF-16 units; Excel cuts what is longer, and other programs call it damage."""


NUMBERED = re.compile("comparison [0-9]+$")
"""The items of `LastRun` whose value is the name of a comparison."""


class Area(NamedTuple):
    """Cells of a sheet, the last row and column included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def first_cell(self) -> str:
        """The address of the cell at the top left."""
        return f"{column_letters(self.left)}{self.top}"

    def overlaps(self, other: Area) -> bool:
        """Whether they share a cell."""
        return (
            self.sheet == other.sheet
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


@dataclass(frozen=True)
class Plan:
    """Where the values of a result go in an Excel table that is there already.

    Attributes:
        place: the Excel table.
        rows: how many its body will have.
        columns: those it will have, the user's own included; none where they cannot be known.
        values: the new contents, by the position of their column.
        emptied: the positions of columns of ours that nothing fills any more.
    """

    place: xw.main.Table
    rows: int
    columns: Sequence[str]
    values: Mapping[int, list[Any]]
    emptied: Sequence[int] = ()

    @cached_property
    def old(self) -> Area:
        """The cells of the table as it is."""
        return area_of(self.place)

    @cached_property
    def target(self) -> Area:
        """The cells of the table as it will be; a totals row stays its last."""
        below = self.rows + (1 if self.place.show_totals else 0)
        old = self.old
        right = old.left + len(self.columns) - 1
        return old._replace(bottom=old.top + below, right=right)

    def faults(self, tables: Mapping[str, Area]) -> Iterator[Problem]:
        """Why it cannot be written; `tables` are the areas of all tables, by name."""
        if not self.columns:
            yield self._at(self.old.sheet, self.old.first_cell, "no-headings", self.place.name)
        elif self.target.bottom > MOST_ROWS or self.target.right > MOST_COLUMNS:
            yield self._at(self.old.sheet, self.old.first_cell, "no-room", self.place.name)
        else:
            own = self.place.name
            others = {n: t for n, t in tables.items() if n != own and t.overlaps(self.target)}
            for name, other in others.items():
                yield self._at(other.sheet, other.first_cell, "table-in-the-way", name)
            if not others:
                yield from self._cells_in_the_way()

    def remarks(self) -> Iterator[Problem]:
        """Columns of figures that nothing fills: emptied, or left where they may be HR's."""
        unfilled = [p for p in range(len(self.columns)) if p not in self.values]
        for position in (*self.emptied, *columns_of_figures(self.place, unfilled)):
            code = "column-emptied" if position in self.emptied else "column-not-filled"
            cell = f"{column_letters(self.old.left + position)}{self.old.top}"
            yield self._at(self.old.sheet, cell, code, self.columns[position])

    def write(self) -> None:
        """Grow or shrink the table, fill our columns, and empty what fell out."""
        sheet, old, new = self.place.parent, self.old, self.target
        for position, name in enumerate(headings(self.place)):
            if self.columns[position] != name:
                cell = sheet.range((old.top, old.left + position))
                cell.value = as_text(self.columns[position])
        if new != old:
            if new.right > old.right:
                added = [as_text(name) for name in self.columns[old.right - old.left + 1 :]]
                sheet.range((new.top, old.right + 1), (new.top, new.right)).value = [added]
            self.place.resize(sheet.range((new.top, new.left), (new.bottom, new.right)))
        for first, block in _blocks(self.values):
            left = new.left + first
            last = (new.top + self.rows, left + len(block) - 1)
            cells = sheet.range((new.top + 1, left), last)
            cells.value = [list(row) for row in zip(*block, strict=True)]
        if old.bottom > new.bottom:
            sheet.range((new.bottom + 1, new.left), (old.bottom, new.right)).clear_contents()

    def _cells_in_the_way(self) -> Iterator[Problem]:
        old, new = self.old, self.target
        below = new._replace(top=old.bottom + 1, right=old.right)
        beside = new._replace(left=old.right + 1)
        for area in (below, beside):
            if area.top > area.bottom or area.left > area.right:
                continue
            cells = self.place.parent.range((area.top, area.left), (area.bottom, area.right))
            if found := filled_cell(cells):
                cell, value = found
                yield self._at(old.sheet, cell, "in-the-way", value)
            elif cells.merge_cells is not False:  # Excel says None where some are
                yield self._at(old.sheet, area.first_cell, "merged-in-the-way", "")

    def _at(self, sheet: str, cell: str, code: str, value: str) -> Problem:
        return Problem(code, sheet, cell, value, {"table": self.place.name})


def plan(table: ResultTable, place: xw.main.Table, before: Container[str] = ()) -> Plan:
    """Match the columns of a result with those of its Excel table.

    A column HR deleted stays away. A comparison (or a theme of the heat map) that the table does
    not have yet takes the place, and so the looks, of one that is no more, or is added at the
    right; not where it has no figure at all. What is left of the old ones is emptied: they may tell
    of groups that are now withheld.

    Args:
        table: the result.
        place: the Excel table.
        before: the folded names of the comparisons that the last run wrote, where that is known.
    """
    columns = headings(place)
    known = known_columns(place, columns, table)
    old = _of_the_past(table, place, known, before)
    for name in (*table.new_comparisons, *table.varying) if columns else ():
        if fold(name) not in known:
            position = old.pop(0) if old else len(columns)
            columns[position : position + 1] = [name]
            known[fold(name)] = position
    names = [name for name in table.frame.columns if columns and fold(name) in known]
    values = {known[fold(name)]: column_values(table, name) for name in names}
    # An Excel table has one row at least, if only a blank one.
    rows = max(1, table.frame.height)
    values |= {position: [None] * rows for position in old}
    return Plan(place, rows, columns, values, old)


def comparisons_before(place: xw.main.Table | None) -> set[str]:
    """The folded names of the comparisons of the last run, from the table `LastRun` it wrote."""
    body = place.data_body_range if place else None
    rows = [] if body is None or body.shape[1] < 2 else grid(body)
    return {
        fold(str(value))
        for item, value, *_ in rows
        if value is not None and NUMBERED.match(fold(str(item)))
    }


def known_columns(
    place: xw.main.Table, columns: Sequence[str], table: ResultTable
) -> dict[str, int]:
    """Where each column of an Excel table stands, by what it is for us, or else by its name.

    A column of ours may have its heading in any language. One that HR filled with a formula is
    their own, whatever they call it.
    """
    known: dict[str, int] = {}
    for position, name in enumerate(columns):
        known.setdefault(fold(name), position)
    ours = {fold(name) for name in table.frame.columns}
    for name in table.frame.columns:
        for heading in map(fold, table.headings.get(name, {}).values()):
            free = fold(name) not in known and heading not in ours
            if free and heading in known and not holds_formulas(place, known[heading]):
                known[fold(name)] = known.pop(heading)
    return known


def holds_formulas(place: xw.main.Table, position: int) -> bool:
    """Whether a formula stands in a column of a table."""
    body = place.data_body_range
    return body is not None and _has_formula(body.columns[position])


def _of_the_past(
    table: ResultTable, place: xw.main.Table, known: Mapping[str, int], before: Container[str]
) -> list[int]:
    """Columns that were a comparison or theme of ours, by their position.

    Those the last run wrote by that name; and columns of figures between columns of ours, or
    anywhere in a table with a column a theme: there HR's own figures would not stay beside their
    group anyway.
    """
    ours = {fold(name) for name in table.frame.columns}
    filled = [position for name, position in known.items() if name in ours]
    others = {position: name for name, position in known.items() if name not in ours}
    figures = columns_of_figures(place, others) if table.comparisons or table.varying else []
    if not table.varying:
        figures = [p for p in figures if filled and min(filled) < p < max(filled)]
    return [
        position
        for position, name in sorted(others.items())
        if position in figures or (name in before and not holds_formulas(place, position))
    ]


def columns_of_figures(place: xw.main.Table, positions: Iterable[int]) -> list[int]:
    """Those of the columns that hold a number, and no formula."""
    body = place.data_body_range
    if body is None:
        return []
    return [p for p in positions if p < body.shape[1] and _holds_figures(body.columns[p])]


def _has_formula(column: xw.Range) -> bool:
    formulas = column.formula
    written = [formulas] if isinstance(formulas, str) else [f[0] for f in formulas]
    begun = [i for i, formula in enumerate(written) if str(formula).startswith("=")]
    if not begun:
        return False
    values = grid(column)  # a text may begin as a formula does; then it is its own value
    return any(values[i][0] != written[i] for i in begun)


def _holds_figures(column: xw.Range) -> bool:
    if _has_formula(column):
        return False
    return any(isinstance(row[0], float) for row in grid(column))


def area_of(place: xw.main.Table) -> Area:
    """The cells of an Excel table, its header and totals included."""
    cells = place.range
    rows, columns = cells.shape
    top, left = cells.row, cells.column
    return Area(place.parent.name, top, left, top + rows - 1, left + columns - 1)


def headings(place: xw.main.Table) -> list[str]:
    """The names of a table's columns; none where its header row is switched off."""
    header = place.header_row_range
    return [] if header is None else [str(name) for name in grid(header)[0]]


def filled_cell(cells: xw.Range) -> tuple[str, str] | None:
    """The first cell in which something stands, and what that is."""
    for row, values in enumerate(grid(cells), start=cells.row):
        for column, value in enumerate(values, start=cells.column):
            if not is_blank_row([value]):
                return f"{column_letters(column)}{row}", str(value)
    return None


def column_values(table: ResultTable, name: str) -> list[Any]:
    """A column as written to cells; at least one, for a table has one row at least."""
    blank = NO_FIGURE if name in table.comparisons else None
    values = [blank if value is None else value for value in table.frame[name]]
    return [as_text(v) if isinstance(v, str) else v for v in values] or [None]


def as_text(value: str) -> str | None:
    """What Excel takes for this very text, with its own leading apostrophe; None for no text.

    Without it, a text may become a formula or a date.
    """
    units = value.encode("utf-16-le", "replace")
    if len(units) > 2 * MOST_TEXT:
        value = units[: 2 * MOST_TEXT - 2].decode("utf-16-le", "ignore") + "…"
    return f"'{value}" if value else None


def _blocks(values: Mapping[int, list[Any]]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Neighbouring columns together, so that each is written in one go."""
    for _, run in groupby(enumerate(sorted(values)), key=lambda pair: pair[1] - pair[0]):
        positions = [position for _, position in run]
        yield positions[0], [values[p] for p in positions]
