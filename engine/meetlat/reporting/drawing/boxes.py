"""Rectangles on a slide, in inches of a slide that is 13.33 inches wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle by its left, top, width and height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The bottom edge."""
        return self.y + self.h

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes share more than an edge."""
        x, y, w, h = self  # without properties, because labels try a thousand places a page
        left, top, wide, high = other
        sides = x < left + wide - 1e-6 and left < x + w - 1e-6
        return sides and y < top + high - 1e-6 and top < y + h - 1e-6

    def contains(self, other: Box) -> bool:
        """Whether another box lies inside this one."""
        x, y, w, h = self
        left, top, wide, high = other
        sides = x - 1e-6 <= left and left + wide <= x + w + 1e-6
        return sides and y - 1e-6 <= top and top + high <= y + h + 1e-6

    def quarters(self, across: float, down: float) -> list[Box]:
        """The four parts around a point of the box, in the order of reading."""
        return [
            Box(x, y, right - x, bottom - y)
            for y, bottom in ((self.y, down), (down, self.bottom))
            for x, right in ((self.x, across), (across, self.right))
        ]

    def columns(self, number: int, gap: float) -> Iterator[Box]:
        """The box divided into equal columns."""
        wide = (self.w - gap * (number - 1)) / number
        for i in range(number):
            yield Box(self.x + i * (wide + gap), self.y, wide, self.h)

    def top(self, h: float) -> Box:
        """The upper part of the box, with this height."""
        return self._replace(h=h)

    def below(self, h: float) -> Box:
        """The rest of the box below an upper part of this height."""
        return Box(self.x, self.y + h, self.w, self.h - h)
