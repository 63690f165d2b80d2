"""What ranges, tables and names see of the workbook and the sheet that they belong to."""

from __future__ import annotations

from typing import Any, Protocol

from .refs import Area


class Book(Protocol):
    """A workbook; `sheets` and `names` are asked by number or by name."""

    name: str
    sheets: Any
    names: Any


class Sheet(Protocol):
    """A sheet; `index` is its number among the tabs, counted from 1."""

    book: Any
    name: str
    index: int
    names: Any
    tables: Any
    used_range: Any

    def range_of(self, area: Area) -> Any:
        """The range that covers an area."""
        ...

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight."""
        ...
