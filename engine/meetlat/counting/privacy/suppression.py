"""Withhold groups until nothing about too few people can be computed from those that are shown.

Whenever something can be computed, one of the groups it is computed from is withheld: the one with
the fewest people invited. That order is public and does not depend on answers, so what is withheld
reveals as little as possible. For the same reason nothing is shown again afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from meetlat.counting.privacy.overlapping_families import (
    Disclosure,
    Undecided,
    disclosure,
    is_one_family,
    merged_labels,
)
from meetlat.counting.privacy.people import WHOLE_CELL, Bools, Cells, Ints, distinct, joined
from meetlat.counting.privacy.possible_answers import unanimous_remainders
from meetlat.counting.privacy.remainders import Remainders, nearest_shown, remainder_amounts
from meetlat.counting.privacy.rule import Rule

# The people in the sample that shows quickly which questions are safe.
MANY_PEOPLE = 100_000

# One in so many candidates is withheld at once, and at least one.
AT_ONCE = 8


class Item(NamedTuple):
    """One question, as disclosure control sees it.

    Attributes:
        amounts: cells x (how many people in each base, and how often each answer was given).
        rule: the sets of people that may not be disclosed.
        people: returns people x bases, of some rows: whether each person is in the base.
    """

    amounts: Ints
    rule: Rule
    people: Callable[[slice], Bools]


class Protected(NamedTuple):
    """What may be shown.

    Attributes:
        groups: whether each cell may be shown at all.
        shown: cells x questions: whether the question may be shown for the cell.
    """

    groups: Bools
    shown: Bools


def protect(cells: Cells, items: Sequence[Item], smallest: int, order: Ints) -> Protected:
    """Decide which groups may be shown, for each question.

    Args:
        cells: the groups.
        items: the questions.
        smallest: a smaller group is not shown at all.
        order: the place of each cell in the order in which cells are withheld to protect others.
    """
    everyone = Item(
        cells.sizes[:, None],
        Rule([smallest]),
        lambda rows: np.ones((len(cells.kind[rows]), 1), np.bool_),
    )
    enough = _enough(everyone, np.ones(cells.number, np.bool_))
    separable = _separable(cells, enough, [everyone, *items])
    groups = _settled(cells, everyone, enough, order, separable=bool(separable[0]))
    return Protected(groups, _protected(cells, items, groups, order, separable[1:]))


def protect_sums(
    cells: Cells, people: Ints, partly: Ints, smallest: int, fewest_partly: int, order: Ints
) -> Bools:
    """Decide which numbers of people may be shown, such as those behind the rows of a metric.

    Who those people are is not known, so families are checked one by one.

    Args:
        cells: the groups.
        people: cells x figures: how many people each figure of a cell rests on.
        partly: cells x figures: how many of them answered only some of the questions.
        smallest: so many people are enough.
        fewest_partly: so many people who answered some of the questions are enough, if any.
        order: see `protect`.
    """
    everyone = np.ones((len(cells.kind), 1), np.bool_)
    rule = Rule([smallest, fewest_partly], optional=1)
    items = [
        Item(np.stack(bases, axis=1), rule, lambda rows: everyone[rows])
        for bases in zip(people.T, partly.T, strict=True)
    ]
    among, separable = np.ones(cells.number, np.bool_), np.ones(len(items), np.bool_)
    return _protected(cells, items, among, order, separable)


def _protected(
    cells: Cells, items: Sequence[Item], among: Bools, order: Ints, separable: Bools
) -> Bools:
    """Cells x items: what is left when nothing can be computed any more."""
    shown = [_enough(item, among) for item in items]
    safe = separable & _safe_in_families(cells, shown, items)
    for number in np.nonzero(~safe)[0].tolist():
        apart = bool(separable[number])
        shown[number] = _settled(cells, items[number], shown[number], order, separable=apart)
    return np.stack(shown, axis=1) if shown else np.zeros((cells.number, 0), np.bool_)


def _enough(item: Item, among: Bools) -> Bools:
    """Primary suppression: the cells with enough people; none if the organisation has too few."""
    enough = item.rule.is_enough(item.amounts)
    if not enough[WHOLE_CELL] or item.rule.is_alike(item.amounts[:1])[0]:
        return np.zeros(len(enough), np.bool_)
    return among & enough


def _settled(cells: Cells, item: Item, shown: Bools, order: Ints, *, separable: bool) -> Bools:
    """The cells that are left when nothing can be computed any more."""
    if shown[WHOLE_CELL]:
        _Suppression(cells, item, shown, order, separable=separable).settle()
    return shown


def _separable(cells: Cells, shown: Bools, items: Sequence[Item]) -> Bools:
    """The questions for which families can be checked one by one.

    If that holds for all groups that are large enough, it also holds for fewer groups: remainders
    that can be merged stay so when groups are withheld.
    """
    if len(cells.families) < 2:
        return np.ones(len(items), np.bool_)
    some = slice(None, None, max(1, len(cells.kind) // MANY_PEOPLE))
    people = np.concatenate([item.people(some) for item in items], axis=1)
    fewest = np.concatenate([item.rule.fewest for item in items])
    merged, valid = merged_labels(cells.labels(shown, some), people, fewest)
    ends = np.cumsum([item.rule.bases for item in items])
    of_items = np.array([part.all() for part in np.split(valid, ends[:-1])])
    return of_items & is_one_family(merged)


def _safe_in_families(cells: Cells, shown: Sequence[Bools], items: Sequence[Item]) -> Bools:
    """The questions about which no subtraction within one family discloses anything."""
    if not items:
        return np.ones(0, np.bool_)
    bases = [item.rule.bases for item in items]
    people = np.concatenate([item.amounts[:, : item.rule.bases] for item in items], axis=1)
    fewest = np.concatenate([item.rule.fewest for item in items])
    left = remainder_amounts(cells, people, np.repeat(np.stack(shown, axis=1), bases, axis=1))
    few = ((left > 0) & (left < fewest)).any(axis=0)
    safe = np.array([not part.any() for part in np.split(few, np.cumsum(bases)[:-1])])
    for number, item in enumerate(items):
        if item.rule.unanimous and (
            len(cells.families) > 1  # zero counts of several families must be combined
            or _shows_unanimity(cells, item, shown[number])
        ):
            safe[number] = False
    return safe


def _shows_unanimity(cells: Cells, item: Item, shown: Bools) -> bool:
    """Whether a shown cell or a remainder is unanimous."""
    wide = np.repeat(shown[:, None], item.amounts.shape[1], axis=1)
    left = remainder_amounts(cells, item.amounts, wide)
    return bool(item.rule.is_alike(left).any() or item.rule.is_alike(item.amounts[shown]).any())


@dataclass
class _Suppression:
    """The cells that are shown for one question, while it is made safe.

    Attributes:
        cells: the groups.
        item: the question.
        shown: whether each cell is shown; changed in place.
        order: the place of each cell in the order in which cells are withheld.
        separable: whether families can be checked one by one.
    """

    cells: Cells
    item: Item
    shown: Bools
    order: Ints
    separable: bool

    def settle(self) -> None:
        """Withhold cells until the question is safe."""
        item = self.item
        remainders = Remainders(self.cells, item.amounts, self.shown, item.rule, self.order)
        alike = np.nonzero(item.rule.is_alike(item.amounts) & self.shown)[0]
        if alike.size:
            remainders.withhold_siblings(alike.tolist())
        remainders.settle()
        while self._withhold_more(remainders):
            remainders.settle()

    def _withhold_more(self, remainders: Remainders) -> bool:
        """Withhold cells because of several families; return False if the question is safe."""
        if cells := self._disclosing_few(remainders):
            for cell in cells:
                remainders.withhold(cell)
        elif cells := self._disclosing_unanimity(remainders):
            remainders.withhold_siblings(cells)
        return bool(cells)

    def _disclosing_few(self, remainders: Remainders) -> list[int]:
        """The first cells of those from which something about a few people can be computed."""
        for base, fewest in enumerate([] if self.separable else self.item.rule.fewest):
            people = self._people[:, base]
            labels = self.cells.labels(self.shown, people)
            found = disclosure(labels, fewest)
            if isinstance(found, Disclosure):
                return [remainders.first(used_cells(self.cells, self.shown, found, people))]
            if isinstance(found, Undecided):  # assume the worst
                return self._first(remainders, remainders.rows_of(labels)[found.parts])
        return []

    def _disclosing_unanimity(self, remainders: Remainders) -> list[int]:
        """The first cells of those from which it follows that some people are unanimous."""
        if not self.item.rule.unanimous or len(self.cells.families) < 2:
            return []
        kinds, answered = self._kinds
        labels = self.cells.labels_of(kinds, self.shown)
        _, first, own = np.unique(joined(labels), return_index=True, return_inverse=True)
        people = np.bincount(own, answered).astype(np.int64)
        rows = unanimous_remainders(labels[first], people, remainders)
        return self._first(remainders, rows) if rows.size else []

    @cached_property
    def _people(self) -> Bools:
        return self.item.people(slice(None))

    @cached_property
    def _kinds(self) -> tuple[Ints, Ints]:
        """The kinds of people who answered, and how many of each kind."""
        answered = self._people[:, 0]
        number = np.bincount(self.cells.kind[answered], minlength=len(self.cells.kinds))
        return self.cells.kinds[number > 0], number[number > 0]

    def _first(self, remainders: Remainders, rows: Ints) -> list[int]:
        """The first of the cells from which the remainders in these rows are computed."""
        choices = {cell for row in distinct(rows) for cell in remainders.sources(int(row))}
        in_order = sorted(choices, key=lambda cell: self.order[cell])
        return in_order[: max(1, len(in_order) // AT_ONCE)]


def used_cells(cells: Cells, shown: Bools, found: Disclosure, people: Bools) -> list[int]:
    """The shown cells from which the answers of some of these people are computed."""
    labels = cells.labels(shown, people)
    above = nearest_shown(cells, shown[:, None])[:, 0]
    used: list[int] = []
    for family in range(len(cells.families)):
        members = cells.members(family)
        own = members[shown[members]]
        parts = _parts_of(cells, own, above, labels[:, family], found.parts[:, family])
        used += [int(cell) for cell in own if parts[int(cell)] != parts[int(above[cell])]]
    return used


def _parts_of(cells: Cells, own: Ints, above: Ints, labels: Ints, parts: Ints) -> dict[int, int]:
    """How often the remainder of each cell is added.

    An empty remainder counts as often as most of the remainders inside it.
    """
    known = dict(zip(labels.tolist(), parts.tolist(), strict=True))
    inside: dict[int, list[int]] = {}
    for cell in [*sorted(own.tolist(), key=lambda cell: -cells.depth[cell]), WHOLE_CELL]:
        if cell not in known:
            within = inside.get(cell, [0])
            known[cell] = max(within, key=within.count)
        inside.setdefault(int(above[cell]), []).append(known[cell])
    return known
