"""The cells of a sheet with the changes that wait for the next save."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from xlengines.shared.refs import Area, Place, among, around_places
from xlengines.shared.values import CellError, Value, date_of, python_value, value_text
from xlengines.xlsx.parts.cells import Content, FormulaText, Result, shown_by, stored
from xlengines.xlsx.parts.grid import style_at
from xlengines.xlsx.parts.reading import cell_value
from xlengines.xlsx.parts.stored_book import StoredBook
from xlengines.xlsx.parts.stored_sheet import StoredSheet
from xlengines.xlsx.parts.workbook import Listed


class PendingSheet(StoredSheet):
    """A sheet that is read through its pending changes."""

    def __init__(self, book: StoredBook, listed: Listed) -> None:
        super().__init__(book, listed)
        self.forget_changes()

    def forget_changes(self) -> None:
        """Drop everything that was to be saved."""
        self.contents: dict[Place, Content] = {}
        self.styles: dict[Place, int] = {}
        self.widths: dict[int, float] = {}
        # Points of rows that were fitted to what they hold; None is the usual height.
        self.heights: dict[int, float | None] = {}
        # Rows that were hidden (False) or shown (True).
        self.shown: dict[int, bool] = {}
        # New texts for formulas whose cells otherwise stay as they are.
        self.formula_texts: dict[Place, str] = {}
        # The results of formulas; None leaves computing one to the program that opens the workbook.
        self.results: dict[Place, Result] = {}
        # Whether a cell was given a link that leads out of the workbook.
        self.linked = False

    # Reading

    def values(self, area: Area) -> list[list[Any]]:
        """The values of an area, row by row."""
        block = self.stored_values.block(area)
        for pending in (self.contents, self.results, self.styles):
            for row, column in inside(area, pending):
                block[row - area.top][column - area.left] = self._pending((row, column))
        return block

    def value(self, place: Place) -> Value | CellError:
        """The value of one cell."""
        if place in self.contents or place in self.styles or place in self.results:
            return self._pending(place)
        return python_value(self.stored_values.at(*place))

    def _pending(self, place: Place) -> Value | CellError:
        if place in self.contents:
            return self._shown(place, self.contents[place])
        if place in self.results:
            return self._shown(place, self.results[place])
        cell, book = self.cell(place), self.book
        if cell is None:
            return None
        return cell_value(cell, book.strings, book.styles, self.styles[place], book.date1904)

    def _shown(self, place: Place, new: Content | CellError) -> Value | CellError:
        if isinstance(new, FormulaText):
            shown = shown_by(new)
            return self.results.get(place) if shown is None else shown
        if isinstance(new, CellError):
            return new
        if isinstance(new, bool) or not isinstance(new, int | float):
            return new
        if self.book.styles.is_date(self.style(place)):
            return date_of(float(new), self.book.date1904) or float(new)
        return float(new)

    def content(self, place: Place) -> Content:
        """What a cell holds, ready to be written elsewhere (errors are lost)."""
        if place in self.contents:
            return self.contents[place]
        formula = self.formula(place)
        if formula is not None:
            return FormulaText(formula)
        cell = self.cell(place)
        held = stored(cell, self.book.strings) if cell else None
        return held[1] if held and held[0] in "nsb" else None

    def formula(self, place: Place) -> str | None:
        """The formula of a cell without its equals sign, if it has one."""
        if place in self.contents:
            new = self.contents[place]
            return new.text if isinstance(new, FormulaText) else None
        cell = self.cell(place)
        return self.stored_formula(cell) if cell else None

    def header_text(self, place: Place) -> str:
        """A header cell as text: numbers as they read, blanks and errors as nothing."""
        value = self.value(place)
        return "" if isinstance(value, CellError) else value_text(value) or ""

    def style(self, place: Place) -> int:
        """The style of a cell, or the one it would take if it were written."""
        if place in self.styles:
            return self.styles[place]
        return style_at(self.rows, place, self.worksheet.column_style)

    def is_filled(self, place: Place) -> bool:
        """Whether a cell holds a value or a formula."""
        if place in self.contents:
            return self.contents[place] is not None
        cell = self.cell(place)
        return cell is not None and not cell.blank

    def filled(self, area: Area) -> list[Place]:
        """The cells of an area that hold something, in reading order."""
        pending = self.contents
        found = [place for place in inside(area, pending) if pending[place] is not None]
        for number in among(range(area.top, area.bottom + 1), self.rows):
            cells = self.rows[number].cells
            columns = among(range(area.left, area.right + 1), cells)
            found += [
                (number, column)
                for column in columns
                if not cells[column].blank and (number, column) not in pending
            ]
        return sorted(found)

    def texts(self, top: int, bottom: int) -> Iterator[tuple[int, int, str]]:
        """The texts in these rows, with their row and column, in no order."""
        for (row, column), new in self.contents.items():
            if top <= row <= bottom and isinstance(new, (str, FormulaText)):
                text = new if isinstance(new, str) else shown_by(new)
                if text is not None:
                    yield row, column, text
        strings = self.book.strings
        for number in among(range(top, bottom + 1), self.rows):
            for column, cell in self.rows[number].cells.items():
                if cell.raw is not None and (number, column) not in self.contents:
                    held = stored(cell, strings)
                    if held and held[0] == "s":
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
        return area.around(new) if area else new

    # Changing

    def put(self, place: Place, new: Content) -> None:
        """Set the content of a cell; putting back what the file holds is no change."""
        if self.stored_contents.is_same(place, new):
            self.contents.pop(place, None)
        else:
            self.contents[place] = new

    def set_style(self, place: Place, style: int) -> None:
        """Give a cell a style."""
        cell = self.cell(place)
        if cell is not None and cell.style == style:
            self.styles.pop(place, None)
        elif cell is not None or self.style(place) != style:
            self.styles[place] = style

    def style_new(self, area: Area, style: int) -> None:
        """Give a style to cells that do not exist yet; an existing one keeps its look."""
        for column in range(area.left, area.right + 1):
            of_column = self.worksheet.column_style(column) or 0
            for number in range(area.top, area.bottom + 1):
                row, place = self.rows.get(number), (number, column)
                if place not in self.styles and not (row and column in row.cells):
                    of_row = row.style if row else None
                    if (of_column if of_row is None else of_row) != style:
                        self.styles[place] = style

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
        height = row.attributes.get("ht") if row else None
        return float(height) if height else None

    def show_row(self, number: int, shown: bool) -> None:
        """Hide a row, or show it; its height stays."""
        if shown == (number not in self.hidden_rows):
            self.shown.pop(number, None)
        else:
            self.shown[number] = shown

    def rows_out_of_sight(self) -> list[int]:
        """The rows that do not show, with the pending changes."""
        hidden = {number for number, shown in self.shown.items() if not shown}
        return sorted(hidden | {n for n in self.hidden_rows if n not in self.shown})


def inside(area: Area, places: Collection[Place]) -> list[Place]:
    """Those of some places that lie in an area."""
    if area.height * area.width < len(places):
        return [place for place in area.places() if place in places]
    return [place for place in places if area.holds(*place)]
