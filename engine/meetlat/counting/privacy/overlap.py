"""Families that overlap, such as departments and ages: can anything of a few people be computed?

Most often it can be seen that it cannot. Take two residuals of one family, and pairs of people,
one of each, who are in the same residuals of all other families. What an attacker adds to his sum
for the one residual and not for the other, he adds to one of every pair. So if the sum is to be of
few people, and there are enough pairs, he does the same with both: they are one from then on. When
one family is left, its residuals are all there is. Else what is left is searched (`cut`,
`search`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from meetlat.counting.privacy.cut import Union, small_difference
from meetlat.counting.privacy.people import Bools, Ints, distinct, joined
from meetlat.counting.privacy.search import small_sum


class Disclosure(NamedTuple):
    """A set of a few people whose answers can be computed.

    Attributes:
        people: which of them.
        parts: people x families: how often the residual each is in is added.
    """

    people: Bools
    parts: Ints


class Doubt(NamedTuple):
    """More sums than are tried: whether one of them is of a few people is not known.

    Attributes:
        parts: people x families: whether the residual each is in may be part of it.
    """

    parts: Bools


def disclosure(labels: Ints, smallest: int) -> Disclosure | Doubt | None:
    """A set of 1 to `smallest` - 1 people whose answers can be computed from several families.

    Args:
        labels: people x families: the residual each is in (see `Cells.labels`); of those who
            answered.
        smallest: so many are enough.

    Returns:
        The set; None: there is none for certain (of three families and more a search may be given
        up, see `search`).
    """
    alike, _ = united(labels, np.ones((len(labels), 1), np.bool_), smallest)
    left = _several(alike)
    for one, two in combinations(left, 2):
        if found := _of_two(alike, one, two, smallest):
            return found
    if len(left) < 3:
        return None
    atoms, kind, times = np.unique(alike[:, left], axis=0, return_inverse=True, return_counts=True)
    kinds, certain = small_sum(atoms, times, smallest)
    if kinds is not None:
        people = kinds[kind.reshape(-1)]
        return Disclosure(people, _parts(labels, people))
    return None if certain else Doubt(_few_are_one(alike))


def united(labels: Ints, answered: Bools, smallest: int) -> tuple[Ints, Bools]:
    """Residuals that are one for whoever looks for few people have one label.

    Args:
        labels: people x families.
        answered: people x questions.
        smallest: so many are enough.

    Returns:
        The labels, and for which questions they hold.
    """
    labels, sure = labels.copy(), np.ones(answered.shape[1], np.bool_)
    changed = True
    while changed:
        changed = False
        for family in sorted(_several(labels), key=lambda f: len(distinct(labels[:, f]))):
            others = [other for other in _several(labels) if other != family]
            if not others:
                return labels, sure
            one, two = _pairs(joined(labels[:, others]), labels[:, family])
            new = _united(
                labels[:, family], one, two, answered[one] & answered[two], sure, smallest
            )
            changed |= bool((new != labels[:, family]).any())
            labels[:, family] = new
    return labels, sure


def _few_are_one(labels: Ints) -> Bools:
    """People x families: whether the residual each is in is none of those most people are in."""
    parts = np.zeros(labels.shape, np.bool_)
    for family in _several(labels):
        names, times = np.unique(labels[:, family], return_counts=True)
        parts[:, family] = labels[:, family] != names[times.argmax()]
    return parts


def is_one_family(labels: Ints) -> bool:
    """Whether all families but one have become one residual."""
    return len(_several(labels)) < 2


def _several(labels: Ints) -> list[int]:
    return [f for f, column in enumerate(labels.T) if (column != column[:1]).any()]


def _pairs(context: Ints, label: Ints) -> tuple[Ints, Ints]:
    """Disjoint pairs of people of the same context and of different labels."""
    order = np.lexsort((label, context))
    starts = np.nonzero(np.diff(context[order], prepend=-1))[0]
    sizes = np.diff(starts, append=len(order))
    place = np.arange(len(order)) - np.repeat(starts, sizes)
    half = np.repeat(sizes // 2, sizes)
    (first,) = np.nonzero(place < half)
    one, two = order[first], order[first + half[first]]
    other = label[one] != label[two]
    return one[other], two[other]


def _united(label: Ints, one: Ints, two: Ints, both: Bools, sure: Bools, smallest: int) -> Ints:
    """The labels of a family, those that enough pairs join made one; `sure` loses questions."""
    union, known = Union(), distinct(label)
    while len(one) and sure.any():
        root = np.array([union.root(int(number)) for number in known])
        ends = np.sort(root[np.searchsorted(known, label[np.stack([one, two])])], axis=0)
        apart = ends[0] != ends[1]
        one, two, both, ends = one[apart], two[apart], both[apart], ends[:, apart]
        joins = 0
        for labels, times in _counted(ends, both):
            enough = times >= smallest
            if 2 * enough[sure].sum() > sure.sum() and union.join(*labels):
                sure &= enough
                joins += 1
        if not joins:
            break
    root = np.array([union.root(int(number)) for number in known])
    return root[np.searchsorted(known, label)]


def _counted(ends: Ints, both: Bools) -> Iterator[tuple[tuple[int, int], Ints]]:
    """How many pairs join two labels, a question; those that many join first."""
    if not ends.shape[1]:
        return
    kinds, kind = np.unique(ends, axis=1, return_inverse=True)
    kind = kind.reshape(-1)
    order = np.argsort(kind, kind="stable")
    starts = np.searchsorted(kind[order], np.arange(kinds.shape[1]))
    times = np.add.reduceat(both[order].astype(np.int64), starts, axis=0)
    for place in np.argsort(-times.sum(axis=1), kind="stable"):
        yield (int(kinds[0, place]), int(kinds[1, place])), times[place]


def _of_two(labels: Ints, one: int, two: int, smallest: int) -> Disclosure | None:
    names, place = zip(
        *(np.unique(labels[:, f], return_inverse=True) for f in (one, two)), strict=True
    )
    pairs, times = np.unique(place[0] * len(names[1]) + place[1], return_counts=True)
    firsts, seconds = np.divmod(pairs, len(names[1]))
    edges = zip(firsts.tolist(), seconds.tolist(), times.tolist(), strict=True)
    found = small_difference(edges, smallest)
    if found is None:
        return None
    parts = np.zeros(labels.shape, np.int64)
    parts[:, one] = np.isin(place[0], list(found[0]))
    parts[:, two] -= np.isin(place[1], list(found[1]))
    return Disclosure(parts.sum(axis=1) > 0, parts)


def _parts(labels: Ints, people: Bools) -> Ints:
    """How often each person's residuals are added to make the set of these people."""
    columns, of_family = [], []
    for family, column in enumerate(labels.T):
        known = distinct(column)
        columns.append(column[:, None] == known)
        of_family += [family] * len(known)
    table = np.concatenate(columns, axis=1)
    times, *_ = np.linalg.lstsq(table.astype(np.float64), people.astype(np.float64), rcond=None)
    weights = np.rint(times * 1_000).astype(np.int64)
    parts = np.zeros(labels.shape, np.int64)
    for number, family in enumerate(of_family):
        parts[table[:, number], family] = weights[number]
    return parts
