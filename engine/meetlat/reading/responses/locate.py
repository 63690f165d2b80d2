"""Find the responses: a table of the workbook, a file, or what a plugin makes of a file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import polars as pl

from meetlat.problems.problem import Place, Problem
from meetlat.problems.text import fold, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import TABLES, Inputs, InputTable, named_responses
from meetlat.reading.responses.delimited import read_separated
from meetlat.reading.responses.file_types import is_encrypted, is_text, is_too_big, kind_of
from meetlat.reading.responses.responses import (
    Responses,
    Unreadable,
    from_frame,
    from_rows,
    from_table,
)

TABLES_OF_THE_CATALOGUE = {fold(name) for name in TABLES}
"""None of them holds responses."""

Ask = Callable[[Path], tuple[Responses | None, list[Problem]]]
"""Gives a file to the plugins: its responses, and what they found in it, or None."""

READ_AHEAD = 10_000_000
"""Bytes of a file that may be read before it is known whether a plugin reads it."""


def find_responses(
    inputs: Inputs,
    catalogue: Catalogue,
    named: Path | None,
    ask: Ask,
    read: Callable[[Path], Responses] | None = None,
) -> tuple[Responses | None, list[Problem]]:
    """Read the responses that the setting names, or the file `named` in its place."""
    if named is not None:
        return read_responses(str(named), {}, inputs.folder, Place(), ask, (), read)
    wanted = catalogue.settings.responses
    if not wanted:
        return None, []
    place = catalogue.setting_place("responses")
    return read_responses(wanted, inputs.tables, inputs.folder, place, ask, inputs.names, read)


def file_of_responses(inputs: Inputs, wanted: str) -> Path | None:
    """The file of responses that are called so; None if they are a table of the workbook."""
    return None if inputs.tables.get(wanted) else inputs.folder / wanted


def expected_file(inputs: Inputs, named: Path | None) -> Path | None:
    """The file that will be read, found before the settings have been checked."""
    if named is not None:
        return named
    names = [name for survey in inputs.tables.get("Survey", ()) for name in named_responses(survey)]
    files = [file for name in names if (file := file_of_responses(inputs, name))]
    return files[0] if len(files) == 1 else None


def read_responses(
    wanted: str,
    tables: Mapping[str, Sequence[InputTable]],
    folder: Path,
    place: Place,
    ask: Ask = lambda file: (None, []),
    names: Sequence[str] = (),
    read: Callable[[Path], Responses] | None = None,
) -> tuple[Responses | None, list[Problem]]:
    """The responses that the setting (or `--responses`) names.

    Args:
        wanted: a table or sheet of the workbook, or a file, relative to `folder`.
        tables: the tables of that name in the workbook, if any.
        folder: where the workbook is.
        place: the cell of the setting.
        ask: gives a file to the plugins.
        names: of all tables and sheets of the workbook, one of which may be meant.
        read: reads a file that no plugin reads: `read_file`, unless it is told (see `read_ahead`).
    """
    problems: list[Problem] = []
    try:
        several = tables.get(wanted)
        if several:
            responses = from_table(several[0])
        else:
            responses, found = _from_plugin_or_file(folder / wanted, ask, names, read or read_file)
            problems = [replace(p, sheet=place.sheet, cell=place.cell, value=wanted) for p in found]
        if any(problem.is_error for problem in problems):
            return None, problems
        if responses.frame.is_empty():
            raise Unreadable("responses-empty")
    except Unreadable as fault:
        wrong = place.problem(fault.code, wanted, **fault.facts)
        return None, [*problems, wrong]
    return responses, problems


def _from_plugin_or_file(
    file: Path, ask: Ask, names: Sequence[str], read: Callable[[Path], Responses]
) -> tuple[Responses, list[Problem]]:
    """Plugins are asked first: only they know that a .csv comes from a tool they know."""
    if _is_folder(file):
        raise Unreadable("responses-folder", **_in_folder(file))
    if not _is_there(file):
        raise Unreadable("responses-missing", **_beside(file, names))
    _refuse_what_it_is_not(file)
    responses, problems = ask(file)
    return (read(file) if responses is None else responses), problems


def read_ahead(file: Path | None) -> Callable[[Path], Responses]:
    """Begin to read a file while the catalogue is checked, for that leaves Python to other work.

    Returns:
        What gives the responses in that file, and reads any other as `read_file` does.
    """
    if file is None or not _is_there(file) or file.stat().st_size > READ_AHEAD:
        return read_file
    reader = ThreadPoolExecutor(1, "meetlat-responses")
    begun = reader.submit(_checked, file)
    reader.shutdown(wait=False)
    return lambda asked: begun.result() if asked == file else read_file(asked)


def _checked(file: Path) -> Responses:
    _refuse_what_it_is_not(file)
    return read_file(file)


def read_file(file: Path) -> Responses:
    """The responses in a file that is there, by its ending.

    Raises:
        Unreadable: not of the format its ending promises, or of none that is known.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise Unreadable("responses-kind", known=", ".join(READERS))
    try:
        return reader(file)
    except Unreadable:
        raise
    except PermissionError as fault:
        raise Unreadable("responses-locked") from fault
    except MemoryError as fault:
        raise Unreadable("responses-big") from fault
    except Exception as fault:
        raise _why_unreadable(file, fault) from fault


