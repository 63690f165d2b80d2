"""Sentences that say why LibreOffice does not read or write a cell."""

from __future__ import annotations

from types import TracebackType

from xlengines.shared.errors import Refused
from xlengines.shared.protocols import Sheet
from xlengines.shared.refs import Area

from .connection import load_uno

_ANY = "com.sun.star.uno.Exception"
# What UNO raises when LibreOffice or the document is gone. No property is asked for that does not
# exist, so an unknown one means the same.
_GONE = ("DisposedException", "UnknownPropertyException")


class Plainly:
    """A context that turns UNO's exceptions, which have no words, into a sentence with the place.

    Reading fails only where the document is gone, and that is the message then; `sheet` and `area`
    say which cells are written.

    This is not a `contextmanager`: Python would hand it its exception back with a traceback, which
    UNO's exceptions do not accept.
    """

    def __init__(self, sheet: Sheet | None = None, area: Area | None = None) -> None:
        self.sheet, self.area = sheet, area

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is None or not isinstance(error, load_uno().getClass(_ANY)):
            return
        if self.sheet is None or type(error).__name__.endswith(_GONE):
            raise Refused(
                "The document was closed meanwhile, or LibreOffice was.", "Open it and try again."
            ) from None
        raise Refused(
            f"LibreOffice will not write {self.sheet.name}!{self.area}.",
            "Look whether the cells are part of an array formula or of a pivot table.",
        ) from None
