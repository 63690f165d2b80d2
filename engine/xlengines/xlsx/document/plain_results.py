"""The results of formulas that only look something up, as the workbook now stands.

So a report shows the new figures in programs that do not calculate, such as the preview of a mail.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from xlengines.shared.plain_formulas import Column, Part, UnknownError, parsed
from xlengines.shared.refs import Area, Place
from xlengines.shared.structured import areas
from xlengines.shared.values import date_serial
from xlengines.xlsx.parts.cells import Result, spelled_result
from xlengines.xlsx.parts.grid import Cell

from .document import Document
from .sheets import Sheet
from .tables import Table

_Formula: TypeAlias = tuple[Sheet, Place]


def plain_results(document: Document) -> dict[Sheet, dict[Place, Result]]:
    """The results of plain formulas that differ from those in the file."""
    reader = _Results(document)
    found: dict[Sheet, dict[Place, Result]] = {}
    for (sheet, place), (part, cell) in reader.formulas.items():
        if part is None:
            continue
        try:
            result = reader.result(sheet, place)
        except UnknownError:
            continue
        if not _is_stored(cell, result):
            found.setdefault(sheet, {})[place] = result
    return found


def _is_stored(cell: Cell, result: Result) -> bool:
    kind, element = spelled_result(result)
    if (kind or "n") != cell.kind:
        return False
    return cell.raw == result if kind == "str" and cell.raw else element == _element(cell)


def _element(cell: Cell) -> bytes:
    return b"" if cell.raw is None and cell.kind != "str" else f"<v>{cell.raw or ''}</v>".encode()


class _Results:
    """Computes plain formulas, each once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sheets = {sheet.name.lower(): sheet for sheet in document.sheets}
        self.tables = {table.name.lower(): table for table in document.tables()}
        self.names = {n.name.lower(): n.text for n in document.workbook.names() if n.sheet is None}
        self.formulas: dict[_Formula, tuple[Part | None, Cell]] = {}
        self.known: dict[_Formula, Result | UnknownError] = {}
        self.columns: dict[Column, tuple[Sheet, Area]] = {}
        for sheet in document.sheets:
            if sheet.kind == "worksheet" and sheet.has_formulas():
                self.read(sheet)

    def read(self, sheet: Sheet) -> None:
        """Find the formulas of a sheet that stay as they are."""
        for cell in sheet.formula_cells:
            formula, place = cell.formula, cell.place
            if formula is None or place in sheet.contents:
                continue
            text = sheet.formula_texts.get(place, formula.text)
            is_own = bool(text) and formula.attributes.get("t", "normal") == "normal"
            self.formulas[sheet, place] = (parsed(text) if is_own else None, cell)

    def result(self, sheet: Sheet, place: Place) -> Result:
        """The result of a formula.

        Raises:
            UnknownError: it is not plain, or depends on one that is not, or on itself.
        """
        key = sheet, place
        if key not in self.known:
            self.known[key] = UnknownError()  # while it is computed
            part, _ = self.formulas[key]
            try:
                result = part(_On(self, sheet)) if part else UnknownError()
                self.known[key] = 0.0 if result is None else result
            except UnknownError as unknown:
                self.known[key] = unknown
        found = self.known[key]
        if isinstance(found, UnknownError):
            raise UnknownError
        return found

    def value(self, sheet: Sheet, place: Place) -> Result:
        """The value of a cell, with or without a formula."""
        if (sheet, place) in self.formulas:
            return self.result(sheet, place)
        value = sheet.value(place)
        if isinstance(value, dt.datetime):
            value = date_serial(value, self.document.date1904)
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def column(self, column: Column) -> tuple[Sheet, Area]:
        """The cells of a column of a table, as large as it is now."""
        if column not in self.columns:
            self.columns[column] = self._found(column)
        return self.columns[column]

    def _found(self, column: Column) -> tuple[Sheet, Area]:
        table: Table | None = self.tables.get(column.table.lower())
        names = [c.name.lower() for c in table.columns] if table else []
        body = table.shape.body if table else None
        if table is None or body is None or column.name.lower() not in names:
            raise UnknownError
        left = body.left + names.index(column.name.lower())
        return self.sheets[table.sheet.name.lower()], body._replace(left=left, right=left)


class _On:
    """Reads for the formulas of one sheet."""

    def __init__(self, results: _Results, sheet: Sheet) -> None:
        self.results, self.sheet = results, sheet

    def cell(self, sheet: str | None, place: Place) -> Result:
        on = self.sheet if sheet is None else self.results.sheets.get(sheet.lower())
        if on is None or on.kind != "worksheet":
            raise UnknownError
        return self.results.value(on, place)

    def name(self, name: str) -> Result:
        if name.upper() in ("TRUE", "FALSE"):
            return name.upper() == "TRUE"
        text = self.results.names.get(name.lower(), "")
        found = list(areas(text))
        if len(found) != 1 or "(" in text:
            raise UnknownError
        ((sheet, area),) = found
        if area.height != 1 or area.width != 1:
            raise UnknownError
        return self.cell(sheet, (area.top, area.left))

    def size(self, column: Column) -> int:
        return self.results.column(column)[1].height

    def item(self, column: Column, row: int) -> Result:
        sheet, area = self.results.column(column)
        return self.results.value(sheet, (area.top + row - 1, area.left))
