"""Where Ctrl and an arrow lead, and the block of filled cells around a cell, as in Excel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from .excel_limits import MOST_COLUMNS, MOST_ROWS
from .refs import Area, Place

_STEPS = {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}


def end(place: Place, direction: str, used: Area, filled: Callable[[Place], bool]) -> Place:
    """The last cell of the block in a direction, or the next filled one, or the sheet's edge.

    The direction is `down`, `up`, `right` or `left`, or its first letter. Outside `used` no cell is
    filled.
    """
    down, across = _STEPS[direction[0]]
    bounds = used.around(Area(1, 1, *place))

    def beyond(at: Place) -> Place:
        return at[0] + down, at[1] + across

    at = beyond(place)
    if filled(place) and filled(at):
        while filled(beyond(at)):
            at = beyond(at)
        return at
    while bounds.holds(*at) and not filled(at):
        at = beyond(at)
    if bounds.holds(*at):
        return at
    rows = {1: MOST_ROWS, -1: 1, 0: place[0]}
    columns = {1: MOST_COLUMNS, -1: 1, 0: place[1]}
    return rows[down], columns[across]


def current_region(area: Area, filled: Iterable[Place]) -> Area:
    """The rectangle around an area that grows as long as filled cells touch it."""
    rows: dict[int, list[int]] = defaultdict(list)
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in filled:
        rows[row].append(column)
        columns[column].append(row)
    while True:
        top, left, bottom, right = area
        across, down = range(left - 1, right + 2), range(top - 1, bottom + 2)
        grown = Area(
            top - any(column in across for column in rows[top - 1]),
            left - any(row in down for row in columns[left - 1]),
            bottom + any(column in across for column in rows[bottom + 1]),
            right + any(row in down for row in columns[right + 1]),
        )
        if grown == area:
            return area
        area = grown
