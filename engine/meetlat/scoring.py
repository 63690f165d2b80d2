"""Let every metric that is on turn the answers into its result table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import polars as pl

from meetlat.catalogue import Catalogue, metric_switches
from meetlat.comparisons import by_answer
from meetlat.guard import StoppedError
from meetlat.metrics import Metric
from meetlat.moments import moments
from meetlat.parameters import MetricError, split_parameters
from meetlat.plugins import Plugins, accuse
from meetlat.promises import Known, known_names
from meetlat.results import Results
from meetlat.rules import chosen_group, split_questions
from meetlat.running import Given, Run, run_all
from meetlat.shown import shown
from meetlat.theme_scores import rules_at_work, theme_scores


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
    runs = dict(_runs(given, plugins))
    rules: dict[str, list[Run]] = {}
    for name, run in runs.items():
        if "theme_scores" in plugins.metrics[name].asks:
            at_work = list(rules_at_work(run.questions, given, plugins))
            rules[plugins.metrics[name].table] = at_work
            scores, problems = theme_scores(at_work, given, plugins)
            run.more = {"theme_scores": scores}
            results.problems += problems
    results.group = chosen_group(catalogue.settings.group, catalogue.segments["segment"])
    run_all(list(runs.values()), given, plugins, only=results.group)
    for name, run in runs.items():
        if _add(plugins.metrics[name], run, catalogue, results):
            everywhere = partial(_everywhere, run, given, plugins)
            results.everywhere.add(plugins.metrics[name].table, everywhere)
    of_themes = rules.get("ThemeScores", [])
    results.moments_of = partial(moments, results.everywhere, given, of_themes)
    plugins.derive_tables(results)
    results.problems += plugins.printed()


def _runs(given: Given, plugins: Plugins) -> Iterator[tuple[str, Run]]:
    """The metrics that are on and have questions to be computed for."""
    catalogue, answers = given.catalogue, given.respondents.answers
    for name, row in metric_switches(catalogue, plugins.metrics).items():
        metric = plugins.metrics[name]
        if questions := fitting_questions(metric, catalogue, row):
            names = known_names(metric, questions, catalogue.themes, answers)
            parameters = _parameters(metric, catalogue, row)
            yield name, Run(metric, questions, parameters, Known(given.shown_groups, names))


def _add(metric: Metric, run: Run, catalogue: Catalogue, results: Results) -> bool:
    """Add its table where there is one; whether there is."""
    try:
        results.refuse_second(metric.table)
        if not (run.pieces or run.fault):
            return False
        results.add(shown(metric, run.outcome(), run.questions, catalogue, results))
    except Exception as fault:  # whatever it is, the others go on
        results.problems.append(accuse("metric-failed", metric.name, fault, metric.function))
        return False
    return True


def _everywhere(run: Run, given: Given, plugins: Plugins) -> pl.DataFrame:
    """The outcome for all groups: at hand, or computed now.

    Raises:
        MetricError: the metric did well for the group of the report, and not for another.
    """
    if not run.is_over_persons:
        return run.outcome()
    run = run.afresh()
    run_all([run], given, plugins)
    try:
        return run.outcome()
    except (StoppedError, MetricError) as fault:
        words = str(fault) or "it took too long"
        raise MetricError(f"{run.declared.name} for all groups: {words}") from fault


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
