"""The engine as xlwings sees it: an application that has no window, and the books open in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings as xw

from xlengines.shared import applications as shared
from xlengines.shared.errors import Refused
from xlengines.xlsx.document.document import Document

from .book import Book


class Books(shared.Books):
    """The workbooks open in an application, the active one last."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._books: list[Book] = []

    @property
    def api(self) -> Books:
        return self

    @property
    def active(self) -> Book | None:
        return self._books[-1] if self._books else None

    def __iter__(self) -> Iterator[Book]:
        return iter(self._books)

    def open(self, fullname: str, *args: object, **kwargs: object) -> Book:
        book = Book(self, Document(Path(os.path.abspath(fullname))))  # noqa: PTH100 - keeps links
        self._books.append(book)
        return book

    def add(self) -> Book:
        raise Refused("This engine does not make new workbooks.", "Start from a workbook of Excel.")

    def bring_forward(self, book: Book) -> None:
        """Make a book the active one."""
        self._books.remove(book)
        self._books.append(book)

    def close(self, book: Book) -> None:
        """Forget a book."""
        if book in self._books:
            self._books.remove(book)

    def close_all(self) -> None:
        """Forget every book."""
        self._books.clear()


class App(shared.App):
    """An application without a window. What Excel would show is accepted and kept, no more."""

    books_class = Books
    screen_updating = True
    status_bar: str | bool = False

    @property
    def api(self) -> App:
        return self

    def calculate(self) -> None:
        """Do nothing: Excel calculates when it opens the workbook."""


class Apps(shared.Apps):
    """The applications; there is always at least the one that `open_book` uses."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._apps = [App(self)]

    def add(
        self,
        spec: object = None,
        add_book: object = None,
        xl: object = None,
        visible: object = None,
    ) -> Any:
        added = App(self)
        self.bring_forward(added)
        return xw.App(impl=added)

    def remove(self, app: App) -> None:
        """Forget an application; the last one stays, but closes its books."""
        app.books.close_all()
        if len(self) > 1:
            super().remove(app)


class Engine(shared.Engine):
    """The engine for workbook files."""

    name = "headless"
    program = "Excel"

    def __init__(self) -> None:
        self.apps = Apps(self)


def register() -> xw.main.Engine:
    """The engine as xlwings knows it, added at the first call.

    Without Excel it becomes the active one, so that `xw.books` and the like work too.
    """
    engine = Engine.register()
    if xw.engines.active is None:
        engine.activate()
    return engine


def open_book(path: str | os.PathLike[str], *, backup: bool = False) -> xw.Book:
    """Open a workbook (.xlsx or .xlsm) without Excel.

    Args:
        path: The file. It is read whole, and not kept open.
        backup: Whether `save()` first copies the old file beside it (`name.bak.xlsx`).

    Returns:
        The workbook as an `xlwings.Book`. Its `save()` writes in place, in one step or not at all;
        `save(other)` writes there and leaves the first file as it was. Through `.value`, text is
        always text, also where it begins with `=` (in Excel that takes a leading apostrophe, which
        is understood here too); formulas are written through `.formula`.

    Raises:
        Refused: the file is no workbook that can be written safely, with the reason in words.
    """
    apps = register().impl.apps
    book = next(iter(apps)).books.open(os.fspath(path))
    book.document.backup = backup
    return xw.Book(impl=book)
