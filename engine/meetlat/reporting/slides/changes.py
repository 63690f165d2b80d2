"""Draw what differs most from a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.slides.canvas import (
    GAP,
    HEADING,
    MARK_COLOURS,
    TWO_LINES,
    Canvas,
    bold_cell,
    difference_cell,
    heading_width,
    quiet_cell,
)
from meetlat.reporting.slides.charts import Bars
from meetlat.reporting.slides.tables import TableLook, TextCell
from meetlat.reporting.story.content import Change, Changes


def draw_changes(canvas: Canvas, box: Box, content: Changes) -> None:
    """Themes and questions side by side; a rise goes to the right, a fall to the left."""
    most = max(len(changes) for _, changes in content.panels)
    row = min(0.5, (box.h - HEADING - TWO_LINES) / most)
    for place, (heading, changes) in zip(
        box.columns(len(content.panels), GAP * 2), content.panels, strict=True
    ):
        draw_panel(canvas, canvas.heading(place, heading), changes, content.headings, row)


# The width of the names of a panel that has the slide to itself.
NAMES = 5.0


def draw_panel(
    canvas: Canvas, box: Box, changes: Sequence[Change], headings: tuple[str, str, str], row: float
) -> None:
    """The changes of one panel, in rows of this height."""
    head = TWO_LINES
    figures = (heading_width(headings[0], 0.75), 0.55, 0.8)
    chart = max(box.w * 0.14, box.w - sum(figures) - NAMES)
    look = TableLook([box.w - sum(figures) - chart, chart, *figures], [head, *[row] * len(changes)])
    header = [TextCell(), TextCell(), *map(quiet_cell, headings)]
    rows = [
        [
            TextCell(one.name),
            TextCell(),
            quiet_cell(one.compared.shown.text),
            bold_cell(one.score),
            difference_cell(one.compared),
        ]
        for one in changes
    ]
    listed = "; ".join(f"{one.name}: {one.compared.difference.text}" for one in changes)
    canvas.table((box.x, box.y), look, [header, *rows], listed)
    shown = [one.compared.difference for one in changes]
    furthest = max(abs(one.value or 0.0) for one in shown) * 1.05
    canvas.bars(
        Box(box.x + look.widths[0] + 0.1, box.y + head, chart - 0.2, row * len(changes)),
        [one.name for one in changes],
        [
            Bars(
                headings[2],
                shown,
                [MARK_COLOURS.get(one.compared.mark, palette.NEUTRAL) for one in changes],
            )
        ],
        axis=(-furthest, furthest),
        number_format="0.0",
        thickness=0.5,
        about=canvas.phrase("alts.changes", parts=listed),
    )
