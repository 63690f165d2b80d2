"""Let every metric turn the answers into its result table, and show what came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property, partial
from time import perf_counter
from typing import Any

import polars as pl

from meetlat.catalogue import Catalogue, metric_switches
from meetlat.comparisons import beside, by_answer
from meetlat.guard import StoppedError, time_limit
from meetlat.metrics import Answers, Counts, Metric, MetricError
from meetlat.plugins import Plugins, accuse
from meetlat.promises import Known, kept, known_names
from meetlat.respondents import Respondents
from meetlat.results import Results, ResultTable
from meetlat.rules import chosen_group, split_parameters, split_questions

SUBJECT, LABEL = "\x00subject", "\x00label"
"""Columns for the while, of names that no metric and no comparison has."""


@dataclass
class Given:
    """All that metrics are computed from: what may be shown, and what the catalogue says of it."""

    counts: pl.DataFrame
    respondents: Respondents
    catalogue: Catalogue
    _of_questions: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict)

    def counts_of(self, questions: Sequence[str]) -> pl.DataFrame:
        """The counts of some questions; kept, for most metrics ask for the same ones."""
        asked = tuple(questions)
        if asked not in self._of_questions:
            self._of_questions[asked] = self.counts.filter(pl.col("question").is_in(asked))
        return self._of_questions[asked]

    @cached_property
    def questions(self) -> pl.DataFrame:
        """The frame `questions` that a metric may ask for."""
        score = pl.col("score")
        ends = self.catalogue.scales.group_by("scale").agg(lowest=score.min(), highest=score.max())
        joined = self.catalogue.questions.join(ends, on="scale", how="left", maintain_order="left")
        return joined.select(
            "question", "text", "theme", "metric", "scale", "reverse", "weight", "lowest", "highest"
        )

    @property
    def themes(self) -> pl.DataFrame:
        """The frame `themes` that a metric may ask for."""
        return self.catalogue.themes.select("theme", "name")


@dataclass
class Run:
    """One metric at work.

    Attributes:
        metric: that is on.
        questions: those it is computed for.
        parameters: filled in from `Metrics`.
        known: what its rows may be about.
        pieces: what it gave so far: all groups at once, or one after the other.
        fault: why it was stopped.
        left: the seconds it still has, for all groups together.
    """

    metric: Metric
    questions: Sequence[str]
    parameters: Mapping[str, Any]
    known: Known
    pieces: list[pl.DataFrame] = field(default_factory=list)
    fault: Exception | None = None
    left: float = field(default_factory=time_limit)

    def compute(
        self, plugins: Plugins, arguments: Mapping[str, pl.DataFrame], group: tuple[str, ...] = ()
    ) -> None:
        """Call the function with those of the arguments it asks for; put the group in front."""
        if self.fault:
            return
        began = perf_counter()
        call = partial(self._call, {name: arguments[name] for name in self.metric.asks}, group)
        try:
            self.pieces.append(plugins.attempt(self.metric.plugin, call, self.left))
        except StoppedError as fault:
            self.fault = fault
        self.left -= perf_counter() - began

    def _call(self, asked: Mapping[str, pl.DataFrame], group: tuple[str, ...]) -> pl.DataFrame:
        outcome = self.metric.function(**asked, **deepcopy(self.parameters))
        if group:
            outcome = _with_group(outcome, group)
        return kept(self.metric, outcome, self.known)

    def outcome(self) -> pl.DataFrame:
        """Its table for all groups.

        Raises:
            MetricError: the tables of its groups do not fit together.
        """
        if self.fault:
            raise self.fault
        if len({tuple(piece.columns) for piece in self.pieces}) > 1:
            raise MetricError("its tables of two groups have other columns")
        try:
            return pl.concat(self.pieces, how="vertical_relaxed")
        except pl.exceptions.SchemaError as fault:
            raise MetricError(f"its tables of two groups do not go together: {fault}") from fault


def score(given: Given, plugins: Plugins, results: Results) -> None:
    """Run the metrics that are on and fill `results`; one that fails is named there.

    Args:
        given: what may be shown (see `meetlat.privacy`), and the catalogue.
        plugins: offer the metrics, and derive tables from all results.
        results: already knows its settings and groups.
    """
    catalogue = given.catalogue
    results.themes = dict(catalogue.themes.select("theme", "name").iter_rows())
    results.theme_texts = catalogue.themes.select("theme", "name", "description", "note", "rule")
    results.questions, results.scales = given.questions, catalogue.scales
    results.comparisons = by_answer(catalogue.comparisons, catalogue.questions, catalogue.scales)
    runs = list(_runs(given, plugins))
    for run in runs:
        if "answers" not in run.metric.asks:
            run.compute(plugins, _of_all_groups(given, run))
    _by_group(given, plugins, [run for run in runs if "answers" in run.metric.asks])
    for run in runs:
        _add(run, given, results)
    plugins.derive_tables(results)
    results.problems += plugins.printed()


def _runs(given: Given, plugins: Plugins) -> Iterator[Run]:
    """The metrics that are on and have questions to be computed for."""
    respondents, catalogue = given.respondents, given.catalogue
    shown = respondents.groups.filter(~pl.col("withheld")).select("segment", "group")
    for name, row in metric_switches(catalogue, plugins.metrics).items():
        metric = plugins.metrics[name]
        if questions := fitting_questions(metric, catalogue, row):
            names = known_names(metric, questions, catalogue.themes, respondents.answers)
            parameters = _parameters(metric, catalogue, row)
            yield Run(metric, questions, parameters, Known(shown, names))


def _of_all_groups(given: Given, run: Run) -> dict[str, pl.DataFrame]:
    """The arguments of a metric that is computed for all groups at once."""
    counts = given.counts_of(run.questions)
    if "theme" in run.metric.keys:
        counts = counts.drop_nulls("theme")
    questions = given.questions.filter(pl.col("question").is_in(run.questions))
    return {"counts": Counts(counts), "questions": questions, "themes": given.themes}


def _by_group(given: Given, plugins: Plugins, runs: Sequence[Run]) -> None:
    """Let metrics over persons look at one group after the other, each cut out once for all."""
    if not runs:
        return
    counts: dict[tuple[Any, ...], pl.DataFrame] = {}
    if any("counts" in run.metric.asks for run in runs):
        counts = given.counts.partition_by("segment", "group", as_dict=True)
    for segment, group, scores in given.respondents.shown_groups():
        for run in runs:
            fit = [name for name in run.questions if name in scores.columns]
            questions = given.questions.filter(pl.col("question").is_in(fit))
            arguments = {
                "answers": Answers(scores.select(fit)),
                "questions": questions,
                "themes": given.themes,
            }
            if "counts" in run.metric.asks:
                own = counts.get((segment, group), given.counts.clear())
                arguments["counts"] = Counts(own.filter(pl.col("question").is_in(run.questions)))
            if fit:
                run.compute(plugins, arguments, (segment, group))


def _with_group(outcome: Any, group: tuple[str, ...]) -> Any:
    """A table of one group with that in front; what is no table is found out elsewhere."""
    if not isinstance(outcome, pl.DataFrame):
        return outcome
    if taken := {"segment", "group"}.intersection(outcome.columns):
        raise MetricError(f"the engine adds the column {min(taken)} itself")
    segment, name = group
    return outcome.select(pl.lit(segment).alias("segment"), pl.lit(name).alias("group"), pl.all())


def _add(run: Run, given: Given, results: Results) -> None:
    metric = run.metric
    try:
        results.refuse_second(metric.table)
        if not (run.pieces or run.fault):
            return
        outcome = run.outcome()
        results.add(_shown(run, outcome, given.catalogue, results))
    except Exception as fault:  # whatever it is, the others go on
        results.problems.append(accuse("metric-failed", metric.name, fault, metric.function))
    else:
        results.everywhere[metric.table] = outcome


def fitting_questions(metric: Metric, catalogue: Catalogue, row: int) -> list[str]:
    """The questions it is computed for: those `Metrics` names, or else all that fit."""
    if row >= 0 and (chosen := split_questions(catalogue.metrics["questions"][row])):
        return chosen
    questions = catalogue.questions
    if metric.named:
        return questions.filter(pl.col("metric") == metric.named)["question"].to_list()
    if not metric.needs_scores:
        return questions["question"].to_list()
    scored = catalogue.scales.drop_nulls("score")["scale"].unique()
    return questions.filter(pl.col("scale").is_in(scored.implode()))["question"].to_list()


def _parameters(metric: Metric, catalogue: Catalogue, row: int) -> dict[str, Any]:
    written = split_parameters(catalogue.metrics["parameters"][row]) if row >= 0 else {}
    return {name: metric.parameters[name].read(text) for name, text in written.items()}


def _shown(run: Run, outcome: pl.DataFrame, catalogue: Catalogue, results: Results) -> ResultTable:
    """The table as the report shows it: the chosen group, in the catalogue's order, with names."""
    metric = run.metric
    segment, group = chosen_group(catalogue.settings.group, catalogue.segments["segment"])
    own = outcome.filter(segment=segment, group=group).drop("segment", "group")
    keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
    if keys:
        rows = _rows(keys, run.questions, catalogue)
        frame = rows.join(own, on=keys, how="left", maintain_order="left")
        subjects = [metric.subject(key) for key in frame[keys[0]]]
    else:
        frame, subjects = own, [metric.name] * len(own)
    frame = frame.with_columns(pl.Series(SUBJECT, subjects, dtype=pl.String))
    names = results.comparison_names
    frame = beside(frame, results.comparisons, names, SUBJECT, answers="answer" in keys)
    if "answer" in keys:
        frame = frame.with_columns(answer=pl.col(LABEL))
    frame = frame.drop(SUBJECT, LABEL, strict=False)
    main = metric.main or own.columns[-1]
    formats = dict(metric.formats)
    formats |= dict.fromkeys(names, formats.get(main, "General"))
    return ResultTable(metric.table, frame, formats, names)


def _rows(keys: list[str], questions: Sequence[str], catalogue: Catalogue) -> pl.DataFrame:
    """The rows a table has whether or not there is a figure, and what they are called."""
    if keys == ["theme"]:
        return catalogue.themes.select("theme", "name")
    fitting = catalogue.questions.filter(pl.col("question").is_in(list(questions)))
    if "answer" not in keys:
        return fitting.select("question", "text")
    answers = fitting.join(catalogue.scales, on="scale", maintain_order="left_right")
    return answers.select("question", "text", "answer", pl.col("label").alias(LABEL))
