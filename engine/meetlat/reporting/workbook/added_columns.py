"""Give a column that Meetlat added to a table the heading and the width of its neighbour.

Above the header of a table, the report sheets have headings: formulas on the header, such as
`=G5&""`. Those of the first few comparisons are prepared; a further one continues the row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from meetlat.reading.inputs import column_letters
from meetlat.reporting.workbook.new_sheets import give_style
from meetlat.reporting.workbook.table_plan import Area, area_of

if TYPE_CHECKING:
    import xlwings as xw

STYLE = "Meetlat heading of figures"


def continue_columns(place: xw.main.Table, before: Area, last_used: int) -> None:
    """Continue the headings and widths of a table that got more columns at the right.

    `before` are its cells before it grew, and `last_used` the last column of the sheet used then.
    """
    sheet, now = place.parent, area_of(place)
    for column in range(before.right + 1, now.right + 1):
        if column > last_used:
            width = sheet.range((now.top, column - 1)).column_width
            if width is not None:
                sheet.range((now.top, column)).column_width = width
        if now.top > 1:
            _continue_heading(sheet, now.top, column)


def _continue_heading(sheet: xw.Sheet, header: int, column: int) -> None:
    """Write a heading as its neighbour's, if that is a formula on the header below it."""
    above, beside = (sheet.range((header - 1, at)) for at in (column, column - 1))
    own, other = (f"{column_letters(at)}{header}" for at in (column, column - 1))
    formula = str(beside.formula)
    refers = re.compile(rf"(?<![\w$!.]){other}(?!\w)")
    if above.formula or not formula.startswith("=") or not refers.search(formula):
        return
    above.formula = refers.sub(own, formula)
    give_style(above, STYLE)
