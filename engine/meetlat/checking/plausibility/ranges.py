"""Figures in `Comparisons` that lie outside what they can be, such as 68 for 6.8."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from meetlat.checking.plausibility.rounding_intervals import own_decimals
from meetlat.checking.plausibility.theme_members import scale_ranges
from meetlat.formatting import Number
from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue

Range = tuple[float, float]
ANYTHING: Range = (-math.inf, math.inf)


def off_scale(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on figures that their scale does not reach."""
    known = ranges(catalogue)
    for row, given in enumerate(catalogue.comparisons.iter_rows(named=True)):
        if not within(given, known):
            low, high = known[given["subject"]]
            facts = {"subject": given["subject"], "comparison": given["comparison"]}
            limits = {"low": _shown(low), "high": _shown(high)}
            shown = _shown(given["value"])
            yield catalogue.problem_at(
                "Comparisons", row, "value", "figure-off-scale", shown, **facts, **limits
            )


def enps_as_shares(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on an eNPS between -1 and 1: a cell shown as 12% holds 0.12."""
    asked = set(catalogue.questions.filter(metric="enps")["question"])
    figures = catalogue.comparisons.select("subject", "value").iter_rows()
    for row, (subject, value) in enumerate(figures):
        if subject in asked and value is not None and 0 < abs(value) < 1:
            facts = {"number": Number(100 * value, own_decimals(100 * value))}
            yield catalogue.problem_at("Comparisons", row, "value", "enps-as-share", value, **facts)


def ranges(catalogue: Catalogue) -> dict[str, Range]:
    """What the figure of each subject may be; one of a metric unknown here may be anything."""
    limits, found = scale_ranges(catalogue), {}
    of_themes: dict[str, list[Range]] = {}
    for question in catalogue.questions.iter_rows(named=True):
        name, theme, metric = question["question"], question["theme"], question["metric"]
        if metric == "enps":
            found[name] = (-100.0, 100.0)
        elif metric == "likert" and question["scale"] in limits:
            found[name] = limits[question["scale"]]
            of_themes.setdefault(theme, []).append(found[name])
    themes = {
        theme: (min(low for low, _ in known), max(high for _, high in known))
        for theme, known in of_themes.items()
        if theme is not None
    }
    return {**found, **themes}


def within(given: Mapping[str, Any], known: Mapping[str, Range]) -> bool:
    """Whether a row of `Comparisons` holds a figure that can be; shares have their own rule."""
    low, high = known.get(given["subject"], ANYTHING)
    value = given["value"]
    return value is None or given["answer"] is not None or low <= value <= high


def _shown(value: float) -> Number:
    return Number(value, 0 if value == int(value) else 2)
