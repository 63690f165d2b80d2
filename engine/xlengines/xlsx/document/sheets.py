"""A sheet: its tables, and its pending changes written into its part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from typing import TypeAlias

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, Place, address, around_places
from xlengines.xlsx.parts.cells import Content, FormulaText, content, shortest
from xlengines.xlsx.parts.splicing import CellChanges, spliced, with_row_attributes
from xlengines.xlsx.parts.stored_book import StoredBook
from xlengines.xlsx.parts.workbook import Listed

from .pending_sheet import PendingSheet, inside
from .tables import Table

# New contents by place, each with the number format that a plain cell needs for it.
_Changed: TypeAlias = Mapping[Place, tuple[Content, str | None]]


class Sheet(PendingSheet):
    """One sheet of a workbook."""

    def __init__(self, book: StoredBook, listed: Listed) -> None:
        super().__init__(book, listed)
        self._tables: list[Table] | None = None

    @property
    def tables(self) -> list[Table]:
        """The tables of this sheet, in the order of their parts."""
        if self._tables is None:
            parts = self.book.package.targets(self.part, "table")
            self._tables = [Table(self, part) for part in parts]
        return self._tables

    @property
    def loaded_tables(self) -> list[Table]:
        """The tables if any caller asked for them; no others can have changed."""
        return self._tables or []

    # Writing

    def write(self, top: int, left: int, rows: Sequence[Sequence[object]]) -> None:
        """Write a block of values, all or none of them; what is there already is no change."""
        changed: dict[Place, tuple[Content, str | None]] = {}
        date1904, pending, stored = self.book.date1904, self.contents, self.stored_contents
        for row, values in enumerate(rows, top):
            for column, value in enumerate(values, left):
                place = row, column
                new, number_format = content(value, date1904, self.name, place)
                if place in pending:
                    old = pending[place]
                    is_held = type(old) is type(new) and old == new
                else:
                    is_held = stored.is_same(place, new)
                if not is_held:
                    changed[place] = (new, number_format)
        self._put_all(changed)

    def clear(self, area: Area) -> None:
        """Empty the cells of an area; their styles stay."""
        self._put_all(dict.fromkeys(self.filled(area), (None, None)))

    def _put_all(self, changed: _Changed) -> None:
        if not changed:
            return
        _check_targets(self, changed)
        styles, pending, stored = self.book.styles, self.contents, self.stored_contents
        for place, (new, number_format) in changed.items():
            # Of other cells, `changed` has none whose stored content is the same.
            if place in pending and stored.is_same(place, new):
                del pending[place]
            else:
                pending[place] = new
            # A date in a cell with no format of its own gets one, as in Excel.
            if number_format and styles.number_format(style := self.style(place)) == "General":
                self.set_style(place, styles.with_number_format(style, number_format))
        for table in self.tables:
            header = table.shape.header
            if header and inside(header, changed):
                table.sync_headers()

    # Saving

    @property
    def changed(self) -> bool:
        """Whether the part must be written."""
        return bool(
            self._cells_changed
            or self.widths
            or self.heights
            or self.shown
            or (self.is_read and self.worksheet.changed)
        )

    @property
    def _cells_changed(self) -> bool:
        return bool(self.contents or self.styles or self.formula_texts or self.results)

    @property
    def lost_formulas(self) -> bool:
        """Whether a cell that held a formula no longer does."""
        contents = self.contents
        if not contents:
            return False
        new = (contents[c.place] for c in self.formula_cells if c.place in contents)
        return any(not isinstance(content, FormulaText) for content in new)

    def flush(self) -> None:
        """Splice the pending changes into the part."""
        if not self.changed:
            return
        worksheet = copy(self.worksheet)  # saving may yet fail, and be tried again
        rows = self._row_attributes()
        if self._cells_changed:
            changes = CellChanges(
                self.contents, self.styles, self.formula_texts, self.results, rows
            )
            worksheet.grid = spliced(
                worksheet.grid, self.rows, changes, worksheet.prefix, worksheet.column_style
            )
            filled = [place for place, new in self.contents.items() if new is not None]
            if written := [*filled, *self.styles]:
                worksheet.widen_dimension(around_places(written))
        elif rows:
            worksheet.grid = with_row_attributes(worksheet.grid, rows, worksheet.prefix, self.part)
        if self.widths:
            worksheet.set_widths(self.widths)
        self.book.package.put(self.part, worksheet.whole())

    def _row_attributes(self) -> dict[int, dict[str, str | None]]:
        """What changes in the start tags of rows; applications may fit these heights again."""
        rows: dict[int, dict[str, str | None]] = defaultdict(dict)
        for number, height in self.heights.items():
            rows[number] = {
                "ht": None if height is None else shortest(height),
                "customHeight": None,
            }
        for number, shown in self.shown.items():
            rows[number]["hidden"] = None if shown else "1"
        return rows

    def reload(self) -> None:
        """Forget the changes and what was read: the package now holds what was saved."""
        self.forget_changes()
        self.forget()
        for table in self.loaded_tables:
            table.read()


def _check_targets(sheet: PendingSheet, changed: _Changed) -> None:
    """Refuse to write inside merged cells, or into a part of an array formula."""
    around = around_places(changed)
    for area in sheet.merged:
        if area.meets(around):
            _check_merged(sheet, area, changed)
    for area in sheet.rows.arrays:
        if area.meets(around):
            _check_array(sheet, area, changed)


def _check_merged(sheet: PendingSheet, area: Area, changed: _Changed) -> None:
    for place, (new, _) in changed.items():
        if new is not None and area.holds(*place) and place != (area.top, area.left):
            raise Refused(
                f"{sheet.name}!{address(*place)} lies inside the merged cells {area}.",
                "Unmerge them in Excel, or write to the first cell.",
            )


def _check_array(sheet: PendingSheet, area: Area, changed: _Changed) -> None:
    hit = [place for place in changed if area.holds(*place)]
    known = sum(area.holds(*place) for place in changed.keys() | sheet.contents.keys())
    if hit and known < area.height * area.width:
        raise Refused(
            f"{sheet.name}!{address(*hit[0])} is part of the array formula in {area}.",
            "Move the array formula away, or let the whole of it be written.",
        )
