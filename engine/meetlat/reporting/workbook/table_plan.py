"""Plan where each result goes in the workbook, and check the room for it.

Everything is planned before anything is written, so that one table without room stops the whole
report. A growing table may run into filled cells, into another table (even one with blank cells),
or off the sheet. In a workbook file, what stands below it moves down where that is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from meetlat.formatting import NO_FIGURE
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.problem import Problem
from meetlat.problems.text import fold
from meetlat.reading.inputs import TABLES_MADE, column_letters, grid, is_blank_row

if TYPE_CHECKING:
    import xlwings as xw

# The limits of a sheet.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384

# The limit of a cell in UTF-16 units. Excel cuts off longer texts; other programs reject the file.
MOST_TEXT = 32_767

# The items of `LastRun` whose value is the name of a comparison.
NUMBERED = re.compile("comparison [0-9]+$")


class Area(NamedTuple):
    """A rectangle of cells, including its last row and column."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def first_cell(self) -> str:
        """The address of the top left cell."""
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
    """How the values of a result go into an existing Excel table.

    Attributes:
        place: the Excel table.
        rows: the number of rows its body will have.
        columns: the names its columns will have, including the user's own; empty if the header row
            is switched off.
        headings: the names they had when it was planned.
        values: the new contents, by the position of their column.
        emptied: the positions of columns that Meetlat filled before and no longer fills.
        names: the column of the result at each other position of `values`.
    """

    place: xw.main.Table
    rows: int
    columns: Sequence[str]
    headings: Sequence[str]
    values: Mapping[int, list[Any]]
    emptied: Sequence[int] = ()
    names: Mapping[int, str] = field(default_factory=dict)

    def of(self, table: ResultTable) -> Plan:
        """The plan of a table that goes into the same cells, after this one was written."""
        values = _values(table, self.names, self.emptied, self.rows)
        return replace(self, headings=self.columns, values=values)

    @cached_property
    def old(self) -> Area:
        """The cells of the table when it was planned; another table may move it afterwards."""
        return area_of(self.place)

    @cached_property
    def target(self) -> Area:
        """The cells that it will have, unless another table moves it."""
        return self._grown(self.old)

    @property
    def adds_columns(self) -> bool:
        """Whether the table gets columns at the right."""
        return self.target.right > self.old.right

    def _grown(self, old: Area) -> Area:
        """The future cells of the table that stands here; a totals row stays the last row."""
        below = self.rows + (1 if self.place.show_totals else 0)
        return old._replace(bottom=old.top + below, right=old.left + len(self.columns) - 1)

    def faults(self, tables: Mapping[str, Area]) -> Iterator[Problem]:
        """The reasons why it cannot be written; `tables` are the areas of all tables, by name."""
        old, new = self.old, self.target
        if not self.columns:
            yield self._problem(old.sheet, old.first_cell, "no-headings", self.place.name)
        elif new.bottom > MOST_ROWS or new.right > MOST_COLUMNS:
            yield self._problem(old.sheet, old.first_cell, "no-room", self.place.name)
        else:
            beside = new._replace(left=old.right + 1, bottom=min(old.bottom, new.bottom))
            yield from list(self._in_the_way(beside, tables)) or self._fixed_below(tables)

    def occupied(self, tables: Mapping[str, Area]) -> Area:
        """The present cells that it will cover. Rows that are inserted for it are none of these."""
        is_free = next(self._in_the_way(self._below, tables), None) is None
        return self.target if is_free else self.target._replace(bottom=self.old.bottom)

    def remarks(self) -> Iterator[Problem]:
        """Remarks on columns of figures that nothing fills: emptied, or left as perhaps HR's."""
        unfilled = [p for p in range(len(self.columns)) if p not in self.values]
        for position in (*self.emptied, *columns_of_figures(self.place, unfilled)):
            code = "column-emptied" if position in self.emptied else "column-not-filled"
            cell = f"{column_letters(self.old.left + position)}{self.old.top}"
            yield self._problem(self.old.sheet, cell, code, self.columns[position])

    def write(self) -> None:
        """Grow or shrink the table, fill Meetlat's columns, and clear the cells it leaves."""
        sheet, old = self.place.parent, area_of(self.place)
        new = self._grown(old)
        for position, name in enumerate(self.headings):
            if self.columns[position] != name:
                cell = sheet.range((old.top, old.left + position))
                cell.value = as_text(self.columns[position])
        if new != old:
            if new.right > old.right:
                added = [as_text(name) for name in self.columns[old.right - old.left + 1 :]]
                sheet.range((new.top, old.right + 1), (new.top, new.right)).value = [added]
            self.place.resize(_range(sheet, new))
        for first, block in _adjacent_columns(self.values):
            left = new.left + first
            last = (new.top + self.rows, left + len(block) - 1)
            cells = sheet.range((new.top + 1, left), last)
            cells.value = [list(row) for row in zip(*block, strict=True)]
        if old.bottom > new.bottom:
            sheet.range((new.bottom + 1, new.left), (old.bottom, new.right)).clear_contents()

    @property
    def _below(self) -> Area:
        return self.target._replace(top=self.old.bottom + 1)

    def _fixed_below(self, tables: Mapping[str, Area]) -> Iterator[Problem]:
        """What is in the way below and cannot move down; an engine may move nothing."""
        found = list(self._in_the_way(self._below, tables))
        ask = getattr(self.place.impl, "obstacle_below", None)
        if not found or ask is None:
            yield from found
        elif because := ask(_range(self.place.parent, self.target)):
            facts = {**found[0].facts, "because": because}
            yield replace(found[0], code="cannot-move-down", facts=facts)

    def _in_the_way(self, area: Area, tables: Mapping[str, Area]) -> Iterator[Problem]:
        """Tables in an area; if there are none, its first filled or merged cells."""
        if area.top > area.bottom or area.left > area.right:
            return
        own, cells = self.place.name, _range(self.place.parent, area)
        others = {n: t for n, t in tables.items() if n != own and t.overlaps(area)}
        for name, other in others.items():
            yield self._problem(other.sheet, other.first_cell, "table-in-the-way", name)
        if others:
            return
        if found := filled_cell(cells):
            cell, value = found
            yield self._problem(area.sheet, cell, "in-the-way", value)
        elif cells.merge_cells is not False:  # None if some are merged
            yield self._problem(area.sheet, area.first_cell, "merged-in-the-way", "")

    def _problem(self, sheet: str, cell: str, code: str, value: str) -> Problem:
        return Problem(code, sheet, cell, value, {"table": self.place.name})


