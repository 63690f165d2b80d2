"""The scored answers of each respondent, for metrics that counts are not enough for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from polars import selectors as cs

from meetlat.counting.person_means import PersonMean
from meetlat.groups import GROUP_KEYS, WHOLE, Group
from meetlat.reading.responses.coding import CodedAnswers, Item
from meetlat.reading.responses.scored import WEIGHT, scored_answers, scores_of, weight_of

# A temporary column, with a name that no question has.
GROUP = "\x00group"

# Each respondent's weighted means, by name the weights of the questions.
Means = Callable[[Mapping[str, Mapping[str, float]]], Iterator[pl.DataFrame]]

# Respondents whose scores are computed at a time: a score takes eight times the memory of a code.
PART = 2**15


def _columns(coded: CodedAnswers) -> list[str]:
    """The columns of all questions that have one answer each, and of the weights."""
    return [*dict.fromkeys(i.column for i in coded.items if i.column), *weight_of(coded)]


@dataclass(frozen=True)
class SegmentAnswers:
    """The answers of everyone in the groups of a segment that may be shown, sorted by group.

    Attributes:
        segment: the name of the segment.
        groups: the group of each respondent.
        coded: their answers as codes.
        answers: the answers to every question, with `score` (see `scored.answer_table`).
        hidden: the suppressed questions of these groups.
        with_mean: how many people of each group have each mean that was asked for.
        alone: the questions that were such a mean by themselves.
    """

    segment: str
    groups: pl.Series
    coded: CodedAnswers
    answers: pl.DataFrame
    hidden: pl.DataFrame
    with_mean: list[np.ndarray] = field(default_factory=list)
    alone: set[str] = field(default_factory=set)

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The scored answers of everyone."""
        return self._scores(self.coded.rows.select(_columns(self.coded)), 0)

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield the same scored answers, of at most `PART` respondents at a time."""
        return (self._scores(codes, first) for codes, first in self._parts())

    def _parts(self) -> Iterator[tuple[pl.DataFrame, int]]:
        """The codes of some respondents at a time, and the number of the first of them."""
        first = 0
        for batch in self.coded.rows.batches(_columns(self.coded)):
            for start in range(0, len(batch), PART):
                yield batch[start : start + PART], first + start
            first += len(batch)

    def means(self, wanted: Mapping[str, Mapping[str, float]]) -> Iterator[pl.DataFrame]:
        """Yield each respondent's means of scores, of at most `PART` respondents at a time.

        Args:
            wanted: by the name of each mean, the weights of its questions. The mean is null for a
                respondent who gave none of these a scored answer.

        Raises:
            ValueError: one of the questions has no answers here.
        """
        asked = {question for weights in wanted.values() for question in weights}
        if unknown := asked.difference(self.questions):
            raise ValueError(f"person_means: no scored answers to {', '.join(sorted(unknown))}")
        scores = scores_of(self.answers)
        tables = {q: np.append(scores[q].cast(pl.Float64).to_numpy(), np.nan) for q in asked}
        how = {name: PersonMean(weights, tables) for name, weights in wanted.items()}
        items = [item for item in self.coded.items if item.question in asked]
        hidden = self.hidden.filter(pl.col("question").is_in(asked))
        hidden = dict(hidden.group_by("question").agg("group").iter_rows())
        number = self.groups.rle_id().to_numpy()
        size = int(number[-1]) + 1 if len(number) else 0
        with_mean = [np.zeros(size, np.int64) for _ in wanted]
        self.with_mean.extend(with_mean)
        self.alone.update(*(weights for weights in wanted.values() if len(weights) == 1))
        for codes, first in self._parts():
            members = number[first : first + len(codes)]
            given = _given(items, codes)
            for question, own in hidden.items():  # as if nobody in these groups answered
                is_hidden = self.groups[first : first + len(codes)].is_in(own).to_numpy()
                given[question] = np.where(is_hidden, len(tables[question]) - 1, given[question])
            means = {name: mean.of(given, len(codes)) for name, mean in how.items()}
            everyone = np.bincount(members, minlength=size)
            for people, mean in zip(with_mean, means.values(), strict=True):
                people += everyone - np.bincount(members[np.isnan(mean)], minlength=size)
            yield pl.DataFrame(means, nan_to_null=True)

    def people_with_means(self) -> pl.DataFrame:
        """`segment`, `group`, `mean` (a number) and `people`: how many of the group have it."""
        groups = self.groups.unique(maintain_order=True)
        own = pl.DataFrame({"segment": self.segment, "group": groups})
        own = own.with_columns(pl.Series(str(n), each) for n, each in enumerate(self.with_mean))
        return own.unpivot(index=GROUP_KEYS, variable_name="mean", value_name="people")

    @cached_property
    def questions(self) -> Collection[str]:
        """The questions to which anybody gave a scored answer."""
        found: set[str] = set()
        for part in self.parts():
            found.update(c.name for c in part if c.null_count() < len(c))
            if found.issuperset(part.columns):
                break
        return found - {WEIGHT}

    def _scores(self, codes: pl.DataFrame, first: int) -> pl.DataFrame:
        scores = scored_answers(self.coded.with_frame(codes), self.answers)
        groups = self.groups[first : first + len(codes)]
        hidden = self.hidden.filter(pl.col("question").is_in(scores.columns))
        if groups.is_empty() or hidden.is_empty():
            return scores
        return scores.with_columns(
            pl.when(~groups.is_in(own)).then(cs.by_name(question)).alias(question)
            for question, own in hidden.group_by("question").agg("group").iter_rows()
        )


def _given(items: Sequence[Item], codes: pl.DataFrame) -> dict[str, np.ndarray]:
    """The code of each respondent's answer to each question; a blank has the one after the last."""
    filled = codes.select(
        pl.col(item.column).fill_null(len(item.chosen)).alias(item.question)
        for item in items
        if item.column
    )
    return {column.name: column.to_numpy() for column in filled}


