"""A sheet with its pending changes: read through them, write into them, spliced on saving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlengines.shared.refs import Area, Place, address, around_places
from xlengines.xlsx.parts import reading
from xlengines.xlsx.parts.cells import (
    CellError,
    Content,
    FormulaText,
    Value,
    content,
    date_of,
    same,
    shown_by,
    stored,
)
from xlengines.xlsx.parts.splicing import CellChanges, fitted, hidden, spliced
from xlengines.xlsx.parts.stored_sheet import StoredSheet

from .tables import Table
from .write_targets import Changed, check_targets

if TYPE_CHECKING:
    from .document import Document


class Sheet(StoredSheet):
    """One sheet of a workbook."""

    def __init__(self, document: Document, name: str, part: str, kind: str, state: str) -> None:
        super().__init__(document, name, part, kind, state)
        self._forget_changes()

    def _forget_changes(self) -> None:
        self.contents: dict[Place, Content] = {}
        self.styles: dict[Place, int] = {}
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float | None] = {}
        """Of rows that were fitted to what they hold, in points; None is the usual height."""
        self.shown: dict[int, bool] = {}
        """Rows that were hidden, or came into sight."""
        self.formula_texts: dict[Place, str] = {}
        self.frame_changed = self.linked = False
        """Whether the part was changed outside its cells and widths; whether a link was added."""

    @cached_property
    def tables(self) -> list[Table]:
        """The tables of this sheet, in the order of their parts."""
        parts = self.document.package.targets(self.part, "table")
        return [Table(self, part) for part in parts]

    # What it holds with the pending changes

    def values(self, area: Area) -> list[list[Any]]:
        """The values of an area, row by row."""
        block = self.stored_values.block(area)
        for row, column in self.contents.keys() | self.styles.keys():
            if area.holds(row, column):
                block[row - area.top][column - area.left] = self._pending((row, column))
        return block

    def value(self, place: Place) -> Value | CellError:
        """The value of one cell."""
        if place in self.contents or place in self.styles:
            return self._pending(place)
        return reading.python_value(self.stored_values.at(*place))

    def _pending(self, place: Place) -> Value | CellError:
        if place in self.contents:
            return self._shown(place, self.contents[place])
        return self._restyled(place)

    def _shown(self, place: Place, new: Content) -> Value:
        if isinstance(new, FormulaText):
            return shown_by(new)
        if isinstance(new, bool) or not isinstance(new, int | float):
            return new
        if self.document.styles.is_date(self.style(place)):
            return date_of(float(new), self.document.date1904) or float(new)
        return float(new)

    def _restyled(self, place: Place) -> Value | CellError:
        cell, document = self.cell(place), self.document
        if cell is None:
            return None
        style = self.styles[place]
        return reading.cell_value(cell, document.strings, document.styles, style, document.date1904)

    def content(self, place: Place) -> Content:
        """What a cell holds, ready to be written elsewhere (errors are lost)."""
        if place in self.contents:
            return self.contents[place]
        formula = self.formula(place)
        if formula is not None:
            return FormulaText(formula)
        cell = self.cell(place)
        held = stored(cell, self.document.strings) if cell else None
        return held[1] if held and held[0] in "nsb" else None

    def formula(self, place: Place) -> str | None:
        """The formula of a cell without its equals sign, if it has one."""
        if place in self.contents:
            new = self.contents[place]
            return new.text if isinstance(new, FormulaText) else None
        cell = self.cell(place)
        if cell is None or cell.formula is None:
            return None
        return self.stored_formula(cell)

    def header_text(self, place: Place) -> str:
        """A header cell as text: numbers as they read, blanks as nothing."""
        value = self.value(place)
        if value is None or isinstance(value, CellError):
            return ""
        if isinstance(value, bool):
            return str(value).upper()
        return f"{value:.15g}" if isinstance(value, float) else str(value)

    def style(self, place: Place) -> int:
        """The style of a cell, or the one it would take if it were written."""
        if place in self.styles:
            return self.styles[place]
        row = self.rows.get(place[0])
        cell = row.cells.get(place[1]) if row else None
        if cell is not None:
            return cell.style
        own = row.style if row else None
        return own if own is not None else self.worksheet.column_style(place[1]) or 0

    def is_filled(self, place: Place) -> bool:
        """Whether a cell holds a value or a formula."""
        if place in self.contents:
            return self.contents[place] is not None
        cell = self.cell(place)
        return cell is not None and not cell.blank

    def filled(self, area: Area) -> Iterator[Place]:
        """The cells of an area that hold something, in reading order."""
        for place in sorted(self._candidates(area)):
            if self.is_filled(place):
                yield place

    def _candidates(self, area: Area) -> set[Place]:
        found = {place for place in self.contents if area.holds(*place)}
        for number, row in self.rows.items():
            if area.top <= number <= area.bottom:
                found.update((number, c) for c in row.cells if area.left <= c <= area.right)
        return found

    def texts(self, top: int, bottom: int) -> Iterator[tuple[int, int, str]]:
        """The texts in these rows, with their row and column, in no order."""
        for (row, column), new in self.contents.items():
            text = shown_by(new) if isinstance(new, FormulaText) else new
            if top <= row <= bottom and isinstance(text, str):
                yield row, column, text
        for number in (n for n in self.rows if top <= n <= bottom):
            for column, cell in self.rows[number].cells.items():
                held = stored(cell, self.document.strings)
                if held and held[0] == "s" and (number, column) not in self.contents:
                    yield number, column, held[1]

    def last_row(self) -> int:
        """The last row that holds anything, or did before the pending changes."""
        filled = (n for n, row in reversed(self.rows.items()) if not row.blank)
        new = (row for (row, _), new in self.contents.items() if new is not None)
        return max(next(filled, 0), max(new, default=0))

    def used(self) -> Area | None:
        """The rectangle around all that is filled."""
        area = self.stored_values.area()
        filled = [place for place, new in self.contents.items() if new is not None]
        if not filled:
            return area
        new = around_places(filled)
        return new if area is None else _around(area, new)

    # Writing

    def write(self, top: int, left: int, rows: Sequence[Sequence[object]]) -> None:
        """Write a block of values; what is there already is no change.

        Raises:
            Refused: a cell cannot be written, or cannot hold the value. Nothing is written then.
        """
        document = self.document
        changed: dict[Place, tuple[Content, str | None]] = {}
        for row, values in enumerate(rows, top):
            for column, value in enumerate(values, left):
                place = (row, column)
                if isinstance(value, FormulaText):
                    new, shown_as = value, None
                else:
                    where = f"{self.name}!{address(*place)}"
                    new, shown_as = content(value, document.date1904, where)
                if new != self._held(place, new):
                    changed[place] = (new, shown_as)
        if changed:
            check_targets(self, changed)
            for place, (new, shown_as) in changed.items():
                self.put(place, new)
                if shown_as:
                    self._show_date(place, shown_as)
            self._tell_tables(changed)

    def _held(self, place: Place, new: Content) -> object:
        """`new` itself where the cell holds it already, else something that differs from it."""
        if place in self.contents:
            old = self.contents[place]
            return new if type(old) is type(new) and old == new else _OTHER
        return new if same(self.cell(place), new, self.document.strings) else _OTHER

    def put(self, place: Place, new: Content) -> None:
        """Set the content of a cell; putting back what the file holds is no change."""
        if same(self.cell(place), new, self.document.strings):
            self.contents.pop(place, None)
        else:
            self.contents[place] = new

    def _show_date(self, place: Place, shown_as: str) -> None:
        """A date in a cell with no format of its own gets one, as in Excel."""
        styles = self.document.styles
        style = self.style(place)
        if styles.number_format(style) == "General":
            self.set_style(place, styles.with_number_format(style, shown_as))

    def set_style(self, place: Place, style: int) -> None:
        """Give a cell a style."""
        cell = self.cell(place)
        if cell is not None and cell.style == style:
            self.styles.pop(place, None)
        elif cell is not None or self.style(place) != style:
            self.styles[place] = style

    def style_new(self, place: Place, style: int) -> None:
        """Give a style to a cell that does not exist yet; an existing one keeps its look."""
        if self.cell(place) is None and place not in self.styles:
            self.set_style(place, style)

    def _tell_tables(self, changed: Changed) -> None:
        for table in self.tables:
            header = table.header
            if header and any(header.holds(*place) for place in changed):
                table.sync_headers()

    def clear(self, area: Area) -> None:
        """Empty the cells of an area; their styles stay."""
        places = [p for p in self._candidates(area) if self.is_filled(p)]
        changed: dict[Place, tuple[Content, str | None]] = dict.fromkeys(places, (None, None))
        if changed:
            check_targets(self, changed)
            for place in changed:
                self.put(place, None)
            self._tell_tables(changed)

    def fit_row(self, number: int, height: float | None) -> None:
        """Give a row a height that follows from what it holds; None is the usual one."""
        row = self.rows.get(number)
        if row.fitted_height != height if row else height is not None:
            self.heights[number] = height
        else:
            self.heights.pop(number, None)

    def row_height(self, number: int) -> float | None:
        """The height of a row in points, with the pending changes; None for the usual one."""
        if number in self.heights:
            return self.heights[number]
        row = self.rows.get(number)
        told = row.attributes.get("ht") if row else None
        return float(told) if told else None

    def show_row(self, number: int, shown: bool) -> None:
        """Hide a row, or show it; its height stays."""
        if shown == (number not in self.hidden_rows):
            self.shown.pop(number, None)
        else:
            self.shown[number] = shown

    def rows_out_of_sight(self) -> list[int]:
        """The rows that do not show, with the pending changes."""
        gone = {number for number, shown in self.shown.items() if not shown}
        return sorted(gone | {n for n in self.hidden_rows if n not in self.shown})

    # Saving

    @property
    def cells_changed(self) -> bool:
        """Whether any cell will be written."""
        return bool(self.contents or self.styles or self.formula_texts)

    @property
    def looks_changed(self) -> bool:
        """Whether rows or columns get another size, or are hidden or shown."""
        return bool(self.widths or self.heights or self.shown)

    @property
    def lost_formulas(self) -> bool:
        """Whether a cell that held a formula holds one no more."""
        if not self.contents:
            return False
        places = ((cell.row, cell.column) for cell in self.formula_cells)
        return any(
            place in self.contents and not isinstance(self.contents[place], FormulaText)
            for place in places
        )

    def flush(self) -> None:
        """Splice the pending changes into the part."""
        if not (self.cells_changed or self.looks_changed or self.frame_changed):
            return
        worksheet = copy(self.worksheet)  # saving may yet fail, and be tried again
        if self.cells_changed:
            changes = CellChanges(self.contents, self.styles, self.formula_texts)
            worksheet.grid = spliced(
                worksheet.grid, self.rows, changes, worksheet.prefix, worksheet.column_style
            )
            if area := self._written():
                worksheet.widen_dimension(area)
        if self.heights:
            worksheet.grid = fitted(worksheet.grid, self.heights, self.part)
        if self.shown:
            worksheet.grid = hidden(worksheet.grid, self.shown, worksheet.prefix, self.part)
        if self.widths:
            worksheet.set_widths(self.widths)
        self.document.package.put(self.part, worksheet.whole())

    def _written(self) -> Area | None:
        places = [p for p, new in self.contents.items() if new is not None] + list(self.styles)
        return around_places(places) if places else None

    def reload(self) -> None:
        """Forget the changes and what was read: the package now holds what was saved."""
        self._forget_changes()
        self.forget()
        for table in self.__dict__.get("tables", ()):
            table.read()


_OTHER = object()


def _around(one: Area, two: Area) -> Area:
    return Area(
        min(one.top, two.top),
        min(one.left, two.left),
        max(one.bottom, two.bottom),
        max(one.right, two.right),
    )
