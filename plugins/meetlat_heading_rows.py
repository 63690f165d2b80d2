"""Read exports with more than one row of headings: Qualtrics and SurveyMonkey, as .csv or .xlsx.

Qualtrics writes names (`Q1_1`), then the texts of the questions, and then its own identifiers as
`{"ImportId": ...}`. A text beside an option, `Q1_3_TEXT`, is renamed `Q1 (3_TEXT)`, so that `Q1_*`
stands for the options only.

SurveyMonkey writes the question above its first column only, and the options or the rows of a grid
in the second row. Such a column is named `Question [option]`.
"""

import csv
import re
import zipfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from meetlat import Source, hookimpl, in_every_language

# By what each tool is recognised, somewhere in the first rows.
QUALTRICS = "importid"

# Columns that Qualtrics adds.
OWN = {
    *("startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)"),
    *("finished", "recordeddate", "responseid", "recipientlastname", "recipientfirstname"),
    *("recipientemail", "externalreference", "locationlatitude", "locationlongitude"),
    *("distributionchannel", "userlanguage"),
}
GROUP_OF_NPS = re.compile(r".+_NPS_GROUP", re.IGNORECASE)
BESIDE_OPTION = re.compile(r"(.+)_(\d+_TEXT)", re.IGNORECASE)

# The start of a file that is searched before it is read.
START = 2**16


@hookimpl
def read_responses(file: Path) -> Source | None:
    """Read an export of Qualtrics or SurveyMonkey; None for any other file."""
    read = {".csv": _csv, ".tsv": _csv, ".txt": _csv, ".xlsx": _xlsx}.get(file.suffix.lower())
    rows = read(file) if read else None
    if not rows or len(rows) < 3:
        return None
    width = len(rows[0])
    rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    if len(rows) > 3 and QUALTRICS in rows[2][0].lower():
        return _qualtrics(rows)
    if _is_surveymonkey(rows[0]):
        return _surveymonkey(rows)
    return None


def _qualtrics(rows: Sequence[Sequence[str]]) -> Source:
    names = _unique([_beside_option(heading, rows[0]) for heading in rows[0]])
    texts = {name: text for name, text in zip(names, rows[1], strict=True) if text.strip()}
    own = [name for name in names if name.strip().lower() in OWN or GROUP_OF_NPS.fullmatch(name)]
    return _source(names, rows, 3, aside=own, texts=texts)


def _beside_option(heading: str, headings: Sequence[str]) -> str:
    found = BESIDE_OPTION.fullmatch(heading)
    option = found and f"{found[1]}_{found[2].partition('_')[0]}"
    return f"{found[1]} ({found[2]})" if found and option in headings else heading


def _is_surveymonkey(headings: Sequence[str]) -> bool:
    known = {name for key in ("respondent", "collector") for name in _called(key)}
    return len({heading.strip().lower() for heading in headings} & known) > 1


def _called(key: str) -> set[str]:
    return set(in_every_language(f"plugins.meetlat_heading_rows.{key}").values())


def _surveymonkey(rows: Sequence[Sequence[str]]) -> Source:
    whole = {"", *_called("response"), *_called("open_response")}
    names, question = [], ""
    for heading, option in zip(rows[0], rows[1], strict=True):
        question = heading.strip() or question
        is_whole = option.strip().lower() in whole
        names.append(question if is_whole else f"{question} [{option.strip()}]")
    return _source(_unique(names), rows, 2)


def _unique(names: Sequence[str]) -> list[str]:
    """The names, with a number where one is blank or repeated."""
    seen: list[str] = []
    for position, name in enumerate(names, start=1):
        seen.append(name if name.strip() and name not in seen else f"{name}#{position}")
    return seen


def _source(names: list[str], rows: Sequence[Sequence[str]], above: int, **more: Any) -> Source:
    """The rows below the headings; blank rows are left out, and an empty cell is no answer."""
    given = {
        number: row
        for number, row in enumerate(rows[above:], start=above + 1)
        if any(value.strip() for value in row)
    }
    frame = pl.DataFrame([*given.values()], schema=dict.fromkeys(names, pl.String), orient="row")
    return Source(frame.with_columns(pl.all().replace("", None)), rows=[*given], **more)


def _csv(file: Path) -> list[list[str]] | None:
    """The rows of a text file of either tool; None for others, and for one with faults."""
    raw = file.read_bytes()
    text = _decoded(raw)
    if not _may_be_export(text[:START]):
        return None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows if all(len(row) <= len(rows[0]) for row in rows) else None


def _decoded(raw: bytes) -> str:
    """The text; Qualtrics writes UTF-16 for tabs, and Excel may have saved it again."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _may_be_export(start: str) -> bool:
    lower = start.lower()
    names = [*_called("respondent"), *_called("collector")]
    return QUALTRICS in lower or sum(name in lower for name in names) > 1


def _xlsx(file: Path) -> list[list[str]] | None:
    """The rows of the first sheet of a workbook of either tool; None for others."""
    with zipfile.ZipFile(file) as parts:
        texts = [n for n in parts.namelist() if re.search(r"sharedStrings|worksheets/sheet1\.", n)]
        if not any(_may_be_export(_start(parts, name)) for name in texts):
            return None
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(file) as book:
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[_cell_text(cell) for cell in row] for row in rows]


def _start(parts: zipfile.ZipFile, name: str) -> str:
    """The start of a part of the file, where the texts of the headings are."""
    with parts.open(name) as part:
        return part.read(START).decode("utf-8", errors="replace")


def _cell_text(cell: Any) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
