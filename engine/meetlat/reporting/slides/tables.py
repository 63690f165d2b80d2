"""Native tables without lines, whose rows are exactly as high as planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import height
from meetlat.reporting.slides.deck import Deck, describe, runs_that_fit
from meetlat.reporting.slides.elements import child, element

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
    frame = slide.shapes.add_table(len(rows), len(look.widths), *deck.place(box))
    describe(frame, about)
    table = frame.table
    _undress(table)
    for column, wide in zip(table.columns, look.widths, strict=True):
        column.width = deck.emu(wide)
    for row, high in zip(table._tbl.tr_lst, look.heights, strict=True):
        row.h = deck.emu(high)
    frame.height = sum(row.h for row in table._tbl.tr_lst)
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell is None:
                continue
            shape = table.cell(i, j)
            if cell.span > 1:
                shape.merge(table.cell(i, j + cell.span - 1))
            wide = sum(look.widths[j : j + cell.span])
            _fill(deck, shape, cell, (wide, look.heights[i]), look)
            shape.vertical_anchor = MSO_ANCHOR.MIDDLE if i else look.header_anchor
            _borders(shape, white=look.white_lines, ruled=i in look.ruled)
    return box


def _undress(table: Any) -> None:
    table.horz_banding = False
    properties = table._tbl.tblPr
    style = properties.find(qn("a:tableStyleId"))
    if style is None:
        style = child(properties, "a:tableStyleId")
    style.text = NO_STYLE


def _fill(
    deck: Deck, shape: Any, cell: TextCell, size: tuple[float, float], look: TableLook
) -> None:
    shape.margin_left = deck.emu(look.gap + cell.indent)
    shape.margin_right = deck.emu(look.gap)
    shape.margin_top = shape.margin_bottom = 0
    if cell.fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(cell.fill)
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = cell.align
    if not cell.text:
        # An empty paragraph has a font size too, and must not make the row higher.
        end = child(paragraph._p, "a:endParaRPr")
        end.set("sz", str(deck.points(palette.SMALL).centipoints))
        return
    wide, high = size
    room = wide - 2 * look.gap - cell.indent
    lines = max(1, int((high + 0.02) / height(1, cell.size)))
    for run in runs_that_fit(cell.text, room, cell.size, lines, bold=cell.bold):
        deck.run(paragraph, run.text, cell.size, bold=cell.bold, colour=cell.colour)


def _borders(shape: Any, *, white: bool, ruled: bool) -> None:
    """Lines come first in the properties of a cell, before its fill."""
    properties = shape._tc.get_or_add_tcPr()
    sides = ("a:lnL", "a:lnR", "a:lnT", "a:lnB") if white else ("a:lnB",) if ruled else ()
    for place, side in enumerate(sides):
        colour, wide = (palette.WHITE, 19050) if white else (palette.LINE, 9525)
        line = element(side, w=str(wide))
        fill = child(line, "a:solidFill")
        child(fill, "a:srgbClr", val=colour)
        properties.insert(place, line)
