"""The xlwings engines of the contract tests, and how to open a workbook in each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlwings as xw

from tests.xlengines.office import shared_office

Opener = Callable[[Path], xw.Book]


@contextmanager
def headless() -> Iterator[Opener]:
    """The headless engine."""
    module = pytest.importorskip("xlengines.xlsx")
    if not hasattr(module, "open_book"):
        pytest.skip("the headless engine is not available")
    yield module.open_book


@contextmanager
def excel() -> Iterator[Opener]:
    """A new instance of Excel without a window."""
    if sys.platform not in ("win32", "darwin"):
        pytest.skip("Excel runs on Windows and macOS only")
    app = xw.App(visible=False, add_book=False)
    try:
        app.display_alerts = False
        yield lambda path: app.books.open(str(path))
    finally:
        app.quit()


@contextmanager
def libreoffice() -> Iterator[Opener]:
    """The shared LibreOffice without a window."""
    address = shared_office()
    from xlengines.calc import register

    books = xw.App(impl=register().impl.apps.connect(address, 5)).books
    yield lambda path: books.open(str(path))


ENGINES = {"headless": headless, "excel": excel, "libreoffice": libreoffice}
PARAMETERS = [
    pytest.param("headless"),
    pytest.param("libreoffice"),
    pytest.param("excel", marks=pytest.mark.excel),
]
