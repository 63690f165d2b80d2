"""Workbooks and their sheets: what is the same whichever engine holds them."""

from __future__ import annotations

from typing import Any, ClassVar

from .bases import base
from .excel_limits import MOST_COLUMNS, MOST_ROWS
from .named_items import NamedItems
from .names import Names
from .protocols import Book
from .protocols import Sheet as AnySheet
from .ranges import Range
from .refs import Area


class Sheets(NamedItems, base.Sheets):
    """The sheets of a workbook, in the order of their tabs.

    An engine adds `insert(name, index)`, which adds a sheet before the one at `index`, counted from
    0, or last.
    """

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        if before is not None:
            return self.insert(name, before.index - 1)
        return self.insert(name, after.index if after is not None else len(self))


class Sheet(base.Sheet):
    """A sheet. An engine adds `used_range`, `activate()` and `freeze(rows, columns)`."""

    range_class: ClassVar[type[Range]]
    names_class: ClassVar[type[Names]]
    tables_class: ClassVar[type[NamedItems]]
    pictures_class: ClassVar[type[NamedItems]]

    book: Any = None

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def names(self) -> Names:
        return self.names_class(self.book, self)

    @property
    def tables(self) -> Any:
        return self.tables_class(self)

    @property
    def pictures(self) -> Any:
        return self.pictures_class(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def cells(self) -> Range:
        return self.range((1, 1), (MOST_ROWS, MOST_COLUMNS))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        return self.range_class(self, arg1, arg2)

    def range_of(self, area: Area) -> Range:
        """The range that covers an area."""
        return self.range((area.top, area.left), (area.bottom, area.right))

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)


class FreezePanes(base.FreezePanes):
    """The frozen rows and columns of a sheet."""

    def __init__(self, sheet: AnySheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze as xlwings does: all rows of `1:1`, all columns of `A:A`, both of `A1:B2`."""
        area = Area.parse(frozen_range)
        rows = 0 if area.bottom == MOST_ROWS else area.bottom
        self.sheet.freeze(rows, 0 if area.right == MOST_COLUMNS else area.right)

    def unfreeze(self) -> None:
        self.sheet.freeze(0, 0)
