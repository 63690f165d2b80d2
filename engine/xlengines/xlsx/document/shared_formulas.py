"""Shared formulas that inserted rows change for some of their cells."""

from __future__ import annotations

from xlengines.shared.references import references
from xlengines.shared.row_shift import RowShift
from xlengines.xlsx.parts.grid import Cell

from .sheets import Sheet


def reached_groups(sheet: Sheet, shift: RowShift) -> set[str]:
    """The numbers of shared formulas that can no longer be shared."""
    return {
        cell.formula.shared
        for cell in sheet.formula_cells
        if cell.formula and cell.formula.shared is not None and _is_reached(sheet, cell, shift)
    }


def _is_reached(sheet: Sheet, cell: Cell, shift: RowShift) -> bool:
    """Whether a cell with a shared formula moves, or names cells of which some move."""
    if shift.is_on(sheet.name) and cell.row >= shift.row:
        return True
    head = sheet.formula_head(cell)
    down, right = cell.row - head.row, cell.column - head.column
    return any(
        shift.is_on(each.sheets[0] if each.sheets else sheet.name)
        and shift.reaches(each.moved(down, right))
        for each in references(head.formula.text if head.formula else "").cells
    )
