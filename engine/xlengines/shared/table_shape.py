"""The shape of a table, and how references to its cells follow when the shape changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from .errors import Refused
from .refs import Area, address


class TableShape(NamedTuple):
    """Where a table stands, and how many of its rows are headers and totals: none or one each."""

    area: Area
    headers: int
    totals: int

    @property
    def body(self) -> Area | None:
        """The rows between header and totals, if there are any."""
        area = self.area
        top, bottom = area.top + self.headers, area.bottom - self.totals
        return Area(top, area.left, bottom, area.right) if top <= bottom else None

    @property
    def header(self) -> Area | None:
        """The header row, if it shows."""
        return self.area._replace(bottom=self.area.top) if self.headers else None

    @property
    def totals_row(self) -> Area | None:
        """The totals row, if it shows."""
        return self.area._replace(top=self.area.bottom) if self.totals else None

    def check_resize(self, area: Area, place: str) -> None:
        """Refuse an area that the table, named by `place`, cannot be given."""
        if (area.top, area.left) != (self.area.top, self.area.left):
            raise Refused(
                f"{place}: a table cannot move while it is resized.",
                f"Let the new range begin at {address(self.area.top, self.area.left)}.",
            )
        if area.height < self.headers + self.totals + 1:
            raise Refused(
                f"{place}: a table needs at least one row below its header.", "Leave one empty row."
            )


class AnyTable(Protocol):
    """A table, as far as its place is concerned."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def area(self) -> Area:
        """The cells it covers."""
        ...


def check_free(sheet: str, area: Area, others: Iterable[AnyTable], needed_for: str) -> None:
    """Refuse an area of a sheet in which other tables have cells."""
    for other in others:
        if other.area.meets(area):
            raise Refused(
                f"{needed_for}: {sheet}!{other.area} (table {other.name}) is in the way.",
                "Move one of them, or put it on a sheet of its own.",
            )


class Move(NamedTuple):
    """A table on a sheet that went from one shape to another; its first cell stayed."""

    sheet: str
    old: TableShape
    new: TableShape

    def _rows(self) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """First and last rows that follow, old and new."""
        old, new = self.old.area, self.new.area
        before, after = self.old.body, self.new.body
        if before is None or after is None:
            return
        yield (before.top, before.bottom), (after.top, after.bottom)
        yield (old.top, before.bottom), (new.top, after.bottom)
        yield (before.top, old.bottom), (after.top, new.bottom)
        yield (old.top, old.bottom), (new.top, new.bottom)
        if self.old.totals:
            yield (old.bottom, old.bottom), (new.bottom, new.bottom)
        if self.old.headers:
            yield (old.top, old.top), (new.top, new.top)

    def follow(self, sheet: str | None, area: Area, *, widen: bool) -> Area | None:
        """Where a reference to an area of a sheet points now; None where it does not follow."""
        old, new = self.old.area, self.new.area
        here = (sheet or "").lower() == self.sheet.lower()
        if not (here and old.left <= area.left and area.right <= old.right):
            return None
        whole = old.width > 1 and (area.left, area.right) == (old.left, old.right)
        right = new.right if whole and widen else area.right
        if right > new.right:  # a column that is no longer part of the table
            return None
        for before, after in self._rows():
            if (area.top, area.bottom) == before:
                moved = Area(after[0], area.left, after[1], right)
                return moved if moved != area else None
        return None
