"""Defined names, as xlwings asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlengines.shared import names as shared
from xlengines.shared.errors import name_taken
from xlengines.shared.refs import Area, unquote_sheet
from xlengines.xlsx.parts.workbook import DefinedName

from .protocols import Book, Sheet

_REFERENCE = re.compile(r"=?((?:'(?:[^']|'')+'|[^'!]+))!(\$?[A-Za-z0-9$:]+)\Z")


class Names(shared.Names):
    """The names of a workbook, or those that belong to one of its sheets."""

    book: Book

    @property
    def api(self) -> list[DefinedName]:
        """The names as the workbook part lists them."""
        found = self.book.document.workbook.names()
        index = None if self.sheet is None else self.sheet.index - 1
        return [each for each in found if index in (None, each.sheet)]

    def __iter__(self) -> Iterator[Name]:
        for each in self.api:
            sheet = None if each.sheet is None else self.book.sheets(each.sheet + 1)
            yield Name(self.book, each.name, sheet)

    def add(self, name: str, refers_to: str) -> Name:
        """Add a name for a formula such as `=Report!$A$1:$B$9`."""
        workbook = self.book.document.workbook
        index = None if self.sheet is None else self.sheet.index - 1
        if any(e.name.lower() == name.lower() and e.sheet == index for e in workbook.names()):
            raise name_taken("name", name)
        workbook.add_name(name, refers_to.removeprefix("="), index)
        return Name(self.book, name, self.sheet)


class Name(shared.Name):
    """A defined name."""

    book: Book
    sheet: Sheet | None

    @property
    def api(self) -> DefinedName:
        index = None if self.sheet is None else self.sheet.index - 1
        for each in self.book.document.workbook.names():
            if each.name == self._name and each.sheet == index:
                return each
        raise KeyError(self._name)

    @property
    def refers_to(self) -> str:
        return f"={self.api.text}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.book.document.workbook.set_name(self.api, value.removeprefix("="))

    def delete(self) -> None:
        self.book.document.workbook.delete_name(self.api)

    def cells(self) -> tuple[int | str, Area] | None:
        found = _REFERENCE.match(self.api.text)
        return (unquote_sheet(found[1]), Area.parse(found[2])) if found else None
