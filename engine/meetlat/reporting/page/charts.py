"""The charts of the page: bars that the style sheet draws, so they fit any screen and paper.

The figures are beside the bars as text, and in a table below them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meetlat.reporting.drawing.palette import COMPARISONS

# The label of a smaller share does not fit in a stacked bar.
SMALLEST_LABELLED = 0.06

# The name of a smaller share does not fit either, and no name does on a phone.
SMALLEST_NAMED = 0.15


@dataclass(frozen=True)
class Bars:
    """The data of a bar chart: a bar for each row, with a symbol for each comparison.

    Attributes:
        rows: `name`, `value`, `label` (the value as text) and a value for each comparison.
        comparisons: the number of the symbol of each comparison, by name.
        highest: the end of the axis.
    """

    rows: Sequence[Mapping[str, Any]]
    comparisons: Mapping[str, int]
    highest: float


def symbol(number: int) -> dict[str, str]:
    """The character and the colour of a comparison."""
    sign, colour = COMPARISONS[number % len(COMPARISONS)]
    return {"sign": sign, "colour": f"#{colour}"}


def bar_chart(chart: Bars, description: str) -> dict[str, Any]:
    """A bar chart for the template, with places as percentages of the axis.

    Args:
        chart: the data.
        description: the text for a screen reader.
    """
    return {"description": description, "rows": [_row(chart, row) for row in chart.rows]}


def _row(chart: Bars, row: Mapping[str, Any]) -> dict[str, Any]:
    """One bar; its label stands to the right of the bar and of all symbols."""
    places = {
        number: _place(row[name], chart.highest)
        for name, number in chart.comparisons.items()
        if row[name] is not None
    }
    width = _place(row["value"], chart.highest)
    return {
        "name": row["name"],
        "label": row["label"],
        "width": width,
        "edge": max(width, *(place + 1 for place in places.values()), 0),
        "symbols": [{**symbol(number), "place": place} for number, place in places.items()],
    }


def _place(value: float, highest: float) -> float:
    return round(100 * max(0.0, min(1.0, value / highest)), 2)


def stacked_bar(parts: Sequence[Mapping[str, Any]], description: str) -> dict[str, Any]:
    """One stacked bar for the template.

    Args:
        parts: `key`, `name`, `value` and `label` of each part; the values add up to 1.
        description: the text for a screen reader.
    """
    return {
        "description": description,
        "parts": [
            {
                "key": part["key"],
                "width": _place(part["value"], 1),
                "label": part["label"] if part["value"] >= SMALLEST_LABELLED else "",
                "name": part["name"] if part["value"] >= SMALLEST_NAMED else "",
            }
            for part in parts
        ],
    }
