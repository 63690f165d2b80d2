"""What every metric that is on makes of the answers: of one survey, or of an earlier wave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from meetlat.checking.rules import split_questions
from meetlat.groups import WHOLE, Group
from meetlat.plugins.manager import Plugins
from meetlat.plugins.metrics import Metric
from meetlat.plugins.parameters import MetricError, split_parameters
from meetlat.plugins.result_contract import Known, known_names
from meetlat.plugins.supervision import StoppedError
from meetlat.plugins.switches import metric_switches
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.scoring.main_figures import main_figures
from meetlat.scoring.run import Given, Run, run_all
from meetlat.scoring.theme_scores import rules_at_work, theme_scores


@dataclass(frozen=True)
class Outcomes:
    """Metrics at work on some answers.

    Those from counts are computed for all groups, once. Those over persons only for a group that
    somebody asks for (`of_group`); of the whole that is kept, as it stands beside every group.

    Attributes:
        given: the answers that may be shown.
        plugins: whose metrics they are.
        runs: the metrics that are on, by name; each has its outcome or its fault.
        of_themes: the rules that scored the themes.
        problems: what was wrong on the way, besides metrics that failed themselves.
    """

    given: Given
    plugins: Plugins
    runs: Mapping[str, Run]
    of_themes: Sequence[Run]
    problems: Sequence[Problem]
    _kept: dict[Group, Outcomes] = field(default_factory=dict, repr=False, compare=False)
    _everywhere: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def of_group(self, group: Group) -> Outcomes:
        """The same, and the metrics over persons for this group."""
        if group in self._kept:
            return self._kept[group]
        runs = {n: run.afresh() if run.is_over_persons else run for n, run in self.runs.items()}
        over_persons = [run for run in runs.values() if run.is_over_persons]
        run_all(over_persons, self.given, self.plugins, only=group)
        found = replace(self, runs=runs)
        if group == WHOLE:
            self._kept[group] = found
        return found

    def everywhere(self, name: str) -> pl.DataFrame:
        """What a metric makes of all groups: at hand, or computed now and kept.

        Raises:
            MetricError: it did well for the group of the report, and not for another.
        """
        run = self.runs[name]
        if not run.is_over_persons:
            return run.outcome()
        if name not in self._everywhere:
            self._everywhere[name] = self._of_all(run.afresh())
        return self._everywhere[name]

    def _of_all(self, run: Run) -> pl.DataFrame:
        run_all([run], self.given, self.plugins)
        try:
            return run.outcome()
        except (StoppedError, MetricError) as fault:
            words = str(fault) or "it took too long"
            raise MetricError(f"{run.declared.name} for all groups: {words}") from fault

    def metric(self, name: str) -> Metric:
        """The metric of this name."""
        return self.plugins.metrics[name]

    def tables(self) -> Iterator[tuple[Metric, pl.DataFrame]]:
        """What each metric made, for all groups it was computed for; none of those that failed."""
        for name, run in self.runs.items():
            try:
                outcome = run.outcome() if run.pieces or run.fault else None
            except (StoppedError, MetricError):
                continue
            if outcome is not None:
                yield self.metric(name), outcome

    def figures(self, group: Group, comparison: str) -> Iterator[pl.DataFrame]:
        """The main figures of one group, as rows of comparisons: a frame a metric."""
        for metric, outcome in self.tables():
            yield main_figures(metric, outcome, group, comparison)


def outcomes_of(given: Given, plugins: Plugins, tables: Collection[str] = ()) -> Outcomes:
    """Run every metric that is on and is computed from counts, for all groups.

    Where `tables` are named, only the metrics that make one of those.
    """
    runs, problems = dict(_runs(given, plugins, tables)), []
    rules: dict[str, list[Run]] = {}
    for name, run in runs.items():
        metric = plugins.metrics[name]
        if "theme_scores" in metric.asks:
            rules[metric.table] = list(rules_at_work(run.questions, given, plugins))
            scores, failed = theme_scores(rules[metric.table], given, plugins)
            run.more = {"theme_scores": scores}
            problems += failed
    run_all([run for run in runs.values() if not run.is_over_persons], given, plugins)
    return Outcomes(given, plugins, runs, rules.get("ThemeScores", []), problems)


def _runs(
    given: Given, plugins: Plugins, tables: Collection[str] = ()
) -> Iterator[tuple[str, Run]]:
    """The metrics that are on and have questions to be computed for."""
    catalogue, answers = given.catalogue, given.respondents.answers
    for name, row in metric_switches(catalogue, plugins.metrics).items():
        metric = plugins.metrics[name]
        if tables and metric.table not in tables:
            continue
        if questions := fitting_questions(metric, catalogue, row):
            names = known_names(metric, questions, catalogue.themes, answers)
            parameters = _parameters(metric, catalogue, row)
            yield name, Run(metric, questions, parameters, Known(given.shown_groups, names))


def fitting_questions(metric: Metric, catalogue: Catalogue, row: int) -> list[str]:
    """The questions it is computed for: those `Metrics` names, or else all that fit."""
    if row >= 0 and (chosen := split_questions(catalogue.metrics["questions"][row])):
        asked = set(catalogue.questions["question"])  # of an earlier wave perhaps not all
        return [question for question in chosen if question in asked]
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
