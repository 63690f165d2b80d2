"""The current values of the cells, names and columns that a formula looks up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from xlengines.shared.plain_formulas import Column, UnknownError
from xlengines.shared.refs import Area, Place
from xlengines.shared.structured import areas
from xlengines.xlsx.parts.cells import Result

from .precedents import Precedents
from .sheets import Sheet


@dataclass(frozen=True)
class Lookups:
    """Looks up for the formulas of one sheet; `value` returns None for a value not known."""

    precedents: Precedents
    sheet: Sheet
    value: Callable[[tuple[Sheet, Place]], Result]

    def cell(self, sheet: str | None, place: Place) -> Result:
        """The value of a cell; None for a blank one."""
        on = self.sheet
        if sheet is not None:
            number = self.precedents.numbers.get(sheet.lower())
            if number is None:
                raise UnknownError
            on = self.precedents.sheets[number]
        return self._at(on, place)

    def name(self, name: str) -> Result:
        """The value of the cell that a name refers to, of the sheet or of the workbook."""
        names, own = self.precedents.names, self.precedents.numbers[self.sheet.name.lower()]
        text = names.get((name.lower(), own)) or names.get((name.lower(), None), "")
        if (found := _one_cell(text)) is None:
            raise UnknownError
        return self.cell(*found)

    def size(self, column: Column) -> int:
        """The number of rows of a column of a table."""
        return self._column(column)[1].height

    def item(self, column: Column, row: int) -> Result:
        """The value in a row of a column."""
        sheet, area = self._column(column)
        return self._at(sheet, (area.top + row - 1, area.left))

    def _at(self, sheet: Sheet, place: Place) -> Result:
        if sheet.kind != "worksheet":
            raise UnknownError
        if not sheet.is_filled(place):
            return None
        value = self.value((sheet, place))
        if value is None:
            raise UnknownError
        return value

    def _column(self, column: Column) -> tuple[Sheet, Area]:
        found = self.precedents.body_of(column.table.lower(), column.name.lower())
        if found is None:
            raise UnknownError
        return found


@lru_cache(1_000)
def _one_cell(text: str) -> tuple[str | None, Place] | None:
    """The sheet and the place of the one cell that a text refers to; None if it is not that."""
    found = areas(text)
    if len(found) != 1 or "(" in text:
        return None
    ((sheet, area),) = found
    return (sheet, (area.top, area.left)) if area.height == area.width == 1 else None
