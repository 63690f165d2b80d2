"""Two families that overlap: unions of residuals of the one less unions of the other.

Whatever can be computed of a set of people from two families is made of such differences (people
are the edges between residuals of the one and the other, and the table of a bipartite graph is
totally unimodular, so that whole numbers suffice). A small difference is a small cut: found as a
maximum flow, which is given up as soon as it is large enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Arcs = dict[tuple[int, int], int]
"""From a residual of the first family to one of the second: how many people are in both.

Who takes the second must take the first (the difference has nobody to its debit); who takes the
first and not the second is left with these people.
"""


class Union:
    """Numbers that turn out to stand for the same thing."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, number: int) -> int:
        """The one that stands for all it is joined with."""
        while (above := self._above.get(number, number)) != number:
            self._above[number] = self._above.get(above, above)
            number = above
        return number

    def join(self, one: int, two: int) -> bool:
        """Let both be one; whether they were two."""
        one, two = self.root(one), self.root(two)
        self._above[two] = one
        return one != two


def small_difference(
    edges: Iterable[tuple[int, int, int]], smallest: int
) -> tuple[set[int], set[int]] | None:
    """Residuals of the first family, and residuals of the second that lie within them.

    Args:
        edges: a residual of the first, one of the second (numbers from 0 on), and how many people
            are in both.
        smallest: so many people must differ at least, or nobody.

    Returns:
        The residuals of the first and of the second, of which the difference is of 1 to
        `smallest` - 1 people; None: there are no such.
    """
    # The first have even numbers and the second odd ones.
    arcs = {(2 * one, 2 * two + 1): people for one, two, people in edges}
    nodes = {node for arc in arcs for node in arc}
    united = Union()
    while must := [arc for arc, people in arcs.items() if people >= smallest or arc[::-1] in arcs]:
        for one, two in must:  # who takes either takes both
            united.join(one, two)
        arcs = _condensed(arcs, united)
    together = Union()
    for one, two in arcs:
        if together.root(one) != together.root(two):
            taken = _cut(arcs, one, two, smallest)
            if taken is not None:
                within = {node for node in nodes if united.root(node) in taken}
                firsts = {node // 2 for node in within if node % 2 == 0}
                return firsts, {node // 2 for node in within if node % 2}
            together.join(one, two)
    return None


def _condensed(arcs: Arcs, united: Union) -> Arcs:
    """The arcs between those that are still two."""
    left: Arcs = defaultdict(int)
    for (one, two), people in arcs.items():
        ends = united.root(one), united.root(two)
        if ends[0] != ends[1]:
            left[ends] += people
    return dict(left)


def _cut(arcs: Arcs, source: int, sink: int, smallest: int) -> set[int] | None:
    """What is taken with `source`, so that fewer than `smallest` are left and `sink` is not taken.

    None: at least that many are left, whatever is taken.
    """
    room: dict[int, dict[int, int]] = defaultdict(dict)
    for (one, two), people in arcs.items():
        room[one][two] = room[one].get(two, 0) + people
        room[two][one] = room[two].get(one, 0) + smallest  # as good as endless
    flow = 0
    while flow < smallest:
        came = _search(room, source, sink)
        if sink not in came:
            return set(came)
        path = [sink]
        while path[-1] != source:
            path.append(came[path[-1]])
        steps = list(zip(path[1:], path, strict=False))
        least = min(room[one][two] for one, two in steps)
        for one, two in steps:
            room[one][two] -= least
            room[two][one] += least
        flow += least
    return None


def _search(room: dict[int, dict[int, int]], source: int, sink: int) -> dict[int, int]:
    """How each that can be reached from `source` is come by."""
    came, front = {source: source}, [source]
    while front and sink not in came:
        ahead = []
        for node in front:
            for further, left in room[node].items():
                if left and further not in came:
                    came[further] = node
                    ahead.append(further)
        front = ahead
    return came
