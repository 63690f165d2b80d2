"""The groups as sets of people: who is in which, and which lie wholly within which.

Segments whose groups never partly overlap (division, department, team) form one family: a tree.
That is read from the people, not from `parent`, for an attacker looks at the people too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

WHOLE_CELL = 0
"""The cell that is the whole organisation."""


@dataclass(frozen=True)
class Cells:
    """All groups, numbered; the whole organisation is number 0.

    Attributes:
        codes: people x segments: the cell a person is in; 0 where that is blank.
        number: of cells.
    """

    codes: Ints
    number: int

    @cached_property
    def sizes(self) -> Ints:
        """How many people each has."""
        sizes = np.zeros(self.number, np.int64)
        for column in self.codes.T:
            sizes += np.bincount(column, minlength=self.number)
        sizes[WHOLE_CELL] = len(self.codes)
        return sizes

    @cached_property
    def families(self) -> list[list[int]]:
        """The segments that form a tree together, by their positions."""
        families: list[list[int]] = []
        for segment in range(self.codes.shape[1]):
            fitting = (f for f in families if all(self._is_nested(segment, s) for s in f))
            if family := next(fitting, None):
                family.append(segment)
            else:
                families.append([segment])
        return families

    @cached_property
    def parent(self) -> Ints:
        """The smallest cell of its family that each lies within."""
        parent = np.full(self.number, WHOLE_CELL, np.int64)
        for family in (family for family in self.families if len(family) > 1):
            own = self.codes[:, family]
            _, first = np.unique(joined(own), return_index=True)
            for chain in own[first]:
                order = sorted(chain[chain > 0], key=lambda cell: (-self.sizes[cell], cell))
                parent[order[1:]] = order[:-1]
        return parent

    @cached_property
    def depth(self) -> Ints:
        """How many cells each lies within."""
        depth, above = np.arange(self.number).clip(max=1), self.parent
        while above.any():
            depth, above = depth + (above != WHOLE_CELL), self.parent[above]
        return depth

    @cached_property
    def deepest(self) -> int:
        """The depth of the deepest cell."""
        return int(self.depth.max(initial=0))

    @cached_property
    def family_of(self) -> Ints:
        """The family of each cell."""
        family_of = np.zeros(self.number, np.int64)
        for number, family in enumerate(self.families):
            family_of[distinct(self.codes[:, family])] = number
        return family_of

    def members(self, family: int) -> Ints:
        """The cells of a family, without the whole."""
        (found,) = np.nonzero(self.family_of == family)
        return found[found != WHOLE_CELL]

    @cached_property
    def kind(self) -> Ints:
        """Of each person, which combination of cells they are in: numbers from 0 on."""
        return joined(self.codes)

    @cached_property
    def kinds(self) -> Ints:
        """Kinds of people x segments: the cells they are in."""
        _, first = np.unique(self.kind, return_index=True)
        return self.codes[first]

    def labels(self, shown: Bools, people: Bools | slice = slice(None)) -> Ints:
        """People x families: the smallest shown cell that each is in.

        Who has the same one in a family is in the same shown groups of it, so that all an attacker
        can tell of them is their sum: they are a residual.
        """
        return self.labels_of(self.codes[people], shown)

    def labels_of(self, codes: Ints, shown: Bools) -> Ints:
        """The same of people, or kinds of them, who are in these cells."""
        kept = np.where(shown[codes], codes, WHOLE_CELL)
        smallest = []
        for family in self.families:
            deepest = self.depth[kept[:, family]].argmax(axis=1)
            smallest.append(np.take_along_axis(kept[:, family], deepest[:, None], axis=1)[:, 0])
        return np.stack(smallest, axis=1)

    def _is_nested(self, one: int, two: int) -> bool:
        """Whether no group of the one partly overlaps a group of the other."""
        first, second = self.codes[:, one], self.codes[:, two]
        pairs, times = np.unique(first * self.number + second, return_counts=True)
        a, b = np.divmod(pairs, self.number)
        wholly = (times == self.sizes[a]) | (times == self.sizes[b])
        return bool((wholly | (a == WHOLE_CELL) | (b == WHOLE_CELL)).all())


def distinct(numbers: Ints) -> Ints:
    """Which numbers there are, in order; none is much larger than the number of cells.

    `np.unique` does the same more slowly, and imports masked arrays for it.
    """
    return np.bincount(numbers.reshape(-1)).nonzero()[0]


def joined(columns: Ints | Sequence[Ints]) -> Ints:
    """One number for each combination of the columns of a table, from 0 on."""
    table = np.asarray(columns)
    label = np.zeros(len(table), np.int64)
    for column in table.T:
        _, label = np.unique(label * (column.max(initial=0) + 1) + column, return_inverse=True)
    return label
