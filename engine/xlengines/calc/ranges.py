"""Ranges, as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlengines.shared import ranges
from xlengines.shared.refs import Area, Place
from xlengines.xlsx.parts.named_styles import Look

from .drawings import stretched
from .new_styles import BOLD, NORMAL, make_style
from .notation import Notation
from .number_formats import digit_width
from .protection import check_unlocked
from .refusals import Plainly
from .values import FILLED, area_of, areas_of, cells_of, read, write

# Of a column, in digits: 5 pixels to the 7 of a digit in Excel's usual font.
_PADDING = 5 / 7


class Range(ranges.Range):
    """A rectangle of cells of a sheet."""

    @property
    def api(self) -> Any:
        """The cell range, as UNO gives it."""
        with Plainly():
            return cells_of(self.sheet.sheet, self.area)

    # Values

    @property
    def raw_value(self) -> Any:
        with Plainly():
            return read(self.api, self.sheet.book.formats)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = self.block(data)
        area = self.covered(rows)
        with self.changing(area):
            book = self.sheet.book
            write(book.document, self.sheet.sheet, area, rows, book.formats)

    def changing(self, area: Area | None = None) -> Plainly:
        """A context in which cells are changed, refused where they may not be."""
        changed = Plainly(self.sheet, area or self.area)
        with changed:
            check_unlocked(self.sheet, area or self.area)
        return changed

    @property
    def formula(self) -> Any:
        """Formulas in Excel's notation; one that names a table stays in LibreOffice's own."""
        notation, cells = self.sheet.book.notation, self.api
        rows = tuple(
            tuple(_formula(notation, cells, i, j, text) for j, text in enumerate(row))
            for i, row in enumerate(cells.FormulaArray)
        )
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        rows = self.block(data)
        area = self.covered(rows)
        with self.changing(area):
            cells = cells_of(self.sheet.sheet, area)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    cell = cells.getCellByPosition(j, i)
                    _set_formula(cell, value, self.sheet.book.notation)

    formula2 = formula

    def clear_contents(self) -> None:
        with self.changing():
            self.api.clearContents(FILLED)

    # Other ranges

    def filled(self) -> Callable[[Place], bool]:
        """A test of whether a cell of the sheet is filled."""
        filled = areas_of(self.sheet.sheet.queryContentCells(FILLED))
        return lambda place: any(area.holds(*place) for area in filled)

    @property
    def current_region(self) -> Any:
        cursor = self.sheet.sheet.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return self.sheet.range_of(area_of(cursor.RangeAddress))

    @property
    def merge_cells(self) -> bool:
        return bool(self.api.getIsMerged())

    @property
    def merge_area(self) -> Any:
        cursor = self.sheet.sheet.createCursorByRange(self.api)
        cursor.collapseToMergedArea()
        return self.sheet.range_of(area_of(cursor.RangeAddress))

    @property
    def hidden_rows(self) -> list[int]:
        """Rows that the user or a filter has hidden; not part of xlwings."""
        visible = areas_of(self.api.queryVisibleCells())
        shown = {row for area in visible for row in range(area.top, area.bottom + 1)}
        return [row for row in range(self.area.top, self.area.bottom + 1) if row not in shown]

    def show_rows(self, shown: bool) -> None:
        """Show or hide its rows; not part of xlwings."""
        with self.changing():
            rows = self.api
            stretched(self.sheet.sheet, rows, lambda: setattr(rows.Rows, "IsVisible", shown))

    # Formats

    @property
    def number_format(self) -> Any:
        """The format in Excel's spelling; None where the cells differ, as in Excel."""
        keys = {alike.NumberFormat for alike in self.api.getCellFormatRanges()}
        return self.sheet.book.formats.code(keys.pop()) if len(keys) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        with self.changing():
            self.api.NumberFormat = self.sheet.book.formats.key(value)

    @property
    def wrap_text(self) -> bool:
        return bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        with self.changing():
            self.api.IsTextWrapped = bool(value)

    def is_bold(self) -> bool:
        """Whether its cells are bold; LibreOffice answers for the first where they differ."""
        return self.api.CharWeight >= BOLD

    def set_bold(self, bold: bool) -> None:
        """Make its cells bold or not."""
        with self.changing():
            self.api.CharWeight = BOLD if bold else NORMAL

    def give_style(self, name: str, look: Look) -> None:
        """Let cells follow the cell style of this name; not part of xlwings.

        `look` is used to make the style where the document has none of that name.
        """
        with self.changing():
            self.api.CellStyle = make_style(self.sheet.book.document, name, look)

    @property
    def column_width(self) -> float | None:
        """In digits of the usual font, as Excel counts; None where the columns differ."""
        widths = {column.Width for column in self.api.Columns}
        digit = digit_width(self.sheet.book.document)
        return max(0.0, widths.pop() / digit - _PADDING) if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = round((value + _PADDING) * digit_width(self.sheet.book.document))

    def autofit(self, axis: str | None = None) -> None:
        if axis not in ("r", "rows"):
            self.api.Columns.OptimalWidth = True
        if axis not in ("c", "columns"):
            self.api.Rows.OptimalHeight = True

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None:
        """Link the cell; `#Sheet!A1` leads to a cell of this document. There are no tips."""
        with self.changing():
            field = self.sheet.book.document.createInstance("com.sun.star.text.TextField.URL")
            field.URL, field.Representation = address, text_to_display or address
            cell = self.api.getCellByPosition(0, 0)
            cell.setString("")
            cell.insertTextContent(cell.createTextCursor(), field, False)

    def select(self) -> None:
        self.sheet.book.document.CurrentController.select(self.api)


def _formula(notation: Notation, cells: Any, row: int, column: int, text: str) -> str:
    if not text.startswith("=") or "[" in text:
        return text
    cell = cells.getCellByPosition(column, row)
    if not (tokens := cell.getTokens()):  # text that begins like a formula
        return text
    return "=" + notation.text(tokens, cell.CellAddress)


def _set_formula(cell: Any, value: Any, notation: Notation) -> None:
    if value is None:
        cell.setString("")
    elif not isinstance(value, str):
        cell.setValue(float(value))
    elif not value.startswith("=") or len(value) == 1:
        cell.setString(value.removeprefix("'"))
    elif "[" in value:
        cell.setFormula(value.replace(",", ";"))
    else:
        cell.setTokens(notation.tokens(value, cell.CellAddress))
