"""Fill a starter workbook with a draft: its tables, settings, and a sheet of what to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from meetlat.drafting.draft import Draft, Note
from meetlat.drafting.remarks import Remark, list_remarks
from meetlat.languages import words
from meetlat.opening import opened
from meetlat.problems.text import fold
from meetlat.reading.inputs import column_letters, grid
from meetlat.reporting.workbook.table_plan import Plan, area_of, as_text, headings

if TYPE_CHECKING:
    from os import PathLike

    import xlwings as xw

# The tables that a draft fills; those without rows are emptied.
FILLED = ("Themes", "Questions", "Scales", "Segments", "Comparisons")

# The width of the column with reasons, in characters.
REASON_WIDTH = 50

# In the line of the sheet Start that is about the answers of the example.
EXAMPLE = "SYNTHET"


def fill_workbook(file: str | PathLike[str], draft: Draft, responses: str) -> None:
    """Fill a starter workbook; `responses` is the file with the answers, beside it."""
    with opened(file) as book:
        places = {fold(table.name): table for sheet in book.sheets for table in sheet.tables}
        _drop_comparisons(places)
        for name in FILLED:
            _fill(places[fold(name)], draft, name)
        _set(places["survey"], {**draft.settings, "responses": responses})
        _explain(book, draft, responses)
        list_remarks(
            book, [_as_remark(note, places, draft) for note in draft.notes], draft.language
        )


def _fill(place: xw.main.Table, draft: Draft, name: str) -> None:
    """Replace all rows of a table; a column at the right says what is to be confirmed."""
    rows = draft.tables.get(name, [])
    columns = headings(place)
    reasons = {note.row: _reason(note, draft) for note in draft.notes if note.table == name}
    if reasons:
        columns = [*columns, words(draft.language)["drafting.to_confirm"]]
        rows = [{**row, columns[-1]: reasons.get(i, "")} for i, row in enumerate(rows)]
    values = {
        position: [_cell(row.get(column)) for row in rows] or [None]
        for position, column in enumerate(columns)
    }
    Plan(place, max(1, len(rows)), columns, values).write()
    if body := place.data_body_range:
        if reasons:
            body.columns[len(columns) - 1].column_width = REASON_WIDTH
        body.rows.autofit()


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


def _cell(value: Any) -> Any:
    return as_text(value) if isinstance(value, str) else value


def _set(place: xw.main.Table, settings: Mapping[str, Any]) -> None:
    """Write settings in the second column of `Survey`."""
    body = place.data_body_range
    for row, (name, *_) in enumerate(grid(body) if body else ()):
        if body and fold(name) in settings:
            body[row, 1].value = _cell(settings[fold(name)])


def _explain(book: xw.Book, draft: Draft, responses: str) -> None:
    """Replace the lines on the sheet Start about the example by lines about this survey."""
    text = words(draft.language)
    lines = text["drafting.guide"], text.text("drafting.guide_answers", file=responses)
    cells = book.sheets[text["workbook.sheets.start"]].used_range
    for row, values in enumerate(grid(cells)):
        for column, value in enumerate(values):
            if row and EXAMPLE in str(value):
                cells[row - 1, column].value, cells[row, column].value = map(as_text, lines)


def _as_remark(note: Note, places: Mapping[str, xw.main.Table], draft: Draft) -> Remark:
    """A note with its cell."""
    reason = _reason(note, draft)
    if not note.table:
        return Remark(words(draft.language)["drafting.not_used"], "", note.value, reason)
    place = places[fold(note.table)]
    area = area_of(place)
    position = headings(place).index(note.column)
    cell = f"{column_letters(area.left + position)}{area.top + 1 + note.row}"
    return Remark(area.sheet, cell, note.value, reason)


def _reason(note: Note, draft: Draft) -> str:
    return words(draft.language)[f"drafting.reasons.{note.reason}"]
