"""A table that changes its size: its rows before and after, and where references to them go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .refs import Area


def body_of(area: Area, headers: int, totals: int) -> Area | None:
    """The body of a table that covers this area."""
    top, bottom = area.top + headers, area.bottom - totals
    return Area(top, area.left, bottom, area.right) if top <= bottom else None


def strips(new: Area, old: Area) -> Iterator[Area]:
    """The parts of a new area that the old one did not cover: below it, and to its right."""
    if new.bottom > old.bottom:
        yield Area(old.bottom + 1, new.left, new.bottom, new.right)
    if new.right > old.right:
        yield Area(new.top, old.right + 1, min(new.bottom, old.bottom), new.right)


class Move(NamedTuple):
    """A table that changed its size: from where to where."""

    sheet: str
    old: Area
    new: Area
    headers: int
    totals: int

    def rows(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """First and last rows that follow, old and new."""
        old, new = self.old, self.new
        before = body_of(old, self.headers, self.totals)
        after = body_of(new, self.headers, self.totals)
        if before is None or after is None:
            return
        yield (before.top, before.bottom), (after.top, after.bottom)
        yield (old.top, before.bottom), (new.top, after.bottom)
        yield (before.top, old.bottom), (after.top, new.bottom)
        yield (old.top, old.bottom), (new.top, new.bottom)
        if self.totals:
            yield (old.bottom, old.bottom), (new.bottom, new.bottom)
        if self.headers:
            yield (old.top, old.top), (new.top, new.top)

    def follow(self, area: Area, *, widen: bool) -> Area | None:
        """Where a reference to this area points now; None where it does not follow."""
        old, new = self.old, self.new
        if not (old.left <= area.left and area.right <= old.right):
            return None
        whole = old.width > 1 and (area.left, area.right) == (old.left, old.right)
        right = new.right if whole and widen else area.right
        if right > new.right or (area.right > new.right and not (whole and widen)):
            return None  # a column that fell out of the table
        for before, after in self.rows():
            if (area.top, area.bottom) == before:
                moved = Area(after[0], area.left, after[1], right)
                return moved if moved != area else None
        return None
