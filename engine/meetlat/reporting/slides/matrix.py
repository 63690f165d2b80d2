"""Draw score against importance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from pptx.enum.text import PP_ALIGN

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.labels import Label, line_to, place_labels
from meetlat.reporting.drawing.text_size import height, shortened, width, wrapped
from meetlat.reporting.slides.canvas import (
    GAP,
    ROW,
    TWO_LINES,
    Canvas,
    bold_cell,
    heading_width,
    quiet_cell,
)
from meetlat.reporting.slides.charts import Dots
from meetlat.reporting.slides.tables import TableLook, TextCell
from meetlat.reporting.story.content import Matrix, Point


def draw_matrix(canvas: Canvas, box: Box, content: Matrix) -> None:
    """Points with their names or numbers, the quadrants, and at the right the themes."""
    plot = Box(box.x + 0.3, box.y, box.w * 0.66, box.h - 0.3)
    x, y = content.ends
    across = plot.x + plot.w * (content.cross[0] - x[0]) / (x[1] - x[0])
    down = plot.bottom - plot.h * (content.cross[1] - y[0]) / (y[1] - y[0])
    canvas.rectangle(plot, palette.PALE)
    canvas.rectangle(Box(across, down, plot.right - across, plot.bottom - down), palette.TINT)
    taken = draw_quadrants(canvas, plot, content.quadrants)
    listed = "; ".join(f"{p.name}: {p.score.text}, {p.importance.text}" for p in content.points)
    parts = [
        (content.list_heading, palette.WORSE, [p for p in content.points if p.first]),
        (content.axes[1], canvas.deck.accent, [p for p in content.points if not p.first]),
    ]
    canvas.dots(
        plot,
        [Dots(name, _places(some), "current", colour) for name, colour, some in parts if some],
        x=x,
        y=y,
        cross=content.cross,
        formats=("0.00", "0.0"),
        about=canvas.phrase("alts.matrix", parts=listed),
    )
    lines = [Box(across - 0.01, plot.y, 0.02, plot.h), Box(plot.x, down - 0.01, plot.w, 0.02)]
    plane = Plane(plot, plot.quarters(across, down), [*taken, *lines])
    points = content.first_to_start
    middles = [
        (
            plot.x + plot.w * (along - x[0]) / (x[1] - x[0]),
            plot.bottom - plot.h * (up - y[0]) / (y[1] - y[0]),
        )
        for along, up in _places(points)
    ]
    draw_axes(canvas, plot, content.axes)
    aside = Box(plot.right + GAP * 1.5, box.y, box.right - plot.right - GAP * 1.5, box.h)
    if labels := _names(plane, middles, points):
        points = [point for point in points if point.first]
        names, heading = [point.name for point in points], content.list_heading
    else:
        names = [f"{number}. {point.name}" for number, point in enumerate(points, start=1)]
        labels, heading = _numbers(plane, middles), canvas.phrase("themes")
    listed = list_themes(canvas, aside, content, heading, [*zip(names, points, strict=True)])
    # A number without a name beside it says nothing.
    shown = labels if len(points) < len(labels) else labels[: listed.rows]
    draw_labels(canvas, middles[: len(shown)], shown)
    draw_reading(canvas, listed.below, content, len(points) - listed.rows)


class Plane(NamedTuple):
    """Where labels may be: the plot, its quadrants, and what is taken."""

    plot: Box
    quadrants: Sequence[Box]
    taken: Sequence[Box]

    def labels(
        self, middles: Sequence[tuple[float, float]], texts: Sequence[str]
    ) -> list[Label | None]:
        """A place for each text."""
        tall = height(1, palette.SMALL)
        sizes = [(width(text, palette.SMALL) + 0.03, tall) for text in texts]
        return place_labels(middles, sizes, self.plot, self.taken, self.quadrants)

    def is_in_own_quadrant(self, middle: tuple[float, float], box: Box) -> bool:
        """Whether the label of a point is in the quadrant of that point."""
        point = Box(*middle, 0, 0)
        return any(one.contains(point) and one.contains(box) for one in self.quadrants)


Labels = list[tuple[str, Label | None]]


def _names(plane: Plane, middles: Sequence[tuple[float, float]], points: Sequence[Point]) -> Labels:
    """The names of all points; none if one would be in another quadrant, or cross something."""
    names = [shortened(point.name, LABEL_WIDTH, palette.SMALL) for point in points]
    labels = plane.labels(middles, names)
    fit = (
        label is not None and label.is_clear and plane.is_in_own_quadrant(middle, label.box)
        for middle, label in zip(middles, labels, strict=True)
    )
    return [*zip(names, labels, strict=True)] if all(fit) else []


def _numbers(plane: Plane, middles: Sequence[tuple[float, float]]) -> Labels:
    numbers = [str(number) for number in range(1, len(middles) + 1)]
    return [*zip(numbers, plane.labels(middles, numbers), strict=True)]


def _places(points: Sequence[Point]) -> list[tuple[float, float]]:
    return [(point.importance.value or 0.0, point.score.value or 0.0) for point in points]


def draw_quadrants(canvas: Canvas, plot: Box, names: Sequence[str]) -> list[Box]:
    """The names of the quadrants in the corners; return their boxes."""
    high = height(1, palette.SMALL)
    found = []
    for i, name in enumerate(names):
        wide = width(name, palette.SMALL, bold=True) + 0.06
        right, low = i % 2, i // 2
        left = plot.right - wide - 0.1 if right else plot.x + 0.1
        place = Box(left, plot.bottom - high - 0.08 if low else plot.y + 0.08, wide, high)
        is_first = i == len(names) - 1
        canvas.text(
            place,
            name,
            size=palette.SMALL,
            bold=is_first,
            colour=palette.WORSE if is_first else palette.QUIET,
            align=PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT,
        )
        found.append(place)
    return found


# A longer name of a point is shortened.
LABEL_WIDTH = 2.6


def draw_labels(canvas: Canvas, middles: Sequence[tuple[float, float]], labels: Labels) -> None:
    """Draw the names or numbers of the points."""
    for middle, (text, label) in zip(middles, labels, strict=True):
        if label:
            if label.with_line:
                canvas.line(middle, line_to(middle, label.box), palette.QUIET)
            canvas.text(label.box, text, size=palette.SMALL)


def draw_axes(canvas: Canvas, plot: Box, names: tuple[str, str]) -> None:
    """The names of the axes, with arrows."""
    high = height(1, palette.SMALL)
    under = Box(plot.x, plot.bottom + 0.05, plot.w, high)
    canvas.text(
        under, f"{names[0]} →", size=palette.SMALL, colour=palette.QUIET, align=PP_ALIGN.CENTER
    )
    wide = 1.5
    beside = Box(plot.x - 0.17 - wide / 2, plot.y + plot.h / 2 - high / 2, wide, high)
    shape = canvas.text(
        beside, f"{names[1]} →", size=palette.SMALL, colour=palette.QUIET, align=PP_ALIGN.CENTER
    )
    shape.rotation = 270


# The room for the sentences below the themes.
READING = 1.1


class Listed(NamedTuple):
    """How many themes fitted in a list, and the box below it."""

    rows: int
    below: Box


def list_themes(
    canvas: Canvas, box: Box, content: Matrix, heading: str, points: Sequence[tuple[str, Point]]
) -> Listed:
    """Draw the themes with their names at the right, as many as fit."""
    if not points:
        return Listed(0, box)
    box = canvas.heading(box, heading)
    figures = [heading_width(content.axes[1], 0.6), heading_width(content.axes[0], 0.6)]
    room = box.w - sum(figures)
    header, heights = ROW * 1.3, [_row_height(name, room) for name, _ in points]
    fit = sum(total <= box.h - READING for total in accumulate(heights, initial=header)) - 1
    look = TableLook([room, *figures], [header, *heights[:fit]], ruled=[0])
    top = [TextCell(), quiet_cell(content.axes[1]), quiet_cell(content.axes[0])]
    cells = [
        [_name_cell(name, point), bold_cell(point.score), quiet_cell(point.importance.text)]
        for name, point in points[:fit]
    ]
    drawn = canvas.table((box.x, box.y), look, [top, *cells], heading)
    return Listed(fit, box.below(drawn.h + GAP))


def draw_reading(canvas: Canvas, box: Box, content: Matrix, more: int) -> None:
    """How to read the matrix, and how many themes the list leaves out."""
    left_out = [canvas.phrase("more_themes", more)] if more else []
    for text in (*left_out, *content.reading):
        lines = len(wrapped(text, box.w, palette.SMALL))
        high = height(lines, palette.SMALL)
        canvas.text(box.top(high), text, size=palette.SMALL, colour=palette.QUIET)
        box = box.below(high + 0.1)


def _name_cell(name: str, point: Point) -> TextCell:
    """The name of a theme, in the colour of its point."""
    return TextCell(name, colour=palette.WORSE if point.first else palette.INK, bold=point.first)


def _row_height(text: str, room: float) -> float:
    """The height of a row in which a text may take two lines."""
    return TWO_LINES if width(text, palette.SMALL) > room - 0.1 else ROW
