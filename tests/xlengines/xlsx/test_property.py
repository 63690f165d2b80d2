"""Random writes to random workbooks are read back, and nothing else changes."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from package_check import new_findings
from readback import by_calamine, by_openpyxl
from sheet_bytes import assert_only_cells_changed, changed_parts, parts

from tests.examples import few_examples

headless = pytest.importorskip("xlengines.xlsx")

TOP, ROWS, COLUMNS = 20, 40, 8  # the table's header row; the window that is compared
Place = tuple[int, int]

letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
texts = st.text(letters, max_size=12).filter(lambda t: not t.startswith(("#", "_x")))
likely_texts = st.sampled_from(
    ["=1+1", "+31", "-", "@x", "'=1", "''", "'", " a ", "a\nb", "<&>", "007"]
)
numbers = st.integers(-(10**15), 10**15) | st.floats(width=64)
values = st.none() | st.booleans() | numbers | texts | likely_texts
titles = st.text("abcdé ", min_size=1, max_size=5).map(str.strip).filter(bool)
blocks = st.integers(1, 3).flatmap(
    lambda w: st.lists(st.lists(values, min_size=w, max_size=w), min_size=1, max_size=3)
)


@dataclass
class Grid:
    """Expected state of a sheet: cells, size of its table, and every place written."""

    cells: dict[Place, Any] = field(default_factory=dict)
    rows: int = 1
    width: int = 1
    written: set[Place] = field(default_factory=set)

    def put(self, row: int, column: int, block: list[list[Any]]) -> None:
        """Record a block written at (row, column)."""
        for r, line in enumerate(block, row):
            for c, value in enumerate(line, column):
                self.cells[r, c] = stored(value)
                self.written.add((r, c))

    def window(self) -> list[list[Any]]:
        """The expected values."""
        return [[self.cells.get((r, c)) for c in range(1, COLUMNS + 1)] for r in range(1, ROWS + 1)]


def stored(value: Any) -> Any:
    """The value that a cell holds after `Range.value = value`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    return (value.removeprefix("'") or None) if isinstance(value, str) else None


@st.composite
def workbooks(draw: st.DrawFn) -> list[Grid]:
    """One to three sheets with scattered cells and a table each."""
    grids = []
    for _ in range(draw(st.integers(1, 3))):
        grid = Grid(rows=draw(st.integers(1, 4)), width=draw(st.integers(1, 4)))
        places = st.tuples(st.integers(1, 12), st.integers(1, COLUMNS))
        plain = st.booleans() | st.integers(-9999, 9999).map(float) | st.text("abcé<&", min_size=1)
        grid.cells = draw(st.dictionaries(places, plain, max_size=12))
        for c in range(grid.width):
            grid.cells[TOP, 2 + c] = f"column {c}"
            for r in range(grid.rows):
                grid.cells[TOP + 1 + r, 2 + c] = draw(plain)
        grids.append(grid)
    return grids


def build(grids: list[Grid], path: Path) -> None:
    """Write the workbook, with some formats and a formula."""
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    formats = [book.add_format({"bold": True}), book.add_format({"num_format": "0.00"}), None]
    for number, grid in enumerate(grids):
        sheet = book.add_worksheet(f"Sheet {number}")
        columns = [{"header": f"column {c}"} for c in range(grid.width)]
        bottom, right = TOP - 1 + grid.rows, grid.width
        sheet.add_table(TOP - 1, 1, bottom, right, {"name": f"Table_{number}", "columns": columns})
        for (row, column), value in grid.cells.items():
            sheet.write(row - 1, column - 1, value, formats[(row + column) % 3])
        sheet.write_formula(0, COLUMNS + 2, "=SUM(A1:A9)", None, 0)
        sheet.merge_range(14, 12, 15, 13, "merged")
    book.close()


