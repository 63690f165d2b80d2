"""Three and more families that overlap: every set of a few people whose answers can be computed.

A set can be computed where its indicator is a sum of multiples of residuals' indicators. In the
reduced echelon form of those, one that holds few people is a sum of a few rows, each taken once
or not at all: these are tried, and given up as soon as too many people are in.
"""

from __future__ import annotations

import numpy as np

from meetlat.counting.privacy.people import Bools, Floats, Ints, distinct

EXACT = 1e-7
"""What is nearer to a whole number than this is that number."""

LARGEST = 1_000_000
"""Entries of a table that is searched: above it only pairs of families are looked at."""

PATIENCE = 3_000
"""Sums that are tried for one question before it is given up."""


def small_sum(atoms: Ints, times: Ints, smallest: int) -> tuple[Bools | None, bool]:
    """A set of 1 to `smallest` - 1 people whose answers can be computed.

    Args:
        atoms: kinds of people x families: the residual they are in.
        times: how many people of each kind.
        smallest: so many are enough.

    Returns:
        Which kinds the set is made of (None: no such set was found), and whether everything was
        tried.
    """
    order = np.argsort(-times, kind="stable")
    rows = np.concatenate([column == distinct(column)[:, None] for column in atoms[order].T])
    if rows.size > LARGEST:
        return None, False
    people = times[order]
    basis, pivots = echelon(rows.astype(np.float64))
    few = people[pivots] < smallest  # a kind of enough people is in no small set
    walk = _Walk(basis[few], pivots[few], people, smallest)
    found = walk.find()
    if found is None:
        return None, walk.left > 0
    chosen = np.zeros(len(times), np.bool_)
    chosen[order] = found
    return chosen, True


def echelon(rows: Floats) -> tuple[Floats, Ints]:
    """The reduced row echelon form, without rows of zeros, and the column each row begins at."""
    rows, done, pivots = rows.copy(), 0, []
    for column in range(rows.shape[1]):
        if done == len(rows):
            break
        best = done + int(np.abs(rows[done:, column]).argmax())
        if abs(rows[best, column]) < EXACT:
            continue
        rows[[done, best]] = rows[[best, done]]
        rows[done] /= rows[done, column]
        factors = rows[:, column].copy()
        factors[done] = 0
        (hit,) = np.nonzero(np.abs(factors) > EXACT)
        rows[hit] -= factors[hit, None] * rows[done]
        pivots.append(column)
        done += 1
    return rows[:done], np.array(pivots, np.int64)


class _Walk:
    """Taking each row or not, depth first."""

    def __init__(self, basis: Floats, pivots: Ints, people: Ints, smallest: int) -> None:
        self.basis, self.pivots, self.people, self.smallest = basis, pivots, people, smallest
        self.ends = [*pivots[1:].tolist(), basis.shape[1]]
        self.left = PATIENCE

    def find(self) -> Bools | None:
        """The set that is found first."""
        if not len(self.pivots):
            return None
        start = np.zeros(self.basis.shape[1])
        stack = [(0, start, 0)]
        while stack and self.left:
            row, total, people = stack.pop()
            if row == len(self.pivots):
                if people:
                    return total > 0.5
                continue
            self.left -= 1
            for taken in (total + self.basis[row], total):
                inside = self._people(taken, int(self.pivots[row]), self.ends[row])
                if inside is not None and people + inside < self.smallest:
                    stack.append((row + 1, taken, people + inside))
        return None

    def _people(self, total: Floats, start: int, end: int) -> int | None:
        """How many people of the columns that no later row changes are in; None: a part of one."""
        final = total[start:end]
        nearest = np.rint(final)
        if (np.abs(final - nearest) > EXACT).any() or ((nearest != 0) & (nearest != 1)).any():
            return None
        return int(self.people[start:end] @ nearest)
