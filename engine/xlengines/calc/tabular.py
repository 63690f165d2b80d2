"""Tables, as xlwings asks for them: LibreOffice's database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlengines.shared import tables as shared
from xlengines.shared.errors import name_taken
from xlengines.shared.refs import Area, free_name
from xlengines.shared.table_shape import TableShape, check_free

from .new_styles import BOLD
from .protocols import Sheet
from .resizing import resize
from .values import address_of, area_of, cells_of


class Tables(shared.Tables):
    """The tables of a sheet. The nameless ranges of autofilters are not among them."""

    parent: Sheet

    @property
    def api(self) -> Any:
        return self.parent.book.document.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        for name, database in self.parent.book.directory.tables(self.parent.index - 1):
            yield Table(self.parent, database, name)

    def make(self, area: Area, name: str | None, style: str | None) -> Table:
        """Make a table of cells. LibreOffice has no styles for tables: a bold header stands in."""
        taken = {taken.lower(): taken for taken in self.api.ElementNames}
        name = name or free_name("Table{}", taken)
        if name.lower() in taken:
            raise name_taken("table", taken[name.lower()])
        check_free(self.parent.name, area, self, f"A table {name}")
        self.api.addNewByName(name, address_of(self.parent.index - 1, area))
        added = self.api.getByName(name)
        added.ContainsHeader = added.AutoFilter = True
        if style:
            cells_of(self.parent.sheet, area._replace(bottom=area.top)).CharWeight = BOLD
        return Table(self.parent, added, name)


class Table(shared.Table):
    """A table."""

    sheet: Sheet
    api: Any = None
    name: Any = None
    # LibreOffice has none.
    table_style = ""

    def __init__(self, sheet: Sheet, database: Any, name: str) -> None:
        super().__init__(sheet)
        self.api = self.database = database
        self.name = name

    @property
    def area(self) -> Area:
        """Where it stands now, header and totals included."""
        return area_of(self.database.DataArea)

    @property
    def shape(self) -> TableShape:
        database = self.database
        return TableShape(self.area, int(database.ContainsHeader), int(database.TotalsRow))

    def headings(self) -> list[str]:
        header = self.header_row_range
        if header is None:
            return [f"Column{i}" for i in range(1, self.area.width + 1)]
        return [str(value or "") for value in header.raw_value[0]]

    def resize_to(self, area: Area) -> None:
        resize(self, area)

    @property
    def show_autofilter(self) -> bool:
        return self.database.AutoFilter

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.database.AutoFilter = bool(value)
