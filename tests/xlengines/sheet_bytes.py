"""Compare sheets byte by byte, to check that only written cells changed."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

DATA = re.compile(rb"<(?:\w+:)?sheetData\b[^>]*>.*</(?:\w+:)?sheetData>", re.DOTALL)
ROW = re.compile(rb"(<(?:\w+:)?row\b[^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?(?:/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
REF = re.compile(rb'\sr="([A-Z]*\d+)"')
DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
SPANS = re.compile(rb'\sspans="[^"]*"')


@dataclass(frozen=True)
class SheetBytes:
    """The XML before the cells, start tags of rows, cells, and XML after the cells."""

    head: bytes
    rows: dict[str, bytes]
    cells: dict[str, bytes]
    tail: bytes


def take_apart(xml: bytes) -> SheetBytes:
    """Split a sheet; the dimension is left out because it follows the cells."""
    data = DATA.search(xml)
    assert data, "the sheet has no cells"
    rows, cells = {}, {}
    for row in ROW.finditer(data[0]):
        number = REF.search(row[1])
        assert number
        rows[number[1].decode()] = row[1]
        for cell in CELL.findall(row[2] or b""):
            ref = REF.search(cell)
            assert ref
            cells[ref[1].decode()] = cell
    return SheetBytes(DIMENSION.sub(b"", xml[: data.start()]), rows, cells, xml[data.end() :])


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed_parts(before: Path, after: Path) -> set[str]:
    """Names of parts that differ, were added or were removed."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def changed_cells(before: bytes, after: bytes) -> set[str]:
    """Cells that differ, were added or were removed."""
    old, new = take_apart(before).cells, take_apart(after).cells
    return {ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref)}


def assert_only_cells_changed(before: bytes, after: bytes, written: set[str]) -> None:
    """Check that only these cells, and the spans of their rows, changed."""
    old, new = take_apart(before), take_apart(after)
    assert new.head == old.head
    assert new.tail == old.tail
    assert changed_cells(before, after) <= written
    rows = {re.sub(r"[A-Z]", "", ref) for ref in written}
    for number in old.rows.keys() | new.rows.keys():
        if number not in rows:
            assert new.rows.get(number) == old.rows.get(number)
        elif number in old.rows:
            assert SPANS.sub(b"", new.rows[number]) == SPANS.sub(b"", old.rows[number])
