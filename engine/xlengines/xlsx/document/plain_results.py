"""The results of formulas that only look something up, as the workbook now is.

So a report shows the new figures in programs that do not calculate, such as the preview of a mail.
"""

from __future__ import annotations

import datetime as dt

from xlengines.shared.plain_formulas import Column, UnknownError, parsed
from xlengines.shared.refs import Area, Place
from xlengines.shared.structured import areas
from xlengines.shared.values import date_serial
from xlengines.xlsx.parts.cells import Result, spelled_result

from .document import Document
from .sheets import Sheet


def fill_in_plain_results(document: Document) -> None:
    """Give plain formulas whose stored value was taken out the value that they have now."""
    results = _Results(document)
    for sheet in document.sheets:
        for place in [place for place, result in sheet.results.items() if result is None]:
            try:
                result = results.result(sheet, place)
            except UnknownError:
                continue
            if _is_stored(sheet, place, result):
                del sheet.results[place]
            else:
                sheet.results[place] = result


def _is_stored(sheet: Sheet, place: Place, result: Result) -> bool:
    """Whether the file already stores this result."""
    cell = sheet.cell(place)
    kind, element = spelled_result(result)
    if cell is None or (kind or "n") != cell.kind:
        return False
    return cell.raw == result if kind == "str" else element == f"<v>{cell.raw}</v>".encode()


class _Results:
    """Computes plain formulas, each once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sheets = {sheet.name.lower(): sheet for sheet in document.sheets}
        self.tables = {table.name.lower(): table for table in document.tables()}
        self.names = {n.name.lower(): n.text for n in document.workbook.names() if n.sheet is None}
        # None: not plain, or being computed, so that a formula that depends on itself has none.
        self.known: dict[tuple[Sheet, Place], Result] = {}
        self.columns: dict[Column, tuple[Sheet, Area]] = {}

    def result(self, sheet: Sheet, place: Place) -> Result:
        """The result of a formula.

        Raises:
            UnknownError: it is not plain, or depends on one that is not, or on itself.
        """
        if (sheet, place) not in self.known:
            self.known[sheet, place] = None
            compute = parsed(self.text(sheet, place))
            if compute is not None:
                result = compute(_On(self, sheet))
                # A formula that shows a blank cell shows 0.
                self.known[sheet, place] = 0.0 if result is None else result
        found = self.known[sheet, place]
        if found is None:
            raise UnknownError
        return found

    def text(self, sheet: Sheet, place: Place) -> str:
        """The formula of a cell; blank for one that it shares with other cells."""
        cell = sheet.cell(place)
        formula = cell.formula if cell else None
        if formula is None or formula.attributes.get("t", "normal") != "normal":
            return ""
        return sheet.formula_texts.get(place, formula.text)

    def value(self, sheet: Sheet, place: Place) -> Result:
        """The value of a cell, with or without a formula."""
        if place in sheet.results:
            known = sheet.results[place]
            return self.result(sheet, place) if known is None else known
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
        table = self.tables.get(column.table.lower())
        body = table.shape.body if table else None
        names = [c.name.lower() for c in table.columns] if table else []
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
        text = self.results.names.get(name.lower(), "")
        found = areas(text)
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
