"""Read responses exported by LimeSurvey: CSV or Excel with question codes as headings, or VV.

Such a file has the columns `submitdate` and `startlanguage`, or the texts of these. A response that
was never submitted (`submitdate` is blank) is left out, and a remark gives their number. To count
those too, delete the column `submitdate` from the file. In other files such responses count, with a
remark.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from meetlat import AnsweredSurvey, Finding, Source, hookimpl, in_every_language

# The columns by which an export of LimeSurvey is recognised, if its headings are codes.
SUBMITTED, LANGUAGE = "submitdate", "startlanguage"

# Columns that LimeSurvey adds; it also adds timings (`groupTime12`, `Q1Time`).
OWN = {"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"} | {
    *("ipaddr", "refurl", "token", "firstname", "lastname", "email", "interviewtime")
}

SUBQUESTION = re.compile(r"(.+)\[(.+)\]")

# How VV writes characters that would break its lines; the brace must be replaced last.
VV = {"{newline}": "\n", "{cr}": "\r", "{tab}": "\t", "{quote}": '"', "{lbrace}": "{"}

NOT_SHOWN = "{question_not_shown}"


@dataclass(frozen=True)
class Sheet:
    """The cells of an export as text; empty cells are blank, and headings come first."""

    rows: Sequence[Sequence[str]]
    header_row: int = 1


@hookimpl
def read_responses(file: Path) -> Source | None:
    """Read an export of LimeSurvey; None for any other file."""
    read = {".csv": _csv, ".txt": _csv, ".tsv": _csv, ".vv": _csv, ".xlsx": _xlsx}
    reader = read.get(file.suffix.lower())
    sheet = reader(file) if reader else None
    return _source(sheet) if sheet and _is_export(sheet.rows[0]) else None


@hookimpl
def check_answers(survey: AnsweredSurvey) -> Iterator[Finding]:
    """Remark on responses that were never submitted, in files that `read_responses` does not read.

    These are exports that were pasted into the workbook or saved as .ods.
    If the date is blank for everyone, the column was emptied, and there is no remark.
    """
    texts = "plugins.meetlat_limesurvey"
    for each in (survey, *survey.waves):
        responses = each.responses
        for column in responses.columns:
            if not _is_date_of_submission(column):
                continue
            filled = responses.column(column).cast(pl.String).str.contains(r"\S")
            blank = (~filled.fill_null(value=False)).arg_true()
            if 0 < len(blank) < len(filled):
                message = in_every_language(f"{texts}.counted", len(blank))
                remedy = in_every_language(f"{texts}.delete_them")
                place = responses.source, blank[0], column
                yield Finding(message, remedy, *place, code="never-submitted")


def _is_date_of_submission(heading: str) -> bool:
    """Whether a column has the code or the text of LimeSurvey's date of submission."""
    return heading.strip().casefold() in {SUBMITTED, *_exported("submitted")}


def _is_export(headings: Iterable[str]) -> bool:
    """Whether the headings have the date of submission and the language, as codes or as texts."""
    lower = {heading.strip().casefold() for heading in headings}
    by_text = lower & _exported("submitted") and lower & _exported("start_language")
    return {SUBMITTED, LANGUAGE} <= lower or bool(by_text)


