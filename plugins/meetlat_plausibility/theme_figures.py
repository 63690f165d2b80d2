"""Find published theme figures that cannot be the mean of the figures of their questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from meetlat import Catalogue, Finding, Number
from meetlat_plausibility.published import Figure, subject_figures, typed_figures
from meetlat_plausibility.rounding_intervals import (
    Span,
    decimals_of,
    rounds_to,
    weighted_sum,
)
from meetlat_plausibility.texts import finding
from meetlat_plausibility.theme_members import Member, theme_members

# The rule that scores a theme by the mean of its questions; also the rule of a blank cell.
MEAN = "questions"


def check_theme_figures(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on theme figures that cannot be the weighted mean of their questions.

    A theme is skipped if a question that counts in it has no figure, or if its rule is not the
    mean.
    """
    by_comparison = typed_figures(catalogue)
    if not by_comparison:
        return
    rules = catalogue.themes[["theme", "rule"]].iter_rows()
    by_mean = {theme for theme, rule in rules if (rule or MEAN).split(";")[0].strip() == MEAN}
    all_members = theme_members(catalogue).items()
    members = {theme: of_theme for theme, of_theme in all_members if theme in by_mean and of_theme}
    counted = {member.question for of_theme in members.values() for member in of_theme}
    for comparison, typed in by_comparison.items():
        questions, themes = subject_figures(typed, counted), subject_figures(typed, members)
        for theme, published in themes.items():
            if all(member.question in questions for member in members[theme]):
                parts = [questions[member.question] for member in members[theme]]
                mean = weighted_mean(parts, members[theme])
                if not mean.meets(published.span):
                    yield _remark(theme, comparison, published, parts, mean)


def weighted_mean(parts: Sequence[Figure], members: Sequence[Member]) -> Span:
    """The possible weighted means of the figures of the questions, before rounding."""
    total = sum((member.weight for member in members), Fraction())
    return weighted_sum([p.span for p in parts], [m.weight / total for m in members])


def _remark(
    theme: str, comparison: str, published: Figure, parts: Sequence[Figure], mean: Span
) -> Finding:
    decimals = max(decimals_of(part.value) for part in (published, *parts))
    lowest, highest = rounds_to(mean, decimals)
    too_high = lowest < published.value
    code, bound = ("theme-too-high", highest) if too_high else ("theme-too-low", lowest)

    def shown(value: float) -> Number:
        return Number(value, decimals)

    facts = {
        "value": shown(published.value),
        "theme": theme,
        "comparison": comparison,
        "parts": [shown(part.value) for part in parts],
        "bound": shown(bound),
    }
    return finding(code, "Comparisons", published.row, "value", facts)
