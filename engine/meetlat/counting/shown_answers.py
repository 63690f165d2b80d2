"""The counted answers without what is suppressed: all that a figure may be computed from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from meetlat.counting.counts import count_answers
from meetlat.counting.privacy import withhold
from meetlat.counting.respondents import Respondents
from meetlat.counting.weighted_counts import people_by_weight, weighted_counts
from meetlat.counting.weights import RAKED
from meetlat.disclosure import QUESTION_KEYS
from meetlat.groups import GROUP_KEYS, Group
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import INVITED_SCHEMA
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import answer_table
from meetlat.reading.weight_margins import weight_margins

if TYPE_CHECKING:
    from meetlat.counting.weight_disclosure import Sharing


@dataclass
class ShownAnswers:
    """Answers that may be shown, and what the catalogue says about them.

    Attributes:
        counts: how often each answer was given (see `meetlat_schemas.CountsSchema`); sums of
            weights where respondents are weighted.
        respondents: the answers of each respondent.
        catalogue: of the survey.
        people: the counts of people where `counts` is weighted; else None.
        invited: how many people were invited, of groups for which that is known.
        drawn_in: whether weights give groups less than their share (see `weight_disclosure`).
    """

    counts: pl.DataFrame
    respondents: Respondents
    catalogue: Catalogue
    people: pl.DataFrame | None = None
    invited: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INVITED_SCHEMA))
    drawn_in: bool = False
    _counts_of: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict)

    def counts_of(self, questions: Iterable[str], *, in_themes: bool = False) -> pl.DataFrame:
        """The counts of some questions, kept because most metrics ask for the same ones."""
        asked = tuple(q for q in questions if not in_themes or q in self._in_themes)
        if asked not in self._counts_of:
            self._counts_of[asked] = self._slices_of(frozenset(asked))
        return self._counts_of[asked]

    def _slices_of(self, asked: frozenset[str]) -> pl.DataFrame:
        """Slices, because the rows of a question are adjacent: nothing is copied."""
        slices: list[tuple[int, int]] = []
        for question, begin, end in self._rows_of_questions:
            if question in asked:
                adjacent = slices and slices[-1][1] == begin
                slices.append((slices.pop()[0] if adjacent else begin, end))
        parts = [self.counts[begin:end] for begin, end in slices]
        return pl.concat(parts, rechunk=False) if parts else self.counts.clear()

    @cached_property
    def unweighted(self) -> ShownAnswers:
        """The same answers with counts of people."""
        return self if self.people is None else self._with_counts(self.people)

    @cached_property
    def in_proportion(self) -> ShownAnswers:
        """The same answers with people in proportion to weights (see `people_by_weight`)."""
        if self.people is None:
            return self
        return self._with_counts(people_by_weight(self.people, self.counts))

    def _with_counts(self, counts: pl.DataFrame) -> ShownAnswers:
        return ShownAnswers(counts, self.respondents, self.catalogue, invited=self.invited)

    @cached_property
    def _in_themes(self) -> frozenset[str]:
        return frozenset(self.questions.drop_nulls("theme")["question"])

    @cached_property
    def _rows_of_questions(self) -> Sequence[tuple[str, int, int]]:
        """Each question with its first row, and the row after its last."""
        question = self.counts["question"]
        begins = (question != question.shift()).fill_null(value=True).arg_true()
        ends = begins.shift(-1).fill_null(len(question))
        return list(zip(question.gather(begins), begins, ends, strict=True))

    @cached_property
    def counts_by_group(self) -> dict[tuple[Any, ...], pl.DataFrame]:
        """The counts of each group, split once for everything that handles one group at a time."""
        return self.counts.partition_by(*GROUP_KEYS, as_dict=True)

    @cached_property
    def questions(self) -> pl.DataFrame:
        """The frame `questions` that a metric may ask for."""
        score = pl.col("score")
        ends = self.catalogue.scales.group_by("scale").agg(lowest=score.min(), highest=score.max())
        joined = self.catalogue.questions.join(ends, on="scale", how="left", maintain_order="left")
        return joined.select(
            "question", "text", "theme", "metric", "scale", "reverse", "weight", "lowest", "highest"
        )

    @cached_property
    def shown_invited(self) -> pl.DataFrame:
        """The frame `invited` that a metric may ask for."""
        return self.invited.join(
            self.shown_groups, on=GROUP_KEYS, how="semi", maintain_order="left"
        )

    @property
    def themes(self) -> pl.DataFrame:
        """The frame `themes` that a metric may ask for."""
        return self.catalogue.themes.select("theme", "name")

    @cached_property
    def shown_groups(self) -> pl.DataFrame:
        """`segment` and `group` of each group that may be shown."""
        return self.respondents.groups.filter(~pl.col("withheld")).select(GROUP_KEYS)

    def shows(self, group: Group) -> bool:
        """Whether a group exists and may be shown."""
        return not group.rows_of(self.shown_groups).is_empty()


def shown_answers(
    coded: CodedAnswers, catalogue: Catalogue, sharing: Sharing | None = None
) -> ShownAnswers:
    """Count answers, of the survey or of an earlier wave, and leave out what is suppressed.

    `sharing` has the weights where they come from other groups than those of these answers.
    """
    shown = withhold(*count_answers(coded, catalogue), coded, catalogue.settings)
    smallest = catalogue.settings.smallest_group
    answers = answer_table(catalogue)
    respondents = Respondents(coded, answers, shown.groups, shown.hidden, smallest)
    if RAKED not in coded.frame.columns or shown.counts.is_empty():
        return ShownAnswers(shown.counts, respondents, catalogue)
    from meetlat.counting.weight_disclosure import (  # importing numpy costs .1 s of a click
        Sharing,
        with_weights,
    )

    if sharing is None:
        names = [margin.segment for margin in weight_margins(catalogue, coded.segments)]
        sharing = Sharing(coded, names, shown.counts.select(QUESTION_KEYS))
    weighted = weighted_counts(shown.counts, sharing, answers)
    respondents = replace(respondents, coded=replace(coded, frame=with_weights(sharing)))
    drawn_in = sharing.drawn_in
    return ShownAnswers(weighted, respondents, catalogue, people=shown.counts, drawn_in=drawn_in)
