"""How much more is withheld than needed, in organisations of 300 to 5,000 people.

    uv run --group dev python benchmarks/suppression.py

The least that must be withheld is found by integer programming: of each set of groups from which a
few people's answers can be computed, at least one must be withheld. Sets are added until nothing
can be computed any more.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from meetlat.counting.privacy.overlapping_families import Disclosure, disclosure
from meetlat.counting.privacy.people import WHOLE_CELL, Bools, Cells, Ints
from meetlat.counting.privacy.remainders import Remainders
from meetlat.counting.privacy.rule import Rule
from meetlat.counting.privacy.suppression import Item, protect, used_cells

SMALLEST, RULE = 10, Rule([10, 5])
QUESTIONS = 10

# People, and how many organisations of that size.
SIZES = {300: 20, 1000: 10, 5000: 3}


def main() -> None:
    """Print what is shown and what could be shown, for each size."""
    for people, organisations in SIZES.items():
        totals = np.zeros(4, np.int64)
        for seed in range(organisations):
            totals += measured(np.random.default_rng([people, seed]), people)
        enough, shown, most, undecided = totals.tolist()
        print(
            f"{people} people, {organisations} organisations: {enough} figures of enough people; "
            f"{shown} shown, {most} could be ({shown / most - 1:.2%}); {undecided} undecided",
            flush=True,
        )


def measured(rng: np.random.Generator, people: int) -> Ints:
    """Figures of enough people; that are shown; that could be shown; questions undecided."""
    cells, order = organisation(rng, people)
    found = np.zeros(4, np.int64)
    for _ in range(QUESTIONS):
        answered = rng.random(len(cells.codes)) < 0.97
        scored = answered & (rng.random(len(answered)) > rng.uniform(0.05, 0.15))
        item = item_of(cells, np.stack([answered, scored], axis=1))
        shown = protect(cells, [item], SMALLEST, order).shown[:, 0]
        enough = RULE.is_enough(item.amounts)
        best = most_shown(cells, item, enough)
        if best is None:
            found += [0, 0, 0, 1]
        else:
            found += [enough.sum(), shown.sum(), best, 0]
    return found


def organisation(rng: np.random.Generator, people: int) -> tuple[Cells, Ints]:
    """Teams of about 16 who answered, in departments of 3 to 6, and six ages.

    Returns:
        The groups, and the order in which they are withheld: by how many people were invited.
    """
    team: list[int] = []
    department: list[int] = []
    invited: list[int] = []
    of_team: list[int] = []
    while len(team) < people:
        number = of_team[-1] + 1 if of_team else 0
        for _ in range(rng.integers(3, 7)):
            invited.append(int(rng.integers(14, 27)))
            of_team.append(number)
            size = int(rng.binomial(invited[-1], 0.8))
            team += [len(invited) - 1] * size
            department += [number] * size
    age = rng.choice(6, len(team), p=[0.04, 0.2, 0.25, 0.26, 0.22, 0.03])
    departments, teams = of_team[-1] + 1, len(invited)
    first = np.array([1, 1 + departments, 1 + departments + teams])
    codes = np.stack([department, team, age], axis=1) + first
    cells = Cells.of(codes.astype(np.int64), int(first[-1]) + 6)
    size = np.concatenate(
        [
            [sum(invited)],
            np.bincount(of_team, invited),
            invited,
            np.bincount(age, minlength=6) * 1.25,
        ]
    )
    return cells, np.argsort(np.lexsort((-np.arange(cells.number), size)))


def item_of(cells: Cells, people: Bools) -> Item:
    """A question, given who answered and who gave a scored answer."""
    amounts = np.zeros((cells.number, 2), np.int64)
    for column in cells.codes.T:
        np.add.at(amounts, column, people.astype(np.int64))
    amounts[WHOLE_CELL] = people.sum(axis=0)
    return Item(amounts, RULE, lambda rows: people[rows])


def most_shown(cells: Cells, item: Item, enough: Bools) -> int | None:
    """The largest number of cells that can be shown; None if that cannot be decided."""
    sets: list[list[int]] = []
    shown = enough.copy()
    while True:
        try:
            more = list(disclosing(cells, item, shown))
        except ValueError:
            return None
        if not more:
            return int(shown.sum())
        sets += more
        table = np.zeros((len(sets), cells.number))
        for row, own in zip(table, sets, strict=True):
            row[own] = 1
        limits = Bounds(np.zeros(cells.number), np.where(enough, 1, 0))
        found = milp(
            np.ones(cells.number),
            integrality=np.ones(cells.number),
            bounds=limits,
            constraints=[LinearConstraint(table, 1, np.inf)],
        )
        shown = enough & (np.rint(found.x) == 0)


def disclosing(cells: Cells, item: Item, shown: Bools) -> Iterator[list[int]]:
    """Yield sets of shown cells from which a few people's answers can be computed."""
    remainders = Remainders(cells, item.amounts, shown.copy(), RULE, np.arange(cells.number))
    rows = np.nonzero(RULE.is_few(remainders.left))[0]
    for row in rows.tolist():
        yield list(remainders.sources(row))
    if rows.size:
        return
    for people, fewest in zip(item.people(slice(None)).T, RULE.fewest, strict=True):
        found = disclosure(cells.labels(shown, people), fewest)
        if isinstance(found, Disclosure):
            yield used_cells(cells, shown, found, people)
        elif found is not None:
            raise ValueError


if __name__ == "__main__":
    main()
