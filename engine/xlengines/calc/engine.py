"""LibreOffice as xlwings sees an application, and the documents open in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings as xw

from xlengines.shared import applications as shared
from xlengines.shared.errors import Refused

from .book import Book
from .connection import file_url, find_desktop, properties
from .message_box import show_message

_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_BLANK = "private:factory/scalc"


class Books(shared.Books):
    """The spreadsheets open in a LibreOffice."""

    def documents(self) -> list[Any]:
        """The open spreadsheets, as UNO gives them."""
        return [each for each in self.api if _is_spreadsheet(each)]

    def front(self) -> Any:
        """The spreadsheet that was used last, if one is open."""
        current = self.parent.desktop.CurrentComponent
        if current is not None and _is_spreadsheet(current):
            return current
        return next(iter(self.documents()), None)

    @property
    def api(self) -> Any:
        return self.parent.desktop.Components

    @property
    def active(self) -> Book | None:
        front = self.front()
        return None if front is None else Book(self, front)

    def __iter__(self) -> Iterator[Book]:
        return (Book(self, each) for each in self.documents())

    def open(self, fullname: str, *args: object, **kwargs: object) -> Book:
        return self._load(file_url(fullname), Path(fullname).name)

    def add(self) -> Book:
        return self._load(_BLANK, "A new document")

    def _load(self, url: str, name: str) -> Book:
        try:
            document = self.parent.desktop.loadComponentFromURL(url, "_blank", 0, properties())
        except Exception as error:
            raise Refused(f"LibreOffice cannot open {name}: {error}.", "Open it there.") from None
        if document is None or not _is_spreadsheet(document):
            raise Refused(f"LibreOffice does not take {name} for a spreadsheet.", "Look at it.")
        return Book(self, document)


def _is_spreadsheet(component: Any) -> bool:
    """Whether it is one; some windows, such as the help, are no documents at all."""
    return hasattr(component, "supportsService") and component.supportsService(_CALC)


class App(shared.App):
    """A running LibreOffice."""

    api: Any = None
    books_class = Books

    def __init__(self, apps: Apps, address: str, desktop: Any) -> None:
        super().__init__(apps)
        self.address = address
        self.api = self.desktop = desktop
        # The documents whose screen is held still.
        self._still: list[Any] = []
        self._status_bar: str | bool = False
        self._indicator: Any = None

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
        return self._status_bar

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        """Show a text in the status bar; `False` gives it back."""
        self._status_bar = value
        with suppress(Exception):  # the work goes on without it
            self._show_status(value)

    def _show_status(self, value: str | bool) -> None:
        if not value:
            indicator, self._indicator = self._indicator, None
            if indicator is not None:
                indicator.end()
        elif self._indicator is not None:
            self._indicator.setText(value)
        elif (front := self.books.front()) is not None:
            self._indicator = front.CurrentController.getStatusIndicator()
            self._indicator.start(value, 0)

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str | None,
        mode: str | None,
        callback: str | None,
    ) -> str:
        """Show a message and give the button that was pressed; the safest one is preselected."""
        return show_message(self.desktop, prompt, title or "", buttons or "ok", mode or "info")

    def calculate(self) -> None:
        for document in self.books.documents():
            document.calculateAll()


class Apps(shared.Apps):
    """The LibreOffices that were connected to. They go on running when they are let go of."""

    def add(self, **unused: object) -> Any:
        raise Refused(
            "LibreOffice is not started from here.",
            "Open the document in LibreOffice, and use connect().",
        )

    def connect(self, address: str, patience: float) -> App:
        """The LibreOffice at an address, in front of the others; it replaces an earlier one."""
        app = App(self, address, find_desktop(address, patience))
        self._apps = [app, *(other for other in self._apps if other.address != address)]
        return app


class Engine(shared.Engine):
    """The engine for documents in LibreOffice."""

    name = "libreoffice"
    program = "LibreOffice"

    def __init__(self) -> None:
        self.apps = Apps(self)


register = Engine.register


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
        Refused: LibreOffice does not answer, or no such document is open.
    """
    books = register().impl.apps.connect(address, patience).books
    found = books.active if document is None else books.find(os.fspath(document))
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
