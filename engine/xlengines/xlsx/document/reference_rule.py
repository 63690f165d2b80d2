"""The rule by which references follow a table, and the formulas it is applied to.

A reference follows where it covers exactly the body, the header with the body, the body with the
totals, or the whole of a table, in some or all of its columns. Its last row moves with the table's;
where it covers every column, so does its last column. Any other reference stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial

from xlengines.shared.refs import Area
from xlengines.shared.structured import areas, with_areas
from xlengines.shared.table_shape import Move

from .tables import Table


class Moves:
    """The tables that changed their size; those of copies of a workbook may be equal."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._all = tuple(table.move for table in tables if table.resized)
        self._moves: dict[str, list[Move]] = defaultdict(list)
        for move in self._all:
            self._moves[move.sheet.lower()].append(move)

    def __bool__(self) -> bool:
        return bool(self._moves)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moves) and self._all == other._all

    def __hash__(self) -> int:
        return hash(self._all)

    def on(self, sheet: str) -> list[Move]:
        """Those of one sheet."""
        return self._moves.get(sheet.lower(), [])

    def area(self, sheet: str | None, area: Area, *, widen: bool = True) -> Area | None:
        """Where a reference points now; None where it stays."""
        moves = self.on(sheet) if sheet else ()
        moved = (move.follow(sheet, area, widen=widen) for move in moves)
        return next((new for new in moved if new is not None), None)

    def formula(
        self, text: str, sheet: str = "", *, widen: bool = True, single_cells: bool = True
    ) -> str:
        """A formula whose references have followed. `sheet` is the one it stands on."""
        change = partial(self.area, widen=widen)
        if all(change(on, area) is None for on, area in _areas(text, sheet)):
            return text
        return with_areas(text, change, sheet, single_cells=single_cells)

    def areas(self, text: str, sheet: str) -> str:
        """A list of areas, as `sqref` has it, in which those that follow have followed."""
        return " ".join(self._area_text(each, sheet) for each in text.split())

    def _area_text(self, text: str, sheet: str) -> str:
        try:
            new = self.area(sheet, Area.parse(text))
        except ValueError:
            return text
        return text if new is None else str(new)


@lru_cache(10_000)
def _areas(text: str, sheet: str) -> Sequence[tuple[str | None, Area]]:
    """The areas that a formula names, which copies of a workbook have in common."""
    return tuple(areas(text, sheet))
