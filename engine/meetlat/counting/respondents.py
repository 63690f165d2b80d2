"""The scored answers of each respondent, for metrics that counts are not enough for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from meetlat.groups import WHOLE, Group
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import WEIGHT, scored_answers, weight_of

# A temporary column, with a name that no question has.
GROUP = "\x00group"


# Respondents whose scores are computed at a time: a score takes eight times the memory of a code.
PART = 2**16


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
    """

    segment: str
    groups: pl.Series
    coded: CodedAnswers
    answers: pl.DataFrame
    hidden: pl.DataFrame

    @cached_property
    def scores(self) -> pl.DataFrame:
        """The scored answers of everyone."""
        return self._scores(self.coded.rows.select(_columns(self.coded)), 0)

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield the same scored answers, of at most `PART` respondents at a time."""
        first = 0
        for batch in self.coded.rows.batches(_columns(self.coded)):
            for start in range(0, len(batch), PART):
                yield self._scores(batch[start : start + PART], first + start)
            first += len(batch)

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
            pl.when(~groups.is_in(own)).then(question).alias(question)
            for question, own in hidden.group_by("question").agg("group").iter_rows()
        )


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
        return scores.drop(self._hidden.get(group, ()), strict=False)
