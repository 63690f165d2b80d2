"""Changed cells put into `<sheetData>`; every byte between them is passed through."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from xlengines.shared.refs import Area, Place, address
from xlengines.xlsx.package.xml import Splice, escaped, tag_end, with_attributes

from .cells import Content, shortest, spelled
from .grid import Cell, Row, read_grid

_SPANS = re.compile(r"(\d+):(\d+)\Z")


@dataclass
class CellChanges:
    """What is to change in a sheet: contents and styles, by row and column."""

    contents: dict[Place, Content]
    styles: dict[Place, int]
    formula_texts: dict[Place, str] = field(default_factory=dict)
    """New texts for formulas whose cells otherwise stay as they are."""

    def by_row(self) -> dict[int, list[int]]:
        """The columns to be written, in order, by row."""
        rows: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(self.contents.keys() | self.styles.keys()):
            rows[row].append(column)
        return rows


def spliced(
    grid: bytes,
    rows: dict[int, Row],
    changes: CellChanges,
    prefix: str,
    column_style: Callable[[int], int | None],
) -> bytes:
    """`<sheetData>` with the changes in it."""
    return _Splicer(grid, rows, changes, prefix, column_style).result()


@dataclass
class _Splicer:
    grid: bytes
    rows: dict[int, Row]
    changes: CellChanges
    prefix: str
    column_style: Callable[[int], int | None]

    def result(self) -> bytes:
        self.splice = Splice(self.grid)
        new_rows: dict[int, bytes] = {}
        for number, columns in self.changes.by_row().items():
            row = self.rows.get(number)
            if row is not None:
                self.change_row(row, columns)
            elif cells := b"".join(self.cell(number, column) for column in columns):
                new_rows[number] = self.row(number, cells)
        self.keep_shared_formulas()
        self.reword_formulas()
        self.insert_rows(new_rows)
        return self.splice.result()

    def row(self, number: int, cells: bytes) -> bytes:
        name = f"{self.prefix}row"
        return f'<{name} r="{number}">'.encode() + cells + f"</{name}>".encode()

    def cell(self, row: int, column: int, old: Cell | None = None) -> bytes:
        place = (row, column)
        new = self.changes.contents.get(place)
        return spelled(row, column, self.style(place, old), new, self.prefix)

    def change_cell(self, cell: Cell) -> None:
        """Replace a cell; where its style alone changes, the rest of its bytes stays."""
        place = (cell.row, cell.column)
        if place in self.changes.contents:
            self.splice.replace(cell.start, cell.end, self.cell(*place, cell))
            return
        style, end = self.style(place, cell), tag_end(self.grid, cell.start)
        tag = with_attributes(self.grid[cell.start : end], {"s": str(style) if style else None})
        self.splice.replace(cell.start, end, tag)

    def style(self, place: Place, old: Cell | None) -> int:
        if place in self.changes.styles:
            return self.changes.styles[place]
        if old is not None:
            return old.style
        row = self.rows.get(place[0])
        own = row.style if row else None
        return own if own is not None else self.column_style(place[1]) or 0

    def change_row(self, row: Row, columns: list[int]) -> None:
        old = list(row.cells.values())
        added: list[bytes] = []
        i = 0
        last = row.open_end
        for column in columns:
            while i < len(old) and old[i].column < column:
                last = old[i].end
                i += 1
            if i < len(old) and old[i].column == column:
                self.change_cell(old[i])
                last, i = old[i].end, i + 1
            elif new := self.cell(row.number, column):
                added.append(new)
                if row.open_end != row.end:
                    self.splice.insert(last, new)
        if added:
            self.open_row(row, columns, b"".join(added))

    def open_row(self, row: Row, columns: list[int], added: bytes) -> None:
        """Let the row's start tag admit new cells: its spans, and its closing itself."""
        tag = self.grid[row.start : row.open_end]
        spans = _SPANS.match(row.attributes.get("spans", ""))
        if spans and not int(spans[1]) <= columns[0] <= columns[-1] <= int(spans[2]):
            low, high = min(int(spans[1]), columns[0]), max(int(spans[2]), columns[-1])
            tag = with_attributes(tag, {"spans": f"{low}:{high}"})
        if row.open_end == row.end:  # <row .../>: it had no cells at all
            close = f"</{self.prefix}row>".encode()
            tag = tag[:-2].rstrip() + b">" + added + close
        self.splice.replace(row.start, row.open_end, tag)

    def insert_rows(self, new: dict[int, bytes]) -> None:
        if not new:
            return
        if not self.rows:
            self.fill_empty(b"".join(new[number] for number in sorted(new)))
            return
        existing = sorted(self.rows)
        ends = [self.rows[number].end for number in existing]
        first = self.rows[existing[0]].start
        i = 0
        for number in sorted(new):
            while i < len(existing) and existing[i] < number:
                i += 1
            self.splice.insert(ends[i - 1] if i else first, new[number])

    def fill_empty(self, rows: bytes) -> None:
        name = f"{self.prefix}sheetData"
        whole = f"<{name}>".encode() + rows + f"</{name}>".encode()
        self.splice.replace(0, len(self.grid), whole)

    def keep_shared_formulas(self) -> None:
        """Where the head of a shared formula goes, let the next cell that uses it be the head."""
        gone = self.changes.contents.keys()
        groups: dict[str, list[Cell]] = defaultdict(list)
        for row in self.rows.values():
            for cell in row.cells.values():
                if cell.formula and cell.formula.shared is not None:
                    groups[cell.formula.shared].append(cell)
        for members in groups.values():
            head = next((c for c in members if c.formula and "ref" in c.formula.attributes), None)
            if head is None or (head.row, head.column) not in gone:
                continue
            left = [c for c in members if (c.row, c.column) not in gone]
            if left:
                self.move_shared(head, left)

    def reword_formulas(self) -> None:
        for (row, column), text in self.changes.formula_texts.items():
            formula = self.rows[row].cells[column].formula
            if formula and (row, column) not in self.changes.contents:
                start, end = tag_end(self.grid, formula.start), formula.end
                close = self.grid.rindex(b"<", start, end)
                self.splice.replace(start, close, escaped(text).encode())

    def move_shared(self, head: Cell, left: list[Cell]) -> None:
        new = left[0]
        assert head.formula and new.formula  # noqa: S101 - members of the group
        text = moved_formula(head.formula.text, (head.row, head.column), (new.row, new.column))
        rows, columns = [c.row for c in left], [c.column for c in left]
        area = Area(min(rows), min(columns), max(rows), max(columns))
        name, number = f"{self.prefix}f", new.formula.shared
        whole = f'<{name} t="shared" ref="{area}" si="{number}">{escaped(text)}</{name}>'
        self.splice.replace(new.formula.start, new.formula.end, whole.encode())


