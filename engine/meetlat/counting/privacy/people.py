"""The groups as sets of people: who is in which group, and which groups are nested.

Segments whose groups never partly overlap (division, department, team) form one family: a tree.
Families are found from the people, not from the column `parent`, because an attacker can also use
nesting that the catalogue does not mention.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from meetlat.numbering import combined, numbered

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

# The cell of the whole organisation.
WHOLE_CELL = 0


@dataclass(frozen=True)
class Cells:
    """All groups as numbered cells; cell 0 is the whole organisation.

    Attributes:
        kinds: kinds of people x segments: the cells that they are in; 0 if the segment is blank.
        kind: the kind of each person: a number, from 0.
        number: how many cells there are.
    """

    kinds: Ints
    kind: npt.NDArray[np.integer]
    number: int

    @classmethod
    def of(cls, codes: Ints, number: int) -> Cells:
        """The cells of each person (people x segments); `number` is the number of cells."""
        someone, kind = combined(_columns(codes), len(codes))
        return cls(codes[someone], kind, number)

    @property
    def codes(self) -> Ints:
        """People x segments: the cell that a person is in; 0 if the segment is blank."""
        return self.kinds[self.kind]

    @cached_property
    def sizes(self) -> Ints:
        """The number of people in each cell."""
        return self.numbers_of(self.people)

    def numbers_of(self, people: Ints) -> Ints:
        """The number of people in each cell, from that of each kind."""
        numbers = np.zeros(self.number, np.int64)
        for column in self.kinds.T:
            numbers += np.bincount(column, people, self.number).astype(np.int64)
        numbers[WHOLE_CELL] = people.sum()
        return numbers

    @cached_property
    def families(self) -> list[list[int]]:
        """The segments that form a tree together, by position; one list per tree."""
        families: list[list[int]] = []
        for segment in range(self.kinds.shape[1]):
            fitting = (f for f in families if all(self._is_nested(segment, s) for s in f))
            if family := next(fitting, None):
                family.append(segment)
            else:
                families.append([segment])
        return families

    @cached_property
    def parent(self) -> Ints:
        """The smallest cell of the same family that contains each cell."""
        parent = np.full(self.number, WHOLE_CELL, np.int64)
        for family in (family for family in self.families if len(family) > 1):
            for chain in _distinct_rows(self.kinds[:, family]):
                order = sorted(chain[chain > 0], key=lambda cell: (-self.sizes[cell], cell))
                parent[order[1:]] = order[:-1]
        return parent

    @cached_property
    def depth(self) -> Ints:
        """How many cells contain each cell."""
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
            family_of[distinct(self.kinds[:, family])] = number
        return family_of

    def members(self, family: int) -> Ints:
        """The cells of a family, without the whole organisation."""
        (found,) = np.nonzero(self.family_of == family)
        return found[found != WHOLE_CELL]

    @cached_property
    def people(self) -> Ints:
        """How many people there are of each kind."""
        return np.bincount(self.kind, minlength=len(self.kinds)).astype(np.int64)

    def labels(self, shown: Bools, people: Bools | slice = slice(None)) -> Ints:
        """People x families: the smallest shown cell that each person is in.

        People with the same label in a family are in the same shown groups of that family. An
        attacker can only compute their sum, so together they are one remainder.
        """
        return self.labels_of(self.kinds[self.kind[people]], shown)

    def labels_of(self, codes: Ints, shown: Bools) -> Ints:
        """The labels of people, or kinds of people, who are in these cells."""
        visible = np.where(shown[codes], codes, WHOLE_CELL)
        smallest = []
        for family in self.families:
            deepest = self.depth[visible[:, family]].argmax(axis=1)
            cell = np.take_along_axis(visible[:, family], deepest[:, None], axis=1)
            smallest.append(cell[:, 0])
        return np.stack(smallest, axis=1)

    def _is_nested(self, one: int, two: int) -> bool:
        """Whether no group of one segment partly overlaps a group of the other."""
        first, second = self.kinds[:, one], self.kinds[:, two]
        pairs, pair = np.unique(first * self.number + second, return_inverse=True)
        times = np.bincount(pair, self.people)  # exact: numbers of people are far below 2**53
        a, b = np.divmod(pairs, self.number)
        wholly = (times == self.sizes[a]) | (times == self.sizes[b])
        return bool((wholly | (a == WHOLE_CELL) | (b == WHOLE_CELL)).all())


def distinct(numbers: Ints) -> Ints:
    """The distinct numbers in order; no number may be much larger than the number of cells.

    `np.unique` does the same, but is slower and imports masked arrays.
    """
    return np.bincount(numbers.reshape(-1)).nonzero()[0]


def _distinct_rows(table: Ints) -> Ints:
    """The distinct rows of a table, in order of its columns."""
    return table[combined(_columns(table), len(table))[0]]


def joined(columns: Ints | Sequence[Ints]) -> Ints:
    """Number the combinations of the columns of a table, from 0."""
    table = np.asarray(columns)
    return combined(_columns(table), len(table))[1]


def _columns(table: Ints) -> Iterator[tuple[Ints, int]]:
    """The columns of a table, each with a number larger than all in it."""
    for column in table.T:
        values, value = numbered(column, int(column.max(initial=0)) + 1)
        yield value, len(values)
