"""Three or more families that overlap: search for a few people whose answers can be computed.

A set of people can be computed if its indicator is a sum of multiples of the indicators of
remainders. In their reduced row echelon form, the indicator of a small set is a sum of some rows,
each taken once or not at all. The search tries these sums, and drops a sum as soon as it contains
too many people.
"""

from __future__ import annotations

import numpy as np

from meetlat.counting.privacy.people import Bools, Floats, Ints, distinct

# A number closer than this to a whole number is that whole number.
EXACT = 1e-7

# The most entries of a table that is searched; of a larger one, only pairs of families are.
LARGEST = 1_000_000

# The most sums that are tried for one question.
PATIENCE = 3_000


def small_sum(atoms: Ints, counts: Ints, smallest: int) -> tuple[Bools | None, bool]:
    """Find 1 to `smallest` - 1 people whose answers can be computed.

    Args:
        atoms: kinds of people x families: the remainder that they are in.
        counts: how many people there are of each kind.
        smallest: so many people are enough.

    Returns:
        The kinds of people in the set, or None if no set was found; and whether every sum was
        tried.
    """
    order = np.argsort(-counts, kind="stable")
    rows = np.concatenate([column == distinct(column)[:, None] for column in atoms[order].T])
    if rows.size > LARGEST:
        return None, False
    people = counts[order]
    basis, pivots = echelon(rows.astype(np.float64))
    few = people[pivots] < smallest  # a small set contains no kind of enough people
    search = _DepthFirstSearch(basis[few], pivots[few], people, smallest)
    found = search.find()
    if found is None:
        return None, search.tries_left > 0
    chosen = np.zeros(len(counts), np.bool_)
    chosen[order] = found
    return chosen, True


def echelon(rows: Floats) -> tuple[Floats, Ints]:
    """The reduced row echelon form without rows of zeros, and the column where each row starts."""
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


class _DepthFirstSearch:
    """Tries sums in which each row is taken or not."""

    def __init__(self, basis: Floats, pivots: Ints, people: Ints, smallest: int) -> None:
        self.basis, self.pivots, self.people, self.smallest = basis, pivots, people, smallest
        self.ends = [*pivots[1:].tolist(), basis.shape[1]]
        self.tries_left = PATIENCE

    def find(self) -> Bools | None:
        """The first set that is found."""
        if not len(self.pivots):
            return None
        start = np.zeros(self.basis.shape[1])
        stack = [(0, start, 0)]
        while stack and self.tries_left:
            row, total, people = stack.pop()
            if row == len(self.pivots):
                if people:
                    return total > 0.5
                continue
            self.tries_left -= 1
            for taken in (total + self.basis[row], total):
                inside = self._people_in(taken, int(self.pivots[row]), self.ends[row])
                if inside is not None and people + inside < self.smallest:
                    stack.append((row + 1, taken, people + inside))
        return None

    def _people_in(self, total: Floats, start: int, end: int) -> int | None:
        """The people of the sum in these columns, which no later row changes.

        None if the sum contains part of a person, or a person more than once.
        """
        final = total[start:end]
        nearest = np.rint(final)
        if (np.abs(final - nearest) > EXACT).any() or ((nearest != 0) & (nearest != 1)).any():
            return None
        return int(self.people[start:end] @ nearest)
