"""The cells that a formula depends on, also through names and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from xlengines.shared.references import (
    CellReference,
    NameReference,
    TableReference,
    references,
)
from xlengines.shared.refs import Area, Place
from xlengines.shared.table_shape import TableShape

from .document import Document
from .sheets import Sheet
from .tables import Table

_Areas: TypeAlias = list[tuple[Sheet, Area]]

# Where a name's relative references are counted from.
_A1 = (1, 1)


@dataclass(slots=True)
class Sources:
    """What a formula depends on."""

    areas: _Areas = field(default_factory=list)
    # More cells that it may depend on; its text does not show whether it does.
    possible: _Areas = field(default_factory=list)
    # Names and tables in lower case, functions in capitals; also those of the names it uses.
    names: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    # Tables of which it uses more than its own row and the headers.
    tables: set[str] = field(default_factory=set)
    # Whether its text could be read completely.
    is_clear: bool = True


@dataclass(slots=True)
class _Reading:
    """What a formula depends on in any cell of a sheet, and the references that move with it."""

    fixed: Sources = field(default_factory=Sources)
    # Each with its sheet, and whether it is counted from A1, as in a name.
    moving: list[tuple[Sheet, CellReference, bool]] = field(default_factory=list)
    # References to a row of a table, or to the table around the cell.
    in_table: list[TableReference] = field(default_factory=list)
    joins: bool = False


class Precedents:
    """Looks up what formulas depend on, in a workbook with its pending changes."""

    def __init__(self, document: Document) -> None:
        self.sheets = document.sheets
        self.numbers = {sheet.name.lower(): i for i, sheet in enumerate(self.sheets)}
        self.tables = {table.name.lower(): table for table in document.tables()}
        # By the name in lower case, and the index of the sheet that it belongs to.
        self.names = {(n.name.lower(), n.sheet): n.text for n in document.workbook.names()}
        self._as_functions = {name.upper() for name, _ in self.names}
        self._readings: dict[tuple[Sheet, str], _Reading] = {}
        # The place of each column of a table, by its name in lower case.
        self._columns: dict[Table, dict[str, int]] = {}
        # Only references that mean the same cells in every formula.
        self._table_areas: dict[TableReference, Area | None] = {}

    def of(self, sheet: Sheet, place: Place, text: str, origin: Place | None = None) -> Sources:
        """What the formula of a cell depends on.

        Args:
            sheet: the sheet of the cell.
            place: the cell.
            text: the formula, as it is written for the cell `origin`.
            origin: the cell that holds the text; another than `place` if the formula is shared.
        """
        reading = self._reading(sheet, text)
        if not (reading.moving or reading.in_table):
            return reading.fixed
        fixed = reading.fixed
        areas, possible = [*fixed.areas], [*fixed.possible]
        for on, reference, from_a1 in reading.moving:
            top, left = _A1 if from_a1 else origin or place
            areas.append((on, reference.moved(place[0] - top, place[1] - left)))
        tables = set(fixed.tables)
        for reference in reading.in_table:
            if table := self.table(reference, sheet, place):
                self._add_cells_of(table, self._cells_of(table, reference, place), areas, possible)
                tables |= _sized(table, reference)
        if reading.joins:
            possible += _around(areas)
        return replace(fixed, areas=areas, possible=possible, tables=tables)

    def table(self, reference: TableReference, sheet: Sheet, place: Place) -> Table | None:
        """The table that a reference names; if it names none, the table around the cell."""
        if reference.table:
            return self.tables.get(reference.table.lower())
        return next((table for table in sheet.tables if table.area.holds(*place)), None)

    def sheet_of(self, table: Table) -> Sheet:
        """The sheet that a table stands on."""
        return self.sheets[self.numbers[table.sheet.name.lower()]]

    def sheets_of(self, reference: CellReference, own: Sheet) -> list[Sheet] | None:
        """The sheets that a reference goes through; None if the workbook has no such sheet."""
        if reference.sheets is None:
            return [own]
        numbers = [self.numbers.get(name.lower()) for name in reference.sheets]
        first, last = numbers[0], numbers[-1]
        if first is None or last is None:
            return None
        return self.sheets[min(first, last) : max(first, last) + 1]

    def _reading(self, sheet: Sheet, text: str) -> _Reading:
        key = sheet, text
        if key not in self._readings:
            reading = self._readings[key] = _Reading()
            self._read(reading, sheet, text, set(), is_name=False)
            if reading.joins:
                reading.fixed.possible += _around(reading.fixed.areas)
        return self._readings[key]

    def _read(
        self, into: _Reading, sheet: Sheet, text: str, followed: set[object], *, is_name: bool
    ) -> None:
        read, fixed = references(text), into.fixed
        fixed.is_clear &= read.is_clear
        fixed.functions |= read.functions
        into.joins |= read.joins
        for cells in read.cells:
            self._read_cells(into, sheet, cells, is_name)
        for table in read.tables:
            self._read_table(into, table)
        names = [
            *read.names,
            *(NameReference(f, None) for f in read.functions & self._as_functions),
        ]
        for name in names:
            key = self._defined(name, sheet)
            if key is None:
                self._read_table(into, TableReference(name.name, frozenset(), ()))
            elif key not in followed:
                followed.add(key)
                fixed.names.add(key[0])
                self._read(into, sheet, self.names[key], followed, is_name=True)

    def _read_cells(
        self, into: _Reading, sheet: Sheet, reference: CellReference, is_name: bool
    ) -> None:
        sheets = self.sheets_of(reference, sheet)
        if sheets is None:  # a reference to one unknown sheet is an error, whatever changes
            names = reference.sheets or ("", "")
            into.fixed.is_clear &= names[0] == names[1]
        elif all(reference.fixed):
            into.fixed.areas += [(on, reference.area) for on in sheets]
        else:
            into.moving += [(on, reference, is_name) for on in sheets]

    def _read_table(self, into: _Reading, reference: TableReference) -> None:
        if not reference.table or "#this row" in reference.rows:
            into.in_table.append(reference)
        elif table := self.tables.get(reference.table.lower()):
            if reference not in self._table_areas:
                self._table_areas[reference] = self._cells_of(table, reference, _A1)
            fixed, area = into.fixed, self._table_areas[reference]
            self._add_cells_of(table, area, fixed.areas, fixed.possible)
            fixed.tables |= _sized(table, reference)

    def _defined(self, name: NameReference, sheet: Sheet) -> tuple[str, int | None] | None:
        """The key of a defined name; a name of the sheet goes before one of the workbook."""
        on = self.numbers.get((name.sheet or sheet.name).lower())
        keys = ((name.name.lower(), on), (name.name.lower(), None))
        return next((key for key in keys if key in self.names), None)

    def _cells_of(self, table: Table, reference: TableReference, place: Place) -> Area | None:
        """The cells of a table that a reference means, before and after the table was resized.

        None if it names a column that the table does not have.
        """
        shapes = table.saved_shape, table.shape
        before, after = (_part(shape, reference, place) for shape in shapes)
        columns = self._columns_of(table)
        area = before.around(after)
        names = [name.lower() for name in reference.columns]
        if any(name not in columns for name in names):
            return None
        places = [columns[name] for name in names] or [area.left, area.right]
        return area._replace(left=min(places), right=max(places))

    def _columns_of(self, table: Table) -> dict[str, int]:
        if table not in self._columns:
            names = (column.name.lower() for column in table.columns)
            self._columns[table] = {name: n for n, name in enumerate(names, table.area.left)}
        return self._columns[table]

    def _add_cells_of(
        self, table: Table, area: Area | None, areas: _Areas, possible: _Areas
    ) -> None:
        """Add an area of a table; if it is not known, the whole table as possible cells."""
        (possible if area is None else areas).append((self.sheet_of(table), area or table.area))


def _sized(table: Table, reference: TableReference) -> set[str]:
    """The table, if a reference means more of it than a row and the headers."""
    row_only = reference.rows and reference.rows <= {"#this row", "#headers"}
    return set() if row_only else {table.name.lower()}


def _around(areas: _Areas) -> Iterator[tuple[Sheet, Area]]:
    """By sheet, the rectangle around all areas: cells between two of them may count."""
    around: dict[Sheet, Area] = {}
    for sheet, area in areas:
        around[sheet] = around[sheet].around(area) if sheet in around else area
    return iter(around.items())


def _part(shape: TableShape, reference: TableReference, place: Place) -> Area:
    """The rows of a table that a reference means."""
    area = shape.area
    if reference.rows == {"#this row"} and area.top <= place[0] <= area.bottom:
        return area._replace(top=place[0], bottom=place[0])
    parts = {"#headers": shape.header, "#totals": shape.totals_row, "#data": shape.body}
    found = [parts.get(row, area) for row in reference.rows or ("#data",)]
    known = [part for part in found if part is not None]
    if not known:
        return area
    whole = known[0]
    for part in known[1:]:
        whole = whole.around(part)
    return whole
