"""The condition of a table: merged cells, hidden rows, formulas without a value of their own.

The values do not show these. Merged cells and row heights come from xlwings. Hidden rows and
formulas that are uncomputed or circular are not in the API of xlwings; our own engines offer them
as `hidden_rows`, `uncomputed` and `circular`. Excel leaves no formula uncomputed and warns of
circular ones itself, and on Windows its object model lists hidden rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import xlwings as xw

# How many rows below a table are inspected.
MOST_BELOW = 100

# Merged cells are searched cell by cell, so only in tables of at most this size.
MOST_CELLS = 20_000


class Merged(NamedTuple):
    """An area of merged cells, last row and column included; only its first cell has a value."""

    top: int
    left: int
    bottom: int
    right: int

    def cells(self) -> Iterator[tuple[int, int]]:
        """The row and column of each cell, the first cell first."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass(frozen=True)
class Condition:
    """What the values of a table do not show, by row and column of the sheet.

    `below` has the rows that are filled in directly below the table.
    """

    merged: Sequence[Merged] = ()
    hidden_rows: Sequence[int] = ()
    uncomputed: Sequence[tuple[int, int]] = ()
    circular: Sequence[tuple[int, int]] = ()
    below: Sequence[int] = ()


def rows_below(table: xw.main.Table, body: xw.Range) -> Sequence[int]:
    """The rows that are filled in directly below an Excel table but do not belong to it.

    Excel extends a table when a row is typed below it. LibreOffice does not, and in Excel this can
    be switched off. A totals row, another table and rows with a blank first cell do not count.
    """
    first, left = _end(body)[0] + 1, body.column
    sheet, tables = table.parent, table.parent.tables
    if table.show_totals or any(other.range.row == first for other in tables):
        return ()
    cells = sheet.range((first, left), (first + MOST_BELOW - 1, _end(body)[1]))
    rows = takewhile(lambda row: row[0] not in (None, ""), cells.options(ndim=2).value)
    return [first + i for i, _ in enumerate(rows)]


def condition_of(cells: xw.Range) -> Condition:
    """The condition of the rows below the header."""
    return Condition(
        _merged(cells),
        hidden_rows(cells),
        uncomputed=getattr(cells.impl, "uncomputed", ()),
        circular=getattr(cells.impl, "circular", ()),
    )


def _merged(cells: xw.Range) -> Sequence[Merged]:
    if cells.merge_cells is False or cells.count > MOST_CELLS:
        return ()
    areas = (cell.merge_area for cell in cells)
    return sorted({Merged(a.row, a.column, *_end(a)) for a in areas if a.count > 1})


def _end(area: xw.Range) -> tuple[int, int]:
    """The last row and column of an area."""
    rows, columns = area.shape
    return area.row + rows - 1, area.column + columns - 1


def hidden_rows(cells: xw.Range) -> Sequence[int]:
    """The hidden rows, as rows of the sheet."""
    hidden = getattr(cells.impl, "hidden_rows", None)
    if hidden is not None:
        return hidden
    rows = getattr(cells.api, "EntireRow", None)
    if rows is None or rows.Hidden is False:
        return ()
    return [row.row for row in cells.rows if row.row_height == 0]
