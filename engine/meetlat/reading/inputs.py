"""The tables of a workbook, read through xlwings, with the address of every cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from meetlat.problems.text import fold
from meetlat.reading.sheet_condition import Condition, condition_of, rows_below

if TYPE_CHECKING:
    import xlwings as xw


# The result table about the last recalculation, which the next one is compared with.
LAST_RUN = "LastRun"

# Its item with the tables that plugins made, with a comma between their names.
TABLES_MADE = "tables"

TABLES = (
    "Survey",
    "Themes",
    "Questions",
    "Scales",
    "Comparisons",
    "Segments",
    "Population",
    "Metrics",
)


@dataclass(frozen=True)
class InputTable:
    """An input table as typed: raw values and their addresses.

    Attributes:
        values: the rows that are not blank.
        row_numbers: the row of the sheet of each of them.
        condition: what the values do not show, such as hidden rows.
    """

    name: str
    sheet: str
    header: Sequence[Any]
    values: Sequence[Sequence[Any]]
    row_numbers: Sequence[int]
    header_row: int = 1
    first_column: int = 1
    condition: Condition = field(default_factory=Condition)

    @cached_property
    def names(self) -> dict[str, int]:
        """The position of every column by its folded name; the first if a name is repeated."""
        positions: dict[str, int] = {}
        for index, name in enumerate(self.header):
            if name is not None:
                positions.setdefault(fold(name), index)
        return positions

    def position(self, column: str, language: str | None = None) -> int | None:
        """The position of a column; of a translated one (`text::nl`), in the best language.

        That is `language` itself, else the column without a language, else any other language.
        """
        wanted = fold(column)
        if language and f"{wanted}::{language}" in self.names:
            return self.names[f"{wanted}::{language}"]
        if wanted in self.names or language is None:
            return self.names.get(wanted)
        return next((i for name, i in self.names.items() if name.startswith(f"{wanted}::")), None)

    def cell(self, row: int, column: int) -> str:
        """The address (`D7`) of a cell, from its row in `values` and the position of its column."""
        return f"{column_letters(self.first_column + column)}{self.row_numbers[row]}"

    def header_cell(self, column: int) -> str:
        """The address of a column's heading."""
        return f"{column_letters(self.first_column + column)}{self.header_row}"


@dataclass(frozen=True)
class Inputs:
    """Everything that is read from a workbook: its input tables, and responses that it holds.

    Attributes:
        tables: the tables found under each name: none, one, or (a mistake) several.
        names: the names of all tables and sheets, to suggest the closest one.
        folder: the folder of the workbook.
        sheets: the sheet of each Excel table, by the table's name.
    """

    tables: Mapping[str, Sequence[InputTable]]
    names: Sequence[str]
    folder: Path
    sheets: Mapping[str, str] = field(default_factory=dict)


def column_letters(number: int) -> str:
    """`A` for 1, `AA` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_inputs(book: xw.Book) -> Inputs:
    """Read the input tables, and the tables with responses that they name."""
    index = _BookIndex.of(book)
    tables = index.read((*TABLES, LAST_RUN))
    named = [name for survey in tables["Survey"] for name in named_responses(survey)]
    named += [name for table in tables["Comparisons"] for name in named_waves(table)]
    for name in dict.fromkeys(named):
        tables |= index.read([name])
    names = [name for name, _ in (*index.tables, *index.sheets)]
    return Inputs(tables, names, Path(book.fullname).parent, index.sheets_of_tables)


def read_tables(book: xw.Book, names: Iterable[str]) -> dict[str, list[InputTable]]:
    """Read the tables with these names on any sheet; without such a table, the sheet itself."""
    return _BookIndex.of(book).read(names)


class _BookIndex(NamedTuple):
    """The tables and sheets of a workbook by name, listed once because applications are slow."""

    tables: Sequence[tuple[str, xw.main.Table]]
    sheets: Sequence[tuple[str, xw.Sheet]]
    sheets_of_tables: Mapping[str, str]

    @classmethod
    def of(cls, book: xw.Book) -> _BookIndex:
        sheets = [(sheet.name, sheet) for sheet in book.sheets]
        tables = [(t.name, t, name) for name, sheet in sheets for t in sheet.tables]
        on_sheets = {table: sheet for table, _, sheet in tables}
        return cls([(name, table) for name, table, _ in tables], sheets, on_sheets)

    def read(self, names: Iterable[str]) -> dict[str, list[InputTable]]:
        wanted = {fold(name): name for name in names}
        found: dict[str, list[InputTable]] = {name: [] for name in wanted.values()}
        for table_name, table in self.tables:
            if name := wanted.get(fold(table_name)):
                found[name].append(_from_table(name, table))
        for sheet_name, sheet in self.sheets:
            name = wanted.get(fold(sheet_name))
            if name and not found[name]:
                found[name].append(_from_sheet(name, sheet))
        return found


def named_responses(survey: InputTable) -> list[str]:
    """The responses that the table Survey names."""
    setting, value = survey.position("setting"), survey.position("value")
    if setting is None or value is None:
        return []
    named = [row[value] for row in survey.values if fold(row[setting]) == "responses"]
    return [_as_name(value) for value in named if value is not None]


def named_waves(comparisons: InputTable) -> list[str]:
    """The responses of earlier waves that the table Comparisons names."""
    position = comparisons.position("responses")
    if position is None:
        return []
    return [_as_name(row[position]) for row in comparisons.values if row[position] is not None]


def _as_name(value: Any) -> str:
    """The name in a cell; the name of a sheet may be a year, which a cell holds as a number."""
    return f"{value:g}" if isinstance(value, float) else str(value).strip()


def grid(cells: xw.Range) -> list[list[Any]]:
    """The values of a range as rows, errors as their text (`#N/A`)."""
    return cells.options(ndim=2, err_to_str=True).value


def _from_table(name: str, table: xw.main.Table) -> InputTable:
    header = table.header_row_range
    body = table.data_body_range
    top = header if header is not None else table.range
    headings = grid(header)[0] if header is not None else []
    rows = grid(body) if body is not None else []
    first_row = body.row if body is not None else top.row + 1
    read = _with_condition(_without_blank_rows(name, top, headings, rows, first_row), body)
    if body is None or name not in TABLES:
        return read
    return replace(read, condition=replace(read.condition, below=rows_below(table, body)))


def _from_sheet(name: str, sheet: xw.Sheet) -> InputTable:
    used = sheet.used_range
    rows = grid(used)
    table = _without_blank_rows(name, used, rows[0], rows[1:], used.row + 1)
    return _with_condition(table, used[1:, :] if len(rows) > 1 else None)


def _with_condition(table: InputTable, body: xw.Range | None) -> InputTable:
    """An input table with its condition; a table of responses may be too large to inspect."""
    if body is None or table.name not in TABLES:
        return table
    return replace(table, condition=condition_of(body))


def _without_blank_rows(
    name: str, top: xw.Range, header: list[Any], rows: list[list[Any]], first_row: int
) -> InputTable:
    kept = [(first_row + i, row) for i, row in enumerate(rows) if not is_blank_row(row)]
    return InputTable(
        name=name,
        sheet=top.sheet.name,
        header=header,
        values=[row for _, row in kept],
        row_numbers=[number for number, _ in kept],
        header_row=top.row,
        first_column=top.column,
    )


def is_blank_row(row: Iterable[Any]) -> bool:
    """Whether nothing is typed in a row; a cell with only spaces counts as blank."""
    return all(v is None or (isinstance(v, str) and not v.strip()) for v in row)
