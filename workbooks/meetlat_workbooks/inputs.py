"""The input sheets, with which HR describes the survey.

Every table has headings in the language of the survey above its own header, whose names are the
contract. Three short tables are below each other on the sheet `Survey`, so that no row belongs to
two of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from meetlat.languages import LANGUAGES
from meetlat_workbooks.aims import Aims, comparison_rows
from meetlat_workbooks.content import Content, Row
from meetlat_workbooks.look import (
    FOOTER,
    QUIET,
    SCORE,
    SHARE,
    STEEL,
    WHOLE,
    Look,
    add_month_rules,
    date_format,
)
from meetlat_workbooks.multilingual import Multilingual, write
from meetlat_workbooks.results import Labels
from meetlat_workbooks.shipped import metric_rows, theme_rules
from meetlat_workbooks.typing_aids import ROWS, TypingAids

# The row of the header of an input table, after a title, a hint, a blank row and the headings.
HEADER = 4

# Blank rows between two tables on a sheet.
GAP = 2

# Blank rows in which `Segments` can grow before the next table.
MORE_SEGMENTS = 15

# The height in points of the headings (two lines), and of the header of the table.
HEADINGS, KEYS = 30, 14
WIDTHS = {
    "description": 46,
    "note": 40,
    "text": 62,
    "name": 26,
    "label": 30,
    "answer": 32,
    "theme": 18,
    "question": 20,
    "column": 16,
    "comparison": 20,
    "subject": 20,
    "scale": 20,
    "metric": 20,
    "sd": 14,
}
# The tables on the sheet `Survey`, which are short, and the widths of their columns.
ON_ONE_SHEET = ("Survey", "Segments", "Metrics")
SHARED_WIDTHS = (26, 46, 32, 26, 26)
SETTINGS = (
    "title",
    "organisation",
    "language",
    "fieldwork_start",
    "fieldwork_end",
    "invited",
    "responses",
    "smallest_group",
    "group",
    "remarkable_difference",
    "mark_differences",
    "correction",
    "withhold_unanimous",
    "weights",
    "largest_weight",
    "accent",
    "logo",
)

# Columns with numbers.
NUMBERS = ("value", "n", "sd", "weight", "score")

STYLE = "Table Style Light 15"

Cells = Sequence[Any]


class InputSheets:
    """Writes the seven input tables of a survey.

    Attributes:
        placed: the sheet of each table, and the first row of its title.
    """

    def __init__(self, book: xlsxwriter.Workbook, look: Look, labels: Labels, content: Content):
        self._book = book
        self._look = look
        self._labels = labels
        self._text = look.body(valign="top")
        self._number = look.body("General", valign="top")
        self._aids = TypingAids(book, labels, theme_rules())
        self._content = content
        self.placed: dict[str, tuple[Worksheet, int]] = {}

    def write(self, aims: Aims) -> None:
        """Write all tables, in the order in which they are filled in."""
        self._survey()
        self._csv("Themes", self._content.themes)
        self._questions()
        self._scales()
        self._comparisons(aims)

    def write_lists(self) -> None:
        """Write the hidden sheet with the lists to choose from."""
        self._aids.write_lists([row["scale"] for row in self._content.scales])

    def _survey(self) -> None:
        """Write the sheet `Survey`: the settings, the segments and the metrics."""
        sheet = self._sheet("Survey")
        for column, width in enumerate(SHARED_WIDTHS):
            sheet.set_column(column, column, width)
        after = self._settings(sheet) + 1 + GAP
        after = self._segments(sheet, after) + 1 + MORE_SEGMENTS
        self._metrics(sheet, after)

    def _settings(self, sheet: Worksheet) -> int:
        meanings = self._labels["setting_names"]
        rows = [[s, self._content.setting(s), meanings[s]] for s in SETTINGS]
        last = self._put(sheet, "Survey", ["setting", "value", "meaning"], rows)
        self._aids.add_to_settings(sheet, SETTINGS, HEADER + 1)
        left = {"align": "left"}
        date_form = self._look.body(date_format(self._content.language), **left)
        days = [i for i, (_, value, _) in enumerate(rows, HEADER + 1) if isinstance(value, date)]
        add_month_rules(sheet, self._look, days[0], days[-1], 1)
        for i, (_, value, _) in enumerate(rows, HEADER + 1):
            if isinstance(value, date):
                sheet.write(i, 1, value, date_form)
            elif isinstance(value, int):
                sheet.write_number(i, 1, value, self._look.body(WHOLE, **left))
            elif isinstance(value, float):
                sheet.write_number(i, 1, value, self._look.body("General", **left))
        return last

    def _questions(self) -> None:
        words = {"": ""} | {key: str(word) for key, word in self._labels["yes_no"].items()}
        rows = [row | {"reverse": words[row["reverse"]]} for row in self._content.questions]
        self._csv("Questions", rows, numbers=["weight"])

    def _scales(self) -> None:
        rows = [{k: v for k, v in row.items() if k != "gist"} for row in self._content.scales]
        self._csv("Scales", rows, numbers=["answer", "score"])

    def _comparisons(self, aims: Aims) -> None:
        headers = ["comparison", "subject", "answer", "value", "n", "sd", "group", "responses"]
        rows = [[*row, None, None] for row in comparison_rows(self._content, aims)]
        sheet = self._table("Comparisons", headers, rows)
        themes_and_questions = {*aims.themes, *aims.questions}
        for i, (_, subject, answer, value, *_) in enumerate(rows, HEADER + 1):
            share = bool(answer) or subject == "response"
            score = SCORE if subject in themes_and_questions else WHOLE
            form = self._look.body(SHARE if share else score)
            sheet.write(i, 3, value, form)

    def _segments(self, sheet: Worksheet, top: int) -> int:
        segments = self._content.survey["segments"]
        languages = [name for name in LANGUAGES if all(name in s["name"] for s in segments)]
        rows = [
            [s["segment"], s.get("column"), *map(s["name"].get, languages), s.get("parent")]
            for s in segments
        ]
        names = [f"name::{language}" for language in languages]
        headers = ["segment", "column", *names, "parent"]
        return self._put(sheet, "Segments", headers, rows, top, len(rows) + MORE_SEGMENTS - GAP)

    def _metrics(self, sheet: Worksheet, top: int) -> None:
        headers = ["metric", "title", "on", "questions", "parameters"]
        also_on = self._content.survey.get("metrics", ())
        rows = metric_rows(self._content.language, self._labels["yes_no"], also_on)
        self._put(sheet, "Metrics", headers, rows, top)

    def _csv(self, name: str, rows: Sequence[Row], numbers: Iterable[str] = ()) -> Worksheet:
        """A table from a file; the columns `numbers` are written as numbers if possible."""
        cells = [[_number(v) if k in numbers else v for k, v in row.items()] for row in rows]
        return self._table(name, list(rows[0]), cells)

    def _table(self, name: str, headers: Sequence[str], rows: Sequence[Cells]) -> Worksheet:
        """A sheet with one table."""
        sheet = self._sheet(name)
        for j, header in enumerate(headers):
            sheet.set_column(j, j, _width(header))
        self._put(sheet, name, headers, rows)
        sheet.freeze_panes(HEADER + 1, 1)
        sheet.repeat_rows(HEADER - 1, HEADER)
        return sheet

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_tab_color(STEEL)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(FOOTER)
        return sheet

    def _put(
        self,
        sheet: Worksheet,
        name: str,
        headers: Sequence[str],
        rows: Sequence[Cells],
        top: int = 0,
        room: int = ROWS,
    ) -> int:
        """Write a title, a hint, headings and a table with room to grow; return its last row."""
        self.placed[name] = (sheet, top)
        sheet.set_row(top, 28)
        sheet.write(top, 0, name, self._look.title())
        hint = self._labels["inputs"][name]
        write(sheet, top + 1, 0, hint, self._look.hint())
        header = top + HEADER
        self._headings(sheet, name, headers, header - 1)
        columns = [{"header": h, "header_format": self._key(name, h)} for h in headers]
        last = header + len(rows)
        named = {"name": name, "columns": columns, "description": str(hint)}
        options = {**named, "style": STYLE, "autofilter": name not in ON_ONE_SHEET}
        sheet.add_table(header, 0, last, len(headers) - 1, options)
        for i, row in enumerate(rows, header + 1):
            for j, value in enumerate(row):
                self._cell(sheet, i, j, value)
        self._aids.add(sheet, name, headers, header, room)
        return last

    def _headings(self, sheet: Worksheet, name: str, headers: Sequence[str], row: int) -> None:
        """Write what HR calls each column, above the name by which Meetlat finds it."""
        sheet.set_row(row, HEADINGS)
        sheet.set_row(row + 1, KEYS)
        for column, header in enumerate(headers):
            key, _, language = header.partition("::")
            form = self._look.heading(**_aligned(name, key))
            heading = self._labels[f"input_headings_{name}"][key]
            if language and isinstance(heading, Multilingual):
                texts = {name: f"{text} ({language})" for name, text in heading.texts.items()}
                heading = Multilingual(texts, self._content.language)
            write(sheet, row, column, heading, form)

    def _key(self, name: str, header: str) -> Format:
        return self._look.cell(font_size=8, font_color=QUIET, **_aligned(name, header))

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            sheet.write_blank(row, column, None, self._text)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self._number)
        else:
            text = value if isinstance(value, str) else str(value)
            write(sheet, row, column, text, self._text)


def _aligned(table: str, header: str) -> dict[str, str]:
    """Headings of numbers are above their numbers; the values of settings are of all kinds."""
    return {"align": "right"} if header in NUMBERS and table != "Survey" else {}


def _width(header: str) -> float:
    """The width of a column, whatever its language."""
    return WIDTHS.get(header.split("::")[0], 12)


def _number(text: str) -> float | str:
    """The text as a number, or unchanged if it is none."""
    try:
        return float(text)
    except ValueError:
        return text
