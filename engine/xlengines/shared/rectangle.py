"""Where a range is, as xlwings asks for it: the same whatever holds the workbook."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import xlwings as xw

from .bases import base
from .errors import Refused
from .excel_limits import MOST_COLUMNS, MOST_ROWS
from .refs import Area, column_letters, quote_sheet, unquote_sheet

if TYPE_CHECKING:
    from xlengines.xlsx.engine.book import Sheet


class Rectangle(base.Range):
    """A rectangle of a sheet: where it is, and what lies beside it."""

    sheet: Any = None
    max_cells_per_read = max_cells_per_write = None
    has_array = False

    def __init__(self, sheet: Sheet, arg1: Any, arg2: Any = None) -> None:
        self.sheet = sheet
        self.options: dict[str, Any] = {}
        self.area = self._area(arg1, arg2)

    @classmethod
    def of(cls, sheet: Sheet, area: Area) -> Self:
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
        if isinstance(arg, Rectangle):
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
        return [
            type(self)(self.sheet, (r, a.left), (r, a.right)) for r in range(a.top, a.bottom + 1)
        ]

    @property
    def columns(self) -> list[Self]:
        a = self.area
        return [
            type(self)(self.sheet, (a.top, c), (a.bottom, c)) for c in range(a.left, a.right + 1)
        ]


def check_inside(area: Area) -> None:
    """Refuse an area that reaches past the last row or column of a sheet."""
    if area.bottom > MOST_ROWS or area.right > MOST_COLUMNS:
        raise Refused(
            f"{area} reaches past the end of a sheet "
            f"({MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns).",
            "Write less, or to several sheets.",
        )
