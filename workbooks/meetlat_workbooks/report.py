"""The first page for the board: response, eNPS, themes and what changed.

Every cell refers to the tables that the engine fills (see `meetlat_report_sheets`), so the page
fits any catalogue: other themes, other comparisons (the first three are shown), another language,
no eNPS, no comparisons.
"""

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from meetlat.reporting.workbook.logo import NO_LOGO
from meetlat_report_sheets.theme_rows import MOST_ROWS
from meetlat_report_sheets.top_three import MOST
from meetlat_workbooks import cards as beside
from meetlat_workbooks import marks
from meetlat_workbooks.bullets import Rows, narrow
from meetlat_workbooks.cards import HEIGHTS, Panels
from meetlat_workbooks.content import Content
from meetlat_workbooks.look import (
    ACCENT,
    FOOTER,
    INK,
    QUIET,
    WHITE,
    Look,
)
from meetlat_workbooks.multilingual import write_or_formula
from meetlat_workbooks.references import headline, text
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

# The first column of the pieces of the bars.
PIECES_LEFT = LAST + 1

FINDING_ROW = 4
PANELS_ROW = FINDING_ROW + 1
MEANING_ROW = PANELS_ROW + len(HEIGHTS)
THEMES_ROW = MEANING_ROW + 1

# After the heading of the themes, the headings of their columns, the legend, and a hidden row.
FIRST_THEME = THEMES_ROW + 4

# The rows that are prepared; the engine hides those without a theme. It is one more than the table
# can have, because a reference to all rows of a table changes with it.
PREPARED = MOST_ROWS + 1

# The defined name by which the engine finds these rows.
THEME_ROWS = "theme_rows"

# The height of a logo in pixels.
LOGO_SIDE = 52

