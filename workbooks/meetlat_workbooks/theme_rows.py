"""The themes on the first page: a row for each, with a bar, and marks for the comparisons."""

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks import formulas, marks
from meetlat_workbooks.bullets import Rows, bullet_chart, write_pieces
from meetlat_workbooks.formulas import COMPARISONS
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
from meetlat_workbooks.results import Labels

NAME, BAR, FIGURE, CHANGE, MARK, BESIDE = 1, 2, 3, 4, 5, 6
LAST = BESIDE + len(COMPARISONS) - 1
POINTS = 15.75

# The symbols of a bar and of a mark in the legend.
BLOCK, TICK = "■", "▌"


class ThemeRows:
    """Writes the rows, two lines of headings, and the hidden cells of the chart."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        sheet: Worksheet,
        look: Look,
        labels: Labels,
        rows: Rows,
    ):
        self._book = book
        self._sheet = sheet
        self._look = look
        self._texts = labels
        self._rows = rows

    def write(self) -> Chart:
        """Write everything; return the chart to insert beside the names."""
        self._header(self._rows.first - 2)
        for place in range(1, self._rows.count + 1):
            self._row(self._rows.first + place - 1, place)
        self._add_rules()
        figures = (FIGURE, *range(BESIDE, BESIDE + len(COMPARISONS)))
        within = (formulas.LOWEST, formulas.HIGHEST)
        write_pieces(self._sheet, self._rows, figures, within, self._look.cell())
        header = self._rows.first - 2
        names = [(header, column) for column in figures]
        return bullet_chart(self._book, self._sheet, self._rows, names)

    def _header(self, row: int) -> None:
        """Write the headings of the columns, and the legend."""
        left, right = self._look.heading(), self._look.heading(align="right", font_size=8)
        write(self._sheet, row, NAME, self._texts["headings"]["name"], left)
        self._sheet.write_blank(row, BAR, None, left)
        write(self._sheet, row, FIGURE, self._texts["headings"]["score"], right)
        for number, name in enumerate((formulas.FIRST_SHOWN, *COMPARISONS[1:])):
            write_or_formula(
                self._sheet,
                row,
                BESIDE + number,
                f"={formulas.short(name, formulas.LONGEST_HEADING)}",
                right,
            )
        change = formulas.change_against(self._texts["report"]["change"])
        write_or_formula(self._sheet, row, CHANGE, change, right)
        self._sheet.write_blank(row, MARK, None, right)
        self._sheet.set_row(row, 36)
        self._sheet.set_row(row + 1, 12)
        for column in range(NAME, LAST + 1):
            self._sheet.write_blank(row + 1, column, None, self._look.cell(bg_color=PALE))
        self._axis(row + 1)
        small: dict[str, Any] = {"font_size": 8, "align": "right", "bg_color": PALE}
        form = self._look.cell(**small, font_color=ACCENT)
        self._sheet.write_string(row + 1, FIGURE, BLOCK, form)
        for number, (name, color) in enumerate(zip(COMPARISONS, MARKS, strict=True)):
            form = self._look.cell(**small, font_color=color)
            write_or_formula(
                self._sheet, row + 1, BESIDE + number, f'=IF({name}="","","{TICK}")', form
            )

    def _axis(self, row: int) -> None:
        """Write the lowest and the highest score at the ends of the column of bars."""
        look: dict[str, Any] = {"font_size": 8, "font_color": QUIET, "bg_color": PALE}
        form = self._look.cell(**look, align="distributed", valign="vcenter")
        write_or_formula(self._sheet, row, BAR, formulas.ends_of_bars(), form)

    def _row(self, row: int, place: int) -> None:
        plain: dict[str, Any] = {"font_size": 9, "valign": "vcenter", "font_color": INK}
        right = plain | {"align": "right"}
        name = self._look.cell(**plain, shrink=True)
        score = self._look.cell(**right, bold=True, num_format=SCORE)
        other = self._look.cell(**right, num_format=SCORE)
        change = self._look.cell(**right, num_format=SIGNED_SCORE)
        sheet = self._sheet
        sheet.set_row(row, POINTS)
        write_or_formula(sheet, row, NAME, formulas.theme("name", place), name)
        write_or_formula(sheet, row, FIGURE, formulas.theme("score", place), score)
        for number, comparison in enumerate(COMPARISONS):
            write_or_formula(
                sheet, row, BESIDE + number, formulas.theme_beside(comparison, place), other
            )
        write_or_formula(sheet, row, CHANGE, formulas.theme_change(COMPARISONS[0], place), change)
        code = f"INDEX(ThemeScores[theme],{place})"
        mark = f"={marks.mark('ThemeScores', code)}"
        write_or_formula(sheet, row, MARK, mark, self._look.cell(**plain))

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
