"""Withhold groups until nothing about too few people can be computed from those that are shown.

The method is greedy. Of the groups from which a disclosure is computed, it withholds the smallest,
and repeats that. Then it shows each withheld group again if that is safe, the largest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from meetlat.counting.privacy.overlap import (
    Disclosure,
    Undecided,
    disclosure,
    is_one_family,
    merged_labels,
)
from meetlat.counting.privacy.people import WHOLE_CELL, Bools, Cells, Ints, distinct, joined
from meetlat.counting.privacy.residuals import Residuals, nearest_shown, residual_amounts
from meetlat.counting.privacy.rule import Rule
from meetlat.counting.privacy.support import unanimous_residuals

# The people in the sample that shows quickly which questions are safe.
MANY_PEOPLE = 100_000

# One in so many candidates is withheld at once, and at least one.
AT_ONCE = 8


class Protected(NamedTuple):
    """What may be shown.

    Attributes:
        groups: whether each cell may be shown at all.
        shown: cells x questions: whether the question may be shown for the cell.
    """

    groups: Bools
    shown: Bools


def protect(
    cells: Cells,
    amounts: Sequence[Ints],
    answered: Callable[[int], Bools],
    rule: Rule,
) -> Protected:
    """Decide which groups may be shown, for each question.

    Args:
        cells: the groups.
        amounts: per question, cells x (how many answered, and how often each answer was given).
        answered: returns who answered a question, by its number.
        rule: the sets of people that may not be disclosed.
    """
    sizes, size_rule = cells.sizes[:, None], Rule(rule.smallest)
    everyone = np.ones(len(cells.codes), np.bool_)
    of_sizes = _primary(sizes, np.ones(cells.number, np.bool_), size_rule)
    separable = _separable(cells, of_sizes, len(amounts), answered, rule.smallest)
    base = Question(cells, sizes, everyone, of_sizes, size_rule, separable=bool(separable[0]))
    base.settle()
    shown = [_primary(own, base.shown, rule) for own in amounts]
    safe = separable[1:] & _safe_in_families(cells, shown, amounts, rule)
    if rule.unanimous and len(cells.families) > 1:
        safe[:] = False  # answers that no one gave must be checked for each question
    for number in np.nonzero(~safe)[0].tolist():
        people, own, apart = answered(number), amounts[number], bool(separable[number + 1])
        question = Question(cells, own, people, shown[number], rule, separable=apart)
        question.settle()
    return Protected(base.shown, np.stack(shown, axis=1))


def _primary(amounts: Ints, among: Bools, rule: Rule) -> Bools:
    """Primary suppression: the cells that are safe to show by themselves.

    None are if the whole organisation is not.
    """
    if rule.discloses(amounts[:1])[0] or amounts[WHOLE_CELL, 0] < rule.smallest:
        return np.zeros(len(amounts), np.bool_)
    return among & (amounts[:, 0] >= rule.smallest) & ~rule.discloses(amounts)


def _separable(
    cells: Cells, shown: Bools, questions: int, answered: Callable[[int], Bools], smallest: int
) -> Bools:
    """Whether families can be checked one by one: for the sizes first, then for each question.

    If that holds for all groups that are large enough, it also holds for fewer groups: residuals
    that can be merged stay so when groups are withheld.
    """
    if len(cells.families) < 2:
        return np.ones(questions + 1, np.bool_)
    some = np.zeros(len(cells.codes), np.bool_)
    some[:: max(1, len(some) // MANY_PEOPLE)] = True
    asked = [some[some], *(answered(number)[some] for number in range(questions))]
    labels = cells.labels(shown, some)
    merged, valid = merged_labels(labels, np.stack(asked, axis=1), smallest)
    return valid & is_one_family(merged)


def _safe_in_families(
    cells: Cells, shown: Sequence[Bools], amounts: Sequence[Ints], rule: Rule
) -> Bools:
    """The questions that no subtraction within one family discloses."""
    people = np.stack([own[:, 0] for own in amounts], axis=1)
    left = residual_amounts(cells, people, np.stack(shown, axis=1))
    safe: Bools = np.array(~((left > 0) & (left < rule.smallest)).any(axis=0))
    for number, own in enumerate(amounts if rule.unanimous else ()):
        left = residual_amounts(cells, own, np.repeat(shown[number][:, None], own.shape[1], axis=1))
        if rule.discloses(left).any():
            safe[number] = False
    return safe


@dataclass
class Question:
    """The cells that are shown for one question, while it is made safe.

    Attributes:
        cells: the groups.
        amounts: cells x (how many answered, and how often each answer was given).
        people: whether each person answered.
        shown: whether each cell is shown; changed in place.
        rule: the sets of people that may not be disclosed.
        separable: whether families can be checked one by one.
    """

    cells: Cells
    amounts: Ints
    people: Bools
    shown: Bools
    rule: Rule
    separable: bool = False

    def settle(self) -> None:
        """Withhold cells until the question is safe, then show those that need not be withheld."""
        if not self.shown[WHOLE_CELL]:
            return
        residuals = Residuals(self.cells, self.amounts, self.shown, self.rule)
        withheld = residuals.settle()
        while cells := self._to_withhold(residuals):
            for cell in cells:
                residuals.withhold(cell)
            withheld += [*cells, *residuals.settle()]
        for cell in sorted(withheld, key=lambda cell: -self.amounts[cell, 0]):
            residuals.show(cell)
            if not residuals.is_safe() or self._to_withhold(residuals):
                residuals.withhold(cell)

    def _to_withhold(self, residuals: Residuals) -> list[int]:
        """The cells to withhold next, because of several families; empty if it is safe."""
        found = self._disclosure()
        if isinstance(found, Disclosure):
            return [self._smallest_used(found)]
        if isinstance(found, Undecided):  # assume the worst
            rows = residuals.rows_of(self.cells.labels(self.shown, self.people))
            return self._smallest(residuals, rows[found.parts])
        if self.rule.unanimous and len(self.cells.families) > 1:
            return self._disclosing_unanimity(residuals)
        return []

    def _disclosing_unanimity(self, residuals: Residuals) -> list[int]:
        """The smallest cells from which it follows that some people are unanimous."""
        kinds, answered = self._kinds
        labels = self.cells.labels_of(kinds, self.shown)
        _, first, own = np.unique(joined(labels), return_index=True, return_inverse=True)
        people = np.bincount(own, answered).astype(np.int64)
        rows = unanimous_residuals(labels[first], people, residuals)
        return self._smallest(residuals, rows)

    @cached_property
    def _kinds(self) -> tuple[Ints, Ints]:
        """The kinds of people who answered, and how many of each kind."""
        number = np.bincount(self.cells.kind[self.people], minlength=len(self.cells.kinds))
        return self.cells.kinds[number > 0], number[number > 0]

    def _smallest(self, residuals: Residuals, rows: Ints) -> list[int]:
        """The smallest of the cells from which the residuals in these rows are computed."""
        choices = {cell for row in distinct(rows) for cell in residuals.sources(int(row))}
        by_size = sorted(choices, key=lambda cell: (self.amounts[cell, 0], cell))
        return by_size[: max(1, len(by_size) // AT_ONCE)]

    def _disclosure(self) -> Disclosure | Undecided | None:
        """What can be computed, or may be, from several families."""
        if self.separable:
            return None
        return disclosure(self.cells.labels(self.shown, self.people), self.rule.smallest)

    def _smallest_used(self, found: Disclosure) -> int:
        """The smallest of the cells from which the disclosure is computed."""
        cells, shown = self.cells, self.shown
        labels = cells.labels(shown, self.people)
        above = nearest_shown(cells, shown[:, None])[:, 0]
        used: list[int] = []
        for family in range(len(cells.families)):
            members = cells.members(family)
            own = members[shown[members]]
            parts = _parts_of(cells, own, above, labels[:, family], found.parts[:, family])
            used += [int(cell) for cell in own if parts[int(cell)] != parts[int(above[cell])]]
        return min(used, key=lambda cell: (self.amounts[cell, 0], cell))


def _parts_of(cells: Cells, own: Ints, above: Ints, labels: Ints, parts: Ints) -> dict[int, int]:
    """How often the residual of each cell is added.

    An empty residual counts as often as most of the residuals inside it.
    """
    known = dict(zip(labels.tolist(), parts.tolist(), strict=True))
    inside: dict[int, list[int]] = {}
    for cell in sorted(own.tolist(), key=lambda cell: -cells.depth[cell]):
        if cell not in known:
            within = inside.get(cell, [0])
            known[cell] = max(within, key=within.count)
        inside.setdefault(int(above[cell]), []).append(known[cell])
    if WHOLE_CELL not in known:
        within = inside.get(WHOLE_CELL, [0])
        known[WHOLE_CELL] = max(within, key=within.count)
    return known
