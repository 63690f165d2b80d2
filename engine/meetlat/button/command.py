"""What the button starts: `python -m meetlat.button` recalculates the workbook that asked for it.

The macro names the workbook; we find it in Excel (through `xlwings.Book.caller`) or in LibreOffice
as it stands there, unsaved edits included. Whatever happens is told in the workbook, on `Problems`;
where even that fails, the exit code says so, the macro shows it, and the log has the details.

Nothing large is imported up here: a warm process may do the click instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from meetlat.button.click import click
from meetlat.log import note, reason

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["calling_book", "click", "main"]

CONNECTION = "MEETLAT_LIBREOFFICE"
"""The environment variable that says where LibreOffice listens, if not at the usual pipe."""

USUAL_CONNECTION = "pipe,name=meetlat"

MODULE = "Meetlat"
"""The module of the macro."""

CHECK = "--check"
"""What `meetlat button` asks: whether this Python can do it."""

DONE, NOT_TOLD = 0, 3
"""Exit codes; 3 is one that Python itself never gives."""


def main(argv: list[str] | None = None) -> int:
    """One click of the button.

    Args:
        argv: what the macro gives: `--wb`, `--from_xl`, `--app` and `--hwnd` for Excel, as
            `xlwings.Book.caller` reads them; `--document` for LibreOffice (and `--connection`,
            where it listens).

    Returns:
        0 where it is done, or where the workbook itself says what is wrong; 3 where it could not.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == [CHECK]:
        return _can_work()
    try:
        click(calling_book(arguments))
    except Exception as fault:
        _complain(fault, note(fault))
        return NOT_TOLD
    return DONE


def calling_book(arguments: Sequence[str]) -> xw.Book:
    """The open workbook that the macro means.

    Raises:
        LookupError: the arguments name none.
    """
    given = {name: value for name, _, value in (a.partition("=") for a in arguments)}
    if "--document" in given:
        from xlengines.calc import connect

        book = connect(given.get("--connection", connection()), given["--document"])
        _answer(book)
        return book
    if "--wb" not in given:
        raise LookupError("No workbook is named. The button in a workbook does that.")
    return _caller(arguments, given["--wb"])


def connection() -> str:
    """Where LibreOffice listens for this user."""
    return os.environ.get(CONNECTION) or USUAL_CONNECTION


def _answer(book: xw.Book) -> None:
    """Let the macro know that we are here; it says so where nobody comes."""
    with suppress(Exception):  # a macro that does not wait for it, because it was changed
        libraries = book.api.BasicLibraries
        for name in libraries.ElementNames:
            if libraries.getByName(name).hasByName(MODULE):
                url = f"vnd.sun.star.script:{name}.{MODULE}.Answer?language=Basic&location=document"
                book.api.getScriptProvider().getScript(url).invoke((), (), ())


def _caller(arguments: Sequence[str], name: str) -> xw.Book:
    import xlwings as xw

    if "=" in name:  # which is where xlwings would cut it
        for app in xw.apps:
            for book in app.books:
                if book.name == name:
                    return book
        raise LookupError(f"{name} is not open")
    command, sys.argv = sys.argv, [sys.argv[0], *arguments]
    try:
        return xw.Book.caller()
    finally:
        sys.argv = command


def _complain(fault: Exception, log: Path) -> None:
    if sys.stderr is not None:  # pythonw has none
        sys.stderr.write(f"{reason(fault)}. The details stand in {log}.\n")


def _can_work() -> int:
    from importlib.util import find_spec

    needed = ("meetlat_schemas", "polars", "pandera", "pluggy", "xlwings")
    return DONE if all(map(find_spec, needed)) else NOT_TOLD
