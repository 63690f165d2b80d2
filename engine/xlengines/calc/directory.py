"""Which sheets and tables a document has.

Each object that comes over the bridge costs a millisecond, and a recalculation asks for all sheets
and tables again and again. So they are kept as long as their names stay the same.
"""

from __future__ import annotations

from typing import Any

from .refusals import Plainly


class Directory:
    """The sheets and tables of a document, by name."""

    def __init__(self, document: Any) -> None:
        self._sheets, self._tables = document.Sheets, document.DatabaseRanges
        self._names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._found: list[Any] = []
        self._by_sheet: dict[int, list[tuple[str, Any]]] = {}

    def sheets(self) -> list[Any]:
        """The sheets, as UNO gives them, in the order of their tabs."""
        self._refresh()
        return self._found

    def tables(self, sheet: int) -> list[tuple[str, Any]]:
        """Name and database range of each table of a sheet, which counts from 0."""
        self._refresh()
        return self._by_sheet.get(sheet, [])

    def _refresh(self) -> None:
        with Plainly():
            names = (self._sheets.ElementNames, self._tables.ElementNames)
            if names == self._names:
                return
            self._found = [self._sheets.getByIndex(i) for i in range(len(names[0]))]
            self._by_sheet = {}
            for name in names[1]:
                table = self._tables.getByName(name)
                self._by_sheet.setdefault(table.DataArea.Sheet, []).append((name, table))
            self._names = names
