"""Ranges, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from xlengines.shared.errors import Refused
from xlengines.shared.rectangle import Rectangle, check_inside
from xlengines.shared.refs import Area, Place
from xlengines.xlsx.document.navigation import current_region, end
from xlengines.xlsx.document.sheet_views import link
from xlengines.xlsx.parts.cells import FormulaText

from .range_formats import Looks

_MANY, _TOO_MANY = 2_000_000, 20_000_000


class Range(Looks, Rectangle):
    """A rectangle of cells of a sheet."""

    # Where it is

    @property
    def api(self) -> Area:
        return self.area

    def _clipped(self) -> Area | None:
        """The part of it that may hold anything, so that whole columns stay cheap."""
        used = self.sheet.model.used()
        if used is None or not self.area.meets(used):
            return None
        area = self.area
        return Area(
            max(area.top, used.top),
            max(area.left, used.left),
            min(area.bottom, used.bottom),
            min(area.right, used.right),
        )

    def _places(self) -> Iterator[Place]:
        area = self.area
        if len(self) > _MANY:
            raise Refused(
                f"{self.sheet.name}!{self.address} is too large to be written cell by cell.",
                "Name the cells that you mean.",
            )
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield row, column

    # Values

    @property
    def raw_value(self) -> Any:
        area = self.area
        if len(self) > _MANY:  # whole columns and the like: as far as there is anything
            clipped = self._clipped() or Area(area.top, area.left, area.top, area.left)
            area = Area(area.top, area.left, clipped.bottom, clipped.right)
        if area.height * area.width > _TOO_MANY:
            raise Refused(
                f"{self.sheet.name}!{area} is too large to be read at once.",
                "Name the cells that you mean; one of them lies far from the others.",
            )
        return self.sheet.model.values(area)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        area = self.area
        rows = self._block(data)
        check_inside(
            Area(area.top, area.left, area.top + len(rows) - 1, area.left + len(rows[0]) - 1)
        )
        self.sheet.model.write(area.top, area.left, rows)

    def _block(self, data: Any) -> list[list[Any]]:
        """Data as rows; a single value fills the whole range, as in Excel."""
        if not isinstance(data, list | tuple):
            height, width = self.shape
            if len(self) > _MANY:
                next(self._places())
            return [[data] * width for _ in range(height)]
        if data and not isinstance(data[0], list | tuple):
            return [list(data)]
        return [list(row) for row in data]

    @property
    def formula(self) -> Any:
        model = self.sheet.model
        rows = tuple(tuple(_formula(model, place) for place in row) for row in self._grid())
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        rows = [[_formula_content(value) for value in row] for row in self._block(data)]
        self.sheet.model.write(self.area.top, self.area.left, rows)

    formula2 = formula

    def _grid(self) -> Iterable[Iterable[Place]]:
        area = self.area
        for row in range(area.top, area.bottom + 1):
            yield [(row, column) for column in range(area.left, area.right + 1)]

    def clear_contents(self) -> None:
        self.sheet.model.clear(self.area)

    # Other ranges

    def end(self, direction: str) -> Range:
        return Range(self.sheet, end(self.sheet.model, (self.row, self.column), direction))

    @property
    def current_region(self) -> Range:
        return Range.of(self.sheet, current_region(self.sheet.model, self.area))

    @property
    def table(self) -> Any:
        for table in self.sheet.tables:
            if table.model.area.holds(self.row, self.column):
                return table
        return None

    @property
    def merge_area(self) -> Range:
        for area in self.sheet.model.merged:
            if area.holds(self.row, self.column):
                return Range.of(self.sheet, area)
        return Range(self.sheet, (self.row, self.column))

    @property
    def merge_cells(self) -> bool:
        return any(area.meets(self.area) for area in self.sheet.model.merged)

    @property
    def hidden_rows(self) -> list[int]:
        """Rows that someone or a filter has hidden; no word of xlwings."""
        return [row for row in self.sheet.model.rows_out_of_sight() if self._spans(row)]

    def show_rows(self, shown: bool) -> None:
        """Show or hide its rows; no word of xlwings."""
        for row in range(self.area.top, self.area.bottom + 1):
            self.sheet.model.show_row(row, shown)

    @property
    def uncomputed(self) -> list[Place]:
        """Cells with a formula that no program has computed yet; no word of xlwings."""
        model = self.sheet.model
        return [
            p for p in model.never_computed() if self.area.holds(*p) and p not in model.contents
        ]

    def _spans(self, row: int) -> bool:
        return self.area.top <= row <= self.area.bottom

    @property
    def name(self) -> Any:
        for name in self.sheet.book.names:
            text = name.refers_to.removeprefix("=")
            if text.replace("'", "") == f"{self.sheet.name}!{self.address}":
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        names = self.sheet.book.names
        refers_to = f"={self.get_address(external=True)}"
        if names.contains(value):
            names(value).refers_to = refers_to
        else:
            names.add(value, refers_to)

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
