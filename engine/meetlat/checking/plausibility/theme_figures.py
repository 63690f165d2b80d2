"""Themes whose published figure cannot be the mean of their questions', whatever was rounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from meetlat.checking.plausibility.published import Figure, comparisons, figures_of
from meetlat.checking.plausibility.rounding_intervals import (
    Span,
    own_decimals,
    rounds_to,
    weighted_sum,
)
from meetlat.checking.plausibility.theme_members import Member, theme_members
from meetlat.formatting import Number
from meetlat.plugins.theme_rules import DEFAULT, split_rule
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue


def theme_figures(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on themes whose figure cannot be the weighted mean of their questions' figures.

    Nothing is proved where a question that counts has no figure, or where the theme is scored by
    another rule than the mean.
    """
    rules = catalogue.themes.select("theme", "rule").iter_rows()
    by_mean = {theme for theme, rule in rules if split_rule(rule)[0] == DEFAULT}
    members = {t: found for t, found in theme_members(catalogue).items() if t in by_mean and found}
    counted = {member.question for found in members.values() for member in found}
    for name, given in comparisons(catalogue).items():
        questions, themes = figures_of(given, counted), figures_of(given, members)
        for theme, published in themes.items():
            if all(member.question in questions for member in members[theme]):
                parts = [questions[member.question] for member in members[theme]]
                mean = weighted_mean(parts, members[theme])
                if not mean.meets(published.span):
                    yield _problem(catalogue, theme, name, published, parts, mean)


def weighted_mean(parts: Sequence[Figure], members: Sequence[Member]) -> Span:
    """All that the mean of the questions' figures may be."""
    total = sum((member.weight for member in members), Fraction())
    return weighted_sum([p.span for p in parts], [m.weight / total for m in members])


def _problem(
    catalogue: Catalogue,
    theme: str,
    comparison: str,
    published: Figure,
    parts: Sequence[Figure],
    mean: Span,
) -> Problem:
    decimals = max(own_decimals(part.value) for part in (published, *parts))
    lowest, highest = rounds_to(mean, decimals)
    too_high = lowest < published.value
    code, bound = ("theme-too-high", highest) if too_high else ("theme-too-low", lowest)

    def shown(value: float) -> Number:
        return Number(value, decimals)

    facts = {
        "theme": theme,
        "comparison": comparison,
        "parts": [shown(part.value) for part in parts],
        "bound": shown(bound),
    }
    return catalogue.problem_at(
        "Comparisons", published.row, "value", code, shown(published.value), **facts
    )
