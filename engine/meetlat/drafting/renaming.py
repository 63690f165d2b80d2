"""Pair questions that are gone with new ones that are probably the same with another text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from meetlat.problems.suggestions import are_of_a_row, spelling
from meetlat.reading.scale import answer_key

# The least similarity of two texts, from 0 to 1, as `difflib` measures it.
LEAST = 0.7


class Named(NamedTuple):
    """A question or segment, with everything that it is called.

    `row` is its row in its input table, or in the draft. `texts` has its heading too, unless that
    is a code; `heading` is that of its (first) column, blank if no file has it.
    """

    table: str
    row: int
    texts: Sequence[str]
    heading: str


def pairs(
    gone: Sequence[Named], new: Sequence[Named], may_be: Callable[[Named, Named], bool]
) -> list[tuple[Named, Named]]:
    """The pairs that are probably one question, the most similar first; each occurs once.

    `may_be` says whether two have the same scale and place.
    """
    rated = [
        (likeness(one.texts, other.texts), one, other)
        for one in gone
        for other in new
        if one.table == other.table and may_be(one, other)
    ]
    found: list[tuple[Named, Named]] = []
    for rate, one, other in sorted(rated, key=lambda pair: -pair[0]):
        is_free = all(one is not a and other is not b for a, b in found)
        if rate >= LEAST and is_free:
            found.append((one, other))
    return found


def likeness(texts: Iterable[str], others: Sequence[str]) -> float:
    """The similarity of the two closest texts; texts that differ in a number only have none."""
    return max((_likeness(spelling(a), spelling(b)) for a in texts for b in others), default=0.0)


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.0 if are_of_a_row(one, other) else SequenceMatcher(None, one, other).ratio()


class Order:
    """The order of the columns in two files, to see whether a column has kept its place."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self._before, self._after = [*map(answer_key, before)], [*map(answer_key, after)]
        self._shared = set(self._before) & set(self._after)

    def has_kept_its_place(self, before: str, after: str) -> bool:
        """Whether both headings stand next to the same column; true if that is unknown."""
        one, other = answer_key(before), answer_key(after)
        if one not in self._before or other not in self._after:
            return True
        around = zip(self._around(one, self._before), self._around(other, self._after), strict=True)
        return any(a == b for a, b in around)

    def _around(self, heading: str, headings: Sequence[str]) -> tuple[str, str]:
        """The nearest column before and after it that both files have."""
        at = headings.index(heading)
        before = (h for h in reversed(headings[:at]) if h in self._shared)
        after = (h for h in headings[at + 1 :] if h in self._shared)
        return next(before, ""), next(after, "")
