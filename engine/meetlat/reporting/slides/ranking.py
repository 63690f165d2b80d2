"""Draw themes from high to low beside their comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor

from pptx.enum.text import PP_ALIGN

from meetlat.formatting import plain_number
from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, width
from meetlat.reporting.slides.canvas import (
    TWO_LINES,
    Canvas,
    bold_cell,
    difference_cell,
    heading_width,
    names_and_scores,
    quiet_cell,
)
from meetlat.reporting.slides.charts import Dots
from meetlat.reporting.slides.tables import TableLook, TextCell
from meetlat.reporting.story.content import Ranking, Scored

# The markers of comparisons, in their order, as the signs in `palette.COMPARISONS`.
MARKERS = ("diamond", "circle", "square")


def draw_ranking(canvas: Canvas, box: Box, content: Ranking) -> None:
    """Names, points on a scale, scores, and for each comparison its figure and the difference."""
    rows, names = content.rows, content.comparisons
    head, tick = TWO_LINES, 0.2
    row = min(max(0.8, 1.2 / len(rows)), (box.h - head - tick) / len(rows))
    figures = [
        wide
        for name, heading in names
        for wide in ([heading_width(name, 0.75), 0.85] if heading else [heading_width(name, 0.75)])
    ]
    name_width = min(3.2, max(1.6, max(width(one.name, palette.SMALL) for one in rows) + 0.2))
    score_width = 0.7
    chart_width = box.w - name_width - score_width - sum(figures)
    low, high, step = axis_of(content, chart_width - 0.3)
    look = TableLook(
        [name_width, chart_width, score_width, *figures], [head + tick, *[row] * len(rows)]
    )
    header = [TextCell(), TextCell(), quiet_cell(content.headings[1])]
    for name, heading in names:
        header += [quiet_cell(name), quiet_cell(heading)] if heading else [quiet_cell(name)]
    body = [
        [TextCell(one.name), TextCell(), bold_cell(one.score), *_compared(one, names)]
        for one in rows
    ]
    canvas.table((box.x, box.y), look, [header, *body], content.headings[0])
    plot = Box(box.x + name_width + 0.15, box.y + head + tick, chart_width - 0.3, row * len(rows))
    draw_axis(canvas, plot, (low, high, step))
    canvas.dots(
        plot,
        [*_dots(canvas, content)],
        x=(low, high),
        y=(0.0, float(len(rows))),
        step=step,
        about=canvas.phrase("alts.themes", count=len(rows)) + ". " + names_and_scores(rows),
    )


def _compared(scored: Scored, names: Sequence[tuple[str, str]]) -> Iterator[TextCell]:
    for one, (_, heading) in zip(scored.compared, names, strict=True):
        yield quiet_cell(one.shown.text)
        if heading:
            yield difference_cell(one)


# The steps of an axis, and the width of the figures above it.
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1e9)
TICK = 0.5


def axis_of(content: Ranking, room: float) -> tuple[float, float, float]:
    """The ends of the axis around all figures, within the scale, and the step of its lines."""
    values = [one.score.value for one in content.rows]
    values += [c.shown.value for one in content.rows for c in one.compared]
    known = [value for value in values if value is not None]
    bottom, top = content.scale
    spread = top - bottom
    shown = max(known) - min(known)
    most = max(1.0, min(10.0, room / TICK - 2))
    step = next(s for s in STEPS if spread / s <= 10 and shown / s <= most)
    margin = spread / 60
    low = max(min(bottom, min(known)), floor((min(known) - margin) / step) * step)
    high = min(max(top, max(known)), ceil((max(known) + margin) / step) * step)
    return low, max(high, low + step), step


def draw_axis(canvas: Canvas, plot: Box, axis: tuple[float, float, float]) -> None:
    """The figures above the lines of a chart."""
    low, high, step = axis
    wide, small = TICK, height(1, palette.SMALL)
    for i in range(round((high - low) / step) + 1):
        value = low + i * step
        middle = plot.x + plot.w * (value - low) / (high - low)
        place = Box(middle - wide / 2, plot.y - small - 0.02, wide, small)
        text = plain_number(value, 6, canvas.language)
        canvas.text(place, text, size=palette.SMALL, colour=palette.QUIET, align=PP_ALIGN.CENTER)


# How far the current scores are above the middle of their row, and comparisons below it, so that
# neither covers the other. Programs differ in which series they draw on top.
ABOVE, BELOW = 0.16, 0.2


def _dots(canvas: Canvas, content: Ranking) -> Iterator[Dots]:
    """The current scores, and the comparisons a little lower."""
    middles = [len(content.rows) - i - 0.5 for i in range(len(content.rows))]
    points: list[tuple[float | None, float | None]] = [
        (one.score.value or 0.0, middle + ABOVE)
        for one, middle in zip(content.rows, middles, strict=True)
    ]
    yield Dots(canvas.phrase("current"), points, "current", canvas.deck.accent)
    for i, (name, _) in enumerate(content.comparisons[: len(MARKERS)]):
        figures = [one.compared[i].shown.value for one in content.rows]
        points = [
            (figure, None if figure is None else middle - BELOW)
            for figure, middle in zip(figures, middles, strict=True)
        ]
        yield Dots(name, points, MARKERS[i], palette.COMPARISONS[i][1])
