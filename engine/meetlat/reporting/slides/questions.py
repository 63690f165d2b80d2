"""Draw the strongest and the weakest questions."""

from __future__ import annotations

from collections.abc import Sequence

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, width
from meetlat.reporting.figures import Shown
from meetlat.reporting.slides.canvas import (
    GAP,
    HEADING,
    TWO_LINES,
    Canvas,
    bold_cell,
    difference_cell,
    names_and_scores,
    quiet_cell,
)
from meetlat.reporting.slides.charts import Bars
from meetlat.reporting.slides.tables import TableLook, TextCell
from meetlat.reporting.story.content import Asked, Questions


def draw_questions(canvas: Canvas, box: Box, content: Questions) -> None:
    """The strongest and the weakest questions, with their favourable shares or their scores."""
    number = sum(len(asked) for _, asked in content.parts)
    head = TWO_LINES
    row = min(0.5, (box.h - head - HEADING - GAP * 0.4) / number)
    for i, (heading, asked) in enumerate(content.parts):
        top = TWO_LINES if not i else HEADING
        part = Box(box.x, box.y, box.w, top + row * len(asked))
        draw_asked(canvas, part, (heading, asked), content, with_headings=not i)
        box = box.below(part.h + GAP * 0.4)


def draw_asked(
    canvas: Canvas,
    box: Box,
    part: tuple[str, Sequence[Asked]],
    content: Questions,
    *,
    with_headings: bool,
) -> None:
    """One part: a row for each question."""
    heading, asked = part
    compared = content.headings[1]
    figures = (0.7, 1.15) if compared else (0.7,)
    chart = 4.6
    head = TWO_LINES if with_headings else HEADING
    look = TableLook(
        [box.w - chart - sum(figures), chart, *figures],
        [head, *[(box.h - head) / len(asked)] * len(asked)],
    )
    title = TextCell(heading, bold=True, colour=canvas.deck.accent, size=palette.TEXT)
    sides = "   ".join(f"■ {side}" for side in content.sides)
    over = [
        TextCell(),
        quiet_cell(content.headings[0]),
        *([quiet_cell(compared)] if compared else []),
    ]
    blank = [TextCell() for _ in figures]
    header = [title, *(over if with_headings else [TextCell(), *blank])]
    rows = [
        [TextCell(one.text), TextCell(), bold_cell(one.score)]
        + ([difference_cell(one.compared)] if compared else [])
        for one in asked
    ]
    canvas.table((box.x, box.y), look, [header, *rows], names_and_scores(asked))
    plot = Box(
        box.x + look.widths[0] + 0.15, box.y + look.heights[0], chart - 0.3, sum(look.heights[1:])
    )
    if with_headings and sides:
        draw_sides(canvas, plot, content.sides)
    draw_shares(canvas, plot, asked, content)


SIDE_COLOURS = (palette.BETTER, palette.NEUTRAL, palette.WORSE)


def draw_sides(canvas: Canvas, plot: Box, sides: Sequence[str]) -> None:
    """The names of the sides above their bars, each after a square in its colour."""
    small = height(1, palette.SMALL)
    left = plot.x
    for side, colour in zip(sides, SIDE_COLOURS, strict=True):
        canvas.rectangle(Box(left, plot.y - small - 0.01, 0.12, 0.12), colour)
        wide = width(side, palette.SMALL) + 0.05
        place = Box(left + 0.17, plot.y - small - 0.04, wide, small)
        canvas.text(place, side, size=palette.SMALL, colour=palette.QUIET)
        left = place.right + 0.2


def draw_shares(canvas: Canvas, plot: Box, asked: Sequence[Asked], content: Questions) -> None:
    """Favourable, neutral and unfavourable in one bar; the scores if no question has shares."""
    names = [one.text for one in asked]
    if not content.sides:
        canvas.bars(
            plot,
            names,
            [Bars(content.headings[0], [one.score for one in asked], canvas.deck.accent)],
            axis=(0.0, content.highest),
            number_format="0.0",
            thickness=0.6,
            about=canvas.phrase("alts.bars", parts=names_and_scores(asked)),
        )
        return
    nothing = [Shown(None, "")] * len(content.sides)
    shares = [one.shares or nothing for one in asked]
    inks = (palette.WHITE, palette.INK, palette.WHITE)
    series = [
        Bars(side, [of_one[i] for of_one in shares], SIDE_COLOURS[i], inks[i])
        for i, side in enumerate(content.sides)
    ]
    listed = "; ".join(
        f"{one.text} {', '.join(share.text for share in one.shares)}" for one in asked if one.shares
    )
    canvas.bars(
        plot,
        names,
        series,
        axis=(0.0, 1.0),
        number_format="0%",
        thickness=0.68,
        about=canvas.phrase("alts.questions", parts=listed),
    )
