"""Ranges of cells: where they are, and how data is laid out in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import xlwings as xw

from .bases import base
from .errors import Refused
from .excel_limits import MOST_COLUMNS, MOST_ROWS
from .navigation import end
from .protocols import Sheet
from .refs import Area, column_letters, quote_sheet, unquote_sheet

# More cells than are handled one by one.
MANY = 2_000_000


class Range(base.Range):
    """A rectangle of cells of a sheet: what is the same whichever engine holds them.

    An engine adds `filled()`, a test of whether a cell of the sheet is filled, and `is_bold()` and
    `set_bold(bold)`.
    """

    sheet: Any = None
    row = column = 0
    shape = (0, 0)
    max_cells_per_read = max_cells_per_write = None
    has_array = False

    def __init__(self, sheet: Sheet, arg1: Any, arg2: Any = None) -> None:
        self.sheet = sheet
        self.area = area = self._area(arg1, arg2)
        self.row, self.column, self.shape = area.top, area.left, (area.height, area.width)

    def _area(self, arg1: Any, arg2: Any) -> Area:
        if isinstance(arg1, tuple) and len(arg1) == 4:  # row, column, height, width
            row, column, height, width = arg1
            return Area(row, column, row + height - 1, column + width - 1)
        one = self._named(arg1)
        area = one if arg2 is None else one.around(self._named(arg2))
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

    def __len__(self) -> int:
        return self.area.height * self.area.width

    def __call__(self, row: int, column: int | None = None) -> Self:
        if column is None:
            down, across = divmod(row - 1, self.area.width)
            row, column = down + 1, across + 1
        return type(self)(self.sheet, (self.area.top + row - 1, self.area.left + column - 1))

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
    def rows(self) -> list[Self]:
        a = self.area
        numbers = range(a.top, a.bottom + 1)
        return [type(self)(self.sheet, (n, a.left), (n, a.right)) for n in numbers]

    @property
    def columns(self) -> list[Self]:
        a = self.area
        numbers = range(a.left, a.right + 1)
        return [type(self)(self.sheet, (a.top, n), (a.bottom, n)) for n in numbers]

    # Other ranges and objects

    def end(self, direction: str) -> Self:
        place = (self.row, self.column)
        place = end(place, direction, self.sheet.used_range.area, self.filled())
        return type(self)(self.sheet, place)

    @property
    def table(self) -> Any:
        tables = (each for each in self.sheet.tables if each.area.holds(self.row, self.column))
        return next(tables, None)

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

    # Formats

    @property
    def font(self) -> Font:
        return Font(self)

    # Data

    def block(self, data: Any) -> list[list[Any]]:
        """Data as rows; a single value fills the whole range, as in Excel."""
        if not isinstance(data, list | tuple):
            self.check_size()
            return [[data] * self.area.width for _ in range(self.area.height)]
        if data and not isinstance(data[0], list | tuple):
            return [list(data)]
        return [list(row) for row in data]

    def covered(self, rows: Sequence[Sequence[Any]]) -> Area:
        """The area that these rows fill, from the first cell of the range."""
        top, left = self.area.top, self.area.left
        area = Area(top, left, top + len(rows) - 1, left + len(rows[0]) - 1)
        check_inside(area)
        return area

    def check_size(self) -> None:
        """Refuse a range of which each cell would have to be written."""
        if len(self) > MANY:
            raise Refused(
                f"{self.sheet.name}!{self.address} is too large to be written cell by cell.",
                "Name the cells that you mean.",
            )


class Font(base.Font):
    """The font of a range, of which only bold is known here."""

    def __init__(self, range_: Range) -> None:
        self.range = range_

    @property
    def api(self) -> Any:
        return self.range.api

    @property
    def bold(self) -> bool | None:
        return self.range.is_bold()

    @bold.setter
    def bold(self, value: bool) -> None:
        self.range.set_bold(value)


def check_inside(area: Area) -> None:
    """Refuse an area that reaches past the last row or column of a sheet."""
    if area.bottom > MOST_ROWS or area.right > MOST_COLUMNS:
        raise Refused(
            f"{area} reaches past the end of a sheet "
            f"({MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns).",
            "Write less, or to several sheets.",
        )
