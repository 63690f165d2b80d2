"""Fill a copy of the workbook with the report of one group, to print it or hand it out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from meetlat.opening import opened
from meetlat.problems.text import fold
from meetlat.publishing.printed_sheets import internal_sheets
from meetlat.publishing.targets import Contents
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import Inputs, grid
from meetlat.reading.wave_columns import wave_responses
from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.page_breaks import keep_chapters_whole
from meetlat.reporting.workbook.table_plan import kind_of
from meetlat.reporting.workbook.write import write_tables
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

PRINT_AREA = "Print_Area"


def choose_group(book: xw.Book, group: str) -> None:
    """Set the setting `group` of an open copy, because the report sheets show it too.

    Raises:
        NotPublishedError: the table `Survey` has no row for it.
    """
    for table in (table for sheet in book.sheets for table in sheet.tables):
        body = table.data_body_range
        if fold(table.name) == fold("Survey") and body is not None:
            for row, (setting, *_) in enumerate(grid(body)):
                if setting is not None and fold(str(setting)) == "group":
                    body[row, 1].value = group
                    return
    raise NotPublishedError("The table Survey has no row for the setting group: add one.")


def emptied(workbook: Path, rows: Mapping[str, int]) -> bytes:
    """The file of a workbook in which tables have at most these numbers of rows that are filled.

    Copies for one group that start from it have few rows about other groups to clear. The empty
    rows stay in the tables. A column of which only those rows show that it holds figures or
    formulas keeps them, because that decides what a report may write in it.
    """
    most = {fold(name): max(1, number) for name, number in rows.items()}
    with opened(workbook, save=False) as book, TemporaryDirectory(prefix="meetlat") as folder:
        for table in (table for sheet in book.sheets for table in sheet.tables):
            body, kept = table.data_body_range, most.get(fold(table.name))
            if body is not None and kept is not None and kept < body.shape[0]:
                for column in body.columns:
                    if kind_of(column) == kind_of(column[:kept]):
                        column[kept:].clear_contents()
        copy = Path(folder) / workbook.name
        save_copy(book, copy)
        return copy.read_bytes()


def fill(book: xw.Book, report: Report) -> bool:
    """Write the report into an open copy, and add the problems found to those of the report.

    The copy itself gets no problems, because they may quote an answer.

    Returns:
        Whether the report was written: there was room for every table.
    """
    report.problems[:], _ = write_tables(book, report, list_problems=False)
    return not report.errors


def save_copy(book: xw.Book, file: Path) -> None:
    """Save a filled copy; the book itself stays as it is."""
    book.impl.store_copy(file)


def save_for_print(book: xw.Book, inputs: Inputs, report: Report, file: Path) -> Contents:
    """Save a filled copy in which only the report is visible: no responses, no sheets of HR.

    Returns:
        The sheets that are printed, and the visible ones that are left out.
    """
    responses = {fold(name) for name in answer_sheets(inputs, report.catalogue)}
    shown = [sheet.name for sheet in book.sheets if sheet.visible]
    allowed = [name for name in shown if fold(name) not in responses]
    internal = {fold(name) for name in internal_sheets(book, inputs, report)}
    to_print = [name for name in allowed if fold(name) not in internal] or allowed
    book.sheets[to_print[0]].activate()
    for sheet in (sheet for sheet in book.sheets if sheet.name not in to_print):
        sheet.visible = False
        _delete_print_area(sheet)
    keep_chapters_whole(book, report)
    book.save(file)
    return Contents(sheets=to_print, left_out=[name for name in shown if name not in to_print])


def print_sheets(book: xw.Book, inputs: Inputs, report: Report, file: Path) -> Contents:
    """Print a filled copy to a PDF, in which only the report is visible.

    Returns:
        The sheets that are printed, and the visible ones that are left out.

    Raises:
        NotPublishedError: the PDF cannot be made or written.
    """
    from meetlat.reporting.pdf import write_pdf

    with TemporaryDirectory(prefix="meetlat") as folder:
        to_print = Path(folder) / book.name
        contents = save_for_print(book, inputs, report, to_print)
        write_pdf(to_print, file, report.catalogue.language)
    return contents


def _delete_print_area(sheet: xw.Sheet) -> None:
    """Delete the print area of a hidden sheet, because LibreOffice would print it."""
    for name in [name for name in sheet.names if name.name.endswith(PRINT_AREA)]:
        name.delete()


def refuse_answer_sheets(inputs: Inputs, catalogue: Catalogue) -> None:
    """Refuse to hand out a workbook that contains the responses.

    Raises:
        NotPublishedError: it contains them.
    """
    if sheets := answer_sheets(inputs, catalogue):
        raise NotPublishedError(
            f"The sheet {sheets[0]} holds the answers of each person, and everyone who gets a copy"
            " of the workbook could read them. Put the responses in a file beside the workbook, or"
            " ask for --html or --pdf: neither includes that sheet."
        )


def answer_sheets(inputs: Inputs, catalogue: Catalogue) -> list[str]:
    """The sheets with current responses or those of earlier waves; none if those are files."""
    names = [catalogue.settings.responses, *wave_responses(catalogue).values()]
    return list(dict.fromkeys(table.sheet for n in names for table in inputs.tables.get(n, ())))
