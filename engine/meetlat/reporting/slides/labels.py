"""Place the labels of points in a chart so that none covers a point or another label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from meetlat.reporting.slides.boxes import Box

# The radius of a point and the gap to its label, in inches.
RADIUS, GAP = 0.075, 0.04

# How far a label may go from its point, and the steps between.
FURTHEST, STEP = 2.4, 0.1


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
    for (x, y), size in zip(points, sizes, strict=True):
        label = next(
            (
                label
                for label in _candidates(x, y, *size)
                if room.contains(label.box) and not any(map(label.box.overlaps, full))
            ),
            None,
        )
        found.append(label)
        if label:
            full.append(label.box)
    return found


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


def _directions() -> Sequence[tuple[int, int]]:
    return ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


def line_to(point: tuple[float, float], box: Box) -> tuple[float, float]:
    """The point of a box that is nearest to a point outside it."""
    x, y = point
    return min(max(x, box.x), box.right), min(max(y, box.y), box.bottom)
