"""The charts of the report: native, in theme colours, bound to the cells of the result tables."""

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.color import Color

from meetlat_workbooks.look import ACCENT, INK, LIGHT, SHARE, STEEL, WARM, WHITE
from meetlat_workbooks.results import Placed

SMALL = {"size": 8, "color": INK}
# The current figure first, then the comparisons; they differ in grey as well.
SERIES = (ACCENT, STEEL, LIGHT)


class Charts:
    """Makes the charts of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book

    def response(self, placed: Placed, row: int, comparisons: Sequence[str]) -> Chart:
        """The response beside its comparisons, one bar each."""
        chart = self._new("clustered")
        headers = ["current", *comparisons]
        chart.add_series(
            {
                "categories": placed.across(headers, -2),
                "values": placed.across(headers, row),
                "points": [_filled(color) for color in SERIES[: len(headers)]],
                "data_labels": _labels(SHARE),
                "gap": 40,
            }
        )
        chart.set_x_axis(
            {"visible": False, "major_gridlines": {"visible": False}, "min": 0, "max": 1}
        )
        chart.set_y_axis(
            {"reverse": True, "num_font": SMALL, "line": {"color": STEEL}, "crossing": "max"}
        )
        chart.set_legend({"none": True})
        return chart

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
