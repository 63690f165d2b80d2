"""Defined names, as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlengines.shared import names as shared
from xlengines.shared.errors import name_taken
from xlengines.shared.refs import Area

from .notation import start_of
from .protocols import Book, Sheet
from .values import area_of


class Names(shared.Names):
    """The names of a document, or those that belong to one of its sheets."""

    book: Book
    sheet: Sheet | None

    @property
    def api(self) -> Any:
        owner = self.book.document if self.sheet is None else self.sheet.sheet
        return owner.NamedRanges

    def __iter__(self) -> Iterator[Name]:
        """Every name; those of the sheets too where the document is asked."""
        api = self.api  # asked for once: each time it comes over the bridge
        for each in api.ElementNames:
            yield Name(self.book, api, each, self.sheet)
        if self.sheet is None:
            for sheet in self.book.sheets:
                yield from sheet.names

    def add(self, name: str, refers_to: str) -> Name:
        """Add a name for a formula such as `=Report!$A$1:$B$9`."""
        if self.api.hasByName(name):
            raise name_taken("name", name)
        self.api.addNewByName(name, "", start_of(), 0)
        added = Name(self.book, self.api, name, self.sheet)
        added.refers_to = refers_to
        return added


class Name(shared.Name):
    """A defined name."""

    book: Book

    def __init__(self, book: Book, home: Any, name: str, sheet: Sheet | None) -> None:
        super().__init__(book, name, sheet)
        self.home = home

    @property
    def api(self) -> Any:
        return self.home.getByName(self._name)

    @property
    def refers_to(self) -> str:
        return "=" + self.book.notation.text(self.api.getTokens(), start_of())

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setTokens(self.book.notation.tokens(value, start_of()))

    def delete(self) -> None:
        self.home.removeByName(self._name)

    def cells(self) -> tuple[int | str, Area] | None:
        cells = self.api.getReferredCells()
        return (cells.RangeAddress.Sheet + 1, area_of(cells.RangeAddress)) if cells else None
