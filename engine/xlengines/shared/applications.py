"""Applications and the workbooks open in them, as xlwings asks for them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import xlwings as xw

from .bases import base
from .errors import Refused
from .named_items import NamedItems
from .names import Names
from .sheets import Sheets
from .values import CellError, python_value


class Engine:
    """What xlwings registers: the applications, and how values are handed over."""

    type = "desktop"
    name: ClassVar[str]
    # Where the user does what the engine cannot.
    program: ClassVar[str]
    apps: Apps

    @classmethod
    def register(cls) -> xw.main.Engine:
        """The engine as xlwings knows it, added at the first call."""
        if cls.name not in xw.engines.engines_by_name:
            xw.engines.add(xw.Engine(impl=cls()))
        return xw.engines[cls.name]

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
            if isinstance(value, dt.datetime) and datetime_builder is not dt.datetime:
                return _built(value, datetime_builder)
            return value

        return [[clean(value) for value in row] for row in data]


def _built(moment: dt.datetime, builder: Callable[..., Any]) -> object:
    units = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return builder(**{unit: getattr(moment, unit) for unit in units}, tzinfo=None)


class Apps(base.Apps):
    """The applications that were started or connected to, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def bring_forward(self, app: App) -> None:
        """Make an application the first."""
        self._apps = [app, *(other for other in self._apps if other is not app)]

    def remove(self, app: App) -> None:
        """Forget an application."""
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
    """An application."""

    visible = display_alerts = enable_events = interactive = True
    calculation = "automatic"
    cut_copy_mode: str | None = None
    version = "16.0"
    path = startup_path = ""
    hwnd: int | None = None
    selection = None
    pid = 0
    engine: Any = None
    books: Any = None
    books_class: ClassVar[type[NamedItems]]

    def __init__(self, apps: Apps) -> None:
        self.apps, self.engine = apps, apps.engine
        self.pid = next(_numbers)
        self.books = self.books_class(self)

    def activate(self, steal_focus: bool = False) -> None:
        """Make this application the one that xlwings means by `apps.active`."""
        xw.engines[self.engine.name].activate()
        self.apps.bring_forward(self)

    def quit(self) -> None:
        self.apps.remove(self)

    def kill(self) -> None:
        self.apps.remove(self)

    def run(self, macro: str, args: object) -> None:
        program = self.engine.program
        raise Refused(f"The macro {macro} can only run in {program}.", f"Run it in {program}.")


class Books(NamedItems, base.Books):
    """The workbooks open in an application."""

    app: Any = None

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.app = app

    def find(self, name: str) -> Any:
        """The workbook of this file name or path."""
        return next((book for book in self if book.is_called(name)), None)


class Book(base.Book):
    """A workbook. An engine adds `is_called(text)`, and `store(path)`, which saves it."""

    api: Any = None
    app: Any = None
    sheets_class: ClassVar[type[Sheets]]
    names_class: ClassVar[type[Names]]

    def __init__(self, books: Books, document: Any) -> None:
        self.books, self.app = books, books.app
        self.api = self.document = document

    @property
    def sheets(self) -> Any:
        return self.sheets_class(self)

    @property
    def names(self) -> Names:
        return self.names_class(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password:
            program = self.app.engine.program
            raise Refused("This engine cannot set a password.", f"Set it in {program}.")
        self.store(path)
