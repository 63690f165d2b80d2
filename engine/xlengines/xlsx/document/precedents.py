"""The cells that a formula depends on, also through names and tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from xlengines.shared.references import (
    CellReference,
    NameReference,
    TableReference,
    references,
)
from xlengines.shared.refs import Area, Place
from xlengines.shared.table_shape import TableShape
from xlengines.xlsx.package.remembered import remembered

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
    """What a formula refers to in any cell of a sheet. Sheets are numbers, as copies have them."""

    # Each with its sheet, and whether it is counted from A1, as in a name.
    cells: list[tuple[int, CellReference, bool]] = field(default_factory=list)
    tables: list[TableReference] = field(default_factory=list)
    # As in `Sources`.
    names: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    joins: bool = False
    is_clear: bool = True


@remembered(10)
def _readings(sheets: Hashable, names: Hashable) -> dict[tuple[int, str], _Reading]:
    """What is known of the formulas of workbooks with these sheets and names; it grows."""
    return {}


class Precedents:
    """Looks up what formulas depend on, in a workbook with its pending changes."""

    def __init__(self, document: Document) -> None:
        self.sheets = document.sheets
        self.numbers = {sheet.name.lower(): i for i, sheet in enumerate(self.sheets)}
        self.tables = {table.name.lower(): table for table in document.tables()}
        # By the name in lower case, and the index of the sheet that it belongs to.
        self.names = {(n.name.lower(), n.sheet): n.text for n in document.workbook.names()}
        self._as_functions = {name.upper() for name, _ in self.names}
        self._readings = _readings(tuple(self.numbers), tuple(self.names.items()))
        # The place of each column of a table, by its name in lower case.
        self._columns: dict[Table, dict[str, int]] = {}
        self._bodies: dict[tuple[str, str], tuple[Sheet, Area] | None] = {}
        # Only references that mean the same cells in every formula.
        self._table_areas: dict[TableReference, Area | None] = {}

    def of(self, sheet: Sheet, place: Place, text: str, origin: Place | None = None) -> Sources:
        """What the formula of a cell depends on.

        The formula is written for the cell `origin`, which is another than `place` if it is shared.
        """
        reading = self._reading(sheet, text)
        areas: _Areas = []
        possible: _Areas = []
        tables: set[str] = set()
        for on, reference, from_a1 in reading.cells:
            top, left = _A1 if from_a1 else origin or place
            areas.append((self.sheets[on], reference.moved(place[0] - top, place[1] - left)))
        for reference in reading.tables:
            if table := self.table(reference, sheet, place):
                area = self._cells_of(table, reference, place)
                # Of cells that are not known, all of the table may be meant.
                cells = possible if area is None else areas
                cells.append((self.sheet_of(table), area or table.area))
                tables |= _sized(table, reference)
        if reading.joins:
            possible += _around(areas)
        names, functions, is_clear = reading.names, reading.functions, reading.is_clear
        return Sources(areas, possible, names, functions, tables, is_clear)

    def table(self, reference: TableReference, sheet: Sheet, place: Place) -> Table | None:
        """The table that a reference names; if it names none, the table around the cell."""
        if reference.table:
            return self.tables.get(reference.table.lower())
        return next((table for table in sheet.tables if table.area.holds(*place)), None)

    def sheet_of(self, table: Table) -> Sheet:
        """The sheet that a table stands on."""
        return self.sheets[self.numbers[table.sheet.name.lower()]]

    def body_of(self, table: str, column: str) -> tuple[Sheet, Area] | None:
        """The cells of a column of a table, by their names in lower case, if it has any."""
        key = table, column
        if key not in self._bodies:
            self._bodies[key] = self._body_of(self.tables.get(table), column)
        return self._bodies[key]

    def _body_of(self, table: Table | None, column: str) -> tuple[Sheet, Area] | None:
        body = table.shape.body if table else None
        names = [each.name.lower() for each in table.columns] if table else []
        if table is None or body is None or column not in names:
            return None
        left = body.left + names.index(column)
        return self.sheet_of(table), body._replace(left=left, right=left)

    def sheets_of(self, reference: CellReference, own: Sheet) -> list[Sheet] | None:
        """The sheets that a reference goes through; None if the workbook has no such sheet."""
        if reference.sheets is None:
            return [own]
        numbers = self._numbers_of(reference.sheets)
        return None if numbers is None else [self.sheets[number] for number in numbers]

    def _numbers_of(self, sheets: tuple[str, str]) -> range | None:
        first, last = (self.numbers.get(name.lower()) for name in sheets)
        if first is None or last is None:
            return None
        return range(min(first, last), max(first, last) + 1)

    def _reading(self, sheet: Sheet, text: str) -> _Reading:
        key = self.numbers[sheet.name.lower()], text
        if key not in self._readings:
            reading = _Reading()
            self._read(reading, sheet, text, set(), is_name=False)
            self._readings[key] = reading
        return self._readings[key]

    def _read(
        self, into: _Reading, sheet: Sheet, text: str, followed: set[object], *, is_name: bool
    ) -> None:
        read = references(text)
        into.is_clear &= read.is_clear
        into.functions |= read.functions
        into.joins |= read.joins
        into.tables += read.tables
        for cells in read.cells:
            self._read_cells(into, sheet, cells, is_name)
        names = [
            *read.names,
            *(NameReference(f, None) for f in read.functions & self._as_functions),
        ]
        for name in names:
            key = self._defined(name, sheet)
            if key is None:
                into.tables.append(TableReference(name.name, frozenset(), ()))
            elif key not in followed:
                followed.add(key)
                into.names.add(key[0])
                self._read(into, sheet, self.names[key], followed, is_name=True)

    def _read_cells(
        self, into: _Reading, sheet: Sheet, reference: CellReference, is_name: bool
    ) -> None:
        own = self.numbers[sheet.name.lower()]
        sheets = reference.sheets
        numbers = range(own, own + 1) if sheets is None else self._numbers_of(sheets)
        if numbers is None:  # a reference to one unknown sheet is an error, whatever changes
            names = sheets or ("", "")
            into.is_clear &= names[0] == names[1]
        else:
            into.cells += [(number, reference, is_name) for number in numbers]

    def _defined(self, name: NameReference, sheet: Sheet) -> tuple[str, int | None] | None:
        """The key of a defined name; a name of the sheet goes before one of the workbook."""
        on = self.numbers.get((name.sheet or sheet.name).lower())
        keys = ((name.name.lower(), on), (name.name.lower(), None))
        return next((key for key in keys if key in self.names), None)

    def _cells_of(self, table: Table, reference: TableReference, place: Place) -> Area | None:
        """The cells of a table that a reference means, before and after the table was resized.

        None if it names a column that the table does not have.
        """
        if "#this row" in reference.rows or not reference.table:
            return self._read_cells_of(table, reference, place)
        if reference not in self._table_areas:
            self._table_areas[reference] = self._read_cells_of(table, reference, place)
        return self._table_areas[reference]

    def _read_cells_of(self, table: Table, reference: TableReference, place: Place) -> Area | None:
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
