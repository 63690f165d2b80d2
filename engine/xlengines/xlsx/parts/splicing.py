"""Changed cells and rows put into `<sheetData>`; every byte between them is passed through."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from xlengines.shared.refs import Place, address, around_places
from xlengines.xlsx.package.xml import (
    Splice,
    escaped,
    open_tag,
    scan_cell,
    tag_end,
    with_attributes,
)

from .cells import Content, Result, spelled, spelled_result
from .grid import Cell, Row, Rows, read_grid

# New values of attributes; None takes one away.
Attributes = Mapping[str, str | None]

_SPANS = re.compile(r"(\d+):(\d+)\Z")


@dataclass
class CellChanges:
    """What is to change in a sheet: contents and styles, by row and column.

    `formula_texts` has new texts for formulas whose cells otherwise stay as they are. `results` has
    the current results of formulas, including new ones; None if a result is not known. `rows` has
    attributes to set, or (None) to take away, in the start tags of rows.
    """

    contents: Mapping[Place, Content]
    styles: Mapping[Place, int]
    formula_texts: Mapping[Place, str] = field(default_factory=dict)
    results: Mapping[Place, Result] = field(default_factory=dict)
    rows: Mapping[int, Attributes] = field(default_factory=dict)

    def by_row(self) -> dict[int, list[int]]:
        """The columns to be written, in order, by row."""
        rows: dict[int, list[int]] = defaultdict(list)
        # Without a set, because places are nearly in order already.
        for row, column in sorted(dict.fromkeys((*self.contents, *self.styles))):
            rows[row].append(column)
        return rows


def spliced(
    grid: bytes,
    rows: Rows,
    changes: CellChanges,
    prefix: str,
    column_style: Callable[[int], int | None],
) -> bytes:
    """`<sheetData>` with the changes in it."""
    return _Splicer(grid, rows, changes, prefix, column_style).result()


@dataclass
class _Splicer:
    grid: bytes
    rows: Rows
    changes: CellChanges
    prefix: str
    column_style: Callable[[int], int | None]

    def __post_init__(self) -> None:
        self.splice = Splice(self.grid)
        # The rows whose start tags were changed.
        self.opened: set[int] = set()

    def result(self) -> bytes:
        new_rows: dict[int, bytes] = {}
        for number, columns in self.changes.by_row().items():
            row = self.rows.get(number)
            if row is not None:
                self.change_row(row, columns)
            elif cells := b"".join(self.new_cells(number, columns, None)):
                new_rows[number] = cells
        self.keep_shared_formulas()
        self.reword_formulas()
        self.change_results()
        for number in self.changes.rows.keys() & self.rows.keys() - self.opened:
            row = self.rows[number]
            self.splice.replace(row.start, row.open_end, self.row_tag(row))
        missing = {
            number: b""
            for number, attributes in self.changes.rows.items()
            if number not in self.rows and any(attributes.values())
        }
        _insert_rows(
            self.splice, self.rows, {**missing, **new_rows}, self.prefix, self.changes.rows
        )
        return self.splice.result()

    def row_tag(self, row: Row) -> bytes:
        """The start tag of a row with its new attributes."""
        tag = self.grid[row.start : row.open_end]
        attributes = self.changes.rows.get(row.number)
        return with_attributes(tag, attributes) if attributes else tag

    def new_cells(self, number: int, columns: Iterable[int], row_style: int | None) -> list[bytes]:
        """Cells that were not there, in a row with this style."""
        changes, found = self.changes, []
        for column in columns:
            place = number, column
            style = changes.styles.get(place)
            if style is None:
                style = row_style if row_style is not None else self.column_style(column) or 0
            new, result = changes.contents.get(place), changes.results.get(place)
            found.append(spelled(place, style, new, self.prefix, result))
        return found

    def change_cell(self, cell: Cell) -> None:
        """Replace a cell; where its style alone changes, the rest of its bytes stays."""
        place, changes = (cell.row, cell.column), self.changes
        style = changes.styles.get(place, cell.style) if changes.styles else cell.style
        if place in changes.contents:
            result = changes.results.get(place) if changes.results else None
            new = spelled(place, style, changes.contents[place], self.prefix, result)
            self.splice.edits.append((cell.start, cell.end, new))
            return
        attributes = {"s": str(style) if style else None}
        if place in changes.results:
            attributes |= self.result_attributes(place)
        self.change_tag(cell, attributes)

    def change_tag(self, cell: Cell, changes: dict[str, str | None]) -> None:
        end = tag_end(self.grid, cell.start)
        tag = with_attributes(self.grid[cell.start : end], changes)
        self.splice.replace(cell.start, end, tag)

    def change_row(self, row: Row, columns: list[int]) -> None:
        added: list[bytes] = []
        before, cells = row.open_end, row.cells
        missing = [column for column in columns if column not in cells]
        for column in columns:
            if column in cells:
                self.change_cell(cells[column])
        others = iter(cells.values())
        other = next(others, None)
        for column in missing:
            while other and other.column < column:
                before, other = other.end, next(others, None)
            for new in filter(None, self.new_cells(row.number, [column], row.style)):
                added.append(new)
                if row.open_end != row.end:
                    self.splice.insert(before, new)
        if added:
            self.open_row(row, columns, b"".join(added))

    def open_row(self, row: Row, columns: list[int], added: bytes) -> None:
        """Make the row's start tag fit new cells: its spans, and whether it closes itself."""
        self.opened.add(row.number)
        tag = self.row_tag(row)
        spans = _SPANS.match(row.attributes.get("spans", ""))
        if spans and not int(spans[1]) <= columns[0] <= columns[-1] <= int(spans[2]):
            low, high = min(int(spans[1]), columns[0]), max(int(spans[2]), columns[-1])
            tag = with_attributes(tag, {"spans": f"{low}:{high}"})
        if row.open_end == row.end:  # <row .../>: it had no cells at all
            tag = open_tag(tag) + added + f"</{self.prefix}row>".encode()
        self.splice.replace(row.start, row.open_end, tag)

    def keep_shared_formulas(self) -> None:
        """Where the head of a shared formula goes, make the next cell that uses it the head."""
        groups: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.rows.formula_cells:
            if cell.formula and cell.formula.shared is not None:
                groups[cell.formula.shared].append(cell)
        for members in groups.values():
            head = next((c for c in members if c.formula and "ref" in c.formula.attributes), None)
            if head is not None and head.place in self.changes.contents:
                left = [c for c in members if c.place not in self.changes.contents]
                if left:
                    self.move_shared(head, left)

    def move_shared(self, head: Cell, left: list[Cell]) -> None:
        new = left[0]
        assert head.formula and new.formula  # noqa: S101 - members of the group
        text = moved_formula(head.formula.text, head.place, new.place)
        area = around_places(cell.place for cell in left)
        name, number = f"{self.prefix}f", new.formula.shared
        whole = f'<{name} t="shared" ref="{area}" si="{number}">{escaped(text)}</{name}>'
        self.splice.replace(new.formula.start, new.formula.end, whole.encode())

    def reword_formulas(self) -> None:
        for (row, column), text in self.changes.formula_texts.items():
            formula = self.rows[row].cells[column].formula
            if formula and (row, column) not in self.changes.contents:
                start, end = tag_end(self.grid, formula.start), formula.end
                close = self.grid.rindex(b"<", start, end)
                self.splice.replace(start, close, escaped(text).encode())

    def result_attributes(self, place: Place) -> dict[str, str | None]:
        """The attributes of a cell that describe its value; `vm` describes only the old value."""
        return {"t": spelled_result(self.changes.results[place])[0], "vm": None}

    def change_results(self) -> None:
        """Replace the values of formulas that stay by their new results."""
        for place, result in self.changes.results.items():
            if place in self.changes.contents:
                continue
            cell = self.rows[place[0]].cells[place[1]]
            if place not in self.changes.styles:
                self.change_tag(cell, self.result_attributes(place))
            value = spelled_result(result, self.prefix)[1]
            inside = scan_cell(self.grid[cell.start : cell.end], ("v", "is"))
            for element in inside[1:]:
                self.splice.replace(cell.start + element.start, cell.start + element.end, b"")
            if inside:
                start, end = cell.start + inside[0].start, cell.start + inside[0].end
                self.splice.replace(start, end, value)
            elif cell.formula:
                self.splice.insert(cell.formula.end, value)


