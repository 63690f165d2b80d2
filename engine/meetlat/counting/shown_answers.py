"""The counted answers without what is suppressed: all that a figure may be computed from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import polars as pl

from meetlat.counting.counts import ShownCounts, count_answers
from meetlat.counting.privacy.two_scores import people_of_two_scores
from meetlat.counting.privacy.withholding import LEFT_OUT, protected_rows, withhold
from meetlat.counting.respondents import Respondents
from meetlat.counting.survey_groups import HIDDEN_SCHEMA
from meetlat.counting.weighted_counts import people_by_weight, weighted_counts
from meetlat.groups import GROUP_KEYS, QUESTION_KEYS, Group, rows_of_groups
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import INVITED_SCHEMA
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import WEIGHT, answer_table


@dataclass
class ShownAnswers:
    """Answers that may be shown, and what the catalogue says about them.

    Attributes:
        source: how often each answer was given, or sums of weights (see `weighted_counts`).
        respondents: the answers of each respondent.
        catalogue: of the survey.
        people: the counts of people where `counts` is weighted; else None.
        invited: how many people were invited, of groups for which that is known.
        weighted_questions: `segment`, `group` and `question` of the counts that are weighted.
    """

    source: ShownCounts | pl.DataFrame
    respondents: Respondents
    catalogue: Catalogue
    people: pl.DataFrame | None = None
    invited: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INVITED_SCHEMA))
    weighted_questions: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=HIDDEN_SCHEMA)
    )
    _counts_of: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def counts(self) -> pl.DataFrame:
        """The counts of all groups (see `meetlat_schemas.CountsSchema`); large for many groups."""
        return self.source.frame() if isinstance(self.source, ShownCounts) else self.source

    def counts_of_groups(self, groups: Sequence[Group]) -> pl.DataFrame:
        """The counts of some groups."""
        if isinstance(self.source, ShownCounts):
            return self.source.of_groups(groups)
        return rows_of_groups(self.source, groups)

    @property
    def is_large(self) -> bool:
        """Whether the counts of all groups should not be in memory together."""
        return self._large is not None

    @property
    def _large(self) -> ShownCounts | None:
        """The counts, if they are large."""
        return (
            self.source if isinstance(self.source, ShownCounts) and self.source.is_large else None
        )

    def parts(self, questions: Collection[str]) -> Iterator[ShownAnswers]:
        """Yield the answers to some questions, with the counts of some groups at a time.

        If there are few groups, all answers are one part. Parts without counts are left out: a
        metric that fails on no rows would lose its whole table because of adjacent groups that are
        all suppressed.
        """
        if self._large is None:
            yield self
            return
        source = self._large.of_questions(questions)
        for some, counts in source.parts():
            if counts.is_empty() and source.shown.any():
                continue
            yield self._part(counts, self.respondents.groups[some])

    def of_group(self, group: Group) -> ShownAnswers:
        """The same answers with the counts of one group."""
        return self._part(group.rows_of(self.counts), group.rows_of(self.respondents.groups))

    def _part(self, counts: pl.DataFrame, groups: pl.DataFrame) -> ShownAnswers:
        part = self._with_counts(counts)
        part.respondents = replace(self.respondents, groups=groups)
        return part

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
        return self._with_counts(
            people_by_weight(self.people, self.counts, self.weighted_questions)
        )

    def weighted(self, weights: pl.Series, segments: Collection[str] = ()) -> ShownAnswers:
        """The same answers, with the weight of each respondent.

        Args:
            weights: of each respondent.
            segments: the segments whose groups have different weights.
        """
        own = self.respondents
        coded = own.coded.with_frame(own.coded.frame.with_columns(weights.alias(WEIGHT)))
        respondents = replace(own, coded=coded)
        answers = ShownAnswers(self.source, respondents, self.catalogue, invited=self.invited)
        return answers._weighted(frozenset(self._suppressed_somewhere(segments)))

    def _suppressed_somewhere(self, segments: Collection[str]) -> Iterator[str]:
        """The questions that people in groups of these segments answered and that are not shown."""
        coded = self.respondents.coded
        answered = {item.question: item.answered for item in coded.items}
        hidden = self.respondents.hidden.filter(pl.col("segment").is_in(list(segments)))
        by_question = hidden.group_by("segment", "question").agg("group")
        for segment, question, groups in by_question.iter_rows():
            column = pl.col(coded.segments[segment].column).cast(pl.String)
            if coded.frame.select((column.is_in(groups) & answered[question]).any()).item():
                yield question

    def _weighted(self, uneven: Collection[str] = ()) -> ShownAnswers:
        """The same answers with weighted counts, if respondents have weights."""
        coded = self.respondents.coded
        if WEIGHT not in coded.rows.columns or self.counts.is_empty():
            return self
        counts, questions = weighted_counts(self.counts, coded, self.catalogue, uneven)
        return ShownAnswers(
            counts, self.respondents, self.catalogue, self.counts, self.invited, questions
        )

    def weighted_groups(self, questions: Iterable[str] = ()) -> pl.DataFrame:
        """`segment` and `group` of the groups that are weighted, for all of these questions."""
        groups = self._weighted_groups
        if groups.is_empty():
            return groups
        asked = pl.col("question").is_in(list(questions))
        return groups.join(self._unweighted_questions.filter(asked), on=GROUP_KEYS, how="anti")

    @cached_property
    def _weighted_groups(self) -> pl.DataFrame:
        return self.weighted_questions.select(GROUP_KEYS).unique(maintain_order=True)

    @cached_property
    def _unweighted_questions(self) -> pl.DataFrame:
        """The questions of weighted groups that too few people answered to be weighted."""
        groups = self._weighted_groups
        shown = self.counts.select(QUESTION_KEYS).join(groups, on=GROUP_KEYS, how="semi")
        return shown.unique().join(self.weighted_questions, on=QUESTION_KEYS, how="anti")

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
        own = ("question", "text", "theme", "metric", "scale", "reverse", "weight")
        return self.catalogue.described_questions.select(
            *own, "lowest", "highest", "counts_in_theme"
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

    def hidden_themes(self, questions: Collection[str]) -> pl.DataFrame:
        """`segment`, `group` and `theme` of each theme of which one of these is suppressed.

        Its score would be one of other questions than its name says.
        """
        themed = self._themed(questions)
        found = self.respondents.hidden.join(themed, on="question", maintain_order="left")
        return found.select(*GROUP_KEYS, "theme").unique(maintain_order=True)

    def _themed(self, questions: Collection[str]) -> pl.DataFrame:
        """Those of these questions that count in a theme."""
        return self.questions.filter("counts_in_theme", pl.col("question").is_in(list(questions)))

    def scored_people(self, questions: Collection[str], outcome: pl.DataFrame) -> pl.DataFrame:
        """How many people of the groups in a table gave a scored answer to questions of themes.

        The columns are `segment`, `group`, `theme`, `question` and `people`.
        """
        themed = self._themed(questions).select("theme", "question")
        scored = self._counts_in(outcome).drop_nulls("score")
        people = scored.group_by(QUESTION_KEYS).agg(people=pl.col("n").sum())
        return people.join(themed, on="question")

    def _counts_in(self, outcome: pl.DataFrame) -> pl.DataFrame:
        """The counts of people of the groups that a table has rows about."""
        groups = [Group(*keys) for keys in outcome.select(GROUP_KEYS).unique().iter_rows()]
        return self.unweighted.counts_of_groups(groups)

    def protected_together(
        self, outcome: pl.DataFrame, keys: Sequence[str], people: pl.DataFrame
    ) -> pl.DataFrame:
        """The rows that may be shown of figures that rest on people who answered several questions.

        Together with the figures of a question they disclose what the others answered to it. So for
        each question there must be no such others, or enough.

        Args:
            outcome: `segment`, `group`, `n`, the keys and the figures.
            keys: the columns that say what a row is about: a theme, a question, or nothing.
            people: how many `people` answered, by `segment`, `group`, and a `question` with its
                `theme` or a `mean`.
        """
        items = [key for key in people.columns if key not in (*GROUP_KEYS, "people")]
        same = [*GROUP_KEYS, *(key for key in keys if key in items)]
        fewest = outcome.group_by(same, maintain_order=True).agg(pl.col("n").min())
        left_out = (pl.col("people") - pl.col("n")).alias(LEFT_OUT)
        found = people.join(fewest, on=same).with_columns(left_out).filter(pl.col(LEFT_OUT) > 0)
        shown = self.protected(found, items)
        hidden = found.join(shown, on=[*GROUP_KEYS, *items], how="anti")
        if "question" in same:  # the other questions of the theme are about the same people
            hidden = people.join(hidden, on=[*GROUP_KEYS, "theme"], how="semi")
        return outcome.join(hidden, on=same, how="anti", maintain_order="left")

    def protected_from_two_answers(
        self, outcome: pl.DataFrame, keys: Sequence[str], questions: Collection[str]
    ) -> pl.DataFrame:
        """The rows that may be shown of figures about how answers go together.

        If only two scores were given to a question, such a figure discloses what the people who
        gave one of them answered to another question. So there must be enough of them.

        Args:
            outcome: `segment`, `group`, `n`, the keys and the figures.
            keys: the columns that say what a row is about: a theme, a question, or nothing.
            questions: those whose answers go together; of the same theme, if rows have a key.
        """
        if not questions:
            return outcome
        same = [*GROUP_KEYS, "theme"] if keys else [*GROUP_KEYS]
        rows = outcome.select(*GROUP_KEYS, *keys)
        if "question" in keys:
            rows = rows.join(self.questions.select("question", "theme"), on="question")
        two = people_of_two_scores(self._counts_in(outcome), questions).rename({"people": LEFT_OUT})
        two = two.with_columns(n=pl.col(LEFT_OUT).sum().over(QUESTION_KEYS))
        found = two.join(rows, on=same, how="semi", maintain_order="left")
        shown = self.protected(found, ["question", "score"])
        hidden = found.join(shown, on=[*QUESTION_KEYS, "score"], how="anti")
        hidden = rows.join(hidden, on=same, how="semi")
        return outcome.join(hidden, on=[*GROUP_KEYS, *keys], how="anti", maintain_order="left")

    def protected(
        self,
        outcome: pl.DataFrame,
        keys: Sequence[str],
        themed: Collection[str] = (),
        fewest: int = 0,
    ) -> pl.DataFrame:
        """The rows of a metric over persons that may be shown (see `protected_rows`).

        Args:
            outcome: `segment`, `group`, `n`, the keys and the figures.
            keys: the columns that say what a row is about.
            themed: the questions of the themes, if the rows are scores of themes.
            fewest: how many people are enough, if that is more than the smallest group.
        """
        own, smallest = self.respondents, max(self.catalogue.settings.smallest_group, fewest)
        partly = self._partly(themed) if themed else {}
        return protected_rows(outcome, keys, own.coded, own.groups, self.invited, smallest, partly)

    def _partly(self, questions: Collection[str]) -> Mapping[str, pl.Series]:
        """By theme, who gave a scored answer to some of its questions but not to all."""
        scores = self.respondents.scores
        themed = self._themed(set(scores.columns).intersection(questions))
        found = {}
        for theme, asked in themed.group_by("theme").agg("question").iter_rows():
            answered = scores[asked].select(pl.all().is_not_null())
            some, every = pl.any_horizontal(pl.all()), pl.all_horizontal(pl.all())
            found[theme] = answered.select(partly=some & ~every).to_series()
        return found

    def shows(self, group: Group) -> bool:
        """Whether a group exists and may be shown."""
        return not group.rows_of(self.shown_groups).is_empty()


def shown_answers(
    coded: CodedAnswers,
    catalogue: Catalogue,
    invited: pl.DataFrame,
) -> ShownAnswers:
    """Count answers, of the survey or of an earlier wave, and leave out what is suppressed.

    Args:
        coded: the answers of each respondent, perhaps with their weights.
        catalogue: of the survey.
        invited: how many people were invited, of groups for which that is known.
    """
    shown = withhold(count_answers(coded, catalogue), coded, catalogue.settings, invited)
    answers = answer_table(catalogue)
    respondents = Respondents(coded, answers, shown.groups, shown.hidden)
    return ShownAnswers(shown.counts, respondents, catalogue, invited=invited)._weighted()
