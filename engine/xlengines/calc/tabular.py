"""Tables, as xlwings asks for them: LibreOffice's database ranges."""

# ruff: noqa: D102 - the methods are xlwings' own, and its documentation says what they do

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlengines.shared.bases import base
from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area
from xlengines.shared.table_shape import TableShape

from .connection import struct
from .ranges import Range
from .resizing import resize
from .values import area_of, cells_of

if TYPE_CHECKING:
    from .book import Sheet

_BOLD = 150.0


class Tables(base.Tables):
    """The tables of a sheet; names in whatever case.

    The ranges of an autofilter without a name are no tables.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = self.parent = sheet

    @property
    def api(self) -> Any:
        return self.sheet.book.document.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        for name, database in self.sheet.book.directory.tables(self.sheet.index - 1):
            yield Table(self.sheet, database, name)

    def __len__(self) -> int:
        return len(list(self))

    def __contains__(self, key: object) -> bool:
        return self._find(str(key)) is not None

    def __call__(self, key: int | str) -> Table:
        if not isinstance(key, str):
            return list(self)[int(key) - 1]
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def _find(self, key: str) -> Table | None:
        return next((table for table in self if table.name.lower() == key.lower()), None)

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
        """Make a table of cells. LibreOffice has no styles for tables: a bold header stands in."""
        if not has_headers:
            raise Refused(
                f"{self.sheet.name}: a table without a header is not made here.",
                "Write column names above the data.",
            )
        area, name = source.impl.area, name or self._free_name()
        self._check(area, name)
        self.api.addNewByName(name, _address(self.sheet, area))
        added = self.api.getByName(name)
        added.ContainsHeader = added.AutoFilter = True
        if table_style_name:
            header = Area(area.top, area.left, area.top, area.right)
            cells_of(self.sheet.sheet, header).CharWeight = _BOLD
        return Table(self.sheet, added, name)

    def _check(self, area: Area, name: str) -> None:
        for taken in self.api.ElementNames:
            if taken.lower() == name.lower():
                raise Refused(f"There is a table {taken} already.", "Use another name.")
        for other in self:
            if other.area.meets(area):
                raise Refused(
                    f"{self.sheet.name}!{area}: the table {other.name} is there already.",
                    "Use other cells.",
                )

    def _free_name(self) -> str:
        names = (f"Table{i}" for i in range(1, len(self.api.ElementNames) + 2))
        return next(name for name in names if not self.api.hasByName(name))


class Table(base.Table):
    """A table."""

    def __init__(self, sheet: Sheet, database: Any, name: str) -> None:
        self.sheet, self.database, self._name = sheet, database, name

    @property
    def api(self) -> Any:
        return self.database

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def name(self) -> str:
        return self._name

    display_name = name

    @property
    def area(self) -> Area:
        """Where it is now, header and totals included."""
        return area_of(self.database.DataArea)

    @property
    def shape(self) -> TableShape:
        """The area with its numbers of headers and totals."""
        database = self.database
        return TableShape(self.area, int(database.ContainsHeader), int(database.TotalsRow))

    def _range(self, area: Area | None) -> Range | None:
        return Range.of(self.sheet, area) if area else None

    @property
    def range(self) -> Range:
        return Range.of(self.sheet, self.area)

    @property
    def header_row_range(self) -> Range | None:
        return self._range(self.shape.header)

    @property
    def data_body_range(self) -> Range | None:
        return self._range(self.shape.body)

    @property
    def totals_row_range(self) -> Range | None:
        return self._range(self.shape.totals_row)

    @property
    def insert_row_range(self) -> Range | None:
        """The empty row of a table without data: a table here always has one of its own."""
        return None

    @property
    def show_headers(self) -> bool:
        return self.database.ContainsHeader

    @property
    def show_totals(self) -> bool:
        return self.database.TotalsRow

    @property
    def show_autofilter(self) -> bool:
        return self.database.AutoFilter

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.database.AutoFilter = bool(value)

    @property
    def table_style(self) -> str:
        """LibreOffice has none."""
        return ""

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' own word
        resize(self, getattr(range, "impl", range).area)


class TableColumns(base.TableColumns):
    """The columns of a table."""

    def __init__(self, table: Table) -> None:
        self.table = self.parent = table

    @property
    def api(self) -> list[str]:
        """The headings."""
        header = self.table.header_row_range
        if header is None:
            return [f"Column{i}" for i in range(1, self.table.area.width + 1)]
        return [str(value or "") for value in header.raw_value[0]]

    def __len__(self) -> int:
        return self.table.area.width

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self.table, i) for i in range(len(self)))

    def __contains__(self, key: object) -> bool:
        return any(name.lower() == str(key).lower() for name in self.api)

    def __call__(self, key: int | str) -> TableColumn:
        if not isinstance(key, str):
            return TableColumn(self.table, int(key) - 1)
        for i, name in enumerate(self.api):
            if name.lower() == key.lower():
                return TableColumn(self.table, i)
        raise KeyError(key)


class TableColumn(base.TableColumn):
    """A column of a table."""

    def __init__(self, table: Table, position: int) -> None:
        self.table, self.position = table, position

    @property
    def name(self) -> str:
        return TableColumns(self.table).api[self.position]

    @property
    def index(self) -> int:
        return self.position + 1

    @property
    def range(self) -> Range:
        return self.table.range.columns[self.position]

    @property
    def data_body_range(self) -> Range | None:
        body = self.table.data_body_range
        return body.columns[self.position] if body else None


def _address(sheet: Sheet, area: Area) -> Any:
    return struct(
        "com.sun.star.table.CellRangeAddress",
        Sheet=sheet.index - 1,
        StartRow=area.top - 1,
        StartColumn=area.left - 1,
        EndRow=area.bottom - 1,
        EndColumn=area.right - 1,
    )
