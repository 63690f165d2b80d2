"""Fill a starter workbook with a draft: its tables, settings, and a sheet of what to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from meetlat.checking.catalogue.names import HEAT_MAP, result_columns
from meetlat.drafting.draft_tables import Draft, Note
from meetlat.drafting.remarks import Remark, list_remarks
from meetlat.drafting.themes import MORE_HEADINGS
from meetlat.formatting import in_every_language
from meetlat.languages import words
from meetlat.opening import opened
from meetlat.plugins.result_table import ResultTable
from meetlat.problems.text import fold
from meetlat.reading.inputs import TABLES, column_letters, grid
from meetlat.reporting.workbook.new_sheets import add_sheet, give_style
from meetlat.reporting.workbook.table_plan import Plan, area_of, as_cell, as_text, headings

if TYPE_CHECKING:
    from os import PathLike

    import xlwings as xw

# The tables that a draft fills; those without rows are emptied.
FILLED = ("Themes", "Questions", "Scales", "Segments", "Comparisons")

# The tables that HR fills; Meetlat fills the others.
INPUTS = frozenset(map(fold, TABLES))

# The width of the column with reasons, in characters.
REASON_WIDTH = 50

# In the line of the sheet Start that is about the answers of the example.
EXAMPLE = "SYNTHET"


def fill_workbook(file: str | PathLike[str], draft: Draft, responses: str) -> None:
    """Fill a starter workbook; `responses` is the file with the answers, beside it."""
    with opened(file) as book:
        places = {fold(table.name): table for sheet in book.sheets for table in sheet.tables}
        _clear_results(places)
        _drop_comparisons(places)
        _head_themes(places["segmentscores"], draft)
        for name in FILLED:
            _fill(places[fold(name)], draft, name)
        _set(places["survey"], {**draft.settings, "responses": responses})
        _explain(book, draft, responses)
        list_remarks(
            book, [_as_remark(note, places, draft) for note in draft.notes], draft.language
        )
        _list_open_questions(book, draft)


def _fill(place: xw.main.Table, draft: Draft, name: str) -> None:
    """Replace all rows of a table; a column at the right says what is to be confirmed."""
    rows = draft.tables.get(name, [])
    columns = old = headings(place)
    reasons = {note.row: _reason(note, draft) for note in draft.notes if note.table == name}
    if reasons:
        columns = [*columns, words(draft.language)["drafting.to_confirm"]]
        rows = [{**row, columns[-1]: reasons.get(i, "")} for i, row in enumerate(rows)]
    values = {
        position: [as_cell(row.get(column)) for row in rows] or [None]
        for position, column in enumerate(columns)
    }
    Plan(place, max(1, len(rows)), columns, old, values).write()
    if body := place.data_body_range:
        if name == "Scales":
            _align_texts(body.columns[columns.index("answer")])
        if reasons:
            _head_reasons(place, draft)
            body.columns[len(columns) - 1].column_width = REASON_WIDTH
        body.rows.autofit()


def _align_texts(cells: xw.Range) -> None:
    """Give texts the style of texts: the example has numbers there, at the right of their cells."""
    for row, (value, *_) in enumerate(grid(cells)):
        if isinstance(value, str):
            give_style(cells[row, 0], "Meetlat text")


def _head_reasons(place: xw.main.Table, draft: Draft) -> None:
    """Give the column with reasons a heading like those of the other columns."""
    area = area_of(place)
    header, above = (place.parent.range((row, area.right)) for row in (area.top, area.top - 1))
    above.value = as_text(words(draft.language)["drafting.columns.reason"])
    give_style(above, "Meetlat heading")
    give_style(header, "Meetlat code")


def _clear_results(places: Mapping[str, xw.main.Table]) -> None:
    """Clear the figures and words of the example in the tables that Meetlat fills."""
    for name, place in places.items():
        if name not in INPUTS and (body := place.data_body_range):
            body.clear_contents()


def _head_themes(place: xw.main.Table, draft: Draft) -> None:
    """Give the columns of the example's themes the names of the first themes of the survey.

    A column without a theme is removed. A recalculation adds columns if there are more themes.
    """
    names = [row[f"name::{draft.language}"] for row in draft.tables.get("Themes", ())]
    given = set(map(fold, result_columns(HEAT_MAP))) | {fold(name) for name in MORE_HEADINGS}
    area, sheet = area_of(place), place.parent
    old = [i for i, name in enumerate(headings(place), area.left) if fold(name) not in given]
    for column, name in zip(old, names, strict=False):
        sheet.range((area.top, column)).value = as_text(name)
    if spare := old[len(names) :]:
        place.resize(sheet.range((area.top, area.left), (area.bottom, spare[0] - 1)))
        sheet.range((area.top - 1, spare[0]), (area.bottom, spare[-1])).clear_contents()


def _drop_comparisons(places: Mapping[str, xw.main.Table]) -> None:
    """Remove the last column of report tables if it is a comparison of the example."""
    given = places["comparisons"].data_body_range
    names = {fold(row[0]) for row in grid(given)} if given else set()
    for place in places.values():
        columns, area = headings(place), area_of(place)
        if columns and fold(columns[-1]) in names:
            sheet = place.parent
            place.resize(sheet.range((area.top, area.left), (area.bottom, area.right - 1)))
            sheet.range((area.top, area.right), (area.bottom, area.right)).clear_contents()


def _set(place: xw.main.Table, settings: Mapping[str, Any]) -> None:
    """Write settings in the second column of `Survey`."""
    body = place.data_body_range
    for row, (name, *_) in enumerate(grid(body) if body else ()):
        if body and fold(name) in settings:
            body[row, 1].value = as_cell(settings[fold(name)])


def _explain(book: xw.Book, draft: Draft, responses: str) -> None:
    """Replace the lines on the sheet Start about the example by lines about this survey."""
    text = words(draft.language)
    begin = text.text("drafting.begin", sheet=text["drafting.table"])
    lines = text["drafting.guide"], text.text("drafting.guide_answers", file=responses)
    if not draft.has_answers:
        is_instrument = any(note.reason == "instrument" for note in draft.notes)
        guide = "drafting.guide_instrument" if is_instrument else "drafting.guide_structure"
        lines = text[guide], text["drafting.guide_no_answers"]
    cells = book.sheets[text["workbook.sheets.start"]].used_range
    for row, values in enumerate(grid(cells)):
        for column, value in enumerate(values):
            if text["workbook.start.inputs_how"] in str(cells[row, column].formula):
                link = f'=HYPERLINK("#\'{text["drafting.table"]}\'!A1","{begin}")'
                cells[row, column].formula = link
            if row and EXAMPLE in str(value):
                cells[row - 1, column].value, cells[row, column].value = map(as_text, lines)


def _list_open_questions(book: xw.Book, draft: Draft) -> None:
    """Add the sheet that names the open questions, for `meetlat open-answers`."""
    rows = draft.tables.get("OpenQuestions")
    if rows:
        frame = pl.DataFrame(rows)
        titles = in_every_language("drafting.open_questions")
        add_sheet(book, ResultTable("OpenQuestions", frame, titles=titles), draft.language)


def _as_remark(note: Note, places: Mapping[str, xw.main.Table], draft: Draft) -> Remark:
    """A note with its cell."""
    reason = _reason(note, draft)
    if not note.table:
        return Remark(words(draft.language)["drafting.not_used"], "", note.value, reason)
    place = places[fold(note.table)]
    area = area_of(place)
    row, column = note.row, note.column
    if fold(note.table) == "survey":  # a row for each setting, with its value beside it
        body = place.data_body_range
        names = [fold(own) for own, *_ in grid(body)] if body else []
        row, column = names.index(fold(note.column)), "value"
    position = headings(place).index(column)
    cell = f"{column_letters(area.left + position)}{area.top + 1 + row}"
    return Remark(area.sheet, cell, note.value, reason)


def _reason(note: Note, draft: Draft) -> str:
    return words(draft.language).text(f"drafting.reasons.{note.reason}", about=note.about)
