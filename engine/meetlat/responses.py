"""Where the answers come from: a table of the workbook, or an .xlsx, .csv or .parquet file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from meetlat.cells import text
from meetlat.problem import Problem, nearest
from meetlat.workbook import InputTable, column_letters


@dataclass(frozen=True)
class Responses:
    """The answers as given: one row a respondent, one column a question or background fact.

    `source` is what a person calls it (a file or a sheet), `first_row` the sheet or line number
    of the first respondent, `first_column` that of the first column.
    """

    frame: pl.DataFrame
    source: str
    first_row: int = 2
    first_column: int = 1

    def cell(self, row: int, column: str) -> str:
        """The address of an answer."""
        number = self.first_column + self.frame.get_column_index(column)
        return f"{column_letters(number)}{self.first_row + row}"


class Unreadable(Exception):  # noqa: N818  (an answer, not a fault of the program)
    """The file is there, and cannot be read; the reason in plain words."""


def read_responses(
    wanted: str, tables: Mapping[str, Sequence[InputTable]], folder: Path, place: Problem
) -> tuple[Responses | None, list[Problem]]:
    """The responses that the setting (or `--responses`) names.

    Args:
        wanted: a table or sheet of the workbook, or a file, relative to `folder`.
        tables: the tables of that name in the workbook, if any.
        folder: where the workbook is.
        place: a problem at the setting's cell, to say where a wrong name stands.
    """
    if several := tables.get(wanted):
        return _from_table(several[0]), []
    file = folder / wanted
    if not file.is_file():
        beside = [f.name for f in folder.iterdir() if f.suffix.lower() in READERS]
        facts = {"folder": folder.name or str(folder), "suggestion": nearest(wanted, beside)}
        return None, [Problem("responses-missing", place.sheet, place.cell, wanted, facts)]
    try:
        responses = read_file(file)
    except Unreadable as fault:
        facts = {"reason": str(fault)}
        return None, [Problem("responses-unreadable", place.sheet, place.cell, wanted, facts)]
    if responses.frame.is_empty():
        return None, [Problem("responses-empty", place.sheet, place.cell, wanted)]
    return responses, []


def read_file(file: Path) -> Responses:
    """The responses in a file, by its ending.

    Raises:
        Unreadable: not of the format its ending promises, or of none that is known.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise Unreadable(f"files of the kind {file.suffix or 'without an ending'} are not known")
    try:
        return reader(file)
    except Unreadable:
        raise
    except Exception as fault:
        raise Unreadable(str(fault).splitlines()[0] if str(fault) else repr(fault)) from fault


def _read_workbook(file: Path) -> Responses:
    """The sheet `Responses`, or else the first one."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(file) as book:
        names = book.sheet_names
        name = next((n for n in names if n.casefold() == "responses"), names[0])
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
    return _from_rows(rows[0] if rows else [], rows[1:], file.name)


def _read_csv(file: Path) -> Responses:
    raw = file.read_bytes()
    encoding = "utf-8-sig" if _is_utf8(raw) else "cp1252"
    decoded = raw.decode(encoding, errors="replace")
    if not decoded.strip():
        return Responses(pl.DataFrame(), file.name)
    separator = _separator(decoded)
    frame = pl.read_csv(
        decoded.encode(), separator=separator, infer_schema=False, truncate_ragged_lines=True
    )
    return Responses(frame, file.name)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _separator(decoded: str) -> str:
    """The sign between the column names: Dutch Excel writes a semicolon."""
    first_line = decoded.splitlines()[0]
    return max(",;\t|", key=lambda sign: len(next(csv.reader([first_line], delimiter=sign))))


def _read_parquet(file: Path) -> Responses:
    return Responses(pl.read_parquet(file), file.name, first_row=1)


READERS: Mapping[str, Callable[[Path], Responses]] = {
    ".csv": _read_csv,
    ".parquet": _read_parquet,
    ".txt": _read_csv,
    ".xls": _read_workbook,
    ".xlsb": _read_workbook,
    ".xlsm": _read_workbook,
    ".xlsx": _read_workbook,
    ".ods": _read_workbook,
}


def _from_table(table: InputTable) -> Responses:
    responses = _from_rows(table.header, table.values, table.sheet)
    first = table.row_numbers[0] if table.row_numbers else table.header_row + 1
    return Responses(responses.frame, table.sheet, first, table.first_column)


def _from_rows(header: Sequence[Any], rows: Sequence[Sequence[Any]], source: str) -> Responses:
    """Columns without a heading are left out; of a double one the first counts."""
    names = [text(name) or "" for name in header]
    columns: dict[str, pl.Series] = {}
    for position, name in enumerate(names):
        # Addresses count on every column having its place, so nameless ones keep theirs too.
        unique = name if name and name not in columns else f"\x00{position}"
        columns[unique] = _series(unique, [row[position] for row in rows])
    frame = pl.DataFrame(columns)
    return Responses(frame.filter(~pl.all_horizontal(pl.all().is_null())), source)


def _series(name: str, values: list[Any]) -> pl.Series:
    """Numbers as numbers where all are; anything else as the text a person reads."""
    present = [None if v == "" else v for v in values]
    kinds = {type(v) for v in present} - {type(None)}
    if kinds <= {float, int}:
        return pl.Series(name, present, dtype=pl.Float64, strict=False)
    if kinds == {str}:
        return pl.Series(name, present, dtype=pl.String)
    return pl.Series(name, [text(v) for v in present], dtype=pl.String)
