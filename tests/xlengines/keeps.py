"""Measure which features of the demanding workbook three writers keep.

`python tests/xlengines/keeps.py` prints a page in Markdown; with a path it writes the page there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
from demanding import build_demanding
from features import FEATURES
from package_check import Package

VALUE = 9.5
HEAD = """# What is kept

Measured by `tests/xlengines/keeps.py`; `tests/xlengines/xlsx/test_keeps.py` sees to it that this
page is true.

A workbook with {parts} parts was opened, one figure in a table was changed (with LibreOffice:
nothing was), and it was saved. *kept*: all of it is in the file that came out; *3 of 5*: that much
of it; *lost*: none. openpyxl {openpyxl} (without Pillow, which it needs for pictures), {office}.
Of the {parts} parts, byte for byte the same: {same}.

LibreOffice ran without a window, which costs it the frozen panes.

| feature | Meetlat | openpyxl | LibreOffice |
|---|---|---|---|
"""


def by_meetlat(source: Path, target: Path) -> Path:
    """Write a figure with the headless engine."""
    from xlengines.xlsx import open_book

    book = open_book(source)
    book.sheets["Scores"]["G5"].value = VALUE
    book.save(target)
    book.close()
    return target


def by_openpyxl(source: Path, target: Path) -> Path:
    """Write the same figure with openpyxl."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(source, keep_vba=True, rich_text=True)
        book["Scores"]["G5"].value = VALUE
        book.save(target)
    if archive := book.vba_archive:
        archive.close()  # else it warns when it is collected as garbage
    return target


def by_libreoffice(source: Path, target: Path) -> Path:
    """Open and save with LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
        command += ["xlsm:Calc MS Excel 2007 VBA XML", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(shutil.move(Path(folder, source.name), target))


WRITERS: dict[str, Callable[[Path, Path], Path]] = {
    "Meetlat": by_meetlat,
    "openpyxl": by_openpyxl,
    "LibreOffice": by_libreoffice,
}


def office_version() -> str:
    """The version of LibreOffice; empty if it is not installed."""
    if not shutil.which("soffice"):
        return ""
    run = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True)
    return " ".join(run.stdout.split()[:2])


def verdict(before: Package, after: Package, title: str) -> str:
    """`kept`, `lost`, or how much of a feature is kept."""
    expected = Counter(FEATURES[title](before))
    kept = (expected & Counter(FEATURES[title](after))).total()
    if kept == expected.total():
        return "kept"
    return f"{kept} of {expected.total()}" if kept else "lost"


def measure(folder: Path) -> tuple[dict[str, dict[str, str]], dict[str, int]]:
    """Verdicts by writer and feature, and the number of identical parts by writer."""
    source = build_demanding(folder)
    before = Package(source)
    verdicts, same = {}, {}
    for name, write in WRITERS.items():
        if name != "LibreOffice" or office_version():
            after = Package(write(source, folder / f"by-{name}.xlsm"))
            verdicts[name] = {title: verdict(before, after, title) for title in FEATURES}
            same[name] = sum(after.parts.get(n) == data for n, data in before.parts.items())
    return verdicts, same


def page(folder: Path) -> str:
    """The page in Markdown."""
    verdicts, same = measure(folder)
    counts = ", ".join(f"{name} {count}" for name, count in same.items())
    parts = len(Package(folder / "demanding.xlsm").parts)
    head = HEAD.format(
        parts=parts, openpyxl=openpyxl.__version__, office=office_version(), same=counts
    )
    rows = (
        f"| {title} | " + " | ".join(verdicts[n][title] for n in verdicts) + " |"
        for title in FEATURES
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        text = page(Path(work))
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)
