"""The values of a sheet, read by calamine where it can and by our own pass where it cannot.

calamine reads a large sheet some ten times faster. It knows no error values, however (`#N/A` comes
out blank), so a sheet that holds any is read from its cells; so is one that calamine rejects.
What it is given is a small package made here of parts that passed the guards, never the file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .cells import CellError, Value, date_of, stored
from .errors import Refused
from .grid import Cell, Row
from .refs import Area, column_number

if TYPE_CHECKING:
    from .styles import StoredStyles

# calamine lays a sheet out as a full rectangle, so one far-off cell would ask for all in between.
_DENSE_IS_FINE = 2_000_000
_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s[^>]*?\br=[\"'](\d+)[\"']")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s[^>]*?\br=[\"']([A-Z]+)(\d+)[\"']")
_FAR_COLUMN = re.compile(rb"[\"'][A-Z]{3}\d+[\"']")
_TWO_LETTERS = 702
_SPARSE = 50
"""A rectangle may be this many times larger than the number of its cells."""


@dataclass(frozen=True)
class Values:
    """A rectangle of values and where it begins; cells outside it are blank."""

    top: int
    left: int
    rows: Sequence[Sequence[Any]]

    def area(self) -> Area | None:
        """The rectangle, if there is any value at all."""
        if not self.rows or not self.rows[0]:
            return None
        bottom, right = self.top + len(self.rows) - 1, self.left + len(self.rows[0]) - 1
        return Area(self.top, self.left, bottom, right)

    def at(self, row: int, column: int) -> Any:
        """The value of one cell, as it was read."""
        r, c = row - self.top, column - self.left
        if 0 <= r < len(self.rows) and 0 <= c < len(self.rows[r]):
            return self.rows[r][c]
        return None

    def block(self, area: Area) -> list[list[Any]]:
        """The values of an area, row by row."""
        own = self.area()
        if own is None:
            return [[None] * area.width for _ in range(area.height)]
        return [self._row(number, area, own) for number in range(area.top, area.bottom + 1)]

    def _row(self, number: int, area: Area, own: Area) -> list[Any]:
        if not own.top <= number <= own.bottom:
            return [None] * area.width
        left, right = max(area.left, own.left), min(area.right, own.right)
        if left > right:
            return [None] * area.width
        inside = list(self.rows[number - own.top][left - own.left : right - own.left + 1])
        return [None] * (left - area.left) + inside + [None] * (area.right - right)


def python_value(value: Any) -> Value | CellError:
    """A value as calamine or our own pass gives it, in the few kinds that Excel knows."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | str | float | CellError | dt.datetime):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, dt.time | dt.timedelta):
        return _moment(value, date1904=False)
    return str(value)


def _moment(value: dt.time | dt.timedelta, date1904: bool) -> dt.datetime | float:
    """A time of day or a duration as Excel hands it over: a moment of its first days."""
    if isinstance(value, dt.time):
        value = dt.datetime.combine(dt.date.min, value) - dt.datetime.min
    days = value / dt.timedelta(days=1)
    return date_of(days, date1904) or days


def cell_value(
    cell: Cell, strings: list[str], styles: StoredStyles, style: int, date1904: bool
) -> Value | CellError:
    """The value of a cell out of its raw content."""
    content = stored(cell, strings)
    if content is None:
        return None
    kind, value = content
    if kind == "e":
        return CellError(str(value))
    if kind == "d":
        return _iso(str(value))
    if kind == "n" and styles.is_date(style):
        return date_of(value, date1904) or value
    return value


def _iso(text: str) -> dt.datetime | str:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text


def values_of_rows(
    rows: dict[int, Row], strings: list[str], styles: StoredStyles, date1904: bool, sheet: str
) -> Values:
    """Our own pass: every cell of a scanned sheet."""
    filled = [
        (row.number, cell.column, cell_value(cell, strings, styles, cell.style, date1904))
        for row in rows.values()
        for cell in row.cells.values()
        if not cell.blank
    ]
    filled = [each for each in filled if each[2] is not None]
    if not filled:
        return Values(1, 1, [])
    top, bottom = filled[0][0], filled[-1][0]
    left, right = min(c for _, c, _ in filled), max(c for _, c, _ in filled)
    area = Area(top, left, bottom, right)
    _refuse_absurd(area, len(filled), sheet)
    grid: list[list[Any]] = [[None] * area.width for _ in range(area.height)]
    for row, column, value in filled:
        grid[row - top][column - left] = value
    return Values(top, left, grid)


def check_extent(grid: bytes, sheet: str) -> None:
    """Refuse a sheet whose few cells lie so far apart that no rectangle could hold them."""
    numbers = [int(number) for number in _ROW.findall(grid)]
    if not numbers:
        return
    height = max(numbers) - min(numbers) + 1
    if height * _TWO_LETTERS <= _DENSE_IS_FINE and not _FAR_COLUMN.search(grid):
        return
    cells = _CELL.findall(grid)
    if cells:
        columns = [column_number(letters.decode()) for letters in {c for c, _ in cells}]
        rows = [int(number) for _, number in cells]
        area = Area(min(rows), min(columns), max(rows), max(columns))
        _refuse_absurd(area, len(cells), sheet)


def _refuse_absurd(area: Area, cells: int, sheet: str) -> None:
    size = area.height * area.width
    if size > _DENSE_IS_FINE and size > _SPARSE * cells:
        last = str(Area(area.bottom, area.right, area.bottom, area.right))
        raise Refused(
            f"The sheet {sheet} has cells as far away as {last}, and hardly any before them.",
            "Delete the empty rows and columns after its last real cell, and save it again.",
        )


def by_calamine(
    grid_part: bytes, strings: bytes | None, styles: bytes | None, date1904: bool
) -> Values | None:
    """How calamine reads one sheet; None where it gives up or would lose something."""
    from python_calamine import CalamineError, CalamineWorkbook

    package = _small_package(grid_part, strings, styles, date1904)
    try:
        with CalamineWorkbook.from_filelike(package) as workbook:
            sheet = workbook.get_sheet_by_index(0)
            start = sheet.start or (0, 0)
            rows = sheet.to_python()
    except CalamineError:
        return None
    if date1904:
        rows = [[_since_1904(value) for value in row] for row in rows]
    return Values(start[0] + 1, start[1] + 1, rows)


def _since_1904(value: Any) -> Any:
    return _moment(value, date1904=True) if isinstance(value, dt.time | dt.timedelta) else value


def has_errors(grid: bytes) -> bool:
    """Whether any cell may hold an error value."""
    return b't="e"' in grid or b"t='e'" in grid


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_ARROWS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            (
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ),
            start=1,
        )
    )
    + "</Relationships>"
)


def _small_package(
    sheet: bytes, strings: bytes | None, styles: bytes | None, date1904: bool
) -> io.BytesIO:
    workbook = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(date1904)}"/>'
        '<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _ROOT)
        package.writestr("xl/workbook.xml", workbook)
        package.writestr("xl/_rels/workbook.xml.rels", _ARROWS)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings is not None:
            package.writestr("xl/sharedStrings.xml", strings)
        if styles is not None:
            package.writestr("xl/styles.xml", styles)
    made.seek(0)
    return made
