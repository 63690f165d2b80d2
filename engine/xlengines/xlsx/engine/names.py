"""Defined names, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, unquote_sheet
from xlengines.xlsx.package.xml import escaped, quoted
from xlengines.xlsx.parts.workbook import DefinedName

if TYPE_CHECKING:
    from .book import Book

_REFERENCE = re.compile(r"=?((?:'(?:[^']|'')+'|[^'!]+))!(\$?[A-Za-z0-9$:]+)\Z")


class Names(base.Names):
    """The names of a workbook, or those that belong to one of its sheets."""

    def __init__(self, book: Book, sheet: int | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> list[DefinedName]:
        """The names as the workbook part lists them."""
        found = self.book.document.workbook.names()
        return [each for each in found if self.sheet in (None, each.sheet)]

    def snapshot(self) -> list[tuple[str, Name]]:
        """Every name, with its text."""
        return [((made := Name(self.book, each.name, each.sheet)).name, made) for each in self.api]

    def __len__(self) -> int:
        return len(self.api)

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
        workbook = self.book.document.workbook
        if any(e.name.lower() == name.lower() and e.sheet == self.sheet for e in workbook.names()):
            raise Refused(f"There is a name {name} already.", "Use another name.")
        prefix = workbook.prefix
        local = "" if self.sheet is None else f' localSheetId="{self.sheet}"'
        tag = f"{prefix}definedName"
        text = escaped(refers_to.removeprefix("="))
        new = f"<{tag} name={quoted(name)}{local}>{text}</{tag}>".encode()
        boxes = workbook.scan("definedNames")
        if not boxes:
            box = f"<{tag}s>".encode() + new + f"</{tag}s>".encode()
            workbook.insert_child("definedNames", box)
        else:
            splice = workbook.splice()
            splice.append_child(boxes[0], new)
            workbook.put(splice)
        return Name(self.book, name, self.sheet)


class Name(base.Name):
    """A defined name."""

    def __init__(self, book: Book, name: str, sheet: int | None) -> None:
        self.book, self._name, self.sheet = book, name, sheet

    @property
    def api(self) -> DefinedName:
        for each in self.book.document.workbook.names():
            if each.name == self._name and each.sheet == self.sheet:
                return each
        raise KeyError(self._name)

    @property
    def name(self) -> str:
        if self.sheet is None:
            return self._name
        from xlengines.shared.refs import quote_sheet

        return f"{quote_sheet(self.book.document.sheets[self.sheet].name)}!{self._name}"

    @property
    def refers_to(self) -> str:
        return f"={self.api.text}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        workbook, found = self.book.document.workbook, self.api
        splice = workbook.splice()
        element = found.element
        splice.replace(element.open_end, element.close, escaped(value.removeprefix("=")).encode())
        workbook.put(splice)

    def delete(self) -> None:
        workbook, element = self.book.document.workbook, self.api.element
        splice = workbook.splice()
        splice.replace(element.start, element.end, b"")
        workbook.put(splice)

    @property
    def refers_to_range(self) -> Any:
        from .ranges import Range

        found = _REFERENCE.match(self.api.text)
        if found is None:
            raise Refused(
                f"The name {self.name} stands for a formula, not for cells.", "Use refers_to."
            )
        sheet = self.book.sheets(unquote_sheet(found[1]))
        return Range.of(sheet, Area.parse(found[2]))
