"""Read responses from delimited text (.csv, .txt), as Excel and survey tools write it."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

import polars as pl

from meetlat.reading.responses.responses import (
    Responses,
    Unreadable,
    column_names,
    without_blank_rows,
)
from meetlat.reading.responses.rows import Rows

SEPARATORS = ",;\t|"
# Characters in a value; the default limit of `csv` is 131,072.
LONGEST_VALUE = 10**9


def read_delimited(file: Path) -> Responses:
    """Read the responses in a file with any separator and encoding; all values stay text.

    Raises:
        Unreadable: a row has more values than headings, or a quote is not closed.
    """
    lines, skipped, separator = without_lines_above(_decoded(file.read_bytes()))
    if not lines:
        return Responses(Rows(pl.DataFrame()), [], file.name, [])
    headings = headings_in(lines, separator)
    names = column_names(headings)
    try:
        frame = pl.read_csv(
            lines.encode(), separator=separator, infer_schema=False, new_columns=names
        )
    except pl.exceptions.PolarsError:  # refuses a stray quote and does not say where it is
        frame = _read_leniently(lines, separator, names, skipped)
    rows = range(skipped + 2, skipped + 2 + len(frame))
    return without_blank_rows(frame, headings, file.name, rows, header_row=skipped + 1)


def _decoded(raw: bytes) -> str:
    """The text of a file; Excel writes UTF-8, UTF-16 ("Unicode text") or Windows-1252."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoded = raw.decode("utf-16", errors="replace")
    else:
        try:
            decoded = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            decoded = raw.decode("cp1252", errors="replace")
    return decoded.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def headings_in(lines: str, separator: str) -> list[str]:
    """The headings, which are the first row.

    Raises:
        Unreadable: a quote is not closed.
    """
    try:
        return [heading.strip() for heading in next(_records(lines, separator))]
    except csv.Error as fault:
        raise Unreadable("responses-quotes") from fault


def without_lines_above(decoded: str) -> tuple[str, int, str]:
    """The text from the headings on, the number of lines above them, and the separator."""
    lines = decoded.lstrip("\n")
    skipped = len(decoded) - len(lines)
    first, _, rest = lines.partition("\n")
    if first.startswith("sep=") and len(first) == len("sep=;"):  # written for Excel
        return rest, skipped + 1, first[-1]
    return lines, skipped, _separator(first)


def _separator(first_line: str) -> str:
    """The separator that gives most headings; Dutch Excel writes a semicolon."""
    return max(SEPARATORS, key=lambda mark: len(next(csv.reader([first_line], delimiter=mark), [])))


def _records(lines: str, separator: str) -> Iterator[Sequence[str]]:
    csv.field_size_limit(LONGEST_VALUE)
    return csv.reader(StringIO(lines), delimiter=separator, strict=True)


def _read_leniently(lines: str, separator: str, names: Sequence[str], skipped: int) -> pl.DataFrame:
    """Read with `csv`: slower, but lenient with quotes and able to name the wrong row."""
    try:
        all_records = list(_records(lines, separator))
    except csv.Error as fault:
        raise Unreadable("responses-quotes") from fault
    records: list[Sequence[str]] = []
    for number, record in enumerate(all_records, start=skipped + 1):
        if len(record) > len(names) and any(value.strip() for value in record[len(names) :]):
            facts = {"row": number, "given": len(record), "names": len(names)}
            raise Unreadable("responses-ragged", **facts)
        missing = len(names) - len(record)
        records.append([*record[: len(names)], *[""] * missing])
    return pl.DataFrame(records[1:], schema=dict.fromkeys(names, pl.String), orient="row")