def fitted(grid: bytes, heights: Mapping[int, float | None], part: str) -> bytes:
    """`<sheetData>` with rows of these heights, which applications may fit again."""
    splice = Splice(grid)
    for row in read_grid(grid, part).values():
        if row.number in heights:
            height = heights[row.number]
            written = None if height is None else shortest(height)
            tag = grid[row.start : row.open_end]
            changed = with_attributes(tag, {"ht": written, "customHeight": None})
            splice.replace(row.start, row.open_end, changed)
    return splice.result()


def hidden(grid: bytes, shown: Mapping[int, bool], prefix: str, part: str) -> bytes:
    """`<sheetData>` with rows hidden or shown; one that it does not hold yet is added."""
    rows = read_grid(grid, part)
    missing = [number for number, is_shown in shown.items() if number not in rows and not is_shown]
    if missing:
        changes = _Splicer(grid, rows, CellChanges({}, {}), prefix, lambda column: None)
        changes.splice = Splice(grid)
        changes.insert_rows({number: changes.row(number, b"") for number in missing})
        grid = changes.splice.result()
    splice = Splice(grid)
    for row in read_grid(grid, part).values():
        if row.number in shown:
            tag = grid[row.start : row.open_end]
            new = with_attributes(tag, {"hidden": None if shown[row.number] else "1"})
            splice.replace(row.start, row.open_end, new)
    return splice.result()


def moved_formula(text: str, origin: Place, target: Place) -> str:
    """A formula as it reads when it is filled from one cell to another."""
    if origin == target:
        return text
    from openpyxl.formula.translate import Translator  # late: it costs a quarter of a second

    translator = Translator(f"={text}", origin=address(*origin))
    return str(translator.translate_formula(address(*target)))[1:]
