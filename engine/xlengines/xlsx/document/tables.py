"""Excel tables: where they stand, and what their columns are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.shared.refs import Area
from xlengines.shared.resizing import Move, body_of
from xlengines.xlsx.package.xml import first, is_true
from xlengines.xlsx.parts.cells import same
from xlengines.xlsx.parts.table_part import UNCHANGED, columns_of, elements_of, with_changes

if TYPE_CHECKING:
    from .sheets import Sheet


class Table:
    """A table of a sheet. Changes stay here until they are flushed into its part."""

    def __init__(self, sheet: Sheet, part: str) -> None:
        self.sheet, self.part = sheet, part
        self.read()

    def read(self) -> None:
        """Take everything from the part as it now stands."""
        data = self.sheet.document.package.read(self.part)
        elements = elements_of(data, self.part)
        table = first(elements, "table")
        if table is None:
            raise Refused(f"The part {self.part} of this workbook is no table.", DAMAGED)
        self.name = table.get("displayName") or table.get("name")
        self.id = table.number("id")
        self.awaits_data = is_true(table.get("insertRow"))
        self.kind = table.get("tableType") or "worksheet"
        self.headers = table.number("headerRowCount", 1)
        self.totals = table.number("totalsRowCount")
        self.columns = list(columns_of(elements))
        style = first(elements, "tableStyleInfo")
        self.style = style.get("name") if style else ""
        self.has_filter = first(elements, "autoFilter") is not None
        try:
            self.area = Area.parse(table.get("ref"))
        except ValueError:
            raise Refused(f"The table {self.name} of this workbook has no place.", DAMAGED) from (
                None
            )
        if len(self.columns) != self.area.width:
            raise Refused(f"The table {self.name} does not list its columns.", DAMAGED)
        self.saved_area, self.saved_columns = self.area, list(self.columns)
        self.formulas_changed = False

    @property
    def place(self) -> str:
        """The table for a message: `Report!A4:D9 (table ThemeScores)`."""
        return f"{self.sheet.name}!{self.area} (table {self.name})"

    @property
    def body(self) -> Area | None:
        """The rows between header and totals, if there are any."""
        return body_of(self.area, self.headers, self.totals)

    @property
    def header(self) -> Area | None:
        """The header row, if it shows."""
        area = self.area
        return Area(area.top, area.left, area.top, area.right) if self.headers else None

    @property
    def totals_row(self) -> Area | None:
        """The totals row, if it shows."""
        area = self.area
        return Area(area.bottom, area.left, area.bottom, area.right) if self.totals else None

    @property
    def changed(self) -> bool:
        """Whether its part must be written."""
        resized = self.area != self.saved_area
        renamed = self.columns != self.saved_columns
        told = self.formulas_changed or self._got_data() or self._got_totals()
        return resized or renamed or told

    def _got_data(self) -> bool:
        """Whether something was written into a table that Excel shows as waiting for its data."""
        contents = self.sheet.contents.items()
        return self.awaits_data and any(v is not None and self.area.holds(*p) for p, v in contents)

    def _got_totals(self) -> bool:
        """Whether something was written into the totals row, which the part repeats."""
        row = self.totals_row
        return row is not None and any(row.holds(*place) for place in self.sheet.contents)

    def new_total(self, position: int) -> object:
        """What was written as the total of a column; UNCHANGED where it only moved along."""
        new = (self.area.bottom, self.area.left + position)
        if not self.totals or new not in self.sheet.contents:
            return UNCHANGED
        old = self.sheet.cell((self.saved_area.bottom, new[1]))
        content = self.sheet.contents[new]
        return UNCHANGED if same(old, content, self.sheet.document.strings) else content

    @property
    def move(self) -> Move:
        """How the table changed its size since it was read."""
        return Move(self.sheet.name, self.saved_area, self.area, self.headers, self.totals)

    # Names

    def sync_headers(self) -> None:
        """Make column names and header cells say the same: text, never blank, never twice."""
        if not self.headers:
            return self._name_unseen_columns()
        taken: set[str] = set()
        for i, column in enumerate(self.columns):
            place = (self.area.top, self.area.left + i)
            name = free_name(self.sheet.header_text(place) or f"Column{i + 1}", taken)
            taken.add(name.lower())
            if self.sheet.content(place) != name:
                self.sheet.put(place, name)
            if name != column.name:
                self.columns[i] = replace(column, name=name)
        return None

    def _name_unseen_columns(self) -> None:
        taken = {column.name.lower() for column in self.columns}
        for i, column in enumerate(self.columns):
            if not column.name:
                name = free_name(f"Column{i + 1}", taken)
                taken.add(name.lower())
                self.columns[i] = replace(column, name=name)

    def flush(self) -> None:
        """Write what changed into the part."""
        if self.changed:
            package = self.sheet.document.package
            package.put(self.part, with_changes(package.read(self.part), self))


def free_name(wanted: str, taken: set[str]) -> str:
    """The name, with a number behind it where another column has it already."""
    if wanted.lower() not in taken:
        return wanted
    return next(name for n in range(2, 100_000) if (name := f"{wanted}{n}").lower() not in taken)
