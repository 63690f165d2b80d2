"""Sparklines that follow a table: the cells that they draw, and one line for each row."""

from __future__ import annotations

from xlengines.shared.refs import Area, Place, address, parse_cell
from xlengines.shared.structured import with_areas
from xlengines.shared.table_shape import Move
from xlengines.xlsx.package.xml import Element, Splice, escaped, inside, scan

from .reference_rule import Moves


def follow_sparklines(splice: Splice, sheet: str, part: str, moves: Moves) -> None:
    """Add what changes in the sparklines of a sheet to the replacements in its frame."""
    if b"sparkline" not in splice.data:
        return
    elements = scan(splice.data, ("sparklines", "sparkline", "f", "sqref"), part, text=True)
    groups = [(each, _lines(each, elements)) for each in elements if each.name == "sparklines"]
    taken = {line.place for _, lines in groups for line in lines}
    for group, lines in groups:
        for move in moves.on(sheet):
            if _fills_column(lines, move):
                _follow_rows(splice, group, lines, move, taken)
                break
        else:
            for line in lines:
                line.follow(splice, sheet, moves)


def _lines(group: Element, elements: list[Element]) -> list[_Line]:
    within = [each for each in elements if group.holds(each)]
    return [_Line(each, within) for each in within if each.name == "sparkline"]


class _Line:
    """One sparkline: the cell it stands in, and the cells it draws."""

    def __init__(self, element: Element, around: list[Element]) -> None:
        self.element = element
        self.source = inside(element, around, "f")
        self.target = inside(element, around, "sqref")

    @property
    def place(self) -> Place | None:
        """The cell it stands in."""
        try:
            return parse_cell(self.target.text) if self.target else None
        except ValueError:
            return None

    def follow(self, splice: Splice, sheet: str, moves: Moves) -> None:
        """Let what it draws follow; a line along one row of a table means that row."""
        if self.source is None:
            return

        def change(on: str | None, area: Area) -> Area | None:
            along = area.height == 1 and area.width > 1
            return None if along else moves.area(on, area, widen=False)

        splice.text(self.source, with_areas(self.source.text, change, sheet))

    def copied(self, frame: bytes, down: int) -> bytes:
        """The same line some rows further down."""
        start = self.element.start
        copy = Splice(frame[start : self.element.end])
        if self.source and self.target and self.place:
            row, column = self.place

            def shifted(_: str | None, area: Area) -> Area:
                return area._replace(top=area.top + down, bottom=area.bottom + down)

            source = with_areas(self.source.text, shifted)
            for element, text in (
                (self.source, source),
                (self.target, address(row + down, column)),
            ):
                new = escaped(text).encode()
                copy.replace(element.open_end - start, element.close - start, new)
        return copy.result()


def _fills_column(lines: list[_Line], move: Move) -> bool:
    """Whether there is one line for each row of a column of the table, and no other."""
    body = move.old.body
    places = sorted(line.place or (0, 0) for line in lines)
    if body is None or not places:
        return False
    return places == list(body._replace(left=places[0][1], right=places[0][1]).places())


def _follow_rows(
    splice: Splice, group: Element, lines: list[_Line], move: Move, taken: set[Place | None]
) -> None:
    body = move.new.body
    if body is None:
        return
    for line in lines:
        if line.place and line.place[0] > body.bottom:
            splice.remove(line.element)
    last = max(lines, key=lambda line: line.place or (0, 0))
    row, column = last.place or (0, 0)
    more = [n for n in range(row + 1, body.bottom + 1) if (n, column) not in taken]
    splice.insert(group.close, b"".join(last.copied(splice.data, n - row) for n in more))
