"""The sheets with the result tables: one for each table, so that it can grow."""

from typing import Any

import xlsxwriter
from xlsxwriter.color import Color
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from meetlat.reporting.drawing.palette import SHADES
from meetlat.reporting.figures import ENPS_STEP
from meetlat_workbooks import marks
from meetlat_workbooks.look import (
    ACCENT,
    BAR_NOW,
    CHAPTER,
    FALLEN,
    FOOTER,
    LIGHT,
    LINE,
    PALE,
    QUIET,
    RISEN,
    SHARE,
    SIGNED,
    SIGNED_SHARE,
    WARM,
    WHITE,
    WHOLE,
    Look,
)
from meetlat_workbooks.marks import DOWN, UP
from meetlat_workbooks.multilingual import LANGUAGE, Multilingual, write, write_or_formula
from meetlat_workbooks.references import HIGHEST, LOWEST, SHADE, headline
from meetlat_workbooks.results import Labels, Placed, ResultTable, ResultTables, place

# The row of the headings of a result table, after a title, a hint and a blank row.
TOP = 3

# The number of hidden columns on the sheet `Groups`: the id of the segment.
CODES_OF_GROUPS = 1

# The column of the first figure of a group, after segment, group, people and what is not shown.
FIRST_FIGURE = CODES_OF_GROUPS + 4

# The number of columns of `Groups` with a prepared width and colours; others are plain.
MOST_THEMES = 60

# The column with the reason why a group has no figures; blank if it has.
REASON = "withheld"

# The number of rows of conditional formats that do not cover a table exactly, and do not grow.
MOST_ROWS = 5000

# The number of hidden columns on the sheet `Chapters`: kind of row, theme, question.
CODES_OF_CHAPTERS = 3

# The ends of the bars of scores.
SCORES = (f"={LOWEST}", f"={HIGHEST}")

# The least height in points of rotated headings, because other themes may have longer names.
LEAST_TURNED = 130


