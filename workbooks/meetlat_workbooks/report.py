"""The first page for the board: response, eNPS, themes and what changed, all by formula.

It looks everything up by name in the result tables, so it follows any catalogue: other themes,
other comparisons (the first three are shown), another language, no eNPS, nothing to compare with.
"""

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks import formulas, marks
from meetlat_workbooks.bullets import COLUMNS, Rows
from meetlat_workbooks.cards import cards, write_card
from meetlat_workbooks.charts import ENPS_PARTS, Charts
from meetlat_workbooks.content import Content
from meetlat_workbooks.formulas import COMPARISONS
from meetlat_workbooks.look import (
    ACCENT,
    DATES,
    FOOTER,
    INK,
    QUIET,
    SHARE,
    WHITE,
    Look,
    months_follow,
)
from meetlat_workbooks.results import Labels, Placed
from meetlat_workbooks.said import LANGUAGE, quoted, write_or_formula
from meetlat_workbooks.theme_rows import ThemeRows

NAME, BAR, FIGURE, BESIDE, CHANGE, MARK = 1, 2, 3, 4, 7, 8
"""Columns of a row of themes: name, bar, figure, three comparisons, difference and its mark."""

WIDTHS = (28, 26, 7, 9, 9, 9, 8, 3)
CARDS = ((1, 1), (2, 2), (3, 5), (6, 8))
FIRST, LAST = NAME, MARK
HIDDEN = LAST + 2
"""The column of cells with a name; the hidden cells of charts come after it."""

CARDS_ROW, CHARTS_ROW, CHANGES_ROW, THEMES_ROW = 4, 9, 15, 21
THEMES_SHOWN, CHANGES_SHOWN = 20, 3
GAP = 10
"""Pixels between what stands left and right."""

