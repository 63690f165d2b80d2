"""Damaged workbooks: a refusal in words or a right result; no traceback, no hang, source kept.

500 of them by default; all 5,000 where `CI` is set, or as many as `MEETLAT_FUZZ` says.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import sys
import tempfile
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import contract_book
import pytest
from damage import damaged
from readback import each

headless = pytest.importorskip("meetlat.hosts.headless")

CASES = int(os.environ.get("MEETLAT_FUZZ") or (5000 if os.environ.get("CI") else 500))
SECONDS = 5  # for one file; the ordinary one takes hundredths
TARGET, VALUES = "D4:D6", [1.5, 2.5, 3.5]


class TooLong(BaseException):
    """The time of one file is up; no `except Exception` stops it."""


def limit(seconds: int) -> None:
    """Raise TooLong after so many seconds; 0 ends the limit. Not on Windows."""
    if hasattr(signal, "SIGALRM"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def ring(*_: object) -> None:
    raise TooLong


def write(source: Path, target: Path) -> str:
    """Open, write three figures and a text, add a sheet, save; "" or the words of the refusal."""
    try:
        book = headless.open_book(source)
        if not {"Tables", "Data"} <= {s.name for s in book.sheets}:
            return "One of the two sheets is not there."
        tables = {t.name: t for t in book.sheets["Tables"].tables}
        if "Scores" not in tables:
            return "There is no table Scores."
        book.sheets["Tables"][TARGET].options(transpose=True).value = VALUES
        book.sheets["Data"]["A8"].value = "'=fuzzed"
        tables["Scores"].resize(tables["Scores"].range.resize(row_size=5))
        book.sheets.add("New", after=book.sheets[-1])
        book.save(target)
    except headless.Refused as refusal:
        return str(refusal.args[0])
    return ""


def judge(source: Path, target: Path, words: str) -> str:
    """What is wrong with the outcome; "" for a clear refusal or a right result."""
    if words:
        clear = re.search(r"\w{3}.*[.!?]$", words, re.DOTALL)
        return "" if clear and not target.exists() else f"not a clear refusal: {words!r}"
    before, after = each(source, "Tables", "B3:C6"), each(target, "Tables", "B3:C6")
    written = each(target, "Tables", TARGET)
    for reader, old, new, mine in zip(
        ("calamine", "openpyxl"), before, after, written, strict=True
    ):
        if old is None:
            continue
        # a header that is not its column's name is mended, as Excel does
        first = 0 if old[0] == ["question", "theme"] else 1
        if new is None or new[first:] != old[first:]:
            return f"{reader}: the other cells were {old}, are {new}"
        if mine != [[v] for v in VALUES]:
            return f"{reader}: the written cells are {mine}"
    return ""


def try_one(whole: bytes, number: int, folder: Path) -> tuple[str, str]:
    """(kind of damage and outcome, what is wrong)."""
    kind, harmed = damaged(whole, number)
    source, target = folder / f"{number}.xlsx", folder / f"{number}-out.xlsx"
    source.write_bytes(harmed)
    sha = hashlib.sha256(harmed).digest()
    limit(SECONDS)
    try:
        words = write(source, target)
        wrong = judge(source, target, words)
    except TooLong:
        words, wrong = "", "took too long"
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        wrong = f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
        words = ""
    finally:
        limit(0)
    if hashlib.sha256(source.read_bytes()).digest() != sha:
        wrong = "the source was changed"
    for path in (source, target):
        path.unlink(missing_ok=True)
    outcome = "wrong" if wrong else "refused" if words else "written"
    return f"{kind}: {outcome}", f"{number} {kind}: {wrong}" if wrong else ""


def try_many(whole: bytes, numbers: tuple[int, ...]) -> list[tuple[str, str]]:
    """One worker's share."""
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, ring)
    with tempfile.TemporaryDirectory() as folder:
        return [try_one(whole, number, Path(folder)) for number in numbers]


def test_damaged_workbooks_are_refused_or_written_right(tmp_path: Path):
    whole = contract_book.build(tmp_path / "whole.xlsx").read_bytes()
    shares = [tuple(range(n, min(n + 100, CASES))) for n in range(0, CASES, 100)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        results = [
            r for share in workers.map(try_many, [whole] * len(shares), shares) for r in share
        ]
    outcomes = Counter(kind.rpartition(" ")[2] for kind, _ in results)
    print(dict(outcomes), file=sys.stderr)  # noqa: T201 - shown by pytest -s
    wrong = [words for _, words in results if words]
    assert not wrong, "\n".join(wrong)
    assert min(outcomes["refused"], outcomes["written"]) > CASES / 20, outcomes
