"""What follows from a report: by linear algebra, by linear programming, or in whole people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from meetlat.counting.privacy.people import Bools
from tests.attacks.figures import Attacker, Block
from tests.attacks.organisations import SCORES, Floats

# SciPy is imported where it is used: half a second, which every worker would wait.
if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

# A number of people, or a sum of scores, that can vary by less than this is known.
KNOWN = 1e-5

# The most seconds for one optimum in whole people, and for all optima of a block.
PATIENCE, ALL_PATIENCE = 2.0, 10.0

TARGETS = int((~np.isnan(SCORES)).sum()) + 1


@dataclass
class Bounded:
    """All solutions of the equations of a block.

    Attributes:
        block: the equations.
        whole: whether people are whole.
        least: the lower bound of the unknowns, one for all or one each.
        known: solutions that were found.
        given_up: how many optima were not found in time.
        left: the seconds that are left for whole people.
    """

    block: Block
    whole: bool = False
    least: float | Floats = 0.0
    known: list[Floats] = field(default_factory=list)
    given_up: int = 0
    left: float = ALL_PATIENCE

    def __post_init__(self) -> None:
        table = np.array(self.block.rows)
        values, highest = np.array(self.block.values), np.array(self.block.highest)
        true = table @ self.block.truth
        assert (true > values - 1e-6).all(), "the true answers fulfil what is known"
        assert (true < highest + 1e-6).all(), "the true answers fulfil what is known"
        self.known.append(self.block.truth)
        # Two opposite solutions show for most targets that they are not known.
        row = np.random.default_rng(0).normal(size=table.shape[1])
        self.most(row), self.most(-row)

    @cached_property
    def _constraint(self) -> LinearConstraint:
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        scale = np.abs(self.block.rows).max(axis=1).clip(1e-12)
        table = csr_array(np.array(self.block.rows) / scale[:, None])
        values, highest = np.array(self.block.values) / scale, np.array(self.block.highest) / scale
        slack = 1e-7 if self.whole else 0.0
        return LinearConstraint(table, values - slack, highest + slack)

    @cached_property
    def _most(self) -> Floats:
        """The upper bound of each unknown: the people of its kind, and 0 where a figure is 0."""
        block = self.block
        people = np.bincount(block.kind[block.kind >= 0])[block.column_kind].astype(float)
        return np.where(block.zero, 0, people) if self.whole else np.full(len(people), np.inf)

    def most(self, row: Floats) -> float | None:
        """The highest value of a row; None if it was not found in time."""
        if self.whole and self.left <= 0:
            self.given_up += 1
            return None
        from scipy.optimize import Bounds, milp

        began, number = perf_counter(), len(row)
        found = milp(
            -row,
            integrality=np.full(number, int(self.whole)),
            bounds=Bounds(np.broadcast_to(self.least, number), self._most),
            constraints=[self._constraint],
            options={"time_limit": PATIENCE},
        )
        self.left -= perf_counter() - began
        if found.x is not None:
            self.known.append(np.rint(found.x) if self.whole else found.x)
        if found.status != 0:
            assert found.status == 1, found.message
            self.given_up += 1
            return None
        return float(-found.fun)

    def is_known(self, row: Floats) -> bool:
        """Whether a row has the same value in all solutions."""
        truth = float(row @ self.block.truth)
        if any(abs(own @ row - truth) > KNOWN for own in self.known):
            return False
        highest = self.most(row)
        if highest is None or highest - truth > KNOWN:
            return False
        lowest = self.most(-row)
        return lowest is not None and truth + lowest <= KNOWN


def known_targets(
    attacker: Attacker,
    sets: Iterable[tuple[int, Bools]],
    *,
    whole: bool = False,
    least: float = 0.0,
    least_of_zeros: float | None = None,
    given_up: list[int] | None = None,
) -> Bools:
    """Sets x targets (see `Attacker.targets`): what is known exactly.

    Args:
        attacker: who knows the figures.
        sets: questions with people.
        whole: whether the attacker uses that people are whole.
        least: lower bound of the unknowns.
        least_of_zeros: another bound, of unknowns that a shown figure says are zero.
        given_up: gets how many optima of each block were not found in time; they count as unknown.
    """
    bounded: dict[int, Bounded] = {}
    for block in attacker.blocks:
        bounds = least
        if least_of_zeros is not None:
            bounds = np.where(block.zero, least_of_zeros, least)
        bounded.update(dict.fromkeys(block.questions, Bounded(block, whole, bounds)))
    known = [
        [bounded[question].is_known(row) for row in attacker.targets(question, people)]
        for question, people in sets
    ]
    if given_up is not None:
        given_up += [own.given_up for own in {id(b): b for b in bounded.values()}.values()]
    return np.array(known, np.bool_).reshape(-1, TARGETS)


def sums_of_shown(attacker: Attacker, sets: Iterable[tuple[int, Bools]]) -> list[bool]:
    """Whether a target of each set is a linear combination of shown figures."""
    spaces = {}
    for block in attacker.blocks:
        _, sizes, across = np.linalg.svd(np.array(block.rows), full_matrices=False)
        spaces.update(dict.fromkeys(block.questions, across[sizes > 1e-9]))
    found = []
    for question, people in sets:
        space = spaces[question]
        rows = [row for row in attacker.targets(question, people) if row.any()]
        found.append(any(np.abs(row - (row @ space.T) @ space).max() < 1e-7 for row in rows))
    return found
