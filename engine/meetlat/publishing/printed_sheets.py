"""Which sheets of a workbook are not printed for readers of the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from meetlat.languages import LANGUAGES, words
from meetlat.problems.text import fold
from meetlat.reading.inputs import TABLES, Inputs
from meetlat.scoring.report import Report

if TYPE_CHECKING:
    import xlwings as xw

# The defined name of a sheet that is for HR only, such as the start sheet and the reading guide.
NOT_PRINTED = "Meetlat_not_printed"

# A name with a word that begins like this is that of a draft: `Brief (concept)`, `Draft letter`.
DRAFT = re.compile(r"\b(concept|draft|klad)", re.IGNORECASE)

# The tables that the report sheets are made from. They hold ids and p-values, so they are not
# printed if the workbook has the report sheets, which refer to the table `Headline`.
TECHNICAL = ("Summary", "Enps", "QuestionScores", "Highlights", "Differences")
STORY = "Headline"

# Tables that are for HR only and no input tables; so is that of what to confirm.
FOR_HR = ("Problems", "OpenQuestions")


def internal_sheets(book: xw.Book, inputs: Inputs, report: Report) -> list[str]:
    """The sheets that are for HR only.

    They are drafts, technical tables beside report sheets, and sheets with input tables, problems,
    notes or instructions that have no result.
    """
    tables = {sheet.name: {fold(table.name) for table in sheet.tables} for sheet in book.sheets}
    results = {fold(name) for name in report}
    sheets_with_inputs = {fold(t.sheet) for name in TABLES for t in inputs.tables.get(name, ())}
    has_story = any(fold(STORY) in own for own in tables.values())
    technical = set(map(fold, TECHNICAL)) if has_story else set[str]()
    to_confirm = [words(language)["drafting.table"] for language in LANGUAGES]
    for_hr = set(map(fold, (*FOR_HR, *to_confirm)))

    def is_internal(sheet: xw.Sheet) -> bool:
        own = tables[sheet.name]
        is_marked = any(name.name.endswith(f"!{NOT_PRINTED}") for name in sheet.names)
        if is_marked or DRAFT.search(sheet.name) or (own and own <= technical):
            return True
        own_names = own | {fold(sheet.name)}
        is_for_hr = fold(sheet.name) in sheets_with_inputs or bool(own_names & for_hr)
        return is_for_hr and not own & results

    return [sheet.name for sheet in book.sheets if is_internal(sheet)]
