"""The four panels at the top of the report, with the main figures for a board, all by formula.

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

from meetlat_workbooks import formulas, marks
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
from meetlat_workbooks.multilingual import quoted, write_or_formula
from meetlat_workbooks.results import Labels

# The height in points of each row: the name, three beside a ring, and those below it.
HEIGHTS = (20, 40, 28, 40, 18, 21, 21, 22, 33)

# Rows of a panel: its name, the first and last beside a ring, the first and last below it.
NAME, FIRST, LAST, BELOW, END = 0, 1, 3, 4, 8

# The number of rises and of falls.
CHANGES = 3

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
        hidden: the first of two hidden columns for the parts of the rings.
    """

    book: xlsxwriter.Workbook
    sheet: Worksheet
    look: Look
    labels: Labels
    row: int
    hidden: int

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
        texts = self._texts
        self._name(place, texts["response"])
        figure = formulas.measure("response", texts["no_score"])
        self._put(place, FIRST, LAST, figure, self._figure(SHARE))
        of = formulas.people(texts["of"], texts["people"])
        self._put(place, BELOW, BELOW, of, self._centred(font_size=9))
        compared = formulas.compared_measure("response", SHARE)
        self._put(place, BELOW + 1, END, compared, self._lines(align="center"))

    def _enps(self, place: Place) -> None:
        """The eNPS; the number of questions if there is no eNPS question."""
        texts = self._texts
        name = formulas.where_enps(quoted(texts["enps_chart"]), quoted(texts["asked"]))
        self._name(place, name)
        count = "COUNT(QuestionScores[score])"
        figure = formulas.enps(texts["no_score"]).removeprefix("=")
        self._put(place, FIRST, LAST, formulas.where_enps(figure, count), self._figure(SIGNED))
        plain = self.look.conditional(num_format=WHOLE)
        rule = {"type": "formula", "criteria": formulas.no_enps(), "format": plain}
        top = self.row + FIRST
        self.sheet.conditional_format(top, place[0], top, place[0], rule)
        themes = formulas.in_themes(texts["over"], texts["themes"])
        for row, (part, _, color) in enumerate(PARTS, BELOW):
            share = formulas.enps_part(part, self.labels["headings"][part])
            text = formulas.where_enps(share, themes if row == BELOW else '""')
            form = self._cell(font_size=9, font_color=color, bold=True, indent=5)
            self._put(place, row, row, text, form)
        changed = BELOW + len(PARTS)
        change = formulas.enps_change(SIGNED, marks.of_enps())
        form = self._centred(font_size=9, bold=True, text_wrap=True)
        self._put(place, changed, changed, change, form)
        self._colour_marks(place, changed)
        compared = formulas.compared_enps(SIGNED)
        self._put(place, END, END, compared, self._lines(align="center"))

    def _extreme(self, place: Place, kind: str) -> None:
        """The highest or the lowest theme."""
        which = "MAX" if kind == "highest" else "MIN"
        self._name(place, self._texts[kind])
        score = formulas.theme_score(which, self._texts["no_score"])
        figure = {"font_size": 26, "bold": True, "font_color": ACCENT, "num_format": SCORE}
        self._put(place, FIRST, FIRST, score, self._cell(**figure))
        name = self._cell(font_size=10, bold=True, text_wrap=True)
        self._put(place, FIRST + 1, FIRST + 1, formulas.best_theme(which), name)
        self._put(place, LAST, LAST, formulas.compared_theme(which), self._lines())

    def _changes(self, place: Place, kind: str) -> None:
        """The largest rises or falls since the first comparison."""
        texts = self._texts
        heading = formulas.change_heading(texts[kind], texts[f"{kind}_beside"])
        above = {"top": 5, "top_color": WHITE, "shrink": True}
        self._put(place, BELOW, BELOW, heading, self.look.style("Heading 2", **GROUND, **above))
        line = self._cell(font_size=8.5, text_wrap=True)
        for number in range(1, CHANGES + 1):
            text = formulas.highlight(
                ("theme", kind, number), texts["none"], lambda s: marks.mark("ThemeScores", s)
            )
            self._put(place, BELOW + number, BELOW + number, text, line)
        small = self._cell(font_size=8, font_color=QUIET, valign="top", text_wrap=True)
        self._put(place, END, END, formulas.most_against(texts["most"]), small)

    def _response_ring(self) -> Chart:
        share = xl_rowcol_to_cell(self.row, self.hidden)
        cells = (formulas.measure("response", ""), f'=IF({share}="","",1-{share})')
        parts = self._parts(0, cells)
        return ring(self.book, parts, (ACCENT, LIGHT), parts)

    def _enps_ring(self, place: Place) -> Chart:
        cells = [formulas.where_enps(f"INDEX(Enps[{part}],1)", '""') for part, *_ in PARTS]
        top = self.row + BELOW
        names = [self.sheet.get_name(), top, place[0], top + len(PARTS) - 1, place[0]]
        colors = [color for _, color, _ in PARTS]
        return ring(self.book, self._parts(1, cells), colors, names)

    def _parts(self, column: int, cells: Sequence[str]) -> list[Any]:
        """Hidden cells with the parts of a ring."""
        left = self.hidden + column
        for row, formula in enumerate(cells, self.row):
            write_or_formula(self.sheet, row, left, formula, self.look.cell())
        return [self.sheet.get_name(), self.row, left, self.row + len(cells) - 1, left]

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
