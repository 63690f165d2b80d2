"""Parts that were read before, for many copies of one workbook."""

from __future__ import annotations

from typing import Any

from xlengines.xlsx import remembering
from xlengines.xlsx.package.remembered import remembered
from xlengines.xlsx.parts.grid import read_grid
from xlengines.xlsx.parts.reading import Scanned, scanned_values


def counted(most: int):
    calls: list[tuple[bytes, bool]] = []

    @remembered(most)
    def read(data: bytes, *, text: bool = False) -> list[int]:
        calls.append((data, text))
        return [*data]

    return read, calls


def test_the_same_bytes_are_read_once_while_remembering():
    read, calls = counted(10)
    with remembering():
        assert read(b"a") is read(bytes(bytearray(b"a")))
        assert read(b"a", text=True) == read(b"a")
    assert calls == [(b"a", False), (b"a", True)]


def test_nothing_is_remembered_otherwise():
    read, calls = counted(10)
    read(b"a")
    with remembering():
        read(b"a")
    with remembering():
        read(b"a")
    assert len(calls) == 3


def test_the_oldest_is_forgotten_first():
    read, calls = counted(2)
    with remembering():
        for data in (b"a", b"b", b"a", b"c", b"a", b"b"):
            read(data)
    assert [data for data, _ in calls] == [b"a", b"b", b"c", b"b"]


def test_equal_cells_of_two_workbooks_show_the_texts_of_their_own():
    grid = b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    styles: Any = None  # no number here is a date
    with remembering():
        for text in ("one", "other", "one"):
            rows = read_grid(grid, "sheet")
            sheet = Scanned(
                grid, text.encode(), None, date1904=False, rows=rows, strings=[text], styles=styles
            )
            assert scanned_values(sheet).at(1, 1) == text