def _refuse_what_it_is_not(file: Path) -> None:
    """Before anyone reads it: a plugin need not know of damaged files, and any bytes are text."""
    reader = READERS.get(file.suffix.lower())
    try:
        if reader is read_separated and (actual := kind_of(file)):
            raise Unreadable("responses-disguised", actual=actual)
        if file.suffix.lower() in ZIPPED and not zipfile.is_zipfile(file):
            raise _why_unreadable(file, zipfile.BadZipFile())
        if file.suffix.lower() in ZIPPED and is_too_big(file):
            raise Unreadable("responses-big")
    except PermissionError as fault:
        raise Unreadable("responses-locked") from fault


def _why_unreadable(file: Path, fault: Exception) -> Unreadable:
    """In words of ours: what a library says of it, HR can do nothing with."""
    if file.stat().st_size == 0:
        return Unreadable("responses-empty")
    if is_encrypted(file) or type(fault).__name__ == "PasswordError":
        return Unreadable("responses-password")
    actual = kind_of(file) or (".csv" if is_text(file) else None)
    if actual is None or actual in (".zip", file.suffix.lower()):
        return Unreadable("responses-unreadable", reason=repr(fault))
    return Unreadable("responses-disguised", actual=actual)


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a name too long, or with signs no file can have
        return False


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except (OSError, ValueError):
        return False


def _beside(file: Path, names: Sequence[str]) -> dict[str, object]:
    """Where it was looked for, and the file there, or the table, that was probably meant."""
    folder = file.parent
    tables = [name for name in names if fold(name) not in TABLES_OF_THE_CATALOGUE]
    near = nearest(file.name, [*tables, *_readable_in(folder)])
    return {"folder": folder.name or str(folder), "suggestion": near}


def _in_folder(folder: Path) -> dict[str, object]:
    """The file in a folder that was probably meant: the only one, or one called so."""
    names = _readable_in(folder)
    near = names[0] if len(names) == 1 else nearest("responses.xlsx", names)
    return {"suggestion": near}


def _readable_in(folder: Path) -> list[str]:
    """Files that may hold responses; Excel's note that one is open (`~$…`) is none."""
    try:
        names = [file.name for file in folder.iterdir() if file.suffix.lower() in READERS]
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if not name.startswith("~$"))


def _read_workbook(file: Path) -> Responses:
    """The sheet `Responses`, or else the first one."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(file) as book:
        names = book.sheet_names
        name = next((n for n in names if n.casefold() == "responses"), names[0])
        header, *rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False) or [[]]
    return from_rows(header, rows, file.name, range(2, len(rows) + 2))


def _read_parquet(file: Path) -> Responses:
    frame = pl.read_parquet(file)
    return from_frame(frame, file.name, range(1, len(frame) + 1))


ZIPPED = (".xlsx", ".xlsm", ".xlsb", ".ods")

READERS: Mapping[str, Callable[[Path], Responses]] = {
    ".csv": read_separated,
    ".parquet": _read_parquet,
    ".txt": read_separated,
    ".xls": _read_workbook,
    ".xlsb": _read_workbook,
    ".xlsm": _read_workbook,
    ".xlsx": _read_workbook,
    ".ods": _read_workbook,
}
