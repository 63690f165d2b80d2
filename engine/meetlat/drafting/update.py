"""Update a workbook from a new export: add what is new, and say what is gone or renamed."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

from meetlat.drafting.comparison import Comparison, compare
from meetlat.drafting.draft_tables import Note
from meetlat.drafting.remarks import Remark, list_remarks, listed_remarks
from meetlat.formatting import in_every_language
from meetlat.languages import Language, words
from meetlat.opening import opened
from meetlat.plugins.manager import load_plugins
from meetlat.problems.problem import Place, Problem
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue, read_catalogue
from meetlat.reading.inputs import Inputs, column_letters, read_inputs
from meetlat.reading.responses.locate import read_responses
from meetlat.reading.responses.responses import Responses
from meetlat.reporting.workbook.added_rows import append_rows, plan_rows, write_rows
from meetlat.reporting.workbook.table_plan import area_of

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Update:
    """What an update writes, or would write.

    Attributes:
        language: the language of the survey.
        problems: errors, after which nothing is written, and remarks on the files.
        remarks: what HR should confirm.
        left_out: the headings of columns that were left out before.
        file: the new value of the setting `responses`; blank if it stays the same.
    """

    language: Language
    problems: Sequence[Problem]
    remarks: Sequence[Remark] = ()
    left_out: Sequence[str] = ()
    file: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether nothing can be written."""
        return any(problem.is_error for problem in self.problems)


def update_survey(
    workbook: Path, export: Path, *, everything: bool = False, dry_run: bool = False
) -> Update:
    """Update a workbook, which is replaced in one step, or not at all; `dry_run` writes nothing.

    With `everything`, also what the earlier file had and the workbook leaves out is added.

    Raises:
        xlengines.xlsx.Refused: the workbook cannot be read or written.
    """
    with opened(workbook, save=False) as book:
        inputs = read_inputs(book)
        catalogue, problems = read_catalogue(inputs.tables, inputs.names)
        new, old, found = _responses(inputs, catalogue, export)
        update = Update(catalogue.language, [*problems, *found])
        if update.has_errors or new is None:
            return update
        comparison = compare(catalogue, new, old, everything=everything)
        writer = _Writer(book, catalogue, comparison)
        faults = list(writer.faults())
        copy = _copy_of(export, inputs.folder, catalogue.settings.responses)
        file = "" if copy == inputs.folder / catalogue.settings.responses else copy.name
        update = replace(
            update,
            problems=[*found, *faults],
            remarks=writer.remarks(),
            left_out=comparison.left_out,
            file=file,
        )
        if not dry_run and not update.has_errors:
            _write(book, writer, update, export, copy)
    return update


def _responses(
    inputs: Inputs, catalogue: Catalogue, export: Path
) -> tuple[Responses | None, Responses | None, list[Problem]]:
    """The new responses, and those that the workbook uses so far if they can be read."""
    plugins = load_plugins(inputs.folder / "plugins")
    new, problems = read_responses(
        export.name, {}, export.resolve().parent, Place(), plugins.read_responses
    )
    wanted = catalogue.settings.responses
    if not wanted:
        return new, None, problems
    place = catalogue.setting_place("responses")
    old, _ = read_responses(wanted, inputs.tables, inputs.folder, place, plugins.read_responses)
    return new, old, problems


def _copy_of(export: Path, folder: Path, present: str) -> Path:
    """Where the export will be, beside the workbook; a file with other answers is not replaced."""
    if (used := folder / present).is_file() and used.samefile(export):
        return used
    copy, number = folder / export.name, 2
    while copy.exists() and not filecmp.cmp(export, copy, shallow=False):
        copy, number = folder / f"{export.stem}-{number}{export.suffix}", number + 1
    return copy


