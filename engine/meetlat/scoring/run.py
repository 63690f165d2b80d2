"""Call what plugins declared with what it asks for: for all groups at once, or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import polars as pl

from meetlat.counting.counts import count_answers
from meetlat.counting.privacy import withhold, without_few
from meetlat.counting.respondents import Respondents
from meetlat.counting.weighted_counts import people_by_weight, weighted_counts
from meetlat.counting.weights import RAKED
from meetlat.plugins.declaration import Declared
from meetlat.plugins.manager import Plugins
from meetlat.plugins.metrics import Answers, Counts
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.result_contract import Known, kept
from meetlat.plugins.supervision import StoppedError, time_limit
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.population import INVITED
from meetlat.reading.responses.coding import Coded
from meetlat.reading.responses.scored import WEIGHT, answer_table
from meetlat.reading.weight_margins import populations
from meetlat.withholding_reasons import OF_QUESTION

if TYPE_CHECKING:
    from meetlat.counting.weight_disclosure import Sharing

Frames = Mapping[str, pl.DataFrame]
Asked = Mapping[str, pl.DataFrame | pl.Series]
"""What the engine gives to a function that asks for it by name."""


@dataclass
class Given:
    """All that metrics are computed from: what may be shown, and what the catalogue says of it.

    Attributes:
        counts: with sums of weights, where the respondents are weighted.
        respondents: person by person.
        catalogue: the whole of it.
        people: the counts of people, where the others are weighted; else None.
        invited: how many people were, as far as that is known (see `meetlat.reading.population`).
        drawn_in: whether the weights give groups less than their share (see
            `meetlat.counting.weight_disclosure`).
    """

    counts: pl.DataFrame
    respondents: Respondents
    catalogue: Catalogue
    people: pl.DataFrame | None = None
    invited: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INVITED))
    drawn_in: bool = False
    _counts_of: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict)

    def counts_of(self, questions: Iterable[str], *, in_themes: bool = False) -> pl.DataFrame:
        """The counts of some questions; kept, for most metrics ask for the same ones."""
        asked = tuple(q for q in questions if not in_themes or q in self._themed)
        if asked not in self._counts_of:
            self._counts_of[asked] = self._slices_of(frozenset(asked))
        return self._counts_of[asked]

    def _slices_of(self, asked: frozenset[str]) -> pl.DataFrame:
        """The rows of a question stand together: thousands of teams need not be copied."""
        slices: list[tuple[int, int]] = []
        for question, begin, end in self._runs:
            if question in asked:
                together = slices and slices[-1][1] == begin
                slices.append((slices.pop()[0] if together else begin, end))
        parts = [self.counts[begin:end] for begin, end in slices]
        return pl.concat(parts, rechunk=False) if parts else self.counts.clear()

    @cached_property
    def unweighted(self) -> Given:
        """The same with counts of people; itself where nobody is weighted."""
        if self.people is None:
            return self
        return Given(self.people, self.respondents, self.catalogue, invited=self.invited)

    @cached_property
    def in_proportion(self) -> Given:
        """The same with people in proportion to weights (see `people_by_weight`)."""
        if self.people is None:
            return self
        counts = people_by_weight(self.people, self.counts)
        return Given(counts, self.respondents, self.catalogue, invited=self.invited)

    @cached_property
    def _themed(self) -> frozenset[str]:
        return frozenset(self.questions.drop_nulls("theme")["question"])

    @cached_property
    def _runs(self) -> Sequence[tuple[str, int, int]]:
        """Which question stands from which row to which."""
        question = self.counts["question"]
        begins = (question != question.shift()).fill_null(value=True).arg_true()
        ends = begins.shift(-1).fill_null(len(question))
        return list(zip(question.gather(begins), begins, ends, strict=True))

    @cached_property
    def counts_by_group(self) -> dict[tuple[Any, ...], pl.DataFrame]:
        """The counts of each group, parted once for all who look at groups one by one."""
        return self.counts.partition_by("segment", "group", as_dict=True)

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
        keys = ["segment", "group"]
        return self.invited.join(self.shown_groups, on=keys, how="semi", maintain_order="left")

    @property
    def themes(self) -> pl.DataFrame:
        """The frame `themes` that a metric may ask for."""
        return self.catalogue.themes.select("theme", "name")

    @cached_property
    def shown_groups(self) -> pl.DataFrame:
        """`segment` and `group` of those that may be shown."""
        return self.respondents.groups.filter(~pl.col("withheld")).select("segment", "group")


def what_may_be_shown(coded: Coded, catalogue: Catalogue, sharing: Sharing | None = None) -> Given:
    """The answers counted, without what is withheld: of the survey, and of each earlier wave.

    `sharing` has the weights, where those are not to be of the groups that these answers have.
    """
    shown = withhold(*count_answers(coded, catalogue), coded, catalogue.settings)
    smallest = catalogue.settings.smallest_group
    answers = answer_table(catalogue)
    respondents = Respondents(coded, answers, shown.groups, shown.hidden, smallest)
    if RAKED not in coded.frame.columns or shown.counts.is_empty():
        return Given(shown.counts, respondents, catalogue)
    from meetlat.counting.weight_disclosure import (  # numpy costs a tenth of a click
        Sharing,
        with_weights,
    )

    if sharing is None:
        names = [margin.segment for margin in populations(catalogue, coded.segments)]
        sharing = Sharing(coded, names, shown.counts.select(OF_QUESTION))
    weighted = weighted_counts(shown.counts, sharing, answers)
    weighed = replace(coded, frame=with_weights(sharing))
    respondents = replace(respondents, coded=weighed)
    drawn_in = sharing.drawn_in
    return Given(weighted, respondents, catalogue, people=shown.counts, drawn_in=drawn_in)


@dataclass
class Run:
    """A metric (or a rule for themes) at work.

    Attributes:
        declared: what is run.
        questions: those it is computed for.
        parameters: filled in in the workbook.
        known: what its rows may be about.
        more: what it is given besides, such as scores of themes; of all groups.
        pieces: what it gave so far: all groups at once, or one after the other.
        fault: why it was stopped.
        left: the seconds it still has, for all groups together.
    """

    declared: Declared
    questions: Sequence[str]
    parameters: Mapping[str, Any]
    known: Known
    more: Frames = field(default_factory=dict)
    pieces: list[pl.DataFrame] = field(default_factory=list)
    fault: Exception | None = None
    left: float = field(default_factory=time_limit)

    @property
    def is_over_persons(self) -> bool:
        """Whether it looks at one group after the other, or one segment."""
        return "answers" in self.declared.asks

    @property
    def is_at_once(self) -> bool:
        """Whether it looks at all groups of a segment together."""
        return "groups" in self.declared.asks

    def afresh(self) -> Run:
        """The same, before it began."""
        return replace(self, pieces=[], fault=None, left=time_limit())

    def compute(self, plugins: Plugins, frames: Asked, group: tuple[str, ...] = ()) -> None:
        """Call the function with those of the frames it asks for; put the group in front."""
        if self.fault:
            return
        began = perf_counter()
        asked = {name: frames[name] for name in self.declared.asks}
        call = partial(self._call, asked, group)
        try:
            self.pieces.append(plugins.attempt(self.declared.plugin, call, self.left))
        except StoppedError as fault:
            self.fault = fault
        self.left -= perf_counter() - began

    def _call(self, asked: Asked, group: tuple[str, ...]) -> pl.DataFrame:
        outcome = self.declared.function(**asked, **deepcopy(dict(self.parameters)))
        if group:
            outcome = _with_group(outcome, group)
        return kept(self.declared, outcome, self.known)

    def outcome(self) -> pl.DataFrame:
        """Its table for all groups it was computed for.

        Raises:
            StoppedError: it was stopped.
            MetricError: the tables of its groups do not fit together.
        """
        if self.fault:
            raise self.fault
        if len({tuple(piece.columns) for piece in self.pieces}) > 1:
            raise MetricError("its tables of two groups have other columns")
        try:
            return pl.concat(self.pieces, how="vertical_relaxed")
        except pl.exceptions.PolarsError as fault:
            raise MetricError(f"its tables of two groups do not go together: {fault}") from fault


def run_all(
    runs: Sequence[Run], given: Given, plugins: Plugins, only: tuple[str, str] | None = None
) -> None:
    """Let each be computed; what fails keeps its fault.

    Those from counts are computed for all groups, which costs no more than one. Those over persons
    for each group that may be shown, or `only` for the one of this segment and name. The column
    `n` of their tables is how many people there are, also where those are weighted; of an answer
    then as many of them as its share comes to.
    """
    for run in runs:
        if not run.is_over_persons:
            run.compute(plugins, _of_all_groups(given, run))
    over_persons = [run for run in runs if run.is_over_persons]
    for run in over_persons:
        if run.is_at_once:
            for segment, groups, scores in given.respondents.shown_segments(run.questions, only):
                if frames := _of_one_segment(given, run, segment, groups, scores):
                    run.compute(plugins, frames, (segment,))
    if by_group := [run for run in over_persons if not run.is_at_once]:
        # Each group is cut out once for all of them.
        for segment, group, scores in given.respondents.shown_groups(only):
            for run in by_group:
                if frames := _of_one_group(given, run, segment, group, scores):
                    run.compute(plugins, frames, (segment, group))
    if given.people is not None:
        of_answers = [run for run in runs if "answer" in run.declared.keys]
        _count_people(of_answers, given.in_proportion, plugins, only)
        _count_people([r for r in runs if r not in of_answers], given.unweighted, plugins, only)
    for run in over_persons:
        run.pieces = [without_few(piece, given.respondents.smallest) for piece in run.pieces]


def _count_people(
    runs: Sequence[Run], unweighted: Given, plugins: Plugins, only: tuple[str, str] | None
) -> None:
    """Let `n` be what the metric makes of it from counts of people.

    So a metric need not know of weights, and a report never says that 812.4 people answered.
    """
    counting = [r for r in runs if "counts" in r.declared.asks and _has_n(r.pieces)]
    again = [run.afresh() for run in counting]
    run_all(again, unweighted, plugins, only)
    for run, people in zip(counting, again, strict=True):
        if people.fault:
            run.fault = people.fault
            continue
        keys = list(run.declared.keys)
        n = pl.concat([piece.select(*keys, "n") for piece in people.pieces])
        run.pieces = [
            piece.drop("n")
            .join(n, on=keys, how="left", maintain_order="left")
            .select(piece.columns)
            for piece in run.pieces
        ]


def _has_n(pieces: Sequence[pl.DataFrame]) -> bool:
    return bool(pieces) and all("n" in piece.columns for piece in pieces)


def _of_all_groups(given: Given, run: Run) -> Frames:
    counts = given.counts_of(run.questions, in_themes="theme" in run.declared.keys)
    questions = given.questions.filter(_among(run.questions))
    copies = {name: frame.clone() for name, frame in run.more.items()}
    frames = {"counts": Counts(counts), "questions": questions, "themes": given.themes}
    return {**frames, "invited": given.shown_invited.clone(), **copies}


def _of_one_group(
    given: Given, run: Run, segment: str, group: str, scores: pl.DataFrame
) -> Asked | None:
    """None where too few people of this group answered any of its questions."""
    fit = [name for name in run.questions if name in scores.columns]
    if not fit:
        return None
    frames = {
        "answers": Answers(scores.select(fit)),
        "person_weights": _weights(scores),
        "questions": given.questions.filter(_among(fit)),
        "themes": given.themes,
        "invited": given.shown_invited.filter(segment=segment, group=group),
    }
    if "counts" in run.declared.asks:
        own = given.counts_by_group.get((segment, group), given.counts.clear())
        frames["counts"] = Counts(own.filter(_among(run.questions)))
    more = {n: frame.filter(segment=segment, group=group) for n, frame in run.more.items()}
    return {**frames, **more}


def _of_one_segment(
    given: Given, run: Run, segment: str, groups: pl.Series, scores: pl.DataFrame
) -> Asked | None:
    """The same of all groups of a segment together."""
    fit = [c.name for c in scores if c.null_count() < len(c) and c.name != WEIGHT]
    if not fit:
        return None
    tables = {"invited": given.shown_invited, **run.more}
    if "counts" in run.declared.asks:
        tables["counts"] = Counts(given.counts_of(run.questions).filter(segment=segment))
    return {
        "answers": Answers(scores.select(fit)),
        "groups": groups.rename("group"),
        "person_weights": _weights(scores),
        "questions": given.questions.filter(_among(fit)),
        "themes": given.themes,
        **{name: frame.filter(segment=segment) for name, frame in tables.items()},
    }


def _weights(scores: pl.DataFrame) -> pl.Series:
    """What each of these people weighs."""
    if WEIGHT in scores.columns:
        return scores[WEIGHT].rename("weight")
    return pl.repeat(1.0, len(scores), eager=True)


def _among(questions: Sequence[str]) -> pl.Expr:
    return pl.col("question").is_in(list(questions))


def _with_group(outcome: Any, group: tuple[str, ...]) -> Any:
    """A table of one group (or segment) with that in front; no table is found out elsewhere."""
    if not isinstance(outcome, pl.DataFrame):
        return outcome
    added = dict(zip(Counts.GROUP_KEYS, group, strict=False))
    if taken := set(added).intersection(outcome.columns):
        raise MetricError(f"the engine adds the column {min(taken)} itself")
    return outcome.select(*(pl.lit(name).alias(key) for key, name in added.items()), pl.all())
