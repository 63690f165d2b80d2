"""Remainders: what is left of a shown group without the shown groups inside it, in one family.

The answers of a remainder follow by subtraction, so it must hold no people or enough people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from meetlat.counting.privacy.people import WHOLE_CELL, Bools, Cells, Ints
from meetlat.counting.privacy.rule import Rule


def nearest_shown(cells: Cells, shown: Bools) -> Ints:
    """The smallest shown cell that contains each cell (cells x questions, as `shown`)."""
    above = np.broadcast_to(cells.parent[:, None], shown.shape).copy()
    for depth in range(2, cells.deepest + 1):
        (level,) = np.nonzero(cells.depth == depth)
        parent = cells.parent[level]
        above[level] = np.where(shown[parent], parent[:, None], above[parent])
    return above


def remainder_amounts(cells: Cells, amounts: Ints, shown: Bools) -> Ints:
    """The amounts of each remainder.

    Args:
        cells: the groups.
        amounts: cells x columns, such as how many people answered each question.
        shown: cells x columns: whether that amount is shown.

    Returns:
        A row per cell for its remainder, and then a row per family for that of the whole
        organisation. Rows of cells that are not shown are 0.
    """
    above = nearest_shown(cells, shown)
    row = np.where(above == WHOLE_CELL, cells.number + cells.family_of[:, None], above)
    of_whole = np.repeat(amounts[:1], len(cells.families), axis=0)
    left = np.concatenate([np.where(shown, amounts, 0), of_whole])
    left[WHOLE_CELL] = 0
    cell, column = np.nonzero(shown)
    inner = cell != WHOLE_CELL
    cell, column = cell[inner], column[inner]
    np.subtract.at(left, (row[cell, column], column), amounts[cell, column])
    return left


class Remainders:
    """The remainders of one question, updated as groups are withheld.

    Attributes:
        amounts: cells x (how many people in each base, and how often each answer was given).
        shown: which cells are shown; changed in place.
        above: the smallest shown cell that contains each cell.
        left: the amounts of each remainder (see `remainder_amounts`).
        order: the place of each cell in the order in which cells are withheld to protect others.
    """

    def __init__(self, cells: Cells, amounts: Ints, shown: Bools, rule: Rule, order: Ints) -> None:
        self.cells: Cells = cells
        self.amounts: Ints = amounts
        self.shown: Bools = shown
        self.rule: Rule = rule
        self.order: Ints = order
        self.above: Ints = nearest_shown(cells, shown[:, None])[:, 0]
        wide = np.repeat(shown[:, None], amounts.shape[1], axis=1)
        self.left: Ints = remainder_amounts(cells, amounts, wide)

    def settle(self) -> None:
        """Withhold cells until no remainder discloses anything."""
        while (rows := np.nonzero(self.rule.is_few(self.left))[0]).size:
            self.withhold(self.first(self.sources(int(rows[0]))))
        if (rows := np.nonzero(self.rule.is_alike(self.left))[0]).size:
            self.withhold_siblings([self.first(self.sources(int(rows[0])))])
            self.settle()

    def first(self, cells: Iterable[int]) -> int:
        """The cell to withhold: the first in an order that does not depend on any answer."""
        return min(cells, key=lambda cell: self.order[cell])

    def withhold(self, cell: int) -> None:
        """Withhold a cell: its remainder becomes part of the one around it."""
        self.left[self._row_around(cell)] += self.left[cell]
        self.left[cell] = 0
        self.shown[cell] = False
        self.above[self.above == cell] = self.above[cell]

    def withhold_siblings(self, cells: list[int]) -> None:
        """Withhold cells with all cells beside them, and everything inside those.

        A report that suppressed a single unanimous group would disclose that it is unanimous.
        """
        parents = {(self.cells.parent[cell], self.cells.family_of[cell]) for cell in cells}
        hidden = np.zeros(self.cells.number, np.bool_)
        for parent, family in parents:
            hidden |= (self.cells.parent == parent) & (self.cells.family_of == family)
        hidden[WHOLE_CELL] = False
        for _ in range(self.cells.deepest):
            hidden |= hidden[self.cells.parent] & (self.cells.parent != WHOLE_CELL)
        for cell in np.nonzero(hidden & self.shown)[0].tolist():
            self.withhold(cell)

    def rows_of(self, labels: Ints) -> Ints:
        """The rows in `left` of the remainders with these labels (see `Cells.labels`)."""
        of_whole = self.cells.number + np.arange(labels.shape[1])
        return np.where(labels == WHOLE_CELL, of_whole, labels)

    def sources(self, row: int) -> Iterator[int]:
        """The cells from which the remainder in a row is computed, without the whole."""
        if row < self.cells.number:
            yield row
            yield from np.nonzero(self.shown & (self.above == row))[0].tolist()
            return
        family = self.cells.members(row - self.cells.number)
        yield from family[self.shown[family] & (self.above[family] == WHOLE_CELL)].tolist()

    def _row_around(self, cell: int) -> int:
        """The row in `left` of the remainder around a cell."""
        above = int(self.above[cell])
        return above or self.cells.number + int(self.cells.family_of[cell])
