"""The themes on the first page: the table `ThemeRows`, with a bar and marks for the comparisons.

The table is on the page itself: the engine writes the figures where people read them, and the
chart leaves out the rows that are hidden.
"""

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat_report_sheets.theme_rows import BESIDE as BESIDE_HEADERS
from meetlat_report_sheets.theme_rows import PIECES
from meetlat_report_sheets.writer import MOST_SHOWN
from meetlat_workbooks import marks
from meetlat_workbooks.bullets import Rows, bullet_chart
from meetlat_workbooks.look import (
    ACCENT,
    FALLEN,
    INK,
    MARKS,
    PALE,
    PALE_LINE,
    QUIET,
    RISEN,
    SCORE,
    SIGNED_SCORE,
    Look,
)
from meetlat_workbooks.multilingual import write, write_or_formula
from meetlat_workbooks.references import headline, text
from meetlat_workbooks.results import Labels

NAME, BAR, FIGURE, CHANGE, MARK, BESIDE = 1, 2, 3, 4, 5, 6
LAST = BESIDE + MOST_SHOWN - 1
POINTS = 15.75

# The headers of the table, from the names to the last comparison; the pieces of bars follow. The
# chart is in the column `bar`.
HEADERS = ("name", "bar", "score", "change", "mark", *BESIDE_HEADERS)

# The symbol of a bar in the legend.
BLOCK = "■"


class ThemeRows:
    """Writes the table, with two lines of headings above it, and its chart."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        sheet: Worksheet,
        look: Look,
        labels: Labels,
        rows: Rows,
        themes: int,
    ):
        self._book = book
        self._sheet = sheet
        self._look = look
        self._texts = labels
        self._rows = rows
        self._themes = themes

    def write(self) -> Chart:
        """Write everything; return the chart to insert beside the names."""
        header = self._rows.first - 3
        self._header(header)
        for row in range(self._rows.first, self._rows.first + self._rows.count):
            self._row(row)
        self._table(self._rows.first - 1)
        self._add_rules()
        names = [(header, column) for column in (FIGURE, *range(BESIDE, LAST + 1))]
        return bullet_chart(self._book, self._sheet, self._rows, names)

    def _table(self, header: int) -> None:
        """Make a table of the rows with a theme; its own headers are in a hidden row."""
        names = (*HEADERS, *PIECES)
        options = {"name": "ThemeRows", "columns": [{"header": name} for name in names]}
        last = header + max(1, self._themes)
        right = NAME + len(names) - 1
        described = {"description": str(self._texts["report"]["themes_alt"])}
        plain = {"autofilter": False, "style": None}
        self._sheet.add_table(header, NAME, last, right, {**options, **described, **plain})
        self._sheet.set_row(header, None, None, {"hidden": True})

    def _header(self, row: int) -> None:
        """Write the headings of the columns, and the legend."""
        left, right = self._look.heading(), self._look.heading(align="right", font_size=8)
        write(self._sheet, row, NAME, self._texts["headings"]["name"], left)
        self._sheet.write_blank(row, BAR, None, left)
        write(self._sheet, row, FIGURE, self._texts["headings"]["score"], right)
        for number in range(MOST_SHOWN):
            heading = text("Beside", "shown", number + 1)
            write_or_formula(self._sheet, row, BESIDE + number, heading, right)
        write_or_formula(self._sheet, row, CHANGE, headline("change"), right)
        self._sheet.write_blank(row, MARK, None, right)
        self._sheet.set_row(row, 36)
        self._sheet.set_row(row + 1, 12)
        for column in range(NAME, LAST + 1):
            self._sheet.write_blank(row + 1, column, None, self._look.cell(bg_color=PALE))
        self._axis(row + 1)
        small: dict[str, Any] = {"font_size": 8, "align": "right", "bg_color": PALE}
        form = self._look.cell(**small, font_color=ACCENT)
        self._sheet.write_string(row + 1, FIGURE, BLOCK, form)
        for number, color in enumerate(MARKS):
            form = self._look.cell(**small, font_color=color)
            sign = text("Beside", "sign", number + 1)
            write_or_formula(self._sheet, row + 1, BESIDE + number, sign, form)

    def _axis(self, row: int) -> None:
        """Write the lowest and the highest score at the ends of the column of bars."""
        look: dict[str, Any] = {"font_size": 8, "font_color": QUIET, "bg_color": PALE}
        form = self._look.cell(**look, align="distributed", valign="vcenter")
        write_or_formula(self._sheet, row, BAR, headline("range"), form)

    def _row(self, row: int) -> None:
        plain: dict[str, Any] = {"font_size": 9, "valign": "vcenter", "font_color": INK}
        right = plain | {"align": "right"}
        other = self._look.cell(**right, num_format=SCORE)
        forms = {
            NAME: self._look.cell(**plain, shrink=True),
            FIGURE: self._look.cell(**right, bold=True, num_format=SCORE),
            CHANGE: self._look.cell(**right, num_format=SIGNED_SCORE),
            MARK: self._look.cell(**plain),
            **dict.fromkeys(range(BESIDE, LAST + 1), other),
        }
        self._sheet.set_row(row, POINTS)
        for column, form in forms.items():
            self._sheet.write_blank(row, column, None, form)

    def _add_rules(self) -> None:
        """Add the rules for a line below each theme and the colour of a mark."""
        first, last = self._rows.first, self._rows.first + self._rows.count - 1
        line = {"bottom": 1, "bottom_color": PALE_LINE}
        for sign, color in ((marks.UP, RISEN), (marks.DOWN, FALLEN)):
            form = self._look.conditional(font_color=color, bold=True, **line)
            cell = xl_rowcol_to_cell(first, MARK, col_abs=True)
            rule = {"type": "formula", "criteria": f'={cell}="{sign}"', "format": form}
            self._sheet.conditional_format(first, CHANGE, last, MARK, rule)
        is_filled = f'={xl_rowcol_to_cell(first, NAME, col_abs=True)}<>""'
        below = {"type": "formula", "criteria": is_filled, "format": self._look.conditional(**line)}
        self._sheet.conditional_format(first, NAME, last, LAST, below)
