"""The input sheets, with which HR describes the survey: an Excel table on each."""

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
    SCORE,
    SHARE,
    STEEL,
    WHOLE,
    Look,
    add_month_rules,
    date_format,
)
from meetlat_workbooks.multilingual import write
from meetlat_workbooks.results import Labels
from meetlat_workbooks.shipped import metric_rows, theme_rules
from meetlat_workbooks.typing_aids import TypingAids

# The row of the header of an input table, after a title, a hint and a blank row.
HEADER = 3
WIDTHS = {
    "setting": 22,
    "Survey.value": 40,
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
    "title": 76,
    "parameters": 22,
}
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

Cells = Sequence[Any]


class InputSheets:
    """Writes the seven input tables of a survey."""

    def __init__(self, book: xlsxwriter.Workbook, look: Look, labels: Labels):
        self._book = book
        self._look = look
        self._labels = labels
        self._text = look.body(valign="top")
        self._number = look.body("General", valign="top")
        self._aids = TypingAids(book, labels, HEADER, theme_rules())

    def write(self, content: Content, aims: Aims) -> None:
        """Write all tables, in the order in which they are filled in."""
        self._survey(content)
        self._themes(content)
        self._questions(content)
        self._scales(content)
        self._comparisons(content, aims)
        self._segments(content)
        self._metrics(content)
        self._aids.write_lists([row["scale"] for row in content.scales])

    def _survey(self, content: Content) -> None:
        rows = [[setting, content.setting(setting)] for setting in SETTINGS]
        sheet = self._table("Survey", ["setting", "value"], rows)
        self._aids.add_to_settings(sheet, SETTINGS)
        left = {"align": "left"}
        date_form = self._look.body(date_format(content.language), **left)
        days = [i for i, (_, value) in enumerate(rows, HEADER + 1) if isinstance(value, date)]
        add_month_rules(sheet, self._look, days[0], days[-1], 1)
        for i, (_, value) in enumerate(rows, HEADER + 1):
            if isinstance(value, date):
                sheet.write(i, 1, value, date_form)
            elif isinstance(value, int):
                sheet.write_number(i, 1, value, self._look.body(WHOLE, **left))
            elif isinstance(value, float):
                sheet.write_number(i, 1, value, self._look.body("General", **left))

    def _themes(self, content: Content) -> None:
        self._csv("Themes", content.themes)

    def _questions(self, content: Content) -> None:
        words = {"": ""} | {key: str(word) for key, word in self._labels["yes_no"].items()}
        rows = [row | {"reverse": words[row["reverse"]]} for row in content.questions]
        self._csv("Questions", rows, numbers=["weight"])

    def _scales(self, content: Content) -> None:
        rows = [{k: v for k, v in row.items() if k != "gist"} for row in content.scales]
        self._csv("Scales", rows, numbers=["answer", "score"])

    def _comparisons(self, content: Content, aims: Aims) -> None:
        headers = ["comparison", "subject", "answer", "value", "n", "sd", "group", "responses"]
        rows = [[*row, None, None] for row in comparison_rows(content, aims)]
        sheet = self._table("Comparisons", headers, rows)
        themes_and_questions = {*aims.themes, *aims.questions}
        for i, (_, subject, answer, value, *_) in enumerate(rows, HEADER + 1):
            share = bool(answer) or subject == "response"
            score = SCORE if subject in themes_and_questions else WHOLE
            form = self._look.body(SHARE if share else score)
            sheet.write(i, 3, value, form)

    def _segments(self, content: Content) -> None:
        segments = content.survey["segments"]
        languages = [name for name in LANGUAGES if all(name in s["name"] for s in segments)]
        rows = [
            [s["segment"], s.get("column"), *map(s["name"].get, languages), s.get("parent")]
            for s in segments
        ]
        names = [f"name::{language}" for language in languages]
        self._table("Segments", ["segment", "column", *names, "parent"], rows)

    def _metrics(self, content: Content) -> None:
        headers = ["metric", "title", "on", "questions", "parameters"]
        also_on = content.survey.get("metrics", ())
        rows = metric_rows(content.language, self._labels["yes_no"], also_on)
        self._table("Metrics", headers, rows)

    def _csv(self, name: str, rows: Sequence[Row], numbers: Iterable[str] = ()) -> Worksheet:
        """A table from a file; the columns `numbers` are written as numbers if possible."""
        cells = [[_number(v) if k in numbers else v for k, v in row.items()] for row in rows]
        return self._table(name, list(rows[0]), cells)

    def _table(self, name: str, headers: Sequence[str], rows: Sequence[Cells]) -> Worksheet:
        """A sheet with a title, a hint and one Excel table."""
        sheet = self._book.add_worksheet(name)
        sheet.set_tab_color(STEEL)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 28)
        sheet.write(0, 0, name, self._look.title())
        hint = self._labels["inputs"][name]
        write(sheet, 1, 0, hint, self._look.hint())
        columns = [{"header": h, "header_format": self._heading(h)} for h in headers]
        style = "Table Style Light 15"
        last = HEADER + len(rows)
        options = {"name": name, "columns": columns, "style": style, "description": str(hint)}
        sheet.add_table(HEADER, 0, last, len(headers) - 1, options)
        for i, row in enumerate(rows, HEADER + 1):
            for j, value in enumerate(row):
                self._cell(sheet, i, j, value)
        for j, header in enumerate(headers):
            sheet.set_column(j, j, _width(name, header))
        self._aids.add(sheet, name, headers)
        sheet.freeze_panes(HEADER + 1, 1)
        _print_wide(sheet, HEADER)
        return sheet

    def _heading(self, header: str) -> Format:
        numbers = ("value", "n", "sd", "weight", "score")
        return self._look.heading(**({"align": "right"} if header in numbers else {}))

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            sheet.write_blank(row, column, None, self._text)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self._number)
        else:
            text = value if isinstance(value, str) else str(value)
            write(sheet, row, column, text, self._text)


def _width(table: str, header: str) -> float:
    """The width of a column of a table, whatever its language."""
    column = header.split("::")[0]
    return WIDTHS.get(f"{table}.{column}", WIDTHS.get(column, 12))


def _number(text: str) -> float | str:
    """The text as a number, or unchanged if it is none."""
    try:
        return float(text)
    except ValueError:
        return text


def _print_wide(sheet: Worksheet, header: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_footer(FOOTER)
