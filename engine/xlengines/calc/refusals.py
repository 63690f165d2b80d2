"""Saying in words why LibreOffice will not read or write a cell."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area

from .connection import load_uno
from .values import cells_of

if TYPE_CHECKING:
    from .book import Sheet


def check_unlocked(sheet: Sheet, area: Area) -> None:
    """Refuse to change what cannot be changed; LibreOffice would often say nothing.

    Raises:
        Refused: the document was opened to be read only, or the sheet is protected and one of the
            cells is locked.
    """
    if sheet.book.document.isReadonly():
        raise Refused(
            f"{sheet.book.name} is open to be read only.",
            "Choose Edit > Edit Mode, or close it where it is open too.",
        )
    if not sheet.sheet.isProtected():
        return
    looks = cells_of(sheet.sheet, area).getUniqueCellFormatRanges()
    if any(looks.getByIndex(i).getByIndex(0).CellProtection.IsLocked for i in range(looks.Count)):
        raise Refused(
            f"{sheet.name}!{area} cannot be changed: the sheet is protected.",
            "Take the protection off (Tools > Protect Sheet), or unlock these cells.",
        )


class Plainly:
    """Turns what UNO raises, which has no words, into a sentence with the place.

    Reading what is there never fails but where the document is gone.

    It is no `contextmanager`: Python hands those their exception back with a traceback, which
    exceptions of UNO do not take.
    """

    def __init__(self, doing: str, place: Callable[[], str]) -> None:
        self.doing, self.place = doing, place

    @classmethod
    def at(cls, sheet: Sheet, area: Area, doing: str = "write") -> Plainly:
        """Say which cells it was about."""
        return cls(doing, lambda: f"{sheet.name}!{area}")

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is None or not isinstance(error, load_uno().getClass(_ANY)):
            return
        if self.doing != "write" or type(error).__name__.endswith(_GONE):
            raise Refused(
                "The document was closed meanwhile, or LibreOffice was.", "Open it and try again."
            ) from None
        raise Refused(
            f"LibreOffice will not {self.doing} {self.place()}.",
            "Look whether the cells are part of an array formula or of a pivot table.",
        ) from None


_ANY = "com.sun.star.uno.Exception"
_GONE = ("DisposedException", "UnknownPropertyException")
"""What comes when the other side is gone; nothing that is not there is asked for."""
