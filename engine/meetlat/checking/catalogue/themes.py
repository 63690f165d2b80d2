"""Check Themes: each has questions, a question that counts, and a rule that exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from meetlat.checking.catalogue.parameters import check_parameters
from meetlat.checking.catalogue.rows import named_rows, own_rows, unique_names
from meetlat.checking.catalogue.scales import unscored_scales
from meetlat.plugins.metrics import Metric
from meetlat.plugins.theme_rules import ThemeRule, split_rule
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue


def check_questions(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """A theme has questions, unless a problem with a question may explain why it has none."""
    if catalogue.questions.is_empty():
        return
    themes = unique_names(catalogue, "Themes")
    if themes and names_no_theme(catalogue):
        place = catalogue.heading_place("Questions", "theme")
        yield place.problem("themes-unnamed", "theme", themes=listing(themes))
        return
    if not catalogue.has_column("Questions", "theme"):
        return
    used = set(catalogue.questions["theme"].drop_nulls())
    suggestions = [nearest(name, themes) for name in used.difference(themes)]
    unused = [
        (row, line["theme"])
        for row, line in named_rows(catalogue, "Themes")
        if line["theme"] not in used.union(suggestions)
    ]
    # Each unknown or unreadable name may be an old name of an unused theme.
    explained = suggestions.count(None) + _unreadable(catalogue)
    for row, theme in unused[explained:]:
        yield catalogue.problem_at("Themes", row, "theme", "theme-unused", theme)


def names_no_theme(catalogue: Catalogue) -> bool:
    """Whether the column theme of Questions is blank although there are questions with scores."""
    questions, unscored = catalogue.questions, unscored_scales(catalogue)
    is_scored = any(
        line["metric"] == "likert" and line["scale"] not in unscored
        for line in questions.iter_rows(named=True)
    )
    return (
        catalogue.has_column("Questions", "theme")
        and is_scored
        and not questions["theme"].count()
        and not _unreadable(catalogue)
    )


def _unreadable(catalogue: Catalogue) -> int:
    """The number of questions with a theme that cannot be read."""
    rows = catalogue.questions["theme"].is_null().arg_true()
    return sum(catalogue.written("Questions", row, "theme") is not None for row in rows)


def check_weights(catalogue: Catalogue, metrics: Mapping[str, Metric]) -> Iterator[Problem]:
    """A theme has a question with a weight above 0."""
    questions = catalogue.questions.drop_nulls("theme")
    heaviest = dict(questions.group_by("theme").agg(pl.col("weight").max()).iter_rows())
    for row, line in named_rows(catalogue, "Themes"):
        if heaviest.get(line["theme"]) == 0:
            theme = line["theme"]
            yield catalogue.problem_at("Themes", row, "theme", "theme-weightless", theme)


def check_theme_rules(
    catalogue: Catalogue, theme_rules: Mapping[str, ThemeRule]
) -> Iterator[Problem]:
    """The rule of a theme exists; its parameters exist and can be read."""
    for row, line in own_rows(catalogue, "Themes"):
        name, written = split_rule(line["rule"])
        if name in theme_rules:
            rule = theme_rules[name]
            yield from check_parameters(catalogue, "Themes", row, "rule", rule, written)
        elif line["rule"]:
            known = listing(sorted(theme_rules)) or "-"
            facts = {"known": known, "suggestion": nearest(name, theme_rules)}
            yield catalogue.problem_at("Themes", row, "rule", "unknown-theme-rule", name, **facts)
