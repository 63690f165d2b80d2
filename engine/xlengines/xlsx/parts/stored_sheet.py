"""A sheet as its part holds it, read when it is first asked for."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, Place
from xlengines.xlsx.package.xml import escaped, is_true, scan

from . import reading
from .grid import Cell, Row, read_grid
from .splicing import moved_formula
from .worksheet import Worksheet, around_cells

if TYPE_CHECKING:
    from xlengines.xlsx.document.document import Document

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
_HIDES = re.compile(rb"<(?:[\w.-]+:)?row\s[^<>]*hidden=[^<>]*>")
_COMPUTED = re.compile(rb"<((?:[\w.-]+:)?)f(?:\s[^<>]*)?(?:/>|>[^<]*</\1f>)<\1v>[^<]")
"""A formula and the value behind it."""


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

    def glance(self) -> bytes:
        """The part without its cells; a sheet that was not read yet is not kept for it."""
        package = self.document.package
        if "worksheet" in self.__dict__ or self.part in package.changed:
            return self.worksheet.frame
        return around_cells(package.archive.pieces(self.part))

    def mentions(self, word: str) -> bool:
        """Whether a word stands anywhere in the part, in whatever case."""
        sought = escaped(word).lower().encode()
        package = self.document.package
        if "worksheet" in self.__dict__ or self.part in package.changed:
            return sought in self.worksheet.whole().lower()
        before = b""
        for piece in package.archive.pieces(self.part):
            if sought in before + piece.lower():
                return True
            before = piece[-len(sought) :].lower()
        return False

    @cached_property
    def rows(self) -> dict[int, Row]:
        """Every row and cell, with the places of their bytes."""
        return read_grid(self.worksheet.grid, self.part)

    @cached_property
    def merged(self) -> list[Area]:
        """The merged cells."""
        return self.worksheet.merged()

    @cached_property
    def stored_values(self) -> reading.Values | reading.ScatteredValues:
        """Every value, by calamine where it can."""
        if self.kind != "worksheet":
            return reading.Values(1, 1, [])
        document, grid = self.document, self.worksheet.grid
        found = None
        scanned = "rows" in self.__dict__
        if not (scanned or reading.has_errors(grid) or reading.is_scattered(grid)):
            found = reading.by_calamine(
                self.worksheet.whole(),
                document.strings_part(),
                document.styles_part(),
                document.date1904,
            )
        return found or reading.values_of_rows(
            self.rows, document.strings, document.styles, document.date1904
        )

    @cached_property
    def hidden_rows(self) -> list[int]:
        """The rows that do not show; their cells are not read for it."""
        if self.kind != "worksheet":
            return []
        tags = [tag.rstrip(b"/>") + b"/>" for tag in _HIDES.findall(self.worksheet.grid)]
        found = scan(b"<rows>" + b"".join(tags) + b"</rows>", ("row",), self.part)
        if all(tag.get("r") for tag in found):
            return [tag.number("r") for tag in found if is_true(tag.get("hidden"))]
        return [n for n, row in self.rows.items() if is_true(row.attributes.get("hidden", ""))]

    def never_computed(self) -> list[Place]:
        """Cells with a formula and no value; a formula may give no text, which is one."""
        if self.kind != "worksheet":
            return []
        grid = self.worksheet.grid
        if len(_FORMULA.findall(grid)) == len(_COMPUTED.findall(grid)):
            return []
        cells = self.formula_cells
        return [(c.row, c.column) for c in cells if not c.raw and c.kind != "str"]

    def cell(self, place: Place) -> Cell | None:
        """A cell as the part holds it."""
        row = self.rows.get(place[0])
        return row.cells.get(place[1]) if row else None

    def stored_formula(self, cell: Cell) -> str | None:
        """The formula of a cell without its equals sign; a shared one as it reads there."""
        if cell.formula is None or cell.formula.text:
            return cell.formula.text if cell.formula else None
        head = self._shared_heads.get(cell.formula.shared)
        if head is None or head.formula is None:
            return None
        return moved_formula(head.formula.text, (head.row, head.column), (cell.row, cell.column))

    @cached_property
    def _shared_heads(self) -> dict[str | None, Cell]:
        cells = self.formula_cells
        return {c.formula.shared: c for c in cells if c.formula and c.formula.text}

    @cached_property
    def formula_cells(self) -> list[Cell]:
        """Every cell with a formula."""
        rows = self.rows.values()
        return [cell for row in rows for cell in row.cells.values() if cell.formula]

    def forget(self) -> None:
        """Forget what was read: the package holds something newer."""
        for name in (
            "worksheet",
            "rows",
            "merged",
            "stored_values",
            "hidden_rows",
            "formula_cells",
            "_shared_heads",
        ):
            self.__dict__.pop(name, None)
