"""Figures in `Comparisons` that lie outside what they can be, such as 68 for 6.8."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from meetlat.catalogue import Catalogue
from meetlat.display import Number
from meetlat.lint.members import scale_ranges
from meetlat.problem import Problem

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


def ranges(catalogue: Catalogue) -> dict[str, Range]:
    """What the figure of each subject may be; one of a metric unknown here may be anything."""
    limits = scale_ranges(catalogue)
    likert = catalogue.questions.filter(metric="likert").join(limits, on="scale")
    themes = likert.drop_nulls("theme").group_by("theme")
    of_themes = themes.agg(pl.col("low").min(), pl.col("high").max())
    found = {
        subject: (low, high)
        for frame in (likert.select("question", "low", "high"), of_themes)
        for subject, low, high in frame.iter_rows()
    }
    enps = catalogue.questions.filter(metric="enps")["question"]
    return {**found, **dict.fromkeys(enps, (-100.0, 100.0))}


def within(given: Mapping[str, Any], known: Mapping[str, Range]) -> bool:
    """Whether a row of `Comparisons` holds a figure that can be; shares have their own rule."""
    low, high = known.get(given["subject"], ANYTHING)
    value = given["value"]
    return value is None or given["answer"] is not None or low <= value <= high


def _shown(value: float) -> Number:
    return Number(value, 0 if value == int(value) else 2)
