"""Find and read the responses: a table of the workbook, or a file, with or without a plugin."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from meetlat.problems.problem import Place, Problem
from meetlat.problems.text import fold, nearest
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.inputs import TABLES, Inputs, InputTable, named_responses
from meetlat.reading.own_folder import own_file
from meetlat.reading.responses.arrow_streams import ArrowStream, read_stream
from meetlat.reading.responses.delimited import read_delimited
from meetlat.reading.responses.file_types import is_encrypted, is_text, is_too_big, kind_of
from meetlat.reading.responses.parquet import read_parquet
from meetlat.reading.responses.responses import (
    Responses,
    Unreadable,
    from_frame,
    from_table,
)
from meetlat.reading.responses.sheets import read_workbook

# None of these tables holds responses.
CATALOGUE_TABLES = {fold(name) for name in TABLES}

# Offers a file to the plugins: returns its responses (None if no plugin reads it) and problems.
ReadWithPlugin = Callable[[Path], tuple[Responses | None, list[Problem]]]

# Files of so many bytes are read in batches: they may hold more than fits in memory. Parquet is
# compressed.
LARGE, LARGE_TEXT = 2**22, 2**24

# Larger files, in bytes, are not read before it is known whether a plugin reads them.
READ_AHEAD = 10_000_000


def find_responses(
    inputs: Inputs,
    catalogue: Catalogue,
    given: Path | ArrowStream | None,
    read_with_plugin: ReadWithPlugin,
    read: Callable[[Path], Responses] | None = None,
) -> tuple[Responses | None, list[Problem]]:
    """Read the responses that the setting names, or those that are given in its place."""
    if isinstance(given, Path):
        return read_responses(str(given), {}, inputs.folder, Place(), read_with_plugin, (), read)
    if given is not None:
        return _of_stream(given)
    wanted = catalogue.settings.responses
    if not wanted:
        return None, []
    place = catalogue.setting_place("responses")
    return read_responses(
        wanted, inputs.tables, inputs.folder, place, read_with_plugin, inputs.names, read
    )


def _of_stream(stream: ArrowStream) -> tuple[Responses | None, list[Problem]]:
    try:
        responses = read_stream(stream)
        if not (responses.rows.height and responses.columns):
            raise Unreadable("responses-empty")
    except Unreadable as fault:
        return None, [Place().problem(fault.code, type(stream).__name__, **fault.facts)]
    return responses, []


def responses_file(inputs: Inputs, wanted: str) -> Path | None:
    """The file that responses are read from; None if a table has them, or the file is elsewhere."""
    return None if inputs.tables.get(wanted) else own_file(wanted, inputs.folder)


def expected_file(inputs: Inputs, given: Path | ArrowStream | None) -> Path | None:
    """The file that will be read, known before the settings are checked; else None."""
    if given is not None:
        return given if isinstance(given, Path) else None
    names = [name for survey in inputs.tables.get("Survey", ()) for name in named_responses(survey)]
    files = [file for name in names if (file := responses_file(inputs, name))]
    return files[0] if len(files) == 1 else None


def read_responses(
    wanted: str,
    tables: Mapping[str, Sequence[InputTable]],
    folder: Path,
    place: Place,
    read_with_plugin: ReadWithPlugin = lambda file: (None, []),
    names: Sequence[str] = (),
    read: Callable[[Path], Responses] | None = None,
) -> tuple[Responses | None, list[Problem]]:
    """Read responses that a cell (or `--responses`) names.

    A cell can only name a file in the folder of the workbook.

    Args:
        wanted: a table or sheet of the workbook, or a file, relative to `folder`.
        tables: the tables of the workbook by name.
        folder: the folder of the workbook.
        place: the cell with the name.
        read_with_plugin: offers a file to the plugins.
        names: the names of all tables and sheets of the workbook, to suggest the closest one.
        read: reads a file that no plugin reads (see `read_ahead`); by default `read_file`.

    Returns:
        The responses, or None if they cannot be read, and the problems found.
    """
    problems: list[Problem] = []
    try:
        if same_name := tables.get(wanted):
            responses = from_table(same_name[0])
        else:
            file = own_file(wanted, folder) if place.cell else folder / wanted
            if file is None:
                raise Unreadable("responses-outside")
            responses, found = _from_plugin_or_file(
                file, read_with_plugin, names, read or read_file
            )
            problems = [replace(p, sheet=place.sheet, cell=place.cell, value=wanted) for p in found]
        if any(problem.is_error for problem in problems):
            return None, problems
        if not (responses.rows.height and responses.columns):
            raise Unreadable("responses-empty")
    except Unreadable as fault:
        return None, [*problems, place.problem(fault.code, wanted, **fault.facts)]
    return responses, problems


def _from_plugin_or_file(
    file: Path,
    read_with_plugin: ReadWithPlugin,
    names: Sequence[str],
    read: Callable[[Path], Responses],
) -> tuple[Responses, list[Problem]]:
    """Offer a file to the plugins first: only they recognise the .csv file of a survey tool."""
    if _is_folder(file):
        raise Unreadable("responses-folder", **_file_in_folder(file))
    if not _is_file(file):
        raise Unreadable("responses-missing", **_similar_name(file, names))
    _check_file_type(file)
    responses, problems = read_with_plugin(file)
    return (read(file) if responses is None else responses), problems


def read_ahead(file: Path | None) -> Callable[[Path], Responses]:
    """Start reading a file in a thread, while the catalogue is checked.

    Returns:
        A function that returns the responses in that file, and reads any other like `read_file`.
    """
    if file is None or not _is_file(file) or file.stat().st_size > READ_AHEAD:
        return read_file
    executor = ThreadPoolExecutor(1, "meetlat-responses")
    started = executor.submit(_check_and_read, file)
    executor.shutdown(wait=False)
    return lambda wanted: started.result() if wanted == file else read_file(wanted)


def _check_and_read(file: Path) -> Responses:
    _check_file_type(file)
    return read_file(file)


def read_file(file: Path) -> Responses:
    """Read the responses in an existing file; its extension decides how.

    Raises:
        Unreadable: the extension is unknown, or the file has another format or is damaged.
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


