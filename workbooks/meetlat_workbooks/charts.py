"""The charts of the report: native, in theme colours, bound to the cells of the result tables."""

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.color import Color

from meetlat_workbooks.look import ACCENT, INK, LIGHT, SHARE, WARM, WHITE
from meetlat_workbooks.results import Placed

SMALL = {"size": 8, "color": INK}


class Charts:
    """Makes the charts of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book

    def enps(self, placed: Placed) -> Chart:
        """Detractors, passives and promoters as one bar of 100 %."""
        chart = self._new("percent_stacked")
        parts = (
            ("detractors", WARM, WHITE),
            ("passives", LIGHT, INK),
            ("promoters", ACCENT, WHITE),
        )
        for header, color, ink in parts:
            column = placed.column(header)
            font = {"size": 11, "bold": True, "color": ink}
            chart.add_series(
                {
                    "name": [placed.sheet, placed.first - 2, column],
                    "values": placed.cells(header),
                    "data_labels": _labels(SHARE) | {"position": "center", "font": font},
                    "gap": 30,
                    **_filled(color),
                }
            )
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_y_axis({"visible": False})
        return chart

    def _new(self, subtype: str) -> Chart:
        """A bar chart without a title: that stands in the cell above it, as a heading does."""
        chart = self._book.add_chart({"type": "bar", "subtype": subtype})
        if chart is None:  # XlsxWriter's answer to a type it does not know
            raise ValueError(subtype)
        chart.set_title({"none": True})
        chart.set_legend({"position": "bottom", "font": SMALL})
        chart.set_chartarea({"border": {"none": True}})
        return chart


def _filled(color: Color) -> dict[str, Any]:
    return {"fill": {"color": color}, "border": {"none": True}}


def _labels(number: str) -> dict[str, Any]:
    return {"value": True, "num_format": number, "font": SMALL}
