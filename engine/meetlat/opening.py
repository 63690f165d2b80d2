"""Open a workbook for a recalculation: a file, or a book that is open already."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

    Workbook = str | PathLike[str] | xw.Book


@contextmanager
def opened(
    workbook: Workbook, output: str | PathLike[str] | None = None, *, save: bool = True
) -> Generator[xw.Book]:
    """An open book as it is; a file is opened without Excel, saved at the end and closed."""
    if not isinstance(workbook, (str, PathLike)):
        yield workbook
        return
    from xlengines.xlsx import open_book

    book = open_book(Path(workbook))
    try:
        yield book
        if save:
            book.save(output)
    finally:
        book.close()
