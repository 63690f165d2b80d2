"""A sheet as its part holds it, read when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from . import reading
from .errors import Refused
from .grid import Cell, Row, read_grid
from .refs import Area
from .splicing import Place, moved_formula
from .worksheet import Worksheet

if TYPE_CHECKING:
    from .document import Document


class StoredSheet:
    """What is in the file, whatever was changed since."""

    def __init__(self, document: Document, name: str, part: str, kind: str, state: str) -> None:
        self.document = document
        self.name, self.part, self.kind, self.state = name, part, kind, state

    @cached_property
    def worksheet(self) -> Worksheet:
        """The part, cut into frame and cells."""
        if self.kind != "worksheet":
            raise Refused(f"{self.name} is a chart sheet: it has no cells.", "Choose another one.")
        return Worksheet(self.document.package.read(self.part), self.part)

    @cached_property
    def rows(self) -> dict[int, Row]:
        """Every row and cell, with the places of their bytes."""
        return read_grid(self.worksheet.grid, self.part)

    @cached_property
    def merged(self) -> list[Area]:
        """The merged cells."""
        return self.worksheet.merged()

    @cached_property
    def stored_values(self) -> reading.Values:
        """Every value, by calamine where it can."""
        if self.kind != "worksheet":
            return reading.Values(1, 1, [])
        document, grid = self.document, self.worksheet.grid
        found = None
        if "rows" not in self.__dict__ and not reading.has_errors(grid):
            reading.check_extent(grid, self.name)
            found = reading.by_calamine(
                self.worksheet.whole(),
                document.strings_part(),
                document.styles_part(),
                document.date1904,
            )
        return found or reading.values_of_rows(
            self.rows, document.strings, document.styles, document.date1904, self.name
        )

    def cell(self, place: Place) -> Cell | None:
        """A cell as the part holds it."""
        row = self.rows.get(place[0])
        return row.cells.get(place[1]) if row else None

    def stored_formula(self, cell: Cell) -> str | None:
        """The formula of a cell without its equals sign; a shared one as it reads there."""
        if cell.formula is None or cell.formula.text:
            return cell.formula.text if cell.formula else None
        number = cell.formula.shared
        for other in self.formula_cells:
            formula = other.formula
            if formula and formula.shared == number and formula.text:
                origin, target = (other.row, other.column), (cell.row, cell.column)
                return moved_formula(formula.text, origin, target)
        return None

    @cached_property
    def formula_cells(self) -> list[Cell]:
        """Every cell with a formula."""
        rows = self.rows.values()
        return [cell for row in rows for cell in row.cells.values() if cell.formula]

    def forget(self) -> None:
        """Forget what was read: the package holds something newer."""
        for name in ("worksheet", "rows", "merged", "stored_values", "formula_cells"):
            self.__dict__.pop(name, None)
