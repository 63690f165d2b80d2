"""The first sheet: the survey on two pages, made of formulas and charts on the result tables."""

from dataclasses import dataclass
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks.charts import Charts, height
from meetlat_workbooks.content import Content
from meetlat_workbooks.formulas import (
    best_theme,
    compared_enps,
    compared_measure,
    compared_theme,
    enps,
    enps_groups,
    measure,
    people,
    setting,
    setting_or,
    theme_score,
)
from meetlat_workbooks.look import ACCENT, DATES, INK, PALE, SCORE, SHARE, SIGNED, WHITE, Look
from meetlat_workbooks.results import Labels, Placed

# The page is a grid of twelve columns; a card takes three of them.
COLUMNS, FIRST = 12, 1
COLUMN_WIDTH, COLUMN_PIXELS, ROW_PIXELS = 7, 54, 20
PAGE_PIXELS = COLUMNS * COLUMN_PIXELS
CARD = 3
CARDS_ROW, CHARTS_ROW = 4, 9
# The first page has room for so much.
SMALL_CHART, THEMES_LEAST, THEMES_MOST = 130, 260, 545


@dataclass(frozen=True)
class Card:
    """A figure to see at once: what it is, the figure, and two lines about it."""

    label: str
    figure: str
    number: str
    line: str
    compared: str


