"""Documents and their sheets, as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

from xlengines.shared import applications, sheets
from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, free_name

from .connection import file_url, properties, system_path
from .directory import Directory
from .names import Names
from .new_styles import set_up_page
from .notation import Notation
from .number_formats import Formats
from .pictures import Pictures
from .protocols import Book as AnyBook
from .ranges import Range
from .tabular import Tables
from .values import FILLED, areas_of

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}


class Sheet(sheets.Sheet):
    """A sheet."""

    api: Any = None
    range_class, names_class, tables_class, pictures_class = Range, Names, Tables, Pictures
    book: AnyBook

    # Not part of xlwings.
    set_up_page = set_up_page

    def __init__(self, book: AnyBook, sheet: Any) -> None:
        super().__init__(book)
        self.api = self.sheet = sheet

    @property
    def name(self) -> str:
        return self.sheet.Name

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.Name = value

    @property
    def index(self) -> int:
        return self.sheet.RangeAddress.Sheet + 1

    @property
    def visible(self) -> bool:
        return self.sheet.IsVisible

    @visible.setter
    def visible(self, value: bool) -> None:
        self.sheet.IsVisible = bool(value)

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight; this brings the sheet to the front."""
        self.activate()
        self.book.document.CurrentController.freezeAtPosition(columns, rows)

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that holds something."""
        filled = areas_of(self.sheet.queryContentCells(FILLED))
        return self.range_of(reduce(Area.around, filled) if filled else Area(1, 1, 1, 1))

    def activate(self) -> None:
        """Bring the sheet to the front; a hidden one is shown."""
        if not self.visible:
            self.visible = True
        self.book.document.CurrentController.setActiveSheet(self.sheet)

    def delete(self) -> None:
        self.book.document.Sheets.removeByName(self.name)


class Sheets(sheets.Sheets):
    """The sheets of a document, in the order of their tabs."""

    parent: AnyBook

    @property
    def api(self) -> Any:
        return self.parent.document.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.parent, self.parent.document.CurrentController.ActiveSheet)

    def __len__(self) -> int:
        return len(self.parent.directory.sheets())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.parent, each) for each in self.parent.directory.sheets())

    def find(self, name: str) -> Sheet | None:
        """The sheet of a name; no other sheet is asked for over the bridge."""
        found = (each for each in self.api.ElementNames if each.lower() == name.lower())
        name = next(found, "")
        return Sheet(self.parent, self.api.getByName(name)) if name else None

    def insert(self, name: str | None, index: int) -> Sheet:
        """Add a sheet; it comes to the front, as in Excel."""
        if self.parent.document.isProtected():
            raise Refused(
                f"{self.parent.name}: its sheets are protected, so none can be added.",
                "Take the protection off (Tools > Protect Spreadsheet Structure).",
            )
        name = name or free_name("Sheet{}", self)
        self.api.insertNewByName(name, index)
        added = Sheet(self.parent, self.api.getByName(name))
        added.activate()
        return added


class Book(applications.Book):
    """An open document."""

    sheets_class, names_class = Sheets, Names

    def __init__(self, books: applications.Books, document: Any) -> None:
        super().__init__(books, document)
        self.directory = Directory(document)

    @cached_property
    def formats(self) -> Formats:
        """Its number formats."""
        return Formats(self.document)

    @cached_property
    def notation(self) -> Notation:
        """How its formulas are written for Excel."""
        return Notation(self.document)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def fullname(self) -> str:
        """The path of the file; the title of a document that was never saved."""
        return system_path(self.document.URL) or self.document.Title

    def is_called(self, text: str) -> bool:
        """Whether a URL, a path, a file name or a title means this document."""
        if text in (self.document.URL, self.document.Title, self.name, self.fullname):
            return True
        with suppress(OSError):
            return bool(self.document.URL) and Path(text).samefile(self.fullname)
        return False

    def activate(self) -> None:
        frame = self.document.CurrentController.Frame
        frame.activate()
        frame.ContainerWindow.toFront()

    def close(self) -> None:
        """Close it without asking; unsaved changes are lost, as in Excel with alerts off."""
        self.document.setModified(False)
        self.document.close(True)

    def store(self, path: str | None) -> None:
        suffix = Path(path or self.fullname).suffix.lower()
        if path and suffix not in _FILTERS:
            raise Refused(
                f"{path}: this kind of file is not written here.",
                f"Choose one of {', '.join(_FILTERS)}.",
            )
        try:
            if path is None:
                self.document.store()
            else:
                self.document.storeAsURL(file_url(path), properties(FilterName=_FILTERS[suffix]))
        except Exception as error:
            raise Refused(
                f"LibreOffice could not save {path or self.fullname}: {error}.",
                "Look whether the file is open elsewhere or may not be written.",
            ) from None
