"""Two families that overlap: unions of remainders of one, minus unions of remainders of the other.

Every set of people that can be computed from two families is made of such differences. (People are
the edges between remainders of the two families, and the incidence matrix of a bipartite graph is
totally unimodular, so whole numbers suffice.) A small difference is a small cut. It is found as a
maximum flow, and the search stops as soon as the flow is large enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

# From a remainder of the first family to one of the second: how many people are in both. A set with
# the second must have the first too, because no one can be subtracted who was not added. A set with
# the first and not the second keeps these people.
Arcs = dict[tuple[int, int], int]


class DisjointSets:
    """Numbers that are joined into sets."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, number: int) -> int:
        """The number that represents the set of this number."""
        while (above := self._above.get(number, number)) != number:
            self._above[number] = self._above.get(above, above)
            number = above
        return number

    def join(self, one: int, two: int) -> bool:
        """Join the sets of two numbers; return whether they were different sets."""
        one, two = self.root(one), self.root(two)
        self._above[two] = one
        return one != two


def small_difference(
    edges: Iterable[tuple[int, int, int]], smallest: int
) -> tuple[set[int], set[int]] | None:
    """Find a union of remainders that exceeds another union by a few people.

    Args:
        edges: a remainder of the first family, one of the second (both numbered from 0), and how
            many people are in both.
        smallest: a difference of so many people is large enough.

    Returns:
        Remainders of the first family, and those of the second that lie within their union; the
        difference has 1 to `smallest` - 1 people. None if there is no such difference.
    """
    # Remainders of the first family get even numbers, those of the second odd numbers.
    arcs = {(2 * one, 2 * two + 1): people for one, two, people in edges}
    nodes = {node for arc in arcs for node in arc}
    merged = DisjointSets()
    while must := [arc for arc, people in arcs.items() if people >= smallest or arc[::-1] in arcs]:
        for one, two in must:  # a small difference has both or neither
            merged.join(one, two)
        arcs = _condensed(arcs, merged)
    inseparable = DisjointSets()
    for one, two in arcs:
        if inseparable.root(one) != inseparable.root(two):
            taken = _cut(arcs, one, two, smallest)
            if taken is not None:
                within = {node for node in nodes if merged.root(node) in taken}
                firsts = {node // 2 for node in within if node % 2 == 0}
                return firsts, {node // 2 for node in within if node % 2}
            inseparable.join(one, two)
    return None


def _condensed(arcs: Arcs, merged: DisjointSets) -> Arcs:
    """The arcs between nodes that are not merged."""
    left: Arcs = defaultdict(int)
    for (one, two), people in arcs.items():
        ends = merged.root(one), merged.root(two)
        if ends[0] != ends[1]:
            left[ends] += people
    return dict(left)


def _cut(arcs: Arcs, source: int, sink: int, smallest: int) -> set[int] | None:
    """The nodes of a set with `source` and without `sink` that keeps fewer than `smallest` people.

    None if every such set keeps at least that many.
    """
    room: dict[int, dict[int, int]] = defaultdict(dict)
    for (one, two), people in arcs.items():
        room[one][two] = room[one].get(two, 0) + people
        room[two][one] = room[two].get(one, 0) + smallest  # more than the flow ever needs
    flow = 0
    while flow < smallest:
        previous = _reachable(room, source, sink)
        if sink not in previous:
            return set(previous)
        path = [sink]
        while path[-1] != source:
            path.append(previous[path[-1]])
        steps = list(zip(path[1:], path, strict=False))
        least = min(room[one][two] for one, two in steps)
        for one, two in steps:
            room[one][two] -= least
            room[two][one] += least
        flow += least
    return None


def _reachable(room: dict[int, dict[int, int]], source: int, sink: int) -> dict[int, int]:
    """The nodes that can be reached from `source`, each with the node before it."""
    previous, front = {source: source}, [source]
    while front and sink not in previous:
        ahead = []
        for node in front:
            for further, left in room[node].items():
                if left and further not in previous:
                    previous[further] = node
                    ahead.append(further)
        front = ahead
    return previous