class Report:
    """Fills the first sheet, once it is known where the result tables stand."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        sheet: Worksheet,
        look: Look,
        labels: Labels,
        content: Content,
    ):
        self._charts = Charts(book)
        self._sheet = sheet
        self._look = look
        self._labels = labels
        self._say = labels["report"]
        self._content = content
        self._names = content.comparison_names

    def write(self, placed: dict[str, Placed]) -> None:
        """Write the page: banner, cards, charts; then the distributions on the next."""
        self._page()
        self._banner()
        for place, card in enumerate(self._cards()):
            self._card(FIRST + place * CARD, card)
        row = self._first_page(placed)
        self._sheet.set_h_pagebreaks([row])
        self._distributions(placed["Distributions"], row)

    def _page(self) -> None:
        sheet = self._sheet
        sheet.set_tab_color(ACCENT)
        sheet.hide_gridlines(2)
        sheet.hide_row_col_headers()
        sheet.set_column(0, 0, 1.5)
        sheet.set_column(FIRST, COLUMNS, COLUMN_WIDTH)
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer(f"&L&8&A&R&8{self._labels['page']['footer']}")

    def _banner(self) -> None:
        band = {"bg_color": ACCENT, "font_color": WHITE, "valign": "vcenter"}
        for row, points in enumerate((34, 20, 20)):
            self._sheet.set_row(row, points)
            for column in range(FIRST, COLUMNS + 1):
                self._sheet.write_blank(row, column, None, self._look.cell(**band))
        title = self._look.cell(**band, bold=True, font_size=20, indent=1)
        self._formula(0, FIRST, setting("title"), title, self._content.setting("title"))
        organisation = self._look.cell(**band, font_size=12, indent=1)
        known = self._content.setting("organisation")
        self._formula(1, FIRST, setting("organisation"), organisation, known)
        self._fieldwork(2, band)

    def _fieldwork(self, row: int, band: dict[str, Any]) -> None:
        sheet, plain = self._sheet, self._look.cell(**band)
        sheet.write(row, FIRST, self._say["fieldwork"], self._look.cell(**band, indent=1))
        date = self._look.cell(**band, num_format=DATES[self._content.language], align="left")
        for column, name in ((FIRST + 3, "fieldwork_start"), (FIRST + 6, "fieldwork_end")):
            sheet.merge_range(row, column, row, column + 1, "", date)
            # Excel counts days from the end of 1899.
            known = self._content.setting(name).toordinal() - 693594
            self._formula(row, column, setting(name), date, known)
        sheet.write(row, FIRST + 5, self._say["until"], self._look.cell(**band, align="center"))
        group = setting_or("group", self._say["everyone"])
        self._formula(row, FIRST + 9, f'="{self._say["group"]}: "&{group[1:]}', plain)

    def _cards(self) -> list[Card]:
        say, none, names = self._say, self._say["no_score"], self._names
        of_people = people(say["of"], say["people"])
        cards = [
            Card(
                say["response"],
                measure("response", none),
                SHARE,
                of_people,
                compared_measure("response", names, SHARE),
            )
        ]
        if self._content.measured_by("enps"):
            line, compared = enps_groups(say), compared_enps(names, SIGNED)
            cards.append(Card(say["enps"], enps(none), SIGNED, line, compared))
        for end, which in (("highest", "MAX"), ("lowest", "MIN")):
            score, name = theme_score(which, none), best_theme(which)
            cards.append(Card(say[end], score, SCORE, name, compared_theme(which, names)))
        return cards

    def _card(self, column: int, card: Card) -> None:
        """Four rows of three merged cells on a pale ground, with a white gap at the right."""
        ground: dict[str, Any] = {"bg_color": PALE, "right": 5, "right_color": WHITE, "indent": 1}
        ground |= {"valign": "vcenter", "align": "left", "font_color": INK}
        label = self._look.cell(**ground, bold=True, font_size=9)
        figure = {"bold": True, "font_size": 26, "font_color": ACCENT, "num_format": card.number}
        line = self._look.cell(**ground, font_size=9, text_wrap=True)
        compared = self._look.cell(**ground, font_size=8, text_wrap=True)
        rows = (
            (22, card.label, label),
            (38, card.figure, self._look.cell(**(ground | figure))),
            (26, card.line, line),
            (26, card.compared, compared),
        )
        for row, (points, text, form) in enumerate(rows, CARDS_ROW):
            self._sheet.set_row(row, points)
            self._sheet.merge_range(row, column, row, column + CARD - 1, "", form)
            if text.startswith("="):
                self._formula(row, column, text, form)
            else:
                self._sheet.write(row, column, text, form)

    def _first_page(self, placed: dict[str, Placed]) -> int:
        half = PAGE_PIXELS // 2
        summary, names, say = placed["Summary"], self._names, self._say
        response = self._charts.response(summary, 2, names, say["response_chart"])
        self._put(response, CHARTS_ROW, FIRST, half, SMALL_CHART, say["response_alt"])
        if self._content.measured_by("enps"):
            chart = self._charts.enps(placed["Enps"], say["enps_chart"])
            middle = FIRST + COLUMNS // 2
            self._put(chart, CHARTS_ROW, middle, half, SMALL_CHART, say["enps_alt"])
        row = CHARTS_ROW + _rows(SMALL_CHART)
        themes = self._charts.themes(placed["ThemeScores"], names, say["themes_chart"])
        needed = height(len(self._content.themes), 1 + len(names))
        tall = min(max(needed, THEMES_LEAST), THEMES_MOST)
        return row + self._put(themes, row, FIRST, PAGE_PIXELS, tall, say["themes_alt"])

    def _distributions(self, placed: Placed, row: int) -> None:
        """Charts with comparisons over the whole width, the others two abreast."""
        self._sheet.set_row(row, 30)
        self._sheet.write(row, FIRST, self._say["distributions"], self._look.title())
        row, column, start = row + 1, FIRST, 0
        for question in self._content.measured_by("distribution"):
            answers = len(self._content.scale(question["scale"]))
            names = self._names if self._content.is_compared(question) else []
            text = question[f"text::{self._content.language}"]
            chart = self._charts.distribution(placed, start, answers, names, text)
            wide = PAGE_PIXELS if names else PAGE_PIXELS // 2
            alt = self._say["distribution_alt"].format(text=text)
            tall = height(answers, 1 + len(names))
            used = self._put(chart, row, column, wide, tall, alt)
            start += answers
            if names or column > FIRST:
                row, column = row + used, FIRST
            else:
                column += COLUMNS // 2

    def _put(self, chart: Chart, row: int, column: int, wide: int, tall: int, alt: str) -> int:
        """Insert a chart; say how many rows it takes."""
        chart.set_size({"width": wide - 4, "height": tall})
        options = {"x_offset": 2, "y_offset": 4, "description": alt, "object_position": 2}
        self._sheet.insert_chart(row, column, chart, options)
        return _rows(tall)

    def _formula(self, row: int, column: int, formula: str, form: Format, value: Any = "") -> None:
        self._sheet.write_formula(row, column, formula, form, value)


def _rows(pixels: int) -> int:
    return ceil((pixels + 8) / ROW_PIXELS)
