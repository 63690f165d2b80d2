"""The first page for the board: response, eNPS, themes and what changed, all by formula.

It looks everything up by name in the result tables, so it follows any catalogue: other themes,
other comparisons (the first three are shown), another language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks import formulas
from meetlat_workbooks.charts import Charts
from meetlat_workbooks.content import Content
from meetlat_workbooks.formulas import COMPARISONS
from meetlat_workbooks.look import (
    ACCENT,
    BAR,
    BAR_NOW,
    DATES,
    INK,
    PALE,
    PALE_LINE,
    QUIET,
    SCORE,
    SHARE,
    SIGNED,
    WARM,
    WHITE,
    Look,
)
from meetlat_workbooks.results import Labels, Placed
from meetlat_workbooks.said import LANGUAGE, write

# A card is as wide as the first column, as the second, and as two of the others.
WIDTHS = (22.4, 22.4, 10.9, 10.9, 10.9, 10.9)
CARDS = ((1, 1), (2, 2), (3, 4), (5, 6))
FIRST, LAST = 1, len(WIDTHS)
HIDDEN = LAST + 2
CARDS_ROW, CHARTS_ROW, CHANGES_ROW, THEMES_ROW = 4, 9, 16, 22
HALF_PIXELS, CHART_PIXELS = 322, 118
RESPONSE_POINTS = 18
THEMES_SHOWN, CHANGES_SHOWN = 20, 3
RISE_OR_FALL = '"▲" +0.0;"▼" -0.0;"▬" 0.0'


@dataclass(frozen=True)
class Card:
    """A figure to see at once: what it is, the figure, and two lines about it."""

    label: str
    figure: str
    number: str
    line: str
    compared: str


class Report:
    """Fills the report sheet, once it is known where the result tables stand."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        sheet: Worksheet,
        look: Look,
        labels: Labels,
        content: Content,
    ):
        self._book = book
        self._charts = Charts(book)
        self._sheet = sheet
        self._look = look
        self._labels = labels
        self._say = labels["report"]
        self._content = content

    def write(self, placed: dict[str, Placed]) -> None:
        """Write the page: banner, cards, charts, changes, themes."""
        self._page()
        self._hidden()
        self._banner()
        for (left, right), card in zip(CARDS, self._cards(), strict=False):
            self._card(left, right, card)
        self._response_and_enps(placed)
        self._changes()
        self._themes()

    def _page(self) -> None:
        sheet = self._sheet
        sheet.set_tab_color(ACCENT)
        sheet.hide_gridlines(2)
        sheet.hide_row_col_headers()
        sheet.set_column(0, 0, 1.5)
        for column, width in enumerate(WIDTHS, FIRST):
            sheet.set_column(column, column, width)
        sheet.set_column(HIDDEN, HIDDEN, None, None, {"hidden": True})
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        last = THEMES_ROW + 2 + THEMES_SHOWN
        sheet.print_area(0, 0, last, LAST)
        sheet.fit_to_pages(1, 1)
        sheet.set_footer(f"&L&8&A&R&8{self._labels['page']['footer']}")

    def _hidden(self) -> None:
        """Cells with a name: the language, and what the first comparisons are called."""
        language = self._content.language
        cells = [(LANGUAGE, formulas.language(), language)]
        names: Sequence[str] = self._content.comparison_names
        columns = [f"{chr(ord('A') + HIDDEN)}{row + 1}" for row in range(4, 4 + len(COMPARISONS))]
        for number, name in enumerate(COMPARISONS):
            known = names[number] if number < len(names) else ""
            cells.append((name, formulas.filled(number, columns), known))
            self._formula(4 + number, HIDDEN, formulas.comparison(number), self._look.cell(), known)
        for row, (name, formula, known) in enumerate(cells):
            self._formula(row, HIDDEN, formula, self._look.cell(), known)
            where = f"='{self._sheet.get_name()}'!${chr(ord('A') + HIDDEN)}${row + 1}"
            self._book.define_name(name, where)

    def _banner(self) -> None:
        band = {"bg_color": ACCENT, "font_color": WHITE, "valign": "vcenter"}
        for row, points in enumerate((34, 20, 20)):
            self._sheet.set_row(row, points)
            for column in range(FIRST, LAST + 1):
                self._sheet.write_blank(row, column, None, self._look.cell(**band))
        title = self._look.cell(**band, bold=True, font_size=20, indent=1)
        self._formula(0, FIRST, formulas.setting("title"), title, self._content.setting("title"))
        organisation = self._look.cell(**band, font_size=12, indent=1)
        known = self._content.setting("organisation")
        self._formula(1, FIRST, formulas.setting("organisation"), organisation, known)
        self._fieldwork(2, band)

    def _fieldwork(self, row: int, band: dict[str, Any]) -> None:
        self._write(row, FIRST, self._say["fieldwork"], self._look.cell(**band, indent=1))
        for column, name in ((FIRST + 1, "fieldwork_start"), (FIRST + 2, "fieldwork_end")):
            dash = '"– "' if column > FIRST + 1 else ""
            months = DATES[self._content.language].replace("]", f"]{dash}")
            date = self._look.cell(**band, num_format=months, align="left")
            self._months_follow(row, column, dash)
            # Excel counts days from the end of 1899.
            known = self._content.setting(name).toordinal() - 693594
            if column > FIRST + 1:
                self._sheet.merge_range(row, column, row, column + 1, "", date)
            self._formula(row, column, formulas.dash_before(name, column > FIRST + 1), date, known)
        right = self._look.cell(**band, align="right", shrink=True)
        self._sheet.merge_range(row, LAST - 1, row, LAST, "", right)
        shown = formulas.setting_or("group", self._say["everyone"])
        self._formula(row, LAST - 1, shown, right, str(self._say["everyone"]))

    def _months_follow(self, row: int, column: int, dash: str) -> None:
        """The names of months in the language of the survey."""
        for language, number in DATES.items():
            form = self._book.add_format({"num_format": number.replace("]", f"]{dash}")})
            spoken = f'={LANGUAGE}="{language}"'
            options = {"type": "formula", "criteria": spoken, "format": form}
            self._sheet.conditional_format(row, column, row, column, options)

    def _cards(self) -> list[Card]:
        say = self._say
        none = say["no_score"]
        cards = [
            Card(
                say["response"],
                formulas.measure("response", none),
                SHARE,
                formulas.people(say["of"], say["people"]),
                formulas.compared_measure("response", SHARE),
            )
        ]
        if self._content.measured_by("enps"):
            line, compared = formulas.enps_groups(say), formulas.compared_enps(SIGNED)
            cards.append(Card(say["enps"], formulas.enps(none), SIGNED, line, compared))
        for end, which in (("highest", "MAX"), ("lowest", "MIN")):
            score, name = formulas.theme_score(which, none), formulas.best_theme(which)
            cards.append(Card(say[end], score, SCORE, name, formulas.compared_theme(which)))
        return cards

    def _card(self, left: int, right: int, card: Card) -> None:
        """Four rows of cells on a pale ground, with a white gap at the right."""
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
            (38, card.compared, compared),
        )
        for row, (points, text, form) in enumerate(rows, CARDS_ROW):
            self._sheet.set_row(row, points)
            if right > left:
                self._sheet.merge_range(row, left, row, right, "", form)
            if text.startswith("="):
                self._formula(row, left, text, form)
            else:
                self._write(row, left, text, form)

    def _response(self, row: int) -> None:
        """The response beside its comparisons, as bars in cells: one more has its place."""
        plain: dict[str, Any] = {"font_size": 9, "valign": "vcenter", "font_color": INK}
        name = self._look.cell(**plain, shrink=True)
        figure = self._look.cell(**plain, bold=True, align="right", num_format=SHARE)
        self._write(row, FIRST, self._labels["headings"]["current"], name)
        self._formula(row, FIRST + 1, formulas.measure("response", ""), figure)
        for place, comparison in enumerate(COMPARISONS, row + 1):
            self._formula(place, FIRST, f'={comparison}&""', name)
            self._formula(place, FIRST + 1, formulas.measure_beside("response", comparison), figure)
        last = row + len(COMPARISONS)
        for place in range(row, last + 1):
            self._sheet.set_row(place, RESPONSE_POINTS)
        for first, end, color in ((row, row, BAR_NOW), (row + 1, last, BAR)):
            bars = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
            ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
            options = bars | ends | {"bar_color": color}
            self._sheet.conditional_format(first, FIRST + 1, end, FIRST + 1, options)

    def _response_and_enps(self, placed: dict[str, Placed]) -> None:
        heading = self._heading()
        self._write(CHARTS_ROW, FIRST, self._say["response_chart"], heading)
        self._response(CHARTS_ROW + 1)
        if self._content.measured_by("enps"):
            self._write(CHARTS_ROW, FIRST + 2, self._say["enps_chart"], heading)
            self._put(self._charts.enps(placed["Enps"]), FIRST + 2, self._say["enps_alt"])

    def _put(self, chart: Chart, column: int, alt: str) -> None:
        chart.set_size({"width": HALF_PIXELS, "height": CHART_PIXELS})
        options = {"x_offset": 2, "y_offset": 2, "description": str(alt), "object_position": 2}
        self._sheet.insert_chart(CHARTS_ROW + 1, column, chart, options)

    def _changes(self) -> None:
        """What rose and what fell most against the first comparison."""
        line = self._look.cell(font_color=INK, font_size=9)
        for column, key, kind in ((FIRST, "risen", "risen"), (FIRST + 2, "fallen", "fallen")):
            heading = formulas.against(self._say[key], self._say["against"])
            self._formula(CHANGES_ROW, column, heading, self._heading())
            for place in range(1, CHANGES_SHOWN + 1):
                text = formulas.highlight(kind, place, self._say["none"])
                self._formula(CHANGES_ROW + place, column, text, line)

    def _themes(self) -> None:
        """The first themes, each with its score as a bar, beside its comparisons."""
        self._write(THEMES_ROW - 1, FIRST, self._say["themes_chart"], self._heading())
        right = self._look.heading(align="right", font_size=9)
        self._write(THEMES_ROW, FIRST, self._labels["headings"]["name"], self._look.heading())
        self._write(THEMES_ROW, FIRST + 1, self._labels["headings"]["score"], right)
        for number, name in enumerate(COMPARISONS):
            self._formula(THEMES_ROW, FIRST + 2 + number, f'={name}&""', right)
        self._formula(THEMES_ROW, LAST, formulas.change_heading(self._say["change"]), right)
        self._sheet.set_row(THEMES_ROW, 26)
        for place in range(1, THEMES_SHOWN + 1):
            self._theme(THEMES_ROW + place, place)
        self._look_of_themes(THEMES_ROW + 1, THEMES_ROW + THEMES_SHOWN)
        more = formulas.more_themes(THEMES_SHOWN, self._say["more_themes"])
        quiet = self._look.cell(font_size=8, font_color=QUIET, italic=True)
        self._formula(THEMES_ROW + THEMES_SHOWN + 1, FIRST, more, quiet)

    def _theme(self, row: int, place: int) -> None:
        plain: dict[str, Any] = {"font_size": 9, "valign": "vcenter", "font_color": INK}
        name = self._look.cell(**plain, shrink=True)
        score = self._look.cell(**plain, bold=True, align="right", num_format=SCORE)
        other = self._look.cell(**plain, align="right", num_format=SCORE)
        change = self._look.cell(**plain, align="right", num_format=RISE_OR_FALL)
        self._formula(row, FIRST, formulas.theme("name", place), name)
        self._formula(row, FIRST + 1, formulas.theme("score", place), score)
        for number, comparison in enumerate(COMPARISONS):
            formula = formulas.theme_beside(comparison, place)
            self._formula(row, FIRST + 2 + number, formula, other)
        self._formula(row, LAST, formulas.theme_change(COMPARISONS[0], place), change)

    def _look_of_themes(self, first: int, last: int) -> None:
        sheet = self._sheet
        bars = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": BAR_NOW}
        ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 10}
        sheet.conditional_format(first, FIRST + 1, last, FIRST + 1, bars | ends)
        line = self._book.add_format({"bottom": 1, "bottom_color": PALE_LINE})
        there = {"type": "formula", "criteria": f'=$B{first + 1}<>""', "format": line}
        sheet.conditional_format(first, FIRST, last, LAST, there)
        for sign, color in ((">=0.05", ACCENT), ("<=-0.05", WARM)):
            cell = f"$G{first + 1}"
            form = self._book.add_format({"font_color": color, "bold": True})
            rule = f"=AND(ISNUMBER({cell}),{cell}{sign})"
            options = {"type": "formula", "criteria": rule, "format": form}
            sheet.conditional_format(first, LAST, last, LAST, options)

    def _heading(self) -> Format:
        return self._look.cell(bold=True, font_size=11, font_color=ACCENT)

    def _write(self, row: int, column: int, text: str, form: Format) -> None:
        write(self._sheet, row, column, text, form)

    def _formula(self, row: int, column: int, formula: str, form: Format, value: Any = "") -> None:
        self._sheet.write_formula(row, column, formula, form, value)
