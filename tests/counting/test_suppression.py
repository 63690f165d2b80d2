"""What can be computed from what is shown, found by brute force in organisations of a few people.

The definition is tried as it stands: every set of fewer people than may be shown, and whether its
indicator is a combination of those of the shown groups.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from meetlat.counting.privacy import search
from meetlat.counting.privacy.overlap import Undecided, disclosure
from meetlat.counting.privacy.people import Bools, Cells, Floats, Ints
from meetlat.counting.privacy.residuals import Residuals
from meetlat.counting.privacy.rule import Rule
from meetlat.counting.privacy.suppression import protect

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
    residuals = Residuals(cells, amounts, shown.copy(), Rule(smallest))
    found = disclosure(cells.labels(shown, answered), smallest)
    assert not isinstance(found, Undecided), "all sums of so few people are tried"
    told = not residuals.is_safe() or found is not None
    assert told == can_be_computed(cells, shown, answered, smallest)
    if found is not None:
        assert 0 < found.people.sum() < smallest


def test_nothing_can_be_computed_from_what_is_left(drawn):
    cells, answered, smallest, _ = drawn
    left = protect(cells, [amounts_of(cells, answered)], lambda _: answered, Rule(smallest))
    assert left.shown[0, 0]
    assert not can_be_computed(cells, left.shown[:, 0], answered, smallest)
    everyone = np.ones(len(answered), np.bool_)
    assert not can_be_computed(cells, left.groups, everyone, smallest)


def test_nor_where_there_are_more_sums_than_are_tried(drawn, monkeypatch):
    """What is not tried is taken for told."""
    monkeypatch.setattr(search, "PATIENCE", 1)
    test_nothing_can_be_computed_from_what_is_left(drawn)


def test_then_more_is_withheld_and_not_all(monkeypatch):
    """Of forty organisations of which all sums can be tried."""
    kept = []
    for patience in (search.PATIENCE, 1):
        monkeypatch.setattr(search, "PATIENCE", patience)
        kept.append(0)
        for seed in range(40):
            cells, everyone = organisation(np.random.default_rng(seed), 40), np.ones(40, np.bool_)
            amounts = [amounts_of(cells, everyone)]
            left = protect(cells, amounts, lambda _, all_=everyone: all_, Rule(3))
            kept[-1] += left.groups.sum()
    exact, cautious = kept
    assert exact > cautious > exact * 0.8


def test_it_is_no_empty_test():
    """Without withholding more, the groups that are large enough tell of fewer people often."""
    told = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        cells = organisation(rng, 20)
        everyone = np.ones(20, np.bool_)
        told += can_be_computed(cells, cells.sizes >= 4, everyone, 4)
    assert told > 20


def answers_of(rng: np.random.Generator, cells: Cells, *, several: bool = False) -> Bools:
    """People x answers: which each gave, one or several.

    People in the same groups mostly agree. In each group two people differ, so that few figures
    say by themselves that everyone gave the same answer.
    """
    _, kind = np.unique(cells.codes, axis=0, return_inverse=True)
    mood = rng.dirichlet(np.full(3, 0.05), size=kind.max() + 1)[kind.reshape(-1)]
    drawn = rng.random((len(mood), 1))
    given = drawn < mood if several else (mood.cumsum(axis=1) > drawn).cumsum(axis=1) == 1
    for cell in range(1, cells.number):
        (members,) = np.nonzero((cells.codes == cell).any(axis=1))
        given[members[:2]] = np.eye(3, dtype=np.bool_)[rng.permutation(3)[: len(members[:2])]]
    return given


def with_answers(cells: Cells, given: Bools) -> Ints:
    """How many of each cell there are, all of whom answered, and how many gave each answer."""
    everyone = np.ones((len(given), 1), np.bool_)
    return np.hstack([amounts_of(cells, own) for own in np.hstack([everyone, given]).T])


def unanimity_is_known(cells: Cells, shown: Bools, given: Bools) -> bool:
    """Whether what is shown proves of some people that they all gave the same answer, or none.

    Found by linear programming, for each kind: the people who are in the same shown groups.
    """
    (groups,) = np.nonzero(shown)
    inside = [(cells.codes == cell).any(axis=1) | (cell == 0) for cell in groups]
    kinds, which = np.unique(np.array(inside).T, axis=0, return_inverse=True)
    single = (given.sum(axis=1) == 1).all()
    tables = [given] if single else [np.stack([own, ~own], axis=1) for own in given.T]
    possible = [Possible.of(kinds, which.reshape(-1), table) for table in tables]
    if single:
        return possible[0].most_short_of_all([0, 1, 2]) < 1e-9
    if any(own.most_short_of_all([0]) < 1e-9 for own in possible):
        return True
    return any(all(own.most(kind) < 1e-9 for own in possible) for kind in range(len(kinds)))


@dataclass
class Possible:
    """How many people of each kind can have given each answer: kinds x answers, as one row.

    Attributes:
        people: how many there are of each kind.
        table: the equations that follow from what is shown.
        values: what each of them comes to.
    """

    people: Ints
    table: Floats
    values: Floats

    @classmethod
    def of(cls, kinds: Bools, which: Ints, given: Bools) -> Possible:
        """Each person, of a known kind, gave one of the answers."""
        truth = np.zeros((len(kinds), given.shape[1]))
        np.add.at(truth, which, given)
        each = np.kron(np.eye(len(kinds)), np.ones(given.shape[1]))
        shown = np.concatenate([np.kron(kinds.T, one) for one in np.eye(given.shape[1])])
        rows = np.concatenate([each, shown])
        return cls(np.bincount(which), rows, rows @ truth.reshape(-1))

    def most(self, kind: int) -> float:
        """How many of a kind can have given the first answer."""
        first = np.zeros(self.table.shape[1])
        first[kind * len(first) // len(self.people)] = 1
        return self._maximum(first, self.table)

    def most_short_of_all(self, answers: list[int]) -> float:
        """How many people at least, of each kind, can have given another answer than each."""
        width = self.table.shape[1]
        gave = [np.eye(width)[a :: width // len(self.people)] for a in answers]
        limits = np.hstack([np.concatenate(gave), np.ones((len(answers) * len(self.people), 1))])
        table = np.hstack([self.table, np.zeros((len(self.table), 1))])
        objective = np.eye(width + 1)[-1]
        return self._maximum(objective, table, A_ub=limits, b_ub=np.tile(self.people, len(answers)))

    def _maximum(self, objective: Floats, table: Floats, **limits: Floats) -> float:
        found = linprog(-objective, A_eq=table, b_eq=self.values, bounds=(0, None), **limits)
        assert found.status == 0, found.message
        return -found.fun


def is_safe(cells: Cells, shown: Bools, given: Bools, smallest: int) -> bool:
    """Neither a few people's answers nor anybody's unanimity follow from what is shown."""
    everyone = np.ones(len(given), np.bool_)
    return not unanimity_is_known(cells, shown, given) and not can_be_computed(
        cells, shown, everyone, smallest
    )


def organisation_with_answers(seed: int) -> tuple[Cells, Bools]:
    """An organisation, and the answers of its people: to every third question several."""
    rng = np.random.default_rng(20_000 + seed)
    cells = organisation(rng, int(rng.integers(20, 60)))
    return cells, answers_of(rng, cells, several=seed % 3 == 0)


def shown_by(rule: Rule, cells: Cells, given: Bools) -> Bools:
    """The cells of which one question is shown."""
    everyone, amounts = np.ones(len(given), np.bool_), with_answers(cells, given)
    return protect(cells, [amounts], lambda _: everyone, rule).shown[:, 0]


@pytest.mark.parametrize("seed", range(SEEDS // 2))
def test_nobodys_unanimity_can_be_told_where_hr_asks_for_that(seed):
    cells, given = organisation_with_answers(seed)
    left = shown_by(Rule(3, unanimous=True), cells, given)
    assert not left.any() or is_safe(cells, left, given, 3)


def test_unanimity_can_often_be_told_where_hr_does_not_ask():
    """So the test before this one is not an empty one, whether or not answers are single."""
    known = {"single": 0, "several": 0}
    for seed in range(45):
        cells, given = organisation_with_answers(seed)
        left = shown_by(Rule(3), cells, given)
        known["single" if seed % 3 else "several"] += unanimity_is_known(cells, left, given)
    assert min(known.values()) > 5, known


def fewest(shown: Bools, most: int, safe: Callable[[Bools], bool]) -> int:
    """How many of the groups must be withheld that it is safe; by trying all."""
    for several in range(most):
        for out in combinations(np.nonzero(shown)[0][1:], several):
            left = shown.copy()
            left[list(out)] = False
            if safe(left):
                return several
    return most


Case = tuple[Bools, Bools, Callable[[Bools], bool]]
"""The groups that may be shown by themselves, those that are kept, and what is safe to show."""


def cases_of_people() -> Iterator[Case]:
    """Where only how many they are matters."""
    for seed in range(4 * SEEDS):
        rng = np.random.default_rng(10_000 + seed)
        people = int(rng.integers(12, 26))
        cells, everyone = organisation(rng, people), np.ones(people, np.bool_)
        kept = protect(cells, [amounts_of(cells, everyone)], lambda _, all_=everyone: all_, Rule(3))

        def safe(shown: Bools, cells: Cells = cells, everyone: Bools = everyone) -> bool:
            return not can_be_computed(cells, shown, everyone, 3)

        yield cells.sizes >= 3, kept.groups, safe


def cases_of_answers() -> Iterator[Case]:
    """Where unanimity may not be known either."""
    rule = Rule(3, unanimous=True)
    for seed in range(2 * SEEDS):
        rng = np.random.default_rng(30_000 + seed)
        people = int(rng.integers(20, 50))
        cells = organisation(rng, people)
        given = answers_of(rng, cells)
        amounts, everyone = with_answers(cells, given), np.ones(people, np.bool_)
        kept = protect(cells, [amounts], lambda _, all_=everyone: all_, rule).shown[:, 0]

        def safe(shown: Bools, cells: Cells = cells, given: Bools = given) -> bool:
            return is_safe(cells, shown, given, 3)

        alone = (amounts[:, 0] >= 3) & ~rule.discloses(amounts)
        if kept.any():  # else everyone gave the same answer, and nothing is shown
            yield alone, kept, safe


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("cases", "most"), [(cases_of_people, 1.1), (cases_of_answers, 1.1)], ids=["few", "alike"]
)
def test_hardly_more_is_withheld_than_must_be(cases, most):
    """Of the groups that may be shown by themselves."""
    withheld = needed = number = fewest_in = 0
    for alone, kept, safe in cases():
        if len(alone) > 13 or safe(alone):
            continue
        extra = int((alone & ~kept).sum())
        best = fewest(alone, extra, safe)
        withheld, needed = withheld + extra, needed + best
        number, fewest_in = number + 1, fewest_in + (extra == best)
    print(f"{number} cases: {withheld} withheld, {needed} needed, no more in {fewest_in}")
    assert number > SEEDS / 2
    assert needed <= withheld <= most * needed, f"{withheld} withheld, {needed} needed"
