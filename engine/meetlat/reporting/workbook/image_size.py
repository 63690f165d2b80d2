"""What a file with a picture says of itself: its kind and its size, from its first bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass

PNG, END_OF_PNG = b"\x89PNG\r\n\x1a\n", b"IEND"
JPEG, END_OF_JPEG = b"\xff\xd8\xff", b"\xff\xd9"

SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers in a JPEG behind which its size stands: the beginnings of a frame."""

TAIL = 64
"""Bytes at the end of a file, among which a whole picture ends."""


@dataclass(frozen=True)
class Image:
    """A picture of a kind that every Excel shows.

    Attributes:
        suffix: of its kind, `png` or `jpeg`.
        width: in pixels.
        height: in pixels.
    """

    suffix: str
    width: int
    height: int

    @property
    def proportion(self) -> float:
        """How many times as wide as high it is."""
        return self.width / self.height


def image_of(data: bytes) -> Image | None:
    """The picture that a file holds; None where it is of another kind, or not whole."""
    size = _size_of_png(data) or _size_of_jpeg(data)
    if size is None or not all(size):
        return None
    return Image("png" if data.startswith(PNG) else "jpeg", *size)


def _size_of_png(data: bytes) -> tuple[int, int] | None:
    whole = data.startswith(PNG) and data[12:16] == b"IHDR" and END_OF_PNG in data[-TAIL:]
    return struct.unpack(">II", data[16:24]) if whole else None


def _size_of_jpeg(data: bytes) -> tuple[int, int] | None:
    """Step from marker to marker until the one with the size."""
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
