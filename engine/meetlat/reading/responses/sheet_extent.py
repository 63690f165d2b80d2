"""How far apart the cells of a workbook's sheets are, found before a sheet is laid out in memory.

calamine lays a sheet out as a full rectangle. One cell in the last row and column would ask for 17
billion cells, and the process would be aborted without a message.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from meetlat.reading.responses.responses import Unreadable

CELL = re.compile(rb"<(?:[\w.-]+:)?c\s[^>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")

# An address with so many letters or digits; most sheets have none.
LONG = re.compile(rb"r=[\"'](?:[A-Za-z]{3}\d|[A-Za-z]+\d{5})")

# A rectangle of so many cells is fine; a larger one may have so many times its filled cells.
DENSE_IS_FINE, SPARSE = 8_000_000, 50

CHUNK = 2**22


def check_extent(file: Path) -> None:
    """Refuse a workbook (.xlsx or .xlsm) with a sheet that would fill the memory with blank cells.

    Raises:
        Unreadable: a few cells are far apart; the facts name the row and column of the farthest.
    """
    with zipfile.ZipFile(file) as parts:
        for part in parts.namelist():
            if any(LONG.search(chunk) for chunk in _chunks(parts, part)):
                _check_part(parts, part)


def _check_part(parts: zipfile.ZipFile, part: str) -> None:
    cells, height, width = 0, 0, b""
    for chunk in _chunks(parts, part):
        for letters, digits in CELL.findall(chunk):
            cells += 1
            height = max(height, int(digits))
            width = max(width, letters.upper(), key=lambda name: (len(name), name))
    size = height * _number(width)
    if size > DENSE_IS_FINE and size > SPARSE * cells:
        raise Unreadable("responses-spread", row=height, column=width.decode())


def _chunks(parts: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The bytes of a part in pieces that cut no tag in two."""
    with parts.open(part) as stream:
        rest = b""
        while read := stream.read(CHUNK):
            whole, tag, rest = (rest + read).rpartition(b"<")
            rest = tag + rest
            yield whole
        yield rest


def _number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
