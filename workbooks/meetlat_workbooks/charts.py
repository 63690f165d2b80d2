"""The charts of the report: native, in theme colours, bound to the cells of the result tables."""

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.color import Color

from meetlat_workbooks.look import ACCENT, INK, LIGHT, SCORE, SHARE, STEEL, WARM, WHITE
from meetlat_workbooks.results import Placed

SMALL = {"size": 8, "color": INK}
# The current figure first, then the comparisons; they differ in grey as well.
SERIES = (ACCENT, STEEL, LIGHT)
# Pixels a bar chart needs beside its bars, and for each bar's category.
FRAME, BAR_HEIGHT, ROW_HEIGHT = 66, 12, 8


class Charts:
    """Makes the charts of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book

    def themes(self, placed: Placed, comparisons: Sequence[str], title: str) -> Chart:
        """Theme scores as bars, each beside its comparisons."""
        chart = self._bars(title, most=10)
        lines = {"visible": True, "line": {"color": LIGHT, "width": 0.5}}
        shown = {"visible": True, "num_format": "0", "num_font": SMALL, "line": {"none": True}}
        chart.set_x_axis({"min": 0, "max": 10, "major_gridlines": lines, **shown})
        self._compare(chart, placed, "name", ["score", *comparisons], SCORE)
        return chart

    def distribution(
        self, placed: Placed, start: int, rows: int, comparisons: Sequence[str], text: str
    ) -> Chart:
        """The answers to one question as bars, each beside its comparisons."""
        title = {"name": [placed.sheet, placed.first + start, placed.column("text")]}
        chart = self._bars(title | {"data": [text]})
        headers = ["share", *comparisons]
        self._compare(chart, placed, "answer", headers, SHARE, start, rows)
        return chart

    def response(self, placed: Placed, row: int, comparisons: Sequence[str], title: str) -> Chart:
        """The response beside its comparisons, one bar each."""
        chart = self._bars(title, most=1)
        headers = ["current", *comparisons]
        chart.add_series(
            {
                "name": title,
                "categories": placed.across(headers, -2),
                "values": placed.across(headers, row),
                "points": [_filled(color) for color in SERIES[: len(headers)]],
                "data_labels": _labels(SHARE),
                "gap": 40,
            }
        )
        chart.set_legend({"none": True})
        return chart

    def enps(self, placed: Placed, title: str) -> Chart:
        """Detractors, passives and promoters as one bar of 100 %."""
        chart = self._new("percent_stacked", title)
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

    def _compare(
        self,
        chart: Chart,
        placed: Placed,
        category: str,
        headers: Sequence[str],
        number: str,
        start: int = 0,
        rows: int | None = None,
    ) -> None:
        """A series a column; labels where there is room, on the current figures always."""
        roomy = category == "answer"
        for header, color in zip(headers, SERIES, strict=False):
            series: dict[str, Any] = {
                "name": [placed.sheet, placed.first - 2, placed.column(header)],
                "categories": placed.cells(category, start, rows),
                "values": placed.cells(header, start, rows),
                "gap": 45,
                **_filled(color),
            }
            if roomy or header == headers[0]:
                series["data_labels"] = _labels(number)
            chart.add_series(series)
        if len(headers) == 1:
            chart.set_legend({"none": True})

    def _bars(self, title: Any, most: float | None = None) -> Chart:
        """Horizontal bars from 0, the first category on top; labels stand for the axis."""
        chart = self._new("clustered", title)
        ends = {"min": 0, "max": most} if most else {"min": 0}
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **ends})
        chart.set_y_axis(
            {"reverse": True, "num_font": SMALL, "line": {"color": STEEL}, "crossing": "max"}
        )
        return chart

    def _new(self, subtype: str, title: Any) -> Chart:
        chart = self._book.add_chart({"type": "bar", "subtype": subtype})
        if chart is None:  # XlsxWriter's answer to a type it does not know
            raise ValueError(subtype)
        named = title if isinstance(title, dict) else {"name": title}
        font = {"size": 10, "bold": True, "color": INK}
        chart.set_title(named | {"name_font": font, "overlay": False})
        chart.set_legend({"position": "bottom", "font": SMALL})
        chart.set_chartarea({"border": {"none": True}})
        return chart


def height(categories: int, series: int) -> int:
    """Pixels in which a bar chart is easy to read."""
    return FRAME + categories * (ROW_HEIGHT + BAR_HEIGHT * series)


def _filled(color: Color) -> dict[str, Any]:
    return {"fill": {"color": color}, "border": {"none": True}}


def _labels(number: str) -> dict[str, Any]:
    return {"value": True, "num_format": number, "font": SMALL}
