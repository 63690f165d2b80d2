"""A slide that content is drawn on, and the cells and columns that slides share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE

from meetlat.languages import Language, Words, words
from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, width, wrapped
from meetlat.reporting.figures import Compared, Shown
from meetlat.reporting.slides.charts import Bars, draw_bars, draw_dots
from meetlat.reporting.slides.deck import Deck
from meetlat.reporting.slides.elements import first
from meetlat.reporting.slides.tables import RIGHT, TableLook, TextCell, draw_table
from meetlat.reporting.story.content import DOWN, UP, Asked, Change, Scored, Sentence, Story

MARK_COLOURS = {UP: palette.BETTER, DOWN: palette.WORSE}

# The height of a row with one line of small text, and with two.
ROW, TWO_LINES = 0.205, 0.4

# The height of a heading with the gap under it, and the gap between parts of a slide.
HEADING, GAP = 0.3, 0.25


class Canvas:
    """One slide that content is drawn on."""

    def __init__(self, deck: Deck, slide: Any, story: Story) -> None:
        self.deck: Deck = deck
        self.slide: Any = slide
        self.words: Words = words(story.language)
        self.language: Language = story.language
        self.text: partial[Any] = partial(deck.text, slide)
        self.bars: partial[Any] = partial(draw_bars, deck, slide)
        self.dots: partial[Any] = partial(draw_dots, deck, slide)
        self.table: partial[Box] = partial(draw_table, deck, slide)

    def phrase(self, key: str, n: int | None = None, /, **facts: object) -> str:
        """A text of the section `story`."""
        return self.words.text(f"story.{key}", n, **facts)

    def heading(self, box: Box, text: str) -> Box:
        """Write a heading; return the box under it."""
        self.text(box.top(height(1, palette.TEXT)), text, bold=True, colour=self.deck.accent)
        return box.below(HEADING)

    def rectangle(self, box: Box, colour: str) -> None:
        """A filled rectangle without a line."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self.deck.place(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(colour)
        shape.line.fill.background()
        _plain(shape)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """A thin line."""
        ends = [self.deck.emu(side) for side in (*start, *end)]
        shape = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
        shape.line.color.rgb = RGBColor.from_string(colour)
        shape.line.width = 9525
        _plain(shape)


def _plain(shape: Any) -> None:
    """Remove the style of the theme, which may have shadows."""
    style = first(shape._element, "p:style")
    if style is not None:
        shape._element.remove(style)


def draw_sentences(canvas: Canvas, box: Box, sentences: Sequence[Sentence]) -> None:
    """Sentences below each other, as many as fit."""
    for sentence in sentences:
        whole = "".join(run.text for run in sentence)
        lines = min(2, len(wrapped(whole, box.w, palette.TEXT, bold=True)))
        high = height(lines, palette.TEXT)
        if high > box.h + 0.02:
            return
        canvas.text(box.top(high), sentence)
        box = box.below(high + 0.08)


def draw_scored(
    canvas: Canvas,
    box: Box,
    scored: Sequence[Scored],
    parts: tuple[float, float, float],
    *,
    highest: float,
    number_format: str,
    thickness: float,
) -> None:
    """A row for each: its name, a bar from 0 to at most `highest`, and its figure.

    `parts` are the widths of the columns as parts of the box.
    """
    rows = [[TextCell(one.name), TextCell(), bold_cell(one.score)] for one in scored]
    look = TableLook([box.w * part for part in parts], [box.h / len(rows)] * len(rows))
    listed = names_and_scores(scored)
    canvas.table((box.x, box.y), look, rows, listed)
    canvas.bars(
        Box(box.x + look.widths[0], box.y, look.widths[1], box.h),
        [one.name for one in scored],
        [Bars(canvas.phrase("score"), [one.score for one in scored], canvas.deck.accent)],
        axis=(0.0, highest),
        number_format=number_format,
        thickness=thickness,
        about=canvas.phrase("alts.bars", parts=listed),
    )


def names_and_scores(scored: Sequence[Scored | Asked | Change]) -> str:
    """The figures of a chart as text, for screen readers."""
    return "; ".join(f"{one[0]}: {one.score.text}" for one in scored)


def heading_width(heading: str, least: float) -> float:
    """The width of a column in which no word of its heading is broken, within limits."""
    longest = max((width(word, palette.SMALL) for word in heading.split()), default=0.0)
    return min(1.5, max(least, longest + 0.12))


def quiet_cell(text: str) -> TextCell:
    """A right-aligned cell for a figure that gives context, in grey."""
    return TextCell(text, RIGHT, colour=palette.QUIET)


def bold_cell(shown: Shown) -> TextCell:
    """A right-aligned cell for the main figure, in bold."""
    return TextCell(shown.text, RIGHT, bold=True)


def difference_cell(one: Compared | None) -> TextCell:
    """A difference with its mark, in the colour of the mark."""
    if one is None:
        return TextCell()
    text = f"{one.difference.text} {one.mark}".strip()
    return TextCell(
        text, RIGHT, bold=bool(one.mark), colour=MARK_COLOURS.get(one.mark, palette.QUIET)
    )
