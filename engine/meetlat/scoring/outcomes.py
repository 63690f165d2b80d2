"""The tables of all metrics that are on, for the survey or for an earlier wave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

import polars as pl

from meetlat.checking.catalogue.metrics import split_questions
from meetlat.checking.catalogue.names import columns_beside_comparisons
from meetlat.counting.shown_answers import ShownAnswers
from meetlat.groups import WHOLE, Group, RowsByGroup
from meetlat.plugins.manager import Plugins
from meetlat.plugins.metrics import Metric
from meetlat.plugins.parameters import MetricError, split_parameters
from meetlat.plugins.result_contract import AllowedKeys, allowed_names
from meetlat.plugins.supervision import StoppedError
from meetlat.plugins.switches import metric_switches
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.scored import WEIGHT
from meetlat.reading.typed_figures import (
    FIGURE_SCHEMA,
    KnownFigures,
    TypedFigures,
    with_answer_codes,
)
from meetlat.scoring.comparisons import main_figures
from meetlat.scoring.precision import Precision, Scored
from meetlat.scoring.rounding import rounded_figures
from meetlat.scoring.run import Run, run_all
from meetlat.scoring.significance.standard_errors import PRECISION_OF
from meetlat.scoring.theme_scores import rules_at_work, theme_scores


@dataclass(frozen=True)
class Outcomes:
    """The results of the metrics for some answers.

    Metrics from counts are computed for all groups, once. Metrics over persons take longer, and so
    do those from the counts of very many groups: they are computed for the whole organisation, and
    for all groups once one of them is asked for, because what is shown of one group may depend on
    the others.

    Attributes:
        answers: the answers that may be shown.
        plugins: the plugins that offer the metrics.
        runs: the metrics that are on, by name, each with its outcome or its fault.
        rules: the rules that scored the themes.
        problems: what else went wrong.
        on_request: the metrics that are computed for groups other than the whole if asked for.
        beside_groups: the main figures beside those of each group, by the name of the comparison.
    """

    answers: ShownAnswers
    plugins: Plugins
    runs: Mapping[str, Run]
    rules: Sequence[Run]
    problems: Sequence[Problem]
    on_request: Collection[str] = ()
    beside_groups: dict[str, KnownFigures] = field(default_factory=dict, init=False, repr=False)
    _kept: dict[bool, Outcomes] = field(default_factory=dict, repr=False, compare=False)
    _all_groups: dict[str, Run] = field(default_factory=dict, repr=False, compare=False)
    _shown: dict[str, pl.DataFrame] = field(default_factory=dict, init=False, repr=False)
    _rows: dict[str, RowsByGroup] = field(default_factory=dict, init=False, repr=False)
    _batch: list[Group] = field(default_factory=list, init=False, repr=False)

    def of_group(self, group: Group) -> Outcomes:
        """The same, with every metric computed for this group (and perhaps others)."""
        of_whole = group == WHOLE
        if of_whole not in self._kept:
            self._kept[of_whole] = replace(self, runs=self._whole() if of_whole else self._each())
        return self._kept[of_whole]

    def _each(self) -> Mapping[str, Run]:
        return {**self.runs, **self._of_all_groups(self.on_request)}

    def _whole(self) -> Mapping[str, Run]:
        own = {name: self.runs[name].restarted() for name in self.on_request}
        run_all([*own.values()], self.answers, self.plugins, only=WHOLE)
        return {**self.runs, **own}

    def all_groups(self, name: str) -> pl.DataFrame:
        """The unrounded table of a metric for all groups, which is computed now if need be.

        Raises:
            MetricError: it failed for one of the groups.
        """
        try:
            of_all = self._of_all_groups([name]) if name in self.on_request else self.runs
            return of_all[name].outcome()
        except (StoppedError, MetricError) as fault:
            words = str(fault) or "it took too long"
            raise MetricError(f"{name} for all groups: {words}") from fault

    def _of_all_groups(self, names: Collection[str]) -> Mapping[str, Run]:
        """These metrics, each computed for all groups; those that are not yet are now, together."""
        new = {n: self.runs[n].restarted() for n in names if n not in self._all_groups}
        run_all([*new.values()], self.answers, self.plugins)
        self._all_groups.update(new)
        return {name: self._all_groups[name] for name in names}

    def metric(self, name: str) -> Metric:
        """The metric of this name."""
        return self.plugins.metrics[name]

    def tables(self) -> Iterator[tuple[Metric, pl.DataFrame]]:
        """Each metric with its table, for the groups it was computed for; without failed ones."""
        for name, run in self.runs.items():
            try:
                outcome = run.outcome() if run.is_done else None
            except (StoppedError, MetricError):
                continue
            if outcome is not None:
                yield self.metric(name), outcome

    def prepare(self, groups: Sequence[Group]) -> None:
        """Announce the groups whose figures will be asked for."""
        self.precision.prepare(groups)
        self._batch[:] = groups
        self._rows.clear()

    @cached_property
    def typed(self) -> TypedFigures:
        """The typed figures of the survey."""
        catalogue = self.answers.catalogue
        typed = catalogue.comparisons.drop_nulls(["subject", "value"])
        named = with_answer_codes(typed, catalogue.questions, catalogue.scales)
        return TypedFigures(named, catalogue.segments["segment"].to_list())

    @cached_property
    def comparisons(self) -> Sequence[str]:
        """The names of the comparisons of the survey."""
        return [*dict.fromkeys(self.answers.catalogue.comparisons["comparison"])]

    @cached_property
    def headings(self) -> Collection[str]:
        """Every heading of a result column, which no comparison may have."""
        texts = (texts for n in self.runs for texts in self.metric(n).headings.values())
        return {
            *columns_beside_comparisons(),
            *(column for run in self.runs.values() for p in run.pieces for column in p.columns),
            *chain.from_iterable(in_languages.values() for in_languages in texts),
        }

    @cached_property
    def precision(self) -> Precision:
        """How precise the figures are."""
        return Precision(self._scored_for, self._score)

    def _scored_for(self, group: Group) -> Scored:
        """What the figures of a group were made of."""
        return self.of_group(group)._scored

    @property
    def _scored(self) -> Scored:
        tables = {metric.table: outcome for metric, outcome in self.tables()}
        of_figures = [r for n, r in self.runs.items() if self.metric(n).table in PRECISION_OF]
        over_persons = any(run.is_over_persons for run in (*of_figures, *self.rules))
        weighted = WEIGHT in self.answers.respondents.coded.rows.columns
        return Scored(tables, self.answers, self.rules, not (over_persons or weighted))

    def _score(self, others: ShownAnswers) -> Scored:
        """Score everyone outside a group."""
        return outcomes_of(others, self.plugins, tables=PRECISION_OF).of_group(WHOLE)._scored

    def shown(self, name: str) -> pl.DataFrame:
        """The table of a metric, for the groups it was computed for: weighted figures are rounded.

        Raises:
            StoppedError, MetricError: the metric failed.
        """
        if name not in self._shown:
            self._shown[name] = self._rounded(name, self.runs[name].outcome())
        return self._shown[name]

    def shown_of_all(self, name: str) -> pl.DataFrame:
        """The same for all groups.

        Raises:
            MetricError: it failed for one of the groups.
        """
        run = self.runs[name]
        if name in self.on_request and run is not self._all_groups.get(name):
            return self._rounded(name, self.all_groups(name))
        self.all_groups(name)  # raises an error that names the metric
        return self.shown(name)

    def _rounded(self, name: str, outcome: pl.DataFrame) -> pl.DataFrame:
        return rounded_figures(self.metric(name), outcome, self.answers.weighted_groups())

    def rows(self, name: str, group: Group) -> pl.DataFrame:
        """The rows of `shown` about one group, without the columns that say so."""
        if name not in self._rows:
            self._rows[name] = RowsByGroup(self.shown(name), self._batch)
        return self._rows[name].of(group)

    def figures(self, group: Group, comparison: str) -> pl.DataFrame:
        """The main figures of one group, as rows of comparisons."""
        return pl.concat(
            [
                pl.DataFrame(schema=FIGURE_SCHEMA),
                *(
                    main_figures(metric, self.rows(metric.name, group), comparison)
                    for metric, _ in self.tables()
                ),
            ]
        )


def outcomes_of(answers: ShownAnswers, plugins: Plugins, tables: Collection[str] = ()) -> Outcomes:
    """Compute every metric that is on and whose figures of all groups cost little, for all groups.

    If `tables` are named, only the metrics that make one of those.
    """
    runs, problems = dict(_runs(answers, plugins, tables)), []
    on_request = [name for name, run in runs.items() if _is_on_request(run, answers)]
    at_once = {name: run for name, run in runs.items() if name not in on_request}
    rules = {
        name: list(rules_at_work(run.questions, answers, plugins))
        for name, run in runs.items()
        if "theme_scores" in run.declared.asks
    }
    # Together, because they need the same counts.
    first = [run for name, run in at_once.items() if name not in rules]
    run_all([*chain(*rules.values()), *first], answers, plugins)
    for name, own in rules.items():
        scores, failed = theme_scores(own)
        runs[name].more = {"theme_scores": scores}
        problems += failed
    run_all([run for name, run in at_once.items() if name in rules], answers, plugins)
    of_themes = {plugins.metrics[name].table: own for name, own in rules.items()}
    own = of_themes.get("ThemeScores", [])
    return Outcomes(answers, plugins, runs, own, problems, on_request)


def _is_on_request(run: Run, answers: ShownAnswers) -> bool:
    """Whether its figures of all groups take so long that they are computed only if asked for."""
    return run.is_over_persons or (run.declared.by_group and answers.is_large)


def _runs(
    answers: ShownAnswers, plugins: Plugins, tables: Collection[str] = ()
) -> Iterator[tuple[str, Run]]:
    """The metrics that are on and have questions."""
    catalogue, scale = answers.catalogue, answers.respondents.answers
    for name, row in metric_switches(catalogue, plugins.metrics).items():
        metric = plugins.metrics[name]
        if tables and metric.table not in tables:
            continue
        if questions := fitting_questions(metric, catalogue, row):
            names = allowed_names(metric, questions, catalogue.themes, scale)
            parameters = _parameters(metric, catalogue, row)
            yield name, Run(metric, questions, parameters, AllowedKeys(answers.shown_groups, names))


def fitting_questions(metric: Metric, catalogue: Catalogue, row: int) -> list[str]:
    """The questions a metric is computed for: those that `Metrics` names, or else all that fit."""
    if row >= 0 and (chosen := split_questions(catalogue.metrics["questions"][row])):
        asked = set(catalogue.questions["question"])  # an earlier wave may not have asked all
        return [question for question in chosen if question in asked]
    questions = catalogue.questions
    if metric.named:
        return questions.filter(pl.col("metric") == metric.named)["question"].to_list()
    questions = questions.filter(~pl.col("metric").is_in(list(metric.without)))
    if not metric.needs_scores:
        return questions["question"].to_list()
    scored = catalogue.scales.drop_nulls("score")["scale"].unique()
    return questions.filter(pl.col("scale").is_in(scored.implode()))["question"].to_list()


def _parameters(metric: Metric, catalogue: Catalogue, row: int) -> dict[str, Any]:
    written = split_parameters(catalogue.metrics["parameters"][row]) if row >= 0 else {}
    return {name: metric.parameters[name].read(text) for name, text in written.items()}
