"""Ranges, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import xlwings as xw

from .bases import base
from .cells import FormulaText
from .errors import Refused
from .looks import Looks
from .refs import Area, Place, column_letters, quote_sheet, unquote_sheet
from .steps import current_region, end
from .targets import check_inside
from .views import link

if TYPE_CHECKING:
    from .book import Sheet

_MANY, _TOO_MANY = 2_000_000, 20_000_000


class Range(Looks, base.Range):
    """A rectangle of cells of a sheet."""

    sheet: Any = None
    max_cells_per_read = max_cells_per_write = None
    has_array = False

    def __init__(self, sheet: Sheet, arg1: Any, arg2: Any = None) -> None:
        self.sheet = sheet
        self.options: dict[str, Any] = {}
        self.area = self._area(arg1, arg2)

    @classmethod
    def of(cls, sheet: Sheet, area: Area) -> Range:
        """The range of an area."""
        return cls(sheet, (area.top, area.left), (area.bottom, area.right))

    def _area(self, arg1: Any, arg2: Any) -> Area:
        if isinstance(arg1, tuple) and len(arg1) == 4:  # row, column, height, width
            row, column, height, width = arg1
            return Area(row, column, row + height - 1, column + width - 1)
        one = self._named(arg1)
        two = self._named(arg2) if arg2 is not None else one
        area = Area(
            min(one.top, two.top),
            min(one.left, two.left),
            max(one.bottom, two.bottom),
            max(one.right, two.right),
        )
        check_inside(area)
        return area

    def _named(self, arg: Any) -> Area:
        if isinstance(arg, Range):
            self.sheet = arg.sheet
            return arg.area
        if not isinstance(arg, str):
            return Area(arg[0], arg[1], arg[0], arg[1])
        if "!" in arg:
            sheet, _, arg = arg.rpartition("!")
            self.sheet = self.sheet.book.sheets(unquote_sheet(sheet))
        try:
            area = Area.parse(arg)
            check_inside(area)
        except (ValueError, Refused):  # `ScoreCells` reads like a column, past the last one
            return self._by_name(arg)
        return area

    def _by_name(self, name: str) -> Area:
        book = self.sheet.book
        for names in (self.sheet.names, book.names):
            if names.contains(name):
                found = names(name).refers_to_range
                self.sheet = found.sheet
                return found.area
        for sheet in book.sheets:
            if name in sheet.tables:
                self.sheet = sheet
                return sheet.tables(name).data_body_range.area
        raise xw.NoSuchObjectError(f"The address/named range '{name}' doesn't exist.")

    # Where it is

    @property
    def api(self) -> Area:
        return self.area

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    @property
    def row(self) -> int:
        return self.area.top

    @property
    def column(self) -> int:
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.height, self.area.width

    def __len__(self) -> int:
        return self.area.height * self.area.width

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            down, across = divmod(row - 1, self.area.width)
            row, column = down + 1, across + 1
        return Range(self.sheet, (self.area.top + row - 1, self.area.left + column - 1))

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        """The address, by default with dollar signs."""
        across, down = "$" * col_absolute, "$" * row_absolute
        area = self.area
        text = f"{across}{column_letters(area.left)}{down}{area.top}"
        if len(self) > 1:
            text += f":{across}{column_letters(area.right)}{down}{area.bottom}"
        return f"{quote_sheet(self.sheet.name)}!{text}" if external else text

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def rows(self) -> list[Range]:
        area = self.area
        return [
            Range(self.sheet, (row, area.left), (row, area.right))
            for row in range(area.top, area.bottom + 1)
        ]

    @property
    def columns(self) -> list[Range]:
        area = self.area
        return [
            Range(self.sheet, (area.top, column), (area.bottom, column))
            for column in range(area.left, area.right + 1)
        ]

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
