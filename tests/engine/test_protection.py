"""What can be computed from what is shown, found by brute force in organisations of a few people.

The definition is tried as it stands: every set of fewer people than may be shown, and whether its
indicator is a combination of those of the shown groups.
"""

from __future__ import annotations

import os
from itertools import combinations

import numpy as np
import pytest

from meetlat.protection import Bools, Cells, Ints, protect
from meetlat.protection.overlap import disclosure
from meetlat.protection.residuals import Remains

SEEDS = int(os.environ.get("MEETLAT_SEEDS", "100"))


def organisation(rng: np.random.Generator, people: int) -> Cells:
    """One to four segments: some within another, some across it, all with blanks."""
    columns: list[Ints] = []
    first = 1
    for _ in range(rng.integers(1, 5)):
        if columns and rng.random() < 1 / 3:  # a group in two, within another segment
            above = columns[rng.integers(len(columns))]
            drawn = np.where(above > 0, above * 2 + rng.integers(0, 2, people), 0)
        else:
            groups = int(rng.integers(3, 6))
            drawn = rng.choice(groups, people, p=rng.dirichlet(np.full(groups, 2.0)))
        names = np.unique(drawn[drawn > 0])
        columns.append(np.where(drawn > 0, np.searchsorted(names, drawn) + first, 0))
        first += len(names)
    return Cells(np.stack(columns, axis=1).astype(np.int64), first)


def amounts_of(cells: Cells, answered: Bools) -> Ints:
    """How many of each cell answered."""
    counted = [answered & (cells.codes == cell).any(axis=1) for cell in range(1, cells.number)]
    return np.array([answered.sum(), *(own.sum() for own in counted)])[:, None]


def can_be_computed(cells: Cells, shown: Bools, answered: Bools, smallest: int) -> bool:
    """The definition: of any set of fewer people."""
    codes = cells.codes[answered]
    indicators = [(codes == cell).any(axis=1) | (cell == 0) for cell in np.nonzero(shown)[0]]
    atoms, times = np.unique(np.array(indicators).T, axis=0, return_counts=True)
    _, sizes, across = np.linalg.svd(atoms.T.astype(float), full_matrices=False)
    space = across[sizes > 1e-9]
    few = np.nonzero(times < smallest)[0]
    for several in range(1, smallest):
        for chosen in combinations(few, several):
            if times[list(chosen)].sum() < smallest:
                small_set = np.zeros(len(times))
                small_set[list(chosen)] = 1
                if np.abs(small_set - space.T @ (space @ small_set)).max() < 1e-7:
                    return True
    return False


@pytest.fixture(params=range(SEEDS))
def drawn(request) -> tuple[Cells, Bools, int, np.random.Generator]:
    rng = np.random.default_rng(request.param)
    smallest, people = int(rng.integers(2, 5)), int(rng.integers(8, 26))
    cells, answered = organisation(rng, people), rng.random(people) < 0.9
    answered[:smallest] = True
    return cells, answered, smallest, rng


def test_what_is_found_is_what_the_definition_says(drawn):
    """Of any groups that are shown, safe or not."""
    cells, answered, smallest, rng = drawn
    amounts = amounts_of(cells, answered)
    shown = (amounts[:, 0] >= smallest) & (rng.random(cells.number) < 0.8)
    shown[0] = True
    remains = Remains(cells, amounts, shown.copy(), smallest, unanimous=False)
    found, certain = disclosure(cells.labels(shown, answered), smallest)
    assert certain
    told = not remains.is_safe() or found is not None
    assert told == can_be_computed(cells, shown, answered, smallest)
    if found is not None:
        assert 0 < found.people.sum() < smallest


def test_nothing_can_be_computed_from_what_is_left(drawn):
    cells, answered, smallest, _ = drawn
    left = protect(cells, [amounts_of(cells, answered)], lambda _: answered, smallest)
    assert left.shown[0, 0]
    assert not can_be_computed(cells, left.shown[:, 0], answered, smallest)
    everyone = np.ones(len(answered), np.bool_)
    assert not can_be_computed(cells, left.groups, everyone, smallest)


def test_it_is_no_empty_test():
    """Without withholding more, the groups that are large enough tell of fewer people often."""
    told = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        cells = organisation(rng, 20)
        everyone = np.ones(20, np.bool_)
        told += can_be_computed(cells, cells.sizes >= 4, everyone, 4)
    assert told > 20


def fewest(cells: Cells, shown: Bools, smallest: int, most: int) -> int:
    """How many of the groups must be withheld that nothing can be computed; by trying all."""
    everyone = np.ones(len(cells.codes), np.bool_)
    for several in range(most):
        for out in combinations(np.nonzero(shown)[0][1:], several):
            left = shown.copy()
            left[list(out)] = False
            if not can_be_computed(cells, left, everyone, smallest):
                return several
    return most


def test_hardly_more_is_withheld_than_must_be():
    withheld = needed = cases = fewest_in = 0
    for seed in range(4 * SEEDS):
        rng = np.random.default_rng(10_000 + seed)
        people = int(rng.integers(12, 26))
        cells, everyone = organisation(rng, people), np.ones(people, np.bool_)
        large = cells.sizes >= 3
        if cells.number > 13 or not can_be_computed(cells, large, everyone, 3):
            continue
        kept = protect(cells, [amounts_of(cells, everyone)], lambda _, all_=everyone: all_, 3)
        extra = int((large & ~kept.groups).sum())
        best = fewest(cells, large, 3, extra)
        withheld, needed = withheld + extra, needed + best
        cases, fewest_in = cases + 1, fewest_in + (extra == best)
    print(f"{cases} cases: {withheld} withheld, {needed} needed, no more in {fewest_in}")
    assert needed > SEEDS
    assert needed <= withheld <= 1.1 * needed, f"{withheld} withheld, {needed} needed"
