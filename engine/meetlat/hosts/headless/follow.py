"""What it means for a reference to follow a table: the rule, and the formulas it is applied to.

A reference follows where it covers exactly the body, the header with the body, the body with the
totals, or the whole of a table, in some or all of its columns. Its last row moves with the table's;
where it covers every column, so does its last column. Any other reference means what it says and
stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .refs import Area
from .structured import with_areas
from .tables import body_of

if TYPE_CHECKING:
    from .tables import Table


@dataclass(frozen=True)
class Move:
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


class Moves:
    """All the tables that changed their size."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self.moves = [
            Move(table.sheet.name, table.saved_area, table.area, table.headers, table.totals)
            for table in tables
            if table.area != table.saved_area
        ]

    def __bool__(self) -> bool:
        return bool(self.moves)

    def on(self, sheet: str) -> list[Move]:
        """Those of one sheet."""
        return [move for move in self.moves if move.sheet.lower() == sheet.lower()]

    def area(self, sheet: str | None, area: Area, *, widen: bool = True) -> Area | None:
        """Where a reference points now; None where it stays."""
        for move in self.on(sheet or ""):
            if (new := move.follow(area, widen=widen)) is not None:
                return new
        return None

    def formula(
        self,
        text: str,
        sheet: str | None = None,
        *,
        widen: bool = True,
        single_cells: bool = True,
    ) -> str:
        """A formula whose references have followed. `sheet` is the one it stands on."""
        return with_areas(
            text,
            lambda on, area: self.area(on, area, widen=widen),
            sheet,
            single_cells=single_cells,
        )

    def squares(self, text: str, sheet: str) -> str:
        """A list of areas, as `sqref` has it, in which those that follow have followed."""
        return " ".join(self._square(each, sheet) for each in text.split())

    def _square(self, text: str, sheet: str) -> str:
        try:
            area = Area.parse(text)
        except ValueError:
            return text
        new = self.area(sheet, area)
        return text if new is None else str(new)
