"""Apply the setting `logo`: show the file in the picture `Meetlat logo`, wherever HR moved it.

The picture keeps its height and its right edge; its width depends on the logo. The defined name
`Meetlat_logo` stores which file it shows. If HR deleted the picture, or replaced what it shows,
nothing changes.
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
from meetlat.reading.own_folder import own_file
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.native_excel import implementation, try_formatting

if TYPE_CHECKING:
    import xlwings as xw

# The name of the picture, and the defined name that stores a hash of what it shows.
PICTURE, LOGO_NAME = "Meetlat logo", "Meetlat_logo"

# A picture of one transparent pixel, shown if there is no logo.
NO_LOGO = Path(__file__).with_name("no_logo.png")

KINDS, ON_PAGE_ONLY = (".png", ".jpg", ".jpeg"), ".svg"

# The largest file in bytes: every report contains the logo, and reports are sent by mail.
LARGEST = 5_000_000

PNG, END_OF_PNG = b"\x89PNG\r\n\x1a\n", b"IEND"
JPEG, END_OF_JPEG = b"\xff\xd8\xff", b"\xff\xd9"

# Markers in a JPEG that its size follows: the start of a frame.
SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}

# Bytes at the end of a file that hold the end of a complete picture.
TAIL = 64


def logo_file(logo: str, folder: Path) -> Path | None:
    """The file of a logo in the workbook's folder, perhaps with backslashes; None if elsewhere."""
    file = own_file(logo, folder)
    return file if file is None or file.exists() else folder / logo.replace("\\", "/")


def check_logo(catalogue: Catalogue, folder: Path) -> Iterator[Problem]:
    """Check that the logo is a picture that both a page and a workbook can show."""
    logo = catalogue.settings.logo
    if logo and (code := _fault(logo_file(logo, folder))):
        pictures = [f.name for f in _files(folder) if f.suffix.lower() in (*KINDS, ON_PAGE_ONLY)]
        suggestion = known_as(logo, pictures) if code == "logo-missing" else None
        yield catalogue.setting_problem("logo", code, logo, suggestion=suggestion)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _fault(file: Path | None) -> str | None:
    """The problem code of a logo; None if it is fine."""
    if file is None:
        return "logo-outside"
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


def show_logo(book: xw.Book, logo: str) -> None:
    """Show the logo in the picture, or a transparent pixel if there is none.

    A logo with a problem (see `check_logo`) changes nothing.
    """
    file = logo_file(logo, Path(book.fullname).parent) if logo else NO_LOGO
    if file and (not logo or _fault(file) is None):
        try_formatting(lambda: _show(book, file))


def _show(book: xw.Book, file: Path) -> None:
    data = file.read_bytes()
    stored = next((name for name in book.names if name.name == LOGO_NAME), None)
    previous = str(stored.refers_to).strip('="') if stored else ""
    if _hash(data) == previous or (file == NO_LOGO and not previous):
        return
    picture = next((p for p in _pictures(book) if p.name == PICTURE), None)
    image = image_of(data)
    if picture is None or image is None or not _is_unchanged(picture, previous):
        return
    show_image = implementation(picture, "show_image", native_excel.show_image)
    show_image(str(file), image.proportion)
    if stored:
        stored.delete()
    if file != NO_LOGO:
        book.names.add(LOGO_NAME, f'="{_hash(data)}"')


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _pictures(book: xw.Book) -> Iterator[xw.main.Picture]:
    return (picture for sheet in book.sheets for picture in sheet.pictures)


def _is_unchanged(picture: xw.main.Picture, previous: str) -> bool:
    """Whether the picture shows what Meetlat put there, if the application gives its content."""
    shown: bytes | None = getattr(picture.impl, "image", None)
    if shown is None:
        return True
    return _hash(shown) == previous if previous else image_of(shown) == Image("png", 1, 1)


# Kind and size of a picture


@dataclass(frozen=True)
class Image:
    """The kind (`png` or `jpeg`) and the size in pixels of a picture that every Excel shows."""

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
