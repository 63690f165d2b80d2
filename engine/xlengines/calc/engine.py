"""LibreOffice as xlwings sees an application, and the documents open in it."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings as xw

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.xlsx.engine.engine import Engine as Headless

from .book import Book
from .connection import file_url, find_desktop, properties
from .message_box import show_message

_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_BLANK = "private:factory/scalc"


class Engine:
    """What xlwings registers: the running LibreOffices, and how values are handed over."""

    name = "libreoffice"
    type = "desktop"
    prepare_xl_data_element = staticmethod(Headless.prepare_xl_data_element)
    clean_value_data = staticmethod(Headless.clean_value_data)

    def __init__(self) -> None:
        self.apps = Apps(self)


class Apps(base.Apps):
    """The LibreOffices that were connected to."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(self, **unused: object) -> Any:
        raise Refused(
            "LibreOffice is not started from here.",
            "Open the document in LibreOffice, and use connect().",
        )

    def connect(self, address: str, patience: float) -> App:
        """The LibreOffice at an address, in front of the others; an earlier one there is over."""
        app = App(self, address, find_desktop(address, patience))
        self._apps = [app, *(other for other in self._apps if other.address != address)]
        return app

    def bring_forward(self, app: App) -> None:
        """Make a LibreOffice the first."""
        self._apps = [app, *(other for other in self._apps if other is not app)]

    def remove(self, app: App) -> None:
        """Forget a LibreOffice."""
        self._apps = [other for other in self._apps if other is not app]

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
    """A running LibreOffice."""

    display_alerts = enable_events = interactive = visible = True
    calculation = "automatic"
    cut_copy_mode: str | None = None
    version = "16.0"
    path = startup_path = ""
    hwnd: int | None = None
    selection = None
    pid = 0
    books: Any = None
    engine: Any = None

    def __init__(self, apps: Apps, address: str, desktop: Any) -> None:
        self.apps, self.engine = apps, apps.engine
        self.address, self.desktop = address, desktop
        self.pid = next(_numbers)  # LibreOffice does not tell its own
        self.books = Books(self)
        self._still: list[Any] = []
        self._telling: Any = None
        self._told: str | bool = False

    @property
    def api(self) -> Any:
        return self.desktop

    def activate(self, steal_focus: bool = False) -> None:
        """Make this application the one that xlwings means by `apps.active`."""
        xw.engines[Engine.name].activate()
        self.apps.bring_forward(self)

    @property
    def screen_updating(self) -> bool:
        return not self._still

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        """Hold the screen of every document still, or let it go again."""
        if not value and not self._still:
            for document in self.books.documents():
                document.lockControllers()
                document.addActionLock()
                self._still.append(document)
        while value and self._still:
            document = self._still.pop()
            with suppress(Exception):  # it was closed meanwhile
                document.removeActionLock()
                document.unlockControllers()

    @property
    def status_bar(self) -> str | bool:
        return self._told

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        """Say something in the status bar; `False` gives it back."""
        self._told = value
        with suppress(Exception):  # to tell is a kindness, and no reason to fail
            self._tell(value)

    def _tell(self, value: str | bool) -> None:
        if not value:
            telling, self._telling = self._telling, None
            if telling is not None:
                telling.end()
        elif self._telling is not None:
            self._telling.setText(value)
        elif (front := self.books.front()) is not None:
            self._telling = front.CurrentController.getStatusIndicator()
            self._telling.start(value, 0)

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str | None,
        mode: str | None,
        callback: str | None,
    ) -> str:
        """Show a message and give the button that was pressed; the careful one is preselected."""
        return show_message(self.desktop, prompt, title or "", buttons or "ok", mode or "info")

    def calculate(self) -> None:
        for document in self.books.documents():
            document.calculateAll()

    def quit(self) -> None:
        """Let go of LibreOffice; it belongs to whoever started it, and stays."""
        self.apps.remove(self)

    def kill(self) -> None:
        self.apps.remove(self)

    def run(self, macro: str, args: object) -> None:
        raise Refused(f"The macro {macro} is not run from here.", "Run it in LibreOffice.")


class Books(base.Books):
    """The spreadsheets open in a LibreOffice."""

    app: Any = None

    def __init__(self, app: App) -> None:
        self.app = app

    def documents(self) -> list[Any]:
        """The open spreadsheets, as UNO gives them."""
        return [each for each in self.app.desktop.Components if _is_spreadsheet(each)]

    def front(self) -> Any:
        """The spreadsheet that was used last, if one is open."""
        current = self.app.desktop.CurrentComponent
        if current is not None and _is_spreadsheet(current):
            return current
        return next(iter(self.documents()), None)

    @property
    def api(self) -> Any:
        return self.app.desktop.Components

    @property
    def active(self) -> Book | None:
        front = self.front()
        return None if front is None else Book(self, front)

    def __len__(self) -> int:
        return len(self.documents())

    def __iter__(self) -> Iterator[Book]:
        return (Book(self, each) for each in self.documents())

    def __contains__(self, key: object) -> bool:
        return any(book.is_called(str(key)) for book in self)

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return list(self)[key - 1]
        for book in self:
            if book.is_called(key):
                return book
        raise KeyError(key)

    def open(self, fullname: str, *args: object, **kwargs: object) -> Book:
        return self._load(file_url(fullname), Path(fullname).name)

    def add(self) -> Book:
        return self._load(_BLANK, "A new document")

    def _load(self, url: str, name: str) -> Book:
        try:
            document = self.app.desktop.loadComponentFromURL(url, "_blank", 0, properties())
        except Exception as error:
            raise Refused(f"LibreOffice cannot open {name}: {error}.", "Open it there.") from None
        if document is None or not _is_spreadsheet(document):
            raise Refused(f"LibreOffice does not take {name} for a spreadsheet.", "Look at it.")
        return Book(self, document)


def _is_spreadsheet(component: Any) -> bool:
    """Whether it is one; the help window and its like are no documents at all."""
    return hasattr(component, "supportsService") and component.supportsService(_CALC)


def register() -> xw.main.Engine:
    """The engine as xlwings knows it, added at the first call."""
    if Engine.name not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    return xw.engines[Engine.name]


def connect(
    address: str, document: str | os.PathLike[str] | None = None, *, patience: float = 5
) -> xw.Book:
    """A document that is open in LibreOffice, as an `xlwings.Book`.

    Args:
        address: where LibreOffice listens, such as `pipe,name=meetlat` or
            `socket,host=127.0.0.1,port=2002`.
        document: its URL, path, file name or title; None for the one used last.
        patience: seconds to wait for LibreOffice to answer.

    Raises:
        Refused: nobody answers, or no such document is open.
    """
    books = register().impl.apps.connect(address, patience).books
    if document is None:
        found = books.active
    else:
        wanted = os.fspath(document)
        found = next((book for book in books if book.is_called(wanted)), None)
    if found is None:
        names = ", ".join(book.name for book in books) or "none"
        raise Refused(
            f"{document or 'No spreadsheet'} is not open in LibreOffice at {address} "
            f"(open there: {names}).",
            "Open the workbook there.",
        )
    return xw.Book(impl=found)


def open_documents(address: str, *, patience: float = 5) -> list[xw.Book]:
    """The spreadsheets open in the LibreOffice at an address."""
    app = register().impl.apps.connect(address, patience)
    return [xw.Book(impl=book) for book in app.books]
