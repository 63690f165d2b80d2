"""Numbers that occur, numbered again from 0; and the combinations of columns that occur."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

import numpy as np

# Below this number a table finds the numbers that occur, which is faster than sorting.
TABLE = 2**24

# With fewer possible combinations their table fits in a processor's cache.
CACHED = 2**20

# Rows that are numbered at a time, for the same reason.
PART = 2**16


def numbered(numbers: np.ndarray, end: int) -> tuple[np.ndarray, np.ndarray]:
    """The numbers (below `end`) that occur, in order, and the place of each among them."""
    if end > TABLE:
        return np.unique(numbers, return_inverse=True)
    occurs = np.zeros(end, np.bool_)
    occurs[numbers] = True
    found = np.flatnonzero(occurs)
    place = np.empty(end, np.int64)
    place[found] = np.arange(len(found))
    return found, place[numbers]


def combined(columns: Iterable[tuple[np.ndarray, int]], rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Number the combinations that occur in columns of so many rows.

    A column has whole numbers, and comes with a number that is larger than all of them.

    Returns:
        For each combination the first row that has it, and for each row the number of its
        combination. Combinations are in order of the first column, then the second, and so on.
    """
    combination, end = np.zeros(rows, np.int64), 1
    for numbers, width in columns:
        if end * width > CACHED:
            found, combination = numbered(combination, end)
            end = len(found)
        combination *= width
        combination += numbers
        end *= width
    found, combination = numbered(combination, end)
    first = np.zeros(len(found), np.int64)
    first[combination[::-1]] = np.arange(rows)[::-1]
    return first, combination


def counted(
    columns: Sequence[tuple[np.ndarray, int]], rows: int
) -> tuple[Sequence[np.ndarray], np.ndarray]:
    """Count the combinations that occur in some columns.

    Args:
        columns: as for `combined`.
        rows: how many there are in each column.

    Returns:
        The combinations, in the same order, as a column of numbers for each column; and how many
        rows have each.
    """
    widths = [width for _, width in columns]
    end = prod(widths)
    if end > CACHED:
        first, combination = combined(columns, rows)
        return [numbers[first] for numbers, _ in columns], np.bincount(combination)
    times = np.zeros(end, np.int64)
    for first in range(0, rows, PART):
        combination = np.zeros(min(PART, rows - first), np.int64)
        for numbers, width in columns:
            combination *= width
            combination += numbers[first : first + PART]
        times += np.bincount(combination, minlength=end)
    found = np.flatnonzero(times)
    return np.unravel_index(found, widths) if widths else [], times[found]
