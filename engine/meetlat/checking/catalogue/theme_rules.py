"""Check the rules by which themes are scored, and their parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meetlat.checking.catalogue.parameters import check_parameters
from meetlat.checking.catalogue.rows import own_rows
from meetlat.plugins.theme_rules import ThemeRule, split_rule
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing, nearest
from meetlat.reading.catalogue import Catalogue


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
