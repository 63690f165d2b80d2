"""What the modules of this engine see of the workbook and the sheet that they belong to."""

from __future__ import annotations

from typing import Protocol

from xlengines.shared import protocols as shared
from xlengines.xlsx.document.document import Document
from xlengines.xlsx.document.sheets import Sheet as SheetModel


class Book(shared.Book, Protocol):
    """A workbook, and the document that holds it."""

    document: Document


class Sheet(shared.Sheet, Protocol):
    """A sheet, and the one in the document that holds it."""

    book: Book
    model: SheetModel
