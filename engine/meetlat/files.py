"""Find the responses: a table of the workbook, a file, or what a plugin makes of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from meetlat.problem import Problem, nearest
from meetlat.responses import Responses, Unreadable, from_frame, from_rows, from_table
from meetlat.separated import read_separated
from meetlat.workbook import InputTable

Ask = Callable[[Path], tuple[Responses | None, list[Problem]]]
"""Gives a file to the plugins: its responses, and what they found in it, or None."""


def read_responses(
    wanted: str,
    tables: Mapping[str, Sequence[InputTable]],
    folder: Path,
    place: Problem,
    ask: Ask = lambda file: (None, []),
) -> tuple[Responses | None, list[Problem]]:
    """The responses that the setting (or `--responses`) names.

    Args:
        wanted: a table or sheet of the workbook, or a file, relative to `folder`.
        tables: the tables of that name in the workbook, if any.
        folder: where the workbook is.
        place: a problem at the setting's cell, to say where a wrong name stands.
        ask: gives a file to the plugins.
    """
    problems: list[Problem] = []
    try:
        several = tables.get(wanted)
        if several:
            responses = from_table(several[0])
        else:
            responses, found = _from_plugin_or_file(folder / wanted, ask)
            problems = [replace(p, sheet=place.sheet, cell=place.cell, value=wanted) for p in found]
        if any(problem.is_error for problem in problems):
            return None, problems
        if responses.frame.is_empty():
            raise Unreadable("responses-empty")
    except Unreadable as fault:
        wrong = Problem(fault.code, place.sheet, place.cell, wanted, fault.facts)
        return None, [*problems, wrong]
    return responses, problems


def _from_plugin_or_file(file: Path, ask: Ask) -> tuple[Responses, list[Problem]]:
    """Plugins are asked first: only they know that a .csv comes from a tool they know."""
    if not _is_there(file):
        raise Unreadable("responses-missing", **_beside(file))
    responses, problems = ask(file)
    return (read_file(file) if responses is None else responses), problems


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
    except Exception as fault:
        reason = str(fault).splitlines()[0] if str(fault) else repr(fault)
        raise Unreadable("responses-unreadable", reason=reason.rstrip(".")) from fault


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a name too long, or with signs no file can have
        return False


def _beside(file: Path) -> dict[str, object]:
    """Where it was looked for, and the file there that was probably meant."""
    folder = file.parent
    try:
        beside = [f.name for f in folder.iterdir() if f.suffix.lower() in READERS]
    except (OSError, ValueError):
        beside = []
    return {"folder": folder.name or str(folder), "suggestion": nearest(file.name, beside)}


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
