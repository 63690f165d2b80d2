"""Draw the first slide: cards, two lists, and all themes."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from pptx.enum.text import MSO_ANCHOR

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, wrapped
from meetlat.reporting.slides.canvas import (
    GAP,
    HEADING,
    MARK_COLOURS,
    Canvas,
    draw_scored,
    draw_sentences,
)
from meetlat.reporting.slides.charts import Bars
from meetlat.reporting.story.content import Card, Glance, Part


def draw_glance(canvas: Canvas, box: Box, content: Glance) -> None:
    """Cards, two lists of sentences, and all themes if they fit."""
    cards = box.top(2.0)
    places = cards.columns(max(len(content.cards), 3), GAP)
    for place, card in zip(places, content.cards, strict=False):
        draw_card(canvas, place, card)
    rest = box.below(cards.h + GAP)
    heading, themes = content.themes
    if 2 < len(themes) <= MOST_BARS:
        columns = next(n for n, most in ((1, 4), (2, 8), (3, MOST_BARS)) if len(themes) <= most)
        rows = ceil(len(themes) / columns)
        row = max(0.215, min(0.34, (rest.h - LISTS - HEADING) / rows))
        high = HEADING + rows * row
        below = canvas.heading(Box(box.x, box.bottom - high, box.w, high), heading)
        parts = [themes[start : start + rows] for start in range(0, len(themes), rows)]
        for place, part in zip(below.columns(columns, GAP * 2), parts, strict=False):
            draw_scored(
                canvas,
                place.top(len(part) * row),
                part,
                (0.58, 0.31, 0.11),
                highest=content.highest,
                number_format="0.0",
                thickness=0.5,
            )
        rest = rest.top(rest.h - high - 0.1)
    lists = (content.better, content.attention)
    for place, (title, sentences) in zip(rest.columns(2, GAP * 2), lists, strict=True):
        if sentences:
            draw_sentences(canvas, canvas.heading(place, title), sentences)


# The most themes that fit on this slide (more are only on a slide of their own), and the height of
# the lists of sentences.
MOST_BARS, LISTS = 18, 1.7


def draw_card(canvas: Canvas, box: Box, card: Card) -> None:
    """A figure on a pale background."""
    canvas.rectangle(box, palette.PALE)
    inside = Box(box.x + 0.15, box.y + 0.1, box.w - 0.3, box.h - 0.2)
    small = height(1, palette.SMALL)
    canvas.text(
        inside.top(small), card.heading, size=palette.SMALL, bold=True, colour=canvas.deck.accent
    )
    inside = inside.below(small)
    big = height(1, palette.FIGURE)
    canvas.text(
        inside.top(big), card.figure, size=palette.FIGURE, bold=True, anchor=MSO_ANCHOR.MIDDLE
    )
    inside = inside.below(big)
    if card.parts:
        draw_parts(canvas, inside.top(0.11), card.parts)
        inside = inside.below(0.14)
    lines = [(card.caption, palette.INK, False)]
    lines += [
        (
            f"{note.mark} {note.text}".strip(),
            MARK_COLOURS.get(note.mark, palette.QUIET),
            bool(note.mark),
        )
        for note in card.notes
    ]
    left = len(lines)
    for text, colour, bold in lines:
        room = round((inside.h + 0.02) / small - 0.5) - left + 1
        needed = len(wrapped(text, inside.w, palette.SMALL, bold=bold))
        high = small * min(2, max(1, min(room, needed)))
        if high > inside.h + 0.02:
            break
        canvas.text(inside.top(high), text, size=palette.SMALL, colour=colour, bold=bold)
        inside, left = inside.below(high), left - 1


def draw_parts(canvas: Canvas, box: Box, parts: Sequence[Part]) -> None:
    """Detractors, passives and promoters as one bar."""
    colours = (palette.WORSE, palette.NEUTRAL, palette.BETTER)
    series = [Bars(p.name, [p.share], c) for p, c in zip(parts, colours, strict=True)]
    listed = ", ".join(f"{part.name} {part.share.text}" for part in parts)
    canvas.bars(
        box,
        [canvas.phrase("enps")],
        series,
        axis=(0.0, max(1e-6, sum(part.share.value or 0.0 for part in parts))),
        number_format="0%",
        thickness=0.98,
        about=canvas.phrase("alts.enps", parts=listed),
    )
