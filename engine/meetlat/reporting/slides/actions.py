"""Draw empty lines for what a team will do."""

from __future__ import annotations

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.slides.canvas import Canvas, draw_sentences
from meetlat.reporting.slides.tables import TableLook, TextCell
from meetlat.reporting.story.content import Actions


def draw_actions(canvas: Canvas, box: Box, content: Actions) -> None:
    """What needs attention, and empty lines under the three questions."""
    if content.points:
        place = canvas.heading(box.top(1.7), content.heading)
        draw_sentences(canvas, place, content.points)
        box = box.below(1.9)
    row = min(1.0, (box.h - 0.35) / content.lines)
    look = TableLook(
        [box.w * 0.64, box.w * 0.2, box.w * 0.16],
        [0.35, *[row] * content.lines],
        ruled=range(content.lines + 1),
    )
    header = [
        TextCell(name, bold=True, colour=canvas.deck.accent, size=palette.TEXT)
        for name in content.columns
    ]
    blank = [[TextCell() for _ in content.columns] for _ in range(content.lines)]
    canvas.table((box.x, box.y), look, [header, *blank], ", ".join(content.columns))
