"""What the modules of this engine see of the document and the sheet that they belong to."""

from __future__ import annotations

from typing import Any, Protocol

from xlengines.shared import protocols as shared
from xlengines.shared.table_shape import TableShape

from .directory import Directory
from .notation import Notation
from .number_formats import Formats


class Book(shared.Book, Protocol):
    """A document; `document` is what UNO gives."""

    document: Any
    directory: Directory
    formats: Formats
    notation: Notation


class Sheet(shared.Sheet, Protocol):
    """A sheet; `sheet` is what UNO gives."""

    book: Book
    sheet: Any


class Table(Protocol):
    """A table; `database` is the database range that UNO gives."""

    sheet: Sheet
    name: str
    shape: TableShape
    database: Any