POINTS = 18
"""The height of a row with a bar."""


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
        self._hidden(placed)
        self._banner()
        for place, card in zip(CARDS, cards(self._say), strict=True):
            write_card(self._sheet, self._look, CARDS_ROW, place, card)
        self._response()
        if "Enps" in placed:
            self._enps(placed["Enps"])
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
        sheet.set_column(HIDDEN, HIDDEN + COLUMNS, None, None, {"hidden": True})
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.print_area(0, 0, THEMES_ROW + 2 + THEMES_SHOWN, LAST)
        sheet.fit_to_pages(1, 1)
        sheet.set_footer(FOOTER)

    def _hidden(self, placed: dict[str, Placed]) -> None:
        """Cells with a name: the language, what the first comparisons are called, the range."""
        cells: list[tuple[str, str, Any]] = [
            (LANGUAGE, formulas.language(), self._content.language),
            (formulas.LOWEST, formulas.lowest_score(), 0.0),
            (formulas.HIGHEST, formulas.highest_score(), 10.0),
            (formulas.WHOLE, formulas.last_run("whole"), ""),
            (formulas.OF_WHOLE, formulas.last_run("of_whole"), ""),
            (formulas.GROUP, formulas.last_run("group"), ""),
            (formulas.FIRST_SHOWN, formulas.first_shown(self._labels["headings"]["whole"]), ""),
        ]
        top = len(cells)
        cells += [(name, formulas.comparison(i), "") for i, name in enumerate(COMPARISONS)]
        for row, (name, formula, known) in enumerate(cells):
            self._formula(row, HIDDEN, formula, self._look.cell(), known)
            self._name(name, row, HIDDEN)
        for number in range(len(COMPARISONS), formulas.MOST_NUMBERED):
            self._formula(top + number, HIDDEN, formulas.comparison(number), self._look.cell())
        self._name(formulas.ALL_COMPARISONS, top, HIDDEN, formulas.MOST_NUMBERED)
        self._name(formulas.ENPS_SHOWN, CHARTS_ROW, BESIDE)
        for name, (table, header) in marks.NAMED.items():
            sheet, first, column, last, _ = placed[table].cells(header)
            letter = xl_col_to_name(column)
            place = f"='{sheet}'!${letter}${first + 1}:${letter}${last + 1}"
            self._book.define_name(name, place)

    def _name(self, name: str, row: int, column: int, rows: int = 1) -> None:
        cells = xl_range_abs(row, column, row + rows - 1, column)
        self._book.define_name(name, f"='{self._sheet.get_name()}'!{cells}")

    def _banner(self) -> None:
        band = {"bg_color": ACCENT, "font_color": WHITE, "valign": "vcenter"}
        for row, points in enumerate((34, 20, 20, 13)):
            self._sheet.set_row(row, points)
        for column in range(FIRST, LAST + 1):
            self._sheet.write_blank(2, column, None, self._look.cell(**band))
        for row, name, more in (
            (0, "title", {"bold": True, "font_size": 20}),
            (1, "organisation", {"font_size": 12}),
        ):
            form = self._look.cell(**band, **more, indent=1, shrink=True)
            known = self._content.setting(name)
            self._across(row, FIRST, LAST, formulas.setting(name), form, known)
        self._fieldwork(2, band)

    def _fieldwork(self, row: int, band: dict[str, Any]) -> None:
        """The first and the last day, and whom the report is of."""
        self._write(row, NAME, self._say["fieldwork"], self._look.cell(**band, indent=1))
        for column, name in ((BAR, "fieldwork_start"), (FIGURE, "fieldwork_end")):
            dash = '"– "' if name == "fieldwork_end" else ""
            months = DATES[self._content.language].replace("]", f"]{dash}")
            date = self._look.cell(**band, num_format=months, align="left", shrink=True)
            months_follow(self._sheet, self._look, row, row, column, dash)
            # Excel counts days from the end of 1899.
            known = self._content.setting(name).toordinal() - 693594
            formula = formulas.dash_before(name, bool(dash))
            right = FIGURE + 1 if dash else column
            self._across(row, column, right, formula, date, known)
        form = self._look.cell(**band, align="right", indent=1, shrink=True)
        shown = formulas.shown(self._say["group"], self._say["everyone"])
        self._across(row, BESIDE + 1, LAST, shown, form)
        quiet = self._look.cell(
            font_size=8, font_color=QUIET, italic=True, align="right", indent=1, shrink=True
        )
        self._across(row + 1, FIRST, LAST, formulas.of_whole(self._say["of_whole"]), quiet)

    def _response(self) -> None:
        """The response beside its comparisons."""
        self._write(CHARTS_ROW, NAME, self._say["response_chart"], self._heading())
        plain: dict[str, Any] = {"font_size": 9, "valign": "vcenter", "font_color": INK}
        name = self._look.cell(**plain, shrink=True)
        figure = self._look.cell(**plain, bold=True, align="right", num_format=SHARE)
        first = CHARTS_ROW + 1
        for row in range(first, first + 1 + len(COMPARISONS)):
            self._sheet.set_row(row, POINTS)
        self._write(first, NAME, self._labels["headings"]["current"], name)
        self._formula(first, FIGURE, formulas.measure("response", self._say["no_score"]), figure)
        called = (formulas.FIRST_SHOWN, *COMPARISONS[1:])
        for row, comparison in enumerate(COMPARISONS, first + 1):
            self._formula(row, NAME, f'={called[row - first - 1]}&""', name)
            self._formula(row, FIGURE, formulas.measure_beside("response", comparison), figure)
        chart = self._charts.response(self._sheet, first, FIGURE, 1 + len(COMPARISONS))
        self._put(chart, first, (BAR, BAR), 1 + len(COMPARISONS), self._say["response_alt"])

    def _enps(self, placed: Placed) -> None:
        """Who recommends us, with the names of the parts in cells below the bar."""
        heading = formulas.where_enps(quoted(self._say["enps_chart"]), '""')
        self._formula(
            CHARTS_ROW, BESIDE, heading, self._heading(indent=1), str(self._say["enps_chart"])
        )
        chart = self._charts.enps(placed)
        self._put(chart, CHARTS_ROW + 1, (BESIDE, LAST), 2, self._say["enps_alt"], GAP)
        places = ((BESIDE, BESIDE + 1), (BESIDE + 2, BESIDE + 2), (CHANGE, MARK))
        for (left, right), (part, color) in zip(places, ENPS_PARTS, strict=True):
            words = f'"■ "&{quoted(self._labels["headings"][part])}'
            formula = formulas.where_enps(words, '""')
            form = self._look.cell(font_size=8, font_color=color, bold=True, indent=1, align="left")
            self._across(CHARTS_ROW + 3, left, right, formula, form)
            large = {"num_format": SHARE, "align": "left", "valign": "top"}
            form = self._look.cell(font_size=12, font_color=color, bold=True, indent=1, **large)
            share = f'=IFERROR(INDEX(Enps[{part}],1),"")'
            self._across(CHARTS_ROW + 4, left, right, share, form)

    def _changes(self) -> None:
        """What rose and what fell most against the first comparison."""
        line = self._look.cell(font_color=INK, font_size=9, shrink=True)
        for (left, right), kind in (((NAME, BAR), "risen"), ((BESIDE, LAST), "fallen")):
            beside = self._say[f"{kind}_beside"]
            heading = formulas.against(self._say[kind], self._say["against"], beside)
            form = self._look.cell(bold=True, font_size=11, font_color=ACCENT, shrink=True)
            self._across(CHANGES_ROW, left, right, heading, form)
            for place in range(1, CHANGES_SHOWN + 1):
                text = formulas.highlight(
                    kind, place, self._say["none"], lambda s: marks.mark("ThemeScores", s)
                )
                self._across(CHANGES_ROW + place, left, right, text, line)

    def _themes(self) -> None:
        """The first themes, what a mark says, and where the others are."""
        self._write(THEMES_ROW - 1, NAME, self._say["themes_chart"], self._heading())
        rows = Rows(THEMES_ROW + 2, THEMES_SHOWN, HIDDEN + 1)
        themes = ThemeRows(self._book, self._sheet, self._look, self._labels, rows)
        self._put(themes.write(), rows.first, (BAR, BAR), THEMES_SHOWN, self._say["themes_alt"])
        quiet = self._look.cell(
            font_size=8, font_color=QUIET, italic=True, shrink=True, align="right"
        )
        last = rows.first + rows.count
        more = formulas.more_themes(THEMES_SHOWN, self._say["more_themes"])
        self._across(last, FIRST, LAST, more, quiet)
        self._sheet.set_row(THEMES_ROW - 1, 26)
        said = self._look.cell(
            font_size=8, font_color=QUIET, italic=True, text_wrap=True, align="right"
        )
        self._across(THEMES_ROW - 1, BAR, LAST, marks.sentence(self._say), said)

    def _put(
        self, chart: Chart, row: int, place: tuple[int, int], rows: int, alt: str, gap: int = 0
    ) -> None:
        """A chart over whole cells, so that its bars stand beside their rows."""
        left, right = place
        widths = WIDTHS[left - FIRST : right - FIRST + 1]
        width = sum(int(7 * width + 5) for width in widths)
        chart.set_size({"width": width - gap, "height": rows * POINTS * 4 // 3})
        options = {"x_offset": gap, "description": str(alt), "object_position": 1}
        self._sheet.insert_chart(row, left, chart, options)

    def _heading(self, **more: Any) -> Format:
        return self._look.cell(bold=True, font_size=11, font_color=ACCENT, **more)

    def _across(
        self, row: int, left: int, right: int, text: str, form: Format, value: Any = ""
    ) -> None:
        """A formula over several columns."""
        if right > left:
            self._sheet.merge_range(row, left, row, right, "", form)
        self._formula(row, left, text, form, value)

    def _write(self, row: int, column: int, text: str, form: Format) -> None:
        write_or_formula(self._sheet, row, column, text, form)

    def _formula(self, row: int, column: int, formula: str, form: Format, value: Any = "") -> None:
        self._sheet.write_formula(row, column, formula, form, value)
