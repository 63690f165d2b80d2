"""Draw a slide: its title, content and legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, shortened, width
from meetlat.reporting.slides.actions import draw_actions
from meetlat.reporting.slides.canvas import Canvas
from meetlat.reporting.slides.changes import draw_changes
from meetlat.reporting.slides.choices import draw_choices
from meetlat.reporting.slides.deck import Deck
from meetlat.reporting.slides.glance import draw_glance
from meetlat.reporting.slides.heat_map import draw_heat_map
from meetlat.reporting.slides.matrix import draw_matrix
from meetlat.reporting.slides.method import draw_method
from meetlat.reporting.slides.questions import draw_questions
from meetlat.reporting.slides.ranking import draw_ranking
from meetlat.reporting.story.content import (
    Actions,
    Changes,
    Choices,
    Glance,
    HeatMap,
    Matrix,
    Method,
    Questions,
    Ranking,
    Slide,
    Story,
)


def draw_slide(deck: Deck, story: Story, slide: Slide) -> None:
    """Add a slide with its title, content, legend and foot."""
    drawn, box = deck.add(slide.title, slide.subject, story.source)
    canvas = Canvas(deck, drawn, story)
    signs = _signs(canvas, slide.content)
    if signs or slide.legend:
        high = height(1, palette.SMALL)
        under = Box(box.x, box.bottom - high, box.w, high)
        left = draw_signs(canvas, under, signs)
        rest = under._replace(x=left, w=under.right - left)
        canvas.text(rest, slide.legend, size=palette.SMALL, colour=palette.QUIET)
        box = box.top(box.h - high - 0.08)
    DRAWERS[type(slide.content)](canvas, box, slide.content)


class Sign(NamedTuple):
    """A sign of a chart in its colour, and what it means."""

    sign: str
    colour: str
    meaning: str


def _signs(canvas: Canvas, content: object) -> list[Sign]:
    """The signs of a chart of themes."""
    if not isinstance(content, Ranking):
        return []
    names = [name for name, _ in content.comparisons]
    signs = [Sign("●", canvas.deck.accent, canvas.phrase("current"))]
    signs += [Sign(*sign, name) for sign, name in zip(palette.COMPARISONS, names, strict=False)]
    return [*signs, *([Sign("", palette.QUIET, content.between)] if content.between else [])]


def draw_signs(canvas: Canvas, box: Box, signs: Sequence[Sign]) -> float:
    """Draw signs with their meanings on a line; return where the line goes on.

    Long meanings are shortened, so that a quarter of the line is left.
    """
    left = box.x
    most = box.w * 0.75 / max(1, len(signs)) - 0.4
    for sign, colour, meaning in signs:
        short = shortened(meaning, most, palette.SMALL)
        for text, ink in ((sign, colour), (short, palette.QUIET)):
            if text:
                place = Box(left, box.y, width(text, palette.SMALL) + 0.04, box.h)
                canvas.text(place, text, size=palette.SMALL, colour=ink)
                left = place.right + 0.03
        left += 0.15
    return left


DRAWERS: Mapping[type, Callable[[Canvas, Box, Any], None]] = {
    Glance: draw_glance,
    Ranking: draw_ranking,
    Changes: draw_changes,
    Questions: draw_questions,
    Matrix: draw_matrix,
    HeatMap: draw_heat_map,
    Choices: draw_choices,
    Method: draw_method,
    Actions: draw_actions,
}
