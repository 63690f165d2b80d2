"""Workbooks, sheets and names, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.shared.excel_limits import MOST_COLUMNS, MOST_ROWS
from xlengines.shared.refs import Area
from xlengines.xlsx.document.creating import add_sheet, check_sheet_name
from xlengines.xlsx.document.document import Document
from xlengines.xlsx.document.save import save
from xlengines.xlsx.document.sheet_views import freeze, show_first

from . import page_setup
from .names import Names
from .pictures import Pictures
from .range_formats import DEFAULT_HEIGHT
from .ranges import Range
from .tabular import Tables

if TYPE_CHECKING:
    from xlengines.xlsx.document.sheets import Sheet as SheetModel

    from .engine import Books


class Book(base.Book):
    """A workbook."""

    def __init__(self, books: Books, document: Document) -> None:
        self.books, self.document = books, document

    @property
    def api(self) -> Document:
        return self.document

    @property
    def name(self) -> str:
        return self.document.path.name

    @property
    def fullname(self) -> str:
        return str(self.document.path)

    @property
    def app(self) -> Any:
        return self.books.app

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def theme_colours(self) -> dict[str, str]:
        """The colours of its theme, by their slot; no word of xlwings."""
        return self.document.theme.colours()

    def set_theme_colours(self, changes: Mapping[str, str]) -> None:
        """Set colours of its theme; no word of xlwings."""
        self.document.theme.set_colours(changes)

    def activate(self) -> None:
        self.books.bring_forward(self)

    def close(self) -> None:
        self.books.close(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password:
            raise Refused("This engine cannot set a password.", "Set it in Excel.")
        target = Path(os.path.abspath(path)) if path else None  # noqa: PTH100 - keeps links
        if target and target.suffix.lower() != self.document.path.suffix.lower():
            raise Refused(
                f"{target.name}: a workbook keeps its kind ({self.document.path.suffix}).",
                f"Choose a name that ends in {self.document.path.suffix}.",
            )
        save(self.document, target)


class Sheets(base.Sheets):
    """The sheets of a workbook, in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> list[SheetModel]:
        return self.book.document.sheets

    @property
    def active(self) -> Sheet:
        index = self.book.document.workbook.active_tab()
        return Sheet(self.book, self.api[index if index < len(self.api) else 0])

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, each) for each in self.api)

    def __contains__(self, key: object) -> bool:
        return self.book.document.sheet(str(key)) is not None

    def __call__(self, key: int | str) -> Sheet:
        if not isinstance(key, str):
            return Sheet(self.book, self.api[int(key) - 1])
        found = self.book.document.sheet(key)
        if found is None:
            raise KeyError(key)
        return Sheet(self.book, found)

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        if before is not None:
            index = before.index - 1
        else:
            index = after.index if after is not None else len(self)
        return Sheet(self.book, add_sheet(self.book.document, name, index))


_STATES = {True: "visible", False: "hidden"}


class Sheet(base.Sheet):
    """A sheet."""

    def __init__(self, book: Book, model: SheetModel) -> None:
        self._book, self.model = book, model

    @property
    def api(self) -> SheetModel:
        return self.model

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return self.model.name

    @name.setter
    def name(self, value: str) -> None:
        document = self._book.document
        new = self.model.part not in document.package.archive
        if not new:  # formulas, charts and names all over the workbook would have to follow
            raise Refused(
                f"The sheet {self.name} can only be renamed in Excel.", "Rename it there."
            )
        if value.lower() != self.name.lower():
            check_sheet_name(document, value)
        document.workbook.rename(self.index - 1, value)
        self.model.name = value

    @property
    def index(self) -> int:
        return self._book.document.sheets.index(self.model) + 1

    @property
    def visible(self) -> bool:
        return self.model.state == "visible"

    @visible.setter
    def visible(self, value: bool) -> None:
        if value != self.visible:
            self.model.state = _STATES[bool(value)]
            self._book.document.workbook.set_state(self.index - 1, self.model.state)

    @property
    def names(self) -> Names:
        return Names(self._book, self.index - 1)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def pictures(self) -> Pictures:
        return Pictures(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    def set_up_page(self, *, landscape: bool, title_rows: tuple[int, int], footer: str) -> None:
        """How a new sheet is printed; no word of xlwings."""
        page_setup.set_up_page(self, landscape=landscape, title_rows=title_rows, footer=footer)

    def room_on_page(self) -> float | None:
        """How many points of rows go on a printed page; None where that is not known."""
        return page_setup.room_on_page(self)

    @property
    def has_page_breaks(self) -> bool:
        """Whether somebody chose where pages begin."""
        return page_setup.has_page_breaks(self)

    def begin_pages(self, rows: Sequence[int]) -> None:
        """Begin a page at each of these rows, of a sheet that has no breaks yet."""
        page_setup.begin_pages(self, rows)

    def row_heights(self, first: int, last: int) -> list[float]:
        """The heights in points of some rows; none of those that are hidden."""
        model, gone = self.model, set(self.model.rows_out_of_sight())
        usual = model.worksheet.default_height() or DEFAULT_HEIGHT
        rows = range(first, last + 1)
        return [0.0 if row in gone else model.row_height(row) or usual for row in rows]

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1), (MOST_ROWS, MOST_COLUMNS))

    @property
    def used_range(self) -> Range:
        area = self.model.used() or Area(1, 1, 1, 1)
        return Range.of(self, area)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        return Range(self, arg1, arg2)

    def activate(self) -> None:
        """Let the workbook open on this sheet."""
        show_first(self._book.document, self.index - 1)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)


class FreezePanes(base.FreezePanes):
    """The frozen rows and columns of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze as xlwings does: all rows of `1:1`, all columns of `A:A`, both of `A1:B2`."""
        area = Area.parse(frozen_range)
        row = 1 if area.bottom == MOST_ROWS else area.bottom + 1
        column = 1 if area.right == MOST_COLUMNS else area.right + 1
        freeze(self.sheet.model, row, column)

    def unfreeze(self) -> None:
        freeze(self.sheet.model, 1, 1)
