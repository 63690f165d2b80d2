"""How far apart the cells of a workbook's sheets are, found before a sheet is laid out in memory.

calamine lays a sheet out as a full rectangle. One cell in the last row and column would ask for 17
billion cells, and the process would be aborted without a message.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from struct import Struct

import polars as pl

from meetlat.reading.inputs import column_letters
from meetlat.reading.responses.responses import Unreadable

CELL = re.compile(rb"<(?:[\w.-]+:)?c\s[^>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")

# The last column and row of most sheets come before these. Such an area is fine.
SMALL = b"ZZ", b"9999"

# The area of a sheet, which most programs write in front of the cells.
DIMENSION = re.compile(
    rb"<(?:[\w.-]+:)?dimension\s+ref=[\"'](?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})[\"']"
)

# A rectangle of so many cells is fine; a larger one may have so many times its filled cells.
DENSE_IS_FINE, SPARSE = 8_000_000, 50

CHUNK = 2**19

# In a binary workbook: how a sheet begins, the record that begins a row, and those of cells.
SHEET = b"\x81\x01"
ROW, FIRST_CELL, LAST_CELL = 0, 1, 11


def check_extent(file: Path) -> None:
    """Refuse a workbook (.xlsx, .xlsm, .xlsb) with a sheet that would fill the memory with blanks.

    calamine refuses such a sheet of an .ods file itself, and one of an .xls file is not so large.

    Raises:
        Unreadable: a few cells are far apart; the facts name the row and column of the farthest.
    """
    with zipfile.ZipFile(file) as parts:
        for part in parts.namelist():
            if _is_binary_sheet(parts, part):
                _check_binary(parts.read(part))
            else:
                check_part(parts, part, chunks_of(parts, part))


def check_part(parts: zipfile.ZipFile, part: str, chunks: Iterator[bytes]) -> None:
    """Refuse a part that is such a sheet in XML; this may take only the first of its chunks."""
    if _is_fine_as_given(chunks):
        return
    cells, height, width = 0, 0, b""
    for chunk in chunks_of(parts, part):
        for letters, digits in CELL.findall(chunk):
            cells += 1
            height = max(height, int(digits))
            width = max(width, letters.upper(), key=lambda name: (len(name), name))
    _check_size(cells, height, _number(width))


def _is_fine_as_given(chunks: Iterator[bytes]) -> bool:
    """Whether the sheet gives its area, which is fine and holds all cells: this is quick to see."""
    cells, height, width, beyond = 0, 0, 0, ""
    for chunk in chunks:
        if not beyond:
            letters, digits = _area(chunk)
            height, width, beyond = int(digits), _number(letters), _beyond(letters, digits)
        if _matches(chunk, beyond):
            return False
        if not _is_fine(cells, height, width):
            cells += chunk.count(b"<c ") + chunk.count(b":c ")
    return _is_fine(cells, height, width)


def _area(start: bytes) -> tuple[bytes, bytes]:
    """The last column and row that the start of a sheet gives, if it is not small."""
    if given := DIMENSION.search(start):
        letters, digits = given.groups()
        if _number(letters) > _number(SMALL[0]) or int(digits) > int(SMALL[1]):
            return letters, digits
    return SMALL


def _matches(chunk: bytes, pattern: str) -> bool:
    """Whether a text in ASCII matches; Polars is several times as fast as `re` here."""
    return pl.Series([chunk.decode("latin-1")]).str.contains(pattern)[0]


def _beyond(letters: bytes, digits: bytes) -> str:
    """The address of a cell in a later column or row than these, or one in small letters."""
    column, row = _above(letters.decode(), "A", "Z"), _above(digits.decode(), "0", "9")
    return rf"""r=["'](?:{column}[0-9]|[A-Z]{{1,3}}(?:{row}|[a-z])|[a-z][A-Za-z]*[0-9])"""


def _above(text: str, first: str, last: str) -> str:
    """A pattern of longer texts, and of as long ones that come later in the alphabet."""
    ways = [f"[{first}-{last}]{{{len(text) + 1},}}"]
    for place, own in enumerate(text):
        if own < last:
            later, others = chr(ord(own) + 1), len(text) - place - 1
            ways.append(f"{text[:place]}[{later}-{last}][{first}-{last}]{{{others}}}")
    return f"(?:{'|'.join(ways)})"


def _is_binary_sheet(parts: zipfile.ZipFile, part: str) -> bool:
    with parts.open(part) as stream:
        return stream.read(len(SHEET)) == SHEET


def _check_binary(content: bytes) -> None:
    """Check a sheet of a binary workbook ([MS-XLSB] 2.1.4, record).

    A record is its type, its length and its content. The content of a row begins with its number,
    and that of a cell with the number of its column, both from 0.
    """
    cells, row, height, width, at = 0, 0, 0, 0, 0
    number = Struct("<I").unpack_from
    while at < len(content) - 6:
        kind, length, at = content[at], content[at + 1], at + 2
        if kind > 0x7F or length > 0x7F:  # a cell with a short text, and most rows, need no more
            kind, length, at = _long_header(content, at - 2)
        if kind == ROW:
            row = number(content, at)[0] + 1
        elif FIRST_CELL <= kind <= LAST_CELL:
            cells, height = cells + 1, max(height, row)
            width = max(width, number(content, at)[0] + 1)
        at += length
    _check_size(cells, height, width)


def _long_header(content: bytes, at: int) -> tuple[int, int, int]:
    """The type and the length of a record, in groups of seven bits, and where its content begins.

    The highest bit of a byte says that the next one has more of the number.
    """
    numbers = []
    for most in (2, 4):
        number = 0
        for position in range(most):
            byte = content[at] if at < len(content) else 0
            number, at = number | (byte & 0x7F) << (7 * position), at + 1
            if byte < 0x80:
                break
        numbers.append(number)
    return numbers[0], numbers[1], at


def _check_size(cells: int, height: int, width: int) -> None:
    if not _is_fine(cells, height, width):
        raise Unreadable("responses-spread", row=height, column=column_letters(width))


def _is_fine(cells: int, height: int, width: int) -> bool:
    """Whether a rectangle with so many filled cells fits in memory."""
    return height * width <= max(DENSE_IS_FINE, SPARSE * cells)


def chunks_of(parts: zipfile.ZipFile, part: str) -> Iterator[bytes]:
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