def plan(table: ResultTable, place: xw.main.Table, previous: Container[str] = ()) -> Plan:
    """Match the columns of a result with those of its Excel table.

    A column that HR deleted is not added again. A new comparison (or theme of the heat map) takes
    over the column and the format of an outdated one, or is added at the right. A comparison
    without any figure is not added. Other outdated columns are emptied, because they may hold
    figures of groups that are suppressed now. `previous` has the folded names of the comparisons
    that the last run wrote.
    """
    columns = headings(place)
    old = [*columns]
    positions = column_positions(place, columns, table)
    outdated = _outdated_columns(table, place, positions, previous)
    for name in (*table.new_comparisons, *table.varying) if columns else ():
        if fold(name) not in positions:
            position = outdated.pop(0) if outdated else len(columns)
            columns[position : position + 1] = [name]
            positions[fold(name)] = position
    found = [name for name in table.frame.columns if columns and fold(name) in positions]
    names = {positions[fold(name)]: name for name in found}
    rows = max(1, table.frame.height)  # an Excel table has at least one row, which may be blank
    return Plan(place, rows, columns, old, _values(table, names, outdated, rows), outdated, names)


def _values(
    table: ResultTable, names: Mapping[int, str], emptied: Iterable[int], rows: int
) -> dict[int, list[Any]]:
    """The contents of columns by position: those of these names, and empty ones."""
    values = {position: column_values(table, name) for position, name in names.items()}
    return values | {position: [None] * rows for position in emptied}


def previous_comparisons(place: xw.main.Table | None) -> set[str]:
    """The folded names of the comparisons of the last run, from its table `LastRun`."""
    return {fold(value) for item, value in _last_run(place) if NUMBERED.match(item)}


def previous_tables(place: xw.main.Table | None) -> list[str]:
    """The folded names of the tables that plugins made in the last run."""
    found = (value for item, value in _last_run(place) if item == TABLES_MADE)
    return [fold(name) for names in found for name in names.split(", ")]


def _last_run(place: xw.main.Table | None) -> Iterator[tuple[str, str]]:
    """The items of the table `LastRun`, folded, and their values."""
    body = place.data_body_range if place else None
    rows = [] if body is None or body.shape[1] < 2 else grid(body)
    for item, value, *_ in rows:
        if value is not None:
            yield fold(str(item)), str(value)


