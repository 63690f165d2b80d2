"""Faults in non-response weights: the survey cannot be weighted, or not completely.

Each turns weighting on, which changes how Population is used, so each is planted alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetlat.reading.inputs import column_letters
from tests.faults import Fault
from tests.faults.sound import RESPONSES
from tests.surveys import rows

HEADER, *ANSWERS = rows(RESPONSES)
FACTOR = column_letters(len(HEADER) + 1)


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


def factors(row: int, value: object) -> dict[str, Any]:
    """Return a column of weights behind the responses, with this value in one row."""
    values = ["factor", *(1.0 + n % 2 for n in range(len(ANSWERS)))]
    cells: dict[str, Any] = {f"Responses!{FACTOR}{n}": v for n, v in enumerate(values, start=1)}
    return {**cells, f"Responses!{FACTOR}{row}": value}


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
        "a respondent without a weight",
        "weights-blank",
        f"Responses!{FACTOR}7",
        factors(7, None),
        weights="factor",
    ),
    fault(
        "a respondent with a weight of 0",
        "weights-not-positive",
        f"Responses!{FACTOR}9",
        factors(9, 0.0),
        weights="factor",
    ),
    fault(
        "a report of a small group in a weighted survey",
        "group-unweighted",
        "Survey!B10",
        {"Survey!B10": "division=North"},
        without=("Comparisons",),
    ),
    fault(
        "a metric over persons that cannot use weights",
        "metrics-unweighted",
        cells={"Metrics!A6": "reliability", "Metrics!B6": "yes"},
    ),
]
