"""Documents and their sheets, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.shared.excel_limits import MOST_COLUMNS, MOST_ROWS
from xlengines.shared.refs import Area

from .connection import file_url, properties, system_path
from .directory import Directory
from .names import Names
from .new_styles import set_up_page
from .notation import Notation
from .number_formats import Formats
from .pictures import Pictures
from .ranges import Range
from .tabular import Tables
from .values import FILLED, areas_of

if TYPE_CHECKING:
    from .engine import Books

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}


class Book(base.Book):
    """An open document."""

    def __init__(self, books: Books, document: Any) -> None:
        self.books, self.document = books, document
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
    def api(self) -> Any:
        return self.document

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

    @property
    def app(self) -> Any:
        return self.books.app

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        frame = self.document.CurrentController.Frame
        frame.activate()
        frame.ContainerWindow.toFront()

    def close(self) -> None:
        """Close it without asking; what was not saved is lost, as in Excel with alerts off."""
        self.document.setModified(False)
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password:
            raise Refused("This engine cannot set a password.", "Set it in LibreOffice.")
        try:
            self._store(path)
        except Refused:
            raise
        except Exception as error:
            place = path or self.fullname
            raise Refused(
                f"LibreOffice could not save {place}: {error}.",
                "Look whether the file is open elsewhere or may not be written.",
            ) from None

    def _store(self, path: str | None) -> None:
        if path is None:
            self.document.store()
            return
        suffix = Path(path).suffix.lower()
        if suffix not in _FILTERS:
            raise Refused(
                f"{path}: this kind of file is not written here.",
                f"Choose one of {', '.join(_FILTERS)}.",
            )
        self.document.storeAsURL(file_url(path), properties(FilterName=_FILTERS[suffix]))


class Sheets(base.Sheets):
    """The sheets of a document, in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)

    def __len__(self) -> int:
        return len(self.book.directory.sheets())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, each) for each in self.book.directory.sheets())

    def __contains__(self, key: object) -> bool:
        return self._name(str(key)) is not None

    def __call__(self, key: int | str) -> Sheet:
        if not isinstance(key, str):
            return Sheet(self.book, self.book.directory.sheets()[int(key) - 1])
        name = self._name(key)
        if name is None:
            raise KeyError(key)
        return Sheet(self.book, self.api.getByName(name))

    def _name(self, key: str) -> str | None:
        return next((n for n in self.api.ElementNames if n.lower() == key.lower()), None)

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Add a sheet; it comes to the front, as in Excel."""
        if self.book.document.isProtected():
            raise Refused(
                f"{self.book.name}: its sheets are protected, so none can be added.",
                "Take the protection off (Tools > Protect Spreadsheet Structure).",
            )
        if before is not None:
            index = before.index - 1
        else:
            index = after.index if after is not None else len(self)
        name = name or self._free_name()
        self.api.insertNewByName(name, index)
        added = Sheet(self.book, self.api.getByName(name))
        added.activate()
        return added

    def _free_name(self) -> str:
        names = (f"Sheet{i}" for i in range(1, len(self) + 2))
        return next(name for name in names if name not in self)


class Sheet(base.Sheet):
    """A sheet."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        return self.sheet

    @property
    def book(self) -> Book:
        return self._book

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

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def pictures(self) -> Pictures:
        return Pictures(self)

    def set_up_page(self, *, landscape: bool, title_rows: tuple[int, int], footer: str) -> None:
        """How a new sheet is printed; no word of xlwings."""
        document, sheet = self._book.document, self.sheet
        set_up_page(document, sheet, landscape=landscape, title_rows=title_rows, footer=footer)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1), (MOST_ROWS, MOST_COLUMNS))

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that holds something."""
        filled = areas_of(self.sheet.queryContentCells(FILLED))
        if not filled:
            return Range(self, (1, 1))
        top, left = min(a.top for a in filled), min(a.left for a in filled)
        bottom, right = max(a.bottom for a in filled), max(a.right for a in filled)
        return Range.of(self, Area(top, left, bottom, right))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        return Range(self, arg1, arg2)

    def activate(self) -> None:
        """Bring the sheet to the front; one that is hidden shows itself."""
        if not self.visible:
            self.visible = True
        self._book.document.CurrentController.setActiveSheet(self.sheet)

    def select(self) -> None:
        self.activate()

    def delete(self) -> None:
        self._book.document.Sheets.removeByName(self.name)

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)


class FreezePanes(base.FreezePanes):
    """The frozen rows and columns of a sheet, which has to be the one in front."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze as xlwings does: all rows of `1:1`, all columns of `A:A`, both of `A1:B2`."""
        area = Area.parse(frozen_range)
        rows = 0 if area.bottom == MOST_ROWS else area.bottom
        columns = 0 if area.right == MOST_COLUMNS else area.right
        self.sheet.activate()
        self.sheet.book.document.CurrentController.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        self.sheet.activate()
        self.sheet.book.document.CurrentController.freezeAtPosition(0, 0)
