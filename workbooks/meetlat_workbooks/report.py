"""The first page for the board: response, eNPS, themes and what changed, all by formula.

It looks up everything by name in the result tables, so it fits any catalogue: other themes, other
comparisons (the first three are shown), another language, no eNPS, no comparisons.
"""

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from meetlat.formatting import day_in_words
from meetlat.reporting.workbook.logo import NO_LOGO
from meetlat_workbooks import cards as beside
from meetlat_workbooks import formulas, marks
from meetlat_workbooks.bullets import Rows, narrow
from meetlat_workbooks.cards import HEIGHTS, Panels
from meetlat_workbooks.content import Content
from meetlat_workbooks.formulas import COMPARISONS
from meetlat_workbooks.look import (
    ACCENT,
    FOOTER,
    INK,
    QUIET,
    WHITE,
    Look,
)
from meetlat_workbooks.multilingual import LANGUAGE, quoted, write_or_formula
from meetlat_workbooks.results import Labels, Placed
from meetlat_workbooks.theme_rows import (
    BAR,
    BESIDE,
    FIGURE,
    LAST,
    MARK,
    NAME,
    POINTS,
    ThemeRows,
)

WIDTHS = (28, 26, 8, 13, 3, 8.5, 8.5, 8.5)
PANELS = ((NAME, NAME), (BAR, BAR), (FIGURE, MARK), (BESIDE, LAST))
HALVES = ((NAME, BAR), (FIGURE, LAST))
FIRST = NAME

# The column of cells with a defined name; the cells of charts come after it.
HIDDEN = LAST + 2

PANELS_ROW = 4
MEANING_ROW = PANELS_ROW + len(HEIGHTS)
THEMES_ROW = MEANING_ROW + 1

# After the heading of the themes, the headings of their columns, and the legend.
FIRST_THEME = THEMES_ROW + 3

# The number of prepared rows; the engine hides those without a theme.
THEMES_SHOWN = 60

# The defined name by which the engine finds these rows.
THEME_ROWS = "theme_rows"

# The height of a logo in pixels.
LOGO_SIDE = 52

# The places in each list of questions.
PLACES = (1, 2, 3)

EXTREMES_ROW = FIRST_THEME + THEMES_SHOWN + 1
CHANGES_ROW = EXTREMES_ROW + 1 + len(PLACES)
TURNED_ROW = CHANGES_ROW + 1 + len(PLACES)

# Pixels above and below a ring.
GAP = 6