EXTREMES_ROW = FIRST_THEME + PREPARED + 1
CHANGES_ROW = EXTREMES_ROW + 1 + MOST
TURNED_ROW = CHANGES_ROW + 1 + MOST

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
        self._names(placed)
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
        narrow(sheet, PIECES_LEFT)
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.4, bottom=0.55)
        sheet.center_horizontally()
        sheet.print_area(0, 0, TURNED_ROW, LAST)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(THEMES_ROW + 1, THEMES_ROW + 2)
        sheet.set_footer(FOOTER)

    def _names(self, placed: dict[str, Placed]) -> None:
        """Define the names of the rows of themes, and of the marks of differences."""
        cells = xl_range_abs(FIRST_THEME, NAME, FIRST_THEME + PREPARED - 1, NAME)
        self._book.define_name(THEME_ROWS, f"='{self._sheet.get_name()}'!{cells}")
        for name, (table, header) in marks.NAMED.items():
            sheet, first, column, last, _ = placed[table].cells(header)
            letter = xl_col_to_name(column)
            place = f"='{sheet}'!${letter}${first + 1}:${letter}${last + 1}"
            self._book.define_name(name, place)

    def _banner(self) -> None:
        """Write title and organisation on white, which suits a logo, a band, and the finding."""
        for row, points in enumerate((30, 20, 20, 12, 26)):
            self._sheet.set_row(row, points)
        plain = self._look.cell(font_size=12, font_color=INK, valign="vcenter", shrink=True)
        title = self._look.title(shrink=True)
        for row, name, form in ((0, "title", title), (1, "organisation", plain)):
            self._across(row, FIRST, BAR, headline(name), form)
        self._band(2)
        bold = self._look.cell(font_size=13, bold=True, font_color=INK, shrink=True)
        self._across(FINDING_ROW, FIRST, LAST, headline("finding"), bold)
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
        self._across(row, FIRST, BAR, headline("fieldwork"), band)
        ending = self._look.cell(
            bg_color=ACCENT,
            font_color=WHITE,
            valign="vcenter",
            indent=1,
            shrink=True,
            align="right",
        )
        self._across(row, FIGURE, LAST, headline("shown"), ending)
        small: dict[str, Any] = {"font_size": 8, "font_color": QUIET, "italic": True}
        quiet = self._look.cell(**small, indent=1, shrink=True)
        self._across(row + 1, FIRST, BAR, headline("of_whole"), quiet)
        quiet = self._look.cell(**small, indent=1, shrink=True, align="right")
        self._across(row + 1, FIGURE, LAST, headline("more_comparisons"), quiet)

    def _panels(self) -> None:
        """Write the four panels, and the two rings on them."""
        panels = Panels(self._book, self._sheet, self._look, self._labels, PANELS_ROW)
        rows = sum(HEIGHTS[beside.FIRST : beside.LAST + 1])
        for chart, (left, _), alt in panels.write(PANELS):
            width = _pixels(WIDTHS[left - FIRST])
            chart.set_size({"width": width, "height": rows * 4 // 3 - 2 * GAP})
            self._insert(chart, PANELS_ROW + beside.FIRST, left, alt, GAP)

    def _themes(self) -> None:
        """Write the themes, with the meaning of scores and marks, and a note if there are more."""
        self._sheet.set_row(MEANING_ROW, 18)
        plain = self._look.cell(font_size=9, font_color=INK, shrink=True, valign="vcenter")
        self._across(MEANING_ROW, FIRST, LAST, headline("higher"), plain)
        self._sheet.set_row(THEMES_ROW, 24)
        self._write(THEMES_ROW, NAME, self._texts["themes_chart"], self._heading(valign="bottom"))
        used = min(MOST_ROWS, len(self._content.themes))
        rows = Rows(FIRST_THEME, PREPARED, PIECES_LEFT)
        chart = ThemeRows(self._book, self._sheet, self._look, self._labels, rows, used).write()
        for row in range(FIRST_THEME + used, FIRST_THEME + PREPARED):
            self._sheet.set_row(row, POINTS, None, {"hidden": True})
        # The chart covers all rows, and grows with the number that is shown.
        height = int(used * POINTS * 4 / 3)
        chart.set_size({"width": _pixels(WIDTHS[BAR - FIRST]), "height": height})
        self._insert(chart, FIRST_THEME, BAR, self._texts["themes_alt"])
        small: dict[str, Any] = {"font_size": 8, "font_color": QUIET, "italic": True}
        quiet = self._look.cell(**small, shrink=True, align="right")
        self._across(FIRST_THEME + PREPARED, FIRST, LAST, headline("more_themes"), quiet)
        note = self._look.cell(**small, text_wrap=True, align="right", valign="bottom")
        self._across(THEMES_ROW, BAR, LAST, headline("marks"), note)

    def _questions(self) -> None:
        """Write the questions with the highest and lowest scores, and the largest changes."""
        for half, kind in zip(HALVES, ("highest", "lowest"), strict=True):
            self._listed(EXTREMES_ROW, half, self._texts[f"{kind}_questions"], kind)
        for half, kind in zip(HALVES, ("risen", "fallen"), strict=True):
            self._listed(CHANGES_ROW, half, headline(f"questions_{kind}"), kind)
        quiet = self._look.cell(font_size=8, font_color=QUIET, italic=True, shrink=True)
        self._across(TURNED_ROW, FIRST, LAST, self._texts["turned_means"], quiet)

    def _listed(self, row: int, half: tuple[int, int], heading: str, kind: str) -> None:
        """Write a heading across half the page, and the questions below it."""
        self._sheet.set_row(row, 20)
        # A gap between the halves, because lines in the left one may be full.
        gap = {"align": "left", "indent": 1} if half == HALVES[-1] else {}
        self._across(row, *half, heading, self._heading(**gap))
        line = self._look.cell(font_size=8.5, font_color=INK, text_wrap=True, valign="top", **gap)
        for place in range(1, MOST + 1):
            self._sheet.set_row(row + place, 24)
            self._across(row + place, *half, text("TopThree", f"question_{kind}", place), line)

    def _insert(self, chart: Chart, row: int, column: int, alt: str, gap: int = 0) -> None:
        """Insert a chart at a cell, so that it moves and grows with the cell."""
        place = {"y_offset": gap, "object_position": 1, "description": str(alt)}
        self._sheet.insert_chart(row, column, chart, place)

    def _heading(self, **more: Any) -> Format:
        return self._look.style("Heading 1", **more)

    def _across(self, row: int, left: int, right: int, text: str, form: Format) -> None:
        """Write a text or a reference across several columns."""
        if right > left:
            self._sheet.merge_range(row, left, row, right, "", form)
        self._write(row, left, text, form)

    def _write(self, row: int, column: int, text: str, form: Format) -> None:
        write_or_formula(self._sheet, row, column, text, form)


def _pixels(width: float) -> int:
    """The width of a column in pixels."""
    return int(7 * width + 5)
