"""Faults in non-response weights: the survey cannot be weighted, or not completely.

Each turns weighting on, which changes how Population is used, so each is planted alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.faults import Fault


def fault(
    name: str,
    code: str,
    place: str = "Survey!B11",
    cells: Mapping[str, Any] | None = None,
    weights: str = "age",
    **options: Any,
) -> Fault:
    """Return a fault in a survey with the setting `weights` below the others."""
    setting = {"Survey!A11": "weights", "Survey!B11": weights}
    return Fault(name, code, place, {**setting, **(cells or {})}, apart=True, **options)


def largest(weight: float) -> dict[str, Any]:
    return {"Survey!A12": "largest_weight", "Survey!B12": weight}


WEIGHTS = [
    fault("weights on a segment that does not exist", "unknown-segment", weights="age; tenure"),
    fault(
        "weights on a segment with a group that is not in Population",
        "weights-unlisted",
        cells={f"Population!{column}10": None for column in "ABC"},
    ),
    fault(
        "weights without a Population", "weights-of-nothing", without=("Population",), weights="ja"
    ),
    fault(
        "weights on units and divisions whose numbers of people contradict each other",
        "weights-unsettled",
        weights="division, unit",
    ),
    fault("a respondent without an age", "weights-without-group", cells={"Responses!C2": None}),
    fault("a largest weight only just above the mean", "weights-trimmed", cells=largest(1.01)),
    fault("a largest weight below the mean", "too-low", "Survey!B12", largest(0.5)),
    fault(
        "weights on a group without respondents",
        "weights-group-silent",
        "Population!B11",
        {
            "Population!A11": "unit",
            "Population!B11": "Sawmill",
            "Population!C11": 4.0,
            "Population!C4": 10.0,
        },
        weights="unit",
    ),
    fault(
        "weights on a segment with more people than were invited",
        "weights-totals",
        "Population!C2",
        {"Population!C3": 42.0},
        weights="division",
    ),
    fault(
        "a metric over persons that cannot use weights",
        "metrics-unweighted",
        cells={"Metrics!A6": "reliability", "Metrics!B6": "yes"},
    ),
]
