"""The four panels at the top of the report, with the main figures for a board.

Response and eNPS are a ring around their figure. Below the highest and the lowest theme are the
largest rises and falls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat_report_sheets.top_three import MOST
from meetlat_workbooks import marks
from meetlat_workbooks.charts import ring
from meetlat_workbooks.look import (
    ACCENT,
    FALLEN,
    INK,
    LIGHT,
    PALE,
    QUIET,
    RISEN,
    SCORE,
    SHARE,
    SIGNED,
    WARM,
    WHITE,
    WHOLE,
    Look,
)
from meetlat_workbooks.multilingual import write_or_formula
from meetlat_workbooks.references import ENPS_SHOWN, figure, headline, text
from meetlat_workbooks.report_tables import cells_of
from meetlat_workbooks.results import Labels

# The height in points of each row: the name, three beside a ring, and those below it.
HEIGHTS = (20, 40, 28, 40, 18, 21, 21, 22, 33)

# Rows of a panel: its name, the first and last beside a ring, the first and last below it.
NAME, FIRST, LAST, BELOW, END = 0, 1, 3, 4, 8

# Shown instead of a missing figure.
NO_FIGURE = "–"

# The parts of the ring of eNPS, clockwise: its colour, and the colour of its text.
PARTS = (("promoters", ACCENT, ACCENT), ("passives", LIGHT, QUIET), ("detractors", WARM, WARM))

# A pale background, with a white gap at the right.
GROUND: dict[str, Any] = {
    "bg_color": PALE, "right": 5, "right_color": WHITE, "align": "left", "indent": 1
}  # fmt: skip

# The first and the last column of a panel.
Place = tuple[int, int]


@dataclass(frozen=True)
class Panels:
    """The panels and their place.

    Attributes:
        book: the workbook.
        sheet: the sheet of the report.
        look: the formats.
        labels: the texts.
        row: the first row.
    """

    book: xlsxwriter.Workbook
    sheet: Worksheet
    look: Look
    labels: Labels
    row: int

    def write(self, places: Sequence[Place]) -> list[tuple[Chart, Place, str]]:
        """Write all four; return the rings, each with its panel and its description."""
        for row, points in enumerate(HEIGHTS, self.row):
            self.sheet.set_row(row, points)
        response, enps, *ends = places
        self._response(response)
        self._enps(enps)
        for place, kind in zip(ends, ("highest", "lowest"), strict=True):
            self._extreme(place, kind)
        for place, kind in zip(ends, ("risen", "fallen"), strict=True):
            self._changes(place, kind)
        return [
            (self._response_ring(), response, self._texts["response_alt"]),
            (self._enps_ring(enps), enps, self._texts["enps_alt"]),
        ]

    @property
    def _texts(self) -> Mapping[str, str]:
        return self.labels["report"]

    def _response(self, place: Place) -> None:
        self._name(place, self._texts["response"])
        share = figure("Headline", "response", otherwise=NO_FIGURE)
        self._put(place, FIRST, LAST, share, self._figure(SHARE))
        self._put(place, BELOW, BELOW, headline("response_people"), self._centred(font_size=9))
        compared = headline("response_beside")
        self._put(place, BELOW + 1, END, compared, self._lines(align="center"))

    def _enps(self, place: Place) -> None:
        """The eNPS; the number of questions if there is no eNPS question."""
        self._name(place, headline("enps_name"))
        shown = figure("Headline", "enps", otherwise=NO_FIGURE)
        self._put(place, FIRST, LAST, shown, self._figure(SIGNED))
        plain = self.look.conditional(num_format=WHOLE)
        rule = {"type": "formula", "criteria": f'={ENPS_SHOWN}=""', "format": plain}
        top = self.row + FIRST
        self.sheet.conditional_format(top, place[0], top, place[0], rule)
        for row, (part, _, color) in enumerate(PARTS, BELOW):
            form = self._cell(font_size=9, font_color=color, bold=True, indent=5)
            self._put(place, row, row, headline(f"{part}_text"), form)
        changed = BELOW + len(PARTS)
        form = self._centred(font_size=9, bold=True, text_wrap=True)
        self._put(place, changed, changed, headline("enps_change"), form)
        self._colour_marks(place, changed)
        self._put(place, END, END, headline("enps_beside"), self._lines(align="center"))

    def _extreme(self, place: Place, kind: str) -> None:
        """The highest or the lowest theme."""
        self._name(place, self._texts[kind])
        score = figure("Headline", f"{kind}_score", otherwise=NO_FIGURE)
        big = {"font_size": 26, "bold": True, "font_color": ACCENT, "num_format": SCORE}
        self._put(place, FIRST, FIRST, score, self._cell(**big))
        name = self._cell(font_size=10, bold=True, text_wrap=True)
        self._put(place, FIRST + 1, FIRST + 1, headline(f"{kind}_theme"), name)
        self._put(place, LAST, LAST, headline(f"{kind}_beside"), self._lines())

    def _changes(self, place: Place, kind: str) -> None:
        """The largest rises or falls since the first comparison."""
        above = {"top": 5, "top_color": WHITE, "shrink": True}
        style = self.look.style("Heading 2", **GROUND, **above)
        self._put(place, BELOW, BELOW, headline(f"themes_{kind}"), style)
        line = self._cell(font_size=8.5, text_wrap=True)
        for number in range(1, MOST + 1):
            found = text("TopThree", f"theme_{kind}", number)
            self._put(place, BELOW + number, BELOW + number, found, line)
        small = self._cell(font_size=8, font_color=QUIET, valign="top", text_wrap=True)
        self._put(place, END, END, headline("most_against"), small)

    def _response_ring(self) -> Chart:
        parts = cells_of("Headline", "response", "response_rest")
        return ring(self.book, parts, (ACCENT, LIGHT), parts)

    def _enps_ring(self, place: Place) -> Chart:
        top = self.row + BELOW
        names = [self.sheet.get_name(), top, place[0], top + len(PARTS) - 1, place[0]]
        colors = [color for _, color, _ in PARTS]
        parts = cells_of("Headline", PARTS[0][0], PARTS[-1][0])
        return ring(self.book, parts, colors, names)

    def _colour_marks(self, place: Place, row: int) -> None:
        """Give a text with a mark the colour of the mark."""
        cell = xl_rowcol_to_cell(self.row + row, place[0], row_abs=True, col_abs=True)
        for sign, color in ((marks.UP, RISEN), (marks.DOWN, FALLEN)):
            form = self.look.conditional(font_color=color)
            rule = {"type": "formula", "criteria": marks.has_sign(cell, sign), "format": form}
            top, left = self.row + row, place[0]
            self.sheet.conditional_format(top, left, top, left, rule)

    def _name(self, place: Place, text: str) -> None:
        self._put(place, NAME, NAME, text, self.look.style("Heading 2", **GROUND))

    def _figure(self, number: str) -> Format:
        return self._centred(font_size=18, bold=True, font_color=ACCENT, num_format=number)

    def _centred(self, **more: Any) -> Format:
        return self._cell(**{"align": "center", "indent": 0, **more})

    def _lines(self, **more: Any) -> Format:
        """The format of a list of comparisons, one on each line."""
        indent = {} if more.get("align") == "center" else {"indent": 1}
        look = {"font_size": 8, "text_wrap": True, "valign": "top", **indent}
        return self._cell(**{**look, "indent": indent.get("indent", 0), **more})

    def _cell(self, **more: Any) -> Format:
        return self.look.cell(**{**GROUND, "valign": "vcenter", "font_color": INK, **more})

    def _put(self, place: Place, first: int, last: int, text: str, form: Format) -> None:
        """Write a text or formula across some rows and all columns of a panel."""
        top, bottom = self.row + first, self.row + last
        left, right = place
        if right > left or bottom > top:
            self.sheet.merge_range(top, left, bottom, right, "", form)
        write_or_formula(self.sheet, top, left, text, form)
