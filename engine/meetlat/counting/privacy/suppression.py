"""Withhold more groups until nothing of too few people can be computed from those shown.

Greedy: of the groups that a disclosure is computed from the smallest is withheld, again and again;
then each of those is shown again where that does no harm, the largest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from meetlat.counting.privacy.overlap import Disclosure, Doubt, disclosure, is_one_family, united
from meetlat.counting.privacy.people import WHOLE_CELL, Bools, Cells, Ints, distinct, joined
from meetlat.counting.privacy.residuals import Remains, nearest_shown, residuals
from meetlat.counting.privacy.rule import Rule
from meetlat.counting.privacy.support import told_of

MANY_PEOPLE = 100_000
"""Of more, so many are looked at to see at once that most questions are safe."""


AT_ONCE = 8
"""Of so many groups that could be withheld next one is, the smallest; and of fewer."""


class Protected(NamedTuple):
    """What may be shown.

    Attributes:
        groups: which cells at all.
        shown: cells x questions.
    """

    groups: Bools
    shown: Bools


def protect(
    cells: Cells,
    amounts: Sequence[Ints],
    answered: Callable[[int], Bools],
    rule: Rule,
) -> Protected:
    """Which groups may be shown, for each question.

    Args:
        cells: the groups.
        amounts: a question each: cells x (how many answered, and how often each answer was given).
        answered: of a question, by its number: who of the people did.
        rule: which people are not to be known of.
    """
    sizes, of_people = cells.sizes[:, None], Rule(rule.smallest)
    everyone = np.ones(len(cells.codes), np.bool_)
    of_sizes = _primary(sizes, np.ones(cells.number, np.bool_), of_people)
    alone = _one_family_does(cells, of_sizes, len(amounts), answered, rule.smallest)
    base = Question(cells, sizes, everyone, of_sizes, of_people, alone=bool(alone[0]))
    base.settle()
    shown = [_primary(own, base.shown, rule) for own in amounts]
    safe = alone[1:] & _without_residuals(cells, shown, amounts, rule)
    if rule.unanimous and len(cells.families) > 1:
        safe[:] = False  # what answers nobody gave is looked into for each
    for number in np.nonzero(~safe)[0].tolist():
        people, own, alone_ = answered(number), amounts[number], bool(alone[number + 1])
        question = Question(cells, own, people, shown[number], rule, alone=alone_)
        question.settle()
    return Protected(base.shown, np.stack(shown, axis=1))


def _primary(amounts: Ints, among: Bools, rule: Rule) -> Bools:
    """The cells that may be shown by themselves; none where the whole may not."""
    if rule.tells(amounts[:1])[0] or amounts[WHOLE_CELL, 0] < rule.smallest:
        return np.zeros(len(amounts), np.bool_)
    return among & (amounts[:, 0] >= rule.smallest) & ~rule.tells(amounts)


def _one_family_does(
    cells: Cells, shown: Bools, questions: int, answered: Callable[[int], Bools], smallest: int
) -> Bools:
    """For which questions families can be looked at one by one: of sizes first, then of each.

    That is so with all groups that are large enough, and so with fewer of them: whoever is alike
    in the residuals of many groups is alike in those of some.
    """
    if len(cells.families) < 2:
        return np.ones(questions + 1, np.bool_)
    some = np.zeros(len(cells.codes), np.bool_)
    some[:: max(1, len(some) // MANY_PEOPLE)] = True
    asked = [some[some], *(answered(number)[some] for number in range(questions))]
    alike, sure = united(cells.labels(shown, some), np.stack(asked, axis=1), smallest)
    return sure & is_one_family(alike)


def _without_residuals(
    cells: Cells, shown: Sequence[Bools], amounts: Sequence[Ints], rule: Rule
) -> Bools:
    """The questions that no subtraction within one family tells too much of."""
    people = np.stack([own[:, 0] for own in amounts], axis=1)
    left = residuals(cells, people, np.stack(shown, axis=1))
    safe: Bools = np.array(~((left > 0) & (left < rule.smallest)).any(axis=0))
    for number, own in enumerate(amounts if rule.unanimous else ()):
        left = residuals(cells, own, np.repeat(shown[number][:, None], own.shape[1], axis=1))
        if rule.tells(left).any():
            safe[number] = False
    return safe


@dataclass
class Question:
    """What is shown of one question, while it is made safe.

    Attributes:
        cells: the groups.
        amounts: cells x (how many answered, and how often each answer was given).
        people: who answered.
        shown: of the cells; changed in place.
        rule: see `protect`.
        alone: whether families can be looked at one by one.
    """

    cells: Cells
    amounts: Ints
    people: Bools
    shown: Bools
    rule: Rule
    alone: bool = False

    def settle(self) -> None:
        """Withhold until it is safe, and show again what need not be withheld."""
        if not self.shown[WHOLE_CELL]:
            return
        remains = Remains(self.cells, self.amounts, self.shown, self.rule)
        extra = remains.settle()
        while cells := self._to_withhold(remains):
            for cell in cells:
                remains.withhold(cell)
            extra += [*cells, *remains.settle()]
        for cell in sorted(extra, key=lambda cell: -self.amounts[cell, 0]):
            remains.show(cell)
            if not remains.is_safe() or self._to_withhold(remains):
                remains.withhold(cell)

    def _to_withhold(self, remains: Remains) -> list[int]:
        """Groups to withhold next, for what can be told from several families; none: it is safe."""
        found = self._overlapping()
        if isinstance(found, Disclosure):
            return [self._chosen(found)]
        if isinstance(found, Doubt):  # what cannot be tried is taken for told
            places = remains.place_of(self.cells.labels(self.shown, self.people))
            return self._smallest(remains, places[found.parts])
        if self.rule.unanimous and len(self.cells.families) > 1:
            return self._of_one_mind(remains)
        return []

    def _of_one_mind(self, remains: Remains) -> list[int]:
        """The smallest of the groups of whom it can be told what nobody answered."""
        kinds, answered = self._kinds
        labels = self.cells.labels_of(kinds, self.shown)
        _, first, own = np.unique(joined(labels), return_index=True, return_inverse=True)
        people = np.bincount(own, answered).astype(np.int64)
        return self._smallest(remains, told_of(labels[first], people, remains))

    @cached_property
    def _kinds(self) -> tuple[Ints, Ints]:
        """The kinds of people who answered, and how many of each did."""
        number = np.bincount(self.cells.kind[self.people], minlength=len(self.cells.kinds))
        return self.cells.kinds[number > 0], number[number > 0]

    def _smallest(self, remains: Remains, places: Ints) -> list[int]:
        """The smallest of the groups that the residuals at these places are computed from."""
        choices = {cell for place in distinct(places) for cell in remains.choices(int(place))}
        by_size = sorted(choices, key=lambda cell: (self.amounts[cell, 0], cell))
        return by_size[: max(1, len(by_size) // AT_ONCE)]

    def _overlapping(self) -> Disclosure | Doubt | None:
        """What can, or may, be computed from several families."""
        if self.alone:
            return None
        return disclosure(self.cells.labels(self.shown, self.people), self.rule.smallest)

    def _chosen(self, found: Disclosure) -> int:
        """The smallest of the groups that the disclosure is computed from."""
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
    """How often the residual of each cell is added; one of nobody as most of those within it."""
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
