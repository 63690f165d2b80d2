"""Rows inserted in a sheet, and where its cells and the references to them go."""

from __future__ import annotations

from typing import NamedTuple

from .excel_limits import MOST_ROWS
from .refs import Area
from .structured import with_areas


class RowShift(NamedTuple):
    """On a sheet, everything from a row on goes down by a number of rows, as in Excel."""

    sheet: str
    row: int
    by: int

    def is_on(self, sheet: str | None) -> bool:
        """Whether this is the sheet."""
        return (sheet or "").lower() == self.sheet.lower()

    def line(self, number: int) -> int:
        """Where a row goes; nothing goes past the end of the sheet."""
        return min(MOST_ROWS, number + self.by) if number >= self.row else number

    def reaches(self, area: Area) -> bool:
        """Whether a cell of an area moves."""
        return area.bottom >= self.row

    def crosses(self, area: Area) -> bool:
        """Whether some rows of an area move and some stay."""
        return area.top < self.row <= area.bottom

    def area(self, area: Area) -> Area:
        """Where an area goes; one across the inserted rows takes them in, whole columns stay."""
        return area._replace(top=self.line(area.top), bottom=self.line(area.bottom))

    def areas(self, text: str) -> str:
        """A list of areas of this sheet, as `sqref` has it."""
        return " ".join(self._area_text(each) for each in text.split())

    def formula(self, text: str, sheet: str) -> str:
        """A formula of a sheet, whose references have followed."""

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
