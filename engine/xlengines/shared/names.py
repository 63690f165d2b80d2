"""Defined names: how they are found, and the cells that they stand for."""

from __future__ import annotations

from typing import Any

from .bases import base
from .errors import Refused
from .named_items import NamedItems
from .protocols import Book, Sheet
from .refs import quote_sheet


class Names(NamedItems, base.Names):
    """The names of a workbook, or those that belong to one of its sheets."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        super().__init__(book)
        self.book, self.sheet = book, sheet

    def snapshot(self) -> list[tuple[str, Any]]:
        """Every name, with its text."""
        return [(name.name, name) for name in self]

    def contains(self, key: int | str) -> bool:
        """Whether there is such a name."""
        return key in self

    def find(self, name: str) -> Any:
        """The name of this text, with or without the sheet it belongs to."""
        for each in self:
            text = each.name.lower()
            if name.lower() in (text, text.rpartition("!")[2]):
                return each
        return None


class Name(base.Name):
    """A defined name.

    An engine adds `cells()`, which gives the number or name of a sheet and an area; None where the
    name stands for a formula.
    """

    def __init__(self, book: Book, name: str, sheet: Sheet | None) -> None:
        self.book, self._name, self.sheet = book, name, sheet

    @property
    def name(self) -> str:
        return self._name if self.sheet is None else f"{quote_sheet(self.sheet.name)}!{self._name}"

    @property
    def refers_to_range(self) -> Any:
        found = self.cells()
        if found is None:
            raise Refused(
                f"The name {self.name} stands for a formula, not for cells.", "Use refers_to."
            )
        sheet, area = found
        return self.book.sheets(sheet).range_of(area)
