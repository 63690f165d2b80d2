"""What is left of a shown group when the shown groups within it are taken off: one family.

A residual must be nobody or enough people, for its answers are a subtraction away.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from meetlat.counting.privacy.people import WHOLE_CELL, Bools, Cells, Ints
from meetlat.counting.privacy.rule import Rule


def nearest_shown(cells: Cells, shown: Bools) -> Ints:
    """The smallest shown cell that each cell lies within (cells x questions, as `shown`)."""
    above = np.broadcast_to(cells.parent[:, None], shown.shape).copy()
    for depth in range(2, cells.deepest + 1):
        (level,) = np.nonzero(cells.depth == depth)
        parent = cells.parent[level]
        above[level] = np.where(shown[parent], parent[:, None], above[parent])
    return above


def residuals(cells: Cells, amounts: Ints, shown: Bools) -> Ints:
    """What is left of each cell: a row a cell, and then a row a family of what the whole has left.

    Args:
        cells: the groups.
        amounts: cells x columns, such as how many of each answered each question.
        shown: likewise, which of them are.
    """
    above = nearest_shown(cells, shown)
    place = np.where(above == WHOLE_CELL, cells.number + cells.family_of[:, None], above)
    of_whole = np.repeat(amounts[:1], len(cells.families), axis=0)
    left = np.concatenate([np.where(shown, amounts, 0), of_whole])
    left[WHOLE_CELL] = 0
    cell, column = np.nonzero(shown)
    inner = cell != WHOLE_CELL
    cell, column = cell[inner], column[inner]
    np.subtract.at(left, (place[cell, column], column), amounts[cell, column])
    return left


class Remains:
    """The residuals of one question, kept up to date as groups are withheld and shown again.

    Attributes:
        amounts: cells x (how many answered, and how often each answer was given).
        shown: which cells are; changed in place.
    """

    def __init__(self, cells: Cells, amounts: Ints, shown: Bools, rule: Rule) -> None:
        self.cells, self.amounts, self.shown, self.rule = cells, amounts, shown, rule
        self.above = nearest_shown(cells, shown[:, None])[:, 0]
        wide = np.repeat(shown[:, None], amounts.shape[1], axis=1)
        self.left = residuals(cells, amounts, wide)

    def settle(self) -> list[int]:
        """Withhold until no residual tells too much; gives what was withheld."""
        extra = []
        while (places := np.nonzero(self.rule.tells(self.left))[0]).size:
            cell = min(self.choices(int(places[0])), key=self._price)
            self.withhold(cell)
            extra.append(cell)
        return extra

    def withhold(self, cell: int) -> None:
        """Let what is left of a cell be left of the one around it."""
        self.left[self._place(cell)] += self.left[cell]
        self.left[cell] = 0
        self.shown[cell] = False
        self.above[self.above == cell] = self.above[cell]

    def show(self, cell: int) -> None:
        """Undo `withhold`."""
        self.shown[cell] = True
        self.above = nearest_shown(self.cells, self.shown[:, None])[:, 0]
        inside = self.shown & (self.above == cell)
        self.left[cell] = self.amounts[cell] - self.amounts[inside].sum(axis=0)
        self.left[self._place(cell)] -= self.left[cell]

    def is_safe(self) -> bool:
        """Whether no residual tells too much."""
        return not self.rule.tells(self.left).any()

    def place_of(self, labels: Ints) -> Ints:
        """Where the residuals stand that people x families are in (see `Cells.labels`)."""
        of_whole = self.cells.number + np.arange(labels.shape[1])
        return np.where(labels == WHOLE_CELL, of_whole, labels)

    def _place(self, cell: int) -> int:
        above = int(self.above[cell])
        return above or self.cells.number + int(self.cells.family_of[cell])

    def choices(self, place: int) -> Iterator[int]:
        """The cells that the residual at a place is computed from; never the whole."""
        if place < self.cells.number:
            yield place
            yield from np.nonzero(self.shown & (self.above == place))[0].tolist()
            return
        family = self.cells.members(place - self.cells.number)
        yield from family[self.shown[family] & (self.above[family] == WHOLE_CELL)].tolist()

    def _price(self, cell: int) -> tuple[bool, bool, int, int]:
        """Rather one that settles it, then the smallest."""
        after = self.left[self._place(cell)] + self.left[cell]
        unsettled = bool(self.rule.tells(after[None])[0])
        return unsettled, not self.left[cell].any(), int(self.amounts[cell, 0]), cell
