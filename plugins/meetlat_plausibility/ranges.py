"""Find figures in Comparisons that are impossible on their scale, such as 68 for 6.8."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from meetlat import Catalogue, Finding, Number
from meetlat_plausibility.rounding_intervals import decimals_of
from meetlat_plausibility.texts import finding
from meetlat_plausibility.theme_members import scale_ranges

# The lowest and highest possible figure.
Range = tuple[float, float]
ANYTHING: Range = (-math.inf, math.inf)


def check_ranges(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on figures outside the range of their scale."""
    known = ranges(catalogue)
    for row, figure in enumerate(catalogue.comparisons.iter_rows(named=True)):
        if not is_possible(figure, known):
            low, high = known[figure["subject"]]
            facts = {
                "value": _shown(figure["value"]),
                "subject": figure["subject"],
                "comparison": figure["comparison"],
                "low": _shown(low),
                "high": _shown(high),
            }
            yield finding("figure-off-scale", "Comparisons", row, "value", facts)


def check_enps_figures(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on an eNPS between -1 and 1: a cell shown as 12% holds 0.12."""
    asked = set(catalogue.questions.filter(metric="enps")["question"])
    figures = catalogue.comparisons.select("subject", "value").iter_rows()
    for row, (subject, value) in enumerate(figures):
        if subject in asked and value is not None and 0 < abs(value) < 1:
            facts = {"value": value, "number": Number(100 * value, decimals_of(100 * value))}
            yield finding("enps-as-share", "Comparisons", row, "value", facts)


def ranges(catalogue: Catalogue) -> dict[str, Range]:
    """The range of the figures of each subject, if its metric is known here."""
    scales = scale_ranges(catalogue)
    questions: dict[str, Range] = {}
    by_theme: dict[str, list[Range]] = {}
    for question in catalogue.questions.iter_rows(named=True):
        name, theme, metric = question["question"], question["theme"], question["metric"]
        if metric == "enps":
            questions[name] = (-100.0, 100.0)
        elif metric == "likert" and question["scale"] in scales:
            questions[name] = scales[question["scale"]]
            by_theme.setdefault(theme, []).append(questions[name])
    themes = {
        theme: (min(low for low, _ in members), max(high for _, high in members))
        for theme, members in by_theme.items()
        if theme is not None
    }
    return {**questions, **themes}


def is_possible(figure: Mapping[str, Any], known: Mapping[str, Range]) -> bool:
    """Whether a row of Comparisons holds a possible figure; a share has a rule of its own."""
    low, high = known.get(figure["subject"], ANYTHING)
    value = figure["value"]
    return value is None or figure["answer"] is not None or low <= value <= high


def _shown(value: float) -> Number:
    return Number(value, 0 if value == int(value) else 2)
