"""How a table stands on its sheet: merged cells, hidden rows, formulas that were never computed.

Values do not tell. Merged cells and the height of rows are asked for through xlwings; the rest is
an offer of our own engines (`hidden_rows`, `uncomputed`), for xlwings has no word for it. Excel
itself leaves no formula uncomputed, and is asked for hidden rows through its own object model,
where that is at hand (Windows).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import xlwings as xw

MOST_BELOW = 100
"""Rows that are looked at below a table."""

MOST_CELLS = 20_000
"""Of a table in which merged cells are looked for, one by one, when there are any."""


class Merged(NamedTuple):
    """Merged cells, the last row and column included; only the first of them holds a value."""

    top: int
    left: int
    bottom: int
    right: int

    def cells(self) -> Iterator[tuple[int, int]]:
        """Row and column of each, the first one first."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass(frozen=True)
class Condition:
    """What the values of a table do not tell; rows and columns are those of the sheet."""

    merged: Sequence[Merged] = ()
    hidden_rows: Sequence[int] = ()
    uncomputed: Sequence[tuple[int, int]] = ()
    below: Sequence[int] = ()


def rows_below(table: xw.main.Table, body: xw.Range) -> Sequence[int]:
    """Rows that are filled in directly below an Excel table, and are no part of it.

    Excel takes a row that is typed there into the table; LibreOffice does not, and nor does Excel
    where that was switched off. What begins with a blank, or is another table, is something else.
    """
    bottom, left = _end(body)[0] + 1, body.column
    sheet, tables = table.parent, table.parent.tables
    if table.show_totals or any(other.range.row == bottom for other in tables):
        return ()
    cells = sheet.range((bottom, left), (bottom + MOST_BELOW - 1, _end(body)[1]))
    rows = takewhile(lambda row: row[0] not in (None, ""), cells.options(ndim=2).value)
    return [bottom + i for i, _ in enumerate(rows)]


def condition_of(cells: xw.Range) -> Condition:
    """The condition of the rows below the header."""
    return Condition(_merged(cells), hidden_rows(cells), _uncomputed(cells))


def _merged(cells: xw.Range) -> Sequence[Merged]:
    if cells.merge_cells is False or cells.count > MOST_CELLS:
        return ()
    areas = (cell.merge_area for cell in cells)
    found = {Merged(a.row, a.column, *_end(a)) for a in areas if a.count > 1}
    return sorted(found)


def _end(area: xw.Range) -> tuple[int, int]:
    rows, columns = area.shape
    return area.row + rows - 1, area.column + columns - 1


def hidden_rows(cells: xw.Range) -> Sequence[int]:
    """The rows that do not show."""
    own = getattr(cells.impl, "hidden_rows", None)
    if own is not None:
        return own
    rows = getattr(cells.api, "EntireRow", None)
    if rows is None or rows.Hidden is False:
        return ()
    return [row.row for row in cells.rows if row.row_height == 0]


def _uncomputed(cells: xw.Range) -> Sequence[tuple[int, int]]:
    return getattr(cells.impl, "uncomputed", ())