def _write(book: xw.Book, writer: _Writer, update: Update, export: Path, copy: Path) -> None:
    """Copy the export and save the workbook; if that fails, the copy is removed."""
    known = listed_remarks(book)
    writer.write(update.file)
    remarks = [r for r in writer.remarks() if (r.value, r.reason) not in known]
    list_remarks(book, remarks, update.language)
    if not (writer.comparison.rows or update.file or remarks):
        return
    is_new = not copy.exists()
    try:
        if is_new:
            copyfile(export, copy)
        book.save()
    except BaseException:
        if is_new:
            copy.unlink(missing_ok=True)
        raise


@dataclass
class _Writer:
    """Writes a comparison into an open workbook."""

    book: xw.Book
    catalogue: Catalogue
    comparison: Comparison
    places: Mapping[str, xw.main.Table] = field(init=False)
    filled: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {fold(t.name): t for sheet in self.book.sheets for t in sheet.tables}
        # Rows to add come after these, also once they are written.
        self.filled = {
            table: source.row_numbers[-1] - source.header_row if source.row_numbers else 0
            for table, source in self.catalogue.tables.items()
        }

    def faults(self) -> Iterator[Problem]:
        """The reasons why rows cannot be added."""
        areas = {place.name: area_of(place) for place in self.places.values()}
        for table, rows in self.comparison.rows.items():
            if place := self.places.get(fold(table)):
                yield from plan_rows(place, len(rows)).faults(areas)

    def write(self, file: str) -> None:
        """Change the setting `responses` unless `file` is blank, and add the rows."""
        if file:
            sheet, cell = self._cell(Note("Survey", 0, "responses", "", ""))
            self.book.sheets[sheet].range(cell).value = f"'{file}"
        for table, rows in self.comparison.rows.items():
            cells, source = list(self._cells(table, rows)), self.catalogue.tables[table]
            if place := self.places.get(fold(table)):
                append_rows(place, cells)
            else:  # a sheet without an Excel table
                top = source.header_row + self.filled[table] + 1
                write_rows(self.book.sheets[source.sheet], top, source.first_column, cells)

    def remarks(self) -> list[Remark]:
        """Everything to confirm, with the cells as they are now."""
        return [
            Remark(*self._cell(note), note.value, self._reason(note))
            for note in self.comparison.notes
        ]

    def _cells(self, table: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[int, Any]]:
        """The cells of rows by the position of their column, with why to confirm them."""
        marks = {fold(name) for name in in_every_language("drafting.to_confirm").values()}
        names = self.catalogue.tables[table].names
        mark = next((position for name, position in names.items() if name in marks), None)
        first = len(self.catalogue.frame(table))
        for number, row in enumerate(rows, start=first):
            cells = {self._position(table, column): value for column, value in row.items()}
            if mark is not None:
                cells[mark] = " ".join(self._reasons(table, number))
            yield {p: value for p, value in cells.items() if p is not None and value is not None}

    def _reasons(self, table: str, row: int) -> Iterable[str]:
        own = [note for note in self.comparison.notes if (note.table, note.row) == (table, row)]
        return dict.fromkeys(map(self._reason, own))

    def _cell(self, note: Note) -> tuple[str, str]:
        """The sheet and cell of a note."""
        if note.table == "Survey":
            place = self.catalogue.setting_place(note.column)
            return place.sheet, place.cell
        source, known = self.catalogue.tables[note.table], len(self.catalogue.frame(note.table))
        excel = self.places.get(fold(note.table))
        top = source.header_row if excel is None else area_of(excel).top
        if note.row < known:
            below = source.row_numbers[note.row] - source.header_row
        else:
            below = self.filled[note.table] + 1 + note.row - known
        left = source.first_column + (self._position(note.table, note.column) or 0)
        return source.sheet, f"{column_letters(left)}{top + below}"

    def _position(self, table: str, column: str) -> int | None:
        """The position of a column, which a draft names with a language (`text::nl`)."""
        return self.catalogue.position(table, column.partition("::")[0])

    def _reason(self, note: Note) -> str:
        text = words(self.catalogue.language)
        return text.text(f"drafting.reasons.{note.reason}", about=note.about)
