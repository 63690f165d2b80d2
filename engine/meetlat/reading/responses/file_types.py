"""Recognise the type of a file by its first bytes, whatever its name says."""

from __future__ import annotations

import zipfile
from pathlib import Path

# Starts an old Excel file (.xls) and any workbook that is protected with a password.
OLE = bytes.fromhex("D0CF11E0A1B11AE1")

STARTS = {b"PAR1": ".parquet", b"$FL2": ".sav", b"%PDF": ".pdf", b"SQLite": ".sqlite", OLE: ".xls"}
MARKUP = {b"<!doctype html": ".html", b"<html": ".html", b"<table": ".html", b"<?xml": ".xml"}
# The part of a zip file that shows its type.
PARTS = {
    "xl/workbook.xml": ".xlsx",
    "xl/workbook.bin": ".xlsb",
    "content.xml": ".ods",
    "word/document.xml": ".docx",
    "Index/Document.iwa": ".numbers",
}

# The unpacked size of a workbook, at most: reading it takes several times as much memory.
MOST_BYTES = 2**31

START_BYTES = 4096


def kind_of(file: Path) -> str | None:
    """The extension that the file should have; None for plain text and unknown types."""
    with file.open("rb") as stream:
        start = stream.read(START_BYTES)
    if start.startswith(b"PK\x03\x04"):
        names = _sizes(file)
        return next((kind for part, kind in PARTS.items() if part in names), ".zip")
    markup = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for starts, content in ((STARTS, start), (MARKUP, markup)):
        for first_bytes, kind in starts.items():
            if content.startswith(first_bytes):
                return kind
    return None


def is_text(file: Path) -> bool:
    """Whether a file looks like plain text: it has no control characters."""
    with file.open("rb") as stream:
        start = stream.read(START_BYTES)
    return bool(start.strip()) and not set(start) & {*range(9), *range(14, 32)}


def is_encrypted(file: Path) -> bool:
    """Whether a file is a workbook that is protected with a password."""
    with file.open("rb") as stream:
        raw = stream.read() if stream.read(len(OLE)) == OLE else b""
    return "EncryptedPackage".encode("utf-16-le") in raw


def is_too_big(file: Path) -> bool:
    """Whether a zipped workbook is too large to read once it is unpacked."""
    return sum(_sizes(file).values()) > MOST_BYTES


def _sizes(file: Path) -> dict[str, int]:
    """The unpacked size of each part of a zip file; empty if it is damaged or no zip file."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {part.filename: part.file_size for part in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return {}