def _csv(file: Path) -> Sheet | None:
    """Read a text file; None if it has faults, because Meetlat's own reader reports those."""
    raw = file.read_bytes()
    if not _mentions_columns(raw[: 2**20]):
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # saved again by Excel
        text = raw.decode("cp1252", errors="replace")
    first, *rest = text.split("\n")
    if rest and not _is_export(first.split("\t")) and _is_export(rest[0].split("\t")):
        return Sheet([[_from_vv(v) for v in line.rstrip("\r").split("\t")] for line in rest], 2)
    separator = max(",;\t", key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return Sheet(rows) if all(len(row) <= len(rows[0]) for row in rows) else None


def _from_vv(value: str) -> str:
    if value == NOT_SHOWN:
        return ""
    for written, sign in VV.items():
        value = value.replace(written, sign)
    return value


def _xlsx(file: Path) -> Sheet | None:
    """Read the first sheet; opened only if its first row or the shared strings have the columns."""
    with zipfile.ZipFile(file) as parts:
        names = [n for n in parts.namelist() if re.search(r"sharedStrings|worksheets/sheet1\.", n)]
        if not any(_mentions_columns(_text(parts, name)) for name in names):
            return None
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(file) as book:
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return Sheet([[_cell_text(cell) for cell in row] for row in rows])


def _text(parts: zipfile.ZipFile, name: str) -> bytes:
    """The text of a part of the file; only the first row of a sheet, which may be long."""
    if "sharedStrings" in name:
        return parts.read(name)
    with parts.open(name) as sheet:
        raw = b""
        while not re.search(rb"</[^>]*row>", raw) and (more := sheet.read(2**16)):
            raw += more
        return raw


def _mentions_columns(raw: bytes) -> bool:
    text = raw.lower()
    return any(
        any(name.encode() in text for name in names)
        for names in ({SUBMITTED}, _exported("submitted"))
    )


def _cell_text(cell: Any) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _source(sheet: Sheet) -> Source:
    """The complete responses; columns keep their place, because problems name their cells."""
    names = _names(sheet.rows[0])
    submitted = next(i for i, name in enumerate(names) if _is_date_of_submission(name))
    given = {
        number: [*row, *[""] * (len(names) - len(row))]
        for number, row in enumerate(sheet.rows[1:], start=sheet.header_row + 1)
        if any(value.strip() for value in row)
    }
    complete = {number: row for number, row in given.items() if row[submitted].strip()}
    schema = dict.fromkeys(names, pl.String)
    frame = pl.DataFrame(list(complete.values()), schema=schema, orient="row")
    frame = frame.with_columns(pl.all().replace("", None))
    values = {name: set(frame[name].drop_nulls()) for name in names}
    choices = [name for name in names if _is_yes_or_no(values[name])]
    return Source(
        frame.with_columns(_asked(pl.col(name)) for name in choices),
        labels=_yes_no_labels(values),
        rows=list(complete),
        header_row=sheet.header_row,
        aside=[name for name in names if _is_own(name, names)],
        findings=_incomplete(len(given) - len(complete)),
    )


def _names(headings: Sequence[str]) -> list[str]:
    """A name for each column; a comment gets a name that is not taken for an answer."""
    names: list[str] = []
    for position, heading in enumerate(map(str.strip, headings)):
        found = SUBQUESTION.fullmatch(heading)
        answer = found and found[2].removesuffix("comment")
        if found and answer != found[2] and f"{found[1]}[{answer}]" in headings:
            heading = f"{found[1]}[{answer}] comment"
        names.append(heading if heading and heading not in names else f"{heading}#{position + 1}")
    return names


def _is_own(name: str, names: Iterable[str]) -> bool:
    timed = name.removesuffix("Time")
    timing = timed != name and any(n == timed or n.startswith(f"{timed}[") for n in names)
    return (
        name.lower() in OWN
        or _is_date_of_submission(name)
        or name.casefold() in _exported("start_language")
        or timing
        or name.startswith("groupTime")
        or name.endswith("] comment")
    )


def _is_yes_or_no(values: set[str]) -> bool:
    """Whether a column has only yes, no, and N/A for people who did not see the question."""
    lower = {value.lower() for value in values}
    chosen, not_asked = _exported("yes", "no"), _exported("not_asked")
    return lower <= chosen | not_asked and bool(lower & not_asked) and bool(lower & chosen)


def _asked(column: pl.Expr) -> pl.Expr:
    """The column, with null for N/A."""
    not_asked = _exported("not_asked")
    return pl.when(~column.str.to_lowercase().is_in(list(not_asked))).then(column)


@cache
def _exported(*answers: str) -> frozenset[str]:
    """How exports write these answers, in all languages."""
    keys = (f"plugins.meetlat_limesurvey.{answer}" for answer in answers)
    return frozenset(word for key in keys for word in in_every_language(key).values())


def _yes_no_labels(values: dict[str, set[str]]) -> dict[str, dict[str, str]]:
    """Labels for 1 and 2 if the export converted Y to 1 and N to 2, which is an option of it.

    All columns of a question then have only these values, apart from the text of "other". A label
    counts only if the scale has no answers 1 and 2 itself.
    """
    questions: dict[str, list[str]] = {}
    for name in values:
        if (found := SUBQUESTION.fullmatch(name)) and found[2] != "other":
            questions.setdefault(found[1], []).append(name)
    converted = [
        columns
        for columns in questions.values()
        if {value for column in columns for value in values[column]} == {"1", "2"}
    ]
    return {column: {"1": "yes", "2": "no"} for columns in converted for column in columns}


def _incomplete(incomplete: int) -> list[Finding]:
    if not incomplete:
        return []
    message = in_every_language("plugins.meetlat_limesurvey.incomplete", incomplete)
    return [Finding(message, in_every_language("plugins.meetlat_limesurvey.count_them_too"))]
