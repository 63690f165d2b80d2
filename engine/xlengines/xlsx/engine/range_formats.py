"""What a range looks like: number formats, bold, wrapped text, widths of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from textwrap import wrap
from typing import Any

from xlengines.shared.excel_limits import HIGHEST_ROW
from xlengines.shared.ranges import Range
from xlengines.shared.refs import Area, Place, among
from xlengines.xlsx.parts.named_styles import Look, named
from xlengines.xlsx.parts.new_styles import Styles

_DEFAULT_WIDTH, _WIDEST = 8.43, 60.0
DEFAULT_HEIGHT = 15.0
# Letters of usual text in the room of a digit, by which widths count; with some to spare.
_PER_DIGIT = 1.05


class FormattedRange(Range):
    """The formats of a range. Setting one leaves the others of a cell as they are."""

    @property
    def api(self) -> Area:
        return self.area

    def places(self) -> Iterator[Place]:
        """Its cells, row by row, of a range that is not too large for that."""
        self.check_size()
        return self.area.places()

    def clipped(self) -> Area | None:
        """The part of it that may hold anything, so that whole columns stay cheap."""
        used = self.sheet.model.used()
        return used and self.area.common(used)

    @property
    def styles(self) -> Styles:
        """The styles of the workbook."""
        return self.sheet.book.document.styles

    def change_styles(self, change: Callable[[int], int]) -> None:
        """Give each cell the style that `change` makes of the one it has."""
        model = self.sheet.model
        for place in self.places():
            model.set_style(place, change(model.style(place)))

    def common(self, trait: Callable[[int], Any]) -> Any:
        """A trait that the styles of all cells share, or None where they differ, as in Excel."""
        model = self.sheet.model
        found = {trait(style) for style in {model.style(place) for place in self.places()}}
        return found.pop() if len(found) == 1 else None

    @property
    def number_format(self) -> Any:
        return self.common(self.styles.number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.change_styles(lambda style: self.styles.with_number_format(style, value))

    @property
    def wrap_text(self) -> bool | None:
        return self.common(self.styles.wraps)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.change_styles(lambda style: self.styles.with_wrap(style, value))

    def give_style(self, name: str, look: Look) -> None:
        """Let cells follow the cell style of this name; not part of xlwings.

        `look` is used to make the style where the workbook has none of that name. What was set in
        the cells themselves, such as a number format, is lost.
        """
        number = named(self.styles, name, look)
        self.change_styles(lambda style: number)

    def is_bold(self) -> bool | None:
        """Whether its cells are bold; None where they differ, as in Excel."""
        return self.common(self.styles.is_bold)

    def set_bold(self, bold: bool) -> None:
        """Make its cells bold or not."""
        self.change_styles(lambda style: self.styles.with_bold(style, bold))

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
        for column in range(self.area.left, self.area.right + 1):
            self._set_width(column, float(value))

    def _set_width(self, column: int, width: float) -> None:
        if self._width(column) != width:
            self.sheet.model.widths[column] = width

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns to their longest text and rows to wrapped text.

        A rule of thumb: the widths of letters are not known here. Excel fits a row anew on typing.
        """
        if axis not in ("r", "rows") and (area := self.clipped()):
            self._fit_columns(area)
        if axis not in ("c", "columns"):
            self.fit_rows(repeats=True)

    def fit_rows(self, *, repeats: bool = False) -> None:
        """Fit rows to wrapped text; not part of xlwings, and no other engine has it.

        With `repeats` a text that repeats the one above it gets room too; sheets of figures hide
        it. Heights follow from what the rows hold now, not from how they were fitted before.
        """
        model, room = self.sheet.model, cache(lambda column: _room(self._width(column)))
        wraps = self.styles.wraps
        top, bottom = self.area.top, min(self.area.bottom, model.last_row())
        for number in among(range(top, self.area.bottom + 1), model.heights):
            del model.heights[number]
        lines = dict.fromkeys(among(range(top, bottom + 1), model.rows), 1)
        texts = {
            (row, column): text
            for row, column, text in model.texts(top, bottom)
            if _is_long(text, room(column))
        }
        for (row, column), text in texts.items():
            if not repeats and texts.get((row - 1, column)) == text:
                continue
            if wraps(model.style((row, column))):
                lines[row] = max(_lines(text, room(column)), lines.get(row, 1))
        usual = model.worksheet.default_height() or DEFAULT_HEIGHT
        for row, n in lines.items():
            model.fit_row(row, min(usual * n, HIGHEST_ROW) if n > 1 else None)

    def _fit_columns(self, area: Area) -> None:
        model = self.sheet.model
        longest: dict[int, int] = {}
        for row, column in model.filled(area):
            length = _length(model.value((row, column)))
            longest[column] = max(longest.get(column, 0), length)
        for column, length in longest.items():
            width = min(max(_DEFAULT_WIDTH, length * 1.1 + 2), _WIDEST)
            self._set_width(column, round(width, 2))


def _room(width: float) -> int:
    """How many characters fit on a line in a column of this width."""
    return max(1, int(_PER_DIGIT * width))


def _is_long(text: str, room: int) -> bool:
    """Whether a text takes more than a line."""
    return len(text) > room or "\n" in text


@lru_cache(20_000)
def _lines(text: str, room: int) -> int:
    """How many lines of so many characters a long text takes."""
    return sum(max(1, len(wrap(line, room))) for line in text.splitlines()) or 1


def _length(value: Any) -> int:
    if isinstance(value, float):
        return min(len(f"{value:.10g}"), 10)
    return max((len(line) for line in str(value).splitlines()), default=0) if value else 0
