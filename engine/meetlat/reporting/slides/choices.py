"""Draw how people chose."""

from __future__ import annotations

from collections.abc import Sequence

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, wrapped
from meetlat.reporting.slides.canvas import GAP, Canvas, bold_cell, names_and_scores
from meetlat.reporting.slides.charts import Bars
from meetlat.reporting.slides.tables import TableLook, TextCell
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
        draw_answers(canvas, box.below(head).top(row * len(answers)), answers)
        box = box.below(head + row * len(answers) + GAP)


def draw_answers(canvas: Canvas, box: Box, answers: Sequence[Scored]) -> None:
    """A row for each answer."""
    rows = [[TextCell(a.name), TextCell(), bold_cell(a.score)] for a in answers]
    look = TableLook((box.w * 0.5, box.w * 0.4, box.w * 0.1), [box.h / len(rows)] * len(rows))
    listed = names_and_scores(answers)
    canvas.table((box.x, box.y), look, rows, listed)
    canvas.bars(
        Box(box.x + look.widths[0], box.y, look.widths[1], box.h),
        [answer.name for answer in answers],
        [Bars(canvas.phrase("score"), [a.score for a in answers], canvas.deck.accent)],
        axis=(0.0, max(0.1, *(a.score.value or 0.0 for a in answers)) * 1.02),
        number_format="0%",
        thickness=0.55,
        about=canvas.phrase("alts.bars", parts=listed),
    )