def column_positions(
    place: xw.main.Table, columns: Sequence[str], table: ResultTable
) -> dict[str, int]:
    """The position of each column of an Excel table, by its folded name in the result.

    The heading of a result column may be in any language. Other columns go by their heading. A
    column that HR filled with a formula is HR's, whatever its heading.
    """
    positions: dict[str, int] = {}
    for position, name in enumerate(columns):
        positions.setdefault(fold(name), position)
    ours = {fold(name) for name in table.frame.columns}
    for name in table.frame.columns:
        for heading in map(fold, table.headings.get(name, {}).values()):
            is_free = fold(name) not in positions and heading not in ours
            if is_free and heading in positions and not has_formulas(place, positions[heading]):
                positions[fold(name)] = positions.pop(heading)
    return positions


def has_formulas(place: xw.main.Table, position: int) -> bool:
    """Whether a column of a table contains a formula."""
    body = place.data_body_range
    return body is not None and _has_formula(body.columns[position])


def _outdated_columns(
    table: ResultTable, place: xw.main.Table, positions: Mapping[str, int], previous: Container[str]
) -> list[int]:
    """The positions of columns that hold an earlier comparison or theme of Meetlat.

    These are the comparisons that the last run wrote, and columns of figures between columns of the
    result. In a table with a column for each theme, every column of figures is outdated: HR's own
    figures would not stay next to their group anyway.
    """
    ours = {fold(name) for name in table.frame.columns}
    filled = [position for name, position in positions.items() if name in ours]
    others = {position: name for name, position in positions.items() if name not in ours}
    figures = columns_of_figures(place, others) if table.comparisons or table.varying else []
    if not table.varying:
        figures = [p for p in figures if filled and min(filled) < p < max(filled)]
    return [
        position
        for position, name in sorted(others.items())
        if position in figures or (name in previous and not has_formulas(place, position))
    ]


def columns_of_figures(place: xw.main.Table, positions: Iterable[int]) -> list[int]:
    """The positions of columns that contain a number and no formula."""
    body = place.data_body_range
    if body is None:
        return []
    return [p for p in positions if p < body.shape[1] and _has_figures(body.columns[p])]


def kind_of(column: xw.Range) -> tuple[bool, bool]:
    """Whether cells of a column hold a formula, and whether they hold figures."""
    return _has_formula(column), _has_figures(column)


def _has_formula(column: xw.Range) -> bool:
    found = column.formula
    formulas = [found] if isinstance(found, str) else [row[0] for row in found]
    rows = [row for row, formula in enumerate(formulas) if str(formula).startswith("=")]
    if not rows:
        return False
    values = grid(column)  # a text that starts with = is equal to its value, a formula is not
    return any(values[row][0] != formulas[row] for row in rows)


def _has_figures(column: xw.Range) -> bool:
    if _has_formula(column):
        return False
    return any(isinstance(row[0], float) for row in grid(column))


def area_of(place: xw.main.Table) -> Area:
    """The cells of an Excel table, including its header and totals row."""
    cells = place.range
    rows, columns = cells.shape
    top, left = cells.row, cells.column
    return Area(place.parent.name, top, left, top + rows - 1, left + columns - 1)


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def headings(place: xw.main.Table) -> list[str]:
    """The names of a table's columns; none if its header row is switched off."""
    header = place.header_row_range
    return [] if header is None else [str(name) for name in grid(header)[0]]


def filled_cell(cells: xw.Range) -> tuple[str, str] | None:
    """The address and the value of the first cell that is not blank."""
    for row, values in enumerate(grid(cells), start=cells.row):
        if is_blank_row(values):
            continue
        for column, value in enumerate(values, start=cells.column):
            if not is_blank_row([value]):
                return f"{column_letters(column)}{row}", str(value)
    return None


def column_values(table: ResultTable, name: str) -> list[Any]:
    """The cells of a column; at least one, because a table has at least one row."""
    blank = NO_FIGURE if name in table.comparisons else None
    values = [blank if value is None else value for value in table.frame[name].to_list()]
    return [*map(as_cell, values)] or [None]


def as_text(value: str) -> str | None:
    """A text after an apostrophe, so that Excel reads no formula or date; None for an empty one."""
    if 2 * len(value) > MOST_TEXT:  # a letter takes one or two units
        units = value.encode("utf-16-le", "replace")
        if len(units) > 2 * MOST_TEXT:
            value = units[: 2 * MOST_TEXT - 2].decode("utf-16-le", "ignore") + "…"
    return f"'{value}" if value else None


def as_cell(value: Any) -> Any:
    """A value for a cell: a text as `as_text` has it, anything else as it is."""
    return as_text(value) if isinstance(value, str) else value


def _adjacent_columns(values: Mapping[int, list[Any]]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Adjacent columns, to be written in one call: the first position, and their values."""
    for _, run in groupby(enumerate(sorted(values)), key=lambda pair: pair[1] - pair[0]):
        positions = [position for _, position in run]
        yield positions[0], [values[p] for p in positions]
