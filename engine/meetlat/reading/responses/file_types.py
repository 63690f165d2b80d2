"""What kind of file something is by its first bytes, whatever its name says."""

from __future__ import annotations

import zipfile
from pathlib import Path

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""Old Excel, and a new workbook that is protected with a password."""

STARTS = {b"PAR1": ".parquet", b"$FL2": ".sav", b"%PDF": ".pdf", b"SQLite": ".sqlite", OLE: ".xls"}
MARKUP = {b"<!doctype html": ".html", b"<html": ".html", b"<table": ".html", b"<?xml": ".xml"}
PARTS = {
    "xl/workbook.xml": ".xlsx",
    "xl/workbook.bin": ".xlsb",
    "content.xml": ".ods",
    "word/document.xml": ".docx",
    "Index/Document.iwa": ".numbers",
}
"""Of a zip: the part by which its kind is known."""

MOST_BYTES = 2**31
"""In the parts of a workbook together; it takes several times as much memory to read."""

LOOKED_AT = 4096


def kind_of(file: Path) -> str | None:
    """The ending its name should have; None for plain text and what is not known."""
    with file.open("rb") as stream:
        start = stream.read(LOOKED_AT)
    if start.startswith(b"PK\x03\x04"):
        names = _sizes(file)
        return next((kind for part, kind in PARTS.items() if part in names), ".zip")
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    known = [(STARTS, start), (MARKUP, words)]
    return next((kind for by, has in known for s, kind in by.items() if has.startswith(s)), None)


def is_text(file: Path) -> bool:
    """Whether it looks like plain text: no signs but letters and the like."""
    with file.open("rb") as stream:
        start = stream.read(LOOKED_AT)
    return bool(start.strip()) and not set(start) & {*range(9), *range(14, 32)}


def is_encrypted(file: Path) -> bool:
    """Whether it is a workbook that is protected with a password."""
    with file.open("rb") as stream:
        raw = stream.read() if stream.read(len(OLE)) == OLE else b""
    return "EncryptedPackage".encode("utf-16-le") in raw


def is_too_big(file: Path) -> bool:
    """Whether the parts of a zipped workbook are larger, unpacked, than can be read."""
    return sum(_sizes(file).values()) > MOST_BYTES


def _sizes(file: Path) -> dict[str, int]:
    """The parts of a zip, unpacked; none where it is no zip, or a damaged one."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError):
        return {}