def _check_file_type(file: Path) -> None:
    """Refuse a file that is not what its extension says, so that plugins get sound files only.

    Raises:
        Unreadable: the file has another format, or is damaged, locked or too large.
    """
    reader = READERS.get(file.suffix.lower())
    try:
        if reader is _read_delimited and (actual := kind_of(file)):
            raise Unreadable("responses-disguised", actual=actual)
        if file.suffix.lower() in ZIPPED and not zipfile.is_zipfile(file):
            raise _why_unreadable(file, zipfile.BadZipFile())
        if file.suffix.lower() in ZIPPED and is_too_big(file):
            raise Unreadable("responses-big")
    except PermissionError as fault:
        raise Unreadable("responses-locked") from fault


def _why_unreadable(file: Path, fault: Exception) -> Unreadable:
    """The reason in our own words, because users can do nothing with the error of a library."""
    if file.stat().st_size == 0:
        return Unreadable("responses-empty")
    if is_encrypted(file) or type(fault).__name__ == "PasswordError":
        return Unreadable("responses-password")
    actual = kind_of(file) or (".csv" if is_text(file) else None)
    if actual is None or actual in (".zip", file.suffix.lower()):
        return Unreadable("responses-unreadable", reason=repr(fault))
    return Unreadable("responses-disguised", actual=actual)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # the name is too long or has impossible characters
        return False


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except (OSError, ValueError):
        return False


def _similar_name(file: Path, names: Sequence[str]) -> dict[str, object]:
    """The folder that was searched, and the file in it or the table that was probably meant."""
    folder = file.parent
    tables = [name for name in names if fold(name) not in CATALOGUE_TABLES]
    suggestion = nearest(file.name, [*tables, *_readable_files(folder)])
    return {"folder": folder.name or str(folder), "suggestion": suggestion}


def _file_in_folder(folder: Path) -> dict[str, object]:
    """The file in a folder that was probably meant: the only one, or one named "responses"."""
    names = _readable_files(folder)
    suggestion = names[0] if len(names) == 1 else nearest("responses.xlsx", names)
    return {"suggestion": suggestion}


def _readable_files(folder: Path) -> list[str]:
    """The files that may hold responses, without the lock files of Excel (`~$…`)."""
    try:
        names = [file.name for file in folder.iterdir() if file.suffix.lower() in READERS]
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if not name.startswith("~$"))


def _read_delimited(file: Path) -> Responses:
    if file.stat().st_size >= LARGE_TEXT and find_spec("pyarrow"):
        from meetlat.reading.responses.delimited_blocks import NotPlainError, responses_in_blocks

        with suppress(NotPlainError):
            return responses_in_blocks(file)
    return read_delimited(file)


def _read_parquet(file: Path) -> Responses:
    if file.stat().st_size >= LARGE and find_spec("pyarrow"):
        from meetlat.reading.responses.parquet_batches import responses_in_batches

        return responses_in_batches(file)
    frame = read_parquet(file)
    return from_frame(frame, file.name, range(1, len(frame) + 1))


ZIPPED = (".xlsx", ".xlsm", ".xlsb", ".ods")

READERS: Mapping[str, Callable[[Path], Responses]] = {
    ".csv": _read_delimited,
    ".parquet": _read_parquet,
    ".txt": _read_delimited,
    ".xls": read_workbook,
    ".xlsb": read_workbook,
    ".xlsm": read_workbook,
    ".xlsx": read_workbook,
    ".ods": read_workbook,
}
