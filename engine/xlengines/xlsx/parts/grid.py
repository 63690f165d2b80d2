"""The cells of a sheet as they stand in its part: rows, cells, and where their bytes are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from xlengines.shared.errors import DAMAGED, Refused
from xlengines.shared.excel_limits import MOST_COLUMNS, MOST_ROWS
from xlengines.shared.refs import Area, Place, address, column_letters, parse_cell
from xlengines.xlsx.package.remembered import remembered
from xlengines.xlsx.package.xml import element_end, parse, parser, tag_end

from .strings import BLANKS, keeps_blanks


@dataclass(slots=True)
class Formula:
    """The `<f>` of a cell: its text, and whether it stands for more cells than its own."""

    text: str
    attributes: dict[str, str]
    start: int
    end: int = 0

    @property
    def spans_cells(self) -> bool:
        """Whether this is the head of an array or a data table, which change as one."""
        return self.attributes.get("t") in ("array", "dataTable") and "ref" in self.attributes

    @property
    def shared(self) -> str | None:
        """The number of the shared formula it belongs to, if any."""
        return self.attributes.get("si") if self.attributes.get("t") == "shared" else None


@dataclass(slots=True)
class Cell:
    """One `<c>`: where it stands, its style, and its raw value."""

    row: int
    column: int
    start: int
    style: int = 0
    # `n` number, `s` shared text, `inlineStr`, `str` a formula's text, `b`, `e` error, `d`.
    kind: str = "n"
    # The text of `<v>`, or of an inline string.
    raw: str | None = None
    formula: Formula | None = None
    end: int = 0

    @property
    def place(self) -> Place:
        """Its row and column."""
        return self.row, self.column

    @property
    def blank(self) -> bool:
        """No value and no formula: only a style, if anything."""
        return self.formula is None and not self.raw


@dataclass(slots=True)
class Row:
    """One `<row>`: its number, style, cells by column, and its bytes."""

    number: int
    start: int
    attributes: dict[str, str]
    cells: dict[int, Cell] = field(default_factory=dict)
    open_end: int = 0
    close: int = 0
    end: int = 0

    @property
    def blank(self) -> bool:
        """Whether it holds no value and no formula."""
        return all(cell.blank for cell in self.cells.values())

    @property
    def style(self) -> int | None:
        """The style that new cells of this row take, if the row has one."""
        if self.attributes.get("customFormat") in ("1", "true"):
            return _number(self.attributes.get("s", "0"))
        return None

    @property
    def fitted_height(self) -> float | str | None:
        """The height that fits the row: None for the usual one, a text where the user set it."""
        if self.attributes.get("customHeight") in ("1", "true"):
            return "custom"
        return float(self.attributes["ht"]) if "ht" in self.attributes else None


# Columns of one and two letters, as every application writes them.
_COLUMNS = {column_letters(number): number for number in range(1, 703)}


class _Reader:
    """One pass of expat over `<sheetData>`, which keeps what splicing needs."""

    def __init__(self, data: bytes, part: str) -> None:
        self.data, self.part = data, part
        self.rows: list[Row] = []
        self.cell: Cell | None = None
        self.row_number = self.column = 0
        self.row_digits = ""
        self.text: list[str] | None = None
        self.phonetic = self.trims = False
        self.parser = made = parser(part)
        made.buffer_size = 65_536
        made.StartElementHandler, made.EndElementHandler = self.start, self.finish
        made.CharacterDataHandler = self.characters
        parse(made, data, part)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "c":
            self.start_cell(attributes)
        elif local == "v" or local == "t":
            self.text = [] if not self.phonetic else None
            self.trims = local == "t" and not keeps_blanks(attributes)
        elif local == "f" and self.cell:
            self.text = []
            self.cell.formula = Formula("", attributes, self.parser.CurrentByteIndex)
        elif local == "row":
            self.start_row(attributes)
        elif local == "rPh":
            self.phonetic = True

    def start_row(self, attributes: dict[str, str]) -> None:
        number = _number(attributes.get("r", str(self.row_number + 1)))
        if not self.row_number < number <= MOST_ROWS:
            raise self.damaged(f"its rows are out of order near row {number}")
        self.row_number, self.column, self.row_digits = number, 0, str(number)
        self.rows.append(Row(number, self.parser.CurrentByteIndex, attributes))

    def start_cell(self, attributes: dict[str, str]) -> None:
        if not self.rows:
            raise self.damaged("it has a cell outside any row")
        column = self.column_of(attributes)
        if not self.column < column <= MOST_COLUMNS:
            where = address(self.row_number, column)
            raise self.damaged(f"its cells are out of order near {where}")
        self.column = column
        self.cell = Cell(
            self.row_number,
            column,
            self.parser.CurrentByteIndex,
            _number(attributes.get("s", "0")),
            attributes.get("t", "n"),
        )
        self.rows[-1].cells[column] = self.cell

    def column_of(self, attributes: dict[str, str]) -> int:
        place = attributes.get("r")
        if place is None:
            return self.column + 1
        letters = place.removesuffix(self.row_digits)
        if letters in _COLUMNS:  # nearly always; what is written otherwise is looked at below
            return _COLUMNS[letters]
        try:
            row, column = parse_cell(place)
        except ValueError:
            raise self.damaged(f"it has a cell at {place!r}") from None
        if row != self.row_number:
            raise self.damaged(f"cell {place} stands in row {self.row_number}")
        return column

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def finish(self, name: str) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "c" and self.cell:
            self.cell.end = self.ending(self.cell.start)
            self.cell = None
        elif local == "v" or local == "t":
            self.finish_value()
        elif local == "f" and self.cell and self.cell.formula:
            self.cell.formula.text = "".join(self.text or ())
            self.cell.formula.end = self.ending(self.cell.formula.start)
            self.text = None
        elif local == "row":
            self.finish_row(self.rows[-1])
        elif local == "rPh":
            self.phonetic = False

    def finish_value(self) -> None:
        if self.cell and self.text is not None:
            text = "".join(self.text)
            self.cell.raw = (self.cell.raw or "") + (text.strip(BLANKS) if self.trims else text)
        self.text = None

    def finish_row(self, row: Row) -> None:
        row.open_end = tag_end(self.data, row.start)
        at = self.parser.CurrentByteIndex
        row.close, row.end = element_end(self.data, row.open_end, at)

    def ending(self, start: int) -> int:
        """Just after the element that began at `start` and ends now."""
        at = self.parser.CurrentByteIndex
        if self.data[at - 2 : at] != b"/>":  # what closes itself ends so, and few others do
            return self.data.index(b">", at) + 1
        return element_end(self.data, tag_end(self.data, start), at)[1]

    def damaged(self, why: str) -> Refused:
        return Refused(f"The part {self.part} of this workbook is damaged: {why}.", DAMAGED)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refused(f"A cell of this workbook has a broken number ({text!r}).", DAMAGED) from None


def style_at(
    rows: Mapping[int, Row], place: Place, column_style: Callable[[int], int | None]
) -> int:
    """The style of a cell; for a new one, that of its row or column."""
    row = rows.get(place[0])
    cell = row.cells.get(place[1]) if row else None
    if cell is not None:
        return cell.style
    own = row.style if row else None
    return own if own is not None else column_style(place[1]) or 0


class Rows(dict[int, Row]):
    """The rows of a `<sheetData>` element, by number, in their order."""

    @cached_property
    def formula_cells(self) -> list[Cell]:
        """Every cell with a formula."""
        cells = (cell for row in self.values() for cell in row.cells.values())
        return [cell for cell in cells if cell.formula]

    @cached_property
    def arrays(self) -> list[Area]:
        """The cells of each array formula and data table."""
        formulas = (cell.formula for cell in self.formula_cells)
        return [Area.parse(f.attributes["ref"]) for f in formulas if f and f.spans_cells]


@remembered(50)
def read_grid(data: bytes, part: str) -> Rows:
    """The rows of a `<sheetData>` element."""
    return Rows({row.number: row for row in _Reader(data, part).rows})
