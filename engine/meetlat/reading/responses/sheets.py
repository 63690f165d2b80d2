"""Read the responses in a sheet of a workbook of Excel or LibreOffice."""

from __future__ import annotations

import zipfile
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from meetlat.reading.responses.responses import Responses, from_rows
from meetlat.reading.responses.sheet_extent import check_extent, check_part, chunks_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# The cells of a sheet, and that none of them are merged.
CELLS, NOT_MERGED = b"<sheetData>", b"<mergeCells></mergeCells>"

PIECE = 2**18


def read_workbook(file: Path) -> Responses:
    """Read the sheet Responses, or the first sheet if there is none."""
    sheet = _sheet(file)
    if sheet.start is None:
        return from_rows([], [], file.name, [])
    numbers = range(2, sheet.start[0] + sheet.height + 1)
    rows = _rows(sheet)
    del sheet  # its memory is free when its last row is read
    return from_rows(next(rows), rows, file.name, numbers)


def _sheet(file: Path) -> CalamineSheet:
    with _opened(file) as book:
        names = book.sheet_names
        name = next((name for name in names if name.casefold() == "responses"), names[0])
        return book.get_sheet_by_name(name)


def _opened(file: Path) -> CalamineWorkbook:
    """The workbook, checked; a single sheet, as of an export, is worth a copy."""
    from python_calamine import CalamineError, CalamineWorkbook

    kind = file.suffix.lower()
    if kind in (".xlsx", ".xlsm") and _has_one_sheet(file):
        with suppress(CalamineError):  # reading the file itself says what is wrong
            return CalamineWorkbook.from_filelike(_unpacked(file))
    elif kind in (".xlsx", ".xlsm", ".xlsb"):
        check_extent(file)
    return CalamineWorkbook.from_path(file)


def _has_one_sheet(file: Path) -> bool:
    with zipfile.ZipFile(file) as parts:
        return sum(fnmatchcase(part, "xl/worksheets/*.xml") for part in parts.namelist()) == 1


def _unpacked(file: Path) -> BytesIO:
    """A checked copy of a workbook (.xlsx, .xlsm) that takes less time to read than the file.

    It is not compressed. And python-calamine would read a sheet again to find its merged cells,
    which have no use here, unless it has them before the other cells.
    """
    copy = _InPieces()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(copy, "w") as unpacked:
        for part in dict.fromkeys(parts.namelist()):
            with unpacked.open(part, "w") as target:
                chunks = _copied(chunks_of(parts, part), target)
                check_part(parts, part, chunks)
                deque(chunks, 0)  # the rest
    copy.seek(0)
    return copy


class _InPieces(BytesIO):
    """A file of which each read gives some bytes; asked for all, it would hold them twice."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Some bytes, none at the end."""
        return super().read(PIECE if size is None or size < 0 else min(size, PIECE))


def _copied(chunks: Iterator[bytes], target: IO[bytes]) -> Iterator[bytes]:
    """The chunks of a part, each after it is written."""
    start = next(chunks)
    target.write(start.replace(CELLS, NOT_MERGED + CELLS, 1))
    yield start
    for chunk in chunks:
        target.write(chunk)
        yield chunk


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """The cells of each row from column A on; calamine begins at the first column in use."""
    before = [""] * (sheet.start or (0, 0))[1]
    for cells in sheet.iter_rows():
        yield before + cells
