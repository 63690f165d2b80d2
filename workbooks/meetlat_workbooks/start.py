"""The start sheet: the button, the steps with a link to each sheet, and the last run."""

from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from meetlat.formatting import in_every_language
from meetlat_workbooks.content import Content
from meetlat_workbooks.look import (
    ACCENT,
    INK,
    PALE,
    QUIET,
    WHITE,
    Look,
    fit_row,
    keep_from_print,
)
from meetlat_workbooks.multilingual import Multilingual, write
from meetlat_workbooks.references import count_of_problems, headline, last_run
from meetlat_workbooks.results import Labels, ResultTables, place

EMPTY: Any = ""  # nothing is computed yet; XlsxWriter accepts text, but its type hint is int
TITLE_ROW, FIRST_ROW = 0, 3
MARGIN, NAME, WORDS = 0, 1, 2
NAME_WIDTH, WORDS_WIDTH = 26, 96

# The steps in order, and the sheets (or tables) of each.
STEPS: Mapping[str, tuple[str, ...]] = {
    "inputs": ("Survey", "Themes", "Questions", "Scales", "Comparisons", "Segments", "Metrics"),
    "responses": (),
    "recalculate": (),
    "check": ("problems",),
    "read": ("report", "chapters", "groups", "distributions", "method"),
}

# The rows for `LastRun` to grow in, with each comparison and each earlier wave.
HIDDEN_ROWS = 30

# The items of `LastRun` that people want to know.
RUN = ("recalculated", "respondents", "questions", "catalogue", "responses", "meetlat")
SEVERITIES = {"errors": "severity.error", "remarks": "severity.remark"}

# The first cell of each table that a link leads to: its sheet, and the row of its title.
Targets = Mapping[str, tuple[Worksheet, int]]


class Start:
    """Fills the sheet from top to bottom; a button is added afterwards."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, look: Look, labels: Labels):
        self._book = book
        self._sheet = sheet
        self._look = look
        self._labels = labels
        self._row = FIRST_ROW

    def write(self, inputs: Targets, content: Content, tables: ResultTables) -> None:
        """Write everything, when the other sheets exist."""
        self._page()
        self._banner()
        for step, links in STEPS.items():
            self._heading(step)
            for link in links:
                self._link(link, inputs)
            if step == "check":
                self._problems()
            self._row += 1
        self._last_run()
        self._heading("hidden")
        self._guide(content)
        self._sheet.print_area(0, 0, self._row, WORDS)
        self._table(tables)

    def _page(self) -> None:
        sheet = self._sheet
        sheet.set_tab_color(ACCENT)
        sheet.hide_gridlines(2)
        sheet.hide_row_col_headers()
        for column, width in ((MARGIN, 2), (NAME, NAME_WIDTH), (WORDS, WORDS_WIDTH)):
            sheet.set_column(column, column, width)
        keep_from_print(self._book, sheet)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)

    def _banner(self) -> None:
        band = {"bg_color": ACCENT, "font_color": WHITE, "valign": "vcenter"}
        for row, points in enumerate((34, 22)):
            self._sheet.set_row(row, points)
            for column in (NAME, WORDS):
                self._sheet.write_blank(row, column, None, self._look.cell(**band))
        title = self._look.title(**band, indent=1, shrink=True)
        self._sheet.merge_range(TITLE_ROW, NAME, TITLE_ROW, WORDS, "", title)
        self._sheet.write_formula(TITLE_ROW, NAME, headline("title"), title, EMPTY)
        plain = self._look.cell(**band, font_size=11, indent=1)
        write(self._sheet, TITLE_ROW + 1, NAME, self._texts["subtitle"], plain)

    @property
    def _texts(self) -> Mapping[str, str]:
        return self._labels["start"]

    def _heading(self, key: str) -> None:
        """Write the name of a step (or another part), and beside it what to do."""
        name = self._look.style("Heading 1", bg_color=PALE, indent=1)
        line = self._look.cell(font_color=INK, bg_color=PALE, text_wrap=True, valign="vcenter")
        self._sheet.set_row(self._row, 22)
        explained = self._texts[f"{key}_how"]
        fit_row(self._sheet, self._row, [(explained, WORDS_WIDTH)])
        write(self._sheet, self._row, NAME, self._texts[key], name)
        write(self._sheet, self._row, WORDS, explained, line)
        self._row += 1

    def _link(self, key: str, inputs: Targets) -> None:
        """Write a link to a sheet or to a table on it, and what it is for."""
        name = str(self._labels["sheets"].get(key, key))
        sheet, top = inputs.get(key, (self._book.get_worksheet_by_name(name), 0))
        if sheet is None:
            raise KeyError(key)
        form = self._look.cell(font_color=ACCENT, underline=1, align="left", indent=1)
        self._sheet.write_url(
            self._row, NAME, f"internal:'{sheet.get_name()}'!A{top + 1}", form, name
        )
        write(self._sheet, self._row, WORDS, self._labels["links"][key], self._plain())
        self._row += 1

    def _plain(self, **more: Any) -> Any:
        return self._look.cell(**{"font_color": INK, "align": "left", **more})

    def _problems(self) -> None:
        """Write how many errors and remarks there are."""
        for kind, key in SEVERITIES.items():
            count = count_of_problems(in_every_language(key).values())
            self._fact(f"run_{kind}", count, self._plain(bold=True), 0)

    def _last_run(self) -> None:
        self._heading("last_run")
        for item in RUN:
            self._fact(f"run_{item}", last_run(item), self._plain(), EMPTY)
        self._row += 1

    def _fact(self, key: str, formula: str, form: Any, known: Any) -> None:
        name = self._look.cell(font_color=QUIET, align="left", indent=1)
        write(self._sheet, self._row, NAME, self._texts[key], name)
        self._sheet.write_formula(self._row, WORDS, formula, form, known)
        self._row += 1

    def _guide(self, content: Content) -> None:
        """Write what this survey is and where its figures come from: a heading, and its lines."""
        heading = self._look.cell(
            bold=True, font_color=ACCENT, text_wrap=True, align="left", indent=1
        )
        line = self._plain(text_wrap=True)
        for title, lines in _chapters(content):
            self._row += 1
            write(self._sheet, self._row, NAME, title, heading)
            for text in lines:
                write(self._sheet, self._row, WORDS, text, line)
                fit_row(self._sheet, self._row, [(title, NAME_WIDTH), (text, WORDS_WIDTH)])
                self._row += 1

    def _table(self, tables: ResultTables) -> None:
        """Write the table `LastRun` in hidden rows below everything else."""
        top = self._row + 2
        hint = self._labels["hints"]["last_run"]
        place(self._sheet, tables.last_run(), self._look, hint, top, NAME)
        for row in range(top, top + HIDDEN_ROWS):
            self._sheet.set_row(row, None, None, {"hidden": True})


def _chapters(content: Content) -> Iterable[tuple[Multilingual, list[Multilingual]]]:
    """The heading and the lines of each chapter of the guide, in every language."""
    languages = content.about

    def text(texts: Iterable[str]) -> Multilingual:
        return Multilingual(dict(zip(languages, texts, strict=True)), content.language)

    for chapters in zip(*languages.values(), strict=True):
        lines = zip(*(chapter["lines"] for chapter in chapters), strict=True)
        yield text(chapter["heading"] for chapter in chapters), [text(each) for each in lines]
