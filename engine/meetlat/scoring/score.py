"""Let every metric that is on turn the answers into its result table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from meetlat.groups import chosen_group
from meetlat.plugins.manager import accuse
from meetlat.plugins.metrics import Metric
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.scoring.comparison_columns import compare
from meetlat.scoring.complement import moments_outside
from meetlat.scoring.outcomes import Outcomes
from meetlat.scoring.result_rows import shown
from meetlat.scoring.results import Results
from meetlat.scoring.run import Run
from meetlat.scoring.significance.precision import moments


def score(everyone: Outcomes, results: Results, earlier: Mapping[str, Outcomes]) -> None:
    """Fill `results` with what the metrics that are on make of one group; failures are named there.

    Args:
        everyone: what they make of all groups, as far as that is computed from counts.
        results: already knows its settings, which name the group, and all groups.
        earlier: what they make of earlier waves, by comparison.
    """
    given, plugins, catalogue = everyone.given, everyone.plugins, everyone.given.catalogue
    results.themes = dict(catalogue.themes.select("theme", "name").iter_rows())
    results.segments = dict(catalogue.segments.select("segment", "name").iter_rows())
    results.theme_texts = catalogue.themes.select("theme", "name", "description", "note", "rule")
    results.questions, results.scales = given.questions, catalogue.scales
    results.group = chosen_group(results.settings.group, catalogue.segments["segment"])
    outcomes = everyone.of_group(results.group)
    results.problems += outcomes.problems
    if results.weighting and (names := unweighted(outcomes)):
        facts = {"value": catalogue.settings.weights, "metrics": listing(names)}
        results.problems.append(catalogue.setting_place("weights", "metrics-unweighted", **facts))
    compare(outcomes, results, earlier)
    for name, run in outcomes.runs.items():
        if _add(plugins.metrics[name], run, catalogue, results):
            results.everywhere.add(plugins.metrics[name].table, partial(outcomes.everywhere, name))
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
