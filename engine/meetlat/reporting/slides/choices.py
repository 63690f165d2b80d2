"""Draw how people chose."""

from __future__ import annotations

from collections.abc import Sequence

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, wrapped
from meetlat.reporting.slides.canvas import GAP, Canvas, draw_scored
from meetlat.reporting.story.content import Choices, Scored

# The height of a row if there are so few that the slide would be nearly empty.
HIGHEST = 0.85


def draw_choices(canvas: Canvas, box: Box, content: Choices) -> None:
    """The answers to each question, in two columns."""
    columns = [*box.columns(min(2, len(content.panels)), GAP * 2)]
    placed: list[list[tuple[str, Sequence[Scored]]]] = [[] for _ in columns]
    for panel in sorted(content.panels, key=lambda panel: -len(panel[1])):
        min(placed, key=_rows_of).append(panel)
    order = [panel[0] for panel in content.panels]
    placed.sort(key=lambda column: min((order.index(p[0]) for p in column), default=99))
    for column, panels in zip(columns, placed, strict=True):
        draw_column(canvas, column, sorted(panels, key=lambda panel: order.index(panel[0])))


def _rows_of(panels: Sequence[tuple[str, Sequence[Scored]]]) -> int:
    return sum(len(answers) + 2 for _, answers in panels)


def draw_column(canvas: Canvas, box: Box, panels: Sequence[tuple[str, Sequence[Scored]]]) -> None:
    """The panels of a column below each other."""
    if not panels:
        return
    heads = [
        height(min(2, len(wrapped(text, box.w, palette.TEXT, bold=True))), palette.TEXT) + 0.08
        for text, _ in panels
    ]
    number = sum(len(answers) for _, answers in panels)
    row = min(
        HIGHEST if number < 5 else 0.5, (box.h - sum(heads) - GAP * (len(panels) - 1)) / number
    )
    for (text, answers), head in zip(panels, heads, strict=True):
        canvas.text(box.top(head - 0.08), text, bold=True, colour=canvas.deck.accent)
        draw_scored(
            canvas,
            box.below(head).top(row * len(answers)),
            answers,
            (0.5, 0.4, 0.1),
            highest=max(0.1, *(one.score.value or 0.0 for one in answers)) * 1.02,
            number_format="0%",
            thickness=0.55,
        )
        box = box.below(head + row * len(answers) + GAP)
