"""Score every theme by the rule that `Themes` names for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from meetlat.counting.shown_answers import ShownAnswers
from meetlat.plugins.failure import plugin_problem
from meetlat.plugins.manager import Plugins
from meetlat.plugins.metrics import Counts
from meetlat.plugins.parameters import parameter_pairs
from meetlat.plugins.result_contract import AllowedKeys
from meetlat.plugins.theme_rules import SCORE_COLUMNS, checked_scores, split_rule
from meetlat.problems.problem import Problem
from meetlat.scoring.run import Run

SCHEMA: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(Counts.THEME_KEYS, pl.String),
    **dict(zip(SCORE_COLUMNS, (pl.Int64, pl.Int64, pl.Float64), strict=True)),
}


def theme_scores(rules: Sequence[Run]) -> tuple[pl.DataFrame, list[Problem]]:
    """The score of each theme in each group by rules that were run, and those that failed.

    Returns:
        `segment`, `group`, `theme`, `questions`, `n` and `score`. A theme without scored answers
        has no row. A theme that a rule over persons bases on too few people has no row either.
    """
    tables, problems = [pl.DataFrame(schema=SCHEMA)], []
    for run in rules:
        if not run.is_done:
            continue
        try:
            scores = checked_scores(run.outcome())
        except Exception as fault:  # the other rules go on
            rule = run.declared
            problems.append(plugin_problem("theme-rule-failed", rule.name, fault, rule.function))
        else:
            tables.append(scores)
    return pl.concat(tables), problems


def rules_at_work(
    questions: Sequence[str], answers: ShownAnswers, plugins: Plugins
) -> Iterator[Run]:
    """Yield each rule once, for all themes that name it with the same parameters.

    A rule gets only the questions that count in their themes.
    """
    asked = pl.col("question").is_in(list(questions))
    counted = answers.questions.filter("counts_in_theme", asked)
    rules: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for theme, written in answers.catalogue.themes[["theme", "rule"]].iter_rows():
        name, parameters = split_rule(written)
        rules.setdefault((name, tuple(parameter_pairs(parameters))), []).append(theme)
    for (name, written), themes in rules.items():
        if name not in plugins.theme_rules:  # its plugin was left out, which is a problem already
            continue
        rule = plugins.theme_rules[name]
        own = counted.filter(pl.col("theme").is_in(themes))["question"].to_list()
        parameters = {n: rule.parameters[n].read(text) for n, text in written}
        allowed = AllowedKeys(answers.shown_groups, pl.DataFrame({"theme": themes}))
        if own:
            yield Run(rule, own, parameters, allowed)
