"""Excel tables: where they stand, and what their columns are called."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.shared.refs import Area
from xlengines.shared.row_shift import RowShift
from xlengines.shared.table_shape import Move, TableShape
from xlengines.xlsx.package.xml import first, is_true
from xlengines.xlsx.parts.table_part import Column, columns_of, elements_of

from .pending_sheet import PendingSheet


class Table:
    """A table of a sheet. Changes wait here until they are written into its part."""

    def __init__(self, sheet: PendingSheet, part: str) -> None:
        self.sheet, self.part = sheet, part
        self.read()

    def read(self) -> None:
        """Take everything from the part as it now stands."""
        data = self.sheet.book.package.read(self.part)
        elements = elements_of(data, self.part)
        table = first(elements, "table")
        if table is None:
            raise Refused(f"The part {self.part} of this workbook is no table.", DAMAGED)
        self.name = table.get("displayName") or table.get("name")
        self.id = table.number("id")
        self.awaits_data = is_true(table.get("insertRow"))
        self.kind = table.get("tableType") or "worksheet"
        self.columns = list(columns_of(elements))
        style = first(elements, "tableStyleInfo")
        self.style = style.get("name") if style else ""
        self.has_filter = first(elements, "autoFilter") is not None
        headers, totals = table.number("headerRowCount", 1), table.number("totalsRowCount")
        try:
            self.shape = TableShape(Area.parse(table.get("ref")), headers, totals)
        except ValueError:
            message = f"The table {self.name} of this workbook has no place."
            raise Refused(message, DAMAGED) from None
        if len(self.columns) != self.area.width:
            raise Refused(f"The table {self.name} does not list its columns.", DAMAGED)
        self.saved_shape, self.saved_columns = self.shape, list(self.columns)
        self.formulas_changed = False

    @property
    def area(self) -> Area:
        """Where it stands, header and totals included."""
        return self.shape.area

    @property
    def place(self) -> str:
        """The table for a message: `Report!A4:D9 (table ThemeScores)`."""
        return f"{self.sheet.name}!{self.area} (table {self.name})"

    @property
    def resized(self) -> bool:
        """Whether its area differs from the one in its part."""
        return self.shape != self.saved_shape

    @property
    def changed(self) -> bool:
        """Whether its part must be written."""
        if self.resized or self.columns != self.saved_columns or self.formulas_changed:
            return True
        # The part repeats the totals, and marks a table that waits for its first data.
        totals, contents = self.shape.totals_row, self.sheet.contents.items()
        return (totals is not None or self.awaits_data) and any(
            (totals is not None and totals.holds(*place))
            or (self.awaits_data and new is not None and self.area.holds(*place))
            for place, new in contents
        )

    @property
    def move(self) -> Move:
        """How the table changed its shape since it was read."""
        return Move(self.sheet.name, self.saved_shape, self.shape)

    def follow(self, shift: RowShift) -> None:
        """Move along with inserted rows; the part follows by itself."""
        if shift.is_on(self.sheet.name):
            self.shape = self.shape._replace(area=shift.area(self.shape.area))
            saved = self.saved_shape
            self.saved_shape = saved._replace(area=shift.area(saved.area))
        self.columns = [_followed(each, shift, self.sheet.name) for each in self.columns]
        self.saved_columns = [
            _followed(each, shift, self.sheet.name) for each in self.saved_columns
        ]

    def sync_headers(self) -> None:
        """Make column names and header cells say the same: text, never blank, never twice."""
        if not self.shape.headers:
            return self._name_unseen_columns()
        names = header_names(self.sheet, self.area)
        for i, (column, name) in enumerate(zip(self.columns, names, strict=True)):
            place = (self.area.top, self.area.left + i)
            if self.sheet.content(place) != name:
                self.sheet.put(place, name)
            if name != column.name:
                self.columns[i] = replace(column, name=name)
        return None

    def _name_unseen_columns(self) -> None:
        taken = {column.name.lower() for column in self.columns}
        for i, column in enumerate(self.columns):
            if not column.name:
                self.columns[i] = replace(column, name=_free_name(f"Column{i + 1}", taken))


def _followed(column: Column, shift: RowShift, sheet: str) -> Column:
    formula = column.formula
    return replace(column, formula=shift.formula(formula, sheet)) if formula else column


def header_names(sheet: PendingSheet, area: Area) -> list[str]:
    """What the columns of a table over this area are called, by its first row."""
    taken: set[str] = set()
    texts = [sheet.header_text((area.top, area.left + i)) for i in range(area.width)]
    return [_free_name(text or f"Column{i}", taken) for i, text in enumerate(texts, 1)]


def _free_name(wanted: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken; taken from now on."""
    names = chain([wanted], (f"{wanted}{n}" for n in count(2)))
    name = next(each for each in names if each.lower() not in taken)
    taken.add(name.lower())
    return name
