"""Sparklines that follow a table: what they draw, and one for each row of a column of them."""

from __future__ import annotations

from xlengines.shared.refs import Area, Place, address, parse_cell
from xlengines.shared.structured import with_areas
from xlengines.shared.table_shape import Move
from xlengines.xlsx.package.xml import Element, Splice, escaped, inside, scan

from .reference_rule import Moves
from .sheets import Sheet


def follow_sparklines(splice: Splice, sheet: Sheet, moves: Moves) -> None:
    """Add what changes in the sparklines of a sheet to the replacements in its frame."""
    frame = splice.data
    if b"sparkline" not in frame:
        return
    wanted = ("sparklineGroup", "sparklines", "sparkline", "f", "sqref")
    elements = scan(frame, wanted, sheet.part, text=True)
    groups = [(each, _lines(each, elements)) for each in elements if each.name == "sparklines"]
    taken = {line.place for _, lines in groups for line in lines}
    for group, lines in groups:
        for move in moves.on(sheet.name):
            if _fills_column(lines, move):
                _follow_rows(splice, frame, group, lines, move, taken)
                break
        else:
            for line in lines:
                line.follow(splice, sheet.name, moves)


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
    def place(self) -> tuple[int, int] | None:
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
        copy = Splice(frame[self.element.start : self.element.end])
        if self.source and self.target and self.place:
            row, column = self.place
            moved = with_areas(self.source.text, lambda _, area: _shifted(area, down))
            for element, text in ((self.source, moved), (self.target, address(row + down, column))):
                start, end = element.open_end, element.close
                at = self.element.start
                copy.replace(start - at, end - at, escaped(text).encode())
        return copy.result()


def _shifted(area: Area, down: int) -> Area:
    return area._replace(top=area.top + down, bottom=area.bottom + down)


def _fills_column(lines: list[_Line], move: Move) -> bool:
    """Whether there is one line for each row of a column of the table, and no other."""
    body = move.old.body
    places = [line.place for line in lines]
    if body is None or None in places or not places:
        return False
    columns = {place[1] for place in places if place}
    rows = sorted(place[0] for place in places if place)
    return len(columns) == 1 and rows == list(range(body.top, body.bottom + 1))


def _follow_rows(
    splice: Splice,
    frame: bytes,
    group: Element,
    lines: list[_Line],
    move: Move,
    taken: set[Place | None],
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
    splice.insert(group.close, b"".join(last.copied(frame, n - row) for n in more))
