"""How far the respondents of a group differ in what they contribute to the score of a theme.

The figures are made of sums over people, so that those of everyone outside a group are the sums of
all minus those of the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from meetlat.counting.privacy.rule import fewest_scored
from meetlat.counting.shown_answers import ShownAnswers
from meetlat.groups import WHOLE, Group
from meetlat.reading.responses.combinations import combinations, counted_combinations
from meetlat.reading.responses.scored import WEIGHT, scored_answers, weight_of
from meetlat.scoring.significance.theme_members import (
    Contribution,
    Floats,
    Linear,
    Members,
    OwnMean,
)

Ints = npt.NDArray[np.int64]


class Spread(NamedTuple):
    """The number of people behind a score (or their effective number), and their spread."""

    n: float | None
    sd: float | None


class _Sums(NamedTuple):
    """Sums over the people who contribute, one for each group.

    They are of weights, squared weights, weight times contribution, squared weight times
    contribution, the square of weight times contribution, and the number of people who answered
    several questions.
    """

    weight: Floats
    weight2: Floats
    added: Floats
    added2: Floats
    squares: Floats
    several: Floats

    def spreads(self, fewest: int) -> Iterator[Spread]:
        """The effective number of people, and the standard deviation with n - 1.

        The last is left out if fewer people than `fewest` answered several questions. Together with
        the figures of the questions, it would disclose the product of their answers.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            n = self.weight**2 / self.weight2
            mean = self.added / self.weight
            squares = self.squares - 2 * mean * self.added2 + mean**2 * self.weight2
            variance = self.weight * np.maximum(squares, 0) * n / (n - 1)
            sd = np.sqrt(variance)
        few = (self.several > 0) & (self.several < fewest)
        for people, spread, hidden in zip(n.tolist(), sd.tolist(), few.tolist(), strict=True):
            none = people != people  # not a number: nobody contributes
            yield Spread(None if none else people, spread if people > 1 and not hidden else None)


@dataclass(frozen=True)
class People:
    """The respondents of each group, for the spread of themes.

    Whose rows are those of some groups is found once, because most themes are shown in the same
    groups.
    """

    answers: ShownAnswers
    _rows: dict[tuple[Group, ...], tuple[Ints, Ints]] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def fewest(self) -> int:
        """Fewer people than these are a few."""
        return fewest_scored(self.answers.catalogue.settings.smallest_group)

    def spreads(self, members: Members, contribution: Contribution) -> dict[Group, Spread]:
        """The spread of the score of one theme, in each group of its members."""
        found = self._sums(members, contribution).spreads(self.fewest)
        return dict(zip(members.groups, found, strict=True))

    def _sums(self, members: Members, contribution: Contribution) -> _Sums:
        """The sums over the people of each group, one segment after the other."""
        sums = np.zeros((len(_Sums._fields), len(members.groups)))
        weighted = set(self.answers.weighted_groups(members.questions).iter_rows())
        for segment in dict.fromkeys(group.segment for group in members.groups):
            numbers = [i for i, group in enumerate(members.groups) if group.segment == segment]
            own = [members.groups[i] for i in numbers]
            if segment == WHOLE.segment:
                alike = _alike(self.answers, members.questions, weighted=own[0] in weighted)
                group = np.full(len(alike.weight), numbers[0])
            else:
                rows, at = self._members_of(tuple(own))
                group = np.array(numbers, np.int64)[at]
                scores, weight = _scores(self.answers, members.questions, rows)
                is_weighted = np.array([each in weighted for each in members.groups])
                weight = np.where(is_weighted[group], weight, 1.0)
                alike = _Alike(scores, weight, weight**2, np.ones(len(weight)))
            sums += _added_up(alike, group, contribution, len(members.groups))
        return _Sums(*sums)

    def _members_of(self, groups: tuple[Group, ...]) -> tuple[Ints, Ints]:
        if groups not in self._rows:
            self._rows[groups] = _members_of(self.answers, groups)
        return self._rows[groups]


@dataclass(frozen=True)
class Outsiders(People):
    """Everyone outside each group, who must be unweighted: all people minus those of the group.

    The moments of all people are kept in `moments`, because they serve for any groups.
    """

    moments: Moments = field(default_factory=dict)

    def _sums(self, members: Members, contribution: Contribution) -> _Sums:
        if not isinstance(contribution, Linear):
            raise TypeError("the contribution to a mean of people's own means does not add up")
        inside = super()._sums(members, contribution)
        everyone = self._everyone(members.questions).sums(contribution)
        return _Sums(*(a - b for a, b in zip(everyone, inside, strict=True)))

    def _everyone(self, questions: Sequence[str]) -> _Moments:
        key = tuple(questions)
        if key not in self.moments:
            self.moments[key] = _Moments.of(_scores(self.answers, questions, None)[0])
        return self.moments[key]


class _Moments(NamedTuple):
    """Sums over all people of the scores and of who answered, and of their products.

    Attributes:
        people: how many people answered any of the questions.
        centres: the mean score of each question, which is subtracted first, so that little is lost
            in rounding.
        first: the sums of the scores, and then of the answers given.
        second: the sums of the products of all of these.
        several: how many people answered several of the questions.
    """

    people: int
    centres: Floats
    first: Floats
    second: Floats
    several: int

    @classmethod
    def of(cls, scores: Floats) -> _Moments:
        """The moments of a table of people x questions."""
        given = ~np.isnan(scores)
        centres = np.where(given, scores, 0).sum(axis=0) / np.maximum(given.sum(axis=0), 1)
        both = np.concatenate([np.where(given, scores - centres, 0), given], axis=1)
        several = int(_answered_several(scores).sum())
        people = int(given.any(axis=1).sum())
        return cls(people, centres, both.sum(axis=0), both.T @ both, several)

    def sums(self, contribution: Linear) -> _Sums:
        """The sums over all people of their contribution, with the factors of each group."""
        shift = contribution.factors * (self.centres - contribution.centres)
        factors = np.concatenate([contribution.factors, shift], axis=1)
        people = np.full(len(factors), float(self.people))
        added = factors @ self.first
        squares = np.einsum("gi,ij,gj->g", factors, self.second, factors, optimize=True)
        several = np.full(len(factors), float(self.several))
        return _Sums(people, people, added, added, squares, several)


