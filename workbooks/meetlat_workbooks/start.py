"""The first sheet: the button, four steps, and the results of the last run."""

from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from meetlat.formatting import in_every_language
from meetlat_workbooks.look import ACCENT, INK, PALE, QUIET, WHITE, Look, keep_from_print
from meetlat_workbooks.multilingual import write
from meetlat_workbooks.references import count_of_problems, headline, last_run
from meetlat_workbooks.results import Labels, ResultTables, place

EMPTY: Any = ""  # nothing is computed yet; XlsxWriter accepts text, but its type hint is int
STEPS = ("inputs", "responses", "recalculate", "read")
TITLE_ROW, STEPS_ROW, RUN_ROW, TABLE_ROW = 0, 4, 10, 30
MARGIN, NUMBER, WORDS = 0, 1, 2

# The rows for `LastRun` to grow in, with each comparison and each earlier wave.
HIDDEN_ROWS = 30

# The items of `LastRun` that people want to know.
RUN = ("recalculated", "respondents", "questions", "catalogue", "responses", "meetlat")
SEVERITIES = {"errors": "severity.error", "remarks": "severity.remark"}


def write_start(
    book: xlsxwriter.Workbook, look: Look, labels: Labels, tables: ResultTables
) -> Worksheet:
    """Write the sheet; a button is added afterwards."""
    sheet = book.add_worksheet(str(labels["sheets"]["start"]))
    sheet.set_tab_color(ACCENT)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    for column, width in ((MARGIN, 2), (NUMBER, 26), (WORDS, 84)):
        sheet.set_column(column, column, width)
    _banner(sheet, look, labels)
    _steps(sheet, look, labels)
    _last_run(sheet, look, labels)
    place(sheet, tables.last_run(), look, labels["hints"]["last_run"], TABLE_ROW, NUMBER)
    for row in range(TABLE_ROW, TABLE_ROW + HIDDEN_ROWS):
        sheet.set_row(row, None, None, {"hidden": True})
    keep_from_print(book, sheet)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, RUN_ROW + 1 + len(RUN) + len(SEVERITIES), WORDS)
    return sheet


def _banner(sheet: Worksheet, look: Look, labels: Labels) -> None:
    band = {"bg_color": ACCENT, "font_color": WHITE, "valign": "vcenter"}
    for row, points in enumerate((34, 22)):
        sheet.set_row(row, points)
        for column in (NUMBER, WORDS):
            sheet.write_blank(row, column, None, look.cell(**band))
    title = look.title(**band, indent=1, shrink=True)
    sheet.merge_range(TITLE_ROW, NUMBER, TITLE_ROW, WORDS, "", title)
    sheet.write_formula(TITLE_ROW, NUMBER, headline("title"), title, EMPTY)
    plain = look.cell(**band, font_size=11, indent=1)
    write(sheet, TITLE_ROW + 1, NUMBER, labels["start"]["subtitle"], plain)


def _steps(sheet: Worksheet, look: Look, labels: Labels) -> None:
    heading = look.style("Heading 1")
    write(sheet, STEPS_ROW - 1, NUMBER, labels["start"]["steps"], heading)
    name = look.cell(bold=True, font_color=INK, bg_color=PALE, indent=1, valign="vcenter")
    line = look.cell(font_color=INK, text_wrap=True, valign="vcenter", indent=1)
    for row, step in enumerate(STEPS, STEPS_ROW):
        sheet.set_row(row, 34)
        write(sheet, row, NUMBER, labels["start"][step], name)
        write(sheet, row, WORDS, labels["start"][f"{step}_how"], line)


def _last_run(sheet: Worksheet, look: Look, labels: Labels) -> None:
    heading = look.style("Heading 1")
    write(sheet, RUN_ROW - 1, NUMBER, labels["start"]["last_run"], heading)
    name = look.cell(font_color=QUIET, indent=1)
    value = look.cell(font_color=INK, align="left", indent=1)
    for row, item in enumerate(RUN, RUN_ROW):
        write(sheet, row, NUMBER, labels["start"][f"run_{item}"], name)
        sheet.write_formula(row, WORDS, last_run(item), value, EMPTY)
    bold = look.cell(font_color=INK, align="left", indent=1, bold=True)
    for row, (kind, key) in enumerate(SEVERITIES.items(), RUN_ROW + len(RUN)):
        write(sheet, row, NUMBER, labels["start"][f"run_{kind}"], name)
        count = count_of_problems(in_every_language(key).values())
        sheet.write_formula(row, WORDS, count, bold, 0)