def change(book: xw.Book, grids: list[Grid], draw: st.DrawFn) -> None:
    """Make one random write to the book and to the expected state."""
    number = draw(st.integers(0, len(grids) - 1))
    sheet, grid = book.sheets[number], grids[number]
    kind = draw(st.sampled_from(["cell", "block", "resize", "body", "header", "clear"]))
    row, column = draw(st.integers(1, 12)), draw(st.integers(1, COLUMNS - 2))
    if kind == "cell":
        value = draw(values)
        sheet[row - 1, column - 1].value = value
        grid.put(row, column, [[value]])
    elif kind == "block":
        block = draw(blocks)
        sheet[row - 1, column - 1].value = block
        grid.put(row, column, block)
    elif kind == "resize":
        resize(sheet, grid, draw(st.integers(1, 8)))
    elif kind == "body":
        line = st.lists(values, min_size=grid.width, max_size=grid.width)
        block = draw(st.lists(line, min_size=grid.rows, max_size=grid.rows))
        body = sheet.tables[0].data_body_range
        assert body is not None
        body.value = block
        grid.put(TOP + 1, 2, block)
    elif kind == "header":
        names = draw(st.lists(titles, min_size=grid.width, max_size=grid.width, unique=True))
        head = sheet.tables[0].header_row_range
        assert head is not None
        head.value = names
        grid.put(TOP, 2, [names])
    else:
        sheet[row - 1 : row + 1, column - 1 : column + 1].clear_contents()
        grid.put(row, column, [[None, None], [None, None]])


def resize(sheet: xw.Sheet, grid: Grid, rows: int) -> None:
    """Resize the table and clear the rows that it loses, as the report does."""
    table = sheet.tables[0]
    table.resize(table.range.resize(row_size=rows + 1))
    if rows < grid.rows:
        removed = sheet[TOP + rows : TOP + grid.rows, 1 : 1 + grid.width]
        removed.clear_contents()
        grid.put(TOP + 1 + rows, 2, [[None] * grid.width] * (grid.rows - rows))
    else:
        grid.written |= {
            (r, c) for r in range(TOP + grid.rows, TOP + rows + 1) for c in range(2, 2 + grid.width)
        }
    grid.rows = rows


def letter(place: Place) -> str:
    return f"{chr(64 + place[1])}{place[0]}"


@settings(few_examples, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_writes_are_read_back_and_change_nothing_else(data: st.DataObject):
    grids = data.draw(workbooks())
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before.xlsx"), Path(folder, "after.xlsx")
        build(grids, before)
        book = headless.open_book(before)
        for _ in range(data.draw(st.integers(0, 6))):
            change(book, grids, data.draw)
        book.save(after)
        book.close()
        check_values(after, grids)
        check_bytes(before, after, grids)
        assert new_findings(before, after) == []
        check_twice(after, grids)


def check_values(path: Path, grids: list[Grid]) -> None:
    again = headless.open_book(path)
    for number, grid in enumerate(grids):
        window, ref = grid.window(), f"A1:H{ROWS}"
        assert by_calamine(path, f"Sheet {number}", ref) == window
        assert by_openpyxl(path, f"Sheet {number}", ref) == window
        assert again.sheets[number][ref].value == window
        area = again.sheets[number].tables[0].range
        assert (area.row, area.column, *area.shape) == (TOP, 2, grid.rows + 1, grid.width)
    again.close()


def check_bytes(before: Path, after: Path, grids: list[Grid]) -> None:
    old, new = parts(before), parts(after)
    owned = {"xl/workbook.xml", "xl/sharedStrings.xml"}
    for number, grid in enumerate(grids, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        if grid.written:
            owned |= {name, f"xl/tables/table{number}.xml"}
            allowed = {letter(p) for p in (*grid.written, (1, COLUMNS + 3))}
            assert_only_cells_changed(old[name], new[name], allowed)  # the formula loses its value
    assert changed_parts(before, after) <= owned
    if not any(grid.written for grid in grids):
        assert before.read_bytes() == after.read_bytes()


def check_twice(path: Path, grids: list[Grid]) -> None:
    """Writing the same values again changes no byte."""
    whole = path.read_bytes()
    book = headless.open_book(path)
    for number, grid in enumerate(grids):
        for row, column in grid.written:
            value = grid.cells.get((row, column))
            safe = f"'{value}" if isinstance(value, str) else value
            book.sheets[number][row - 1, column - 1].value = safe
    book.save()
    book.close()
    assert path.read_bytes() == whole
