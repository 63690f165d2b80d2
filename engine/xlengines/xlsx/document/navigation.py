"""Where Ctrl and an arrow lead, and the block of filled cells around a cell, as in Excel."""

from __future__ import annotations

from xlengines.shared.excel_limits import MOST_COLUMNS, MOST_ROWS
from xlengines.shared.refs import Area, Place

from .pending_sheet import PendingSheet

_STEPS = {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}


def end(sheet: PendingSheet, place: Place, direction: str) -> Place:
    """The last cell of the block in a direction, or the next filled one, or the sheet's edge."""
    step = _STEPS[direction[0]]
    used = sheet.used() or Area(1, 1, 1, 1)
    bounds = Area(1, 1, max(used.bottom, place[0]), max(used.right, place[1]))

    def filled(at: Place) -> bool:
        return bounds.holds(*at) and sheet.value(at) is not None

    at = _moved(place, step)
    if filled(place) and filled(at):
        while filled(_moved(at, step)):
            at = _moved(at, step)
        return at
    while bounds.holds(*at) and not filled(at):
        at = _moved(at, step)
    return at if bounds.holds(*at) else _edge(place, step)


def _moved(place: Place, step: Place) -> Place:
    return place[0] + step[0], place[1] + step[1]


def _edge(place: Place, step: Place) -> Place:
    rows = {1: MOST_ROWS, -1: 1, 0: place[0]}
    columns = {1: MOST_COLUMNS, -1: 1, 0: place[1]}
    return rows[step[0]], columns[step[1]]


def current_region(sheet: PendingSheet, area: Area) -> Area:
    """The rectangle around an area that grows as long as filled cells touch it."""
    used = sheet.used()
    filled = set(sheet.filled(used)) if used else set()
    while True:
        near = [place for place in filled if _widened(area).holds(*place)]
        rows = [row for row, _ in near] + [area.top, area.bottom]
        columns = [column for _, column in near] + [area.left, area.right]
        grown = Area(min(rows), min(columns), max(rows), max(columns))
        if grown == area:
            return area
        area = grown


def _widened(area: Area) -> Area:
    return Area(area.top - 1, area.left - 1, area.bottom + 1, area.right + 1)
