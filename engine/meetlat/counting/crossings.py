"""Segments that are counted together.

A team lies in one department, so there are hardly more combinations of team and department than
teams. Each combination is counted once, and the counts of both segments are sums of those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from meetlat.groups import WHOLE
from meetlat.numbering import numbered
from meetlat.reading.responses.coding import CodedAnswers

# Segments are crossed if their combinations are at most this number, or at most this many times
# the groups of the larger segment.
FEW, TIMES = 256, 2


@dataclass(frozen=True)
class Crossing:
    """Some segments, and the combinations of their groups that occur.

    Attributes:
        names: by segment, its groups.
        combinations: a row for each combination, with the number of its group in each segment; -1
            for people in no group of it.
        member: the combination of each kind of people (see `Kinds`).
    """

    names: dict[str, Sequence[str]]
    combinations: np.ndarray
    member: np.ndarray

    def segments(self) -> Iterator[tuple[str, Sequence[str], np.ndarray]]:
        """Yield each segment with its groups and the group of each combination."""
        for number, (segment, names) in enumerate(self.names.items()):
            yield segment, names, self.combinations[:, number]

    def with_segment(self, other: Crossing) -> Crossing | None:
        """This crossing with one more segment; None if that has too many combinations."""
        wide = len(other.combinations)
        end = len(self.combinations) * wide
        found, member = numbered(self.member * wide + other.member, end)
        if len(found) > max(FEW, TIMES * max(len(self.combinations), wide)):
            return None
        both = [self.combinations[found // wide], other.combinations[found % wide]]
        return Crossing({**self.names, **other.names}, np.hstack(both), member)


def crossings(coded: CodedAnswers, segments: Sequence[str]) -> list[Crossing]:
    """The segments in as few crossings as is worth it."""
    kinds = coded.kinds.groups
    of_kinds = dict(zip(coded.segments, kinds.T.astype(np.int64), strict=True))
    found: list[Crossing] = []
    for segment in segments:
        own = _single(coded, segment, of_kinds.get(segment, np.zeros(len(kinds), np.int64)))
        crossed = found[-1].with_segment(own) if found else None
        found = [*found[:-1], crossed] if crossed else [*found, own]
    return found


def _single(coded: CodedAnswers, segment: str, member: np.ndarray) -> Crossing:
    """One segment; people without a group are the first row."""
    if segment == WHOLE.segment:
        return Crossing({segment: [WHOLE.name]}, np.zeros((1, 1), np.int64), member)
    names = coded.segments[segment].groups
    combinations = np.arange(-1, len(names), dtype=np.int64)[:, None]
    return Crossing({segment: names}, combinations, member)
