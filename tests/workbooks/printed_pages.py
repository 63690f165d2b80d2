"""The sheets as LibreOffice computes and prints them."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from meetlat.languages import Language
from tests.conversions import converted
from xlengines.xlsx import open_book

FOR_THE_ENGINE = ("Lists",)

# A panel on the first page of the report.
PANEL = re.compile("Hoogste thema|Highest theme")

WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)
FAULTY = re.compile(r"#{3,}|#(?:REF|N/A|NAME|VALUE|DIV/0|NUM)|Err:\d+")


def pages(workbook: Path, language: Language = "nl") -> list[str]:
    """The text of each printed page, as if HR had made every sheet with results visible.

    LibreOffice computes every formula again.
    """
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    whole = with_visible_results(workbook)
    file = converted(whole, "pdf", workbook.parent, language).replace(workbook.with_suffix(".pdf"))
    command = ["pdftotext", "-layout", str(file), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode().split("\f")[:-1]


def with_visible_results(workbook: Path) -> Path:
    """A copy in which only the sheets that are for the engine are hidden."""
    book = open_book(shutil.copy(workbook, workbook.with_stem("visible")))
    for sheet in book.sheets:
        sheet.visible = sheet.visible or sheet.name not in FOR_THE_ENGINE
    book.save()
    return Path(book.fullname)


def report_pages(found: list[str]) -> list[str]:
    """The pages from the first page of the report on."""
    return found[next(i for i, text in enumerate(found) if PANEL.search(text)) :]


def report_page(found: list[str]) -> str:
    """The first page of the report."""
    return report_pages(found)[0]


def overlapping(workbook: Path, last: int) -> list[str]:
    """Pairs of overlapping words in the last pages.

    The hidden rest of a text that is cut off also overlaps what is below it.
    """
    command = ["pdftotext", "-bbox", str(workbook.with_suffix(".pdf")), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    found = []
    for number, printed in enumerate(done.stdout.decode().split("<page ")[-last:], start=1):
        words = [(*map(float, word.groups()[:4]), word[5]) for word in WORD.finditer(printed)]
        found += [f"{number}: {a[4]} {b[4]}" for a, b in combinations(words, 2) if _over(a, b)]
    return found


def _over(one: Sequence, other: Sequence) -> bool:
    """Whether words overlap more than neighbours do."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return across > 1.5 and down > 0.3 * lower


def computed(workbook: Path) -> Path:
    """The workbook saved by LibreOffice, which computes every formula and chart again."""
    content = hashlib.sha256(workbook.read_bytes()).hexdigest()
    known = workbook.with_name(f"computed-{content[:16]}.xlsx")
    return known if known.exists() else converted(workbook, "xlsx", workbook.parent).replace(known)


def page(found: list[str], title: str) -> str:
    """The first page with this title in one of its first three lines."""
    return next(text for text in found if title in "\n".join(text.strip().splitlines()[:3]))


def faulty(found: list[str]) -> list[str]:
    """Lines with a failed formula or a figure too wide for its column."""
    return [line for text in found for line in text.splitlines() if FAULTY.search(line)]
