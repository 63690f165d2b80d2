"""Ranges, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import xlwings as xw

from .bases import base
from .cells import FormulaText
from .errors import Refused
from .refs import MAX_COLUMNS, MAX_ROWS, Area, column_letters, quote_sheet, unquote_sheet
from .sheets import check_inside
from .splicing import Place
from .views import link

if TYPE_CHECKING:
    from .book import Sheet

_DEFAULT_WIDTH = 8.43
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


class Range(base.Range):
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
            return Area.parse(arg)
        except ValueError:
            return self._by_name(arg)

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
        if len(self) > 2_000_000:
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
        if len(self) > 2_000_000:
            area = self._clipped() or Area(self.row, self.column, self.row, self.column)
            return self.sheet.model.values(
                Area(self.area.top, self.area.left, area.bottom, area.right)
            )
        return self.sheet.model.values(self.area)

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
            if len(self) > 2_000_000:
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

    # Moving about

    def _is_filled(self, row: int, column: int) -> bool:
        return self.sheet.model.value((row, column)) is not None

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow would go."""
        down, across = _STEPS[_direction(direction)]
        row, column = self.row, self.column
        used = self.sheet.model.used() or Area(1, 1, 1, 1)

        def inside(r: int, c: int) -> bool:
            return 1 <= r <= max(used.bottom, self.row) and 1 <= c <= max(used.right, self.column)

        def filled(r: int, c: int) -> bool:
            return inside(r, c) and self._is_filled(r, c)

        if filled(row, column) and filled(row + down, column + across):
            while filled(row + down, column + across):
                row, column = row + down, column + across
            return Range(self.sheet, (row, column))
        row, column = row + down, column + across
        while inside(row, column) and not filled(row, column):
            row, column = row + down, column + across
        if inside(row, column):
            return Range(self.sheet, (row, column))
        return Range(self.sheet, self._edge(down, across))

    def _edge(self, down: int, across: int) -> Place:
        rows = {1: MAX_ROWS, -1: 1, 0: self.row}
        columns = {1: MAX_COLUMNS, -1: 1, 0: self.column}
        return rows[down], columns[across]

    @property
    def current_region(self) -> Range:
        used = self.sheet.model.used()
        area = self.area
        if used is None:
            return Range.of(self.sheet, area)
        filled = set(self.sheet.model.filled(used)) or {(area.top, area.left)}
        while True:
            near = [p for p in filled if _widened(area).holds(*p)]
            rows = [r for r, _ in near] + [area.top, area.bottom]
            columns = [c for _, c in near] + [area.left, area.right]
            grown = Area(min(rows), min(columns), max(rows), max(columns))
            if grown == area:
                return Range.of(self.sheet, area)
            area = grown

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

    # Looks

    def _styles(self, change: Callable[[int], int]) -> None:
        model = self.sheet.model
        for place in self._places():
            model.set_style(place, change(model.style(place)))

    def _look(self, of: Callable[[int], Any]) -> Any:
        """What all cells have in common, or None where they differ, as in Excel."""
        model = self.sheet.model
        found = {of(style) for style in {model.style(place) for place in self._places()}}
        return found.pop() if len(found) == 1 else None

    @property
    def number_format(self) -> Any:
        return self._look(self.sheet.model.document.styles.number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        styles = self.sheet.model.document.styles
        self._styles(lambda style: styles.with_number_format(style, value))

    @property
    def wrap_text(self) -> bool | None:
        return self._look(self.sheet.model.document.styles.wraps)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        styles = self.sheet.model.document.styles
        self._styles(lambda style: styles.with_wrap(style, value))

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def column_width(self) -> float | None:
        widths = {self._width(c) for c in range(self.area.left, self.area.right + 1)}
        return widths.pop() if len(widths) == 1 else None

    def _width(self, column: int) -> float:
        model = self.sheet.model
        worksheet = model.worksheet
        own = model.widths.get(column) or worksheet.column_width(column)
        return own or worksheet.default_width() or _DEFAULT_WIDTH

    @column_width.setter
    def column_width(self, value: float) -> None:
        model = self.sheet.model
        for column in range(self.area.left, self.area.right + 1):
            if self._width(column) != value:
                model.widths[column] = float(value)

    def autofit(self, axis: str | None = None) -> None:
        """Make columns as wide as their longest text asks, by a rule of thumb: no font is known."""
        area = self._clipped()
        if area is None or axis in ("r", "rows"):
            return
        values = self.sheet.model.values(area)
        for i in range(area.width):
            longest = max((_length(row[i]) for row in values), default=0)
            width = min(max(_DEFAULT_WIDTH, longest * 1.1 + 2), 60)
            Range(self.sheet, (area.top, area.left + i)).column_width = round(width, 2)

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None:
        place = (self.row, self.column)
        self.sheet.model.write(*place, [[text_to_display]])
        link(self.sheet.model, place, address, screen_tip)

    def select(self) -> None:
        """There is no window in which anything could be selected."""


class Font(base.Font):
    """The font of a range: whether it is bold."""

    def __init__(self, range_: Range) -> None:
        self.range = range_

    @property
    def api(self) -> Area:
        return self.range.area

    @property
    def bold(self) -> bool | None:
        return self.range._look(self.range.sheet.model.document.styles.is_bold)

    @bold.setter
    def bold(self, value: bool) -> None:
        styles = self.range.sheet.model.document.styles
        self.range._styles(lambda style: styles.with_bold(style, value))


def _formula(model: Any, place: Place) -> str:
    formula = model.formula(place)
    return f"={formula}" if formula is not None else model.header_text(place)


def _formula_content(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        return FormulaText(value[1:])
    return value


def _direction(text: str) -> str:
    return {"d": "down", "u": "up", "r": "right", "l": "left"}.get(text, text)


def _widened(area: Area) -> Area:
    return Area(area.top - 1, area.left - 1, area.bottom + 1, area.right + 1)


def _length(value: Any) -> int:
    if isinstance(value, float):
        return min(len(f"{value:.10g}"), 10)
    return max((len(line) for line in str(value).splitlines()), default=0) if value else 0
