"""Find the responses: a table of the workbook, or an .xlsx, .csv or .parquet file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
from polars import selectors as cs

from meetlat.problem import Problem, nearest
from meetlat.responses import Responses, Unreadable, filled_in, from_rows, from_table
from meetlat.separated import read_separated
from meetlat.workbook import InputTable


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
    try:
        several = tables.get(wanted)
        responses = from_table(several[0]) if several else read_file(folder / wanted)
        if responses.frame.is_empty():
            raise Unreadable("responses-empty")
    except Unreadable as fault:
        return None, [Problem(fault.code, place.sheet, place.cell, wanted, fault.facts)]
    return responses, []


def read_file(file: Path) -> Responses:
    """The responses in a file, by its ending.

    Raises:
        Unreadable: not there, not of the format its ending promises, or of none that is known.
    """
    if not _is_there(file):
        raise Unreadable("responses-missing", **_beside(file))
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
    frame = _joined_lists(pl.read_parquet(file))
    frame = frame.with_columns(cs.float().fill_nan(None))  # pandas' sign for what is missing
    return filled_in(frame, frame.columns, file.name, range(1, len(frame) + 1))


def _joined_lists(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as `a; b`; what else has parts, or is no text or figure, is left out."""
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.List) and not dtype.inner.is_nested():
            joined = cs.by_name(name).cast(pl.List(pl.String)).list.join("; ")
            frame = frame.with_columns(joined)
    return frame.select(cs.all() - cs.nested() - cs.binary() - cs.object())


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
