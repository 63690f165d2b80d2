"""Tables, as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlengines.shared import tables as shared
from xlengines.shared.refs import Area
from xlengines.shared.table_shape import TableShape
from xlengines.xlsx.document.creating import add_table, switch_filter_off
from xlengines.xlsx.document.growing import obstacle_below, resize
from xlengines.xlsx.document.tables import Table as TableModel

from .protocols import Sheet


class Tables(shared.Tables):
    """The tables of a sheet."""

    parent: Sheet

    @property
    def api(self) -> list[TableModel]:
        return self.parent.model.tables

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.parent, each) for each in self.api)

    def make(self, area: Area, name: str | None, style: str | None) -> Table:
        document, model = self.parent.book.document, self.parent.model
        return Table(self.parent, add_table(document, model, area, name, style))


class Table(shared.Table):
    """A table."""

    sheet: Sheet
    api: Any = None

    def __init__(self, sheet: Sheet, model: TableModel) -> None:
        super().__init__(sheet)
        self.api = self.model = model

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def shape(self) -> TableShape:
        return self.model.shape

    def headings(self) -> list[str]:
        return [column.name for column in self.model.columns]

    def resize_to(self, area: Area) -> None:
        resize(self.sheet.book.document, self.model, area, self.sheet.model.tables)

    def obstacle_below(self, range: Any) -> str | None:  # noqa: A002 - as in resize
        """What forbids that all below moves down until the table can have this range."""
        document, sheet, area = self.sheet.book.document, self.sheet.model, range.impl.area
        obstacle = obstacle_below(document, self.model, area, sheet.tables)
        return obstacle.place if obstacle else None

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
