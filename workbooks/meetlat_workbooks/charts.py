"""The rings at the top of the report: native charts in theme colours, around a figure in a cell.

Each shows hidden cells that hold its parts. Where there are no figures the cells are blank, and
there is no ring.
"""

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.chart_doughnut import ChartDoughnut

from meetlat_workbooks.bullets import bare
from meetlat_workbooks.look import WHITE

HOLE = 64
"""Of the width of a ring, in percent. LibreOffice draws every ring with a hole of half of it."""


def ring(
    book: xlsxwriter.Workbook, parts: Sequence[Any], colors: Sequence[Any], names: Sequence[Any]
) -> ChartDoughnut:
    """A ring of parts, clockwise from the top.

    Args:
        book: to make it in.
        parts: the cells that hold them, as XlsxWriter's charts want them.
        colors: of each.
        names: the cells with what they are called, for whoever points at one.
    """
    chart = book.add_chart({"type": "doughnut"})
    if not isinstance(chart, ChartDoughnut):  # XlsxWriter's answer to a type it does not know
        raise TypeError("doughnut")
    line = {"color": WHITE, "width": 1.5}
    points = [{"fill": {"color": color}, "border": line} for color in colors]
    chart.add_series({"values": parts, "categories": names, "points": points})
    chart.set_hole_size(HOLE)
    bare(chart)
    return chart
