"""A sheet as its part holds it, read when it is first asked for."""

from __future__ import annotations

import re
from typing import Any

from xlengines.shared.errors import Refused
from xlengines.shared.refs import Area, Place
from xlengines.xlsx.package.archive import Archive
from xlengines.xlsx.package.remembered import remembered
from xlengines.xlsx.package.xml import escaped, is_true, scan

from . import reading
from .cells import Content, plain_content, same
from .grid import Cell, Rows, read_grid
from .splicing import moved_formula
from .stored_book import StoredBook
from .workbook import Listed
from .worksheet import Worksheet, around_cells, worksheet_of

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
# Bytes of a start tag up to its first attribute, prefix included, are never more than this.
_LONGEST_TAG = 100
_HIDES = re.compile(rb"<(?:[\w.-]+:)?row\s[^<>]*hidden=[^<>]*>")
# A formula and the value behind it.
_COMPUTED = re.compile(rb"<((?:[\w.-]+:)?)f(?:\s[^<>]*)?(?:/>|>[^<]*</\1f>)<\1v>[^<]")


class StoredSheet:
    """What the file holds of a sheet, without the changes that wait for a save."""

    def __init__(self, book: StoredBook, listed: Listed) -> None:
        self.book = book
        self.name, self.part, self.kind, self.state = listed
        self.forget()

    def forget(self) -> None:
        """Forget what was read; it is read anew when it is asked for."""
        self._worksheet: Worksheet | None = None
        self.forget_cells()

    def forget_cells(self) -> None:
        """Forget the cells that were read from the part, but not the part."""
        self._rows: Rows | None = None
        self._values: reading.Values | reading.ScatteredValues | None = None
        self._hidden_rows: set[int] | None = None
        self._heads: dict[str, Cell] | None = None
        self.stored_contents = _StoredContents(self)

    @property
    def is_read(self) -> bool:
        """Whether the part was unpacked and is held in memory."""
        return self._worksheet is not None

    @property
    def worksheet(self) -> Worksheet:
        """The part, cut into frame and cells."""
        if self._worksheet is None:
            if self.kind != "worksheet":
                raise Refused(
                    f"{self.name} is a chart sheet: it has no cells.", "Choose another one."
                )
            self._worksheet = worksheet_of(self.book.package.read(self.part), self.part)
        return self._worksheet

    def glance(self) -> bytes:
        """The part without its cells; a sheet that was not read yet is not kept in memory."""
        if self._is_at_hand:
            return self.worksheet.frame
        return _around_cells(self.book.package.archive, self.part)

    def mentions(self, word: str) -> bool:
        """Whether a word stands anywhere in the part, in any case."""
        sought = escaped(word).lower().encode()
        if self._is_at_hand:
            return sought in self.worksheet.whole().lower()
        before = b""
        for piece in self.book.package.archive.pieces(self.part):
            if sought in before + piece.lower():
                return True
            before = piece[-len(sought) :].lower()
        return False

    @property
    def _is_at_hand(self) -> bool:
        return self.is_read or self.part in self.book.package.changed

    @property
    def rows(self) -> Rows:
        """Every row and cell, with the places of their bytes."""
        if self._rows is None:
            self._rows = read_grid(self.worksheet.grid, self.part)
        return self._rows

    @property
    def merged(self) -> list[Area]:
        """The merged cells."""
        return self.worksheet.merged()

    @property
    def stored_values(self) -> reading.Values | reading.ScatteredValues:
        """Every value; those of a large sheet are read by calamine if it can."""
        if self._values is None and self.kind != "worksheet":
            self._values = reading.Values(1, 1, [])
        if self._values is None:
            book, grid = self.book, self.worksheet.grid
            shared = (book.strings_part(), book.styles_part(), book.date1904)
            if self._rows is None and reading.is_for_calamine(grid):
                self._values = reading.by_calamine(self.worksheet.whole(), *shared)
            self._values = self._values or reading.scanned_values(
                reading.Scanned(grid, *shared, self.rows, book.strings, book.styles)
            )
        return self._values

    @property
    def hidden_rows(self) -> set[int]:
        """The rows that do not show.

        They are read from the start tags of rows; only rows without a number take a scan of cells.
        """
        if self._hidden_rows is None:
            grid = self.worksheet.grid if self.kind == "worksheet" else b""
            tags = [tag.rstrip(b"/>") + b"/>" for tag in _HIDES.findall(grid)]
            found = scan(b"<rows>" + b"".join(tags) + b"</rows>", ("row",), self.part)
            rows = [(tag.number("r"), tag.attributes) for tag in found]
            if not all(number for number, _ in rows):
                rows = [(number, row.attributes) for number, row in self.rows.items()]
            self._hidden_rows = {n for n, each in rows if is_true(each.get("hidden", ""))}
        return self._hidden_rows

    def never_computed(self) -> list[Place]:
        """Cells with a formula and no value; an empty text is a value too."""
        if self.kind != "worksheet":
            return []
        grid = self.worksheet.grid
        if len(_FORMULA.findall(grid)) == len(_COMPUTED.findall(grid)):
            return []
        return [cell.place for cell in self.formula_cells if not cell.raw and cell.kind != "str"]

    def has_formulas(self) -> bool:
        """Whether a cell may hold a formula; a sheet is not kept in memory for that."""
        if self._is_at_hand:
            return bool(_FORMULA.search(self.worksheet.grid))
        return _has_formulas(self.book.package.archive, self.part)

    def cell(self, place: Place) -> Cell | None:
        """A cell as the part holds it."""
        row = self.rows.get(place[0])
        return row.cells.get(place[1]) if row else None

    @property
    def formula_cells(self) -> list[Cell]:
        """Every cell with a formula."""
        return self.rows.formula_cells

    def stored_formula(self, cell: Cell) -> str | None:
        """The formula of a cell without its equals sign; a shared one as it reads there."""
        if cell.formula is None or cell.formula.text:
            return cell.formula.text if cell.formula else None
        head = self.formula_head(cell)
        if head.formula is None or not head.formula.text:
            return None
        return moved_formula(head.formula.text, head.place, cell.place)

    def formula_head(self, cell: Cell) -> Cell:
        """The cell that holds the text of a shared formula; otherwise the cell itself."""
        if cell.formula is None or cell.formula.text or cell.formula.shared is None:
            return cell
        return self._shared_heads().get(cell.formula.shared, cell)

    def _shared_heads(self) -> dict[str, Cell]:
        """The cells that hold the text of a shared formula, by its number."""
        if self._heads is None:
            shared = ((cell, cell.formula) for cell in self.formula_cells)
            self._heads = {f.shared: cell for cell, f in shared if f and f.text and f.shared}
        return self._heads


@remembered(50)
def _around_cells(archive: Archive, part: str) -> bytes:
    return around_cells(archive.pieces(part))


@remembered(50)
def _has_formulas(archive: Archive, part: str) -> bool:
    before = b""
    for piece in archive.pieces(part):
        if _FORMULA.search(before + piece):
            return True
        before = piece[-_LONGEST_TAG:]
    return False


class _StoredContents(dict[Place, Any]):
    """The contents of cells as they could be written, each read from its cell once."""

    def __init__(self, sheet: StoredSheet) -> None:
        self._sheet = sheet

    def __missing__(self, place: Place) -> Any:
        cell = self._sheet.cell(place)
        found = self[place] = plain_content(cell, self._sheet.book.strings)
        return found

    def is_same(self, place: Place, new: Content) -> bool:
        """Whether a cell already holds this content, so that writing it changes nothing."""
        old = self[place]
        if type(old) is type(new):
            return old == new
        if old is None or new is None:
            return False
        return same(self._sheet.cell(place), new, self._sheet.book.strings)
