"""Add rows to an input table, below the last row that is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from meetlat.reading.inputs import grid, is_blank_row
from meetlat.reporting.workbook.table_plan import Plan, area_of, as_cell, headings

if TYPE_CHECKING:
    import xlwings as xw

# The cells of a row by the position of their column.
Row = Mapping[int, Any]


def filled_rows(place: xw.main.Table) -> int:
    """The number of rows up to the last one that is filled in."""
    body = place.data_body_range
    rows = [] if body is None else grid(body)
    return max((n for n, row in enumerate(rows, start=1) if not is_blank_row(row)), default=0)


def plan_rows(place: xw.main.Table, count: int) -> Plan:
    """The table with room for more rows; blank rows at its end are reused."""
    body = place.data_body_range
    present = 0 if body is None else body.shape[0]
    names = headings(place)
    return Plan(place, max(present, filled_rows(place) + count), names, names, {})


def append_rows(place: xw.main.Table, rows: Sequence[Row]) -> None:
    """Write rows, growing the table if needed; columns that no row names are left as they are."""
    first = filled_rows(place)
    plan = plan_rows(place, len(rows))
    plan.write()
    table = area_of(place)
    write_rows(place.parent, table.top + 1 + first, table.left, rows)


def write_rows(sheet: xw.Sheet, top: int, left: int, rows: Sequence[Row]) -> None:
    """Write the cells of rows, from the row `top` of a sheet and the column `left`."""
    for position in sorted({position for row in rows for position in row}):
        cells = sheet.range((top, left + position)).resize(len(rows), 1)
        cells.value = [[as_cell(row.get(position))] for row in rows]