# The moments of all people, by the questions that they are of.
Moments: TypeAlias = dict[tuple[str, ...], _Moments]


class _Alike(NamedTuple):
    """People who gave the same answers, or one person: a row of scores each, NaN if missing.

    `weight` and `squared` are the sums of their weights and squared weights, `people` their number.
    """

    scores: Floats
    weight: Floats
    squared: Floats
    people: Floats


def _alike(answers: ShownAnswers, questions: Sequence[str], *, weighted: bool) -> _Alike:
    """Everyone, by their answers to some questions: fewer rows than people, if those are many."""
    coded = answers.respondents.coded
    items = [item for item in coded.items if item.question in set(questions) and item.column]
    columns = dict.fromkeys(item.column for item in items if item.column)
    if weighted:
        rows, number = combinations(coded.rows.select([*columns]))
        weight = coded.rows.column(WEIGHT).to_numpy()
        each = (weight, weight**2, np.ones(len(weight)))
        sums = [np.bincount(number, one, len(rows)) for one in each]
    else:
        rows, people = counted_combinations(coded.rows, [*columns])
        sums = [people, people, people]
    scale = answers.respondents.answers.filter(pl.col("question").is_in(list(questions)))
    scores = scored_answers(replace(coded.with_frame(rows), items=items), scale)
    return _Alike(scores[list(questions)].to_numpy(), *(each.astype(np.float64) for each in sums))


def _members_of(answers: ShownAnswers, groups: Sequence[Group]) -> tuple[Ints, Ints]:
    """The rows of the people in groups of one segment, and the number of the group of each."""
    coded, segment = answers.respondents.coded, groups[0].segment
    member = coded.rows.column(coded.segments[segment].column)
    codes = pl.Series([group.name for group in groups]).cast(member.dtype).to_physical()
    own = member.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    wanted = codes.to_numpy().astype(np.int64)
    # One place more than there are codes: people without a group (-1) have the last.
    number = np.full(max(own.max(initial=0), wanted.max(initial=0)) + 2, -1, np.int64)
    number[wanted] = np.arange(len(groups))
    found = number[own]
    rows = np.flatnonzero(found >= 0)
    return rows, found[rows]


def _scores(
    answers: ShownAnswers, questions: Sequence[str], rows: Ints | None
) -> tuple[Floats, Floats]:
    """The scores of some people: people x questions, not a number if missing; and weights."""
    coded = answers.respondents.coded
    items = [item for item in coded.items if item.question in set(questions) and item.column]
    columns = [item.column for item in items if item.column]
    weights = weight_of(coded)
    frame = coded.rows.select([*dict.fromkeys(columns), *weights])
    frame = frame if rows is None else frame[rows]
    scale = answers.respondents.answers.filter(pl.col("question").is_in(list(questions)))
    scores = scored_answers(replace(coded.with_frame(frame), items=items), scale)
    weight = scores[WEIGHT].to_numpy() if weights else np.ones(len(frame))
    return scores[list(questions)].to_numpy(), weight


def _added_up(people: _Alike, group: Ints, contribution: Contribution, groups: int) -> Floats:
    """The sums of some people, by group: sums x groups."""
    added = _contributions(people.scores, people.weight, group, contribution, groups)
    counts, several = ~np.isnan(added), people.people * _answered_several(people.scores)
    weight, squared = people.weight[counts], people.squared[counts]
    added, group, several = added[counts], group[counts], several[counts]
    parts = (weight, squared, weight * added, squared * added, squared * added**2, several)
    return np.stack([np.bincount(group, part, groups).astype(np.float64) for part in parts])


def _answered_several(scores: Floats) -> npt.NDArray[np.bool_]:
    """Who answered two questions or more."""
    return (~np.isnan(scores)).sum(axis=1) > 1


def _contributions(
    scores: Floats, weight: Floats, group: Ints, contribution: Contribution, groups: int
) -> Floats:
    """What each person contributes; not a number for people who do not count."""
    given = ~np.isnan(scores)
    if isinstance(contribution, Linear):
        parts = (scores - contribution.centres[group]) * contribution.factors[group]
        added = np.where(given, parts, 0).sum(axis=1)
        return np.where(given.any(axis=1), added, np.nan)
    return _own_means(scores, given, weight, group, contribution, groups)


def _own_means(
    scores: Floats,
    given: npt.NDArray[np.bool_],
    weight: Floats,
    group: Ints,
    contribution: OwnMean,
    groups: int,
) -> Floats:
    """Each person's own mean of the questions, as a part of the mean of all."""
    parts = contribution.weights[group] * given
    asked = parts.sum(axis=1)
    counts = (given.sum(axis=1) >= contribution.minimum) & (asked > 0)
    own = np.where(given, scores, 0) * parts
    means = own.sum(axis=1) / np.where(counts, asked, 1)
    total = np.bincount(group, np.where(counts, weight, 0), groups)[group]
    middle = means[counts].mean() if counts.any() else 0.0
    return np.where(counts, (means - middle) / np.where(total > 0, total, 1), np.nan)
