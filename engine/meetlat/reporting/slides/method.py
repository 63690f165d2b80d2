"""Draw how it was measured."""

from __future__ import annotations

from collections.abc import Sequence

from meetlat.reporting.slides import palette
from meetlat.reporting.slides.boxes import Box
from meetlat.reporting.slides.canvas import (
    GAP,
    Canvas,
)
from meetlat.reporting.slides.text_size import height, wrapped
from meetlat.reporting.story.content import (
    Method,
)


def draw_method(canvas: Canvas, box: Box, content: Method) -> None:
    """Topics in two columns; a text that is too long is shortened."""
    columns = [*box.columns(2, GAP * 2)]
    blocks = [(topic, text, _lines_of(text, columns[0].w)) for topic, text in content.topics]
    most = _most_lines(blocks, columns[0].h)
    place, left = 0, columns[0]
    for topic, text, lines in blocks:
        high = height(min(lines, most), palette.SMALL)
        block = _BLOCK + high
        if block > left.h + 0.02 and place == 0:
            place, left = 1, columns[1]
        if block > left.h + 0.02:
            return
        small = height(1, palette.SMALL)
        canvas.text(
            left.top(small), topic, size=palette.SMALL, bold=True, colour=canvas.deck.accent
        )
        canvas.text(left.below(small).top(high), text, size=palette.SMALL)
        left = left.below(block)


# The height of a topic and the gap under its text.
_BLOCK = height(1, palette.SMALL) + 0.1


def _lines_of(text: str, room: float) -> int:
    return len(wrapped(text, room, palette.SMALL))


def _most_lines(blocks: Sequence[tuple[str, str, int]], high: float) -> int:
    """The largest number of lines for a text with which all blocks fit in two columns."""
    for most in range(12, 1, -1):
        heights = [_BLOCK + height(min(lines, most), palette.SMALL) for *_, lines in blocks]
        if _fits(heights, high):
            return most
    return 1


def _fits(heights: Sequence[float], high: float) -> bool:
    column, used = 0, 0.0
    for block in heights:
        if used + block > high:
            column, used = column + 1, 0.0
        used += block
    return column < 2
