"""Saying in words why LibreOffice will not write a cell."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from meetlat.hosts.headless.errors import Refused
from meetlat.hosts.headless.refs import Area

from .values import cells_of

if TYPE_CHECKING:
    from .book import Sheet


def check_unlocked(sheet: Sheet, area: Area) -> None:
    """Refuse to change locked cells of a protected sheet, which LibreOffice partly keeps silent on.

    Raises:
        Refused: the sheet is protected and one of the cells is locked.
    """
    if not sheet.sheet.isProtected():
        return
    alike = cells_of(sheet.sheet, area).getCellFormatRanges()
    if any(alike.getByIndex(i).CellProtection.IsLocked for i in range(alike.Count)):
        raise Refused(
            f"{sheet.name}!{area} cannot be changed: the sheet is protected.",
            "Take the protection off (Tools > Protect Sheet), or unlock these cells.",
        )


@contextmanager
def plainly(sheet: Sheet, area: Area) -> Generator[None]:
    """Turn what UNO raises, which has no words, into a sentence with the place."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        if type(error).__name__.endswith("DisposedException"):
            raise Refused(
                "The document was closed while it was being written.", "Open it and try again."
            ) from None
        if not type(error).__module__.startswith(("com.sun.star", "uno", "pyuno")):
            raise
        raise Refused(
            f"LibreOffice will not write {sheet.name}!{area}.",
            "Look whether the cells are part of an array formula or a pivot table.",
        ) from None
