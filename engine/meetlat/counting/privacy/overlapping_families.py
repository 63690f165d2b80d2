"""Families that overlap, such as departments and ages: what follows about a few people?

Usually nothing does, and that is quick to see. Take two remainders of one family, and pairs of
people, one from each remainder, who are in the same remainders of all other families. If a sum of
figures contains one remainder and not the other, it contains one person of each pair but not the
other. So if there are enough pairs, a sum of few people treats both remainders alike, and they can
be merged. If one family is left in the end, its remainders are all that can be computed. Otherwise
the remaining families are searched (`two_families`, `many_families`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from meetlat.counting.privacy.many_families import small_sum
from meetlat.counting.privacy.people import Bools, Ints, distinct, joined
from meetlat.counting.privacy.two_families import DisjointSets, small_difference
from meetlat.numbering import numbered


class Disclosure(NamedTuple):
    """A set of a few people whose answers can be computed.

    Attributes:
        people: whether each person is in the set.
        parts: people x families: how often the remainder of each person is added.
    """

    people: Bools
    parts: Ints


class Undecided(NamedTuple):
    """The search was stopped, so a set of a few people may exist.

    Attributes:
        parts: people x families: whether the remainder of each person may be part of it.
    """

    parts: Bools


def disclosure(labels: Ints, smallest: int) -> Disclosure | Undecided | None:
    """Find 1 to `smallest` - 1 people whose answers can be computed from several families.

    Args:
        labels: people x families: the remainder of each person who answered (see `Cells.labels`).
        smallest: so many people are enough.

    Returns:
        The set of people; None if there certainly is none. With three families or more the search
        may be stopped before it is done (see `many_families`).
    """
    merged, _ = merged_labels(labels, np.ones((len(labels), 1), np.bool_), smallest)
    left = _divided(merged)
    for one, two in combinations(left, 2):
        if found := _of_two(merged, one, two, smallest):
            return found
    if len(left) < 3:
        return None
    atoms, kind, counts = np.unique(
        merged[:, left], axis=0, return_inverse=True, return_counts=True
    )
    kinds, certain = small_sum(atoms, counts, smallest)
    if kinds is not None:
        people = kinds[kind.reshape(-1)]
        return Disclosure(people, _parts(labels, people))
    return None if certain else Undecided(_outside_largest(merged))


def merged_labels(labels: Ints, answered: Bools, smallest: int | Ints) -> tuple[Ints, Bools]:
    """Give one label to remainders that every sum of few people treats alike.

    Args:
        labels: people x families.
        answered: people x questions.
        smallest: so many people are enough; for all questions, or for each.

    Returns:
        The labels, and the questions for which they hold.
    """
    labels, valid = labels.copy(), np.ones(answered.shape[1], np.bool_)
    changed = True
    while changed:
        changed = False
        for family in sorted(_divided(labels), key=lambda f: len(distinct(labels[:, f]))):
            others = [other for other in _divided(labels) if other != family]
            if not others:
                return labels, valid
            one, two = _pairs(joined(labels[:, others]), labels[:, family])
            new = _merged_family(
                labels[:, family], one, two, answered[one] & answered[two], valid, smallest
            )
            changed |= bool((new != labels[:, family]).any())
            labels[:, family] = new
    return labels, valid


def _outside_largest(labels: Ints) -> Bools:
    """People x families: whether a person is outside the largest remainder of the family."""
    parts = np.zeros(labels.shape, np.bool_)
    for family in _divided(labels):
        names, counts = np.unique(labels[:, family], return_counts=True)
        parts[:, family] = labels[:, family] != names[counts.argmax()]
    return parts


def is_one_family(labels: Ints) -> bool:
    """Whether at most one family still has several remainders."""
    return len(_divided(labels)) < 2


def _divided(labels: Ints) -> list[int]:
    """The families that have more than one remainder."""
    return [f for f, column in enumerate(labels.T) if (column != column[:1]).any()]


def _pairs(context: Ints, label: Ints) -> tuple[Ints, Ints]:
    """Disjoint pairs of people with the same context and different labels."""
    order = np.argsort(context * (int(label.max(initial=0)) + 1) + label, kind="stable")
    starts = np.nonzero(np.diff(context[order], prepend=-1))[0]
    sizes = np.diff(starts, append=len(order))
    rank = np.arange(len(order)) - np.repeat(starts, sizes)
    half = np.repeat(sizes // 2, sizes)
    (first,) = np.nonzero(rank < half)
    one, two = order[first], order[first + half[first]]
    differ = label[one] != label[two]
    return one[differ], two[differ]


def _merged_family(
    label: Ints, one: Ints, two: Ints, both: Bools, valid: Bools, smallest: int | Ints
) -> Ints:
    """The labels of one family after merging those that enough pairs join.

    Args:
        label: the remainder of each person.
        one: the first person of each pair.
        two: the second person of each pair.
        both: pairs x questions: whether both people answered.
        valid: the questions for which the labels hold; changed in place.
        smallest: so many pairs are enough.
    """
    sets, known = DisjointSets(), distinct(label)
    while len(one) and valid.any():
        root = np.array([sets.root(int(number)) for number in known])
        ends = np.sort(root[np.searchsorted(known, label[np.stack([one, two])])], axis=0)
        apart = ends[0] != ends[1]
        one, two, both, ends = one[apart], two[apart], both[apart], ends[:, apart]
        joins = 0
        for labels, counts in _pair_counts(ends, both):
            enough = counts >= smallest
            if 2 * enough[valid].sum() > valid.sum() and sets.join(*labels):
                valid &= enough
                joins += 1
        if not joins:
            break
    root = np.array([sets.root(int(number)) for number in known])
    return root[np.searchsorted(known, label)]


def _pair_counts(ends: Ints, both: Bools) -> Iterator[tuple[tuple[int, int], Ints]]:
    """How many pairs join two labels, per question; the labels with the most pairs first."""
    if not ends.shape[1]:
        return
    width = int(ends[1].max()) + 1
    kinds, kind = numbered(ends[0] * width + ends[1], (int(ends[0].max()) + 1) * width)
    order = np.argsort(kind, kind="stable")
    starts = np.searchsorted(kind[order], np.arange(len(kinds)))
    parts = np.split(both[order], starts[1:])  # faster than `np.add.reduceat`
    counts = np.stack([np.count_nonzero(part, axis=0) for part in parts])
    for k in np.argsort(-counts.sum(axis=1), kind="stable").tolist():
        first, second = divmod(int(kinds[k]), width)
        yield (first, second), counts[k]


def _of_two(labels: Ints, one: int, two: int, smallest: int) -> Disclosure | None:
    """A set of a few people that can be computed from two families."""
    names, place = zip(
        *(np.unique(labels[:, f], return_inverse=True) for f in (one, two)), strict=True
    )
    pairs, counts = np.unique(place[0] * len(names[1]) + place[1], return_counts=True)
    firsts, seconds = np.divmod(pairs, len(names[1]))
    edges = zip(firsts.tolist(), seconds.tolist(), counts.tolist(), strict=True)
    found = small_difference(edges, smallest)
    if found is None:
        return None
    parts = np.zeros(labels.shape, np.int64)
    parts[:, one] = np.isin(place[0], list(found[0]))
    parts[:, two] -= np.isin(place[1], list(found[1]))
    return Disclosure(parts.sum(axis=1) > 0, parts)


def _parts(labels: Ints, people: Bools) -> Ints:
    """How often the remainders of each person are added to obtain this set of people."""
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
