"""Defined names, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.shared.refs import quote_sheet

from .notation import start_of
from .ranges import Range
from .values import area_of

if TYPE_CHECKING:
    from .book import Book, Sheet


class Names(base.Names):
    """The names of a document, or those that belong to one of its sheets."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        owner = self.book.document if self.sheet is None else self.sheet.sheet
        return owner.NamedRanges

    def snapshot(self) -> list[tuple[str, Name]]:
        """Every name, with its text; those of the sheets too where the document is asked."""
        api = self.api  # asked for once: each time it comes over the bridge
        own = [Name(self.book, api, each, self.sheet) for each in api.ElementNames]
        if self.sheet is None:
            own += [name for sheet in self.book.sheets for _, name in sheet.names.snapshot()]
        return [(name.name, name) for name in own]

    def __len__(self) -> int:
        return len(self.snapshot())

    def __iter__(self) -> Iterator[Name]:
        return (name for _, name in self.snapshot())

    def contains(self, key: int | str) -> bool:
        """Whether there is such a name."""
        return self._find(str(key)) is not None

    def __call__(self, key: int | str) -> Name:
        if not isinstance(key, str):
            return self.snapshot()[int(key) - 1][1]
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def _find(self, key: str) -> Name | None:
        wanted = key.lower()
        for text, name in self.snapshot():
            if wanted in (text.lower(), text.rpartition("!")[2].lower()):
                return name
        return None

    def add(self, name: str, refers_to: str) -> Name:
        """Add a name for a formula such as `=Report!$A$1:$B$9`."""
        if self.api.hasByName(name):
            raise Refused(f"There is a name {name} already.", "Use another name.")
        self.api.addNewByName(name, "", start_of(), 0)
        added = Name(self.book, self.api, name, self.sheet)
        added.refers_to = refers_to
        return added


class Name(base.Name):
    """A defined name."""

    def __init__(self, book: Book, home: Any, name: str, sheet: Sheet | None) -> None:
        self.book, self.home, self._name, self.sheet = book, home, name, sheet

    @property
    def api(self) -> Any:
        return self.home.getByName(self._name)

    @property
    def name(self) -> str:
        return self._name if self.sheet is None else f"{quote_sheet(self.sheet.name)}!{self._name}"

    @property
    def refers_to(self) -> str:
        return "=" + self.book.notation.text(self.api.getTokens(), start_of())

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setTokens(self.book.notation.tokens(value, start_of()))

    def delete(self) -> None:
        self.home.removeByName(self._name)

    @property
    def refers_to_range(self) -> Any:
        cells = self.api.getReferredCells()
        if cells is None:
            raise Refused(
                f"The name {self.name} stands for a formula, not for cells.", "Use refers_to."
            )
        address = cells.RangeAddress
        return Range.of(self.book.sheets(address.Sheet + 1), area_of(address))