@dataclass(frozen=True)
class Respondents:
    """The respondents of a survey; what may not be shown of a group is left out of it.

    Attributes:
        coded: the answers as codes, one row per respondent.
        answers: the answers to every question, with `score` (see `scored.answer_table`).
        groups: with `withheld` (see `meetlat.counting.privacy.withholding.withhold`).
        hidden: the suppressed questions of groups that are shown.
    """

    coded: CodedAnswers
    answers: pl.DataFrame
    groups: pl.DataFrame
    hidden: pl.DataFrame

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The scored answers of everyone (see `scored_answers`), computed when first needed."""
        return scored_answers(self.coded, self.answers)

    def shown_groups(self, only: Group | None = None) -> Iterator[tuple[Group, pl.DataFrame]]:
        """Yield each group that may be shown, or only that one, with its scored answers.

        Respondents are split one segment at a time: there may be thousands of groups, and each
        split copies all scores.
        """
        for segment, names in self._shown_names(only):
            parts = self._split(segment, names.to_list())
            for name in names:
                group = Group(segment, name)
                yield group, self._shown(parts[name], group)

    def shown_segments(
        self, questions: Collection[str], only: Group | None = None
    ) -> Iterator[SegmentAnswers]:
        """Yield the scored answers of each segment.

        The same answers as `shown_groups` yields, for all groups together and sorted by group. A
        question that too few people of a group answered is blank for the whole group.

        Args:
            questions: the questions wanted.
            only: the one group wanted.
        """
        items = [i for i in self.coded.items if i.question in questions and i.column]
        for segment, names in self._shown_names(only):
            groups, rows = self._sorted_by_group(segment, names)
            coded = replace(self.coded, items=items)
            if rows is not None:
                coded = coded.with_frame(coded.rows.select(_columns(coded))[rows])
            hidden = self.hidden.filter(segment=segment)
            yield SegmentAnswers(segment, groups, coded, self.answers, hidden)

    def _shown_names(self, only: Group | None) -> Iterator[tuple[str, pl.Series]]:
        """The segments, each with the names of its groups that may be shown."""
        shown = self.groups.filter(~pl.col("withheld"))
        if only:
            shown = only.rows_of(shown)
        for (segment,), found in shown.group_by("segment", maintain_order=True):
            yield str(segment), found["group"]

    def _sorted_by_group(
        self, segment: str, shown: pl.Series
    ) -> tuple[pl.Series, pl.Series | None]:
        """The group of each respondent, and their rows; no rows means everyone, unsorted."""
        rows = self.coded.rows
        if segment == WHOLE.segment:
            return pl.repeat(WHOLE.name, rows.height, eager=True), None
        member = rows.column(self.coded.segments[segment].column)
        wanted = shown.cast(member.dtype).to_physical()
        numbers = pl.DataFrame({GROUP: member.to_physical()}).with_row_index("row")
        numbers = numbers.filter(pl.col(GROUP).is_in(wanted.implode()))
        rows = numbers["row"].gather(numbers[GROUP].arg_sort())
        return member.gather(rows).cast(pl.String), rows

    def of_group(self, group: Group) -> CodedAnswers:
        """The answers of one group, as codes."""
        if group == WHOLE:
            return self.coded
        is_member = self._member(group.segment) == group.name
        members = self.coded.frame.filter(is_member)
        return self.coded.with_frame(members)

    def _member(self, segment: str) -> pl.Expr:
        """The group of a segment that each respondent is in."""
        return pl.col(self.coded.segments[segment].column).cast(pl.String).alias(GROUP)

    def _split(self, segment: str, groups: Sequence[str]) -> dict[str, pl.DataFrame]:
        if segment == WHOLE.segment:
            return {WHOLE.name: self.scores}
        kept = self.scores.hstack(
            self.coded.rows.select([self.coded.segments[segment].column]).select(
                self._member(segment)
            )
        )
        kept = kept.filter(pl.col(GROUP).is_in(groups))
        parts = kept.partition_by(GROUP, as_dict=True, maintain_order=True)
        return {str(group): part.drop(GROUP) for (group,), part in parts.items()}

    @cached_property
    def _hidden(self) -> Mapping[tuple[Any, ...], Collection[str]]:
        hidden = self.hidden.group_by("segment", "group").agg("question")
        return {(segment, group): set(asked) for segment, group, asked in hidden.iter_rows()}

    def _shown(self, scores: pl.DataFrame, group: Group) -> pl.DataFrame:
        """Scores without the questions that are suppressed."""
        hidden = cs.by_name(*self._hidden.get(group, ()), require_all=False)
        return scores.drop(hidden)
