"""Let every metric that is on turn the answers into its result table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.chosen import chosen_group
from meetlat.compared import compare
from meetlat.guard import StoppedError
from meetlat.metrics import Metric
from meetlat.moments import moments
from meetlat.outcomes import Outcomes, outcomes_of
from meetlat.outside import moments_outside
from meetlat.parameters import MetricError
from meetlat.plugins import Plugins, accuse
from meetlat.problem import listing
from meetlat.results import Results
from meetlat.running import Given, Run, run_all
from meetlat.shown import shown


def score(given: Given, plugins: Plugins, results: Results, earlier: Mapping[str, Given]) -> None:
    """Run the metrics that are on and fill `results`; one that fails is named there.

    Args:
        given: what may be shown (see `meetlat.privacy`), and the catalogue.
        plugins: offer the metrics, and derive tables from all results.
        results: already knows its settings and groups.
        earlier: what may be shown of earlier waves, by comparison.
    """
    catalogue = given.catalogue
    results.themes = dict(catalogue.themes.select("theme", "name").iter_rows())
    results.theme_texts = catalogue.themes.select("theme", "name", "description", "note", "rule")
    results.questions, results.scales = given.questions, catalogue.scales
    results.group = chosen_group(catalogue.settings.group, catalogue.segments["segment"])
    outcomes = outcomes_of(given, plugins, results.group)
    results.problems += outcomes.problems
    if results.weighting and (names := unweighted(outcomes)):
        facts = {"value": catalogue.settings.weights, "metrics": listing(names)}
        results.problems.append(catalogue.setting_place("weights", "metrics-unweighted", **facts))
    compare(outcomes, results, earlier)
    for name, run in outcomes.runs.items():
        if _add(plugins.metrics[name], run, catalogue, results):
            everywhere = partial(_everywhere, run, given, plugins)
            results.everywhere.add(plugins.metrics[name].table, everywhere)
    results.moments_of = cache(partial(moments, results.everywhere, given, outcomes.of_themes))
    results.moments_outside = cache(partial(moments_outside, given, plugins))
    plugins.derive_tables(results)
    results.problems += plugins.printed()


def unweighted(outcomes: Outcomes) -> list[str]:
    """The metrics, and rules for themes, that look at people and do not ask what those weigh."""
    runs = [*outcomes.runs.values(), *outcomes.of_themes]
    names = [
        run.declared.name
        for run in runs
        if run.is_over_persons and "person_weights" not in run.declared.asks
    ]
    return list(dict.fromkeys(names))


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
