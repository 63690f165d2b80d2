"""The values of a sheet: a large one is read by calamine if it can, others by our own pass.

calamine reads a large sheet some ten times faster, but needs a millisecond for the shared texts and
styles of the workbook with each sheet, and writing into a sheet takes our own pass anyway. calamine
does not know error values (`#N/A` comes out blank), so a sheet that holds any is read from its
cells; so is one that calamine rejects.
calamine gets a small package made here of parts that passed the guards, never the file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlengines.shared.excel_limits import MOST_COLUMNS, MOST_ROWS
from xlengines.shared.refs import Area, Place, around_places, column_number
from xlengines.shared.values import CellError, Value, date_of, moment_of
from xlengines.xlsx.package.package import MAIN, RELATIONSHIPS
from xlengines.xlsx.package.remembered import remembered

from .cells import stored
from .grid import Cell, Row
from .styles import StoredStyles

# The cells of a sheet that is left to calamine have at least so many bytes.
LARGE = 2**17

# calamine lays a sheet out as a full rectangle, so one distant cell would add all cells in between.
# A rectangle of this many cells is fine; a larger one may have this many times its filled cells.
_DENSE_IS_FINE = 2_000_000
_SPARSE = 50
_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s[^>]*?\br=[\"'](\d+)[\"']")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s[^>]*?\br=[\"']([A-Za-z]+)(\d+)[\"']")
_FAR_ROWS = {n: re.compile(rb"r=[\"'][A-Za-z]*\d{%d}" % (n + 1)) for n in range(3, 7)}
_FAR_COLUMN = re.compile(rb"r=[\"'][A-Za-z]{3}")
_TWO_LETTERS = 702

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


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
        block = [[None] * area.width for _ in range(area.height)]
        own = self.area()
        if own and (both := own.common(area)):
            first, last = both.left - own.left, both.right - own.left
            for row in range(both.top, both.bottom + 1):
                values = self.rows[row - own.top][first : last + 1]
                block[row - area.top][both.left - area.left : both.right - area.left + 1] = values
        return block


@dataclass(frozen=True)
class ScatteredValues:
    """Values too far apart for a rectangle, such as one typed in the last row of a sheet."""

    cells: dict[Place, Any]

    def area(self) -> Area | None:
        """The rectangle around them."""
        return around_places(self.cells) if self.cells else None

    def at(self, row: int, column: int) -> Any:
        """The value of one cell."""
        return self.cells.get((row, column))

    def block(self, area: Area) -> list[list[Any]]:
        """The values of an area, row by row."""
        rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
        return [[self.at(row, column) for column in columns] for row in rows]


def cell_value(
    cell: Cell, strings: list[str], styles: StoredStyles, style: int, date1904: bool
) -> Value | CellError:
    """The value of a cell from its raw content."""
    content = stored(cell, strings)
    if content is None:
        return None
    kind, value = content
    if kind == "e":
        return CellError(str(value))
    if kind == "d":
        try:
            return dt.datetime.fromisoformat(str(value)).replace(tzinfo=None)
        except ValueError:
            return str(value)
    if kind == "n" and styles.is_date(style):
        return date_of(value, date1904) or value
    return value


@dataclass(frozen=True)
class Scanned:
    """The parts that the values of a sheet follow from, and what was read of them."""

    grid: bytes
    strings_part: bytes | None
    styles_part: bytes | None
    date1904: bool
    rows: dict[int, Row] = field(compare=False)
    strings: list[str] = field(compare=False)
    styles: StoredStyles = field(compare=False)


@remembered(50)
def scanned_values(sheet: Scanned) -> Values | ScatteredValues:
    """Our own pass: every cell of a scanned sheet."""
    strings, styles, date1904 = sheet.strings, sheet.styles, sheet.date1904
    filled: dict[Place, Any] = {}
    for number, row in sheet.rows.items():
        for column, cell in row.cells.items():
            value = cell_value(cell, strings, styles, cell.style, date1904) if cell.raw else None
            if value is not None:
                filled[number, column] = value
    if not filled:
        return Values(1, 1, [])
    area = around_places(filled)
    if _is_scattered(area, len(filled)):
        return ScatteredValues(filled)
    grid: list[list[Any]] = [[None] * area.width for _ in range(area.height)]
    for (row, column), value in filled.items():
        grid[row - area.top][column - area.left] = value
    return Values(area.top, area.left, grid)


@remembered(50)
def is_for_calamine(grid: bytes) -> bool:
    """Whether calamine reads these cells faster than our own pass, and completely."""
    return len(grid) >= LARGE and not (has_errors(grid) or is_scattered(grid))


def is_scattered(grid: bytes) -> bool:
    """Whether a few cells lie so far apart that calamine's rectangle would fill the memory.

    The number of cells and the number of digits in addresses decide for most sheets; only where
    they do not is every address read.
    """
    height = next((10**n - 1 for n in range(3, 7) if not _FAR_ROWS[n].search(grid)), MOST_ROWS)
    width = MOST_COLUMNS if _FAR_COLUMN.search(grid) else _TWO_LETTERS
    cells = grid.count(b"<c ") + grid.count(b":c ")
    if not _is_scattered(Area(1, 1, height, width), cells):
        return False
    rows, columns = {1}, {1}
    for letters, number in _CELL.findall(grid):
        rows.add(int(number))
        columns.add(column_number(letters.decode()))
    rows.update(int(number) for number in _ROW.findall(grid))
    return _is_scattered(Area(1, 1, max(rows), max(columns)), cells)


def _is_scattered(area: Area, cells: int) -> bool:
    size = area.height * area.width
    return size > _DENSE_IS_FINE and size > _SPARSE * cells


def has_errors(grid: bytes) -> bool:
    """Whether any cell may hold an error value."""
    return b't="e"' in grid or b"t='e'" in grid


@remembered(50)
def by_calamine(
    sheet: bytes, strings: bytes | None, styles: bytes | None, date1904: bool
) -> Values | None:
    """How calamine reads one sheet; None where it gives up or would lose something."""
    from python_calamine import CalamineError, CalamineWorkbook

    parts = {"xl/sharedStrings.xml": strings, "xl/styles.xml": styles}
    package = _small_package({name: data for name, data in parts.items() if data}, sheet, date1904)
    try:
        with CalamineWorkbook.from_filelike(package) as workbook:
            found = workbook.get_sheet_by_index(0)
            top, left = found.start or (0, 0)
            rows = found.to_python()
    except CalamineError:
        return None
    if date1904:
        rows = [[_since_1904(value) for value in row] for row in rows]
    return Values(top + 1, left + 1, rows)


def _since_1904(value: Any) -> Any:
    return moment_of(value, date1904=True) if isinstance(value, dt.time | dt.timedelta) else value


def _small_package(parts: dict[str, bytes], sheet: bytes, date1904: bool) -> io.BytesIO:
    """A workbook with one sheet and these other parts, and no more than calamine asks for."""
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f'<workbookPr date1904="{int(date1904)}"/>'
        '<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        package.writestr("_rels/.rels", _arrow("officeDocument", "xl/workbook.xml"))
        package.writestr("xl/workbook.xml", workbook)
        arrow = _arrow("worksheet", "worksheets/sheet1.xml")
        package.writestr("xl/_rels/workbook.xml.rels", arrow)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, data in parts.items():
            package.writestr(name, data)
    made.seek(0)
    return made


def _arrow(kind: str, target: str) -> str:
    arrow = f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}">{arrow}</Relationships>'
