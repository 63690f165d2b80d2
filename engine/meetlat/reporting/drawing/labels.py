"""Place the labels of points in a chart so that none covers a point or another label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from meetlat.reporting.drawing.boxes import Box

# The radius of a point and the gap to its label, in inches.
RADIUS, GAP = 0.075, 0.04

# How far a label may go from its point, and the steps between.
FURTHEST, STEP = 2.4, 0.1


# Two ends.
Line = tuple[tuple[float, float], tuple[float, float]]


class Label(NamedTuple):
    """Where a label goes, and whether it is so far from its point that it needs a line."""

    box: Box
    with_line: bool


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    room: Box,
    taken: Sequence[Box] = (),
) -> list[Label | None]:
    """A place for each label; None if nowhere near its point is free.

    Args:
        points: the middle of each point.
        sizes: the width and height of each label, in the order in which they are placed.
        room: where labels may be.
        taken: where no label may be.
    """
    dots = [Box(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS) for x, y in points]
    full = [*taken, *dots]
    found: list[Label | None] = []
    lines: list[Line] = []
    for point, own, size in zip(points, dots, sizes, strict=True):
        free = (
            label
            for label in _candidates(*point, *size)
            if room.contains(label.box) and not any(map(label.box.overlaps, full))
        )
        covers = [box for box in full[len(taken) :] if not box.overlaps(own)]
        # If every place crosses something, the nearest is taken.
        nearest = next(free, None)
        label = next(
            (
                one
                for one in chain(filter(None, [nearest]), free)
                if _is_clear(point, one, covers, lines)
            ),
            nearest,
        )
        found.append(label)
        if label:
            full.append(label.box)
            lines += [(point, line_to(point, label.box))] if label.with_line else []
    return found


def _is_clear(
    point: tuple[float, float], label: Label, covers: Sequence[Box], lines: Sequence[Line]
) -> bool:
    """Whether the line of a label crosses nothing, and no other line crosses the label."""
    if any(crosses(line, label.box) for line in lines):
        return False
    own = (point, line_to(point, label.box))
    return not label.with_line or not (
        any(crosses(own, box) for box in covers) or any(meet(own, line) for line in lines)
    )


def meet(one: Line, other: Line) -> bool:
    """Whether two lines cross: the ends of each lie on different sides of the other."""
    return _sides(one, other) < 0 and _sides(other, one) < 0


def _sides(line: Line, ends: Line) -> float:
    """Negative if the ends lie on different sides of the line."""
    (x, y), (x_end, y_end) = line
    sides = [(x_end - x) * (v - y) - (y_end - y) * (u - x) for u, v in ends]
    return sides[0] * sides[1]


def crosses(line: Line, box: Box) -> bool:
    """Whether a line goes through a box: the part of it between the sides, in both directions."""
    (x, y), (x_end, y_end) = line
    first, last = 0.0, 1.0
    for start, end, low, high in ((x, x_end, box.x, box.right), (y, y_end, box.y, box.bottom)):
        step = end - start
        if step:
            places = sorted(((low - start) / step, (high - start) / step))
            first, last = max(first, places[0]), min(last, places[1])
        elif not low < start < high:
            return False
    return first < last


def _candidates(x: float, y: float, w: float, h: float) -> Iterator[Label]:
    """Places around a point: beside it, then above and below it, then further away."""
    away = RADIUS + GAP
    while away < FURTHEST:
        far = away > RADIUS + GAP + STEP / 2
        for dx, dy in _directions():
            left = x + dx * away - (0 if dx > 0 else w if dx < 0 else w / 2)
            top = y + dy * away - (0 if dy > 0 else h if dy < 0 else h / 2)
            yield Label(Box(left, top, w, h), far)
        away += STEP


def _directions() -> Sequence[tuple[float, float]]:
    straight = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
    slanting = ((0.5, 1), (1, 0.5), (1.5, 0.5), (0.75, 1.5))
    return (*straight, *((x * a, y * b) for x, y in slanting for a in (1, -1) for b in (-1, 1)))


def line_to(point: tuple[float, float], box: Box) -> tuple[float, float]:
    """The point of a box that is nearest to a point outside it."""
    x, y = point
    return min(max(x, box.x), box.right), min(max(y, box.y), box.bottom)
