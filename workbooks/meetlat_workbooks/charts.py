"""The charts of the report: native, in theme colours, bound to cells that follow the catalogue."""

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks.bullets import bare
from meetlat_workbooks.look import ACCENT, BARS, LIGHT, QUIET, WARM
from meetlat_workbooks.results import Placed

ENPS_PARTS = (("detractors", WARM), ("passives", QUIET), ("promoters", ACCENT))
"""The parts of a survey's people, from left to right, in the colour of their name."""

FILLED = {"detractors": WARM, "passives": LIGHT, "promoters": ACCENT}


class Charts:
    """Makes the charts of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book

    def enps(self, placed: Placed) -> Chart:
        """Detractors, passives and promoters as one bar of 100 %; cells below it say how many."""
        chart = self._bars("percent_stacked")
        for header, color in FILLED.items():
            chart.add_series(
                {
                    "name": [placed.sheet, placed.first - 2, placed.column(header)],
                    "values": placed.cells(header),
                    "gap": 20,
                    **_filled(color),
                }
            )
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_y_axis({"visible": False})
        bare(chart)
        return chart

    def response(self, sheet: Worksheet, first: int, column: int, rows: int) -> Chart:
        """The response, and lighter its comparisons, beside rows that hold the figures."""
        chart = self._bars("clustered")
        name = sheet.get_name()
        points = [None, *[{"fill": BARS, "border": {"none": True}}] * (rows - 1)]
        chart.add_series(
            {
                "values": [name, first, column, first + rows - 1, column],
                "points": points,
                "gap": 45,
                **_filled(ACCENT),
            }
        )
        axis = {"visible": False, "min": 0, "max": 1, "major_gridlines": {"visible": False}}
        chart.set_x_axis(axis)
        chart.set_y_axis({"visible": False, "reverse": True})
        bare(chart)
        return chart

    def _bars(self, subtype: str) -> Chart:
        options = {"type": "bar"} | ({} if subtype == "clustered" else {"subtype": subtype})
        chart = self._book.add_chart(options)
        if chart is None:  # XlsxWriter's answer to a type it does not know
            raise ValueError(subtype)
        return chart


def _filled(color: Any) -> dict[str, Any]:
    return {"fill": {"color": color}, "border": {"none": True}}
