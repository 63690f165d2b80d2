"""Draw how it was measured."""

from __future__ import annotations

from collections.abc import Sequence

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height, wrapped
from meetlat.reporting.slides.canvas import GAP, Canvas
from meetlat.reporting.story.content import Method


def draw_method(canvas: Canvas, box: Box, content: Method) -> None:
    """Topics in two columns; a text that is too long is shortened."""
    columns = [*box.columns(2, GAP * 2)]
    needed = [len(wrapped(text, columns[0].w, palette.SMALL)) for _, text in content.topics]
    place, left = 0, columns[0]
    for (topic, text), lines in zip(
        content.topics, _lines_that_fit(needed, columns[0].h), strict=True
    ):
        high = height(lines, palette.SMALL)
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


def _lines_that_fit(needed: Sequence[int], high: float) -> list[int]:
    """The lines of each text with which all fit in two columns: long texts give up lines first.

    Room that is left goes to the last texts, because the first are lists of questions.
    """
    found = [1] * len(needed)
    for most in range(2, max(needed, default=1) + 1):
        more = [min(lines, most) for lines in needed]
        if not _fits(more, high):
            break
        found = more
    for i in reversed(range(len(found))):
        while found[i] < needed[i] and _fits([*found[:i], found[i] + 1, *found[i + 1 :]], high):
            found[i] += 1
    return found


def _fits(lines: Sequence[int], high: float) -> bool:
    column, used = 0, 0.0
    for block in (_BLOCK + height(number, palette.SMALL) for number in lines):
        if used + block > high:
            column, used = column + 1, 0.0
        used += block
    return column < 2
