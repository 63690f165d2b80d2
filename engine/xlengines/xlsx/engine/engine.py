"""The engine as xlwings sees it: an application that has no window, and the books open in it."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xlwings as xw

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.xlsx.document.document import Document
from xlengines.xlsx.parts.cells import CellError
from xlengines.xlsx.parts.reading import python_value

from .book import Book


class Engine:
    """What xlwings registers: the applications, and how values are handed over."""

    name = "headless"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: dict[str, Any]) -> object:
        """A value on its way into a cell: numpy's scalars become Python's own."""
        if hasattr(value, "item") and not isinstance(value, str | bytes):
            return value.item()
        return value

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: object,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Values on their way out, as Excel hands them to xlwings: numbers are floats."""
        plain = {str} if number_builder else {str, float}

        def clean(value: object) -> object:
            if type(value) in plain and value != "":
                return value  # nearly all of them, so first
            value = python_value(value)
            if value is None:
                return empty_as
            if isinstance(value, CellError):
                return value.text if err_to_str else None
            if isinstance(value, float):
                return number_builder(value) if number_builder else value
            if isinstance(value, dt.datetime):
                return _built(value, datetime_builder)
            return value

        return [[clean(value) for value in row] for row in data]


def _built(moment: dt.datetime, builder: Callable[..., Any]) -> object:
    if builder is dt.datetime:
        return moment
    return builder(
        year=moment.year,
        month=moment.month,
        day=moment.day,
        hour=moment.hour,
        minute=moment.minute,
        second=moment.second,
        microsecond=moment.microsecond,
        tzinfo=None,
    )


class Apps(base.Apps):
    """The applications; there is always at least the one that `open_book` uses."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps = [App(self)]

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(
        self,
        spec: object = None,
        add_book: object = None,
        xl: object = None,
        visible: object = None,
    ) -> Any:
        self._apps.insert(0, App(self))
        return xw.App(impl=self._apps[0])

    def remove(self, app: App) -> None:
        """Forget an application; the last one stays, but closes its books."""
        app.books.close_all()
        if len(self._apps) > 1:
            self._apps.remove(app)

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that could be cleaned up."""

    def __iter__(self) -> Iterator[App]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self._apps if app.pid == pid)


_numbers = itertools.count(1)


class App(base.App):
    """An application without a window. What Excel would show is accepted and kept, no more."""

    visible = screen_updating = display_alerts = enable_events = interactive = True
    calculation = "automatic"
    status_bar: str | bool = False
    cut_copy_mode: str | None = None
    version = "16.0"
    path = startup_path = ""
    hwnd: int | None = None
    selection = None
    pid = 0
    books: Any = None
    engine: Any = None

    def __init__(self, apps: Apps) -> None:
        self.apps, self.engine = apps, apps.engine
        self.pid = next(_numbers)
        self.books = Books(self)

    @property
    def api(self) -> App:
        return self

    def activate(self, steal_focus: bool = False) -> None:
        """Make this application the one that xlwings means by `apps.active`."""
        xw.engines[Engine.name].activate()
        self.apps._apps.remove(self)
        self.apps._apps.insert(0, self)

    def calculate(self) -> None:
        """Nothing here calculates: Excel does, when it opens the workbook."""

    def quit(self) -> None:
        self.apps.remove(self)

    def kill(self) -> None:
        self.apps.remove(self)

    def run(self, macro: str, args: object) -> None:
        raise Refused(f"The macro {macro} can only run in Excel.", "Open the workbook in Excel.")


class Books(base.Books):
    """The workbooks open in an application."""

    app: Any = None

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []

    @property
    def api(self) -> Books:
        return self

    @property
    def active(self) -> Book | None:
        return self._books[-1] if self._books else None

    def __len__(self) -> int:
        return len(self._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(self._books)

    def __contains__(self, key: object) -> bool:
        return any(str(key).lower() in _called(book) for book in self._books)

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return self._books[key - 1]
        for book in self._books:
            if key.lower() in _called(book):
                return book
        raise KeyError(key)

    def open(self, fullname: str, *args: object, **kwargs: object) -> Book:
        book = Book(self, Document(Path(os.path.abspath(fullname))))  # noqa: PTH100 - keeps links
        self._books.append(book)
        return book

    def add(self) -> Book:
        raise Refused(
            "This engine writes into workbooks that are there.", "Start from a workbook of Excel's."
        )

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


def _called(book: Book) -> tuple[str, str]:
    return book.name.lower(), book.fullname.lower()


def register() -> xw.main.Engine:
    """The engine as xlwings knows it, added at the first call.

    Where no Excel is, it becomes the active one, so that `xw.books` and its like work too.
    """
    if Engine.name not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine = xw.engines[Engine.name]
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
