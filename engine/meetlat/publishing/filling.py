"""The workbook with the report of one group in it: to print, or to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import TABLES, Inputs
from meetlat.reading.wave_columns import wave_responses
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.page_breaks import keep_chapters_whole
from meetlat.reporting.workbook.write import write_report
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

PRINT_AREA = "Print_Area"
NOT_PRINTED = "Meetlat_not_printed"
"""A name of a sheet's own that says it is for HR: the start, and the reading guide."""


def choose(book: xw.Book, group: str) -> None:
    """Type the group where HR would, in the copy that is open: the report sheets name it too.

    Raises:
        NotPublishedError: the workbook has no place for it.
    """
    for table in (table for sheet in book.sheets for table in sheet.tables):
        body = table.data_body_range
        if fold(table.name) == fold("Survey") and body is not None:
            for row, (setting, *_) in enumerate(body.value):
                if setting is not None and fold(str(setting)) == "group":
                    body[row, 1].value = group
                    return
    raise NotPublishedError("the table Survey has no setting group: add that row to it.")


def fill(book: xw.Book, report: Report) -> bool:
    """Write the report into an open copy; its problems join those of the report.

    Returns:
        Whether there was room for every table.
    """
    report.problems[:] = write_report(book, report)
    return not report.errors


def save_to_print(book: xw.Book, inputs: Inputs, report: Report, file: Path) -> None:
    """Save a filled copy that shows what readers want: no answers of persons, none of HR's own."""
    answers = {fold(name) for name in sheets_of_answers(inputs, report.catalogue)}
    own = {fold(name) for name in sheets_of_hr(book, inputs, report)}
    shown = [sheet for sheet in book.sheets if sheet.visible and fold(sheet.name) not in answers]
    to_print = [sheet for sheet in shown if fold(sheet.name) not in own] or shown
    to_print[0].activate()
    printed = {fold(sheet.name) for sheet in to_print}
    for sheet in (sheet for sheet in book.sheets if fold(sheet.name) not in printed):
        sheet.visible = False
        _drop_print_area(sheet)
    keep_chapters_whole(book, report)
    book.save(file)


def _drop_print_area(sheet: xw.Sheet) -> None:
    """LibreOffice prints a sheet that has one, even where the sheet is hidden."""
    for name in [name for name in sheet.names if name.name.endswith(PRINT_AREA)]:
        name.delete()


def sheets_of_hr(book: xw.Book, inputs: Inputs, report: Report) -> list[str]:
    """The sheets that are no report: with what HR fills in, what ails it, or how to go about it.

    A sheet that holds a result too is a report.
    """
    reported = {fold(name) for name in report}
    inputs_on = {fold(t.sheet) for name in TABLES for t in inputs.tables.get(name, ())}

    def is_of_hr(sheet: xw.Sheet) -> bool:
        if any(name.name.endswith(f"!{NOT_PRINTED}") for name in sheet.names):
            return True
        tables = {fold(table.name) for table in sheet.tables}
        is_own = fold(sheet.name) in inputs_on or fold("Problems") in tables
        return is_own and not tables & reported

    return [sheet.name for sheet in book.sheets if is_of_hr(sheet)]


def refuse_answers(inputs: Inputs, catalogue: Catalogue) -> None:
    """A workbook that is sent round does not hold what each person answered.

    Raises:
        NotPublishedError: this one does.
    """
    if sheets := sheets_of_answers(inputs, catalogue):
        raise NotPublishedError(
            f"The sheet {sheets[0]} holds what each person answered, and whoever gets a copy of the"
            " workbook would have it. Put the responses in a file beside the workbook, or ask for"
            " --html or --pdf: neither has that sheet in it."
        )


def sheets_of_answers(inputs: Inputs, catalogue: Catalogue) -> list[str]:
    """The sheets that hold responses, of now or of earlier waves; none where those are files."""
    names = [catalogue.settings.responses, *wave_responses(catalogue).values()]
    return list(dict.fromkeys(table.sheet for n in names for table in inputs.tables.get(n, ())))
