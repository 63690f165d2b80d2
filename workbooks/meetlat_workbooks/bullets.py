"""Bars with a mark for each comparison, as one native chart beside rows of cells.

The chart shows cells to the right of the page. For each row they have the figure and its
comparisons as parts of the range, cut into consecutive pieces: bar, mark, bar, mark, ..., bar. All
of them are formulas on the rows, so the chart fits any catalogue, in any program; a row without a
figure shows nothing.

The chart leaves out hidden rows and shrinks with them, so it works for few rows and for many. That
is why its cells are one pixel wide and not hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks.look import BARS, LIGHT, MARKS
from meetlat_workbooks.multilingual import write_or_formula

# The width of a mark, as a part of the range.
WIDE = 0.012

# The number of cells with the figure and its comparisons, as parts of the range.
FIGURES = 1 + len(MARKS)

ENDS = FIGURES + len(MARKS)
PIECES = ENDS + len(MARKS)

# The filled and the empty bar before a mark, and the mark in the colour of each comparison.
PIECES_OF_MARK = 2 + len(MARKS)

COLUMNS = PIECES + len(MARKS) * PIECES_OF_MARK + 1


def narrow(sheet: Worksheet, left: int) -> None:
    """Hide the cells of a chart, starting at a column."""
    sheet.set_column(left, left + PIECES - 1, None, None, {"hidden": True})
    sheet.set_column_pixels(left + PIECES, left + COLUMNS - 1, 1)


@dataclass(frozen=True)
class Rows:
    """The rows beside a chart, and the first column of its cells."""

    first: int
    count: int
    left: int


def write_pieces(
    sheet: Worksheet, rows: Rows, figures: Sequence[int], within: tuple[str, str], form: Format
) -> None:
    """Write the cells that the chart shows.

    Args:
        sheet: the sheet.
        rows: the rows of the chart.
        figures: the columns of the figure and of its comparisons; texts in them are ignored.
        within: formulas for the lowest and the highest possible figure.
        form: the format of the cells.
    """
    for row in range(rows.first, rows.first + rows.count):
        for column, formula in enumerate(_row(row, rows.left, figures, within), rows.left):
            write_or_formula(sheet, row, column, f"={formula}", form)


def _row(row: int, left: int, figures: Sequence[int], within: tuple[str, str]) -> list[str]:
    def at(column: int) -> str:
        return xl_rowcol_to_cell(row, left + column)

    shown = [at(i) for i in range(FIGURES)]
    starts = [at(FIGURES + i) for i in range(len(MARKS))]
    ends = ["0", *(at(ENDS + i) for i in range(len(MARKS)))]
    low, high = within
    part = f'IF(ISNUMBER({{0}}),MAX(0,MIN(1,({{0}}-{low})/({high}-{low}))),"")'
    formulas = [part.format(xl_rowcol_to_cell(row, column)) for column in figures]
    compared = f"{shown[1]}:{shown[-1]}"
    for i, end in enumerate(ends[:-1]):
        nearest = f"MAX({end},SMALL({compared},{i + 1})-{WIDE / 2})"
        formulas.append(f"IF(COUNT({compared})>{i},{nearest},{end})")
    for i, start in enumerate(starts):
        formulas.append(f"IF(COUNT({compared})>{i},{start}+{WIDE},{start})")
    for i, (start, end) in enumerate(zip(starts, ends, strict=False)):
        filled = at(len(formulas))
        formulas.append(_if_any(f"MIN(N({shown[0]}),{start})-{end}"))
        formulas.append(f"{start}-{end}-N({filled})")
        for mark, own in enumerate(shown[1:]):
            formulas.append(f'IF(AND(ISNUMBER({own}),{_place(mark, shown[1:])}={i}),{WIDE},"")')
    formulas.append(_if_any(f"N({shown[0]})-{ends[-1]}"))
    return formulas


def _if_any(length: str) -> str:
    """A length above 0, or an empty text, which is not drawn."""
    return f'IF({length}>0,{length},"")'


def _place(mark: int, cells: Sequence[str]) -> str:
    """The number of comparisons that are lower; texts come after numbers."""
    before = [
        f"({other}{'<=' if i < mark else '<'}{cells[mark]})"
        for i, other in enumerate(cells)
        if i != mark
    ]
    return "+".join(before)


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
    column = rows.left + PIECES
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