class Report:
    """Fills the report sheet, when the places of the result tables are known."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        sheet: Worksheet,
        look: Look,
        labels: Labels,
        content: Content,
    ):
        self._book = book
        self._sheet = sheet
        self._look = look
        self._labels = labels
        self._texts = labels["report"]
        self._content = content

    def write(self, placed: dict[str, Placed]) -> None:
        """Write the page: banner, panels, themes, questions."""
        self._page()
        self._hidden(placed)
        self._banner()
        self._panels()
        self._themes()
        self._questions()

    def _page(self) -> None:
        sheet = self._sheet
        sheet.set_tab_color(ACCENT)
        sheet.hide_gridlines(2)
        sheet.hide_row_col_headers()
        sheet.set_column(0, 0, 1.5)
        for column, width in enumerate(WIDTHS, FIRST):
            sheet.set_column(column, column, width)
        sheet.set_column(HIDDEN, HIDDEN, None, None, {"hidden": True})
        narrow(sheet, HIDDEN + 1)
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.4, bottom=0.55)
        sheet.center_horizontally()
        sheet.print_area(0, 0, TURNED_ROW, LAST)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(THEMES_ROW + 1, THEMES_ROW + 2)
        sheet.set_footer(FOOTER)

    def _hidden(self, placed: dict[str, Placed]) -> None:
        """Write the cells with a defined name: language, range of scores, comparisons, days."""
        cells: list[tuple[str, str, Any]] = [
            (LANGUAGE, formulas.language(), self._content.language),
            (formulas.LOWEST, formulas.lowest_score(), 0.0),
            (formulas.HIGHEST, formulas.highest_score(), 10.0),
            (formulas.WHOLE, formulas.last_run("whole"), ""),
            (formulas.OF_WHOLE, formulas.last_run("of_whole"), ""),
            (formulas.GROUP, formulas.last_run("group"), ""),
            (formulas.FIRST_SHOWN, formulas.first_shown(self._labels["headings"]["whole"]), ""),
            (formulas.AGAINST, formulas.against(self._texts["against"], self._texts["beside"]), ""),
            (formulas.FIRST_DAY, formulas.day("fieldwork_start"), ""),
            (formulas.LAST_DAY, formulas.day("fieldwork_end"), ""),
        ]
        top = len(cells)
        cells += [(name, formulas.comparison(i), "") for i, name in enumerate(COMPARISONS)]
        for row, (name, formula, known) in enumerate(cells):
            self._formula(row, HIDDEN, formula, self._look.cell(), known)
            self._name(name, row, HIDDEN)
        for number in range(len(COMPARISONS), formulas.MOST_NUMBERED):
            self._formula(top + number, HIDDEN, formulas.comparison(number), self._look.cell())
        self._name(formulas.ALL_COMPARISONS, top, HIDDEN, formulas.MOST_NUMBERED)
        self._name(formulas.ENPS_SHOWN, PANELS_ROW, HIDDEN + 2)
        self._name(THEME_ROWS, FIRST_THEME, NAME, THEMES_SHOWN)
        for name, (table, header) in marks.NAMED.items():
            sheet, first, column, last, _ = placed[table].cells(header)
            letter = xl_col_to_name(column)
            place = f"='{sheet}'!${letter}${first + 1}:${letter}${last + 1}"
            self._book.define_name(name, place)

    def _name(self, name: str, row: int, column: int, rows: int = 1) -> None:
        cells = xl_range_abs(row, column, row + rows - 1, column)
        self._book.define_name(name, f"='{self._sheet.get_name()}'!{cells}")

    def _banner(self) -> None:
        """Write title and organisation on white, which suits a logo, above a band."""
        for row, points in enumerate((30, 20, 20, 12)):
            self._sheet.set_row(row, points)
        plain = self._look.cell(font_size=12, font_color=INK, valign="vcenter", shrink=True)
        title = self._look.title(shrink=True)
        for row, name, form in ((0, "title", title), (1, "organisation", plain)):
            known = self._content.setting(name)
            self._across(row, FIRST, BAR, formulas.setting(name), form, known)
        self._band(2)
        self._logo()

    def _logo(self) -> None:
        """Reserve a place for a logo at the right, with a transparent picture."""
        place = {"x_offset": _pixels(WIDTHS[-1]) - LOGO_SIDE, "y_offset": 8}
        scale = {"x_scale": LOGO_SIDE, "y_scale": LOGO_SIDE, "object_position": 2}
        alt = {"description": str(self._texts["logo_alt"])}
        self._sheet.insert_image(0, LAST, str(NO_LOGO), {**place, **scale, **alt})

    def _band(self, row: int) -> None:
        """Write the fieldwork and the group, and below it the notes on comparisons."""
        band = self._look.cell(
            bg_color=ACCENT, font_color=WHITE, valign="vcenter", indent=1, shrink=True
        )
        asked = formulas.fieldwork(self._texts["fieldwork"], self._texts["until"])
        days = [self._content.setting(name) for name in ("fieldwork_start", "fieldwork_end")]
        first, last = (day_in_words(day, self._content.language) for day in days)
        known = f"{self._texts['fieldwork']}: {first} {self._texts['until']} {last}"
        self._across(row, FIRST, BAR, asked, band, known)
        ending = self._look.cell(
            bg_color=ACCENT,
            font_color=WHITE,
            valign="vcenter",
            indent=1,
            shrink=True,
            align="right",
        )
        shown = formulas.shown(self._texts["group"], self._texts["everyone"])
        self._across(row, FIGURE, LAST, shown, ending)
        small: dict[str, Any] = {"font_size": 8, "font_color": QUIET, "italic": True}
        quiet = self._look.cell(**small, indent=1, shrink=True)
        self._across(row + 1, FIRST, BAR, formulas.of_whole(self._texts["of_whole"]), quiet)
        quiet = self._look.cell(**small, indent=1, shrink=True, align="right")
        more = formulas.more_comparisons(self._texts["more_comparisons"])
        self._across(row + 1, FIGURE, LAST, more, quiet)

    def _panels(self) -> None:
        """Write the four panels, and the two rings on them."""
        panels = Panels(self._book, self._sheet, self._look, self._labels, PANELS_ROW, HIDDEN + 1)
        rows = sum(HEIGHTS[beside.FIRST : beside.LAST + 1])
        for chart, (left, _), alt in panels.write(PANELS):
            width = _pixels(WIDTHS[left - FIRST])
            chart.set_size({"width": width, "height": rows * 4 // 3 - 2 * GAP})
            self._insert(chart, PANELS_ROW + beside.FIRST, left, alt, GAP)

    def _themes(self) -> None:
        """Write the themes, with the meaning of scores and marks, and a note if there are more."""
        self._sheet.set_row(MEANING_ROW, 18)
        plain = self._look.cell(font_size=9, font_color=INK, shrink=True, valign="vcenter")
        higher = formulas.higher_is_better(self._texts["higher"], self._texts["higher_then"])
        self._across(MEANING_ROW, FIRST, LAST, higher, plain)
        self._sheet.set_row(THEMES_ROW, 24)
        self._write(THEMES_ROW, NAME, self._texts["themes_chart"], self._heading(valign="bottom"))
        rows = Rows(FIRST_THEME, THEMES_SHOWN, HIDDEN + 1)
        chart = ThemeRows(self._book, self._sheet, self._look, self._labels, rows).write()
        used = min(THEMES_SHOWN, len(self._content.themes))
        for row in range(FIRST_THEME + used, FIRST_THEME + THEMES_SHOWN):
            self._sheet.set_row(row, POINTS, None, {"hidden": True})
        # The chart covers all rows, and grows with the number that is shown.
        height = int(used * POINTS * 4 / 3)
        chart.set_size({"width": _pixels(WIDTHS[BAR - FIRST]), "height": height})
        self._insert(chart, FIRST_THEME, BAR, self._texts["themes_alt"])
        small: dict[str, Any] = {"font_size": 8, "font_color": QUIET, "italic": True}
        quiet = self._look.cell(**small, shrink=True, align="right")
        more = formulas.more_themes(THEMES_SHOWN, self._texts["more_themes"])
        self._across(FIRST_THEME + THEMES_SHOWN, FIRST, LAST, more, quiet)
        note = self._look.cell(**small, text_wrap=True, align="right", valign="bottom")
        self._across(THEMES_ROW, BAR, LAST, marks.sentence(self._texts), note)

    def _questions(self) -> None:
        """Write the questions with the highest and lowest scores, and the largest changes."""
        texts = self._texts
        for half, kind in zip(HALVES, ("highest", "lowest"), strict=True):
            lines = [formulas.extreme_question(kind, place, texts["turned"]) for place in PLACES]
            self._listed(EXTREMES_ROW, half, f"={quoted(texts[f'{kind}_questions'])}", lines)
        for half, kind in zip(HALVES, ("risen", "fallen"), strict=True):
            words = (texts[f"{kind}_questions"], texts[f"{kind}_beside"])
            lines = [
                formulas.highlight(
                    ("question", kind, place),
                    texts["no_question"],
                    lambda s: f"{_marked(s)}&{formulas.if_turned(s, texts['turned'])}",
                )
                for place in PLACES
            ]
            self._listed(CHANGES_ROW, half, formulas.change_heading(*words), lines)
        quiet = self._look.cell(font_size=8, font_color=QUIET, italic=True, shrink=True)
        self._across(TURNED_ROW, FIRST, LAST, f"={quoted(texts['turned_means'])}", quiet)

    def _listed(self, row: int, half: tuple[int, int], heading: str, texts: list[str]) -> None:
        """Write a heading across half the page, and some texts below it."""
        self._sheet.set_row(row, 20)
        # A gap between the halves, because lines in the left one may be full.
        gap = {"align": "left", "indent": 1} if half == HALVES[-1] else {}
        self._across(row, *half, heading, self._heading(**gap))
        line = self._look.cell(font_size=8.5, font_color=INK, text_wrap=True, valign="top", **gap)
        for at, text in enumerate(texts, row + 1):
            self._sheet.set_row(at, 24)
            self._across(at, *half, text, line)

    def _insert(self, chart: Chart, row: int, column: int, alt: str, gap: int = 0) -> None:
        """Insert a chart at a cell, so that it moves and grows with the cell."""
        place = {"y_offset": gap, "object_position": 1, "description": str(alt)}
        self._sheet.insert_chart(row, column, chart, place)

    def _heading(self, **more: Any) -> Format:
        return self._look.style("Heading 1", **more)

    def _across(
        self, row: int, left: int, right: int, text: str, form: Format, value: Any = ""
    ) -> None:
        """Write a formula across several columns."""
        if right > left:
            self._sheet.merge_range(row, left, row, right, "", form)
        self._formula(row, left, text, form, value)

    def _write(self, row: int, column: int, text: str, form: Format) -> None:
        write_or_formula(self._sheet, row, column, text, form)

    def _formula(self, row: int, column: int, formula: str, form: Format, value: Any = "") -> None:
        self._sheet.write_formula(row, column, formula, form, value)


def _pixels(width: float) -> int:
    """The width of a column in pixels."""
    return int(7 * width + 5)


def _marked(question: str) -> str:
    """A part of a formula: the mark of a question for the first comparison."""
    return marks.mark("QuestionScores", question)