def _insert_rows(
    splice: Splice,
    rows: dict[int, Row],
    new: Mapping[int, bytes],
    prefix: str,
    attributes: Mapping[int, Attributes],
) -> None:
    """Put in rows that were not there, given the bytes of their cells and their attributes."""
    name = f"{prefix}row"
    made = {
        number: with_attributes(f'<{name} r="{number}">'.encode(), attributes.get(number, {}))
        + cells
        + f"</{name}>".encode()
        for number, cells in sorted(new.items())
    }
    if made and not rows:
        box = f"{prefix}sheetData"
        whole = f"<{box}>".encode() + b"".join(made.values()) + f"</{box}>".encode()
        return splice.replace(0, len(splice.data), whole)
    existing = sorted(rows)
    for number, row in made.items():
        i = bisect(existing, number)
        splice.insert(rows[existing[i - 1]].end if i else rows[existing[0]].start, row)
    return None


def with_row_attributes(
    grid: bytes, changes: Mapping[int, Attributes], prefix: str, part: str
) -> bytes:
    """`<sheetData>` with attributes set, or (None) taken away, in the start tags of some rows."""
    rows = read_grid(grid, part)
    missing = [n for n, attributes in changes.items() if n not in rows and any(attributes.values())]
    if missing:
        splice = Splice(grid)
        _insert_rows(splice, rows, dict.fromkeys(missing, b""), prefix, {})
        grid = splice.result()
        rows = read_grid(grid, part)
    splice = Splice(grid)
    for number in changes.keys() & rows.keys():
        row = rows[number]
        tag = with_attributes(grid[row.start : row.open_end], changes[number])
        splice.replace(row.start, row.open_end, tag)
    return splice.result()


def moved_formula(text: str, origin: Place, target: Place) -> str:
    """A formula as it reads when it is filled from one cell to another."""
    if origin == target:
        return text
    from openpyxl.formula.translate import Translator  # late: it costs a quarter of a second

    translator = Translator(f"={text}", origin=address(*origin))
    return str(translator.translate_formula(address(*target)))[1:]
