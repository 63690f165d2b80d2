"""Place the labels of points in a chart so that none covers a point or another label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from meetlat.reporting.drawing.boxes import Box

# The radius of a point and the gap to its label, in inches.
RADIUS, GAP = 0.075, 0.04

# How far a label may go from its point, and the steps between.
FURTHEST, STEP = 2.4, 0.1


# Two ends.
Line = tuple[tuple[float, float], tuple[float, float]]


class Label(NamedTuple):
    """Where a label goes, and whether it is so far from its point that it needs a line.

    It is clear if its line crosses nothing, and no other line crosses it.
    """

    box: Box
    with_line: bool
    is_clear: bool = True


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    room: Box,
    taken: Sequence[Box] = (),
    parts: Sequence[Box] = (),
) -> list[Label | None]:
    """A place in the room for each label; None if nowhere near its point is free.

    Args:
        points: the middle of each point.
        sizes: the width and height of each label, in the order in which they are placed.
        room: where labels may be.
        taken: where no label may be.
        parts: of the room, such as its quadrants. A label stays in that of its point if it can.
    """
    dots = [Box(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS) for x, y in points]
    full = [*taken, *dots]
    found: list[Label | None] = []
    lines: list[Line] = []
    for point, own, size in zip(points, dots, sizes, strict=True):
        covers = [box for box in full[len(taken) :] if not box.overlaps(own)]
        own_part = [part for part in parts if part.contains(Box(*point, 0, 0))][:1]
        is_clear = partial(_is_clear, point, covers=covers, lines=lines)
        places = partial(_candidates, *point, *size)
        label = _place(places, [*own_part, room], full, is_clear)
        found.append(label)
        if label:
            full.append(label.box)
            lines += [(point, line_to(point, label.box))] if label.with_line else []
    return found


def _place(
    candidates: Callable[[], Iterable[Label]],
    rooms: Sequence[Box],
    full: Sequence[Box],
    is_clear: Callable[[Label], bool],
) -> Label | None:
    """The nearest clear place in the first room that has one; else the nearest free place."""
    nearest: Label | None = None
    for room in rooms:
        for one in candidates():
            if room.contains(one.box) and not any(map(one.box.overlaps, full)):
                if is_clear(one):
                    return one
                nearest = nearest or one._replace(is_clear=False)
    return nearest


def _is_clear(
    point: tuple[float, float], label: Label, *, covers: Sequence[Box], lines: Sequence[Line]
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


@cache
def _directions() -> Sequence[tuple[float, float]]:
    straight = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
    slanting = ((0.5, 1), (1, 0.5), (1.5, 0.5), (0.75, 1.5))
    return (*straight, *((x * a, y * b) for x, y in slanting for a in (1, -1) for b in (-1, 1)))


def line_to(point: tuple[float, float], box: Box) -> tuple[float, float]:
    """The point of a box that is nearest to a point outside it."""
    x, y = point
    return min(max(x, box.x), box.right), min(max(y, box.y), box.bottom)
