"""Insert rows in `<sheetData>`: the rows below get new numbers, everything else keeps its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xlengines.shared.refs import Place, address
from xlengines.shared.row_shift import RowShift
from xlengines.xlsx.package.xml import Splice, escaped, open_tag, tag_end, with_attributes

from .grid import Formula, Row


class NewFormula(NamedTuple):
    """The new `<f>` of a cell: its text, and attributes to change, or to remove (None)."""

    text: str
    attributes: dict[str, str | None]


def with_formulas(splice: Splice, rows: Mapping[int, Row], new: Mapping[Place, NewFormula]) -> None:
    """Replace the formulas of some cells; their values stay."""
    for (row, column), formula in new.items():
        old = rows[row].cells[column].formula
        if old is not None:
            splice.replace(old.start, old.end, _spelled(splice.data, old, formula))


def _spelled(grid: bytes, old: Formula, new: NewFormula) -> bytes:
    tag = grid[old.start : tag_end(grid, old.start)]
    start = with_attributes(open_tag(tag), new.attributes)
    name = start[1:].split(b" ", 1)[0].rstrip(b">")
    return start + escaped(new.text).encode() + b"</" + name + b">"


def renumber(splice: Splice, rows: Mapping[int, Row], shift: RowShift) -> None:
    """Give the rows that move, and their cells, their new numbers."""
    for number, row in rows.items():
        if number < shift.row:
            continue
        new = shift.line(number)
        _set(splice, row.start, row.open_end, str(new))
        for cell in row.cells.values():
            end = tag_end(splice.data, cell.start)
            _set(splice, cell.start, end, address(new, cell.column))


def _set(splice: Splice, start: int, end: int, place: str) -> None:
    splice.replace(start, end, with_attributes(splice.data[start:end], {"r": place}))