class ResultSheets:
    """Writes the result sheets and stores the place of each table."""

    def __init__(self, book: xlsxwriter.Workbook, look: Look, labels: Labels, tables: ResultTables):
        self._book = book
        self._look = look
        self._labels = labels
        self._tables = tables
        self.placed: dict[str, Placed] = {}

    def write_report(self) -> None:
        """Write the sheets that follow the first page."""
        self._chapters()
        self._groups()
        self._distributions()
        self._method()

    def write_figures(self) -> None:
        """Write the hidden sheets with plain figures, which HR can make visible."""
        visible = len(self._book.worksheets())
        self._figures()
        if self._tables.asks_enps:
            self._enps()
        self._themes()
        self._questions()
        self._table(self._sheet("highlights"), self._tables.highlights(), "highlights")
        self._differences()
        for sheet in self._book.worksheets()[visible:]:
            sheet.hide()

    def write_problems(self) -> None:
        """Write the sheet with the problems."""
        self._table(self._sheet("problems", WARM), self._tables.problems(), "problems")

    def _figures(self) -> None:
        self._table(self._sheet("figures"), self._tables.summary(), "figures")

    def _enps(self) -> None:
        self._table(self._sheet("enps"), self._tables.enps(), "enps")

    def _themes(self) -> None:
        sheet = self._sheet("themes")
        placed = self._table(sheet, self._tables.themes(), "themes")
        _bars(sheet, placed, "score", *SCORES)
        self._mark(sheet, placed, '"ThemeScores "&$A{row}')

    def _questions(self) -> None:
        sheet = self._sheet("questions")
        placed = self._table(sheet, self._tables.questions(), "questions")
        theme = placed.column("theme")  # a key for formulas; the name is in the next column
        sheet.set_column(theme, theme, None, None, {"hidden": True})
        _bars(sheet, placed, "score", *SCORES)
        self._line_between(sheet, placed, "theme_name")
        self._mark(sheet, placed, '"QuestionScores "&$A{row}')

    def _differences(self) -> None:
        """A column has all kinds of figures: show shares as percentages, eNPS in whole numbers."""
        sheet = self._sheet("differences")
        placed = self._table(sheet, self._tables.differences(), "differences")
        for table, number, signed in (
            ("Distributions", SHARE, SIGNED_SHARE),
            ("Favourable", SHARE, SIGNED_SHARE),
            ("Enps", WHOLE, SIGNED),
        ):
            for header in ("current", "value", "difference"):
                form = {"num_format": signed if header == "difference" else number}
                self._format_rows(sheet, placed, header, ("table", table), form)
        for mark, colour in ((UP, RISEN), (DOWN, FALLEN)):
            form = {"font_color": colour, "bold": True}
            self._format_rows(sheet, placed, "mark", ("mark", mark), form)
        first, left, _, right = placed.body
        changed = self._formula(placed, "comparison", "<>")
        form = self._book.add_format({"top": 1, "top_color": LINE})
        rule = {"type": "formula", "criteria": changed, "format": form}
        sheet.conditional_format(first, left, first + MOST_ROWS, right, rule)

    def _format_rows(
        self,
        sheet: Worksheet,
        placed: Placed,
        header: str,
        cell: tuple[str, str],
        look: dict[str, Any],
    ) -> None:
        """Format a column in the rows in which another column has a certain value."""
        (other, value), first, column = cell, placed.first, placed.column(header)
        matches = f'={xl_col_to_name(placed.column(other), col_abs=True)}{first + 1}="{value}"'
        rule = {"type": "formula", "criteria": matches, "format": self._book.add_format(look)}
        sheet.conditional_format(first, column, first + MOST_ROWS, column, rule)

    def _chapters(self) -> None:
        """Give each kind of row its format, so that the sheet fits any catalogue."""
        sheet = self._sheet("chapters", left=CODES_OF_CHAPTERS)
        placed = self._table(sheet, self._tables.chapters(), "chapters")
        left, text, figures = placed.left, placed.column("text"), placed.column("n")
        sheet.set_column(left, left + CODES_OF_CHAPTERS - 1, None, None, {"hidden": True})
        self._format_kind(sheet, placed, "theme", left, {"bold": True, "bg_color": CHAPTER})
        words = {"italic": True, "font_color": QUIET}
        for kind in ("description", "note"):
            self._format_kind(sheet, placed, kind, figures, {"font_color": WHITE})
            self._format_kind(sheet, placed, kind, text, words, text)
        _bars(sheet, placed, "score", *SCORES)
        self._mark(sheet, placed, marks.of_chapter("$A{row}", "$B{row}", "$C{row}"))

    def _mark(self, sheet: Worksheet, placed: Placed, subject: str) -> None:
        """Add marks to the comparisons that a figure differs from, and their meaning."""
        quiet = self._look.cell(font_size=8, font_color=QUIET)
        left = placed.left + (CODES_OF_CHAPTERS if placed.table.name == "Chapters" else 0)
        write_or_formula(sheet, TOP - 1, left, headline("notes"), quiet)
        first, _, _, right = placed.body
        compared = right - placed.table.own + 1
        header = xl_rowcol_to_cell(first - 1, compared, row_abs=True)
        for sign, colour in ((UP, RISEN), (DOWN, FALLEN)):
            rule = marks.is_marked(subject.format(row=first + 1), header, sign)
            look = self._look.conditional(num_format=f'"{sign} "0.0', font_color=colour, bold=True)
            options = {"type": "formula", "criteria": rule, "format": look}
            last = right + placed.table.spare
            sheet.conditional_format(first, compared, first + MOST_ROWS, last, options)

    def _format_kind(
        self,
        sheet: Worksheet,
        placed: Placed,
        kind: str,
        left: int,
        look: dict[str, Any],
        right: int | None = None,
    ) -> None:
        """Format one kind of row, from one column to another (or to the last)."""
        first, _, _, end = placed.body
        last = first + MOST_ROWS
        right = end + placed.table.spare if right is None else right
        column = xl_col_to_name(placed.column("kind"), col_abs=True)
        header = xl_rowcol_to_cell(first - 1, left, row_abs=True)
        matches = f'=AND({column}{first + 1}="{kind}",{header}<>"")'
        rule = {"type": "formula", "criteria": matches}
        form = self._book.add_format(look)
        sheet.conditional_format(first, left, last, right, rule | {"format": form})

    def _method(self) -> None:
        sheet = self._sheet("method")
        placed = self._table(sheet, self._tables.method(), "method")
        self._line_between(sheet, placed, "topic")
        self._hide_repeated(sheet, placed, ("topic",))

    def _distributions(self) -> None:
        sheet = self._sheet("distributions")
        placed = self._table(sheet, self._tables.distributions(), "distributions")
        _bars(sheet, placed, "share", 0, 1)
        self._line_between(sheet, placed, "question")
        self._hide_repeated(sheet, placed, ("question", "text"))

    def _groups(self) -> None:
        sheet = self._sheet("groups", left=CODES_OF_GROUPS)
        placed = self._table(sheet, self._tables.segments(), "groups")
        sheet.set_column(0, CODES_OF_GROUPS - 1, None, None, {"hidden": True})
        last = FIRST_FIGURE + MOST_THEMES
        sheet.set_column(FIRST_FIGURE, last, 6.5)
        for i, column in enumerate(placed.table.columns):
            if i >= FIRST_FIGURE and not column.turned:
                sheet.set_column(i, i, column.width)
        self._one_band(sheet, placed)
        self._heat(sheet, placed, FIRST_FIGURE, last)
        self._hatch(sheet, placed, FIRST_FIGURE, last)
        longest = max(len(column.heading) for column in placed.table.columns)
        sheet.set_row(TOP + 1, max(LEAST_TURNED, 14 + 6 * longest))
        self._line_between(sheet, placed, "segment")
        self._hide_repeated(sheet, placed, ("segment_name",))
        sheet.freeze_panes(TOP + 2, FIRST_FIGURE)
        # If themes continue on the next page, it repeats the groups.
        sheet.set_print_scale(64)
        sheet.repeat_columns(0, FIRST_FIGURE - 1)

    def _one_band(self, sheet: Worksheet, placed: Placed) -> None:
        """Use the header of the table as the only heading, with names that people read.

        A heading above the rotated ones would be far away from its figures.
        """
        sheet.set_row(TOP, 3)
        for i, column in enumerate(placed.table.columns, placed.left):
            sheet.write_blank(TOP, i, None, self._look.cell())
            if column.turned or not isinstance(column.heading, Multilingual):
                continue
            for language, words in column.heading.texts.items():
                form = self._look.conditional(num_format=_shown_as(words))
                rule = {"type": "formula", "criteria": f'={LANGUAGE}="{language}"', "format": form}
                sheet.conditional_format(TOP + 1, i, TOP + 1, i, rule)

    def _sheet(self, key: str, tab: Color = ACCENT, left: int = 0) -> Worksheet:
        sheet = self._book.add_worksheet(str(self._labels["sheets"][key]))
        sheet.set_tab_color(tab)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 28)
        write(sheet, 0, left, self._labels["titles"][key], self._look.title())
        write(sheet, 1, left, self._labels["hints"][key], self._look.hint())
        sheet.freeze_panes(TOP + 2, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.4, bottom=0.55)
        sheet.repeat_rows(TOP, TOP + 1)
        sheet.set_footer(FOOTER)
        return sheet

    def _table(self, sheet: Worksheet, table: ResultTable, key: str) -> Placed:
        placed = place(sheet, table, self._look, self._labels["hints"][key], TOP)
        for i, column in enumerate(table.columns):
            sheet.set_column(i, i, column.width)
        self.placed[table.name] = placed
        if table.whole:
            quiet = self._look.cell(font_size=8, font_color=QUIET)
            write_or_formula(sheet, TOP - 1, 0, headline("of_whole"), quiet)
        return placed

    def _line_between(self, sheet: Worksheet, placed: Placed, header: str) -> None:
        """Draw a line where the value of a column changes."""
        changed = self._formula(placed, header, "<>")
        form = self._book.add_format({"top": 1, "top_color": LINE})
        sheet.conditional_format(
            *placed.body, {"type": "formula", "criteria": changed, "format": form}
        )

    def _hide_repeated(self, sheet: Worksheet, placed: Placed, headers: tuple[str, ...]) -> None:
        """Hide repeated values, so that the next value stands out."""
        for header in headers:
            column = placed.column(header)
            first, _, last, _ = placed.body
            same = self._formula(placed, headers[0], "=")
            form = self._book.add_format({"font_color": WHITE})
            sheet.conditional_format(
                first, column, last, column, {"type": "formula", "criteria": same, "format": form}
            )

    def _hatch(self, sheet: Worksheet, placed: Placed, left: int, right: int) -> None:
        """Draw grey stripes where only the organisation, in the first row, has a figure."""
        first = placed.first
        last = first + MOST_ROWS
        cell = f"{xl_col_to_name(left)}{first + 1}"
        header = xl_rowcol_to_cell(first - 1, left, row_abs=True)
        group = xl_col_to_name(placed.column("group"), col_abs=True)
        whole = xl_rowcol_to_cell(first, left, row_abs=True)
        empty = f'=AND({group}{first + 1}<>"",{whole}<>"",{header}<>"{REASON}",{cell}="")'
        form = self._book.add_format({"pattern": 14, "fg_color": LIGHT, "bg_color": PALE})
        rule = {"type": "formula", "criteria": empty, "format": form}
        sheet.conditional_format(first, left, last, right, rule)

    def _heat(self, sheet: Worksheet, placed: Placed, left: int, right: int) -> None:
        """Shade figures by how many steps they are from the organisation, in the first row.

        The page and the slides have the same shades.
        """
        first = placed.first
        own, whole = (xl_rowcol_to_cell(first, left, row_abs=fixed) for fixed in (False, True))
        header = xl_rowcol_to_cell(first - 1, left, row_abs=True)
        steps = f'({own}-{whole})/IF({header}="enps",{ENPS_STEP},{SHADE})'
        for level in sorted(filter(None, SHADES), key=lambda level: -abs(level)):
            beyond = f"{steps}{'>' if level > 0 else '<'}={level}"
            criteria = f"=AND(ISNUMBER({own}),ISNUMBER({whole}),{beyond})"
            form = self._look.conditional(bg_color=f"#{SHADES[level]}")
            rule = {"type": "formula", "criteria": criteria, "format": form, "stop_if_true": True}
            sheet.conditional_format(first, left, first + MOST_ROWS, right, rule)

    @staticmethod
    def _formula(placed: Placed, header: str, compare: str) -> str:
        """A formula that compares a cell of a column with the one above it."""
        column = xl_col_to_name(placed.column(header), col_abs=True)
        return f"={column}{placed.first + 1}{compare}{column}{placed.first}"


def _bars(
    sheet: Worksheet, placed: Placed, header: str, least: str | float, most: str | float
) -> None:
    """Draw bars in the cells of a column, from the lowest to the highest possible figure."""
    column = placed.column(header)
    first, _, last, _ = placed.body
    options = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": True,
        "bar_color": BAR_NOW,
        "min_type": "formula" if isinstance(least, str) else "num",
        "max_type": "formula" if isinstance(most, str) else "num",
        "min_value": least,
        "max_value": most,
    }
    sheet.conditional_format(first, column, last, column, options)


def _shown_as(words: str) -> str:
    """A number format that shows another text instead of the cell's own."""
    return f';;;"{words}"'
