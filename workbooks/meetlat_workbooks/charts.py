"""The rings at the top of the report: native charts in theme colours, around a figure in a cell.

Each shows hidden cells with its parts. Without figures the cells are blank and no ring is shown.
"""

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.chart_doughnut import ChartDoughnut

from meetlat_workbooks.bullets import remove_texts
from meetlat_workbooks.look import WHITE

# The width of the hole as a percentage of the ring. LibreOffice always uses 50.
HOLE = 64


def ring(
    book: xlsxwriter.Workbook, parts: Sequence[Any], colors: Sequence[Any], names: Sequence[Any]
) -> ChartDoughnut:
    """A ring of parts, clockwise from the top.

    Args:
        book: the workbook.
        parts: the cells with the parts, in the form that XlsxWriter uses for charts.
        colors: the color of each part.
        names: the cells with their names, which show when you point at a part.
    """
    chart = book.add_chart({"type": "doughnut"})
    if not isinstance(chart, ChartDoughnut):  # XlsxWriter does not know the type
        raise TypeError("doughnut")
    line = {"color": WHITE, "width": 1.5}
    points = [{"fill": {"color": color}, "border": line} for color in colors]
    chart.add_series({"values": parts, "categories": names, "points": points})
    chart.set_hole_size(HOLE)
    remove_texts(chart)
    return chart
