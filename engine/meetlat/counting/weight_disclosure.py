"""The weights that figures are made with: of those by raking as much as gives nobody away.

People are whole. So the sum of ten who weigh 1.1 and three who weigh 1.7 tells how many of the ten
and how many of the three it is of: there is one way only to come to 7.3. A weighted figure is as
many figures as it has weights, and each of those would have to be of people who may be known of.

So within a group people weigh otherwise by the groups weighted on that are shown and lie wholly in
it, and by nothing else: a weight is a sum of one number for each of these that a person is in. Then
a weighted figure is a sum of unweighted figures of groups that are shown, each so many times, and
tells nothing that those do not. The numbers come nearest to the weights by raking (least squares),
so that every such group has the very part in the figure that raking gave it. Who answered a
question has weights of their own in its figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from meetlat.counting.privacy.people import joined
from meetlat.counting.raking import CLOSE, ROUNDS
from meetlat.counting.weights import RAKED
from meetlat.groups import WHOLE
from meetlat.reading.responses.scored import weight_column

if TYPE_CHECKING:
    from meetlat.counting.privacy.people import Bools, Floats, Ints
    from meetlat.reading.responses.coding import CodedAnswers

EXACT = 1e-9
"""Weights that differ by less are the same but for rounding."""

NOWHERE = -1
"""The number of the group of whom is in none, and of what lies in no group."""

LEAST = 0.1
"""A sum may be below nothing, where raking multiplies. No weight is under this part of the mean of
its group, or the least by raking; all weights of that group differ the less for it."""


class Parts:
    """The people of each group of a segment, parted by the groups weighted on that they are in.

    Attributes:
        of: the part that each person is in.
        group: of each part, the number of its group.
        kind: of each part, the combination of groups weighted on.
    """

    def __init__(self, groups: Ints, kinds: Ints) -> None:
        width = int(kinds.max(initial=0)) + 1
        found, self.of = np.unique((groups + 1) * width + kinds, return_inverse=True)
        number, self.kind = np.divmod(found, width)
        self.group = number - 1


@dataclass(frozen=True)
class Sharing:
    """The weights in the figures of each segment's groups.

    Attributes:
        coded: the answers, with everyone's weight by raking.
        weighed_on: the segments that were raked.
        shown: `segment`, `group` and `question` of all that may be shown.
    """

    coded: CodedAnswers
    weighed_on: Sequence[str]
    shown: pl.DataFrame

    def weights(
        self, segment: str, question: str | None = None, answered: Bools | None = None
    ) -> Floats:
        """What everyone weighs in the figures of a segment's groups.

        Args:
            segment: blank for the figures of everyone.
            question: whose figures; None: those over all answers of a person.
            answered: who answered it.
        """
        parts, hosts = self._parts[segment]
        of = parts.of if answered is None else parts.of[answered]
        people = np.bincount(of, minlength=len(parts.kind))
        raked = self._raked[parts.kind]
        _, group = np.unique(parts.group, return_inverse=True)
        base = np.bincount(group, people).clip(1)
        own = (np.bincount(group, people * raked) / base)[group]
        hosted = self._open(question) & (hosts != NOWHERE)
        for host in np.unique(hosts[hosted]):
            rows = np.nonzero((parts.group == host) & (people > 0))[0]
            if len(rows) and np.ptp(raked[rows]) > 0:
                inside = self._numbered(hosted & (hosts == host))[parts.kind[rows]]
                sums = _sums(raked[rows], inside, people[rows])
                own[rows] = _drawn_in(sums, raked[rows], people[rows])
        return own[parts.of]

    @cached_property
    def drawn_in(self) -> bool:
        """Whether weights in the figures of everyone differ less than gives groups their share."""
        raked, people = self._raked, np.bincount(self._kinds)
        sums = _sums(raked, self._numbered(self._open(None)), people)
        return _drawn_in(sums, raked, people) is not sums

    @cached_property
    def _groups(self) -> list[tuple[str, str]]:
        """All groups of the segments weighted on."""
        return [(s, group) for s in self.weighed_on for group in self.coded.segments[s].groups]

    @cached_property
    def _members(self) -> Ints:
        """People x segments weighted on: which of `_groups` they are in."""
        first, columns = 0, []
        for segment in self.weighed_on:
            numbers = self._numbers(segment)
            columns.append(np.where(numbers == NOWHERE, NOWHERE, numbers + first))
            first += len(self.coded.segments[segment].groups)
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.coded.frame), 0), int)

    @cached_property
    def _kinds(self) -> Ints:
        """Of each person, which combination of those groups they are in."""
        return joined(self._members + 1)

    @cached_property
    def _first(self) -> Ints:
        """Somebody of each combination."""
        return np.unique(self._kinds, return_index=True)[1]

    @cached_property
    def _raked(self) -> Floats:
        """What people of each combination weigh."""
        return self.coded.frame[RAKED].to_numpy()[self._first]

    def _numbered(self, groups: Bools) -> Ints:
        """Combinations x segments: which of these groups, numbered from 1; 0 for none of them."""
        number = np.append(np.where(groups, np.cumsum(groups), 0), 0)  # last, that of nowhere
        return number[self._members[self._first]]

    @cached_property
    def _parts(self) -> dict[str, tuple[Parts, Ints]]:
        """By segment, its parts, and the one group of it that each group weighted on lies in."""
        found = {}
        for segment in (WHOLE.segment, *self.coded.segments):
            parts = Parts(self._numbers(segment), self._kinds)
            lowest = np.full(len(self._groups) + 1, len(parts.group))
            highest = np.full_like(lowest, NOWHERE)
            for members in self._members[self._first].T:
                np.minimum.at(lowest, members[parts.kind], parts.group)
                np.maximum.at(highest, members[parts.kind], parts.group)
            own = np.array([s == segment for s, _ in self._groups], np.bool_)
            within = (lowest == highest)[:-1] & ~own
            found[segment] = parts, np.where(within, lowest[:-1], NOWHERE)
        return found

    @cached_property
    def _shown(self) -> set[tuple[str, str, str]]:
        return set(self.shown.unique().iter_rows())

    def _open(self, question: str | None) -> Bools:
        """The groups weighted on that a question is shown of, or every one that they answered."""
        asked = [item.question for item in self.coded.items] if question is None else [question]
        known = self._shown if question else self._shown | self._unasked
        return np.array([all((*g, q) in known for q in asked) for g in self._groups], np.bool_)

    @cached_property
    def _unasked(self) -> set[tuple[str, str, str]]:
        """The questions that nobody of a group weighted on answered."""
        found = set()
        for segment in self.weighed_on:
            column = self.coded.segments[segment].column
            answered = self.coded.frame.group_by(pl.col(column).cast(pl.String)).agg(
                item.answered.sum().alias(item.question) for item in self.coded.items
            )
            for group, *times in answered.drop_nulls(column).iter_rows():
                pairs = zip(answered.columns[1:], times, strict=True)
                found |= {(segment, group, q) for q, n in pairs if not n}
        return found

    def _numbers(self, segment: str) -> Ints:
        """The group that each person is in."""
        if segment == WHOLE.segment:
            return np.zeros(len(self.coded.frame), np.int64)
        numbers = self.coded.frame[self.coded.segments[segment].column].to_physical()
        return numbers.cast(pl.Int64).fill_null(NOWHERE).to_numpy()


def _sums(weights: Floats, inside: Ints, people: Ints) -> Floats:
    """Sums of a number for everyone and one for each group they are in, nearest to the weights.

    Segment after segment takes the mean of what is left in each of its groups, over and over.

    Args:
        weights: of kinds of people.
        inside: kinds x segments: the group they are in, numbered from 1 over all segments, or 0.
        people: how many there are of each kind.
    """
    found, left = np.zeros(len(weights)), weights
    for _ in range(ROUNDS):
        furthest = 0.0
        for group in inside.T:
            total = np.bincount(group, left * people)
            step = (total / np.bincount(group, people).clip(1))[group]
            found, left = found + step, left - step
            furthest = max(furthest, float(np.abs(step).max()))
        if furthest < CLOSE:
            break
    return found


def _drawn_in(sums: Floats, weights: Floats, people: Ints) -> Floats:
    """The same where none is too low; else all of them nearer to their mean, so that none is."""
    mean = (weights @ people) / people.sum()
    lowest, least = sums.min(), min(LEAST * mean, weights.min())
    if lowest >= least - EXACT:
        return sums
    return mean + (sums - mean) * ((mean - least) / (mean - lowest))


def with_weights(sharing: Sharing) -> pl.DataFrame:
    """The answers with a column of weights for everyone, and one for each segment."""
    names = (WHOLE.segment, *sharing.coded.segments)
    columns = {weight_column(s): pl.Series(sharing.weights(s)) for s in names}
    return sharing.coded.frame.with_columns(**columns)
