"""Try the engine on many damaged workbooks, and judge the outcomes."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import signal
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from damage import damaged
from readback import Rows, by_calamine, by_openpyxl

from xlengines.xlsx import Refused, open_book

SECONDS = 20  # for one file, on a busy machine; most take hundredths of a second


@dataclass(frozen=True)
class Base:
    """A valid workbook, the places to write and to compare, and the readers."""

    whole: bytes
    suffix: str
    sheet: str
    table: str
    target: str
    others: str
    header: tuple[str, ...]
    beside: str
    readers: tuple[Callable[[Path, str, str], Rows], ...] = (by_calamine, by_openpyxl)

    @property
    def values(self) -> list[float]:
        """The values to write into the target, which is a column."""
        first, last = (int(n) for n in re.findall(r"\d+", self.target))
        return [n + 0.5 for n in range(first, last + 1)]


@dataclass(frozen=True)
class Outcome:
    """The outcome of one damaged workbook; `wrong` is empty for a right outcome."""

    number: int
    kind: str
    answer: str
    wrong: str


class TooLong(BaseException):
    """Time limit of one file; `except Exception` does not catch it."""


def limit(seconds: int) -> None:
    """Raise TooLong after this number of seconds; 0 ends the limit. Does nothing on Windows."""
    if hasattr(signal, "SIGALRM"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def on_alarm(*_: object) -> None:
    """Handle the alarm signal."""
    raise TooLong


def write(base: Base, source: Path, target: Path) -> str:
    """Write cells, grow a table, add a sheet and save; returns the text of a refusal, or ""."""
    try:
        book = open_book(source)
        if not {base.sheet, base.beside} <= {s.name for s in book.sheets}:
            return "One of the two sheets is not there."
        sheet = book.sheets[base.sheet]
        tables = {t.name: t for t in sheet.tables}
        if base.table not in tables:
            return "The table is not there."
        sheet[base.target].options(transpose=True).value = base.values
        book.sheets[base.beside]["A30"].value = "'=fuzzed"
        area = tables[base.table].range
        tables[base.table].resize(area.resize(row_size=area.shape[0] + 1))
        book.sheets.add("New", after=book.sheets[-1])
        book.save(target)
    except Refused as refusal:
        return str(refusal.args[0])
    return ""


def judge(base: Base, source: Path, target: Path, words: str) -> str:
    """The error in the outcome; "" for a clear refusal or a right result."""
    if words:
        clear = re.search(r"\w{3}.*[.!?]$", words, re.DOTALL)
        return "" if clear and not target.exists() else f"not a clear refusal: {words!r}"
    for reader in base.readers:
        old = read_or_empty(reader, source, base.sheet, base.others)
        if not any(any(row) for row in old):
            continue  # it does not read the damaged file either
        new = read_or_empty(reader, target, base.sheet, base.others)
        # the engine corrects a header that differs from the column name, as Excel does
        first = 0 if old[0] == list(base.header) else 1
        if new[first:] != old[first:] or not new:
            return f"{reader.__name__}: the other cells were {old}, are {new}"
        mine = [number(v) for v, *_ in read_or_empty(reader, target, base.sheet, base.target)]
        if mine != base.values:
            return f"{reader.__name__}: the written cells are {mine}"
    return ""


def number(value: Any) -> Any:
    """The serial number of a date, because damage may turn a format into a date format."""
    if isinstance(value, dt.datetime):
        days = (value - dt.datetime(1899, 12, 31)) / dt.timedelta(days=1)
        return days + (days >= 60)
    return value


def read_or_empty(
    reader: Callable[[Path, str, str], Rows], path: Path, sheet: str, ref: str
) -> Rows:
    """The values found by a reader; empty if it cannot read the file."""
    try:
        return reader(path, sheet, ref)
    except Exception:  # readers fail on damage in many ways, which is not tested
        return []


def try_one(base: Base, case: int, folder: Path) -> Outcome:
    """Damage the workbook, write it and judge the outcome."""
    kind, harmed = damaged(base.whole, case)
    source = folder / f"{case}{base.suffix}"
    target = folder / f"{case}-out{base.suffix}"
    source.write_bytes(harmed)
    words = wrong = ""
    limit(SECONDS)
    try:
        words = write(base, source, target)
        wrong = judge(base, source, target, words)
    except TooLong:
        wrong = "took too long"
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        wrong = f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
    finally:
        limit(0)
    if hashlib.sha256(source.read_bytes()).digest() != hashlib.sha256(harmed).digest():
        wrong = "the source was changed"
    for path in (source, target):
        path.unlink(missing_ok=True)
    return Outcome(case, kind, "refused" if words else "written", wrong)


def try_many(base: Base, cases: range) -> list[Outcome]:
    """Try the cases of one worker."""
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, on_alarm)
    with tempfile.TemporaryDirectory() as folder:
        return [try_one(base, case, Path(folder)) for case in cases]


def try_all(base: Base, cases: int) -> list[Outcome]:
    """Try this number of damaged workbooks in two processes."""
    shares = [range(n, min(n + 50, cases)) for n in range(0, cases, 50)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        return [o for share in workers.map(try_many, [base] * len(shares), shares) for o in share]
