"""Bars with a mark for each comparison, as one native chart beside rows of cells.

The chart shows the pieces of each bar, which are columns of the table `ThemeRows`: bar, mark, bar,
mark, ..., bar.

The chart leaves out hidden rows and shrinks with them, so it works for few rows and for many. That
is why the columns of the pieces are one pixel wide and not hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from meetlat_report_sheets.theme_rows import PIECES, PIECES_OF_MARK
from meetlat_workbooks.look import BARS, LIGHT, MARKS


def narrow(sheet: Worksheet, left: int) -> None:
    """Make the columns of the pieces too narrow to see, starting at a column."""
    sheet.set_column_pixels(left, left + len(PIECES) - 1, 1)


@dataclass(frozen=True)
class Rows:
    """The rows of a chart, and the first column of its pieces."""

    first: int
    count: int
    left: int


def bullet_chart(
    book: xlsxwriter.Workbook, sheet: Worksheet, rows: Rows, names: Sequence[tuple[int, int]]
) -> Chart:
    """The chart of those cells; it fills its frame, so that each bar is beside its row.

    Args:
        book: the workbook.
        sheet: the sheet with the cells.
        rows: the rows of the chart.
        names: the cells with the names of the figure and of its comparisons.
    """
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    if chart is None:  # XlsxWriter does not know the type
        raise ValueError("bar")
    column = rows.left
    for _ in MARKS:
        _add(chart, sheet, rows, column, BARS, names[0])
        _add(chart, sheet, rows, column + 1, {"none": True})
        for mark, color in enumerate(MARKS):
            _add(chart, sheet, rows, column + 2 + mark, {"color": color}, names[1 + mark])
        column += PIECES_OF_MARK
    _add(chart, sheet, rows, column, BARS, names[0])
    ends = {"visible": True, "line": {"color": LIGHT, "width": 0.75}}
    axis = {"visible": False, "min": 0, "max": 1, "major_unit": 0.5, "major_gridlines": ends}
    chart.set_x_axis(axis)
    chart.set_y_axis({"visible": False, "reverse": True})
    remove_texts(chart, of_hidden=False)
    return chart


def _add(
    chart: Chart,
    sheet: Worksheet,
    rows: Rows,
    column: int,
    fill: dict[str, Any],
    name: tuple[int, int] | None = None,
) -> None:
    last = rows.first + rows.count - 1
    series = {
        "values": [sheet.get_name(), rows.first, column, last, column],
        "fill": fill,
        "border": {"none": True},
        "gap": 55,
    }
    if name:
        series["name"] = [sheet.get_name(), *name]
    chart.add_series(series)


def remove_texts(chart: Chart, *, of_hidden: bool = True) -> None:
    """Remove title, legend and background: cells show those, in the language of the survey.

    `of_hidden` is whether the chart shows hidden cells.
    """
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    whole = {"x": 0, "y": 0, "width": 1, "height": 1}
    chart.set_plotarea({"layout": whole, "fill": {"none": True}})
    if of_hidden:
        chart.show_hidden_data()
