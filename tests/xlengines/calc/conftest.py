"""Fixtures for tests with the shared LibreOffice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import xlwings as xw

from tests.xlengines.office import shared_office


@pytest.fixture(scope="session")
def address() -> str:
    """The address at which LibreOffice listens."""
    return shared_office()


@pytest.fixture(scope="session")
def application(address: str) -> xw.App:
    from xlengines.calc import register

    return xw.App(impl=register().impl.apps.connect(address, 5))


@pytest.fixture
def open_in_office(application: xw.App) -> Iterator[Callable[[Path], xw.Book]]:
    """Opens a workbook, which is closed without saving after the test."""
    opened: list[xw.Book] = []

    def open_it(path: Path) -> xw.Book:
        opened.append(application.books.open(str(path)))
        return opened[-1]

    yield open_it
    for book in opened:
        with suppress(Exception):  # the test has closed it
            book.close()
