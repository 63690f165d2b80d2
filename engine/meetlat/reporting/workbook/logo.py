"""The setting `logo` in the workbook: the picture `Meetlat logo` shows it, where HR has put that.

Its height stays, and so does its right edge; its width follows the logo. The workbook's name
`Meetlat_logo` remembers which file it shows. A picture that was deleted, or that shows something
else than Meetlat put there, is HR's: it is left as it is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.problems.problem import Problem
from meetlat.problems.suggestions import known_as
from meetlat.reading.catalogue import Catalogue
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.optional_formatting import if_it_can, own

if TYPE_CHECKING:
    import xlwings as xw

PICTURE, TRACE = "Meetlat logo", "Meetlat_logo"
NOTHING = Path(__file__).with_name("no_logo.png")
"""A picture of one transparent pixel, for where there is no logo."""

KINDS, ON_PAGE_ONLY = (".png", ".jpg", ".jpeg"), ".svg"
LARGEST = 5_000_000
"""Bytes. Each report carries its logo, and is mailed around."""

PNG, END_OF_PNG = b"\x89PNG\r\n\x1a\n", b"IEND"
JPEG, END_OF_JPEG = b"\xff\xd8\xff", b"\xff\xd9"

# Markers in a JPEG that its size follows: the start of a frame.
SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}

# Bytes at the end of a file that hold the end of a complete picture.
TAIL = 64


def file_of(logo: str, folder: Path) -> Path:
    """The file of a logo, whose place is told from the workbook's folder, also as in Windows."""
    file = folder / logo
    return file if file.exists() else folder / logo.replace("\\", "/")


def check_logo(catalogue: Catalogue, folder: Path) -> Iterator[Problem]:
    """The logo is a picture that a page and a workbook can show."""
    logo = catalogue.settings.logo
    if logo and (code := _fault(file_of(logo, folder))):
        pictures = [f.name for f in _files(folder) if f.suffix.lower() in (*KINDS, ON_PAGE_ONLY)]
        suggestion = known_as(logo, pictures) if code == "logo-missing" else None
        yield catalogue.setting_problem("logo", code, logo, suggestion=suggestion)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _fault(file: Path) -> str | None:
    """What is wrong with the file of a logo."""
    kind = file.suffix.lower()
    try:
        if not file.is_file():
            return "logo-missing"
        if file.stat().st_size > LARGEST:
            return "logo-large"
        if kind == ON_PAGE_ONLY:
            return "logo-page-only"
        if kind not in KINDS:
            return "logo-kind"
        return None if image_of(file.read_bytes()) else "logo-damaged"
    except OSError:
        return "logo-unreadable"


def follow_logo(book: xw.Book, logo: str) -> None:
    """Let the picture show the logo, or nothing where there is none.

    One that cannot be shown is told by `check_logo`; the picture stays as it is then.
    """
    file = file_of(logo, Path(book.fullname).parent) if logo else NOTHING
    if not logo or _fault(file) is None:
        if_it_can(lambda: _follow(book, file, sha256(file.read_bytes()).hexdigest()[:16]))


def _follow(book: xw.Book, file: Path, wanted: str) -> None:
    traces = {name.name: name for name in book.names if name.name == TRACE}
    before = str(traces[TRACE].refers_to).strip('="') if traces else ""
    if wanted == before or (file == NOTHING and not before):
        return
    picture = next((p for p in _pictures(book) if p.name == PICTURE), None)
    image = image_of(file.read_bytes())
    if picture is None or image is None or not _is_ours(picture, before):
        return
    own(picture, "show_image", native_excel.show_image)(str(file), image.proportion)
    if traces:
        traces[TRACE].delete()
    if file != NOTHING:
        book.names.add(TRACE, f'="{wanted}"')


def _pictures(book: xw.Book) -> Iterator[xw.main.Picture]:
    return (picture for sheet in book.sheets for picture in sheet.pictures)


def _is_ours(picture: xw.main.Picture, before: str) -> bool:
    """Whether it shows what was put there, as far as its program tells what it shows."""
    shown: bytes | None = getattr(picture.impl, "image", None)
    if shown is None:
        return True
    if before:
        return sha256(shown).hexdigest()[:16] == before
    return image_of(shown) == Image("png", 1, 1)


# Kind and size of a picture


@dataclass(frozen=True)
class Image:
    """The kind and the size of a picture that every Excel shows.

    Attributes:
        suffix: `png` or `jpeg`.
        width: in pixels.
        height: in pixels.
    """

    suffix: str
    width: int
    height: int

    @property
    def proportion(self) -> float:
        """Width divided by height."""
        return self.width / self.height


def image_of(data: bytes) -> Image | None:
    """Read kind and size from the bytes of a file; None if it is another kind or not complete."""
    size = _size_of_png(data) or _size_of_jpeg(data)
    if size is None or not all(size):
        return None
    return Image("png" if data.startswith(PNG) else "jpeg", *size)


def _size_of_png(data: bytes) -> tuple[int, int] | None:
    whole = data.startswith(PNG) and data[12:16] == b"IHDR" and END_OF_PNG in data[-TAIL:]
    return struct.unpack(">II", data[16:24]) if whole else None


def _size_of_jpeg(data: bytes) -> tuple[int, int] | None:
    """Step from marker to marker until the one that the size follows."""
    if not data.startswith(JPEG) or END_OF_JPEG not in data[-TAIL:]:
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + length
    return None
