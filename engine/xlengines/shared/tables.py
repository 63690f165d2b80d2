"""Excel tables: their parts as ranges, and their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .bases import base
from .errors import Refused
from .named_items import NamedItems
from .protocols import Sheet
from .refs import Area


class Tables(NamedItems, base.Tables):
    """The tables of a sheet.

    An engine adds `make(area, name, style)`, which makes a table of cells with a header row.
    """

    def add(
        self,
        source_type: object = None,
        source: Any = None,
        link_source: object = None,
        has_headers: bool = True,
        destination: object = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        if not has_headers:
            raise Refused(
                f"{self.parent.name}: a table without a header is not made here.",
                "Write column names above the data.",
            )
        return self.make(source.impl.area, name, table_style_name)


class Table(base.Table):
    """A table.

    An engine adds its `name` and `shape`, `headings()`, the names of its columns, and
    `resize_to(area)`.
    """

    parent: Any = None
    # There would be one in a table without data: tables here always have a row of their own.
    insert_row_range = None

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = self.parent = sheet

    @property
    def area(self) -> Area:
        """Where it stands, header and totals included."""
        return self.shape.area

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def range(self) -> Any:
        return self.sheet.range_of(self.area)

    @property
    def header_row_range(self) -> Any:
        return self._range(self.shape.header)

    @property
    def data_body_range(self) -> Any:
        return self._range(self.shape.body)

    @property
    def totals_row_range(self) -> Any:
        return self._range(self.shape.totals_row)

    def _range(self, area: Area | None) -> Any:
        return self.sheet.range_of(area) if area else None

    @property
    def show_headers(self) -> bool:
        return bool(self.shape.headers)

    @property
    def show_totals(self) -> bool:
        return bool(self.shape.totals)

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' own word
        self.resize_to(getattr(range, "impl", range).area)


class TableColumns(NamedItems, base.TableColumns):
    """The columns of a table."""

    @property
    def api(self) -> list[str]:
        return self.parent.headings()

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self.parent, i) for i in range(self.parent.area.width))

    def find(self, name: str) -> TableColumn | None:
        """The column with this heading, in any case."""
        headings = [heading.lower() for heading in self.api]
        found = name.lower() in headings
        return TableColumn(self.parent, headings.index(name.lower())) if found else None


class TableColumn(base.TableColumn):
    """A column of a table."""

    index = 0

    def __init__(self, table: Table, position: int) -> None:
        self.table, self.position, self.index = table, position, position + 1

    @property
    def name(self) -> str:
        return self.table.headings()[self.position]

    @property
    def range(self) -> Any:
        return self.table.range.columns[self.position]

    @property
    def data_body_range(self) -> Any:
        body = self.table.data_body_range
        return body.columns[self.position] if body else None
