"""Tables, as xlwings asks for them."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area
from xlengines.xlsx.document.creating import add_table, switch_filter_off
from xlengines.xlsx.document.growing import resize
from xlengines.xlsx.document.tables import Table as TableModel
from xlengines.xlsx.parts.table_part import Column

from .ranges import Range

if TYPE_CHECKING:
    from .book import Sheet


class Tables(base.Tables):
    """The tables of a sheet; names in whatever case."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = self.parent = sheet

    @property
    def api(self) -> list[TableModel]:
        return self.sheet.model.tables

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.sheet, each) for each in self.api)

    def __contains__(self, key: object) -> bool:
        return any(each.name.lower() == str(key).lower() for each in self.api)

    def __call__(self, key: int | str) -> Table:
        if not isinstance(key, str):
            return Table(self.sheet, self.api[int(key) - 1])
        for each in self.api:
            if each.name.lower() == key.lower():
                return Table(self.sheet, each)
        raise KeyError(key)

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
                f"{self.sheet.name}: a table without a header is not made here.",
                "Write column names above the data.",
            )
        area = source.impl.area
        return Table(
            self.sheet,
            add_table(self.sheet.book.document, self.sheet.model, area, name, table_style_name),
        )


class Table(base.Table):
    """A table."""

    def __init__(self, sheet: Sheet, model: TableModel) -> None:
        self.sheet, self.model = sheet, model

    def _range(self, area: Area | None) -> Range | None:
        return Range.of(self.sheet, area) if area else None

    @property
    def api(self) -> TableModel:
        return self.model

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def name(self) -> str:
        return self.model.name

    display_name = name

    @property
    def range(self) -> Range:
        return Range.of(self.sheet, self.model.area)

    @property
    def header_row_range(self) -> Range | None:
        return self._range(self.model.shape.header)

    @property
    def data_body_range(self) -> Range | None:
        return self._range(self.model.shape.body)

    @property
    def totals_row_range(self) -> Range | None:
        return self._range(self.model.shape.totals_row)

    @property
    def insert_row_range(self) -> Range | None:
        """The empty row of a table without data: our tables always have one of their own."""
        return None

    @property
    def show_headers(self) -> bool:
        return bool(self.model.shape.headers)

    @property
    def show_totals(self) -> bool:
        return bool(self.model.shape.totals)

    @property
    def show_autofilter(self) -> bool:
        return self.model.has_filter

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        if bool(value) != self.model.has_filter:
            switch_filter_off(self.model)

    @property
    def table_style(self) -> str:
        return self.model.style

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' own word
        area, others = getattr(range, "impl", range).area, self.sheet.model.tables
        resize(self.sheet.book.document, self.model, area, others)


class TableColumns(base.TableColumns):
    """The columns of a table."""

    def __init__(self, table: Table) -> None:
        self.table = self.parent = table

    @property
    def api(self) -> list[Column]:
        return self.table.model.columns

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self.table, i) for i in range(len(self)))

    def __contains__(self, key: object) -> bool:
        return any(each.name.lower() == str(key).lower() for each in self.api)

    def __call__(self, key: int | str) -> TableColumn:
        if not isinstance(key, str):
            return TableColumn(self.table, int(key) - 1)
        for i, each in enumerate(self.api):
            if each.name.lower() == key.lower():
                return TableColumn(self.table, i)
        raise KeyError(key)


class TableColumn(base.TableColumn):
    """A column of a table."""

    def __init__(self, table: Table, position: int) -> None:
        self.table, self.position = table, position

    @property
    def name(self) -> str:
        return self.table.model.columns[self.position].name

    @property
    def index(self) -> int:
        return self.position + 1

    def _of(self, area: Area | None) -> Range | None:
        if area is None:
            return None
        column = area.left + self.position
        return Range.of(self.table.sheet, Area(area.top, column, area.bottom, column))

    @property
    def range(self) -> Range | None:
        return self._of(self.table.model.area)

    @property
    def data_body_range(self) -> Range | None:
        return self._of(self.table.model.shape.body)
