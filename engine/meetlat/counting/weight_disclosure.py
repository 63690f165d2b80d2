"""The weights that figures use: as close to raked weights as disclosure control allows.

People are whole, so a weighted sum can disclose counts. If ten people weigh 1.1 and three weigh
1.7, a sum of 7.3 can only be five of the ten and one of the three. A weighted figure is as many
figures as there are different weights, and each of those must be about enough people.

Within a group, weights therefore differ only by shown groups that were weighted on and that lie
wholly inside that group. A weight is the sum of one number for everyone in the group and one for
each of these inner groups that a person is in. A weighted figure is then a sum of multiples of
unweighted figures of shown groups, so it discloses nothing more than those do. The numbers are
closest to the raked weights (by least squares), so each inner group has exactly the share in the
figure that raking gave it. The figures of a question have their own weights, for the people who
answered it.
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

# Weights that differ by less are equal, apart from rounding.
EXACT = 1e-9

# The index that stands for "in no group".
NOWHERE = -1

# Sums can be negative, while raked weights cannot. No weight is below this part of the mean of its
# group, or below the smallest raked weight. To achieve that, all weights of that group differ less.
LEAST = 0.1


class Parts:
    """The groups of a segment, divided by the combination of weighted groups that people are in.

    Attributes:
        of: the part that each person is in.
        group: the group of each part.
        kind: the combination of weighted groups of each part.
    """

    def __init__(self, groups: Ints, kinds: Ints) -> None:
        width = int(kinds.max(initial=0)) + 1
        found, self.of = np.unique((groups + 1) * width + kinds, return_inverse=True)
        number, self.kind = np.divmod(found, width)
        self.group = number - 1


@dataclass(frozen=True)
class Sharing:
    """The weights of respondents in the figures of each segment.

    Attributes:
        coded: the answers, with the raked weight of each respondent.
        weighed_on: the segments that were weighted on.
        shown: `segment`, `group` and `question` of everything that may be shown.
    """

    coded: CodedAnswers
    weighed_on: Sequence[str]
    shown: pl.DataFrame

    def weights(
        self, segment: str, question: str | None = None, answered: Bools | None = None
    ) -> Floats:
        """The weight of each respondent in the figures of a segment's groups.

        Args:
            segment: the segment; blank for the figures of the whole organisation.
            question: the question; None for figures over several answers of a person.
            answered: whether each respondent answered the question.
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
        """Whether the weights of the organisation differ too little to give groups their share."""
        raked, people = self._raked, np.bincount(self._kinds)
        sums = _sums(raked, self._numbered(self._open(None)), people)
        return _drawn_in(sums, raked, people) is not sums

    @cached_property
    def _groups(self) -> list[tuple[str, str]]:
        """All groups of the segments that were weighted on: the weighted groups."""
        return [(s, group) for s in self.weighed_on for group in self.coded.segments[s].groups]

    @cached_property
    def _members(self) -> Ints:
        """People x weighted segments: the index in `_groups` of the group that they are in."""
        first, columns = 0, []
        for segment in self.weighed_on:
            numbers = self._numbers(segment)
            columns.append(np.where(numbers == NOWHERE, NOWHERE, numbers + first))
            first += len(self.coded.segments[segment].groups)
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.coded.frame), 0), int)

    @cached_property
    def _kinds(self) -> Ints:
        """The combination of weighted groups that each person is in, as a number."""
        return joined(self._members + 1)

    @cached_property
    def _first(self) -> Ints:
        """The first person of each combination."""
        return np.unique(self._kinds, return_index=True)[1]

    @cached_property
    def _raked(self) -> Floats:
        """The raked weight of each combination."""
        return self.coded.frame[RAKED].to_numpy()[self._first]

    def _numbered(self, groups: Bools) -> Ints:
        """Combinations x segments: their group among these, numbered from 1; 0 for none of them."""
        number = np.append(np.where(groups, np.cumsum(groups), 0), 0)  # the last stands for NOWHERE
        return number[self._members[self._first]]

    @cached_property
    def _parts(self) -> dict[str, tuple[Parts, Ints]]:
        """By segment: its parts, and the group of it that contains each weighted group."""
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
        """The weighted groups for which the question, or every question they answered, is shown."""
        asked = [item.question for item in self.coded.items] if question is None else [question]
        known = self._shown if question else self._shown | self._unasked
        return np.array([all((*g, q) in known for q in asked) for g in self._groups], np.bool_)

    @cached_property
    def _unasked(self) -> set[tuple[str, str, str]]:
        """The questions that no one in a weighted group answered."""
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
        """The index of the group that each person is in."""
        if segment == WHOLE.segment:
            return np.zeros(len(self.coded.frame), np.int64)
        numbers = self.coded.frame[self.coded.segments[segment].column].to_physical()
        return numbers.cast(pl.Int64).fill_null(NOWHERE).to_numpy()


def _sums(weights: Floats, inside: Ints, people: Ints) -> Floats:
    """Sums of a number for everyone and one for each group they are in, closest to the weights.

    Every round subtracts the mean per group of what is left, for one segment after the other.

    Args:
        weights: the weight of each kind of people.
        inside: kinds x segments: their group, numbered from 1 over all segments; 0 for none.
        people: how many people there are of each kind.
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
    """Move the sums towards their mean, if needed, so that none is too low."""
    mean = (weights @ people) / people.sum()
    lowest, least = sums.min(), min(LEAST * mean, weights.min())
    if lowest >= least - EXACT:
        return sums
    return mean + (sums - mean) * ((mean - least) / (mean - lowest))


def with_weights(sharing: Sharing) -> pl.DataFrame:
    """The answers with a column of weights for the organisation, and one for each segment."""
    names = (WHOLE.segment, *sharing.coded.segments)
    columns = {weight_column(s): pl.Series(sharing.weights(s)) for s in names}
    return sharing.coded.frame.with_columns(**columns)
