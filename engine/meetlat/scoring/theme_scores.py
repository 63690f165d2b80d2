"""Score every theme by the rule that `Themes` names for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from meetlat.plugins.manager import Plugins, accuse
from meetlat.plugins.metrics import Counts
from meetlat.plugins.parameters import parameter_pairs
from meetlat.plugins.result_contract import Known
from meetlat.plugins.theme_rules import FIGURES, figures, split_rule
from meetlat.problems.problem import Problem
from meetlat.scoring.run import Given, Run, run_all

SCHEMA = {
    **dict.fromkeys(Counts.THEME_KEYS, pl.String),
    **dict(zip(FIGURES, (pl.Int64, pl.Int64, pl.Float64), strict=True)),
}


def theme_scores(
    runs: Sequence[Run], given: Given, plugins: Plugins
) -> tuple[pl.DataFrame, list[Problem]]:
    """The score of each theme in each group by the rules at work, and those that failed.

    Returns:
        `segment`, `group`, `theme`, `questions`, `n`, `score`. A theme has no row where there is
        nothing to score, or where a rule over persons counts fewer of them than may be shown.
    """
    run_all(runs, given, plugins)
    tables, problems = [pl.DataFrame(schema=SCHEMA)], []
    for run in runs:
        if not (run.pieces or run.fault):
            continue
        try:
            scores = figures(run.outcome())
        except Exception as fault:  # whatever it is, the other rules go on
            rule = run.declared
            problems.append(accuse("theme-rule-failed", rule.name, fault, rule.function))
        else:
            tables.append(scores)
    return pl.concat(tables), problems


def rules_at_work(questions: Sequence[str], given: Given, plugins: Plugins) -> Iterator[Run]:
    """Each rule once for all themes that name it with the same parameters."""
    themed = given.questions.filter(pl.col("question").is_in(list(questions)))
    rules: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for theme, written in given.catalogue.themes.select("theme", "rule").iter_rows():
        name, parameters = split_rule(written)
        rules.setdefault((name, tuple(parameter_pairs(parameters))), []).append(theme)
    for (name, written), themes in rules.items():
        if name not in plugins.theme_rules:  # its plugin was left out, which is told
            continue
        rule = plugins.theme_rules[name]
        own = themed.filter(pl.col("theme").is_in(themes))["question"].to_list()
        parameters = {n: rule.parameters[n].read(text) for n, text in written}
        known = Known(given.shown_groups, pl.DataFrame({"theme": themes}))
        if own:
            yield Run(rule, own, parameters, known)
