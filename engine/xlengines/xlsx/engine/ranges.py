"""Ranges, as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlengines.shared import navigation
from xlengines.shared.errors import Refused
from xlengines.shared.ranges import MANY
from xlengines.shared.refs import Area, Place
from xlengines.xlsx.document.circular import circular_cells
from xlengines.xlsx.document.sheet_views import link
from xlengines.xlsx.parts.cells import FormulaText

from .range_formats import FormattedRange

# More cells than are read at once.
_TOO_MANY = 20_000_000


class Range(FormattedRange):
    """A rectangle of cells of a sheet."""

    # Values

    @property
    def raw_value(self) -> Any:
        area = self.area
        if len(self) > MANY:  # whole columns and the like: as far as there is anything
            clipped = self.clipped() or Area(area.top, area.left, area.top, area.left)
            area = Area(area.top, area.left, clipped.bottom, clipped.right)
        if area.height * area.width > _TOO_MANY:
            raise Refused(
                f"{self.sheet.name}!{area} is too large to be read at once.",
                "Name the cells that you mean; one of them lies far from the others.",
            )
        return self.sheet.model.values(area)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = self.block(data)
        area = self.covered(rows)
        self.sheet.model.write(area.top, area.left, rows)

    @property
    def formula(self) -> Any:
        model, columns = self.sheet.model, range(self.area.left, self.area.right + 1)
        rows = tuple(
            tuple(_formula(model, (row, column)) for column in columns)
            for row in range(self.area.top, self.area.bottom + 1)
        )
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        rows = [[_formula_content(value) for value in row] for row in self.block(data)]
        self.sheet.model.write(self.area.top, self.area.left, rows)

    formula2 = formula

    def clear_contents(self) -> None:
        self.sheet.model.clear(self.area)

    # Other ranges

    def filled(self) -> Callable[[Place], bool]:
        """A test of whether a cell of the sheet is filled."""
        model = self.sheet.model
        used = model.used() or Area(1, 1, 1, 1)
        return lambda place: used.holds(*place) and model.value(place) is not None

    @property
    def current_region(self) -> Any:
        model = self.sheet.model
        used = model.used()
        filled = model.filled(used) if used else ()
        return self.sheet.range_of(navigation.current_region(self.area, filled))

    @property
    def merge_area(self) -> Any:
        around = (a for a in self.sheet.model.merged if a.holds(self.row, self.column))
        first = Area(self.row, self.column, self.row, self.column)
        return self.sheet.range_of(next(around, first))

    @property
    def merge_cells(self) -> bool:
        return any(area.meets(self.area) for area in self.sheet.model.merged)

    @property
    def hidden_rows(self) -> list[int]:
        """Rows that the user or a filter has hidden; not part of xlwings."""
        rows = range(self.area.top, self.area.bottom + 1)
        return [row for row in self.sheet.model.rows_out_of_sight() if row in rows]

    def show_rows(self, shown: bool) -> None:
        """Show or hide its rows; not part of xlwings."""
        for row in range(self.area.top, self.area.bottom + 1):
            self.sheet.model.show_row(row, shown)

    @property
    def uncomputed(self) -> list[Place]:
        """Cells with a formula that no program has computed yet; not part of xlwings."""
        model = self.sheet.model
        cells = (place for place in model.never_computed() if place not in model.contents)
        return [place for place in cells if self.area.holds(*place)]

    @property
    def circular(self) -> list[Place]:
        """Cells with a formula that depends on its own value; not part of xlwings."""
        return circular_cells(self.sheet.book.document, self.sheet.model, self.area)

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None:
        place = (self.row, self.column)
        self.sheet.model.write(*place, [[text_to_display]])
        link(self.sheet.model, place, address, screen_tip)

    def select(self) -> None:
        """There is no window in which anything could be selected."""


def _formula(model: Any, place: Place) -> str:
    formula = model.formula(place)
    return f"={formula}" if formula is not None else model.header_text(place)


def _formula_content(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        return FormulaText(value[1:])
    return value
