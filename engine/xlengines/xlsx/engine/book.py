"""Workbooks and sheets, as xlwings asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from xlengines.shared import applications, sheets
from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area
from xlengines.xlsx.document.creating import add_sheet, check_sheet_name
from xlengines.xlsx.document.document import Document
from xlengines.xlsx.document.save import save, save_copy
from xlengines.xlsx.document.sheet_views import freeze, show_first
from xlengines.xlsx.document.sheets import Sheet as SheetModel

from .names import Names
from .page_setup import begin_pages, room_on_page, set_up_page
from .pictures import Pictures
from .protocols import Book as AnyBook
from .range_formats import DEFAULT_HEIGHT
from .ranges import Range
from .tabular import Tables


class Sheet(sheets.Sheet):
    """A sheet."""

    api: Any = None
    range_class, names_class, tables_class, pictures_class = Range, Names, Tables, Pictures
    book: AnyBook

    # Not part of xlwings.
    set_up_page, room_on_page, begin_pages = set_up_page, room_on_page, begin_pages

    def __init__(self, book: AnyBook, model: SheetModel) -> None:
        super().__init__(book)
        self.api = self.model = model

    @property
    def name(self) -> str:
        return self.model.name

    @name.setter
    def name(self, value: str) -> None:
        document = self.book.document
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
        return self.book.document.sheets.index(self.model) + 1

    @property
    def visible(self) -> bool:
        return self.model.state == "visible"

    @visible.setter
    def visible(self, value: bool) -> None:
        if value != self.visible:
            self.model.state = "visible" if value else "hidden"
            self.book.document.workbook.set_state(self.index - 1, self.model.state)

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight."""
        freeze(self.model, rows, columns)

    @property
    def has_page_breaks(self) -> bool:
        """Whether the user chose where pages begin."""
        return bool(self.model.worksheet.scan("rowBreaks"))

    def row_heights(self, first: int, last: int) -> list[float]:
        """The heights in points of some rows; 0 for hidden ones."""
        model, gone = self.model, set(self.model.rows_out_of_sight())
        usual = model.worksheet.default_height() or DEFAULT_HEIGHT
        rows = range(first, last + 1)
        return [0.0 if row in gone else model.row_height(row) or usual for row in rows]

    @property
    def used_range(self) -> Range:
        return self.range_of(self.model.used() or Area(1, 1, 1, 1))

    def activate(self) -> None:
        """Let the workbook open on this sheet."""
        show_first(self.book.document, self.index - 1)


class Sheets(sheets.Sheets):
    """The sheets of a workbook, in the order of their tabs."""

    parent: AnyBook

    @property
    def api(self) -> list[SheetModel]:
        return self.parent.document.sheets

    @property
    def active(self) -> Sheet:
        index = self.parent.document.workbook.active_tab()
        return Sheet(self.parent, self.api[index if index < len(self.api) else 0])

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.parent, each) for each in self.api)

    def insert(self, name: str | None, index: int) -> Sheet:
        return Sheet(self.parent, add_sheet(self.parent.document, name, index))


class Book(applications.Book):
    """A workbook."""

    sheets_class, names_class = Sheets, Names
    document: Document

    @property
    def name(self) -> str:
        return self.document.path.name

    @property
    def fullname(self) -> str:
        return str(self.document.path)

    def is_called(self, text: str) -> bool:
        """Whether a file name or a path means this workbook."""
        return text.lower() in (self.name.lower(), self.fullname.lower())

    def theme_colours(self) -> dict[str, str]:
        """The colours of its theme, by their slot; not part of xlwings."""
        return self.document.theme.colours()

    def set_theme_colours(self, changes: Mapping[str, str]) -> None:
        """Set colours of its theme; not part of xlwings."""
        self.document.theme.set_colours(changes)

    def activate(self) -> None:
        self.books.bring_forward(self)

    def close(self) -> None:
        self.books.close(self)

    def store(self, path: str | None) -> None:
        target = Path(os.path.abspath(path)) if path else None  # noqa: PTH100 - keeps links
        self._check_kind(target)
        save(self.document, target)

    def store_copy(self, path: Path) -> None:
        """Write a copy to another file, and stay as it is; not part of xlwings."""
        self._check_kind(path)
        save_copy(self.document, path)

    def hold(self, data: bytes) -> None:
        """Hold the bytes of another file, of the same kind, in place of its own; not of xlwings."""
        self.document.reload(data)

    def _check_kind(self, target: Path | None) -> None:
        kind = self.document.path.suffix
        if target and target.suffix.lower() != kind.lower():
            raise Refused(
                f"{target.name}: a workbook keeps its kind ({kind}).",
                f"Choose a name that ends in {kind}.",
            )
