"""Draw groups beside the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, degrees, radians, sin

from pptx.enum.text import MSO_ANCHOR

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, width, wrapped
from meetlat.reporting.slides.canvas import Canvas, heading_width, quiet_cell
from meetlat.reporting.slides.tables import CENTRE, TableLook, TextCell
from meetlat.reporting.story.content import HeatMap, HeatRow


def draw_heat_map(canvas: Canvas, box: Box, content: HeatMap) -> None:
    """The names of themes above, slanting if they are long, and a row for each group."""
    number = len(content.rows) + bool(content.withheld)
    names = max(width(r.name, palette.SMALL, bold=True) + _indent(r) for r in content.rows) + 0.12
    names, people = min(3.2, max(1.6, names)), 0.75
    columns = max(1, len(content.columns))
    column = min(1.7, (box.w - names - people) / columns)
    slanting = any(heading_width(name, 0.0) > column for name in content.columns)
    if slanting:
        box = Box(box.x, box.y - ABOVE, box.w, box.h + ABOVE)
        head = min(_slanting_height(content.columns), box.h - number * LOWEST)
        reach = [_slanting_reach(name, head) for name in content.columns]
        room = box.w - names - people
        column = min(column, *((room - far) / (i + 0.5) for i, far in enumerate(reach)))
    else:
        lines = [len(wrapped(name, column - 0.1, palette.SMALL)) for name in content.columns]
        head = height(min(3, max(lines, default=1)), palette.SMALL) + 0.06
    row = min(0.5, (box.h - head) / number)
    widths, heights = [names, people, *[column] * len(content.columns)], [head, *[row] * number]
    look = TableLook(widths, heights, gap=0.02, white_lines=True, header_anchor=MSO_ANCHOR.BOTTOM)
    header = [TextCell(content.headings[0], colour=palette.QUIET), quiet_cell(content.headings[1])]
    header += [
        TextCell("" if slanting else name, CENTRE, colour=palette.QUIET) for name in content.columns
    ]
    span = len(widths)
    rows: list[Sequence[TextCell | None]] = [header]
    rows += [_heat_row(row, span) for row in content.rows]
    if content.withheld:
        rows.append(_across(content.withheld, span, fill=palette.PALE))
    about = ", ".join([*content.headings, *content.columns])
    canvas.table((box.x, box.y), look, rows, about)
    if slanting:
        for i, name in enumerate(content.columns):
            foot = box.x + names + people + column * (i + 0.5), box.y + head
            draw_slanting(canvas, foot, name, head)


# Slanting names may start this much higher, because they leave room at the left.
ABOVE = 0.12

# The lowest row of a table that programs draw with small text.
LOWEST = 0.176


# The angle of slanting names: they take less height than at 45 degrees, so fewer are cut.
ANGLE = radians(36)


def _slanting_height(names: Sequence[str]) -> float:
    """The height that names take at an angle, at most 2.2 inches long."""
    longest = max(width(name, palette.SMALL) for name in names) + 0.05
    return min(2.2, longest) * sin(ANGLE) + height(1, palette.SMALL) * cos(ANGLE)


def _slanting_length(name: str, head: float) -> float:
    """How long a slanting name is, shortened if it would be higher than this."""
    room = (head - height(1, palette.SMALL) * cos(ANGLE)) / sin(ANGLE)
    return min(room, width(name, palette.SMALL) + 0.05)


def _slanting_reach(name: str, head: float) -> float:
    """How far a slanting name goes to the right of the middle of its column."""
    return _slanting_length(name, head) * cos(ANGLE) + height(1, palette.SMALL) * sin(ANGLE)


def draw_slanting(canvas: Canvas, foot: tuple[float, float], name: str, head: float) -> None:
    """Draw a name that rises to the right at an angle, from a point and no higher than `head`."""
    high = height(1, palette.SMALL)
    long = _slanting_length(name, head)
    # A shape turns around its middle.
    x = foot[0] + long / 2 * cos(ANGLE)
    y = foot[1] - long / 2 * sin(ANGLE) - high / 2 * cos(ANGLE)
    place = Box(x - long / 2, y - high / 2, long, high)
    shape = canvas.text(place, name, size=palette.SMALL, colour=palette.QUIET)
    shape.rotation = -degrees(ANGLE)


def _across(text: str, span: int, *, fill: str = "") -> list[TextCell | None]:
    """A quiet text across the whole table."""
    return [TextCell(text, colour=palette.QUIET, fill=fill, span=span), *[None] * (span - 1)]


def _indent(row: HeatRow) -> float:
    return 0.16 * max(0, row.depth - 1)


def _heat_row(row: HeatRow, span: int) -> Sequence[TextCell | None]:
    if not row.cells:
        return _across(row.name, span)
    bold, quiet = row.depth <= 1, palette.QUIET if row.depth > 1 else palette.INK
    cells = [
        TextCell(cell.text, CENTRE, bold=row.depth == 0, fill=palette.SHADES[cell.level])
        for cell in row.cells
    ]
    name = TextCell(row.name, bold=bold, colour=quiet, indent=_indent(row))
    return [name, quiet_cell(row.n), *cells]
