"""Call what plugins declared with the frames it asks for: for all groups at once, or one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any

import polars as pl

from meetlat.counting.respondents import Means, SegmentAnswers
from meetlat.counting.shown_answers import ShownAnswers
from meetlat.groups import GROUP_KEYS, WHOLE, Group
from meetlat.plugins.declaration import Declared
from meetlat.plugins.manager import Plugins
from meetlat.plugins.metrics import Answers, Counts
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.result_contract import AllowedKeys, checked_table
from meetlat.plugins.supervision import StoppedError, time_limit
from meetlat.plugins.theme_rules import ThemeRule
from meetlat.reading.responses.ahead import ahead
from meetlat.reading.responses.rows import READING
from meetlat.reading.responses.scored import WEIGHT, weight_of

# What the engine gives to a function that asks for them by name.
Frames = Mapping[str, pl.DataFrame | pl.Series | Means]


DEPENDS_ON_OTHERS = (
    "it has by_group=True, but its rows of a group change with the other groups in counts; "
    "leave out by_group"
)


@dataclass
class Run:
    """One metric, or one rule for themes, while it is computed.

    Attributes:
        declared: the metric or rule.
        questions: the questions it is computed for.
        parameters: the parameters filled in in the workbook.
        known: what its rows may be about.
        more: further frames that it may ask for, such as scores of themes, for all groups.
        pieces: the tables it returned so far: one for all groups, or one per group or segment.
        people: how many people have each mean that it asked for, in one table per segment.
        alone: the questions that are such a mean by themselves.
        fault: why it was stopped.
        left: the seconds it still has, for all groups together.
    """

    declared: Declared
    questions: Sequence[str]
    parameters: Mapping[str, Any]
    known: AllowedKeys
    more: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    pieces: list[pl.DataFrame] = field(default_factory=list)
    people: list[pl.DataFrame] = field(default_factory=list)
    alone: set[str] = field(default_factory=set)
    fault: Exception | None = None
    left: float = field(default_factory=time_limit)

    @property
    def is_over_persons(self) -> bool:
        """Whether it is computed from the answers of respondents, group by group."""
        return self.declared.is_over_persons

    @property
    def is_at_once(self) -> bool:
        """Whether it takes all groups of a segment together."""
        return "groups" in self.declared.asks

    @property
    def is_done(self) -> bool:
        """Whether it returned something or failed."""
        return bool(self.pieces or self.fault)

    def restarted(self) -> Run:
        """The same run before it started."""
        return replace(self, pieces=[], people=[], alone=set(), fault=None, left=time_limit())

    def compute(
        self,
        plugins: Plugins,
        frames: Frames,
        group: tuple[str, ...] = (),
        known: AllowedKeys | None = None,
    ) -> None:
        """Call the function with the frames it asks for, by the name of the argument.

        The rows it returns get the segment, or segment and group, that they are about. `known` is
        what they may be about, if that is less than all.
        """
        if self.fault:
            return
        began, read = perf_counter(), READING.seconds
        asked = {name: frames[name] for name in self.declared.asks}
        call = partial(self._call, asked, group, known or self.known)
        try:
            self.pieces.append(plugins.attempt(self.declared.plugin, call, self.left))
        except StoppedError as fault:
            self.fault = fault
        self.left -= perf_counter() - began - (READING.seconds - read)

    def _call(self, asked: Frames, group: tuple[str, ...], known: AllowedKeys) -> pl.DataFrame:
        outcome = self.declared.function(**asked, **deepcopy(dict(self.parameters)))
        if group:
            outcome = _with_group(outcome, group)
        return checked_table(self.declared, outcome, known)

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
    runs: Sequence[Run], answers: ShownAnswers, plugins: Plugins, only: Group | None = None
) -> None:
    """Compute each run; one that fails keeps its fault.

    Metrics from counts are computed for all groups, which costs no more than one, or for some
    groups at a time if they allow that (`by_group`): only the first of these if `only` is the whole
    organisation. Metrics over persons are computed for each group that may be shown, or `only` for
    one. The column `n` of their tables always counts people, even if they are weighted; for an
    answer it is the number of people that its weighted share amounts to.
    """
    over_persons = [run for run in runs if run.is_over_persons]
    _compute_in_parts([run for run in runs if run.declared.by_group], answers, plugins, only)
    for run in runs:
        if run.is_at_once:
            _compute_by_segment(run, answers, plugins, only)
        elif not (run.is_over_persons or run.declared.by_group):
            run.compute(plugins, _of_all_groups(answers, run))
    _compute_by_group([r for r in over_persons if not r.is_at_once], answers, plugins, only)
    if answers.people is not None:
        of_answers = [run for run in runs if "answer" in run.declared.keys]
        _count_people(of_answers, answers.in_proportion, plugins, only)
        _count_people([r for r in runs if r not in of_answers], answers.unweighted, plugins, only)
    for run in runs:
        _protect(run, answers)


def _protect(run: Run, answers: ShownAnswers) -> None:
    """Remove rows over too few people, and of themes of which a question is suppressed."""
    if not run.pieces or run.fault:
        return
    try:
        outcome = run.outcome()
    except MetricError:  # reported when its table is asked for
        return
    if "theme" in run.declared.keys:
        keys = [*GROUP_KEYS, "theme"]
        hidden = answers.hidden_themes(run.questions)
        outcome = outcome.join(hidden, on=keys, how="anti", maintain_order="left")
    if run.is_over_persons:
        subjects = [key for key in run.declared.keys if key not in GROUP_KEYS]
        themed = run.questions if isinstance(run.declared, ThemeRule) else ()
        outcome = answers.protected(outcome, subjects, themed, run.declared.fewest)
        if not themed and "answer" not in subjects:
            for people in _people_behind(run, answers, outcome):
                outcome = answers.protected_together(outcome, subjects, people)
            outcome = answers.protected_from_two_answers(outcome, (), run.alone)
            if _has_answers(run):
                outcome = answers.protected_from_two_answers(outcome, subjects, run.questions)
    run.pieces = [outcome]


def _people_behind(
    run: Run, answers: ShownAnswers, outcome: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """How many people have each mean that a metric asked for, or answered each question."""
    if run.people:
        yield pl.concat(run.people)
    if _has_answers(run):
        yield answers.scored_people(run.questions, outcome)


def _has_answers(run: Run) -> bool:
    """Whether it got the answers of respondents, not only means of them."""
    return "answers" in run.declared.asks or not run.people


def _compute_in_parts(
    runs: Sequence[Run], answers: ShownAnswers, plugins: Plugins, only: Group | None
) -> None:
    """Some groups at a time, so that their counts are made once for all runs."""
    part = answers
    parts = answers.parts({question for run in runs for question in run.questions})
    first = islice(parts, 1 if only == WHOLE else None)  # the whole is in the first part
    for part in ahead(first) if runs else ():
        for run in runs:
            _compute_part(run, part, plugins)
    if part is not answers:
        _check_by_group(runs, part, plugins)


def _compute_part(run: Run, part: ShownAnswers, plugins: Plugins) -> None:
    known = run.known._replace(groups=part.shown_groups)
    run.compute(plugins, _of_all_groups(part, run), known=known)


def _check_by_group(runs: Sequence[Run], part: ShownAnswers, plugins: Plugins) -> None:
    """Fail a metric that says `by_group` but gives a group other rows if that group is alone.

    It compares groups, so its figures would depend on how the groups are divided into parts.
    """
    if part.counts.is_empty():
        return
    group = Group(*part.counts.select(GROUP_KEYS).row(-1))
    alone = part.of_group(group)
    for run in runs:
        again = run.restarted()
        _compute_part(again, alone, plugins)
        if not run.fault and not _is_same(group.rows_of(run.pieces[-1]), again):
            run.fault = MetricError(DEPENDS_ON_OTHERS)


def _is_same(rows: pl.DataFrame, again: Run) -> bool:
    from polars.testing import assert_frame_equal  # not needed for a small survey

    if again.fault:
        return False
    try:
        assert_frame_equal(rows, again.pieces[-1], check_dtypes=False)
    except AssertionError:
        return False
    return True


def _compute_by_segment(
    run: Run, answers: ShownAnswers, plugins: Plugins, only: Group | None
) -> None:
    for own in answers.respondents.shown_segments(run.questions, only):
        if own.questions:
            run.compute(plugins, _of_one_segment(answers, run, own), (own.segment,))
            if own.with_mean:
                run.people.append(own.people_with_means())
                run.alone |= own.alone


def _compute_by_group(
    runs: Sequence[Run], answers: ShownAnswers, plugins: Plugins, only: Group | None
) -> None:
    """Group by group, so that the answers of a group are selected once for all runs."""
    for group, scores in answers.respondents.shown_groups(only) if runs else ():
        for run in runs:
            if frames := _of_one_group(answers, run, group, scores):
                run.compute(plugins, frames, group)


def _count_people(
    runs: Sequence[Run], unweighted: ShownAnswers, plugins: Plugins, only: Group | None
) -> None:
    """Take the column `n` from a second run on counts of people.

    So a metric need not know about weights, and no report says that 812.4 people answered.
    """
    counting = [r for r in runs if "counts" in r.declared.asks and _has_n(r.pieces)]
    again = [run.restarted() for run in counting]
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


def _of_all_groups(answers: ShownAnswers, run: Run) -> Frames:
    questions = answers.questions.filter(_among(run.questions))
    copies = {name: frame.clone() for name, frame in run.more.items()}
    if "counts" in run.declared.asks:  # large, so it is not made for nothing
        in_themes = "theme" in run.declared.keys
        copies["counts"] = Counts(answers.counts_of(run.questions, in_themes=in_themes))
    frames = {"questions": questions, "themes": answers.themes}
    return {**frames, "invited": answers.shown_invited.clone(), **copies}


def _of_one_group(
    answers: ShownAnswers, run: Run, group: Group, scores: pl.DataFrame
) -> Frames | None:
    """The frames of one group; None where too few people answered any of the questions."""
    fit = [name for name in run.questions if name in scores.columns]
    if not fit:
        return None
    frames = {
        "answers": Answers(scores[fit]),
        "person_weights": _weights(
            scores, not group.rows_of(answers.weighted_groups(fit)).is_empty()
        ),
        "questions": answers.questions.filter(_among(fit)),
        "themes": answers.themes,
        "invited": group.rows_of(answers.shown_invited),
    }
    if "counts" in run.declared.asks:
        own = answers.counts_by_group.get(group, answers.counts.clear())
        frames["counts"] = Counts(own.filter(_among(run.questions)))
    return {**frames, **{name: group.rows_of(frame) for name, frame in run.more.items()}}


def _of_one_segment(answers: ShownAnswers, run: Run, own: SegmentAnswers) -> Frames:
    """The frames of all groups of a segment together."""
    segment, groups, asks = own.segment, own.groups, run.declared.asks
    fit = [item.question for item in own.coded.items if item.question in own.questions]
    weighted = answers.weighted_groups(fit).filter(segment=segment)["group"]
    tables = {"invited": answers.shown_invited, **run.more}
    if "counts" in asks:
        tables["counts"] = Counts(answers.counts_of(run.questions).filter(segment=segment))
    people: dict[str, Any] = {"person_means": own.means}
    if "answers" in asks:
        people["answers"] = Answers(own.scores[fit])
    if "person_weights" in asks:
        weights = pl.DataFrame([groups, *own.coded.rows.select(weight_of(own.coded))])
        people["person_weights"] = _weights(weights, groups.is_in(weighted.implode()))
    return {
        **people,
        "groups": groups.rename("group"),
        "questions": answers.questions.filter(_among(fit)),
        "themes": answers.themes,
        **{name: frame.filter(segment=segment) for name, frame in tables.items()},
    }


def _weights(scores: pl.DataFrame, weighted: bool | pl.Series) -> pl.Series:
    """The weight of each respondent; 1 in groups that are not weighted."""
    own = pl.col(WEIGHT) if WEIGHT in scores.columns else pl.lit(1.0)
    weight = pl.when(weighted).then(own).otherwise(1.0)
    return scores.select(pl.repeat(1.0, pl.len()).alias("all"), weight=weight)["weight"]


def _among(questions: Sequence[str]) -> pl.Expr:
    return pl.col("question").is_in(list(questions))


def _with_group(outcome: Any, group: tuple[str, ...]) -> Any:
    """Put the segment, or segment and group, in front of a table; ignore any other value."""
    if not isinstance(outcome, pl.DataFrame):
        return outcome
    added = dict(zip(GROUP_KEYS, group, strict=False))
    if taken := set(added).intersection(outcome.columns):
        raise MetricError(f"the engine adds the column {min(taken)} itself")
    return outcome.select(*(pl.lit(name).alias(key) for key, name in added.items()), pl.all())
