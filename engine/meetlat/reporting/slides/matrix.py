"""Draw score against importance."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.text import PP_ALIGN

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.labels import line_to, place_labels
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
from meetlat.reporting.story.content import (
    Matrix,
    Point,
)


def draw_matrix(canvas: Canvas, box: Box, content: Matrix) -> None:
    """Points with their names, the quadrants, and at the right what to start with."""
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
    draw_labels(canvas, plot, content.points, (x, y), [*taken, *lines])
    draw_axes(canvas, plot, content.axes)
    aside = Box(plot.right + GAP * 1.5, box.y, box.right - plot.right - GAP * 1.5, box.h)
    draw_reading(canvas, aside, content)


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


def draw_labels(
    canvas: Canvas,
    plot: Box,
    points: Sequence[Point],
    axes: tuple[tuple[float, float], tuple[float, float]],
    taken: Sequence[Box],
) -> None:
    """Draw the names of the points; those to start with are placed first, as they matter most."""
    (left, right), (low, high) = axes
    order = sorted(points, key=lambda point: not point.first)
    middles = [
        (
            plot.x + plot.w * (x - left) / (right - left),
            plot.bottom - plot.h * (y - low) / (high - low),
        )
        for x, y in _places(order)
    ]
    names = [shortened(point.name, LABEL_WIDTH, palette.SMALL) for point in order]
    tall = height(1, palette.SMALL)
    sizes = [(width(name, palette.SMALL) + 0.03, tall) for name in names]
    for name, middle, label in zip(
        names, middles, place_labels(middles, sizes, plot, taken), strict=True
    ):
        if label:
            if label.with_line:
                canvas.line(middle, line_to(middle, label.box), palette.QUIET)
            canvas.text(label.box, name, size=palette.SMALL)


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


def draw_reading(canvas: Canvas, box: Box, content: Matrix) -> None:
    """The themes to start with, and how to read the matrix."""
    to_start = [point for point in content.points if point.first]
    if to_start:
        box = canvas.heading(box, content.list_heading)
        figures = [heading_width(content.axes[1], 0.6), heading_width(content.axes[0], 0.6)]
        names = box.w - sum(figures)
        to_start = to_start[: max(1, int((box.h - 2.0) / TWO_LINES) - 1)]
        heights = [ROW * 1.3, *(_row_height(point.name, names) for point in to_start)]
        look = TableLook([names, *figures], heights, ruled=[0])
        header = [TextCell(), quiet_cell(content.axes[1]), quiet_cell(content.axes[0])]
        rows = [
            [TextCell(p.name), bold_cell(p.score), quiet_cell(p.importance.text)] for p in to_start
        ]
        drawn = canvas.table((box.x, box.y), look, [header, *rows], content.list_heading)
        box = box.below(drawn.h + GAP)
    for text in content.reading:
        lines = len(wrapped(text, box.w, palette.SMALL))
        high = height(lines, palette.SMALL)
        canvas.text(box.top(high), text, size=palette.SMALL, colour=palette.QUIET)
        box = box.below(high + 0.1)


def _row_height(text: str, room: float) -> float:
    """The height of a row in which a text may take two lines."""
    return TWO_LINES if width(text, palette.SMALL) > room - 0.1 else ROW * 1.3
