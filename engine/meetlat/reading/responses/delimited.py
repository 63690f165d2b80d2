"""Responses as separated text (.csv, .txt), as Excel and survey tools of any country write it."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

import polars as pl

from meetlat.reading.responses.responses import Responses, Unreadable, column_names, filled_in

SEPARATORS = ",;\t|"
BIG = 10**9
"""Characters a value may have: `csv` stops at 131,072 unless told."""


def read_separated(file: Path) -> Responses:
    """The responses in a file of any separator and encoding; all values stay text.

    Raises:
        Unreadable: a row has more values than there are headings, or quotes are not closed.
    """
    lines, skipped, separator = _from_headings(_decoded(file.read_bytes()))
    if not lines:
        return Responses(pl.DataFrame(), [], file.name, [])
    try:
        headings = [heading.strip() for heading in next(_records(lines, separator))]
    except csv.Error as fault:
        raise Unreadable("responses-quotes") from fault
    names = column_names(headings)
    try:
        frame = pl.read_csv(
            lines.encode(), separator=separator, infer_schema=False, new_columns=names
        )
    except pl.exceptions.PolarsError:  # it takes a stray quote ill, and says little of where
        frame = _by_hand(lines, separator, names, skipped)
    rows = range(skipped + 2, skipped + 2 + len(frame))
    return filled_in(frame, headings, file.name, rows, header_row=skipped + 1)


def _decoded(raw: bytes) -> str:
    """The text of a file; Excel's own are UTF-8, UTF-16 ("Unicode text") or the Windows page."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoded = raw.decode("utf-16", errors="replace")
    else:
        try:
            decoded = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            decoded = raw.decode("cp1252", errors="replace")
    return decoded.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _from_headings(decoded: str) -> tuple[str, int, str]:
    """The text from the headings on, how many lines stand above them, and the separator."""
    lines = decoded.lstrip("\n")
    skipped = len(decoded) - len(lines)
    first, _, rest = lines.partition("\n")
    if first.startswith("sep=") and len(first) == len("sep=;"):  # Excel's own remark to itself
        return rest, skipped + 1, first[-1]
    return lines, skipped, _separator(first)


def _separator(first_line: str) -> str:
    """The sign between the headings: Dutch Excel writes a semicolon."""
    return max(SEPARATORS, key=lambda sign: len(next(csv.reader([first_line], delimiter=sign), [])))


def _records(lines: str, separator: str) -> Iterator[Sequence[str]]:
    csv.field_size_limit(BIG)
    return csv.reader(StringIO(lines), delimiter=separator, strict=True)


def _by_hand(lines: str, separator: str, names: Sequence[str], skipped: int) -> pl.DataFrame:
    """Slower, more lenient with quotes, and able to name the row that is wrong."""
    try:
        given = list(_records(lines, separator))
    except csv.Error as fault:
        raise Unreadable("responses-quotes") from fault
    records: list[Sequence[str]] = []
    for number, record in enumerate(given, start=skipped + 1):
        if len(record) > len(names) and any(value.strip() for value in record[len(names) :]):
            facts = {"row": number, "given": len(record), "names": len(names)}
            raise Unreadable("responses-ragged", **facts)
        missing = len(names) - len(record)
        records.append([*record[: len(names)], *[""] * missing])
    return pl.DataFrame(records[1:], schema=dict.fromkeys(names, pl.String), orient="row")
