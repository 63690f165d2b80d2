"""Rows that are inserted in a sheet, and the new places of its cells."""

from __future__ import annotations

from typing import NamedTuple

from .excel_limits import MOST_ROWS
from .refs import Area
from .structured import with_areas


class RowShift(NamedTuple):
    """Everything on a sheet from a row on moves down by a number of rows, as in Excel."""

    sheet: str
    row: int
    by: int

    def is_on(self, sheet: str | None) -> bool:
        """Whether this is the sheet."""
        return (sheet or "").lower() == self.sheet.lower()

    def line(self, number: int) -> int:
        """The new number of a row; never more than the last row of a sheet."""
        return min(MOST_ROWS, number + self.by) if number >= self.row else number

    def reaches(self, area: Area) -> bool:
        """Whether a cell of an area moves."""
        return area.bottom >= self.row

    def crosses(self, area: Area) -> bool:
        """Whether some rows of an area move and some stay."""
        return area.top < self.row <= area.bottom

    def area(self, area: Area) -> Area:
        """The new place of an area. One on both sides of the new rows includes them."""
        return area._replace(top=self.line(area.top), bottom=self.line(area.bottom))

    def areas(self, text: str) -> str:
        """The new text of a list of areas, as in `sqref`."""
        return " ".join(self._area_text(each) for each in text.split())

    def formula(self, text: str, sheet: str) -> str:
        """The new text of a formula of a sheet."""

        def change(on: str | None, area: Area) -> Area | None:
            new = self.area(area)
            return new if self.is_on(on) and new != area else None

        return with_areas(text, change, sheet, whole_rows=True)

    def _area_text(self, text: str) -> str:
        try:
            area = Area.parse(text)
        except ValueError:
            return text
        new = self.area(area)
        return text if new == area else str(new)
