"""Native tables without lines, whose rows are exactly as high as planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height
from meetlat.reporting.slides.deck import Deck, describe, runs_that_fit, solid
from meetlat.reporting.slides.elements import markup, parsed

# "No Style, No Grid" of PowerPoint.
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"

LEFT, RIGHT, CENTRE = PP_ALIGN.LEFT, PP_ALIGN.RIGHT, PP_ALIGN.CENTER


@dataclass(frozen=True)
class TextCell:
    """A cell of a table, whose text is shortened if it does not fit; a blank fill is none.

    `span` is how many columns it takes (the next cells are None), `indent` inches to the right.
    """

    text: str = ""
    align: Any = LEFT
    bold: bool = False
    colour: str = palette.INK
    fill: str = ""
    indent: float = 0.0
    span: int = 1
    size: float = palette.SMALL


@dataclass(frozen=True)
class TableLook:
    """The columns and rows of a table, in inches.

    `gap` is between a text and the right and left edges of its cell, `ruled` has the rows with a
    line under them, and `white_lines` separates the cells, as in a heat map.
    """

    widths: Sequence[float]
    heights: Sequence[float]
    gap: float = 0.04
    white_lines: bool = False
    ruled: Sequence[int] = field(default_factory=tuple)
    header_anchor: Any = MSO_ANCHOR.MIDDLE


def draw_table(
    deck: Deck,
    slide: Any,
    corner: tuple[float, float],
    look: TableLook,
    rows: Sequence[Sequence[TextCell | None]],
    about: str,
) -> Box:
    """Draw a table at its upper left corner; return its box. The first row is its header."""
    box = Box(*corner, sum(look.widths), sum(look.heights))
    frame = slide.shapes.add_table(1, 1, *deck.place(box))
    describe(frame, about)
    widths, heights = ([deck.emu(x) for x in sides] for sides in (look.widths, look.heights))
    written = [
        markup("a:tr", *_cells(deck, look, i, row), h=high)
        for i, (row, high) in enumerate(zip(rows, heights, strict=True))
    ]
    style = markup("a:tblPr", markup("a:tableStyleId", NO_STYLE), firstRow=1)
    grid = markup("a:tblGrid", *(markup("a:gridCol", w=wide) for wide in widths))
    (table,) = parsed(markup("a:tbl", style, grid, *written))
    old = frame.table._tbl
    old.getparent().replace(old, table)
    frame.width, frame.height = sum(widths), sum(heights)
    return box


def _cells(
    deck: Deck, look: TableLook, number: int, row: Sequence[TextCell | None]
) -> Iterator[str]:
    """The markup of the cells of a row."""
    for j, cell in enumerate(row):
        if cell is None:
            yield markup("a:tc", _body(""), markup("a:tcPr"), hMerge=1)
            continue
        size = sum(look.widths[j : j + cell.span]), look.heights[number]
        span = {"gridSpan": cell.span} if cell.span > 1 else {}
        text = markup("a:pPr", algn=cell.align.xml_value) + _text(deck, cell, size, look.gap)
        yield markup("a:tc", _body(text), _properties(deck, look, number, cell), **span)


def _body(text: str) -> str:
    return markup("a:txBody", markup("a:bodyPr"), markup("a:lstStyle"), markup("a:p", text))


def _text(deck: Deck, cell: TextCell, size: tuple[float, float], gap: float) -> str:
    if not cell.text:
        # An empty paragraph has a font size too, and must not make the row higher.
        return markup("a:endParaRPr", sz=deck.points(palette.SMALL).centipoints)
    wide, high = size
    room = wide - 2 * gap - cell.indent
    lines = max(1, int((high + 0.02) / height(1, cell.size)))
    runs = runs_that_fit(cell.text, room, cell.size, lines, bold=cell.bold)
    written = (deck.run(r.text, cell.size, bold=cell.bold, colour=cell.colour) for r in runs)
    return "".join(written)


def _properties(deck: Deck, look: TableLook, number: int, cell: TextCell) -> str:
    """The properties of a cell: lines come first, before its fill."""
    anchor = MSO_ANCHOR.MIDDLE if number else look.header_anchor
    sides = ("L", "R", "T", "B") if look.white_lines else ("B",) if number in look.ruled else ()
    colour, wide = (palette.WHITE, 19050) if look.white_lines else (palette.LINE, 9525)
    return markup(
        "a:tcPr",
        *(markup(f"a:ln{side}", solid(colour), w=wide) for side in sides),
        solid(cell.fill) if cell.fill else "",
        marL=deck.emu(look.gap + cell.indent),
        marR=deck.emu(look.gap),
        marT=0,
        marB=0,
        anchor=anchor.xml_value,
    )
