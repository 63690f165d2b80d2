"""Scored answers, person by person: for what counts cannot tell, such as how themes go together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from meetlat.reading.responses.coding import Coded
from meetlat.reading.responses.scored import EVERYONE, WEIGHT, scored_answers, weight_of

GROUP = "\x00group"
"""A column for the while, of a name that no question has."""


@dataclass(frozen=True)
class Respondents:
    """Everyone who answered, and the groups of them that may be shown.

    Attributes:
        coded: the answers as codes, one row a respondent.
        answers: of all questions, with `score` (see `answer_table`).
        groups: with `withheld` (see `meetlat.counting.privacy.withhold`).
        hidden: the questions that are withheld of groups that are shown.
        smallest: a question fewer than that gave a scored answer to is left out of a group.
    """

    coded: Coded
    answers: pl.DataFrame
    groups: pl.DataFrame
    hidden: pl.DataFrame
    smallest: int

    @cached_property
    def scores(self) -> pl.DataFrame:
        """Of everyone, see `scored_answers`; made once, and only if somebody asks."""
        return scored_answers(self.coded, self.answers)

    def shown_groups(
        self, only: tuple[str, str] | None = None
    ) -> Iterator[tuple[str, str, pl.DataFrame]]:
        """Each group that may be shown, or only that one, with its scored answers.

        The respondents are parted once a segment, for there may be thousands of groups, and one
        segment at a time, for each parting is a copy of all scores.
        """
        shown = self.groups.filter(~pl.col("withheld"))
        if only:
            shown = shown.filter(segment=only[0], group=only[1])
        for (segment,), found in shown.group_by("segment", maintain_order=True):
            groups = found["group"].to_list()
            parts = self._parted(str(segment), groups)
            for group in groups:
                yield str(segment), group, self._shown(parts[group], (str(segment), group))

    def shown_segments(
        self, questions: Collection[str], only: tuple[str, str] | None = None
    ) -> Iterator[tuple[str, pl.Series, pl.DataFrame]]:
        """Each segment: the group of every respondent in it, and their scored answers.

        The same answers as `shown_groups` gives, of all groups together: a question that too few
        of a group answered is blank in all of it. A group's people stand together.

        Args:
            questions: those wanted.
            only: the one group wanted.
        """
        shown = self.groups.filter(~pl.col("withheld"))
        if only:
            shown = shown.filter(segment=only[0], group=only[1])
        items = [i for i in self.coded.items if i.question in questions and i.column]
        for (segment,), found in shown.group_by("segment", maintain_order=True):
            groups, people = self._together(str(segment), found["group"])
            columns = [*(i.column for i in items), *weight_of(self.coded, str(segment))]
            codes = self.coded.frame.select(columns)
            codes = codes if people is None else codes[people]
            scores = scored_answers(replace(self.coded, frame=codes, items=items), self.answers)
            yield str(segment), groups, self._blanked(str(segment), groups, scores)

    def _together(self, segment: str, shown: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        """Group by group: of which group people are, and which rows they are; None for all."""
        frame = self.coded.frame
        if segment == EVERYONE:
            return pl.repeat(EVERYONE, len(frame), eager=True), None
        member = frame[self.coded.segments[segment].column]
        wanted = shown.cast(member.dtype).to_physical()
        numbers = pl.DataFrame({GROUP: member.to_physical()}).with_row_index("row")
        numbers = numbers.filter(pl.col(GROUP).is_in(wanted.implode()))
        people = numbers["row"].gather(numbers[GROUP].arg_sort())
        return member.gather(people).cast(pl.String), people

    def of_group(self, segment: str, group: str) -> Coded:
        """The answers of one group, as codes."""
        if segment == EVERYONE:
            return self.coded
        is_member = self._member(segment).cast(pl.String) == group
        members = self.coded.frame.filter(is_member)
        return replace(self.coded, frame=members.with_columns(weight_of(self.coded, segment)))

    def _member(self, segment: str) -> pl.Expr:
        """Of which group each respondent is."""
        if segment == EVERYONE:
            return pl.lit(EVERYONE).alias(GROUP)
        return pl.col(self.coded.segments[segment].column).alias(GROUP)

    def _parted(self, segment: str, groups: Sequence[str]) -> dict[str, pl.DataFrame]:
        if segment == EVERYONE:
            return {EVERYONE: self.scores}
        member = self._member(segment).cast(pl.String)
        own = self.coded.frame.select(member, *weight_of(self.coded, segment))
        kept = self.scores.drop(WEIGHT, strict=False).hstack(own)
        kept = kept.filter(pl.col(GROUP).is_in(groups))
        parts = kept.partition_by(GROUP, as_dict=True, maintain_order=True)
        return {str(group): part.drop(GROUP) for (group,), part in parts.items()}

    @cached_property
    def _hidden(self) -> Mapping[tuple[Any, ...], Collection[str]]:
        hidden = self.hidden.group_by("segment", "group").agg("question")
        return {(segment, group): set(asked) for segment, group, asked in hidden.iter_rows()}

    def _shown(self, scores: pl.DataFrame, group: tuple[str, str]) -> pl.DataFrame:
        """Without the questions that are withheld of a group, or that too few have a score for."""
        kept = scores.drop(self._hidden.get(group, ()), strict=False)
        return kept.select(c for c in kept if len(c) - c.null_count() >= self.smallest)

    def _blanked(self, segment: str, groups: pl.Series, scores: pl.DataFrame) -> pl.DataFrame:
        """The same of many groups of a segment, each of which stands together."""
        if groups.is_empty() or not scores.columns:
            return scores
        number = groups.rle_id().set_sorted()
        found = scores.with_columns(number.alias(GROUP)).group_by(GROUP, maintain_order=True)
        answered = found.agg(pl.all().count()).drop(GROUP)
        names = groups.unique(maintain_order=True)
        hidden = dict(
            self.hidden.filter(segment=segment).group_by("question").agg("group").iter_rows()
        )
        enough = {
            n.name: (n >= self.smallest) & ~names.is_in(hidden.get(n.name, [])) for n in answered
        }
        blanked = {q: pl.lit(e).gather(number) for q, e in enough.items() if not e.all()}
        return scores.with_columns(pl.when(e).then(q).alias(q) for q, e in blanked.items())
