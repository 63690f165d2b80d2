"""The sheets of the board's copy, made from the slides of a story: blocks of cells with values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from meetlat.formatting import rounded
from meetlat.reporting.drawing import palette
from meetlat.reporting.figures import Compared, Shown
from meetlat.reporting.story.content import (
    DOWN,
    UP,
    Actions,
    Cell,
    Changes,
    Choices,
    Glance,
    HeatMap,
    Matrix,
    Method,
    Questions,
    Ranking,
    Sentence,
    Slide,
)

# The number formats of scores, importance, shares, differences and the eNPS of groups.
SCORE, IMPORTANCE, SHARE = "0.0", "0.00", "0%"
DIFFERENCE, WHOLE = '+0.0;"−"0.0;0.0', '+0;"−"0;0'

# How many decimals the figures keep, because a reader needs no more than the slides show.
DECIMALS = {SCORE: 1, IMPORTANCE: 2, SHARE: 2, DIFFERENCE: 1, WHOLE: 0}

MARK_COLOURS = {UP: palette.BETTER, DOWN: palette.WORSE}


class BoardCell(NamedTuple):
    """A cell: its text or figure and how it looks; a blank fill is none.

    `indent` counts steps to the right, `right` aligns a text there, and `ruled` draws a line below.
    """

    value: str | float
    number_format: str = ""
    bold: bool = False
    colour: str = palette.INK
    fill: str = ""
    indent: int = 0
    right: bool = False
    ruled: bool = False


class Bar(NamedTuple):
    """Bars in the cells of a column: their colour (blank for the accent), and the scale."""

    low: float
    high: float
    colour: str = ""


@dataclass(frozen=True)
class Block:
    """Rows of cells under a heading and a header; `bars` by the number of their column."""

    rows: Sequence[Sequence[BoardCell]]
    heading: str = ""
    header: Sequence[str] = ()
    bars: Mapping[int, Bar] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet of the board's copy: the key of its name, its slide and its rows.

    `widths` are of the first columns, in characters; the others are as wide as the last.
    """

    kind: str
    slide: Slide
    widths: Sequence[float]
    blocks: Sequence[Block]


def sheet_of(slide: Slide) -> Sheet:
    """The sheet that shows a slide."""
    kind, widths, blocks = LAYOUTS[type(slide.content)]
    return Sheet(kind, slide, widths, [*blocks(slide.content)])


def _figure(shown: Shown, number_format: str, *, bold: bool = False) -> BoardCell:
    """A figure as a number, or the sign for a missing one."""
    if shown.value is None:
        return BoardCell(shown.text, right=True, colour=palette.QUIET)
    value = float(rounded(shown.value, DECIMALS[number_format]))
    return BoardCell(value, number_format, bold=bold)


def _difference(one: Compared | None) -> BoardCell:
    """A difference as a number, with its mark beside it."""
    if one is None or one.difference.value is None:
        return BoardCell("")
    colour = MARK_COLOURS.get(one.mark, palette.QUIET)
    parts = [f'{part}" {one.mark}"' for part in DIFFERENCE.split(";")] if one.mark else [DIFFERENCE]
    value = float(rounded(one.difference.value, DECIMALS[DIFFERENCE]))
    return BoardCell(value, ";".join(parts), bool(one.mark), colour)


def _sentence(sentence: Sentence) -> list[BoardCell]:
    return [BoardCell("".join(run.text for run in sentence))]


def _glance(content: Glance) -> Iterator[Block]:
    yield Block(
        [
            [
                BoardCell(card.heading, colour=palette.QUIET),
                BoardCell(card.figure, bold=True),
                BoardCell(card.caption),
                *(
                    BoardCell(
                        f"{note.mark} {note.text}".strip(),
                        bold=bool(note.mark),
                        colour=MARK_COLOURS.get(note.mark, palette.QUIET),
                    )
                    for note in card.notes
                ),
            ]
            for card in content.cards
        ]
    )
    for heading, sentences in (content.better, content.attention):
        if sentences:
            yield Block([_sentence(one) for one in sentences], heading)
    heading, themes = content.themes
    rows = [[BoardCell(one.name), _figure(one.score, SCORE, bold=True)] for one in themes]
    yield Block(rows, heading, bars={1: Bar(0.0, content.highest)})


def _ranking(content: Ranking) -> Iterator[Block]:
    header = [*content.headings]
    for name, heading in content.comparisons:
        header += [name, heading] if heading else [name]
    rows = []
    for one in content.rows:
        row = [BoardCell(one.name), _figure(one.score, SCORE, bold=True)]
        for compared, (_, heading) in zip(one.compared, content.comparisons, strict=True):
            row.append(_figure(compared.shown, SCORE))
            row += [_difference(compared)] if heading else []
        rows.append(row)
    yield Block(rows, header=header, bars={1: Bar(*content.scale)})
    if content.between:
        yield Block([[BoardCell(content.between, colour=palette.QUIET)]])


def _changes(content: Changes) -> Iterator[Block]:
    for heading, changes in content.panels:
        rows = [
            [
                BoardCell(one.name),
                _figure(one.compared.shown, SCORE),
                _figure(one.score, SCORE, bold=True),
                _difference(one.compared),
            ]
            for one in changes
        ]
        yield Block(rows, header=[heading, *content.headings])


def _questions(content: Questions) -> Iterator[Block]:
    colours = (palette.BETTER, palette.NEUTRAL, palette.WORSE)
    bars = {i: Bar(0.0, 1.0, c) for i, c in enumerate(colours, 1)} if content.sides else {}
    for heading, asked in content.parts:
        rows = [
            [
                BoardCell(one.text),
                *(_figure(share, SHARE) for share in one.shares),
                *[BoardCell("")] * (len(content.sides) - len(one.shares)),
                _figure(one.score, SCORE, bold=True),
                _difference(one.compared),
            ]
            for one in asked
        ]
        yield Block(rows, header=[heading, *content.sides, *content.headings], bars=bars)


def _matrix(content: Matrix) -> Iterator[Block]:
    rows = [
        [
            BoardCell(f"{number}. {one.name}"),
            _figure(one.importance, IMPORTANCE),
            _figure(one.score, SCORE, bold=True),
            BoardCell(
                content.list_heading if one.first else "",
                bold=True,
                colour=palette.WORSE,
                indent=1,
            ),
        ]
        for number, one in enumerate(content.first_to_start, start=1)
    ]
    # The chart stands in the last column.
    yield Block(rows, header=["", *content.axes, "", ""])
    yield Block([[BoardCell(text, colour=palette.QUIET)] for text in content.reading])


def _heat_map(content: HeatMap) -> Iterator[Block]:
    rows = [
        [
            BoardCell(row.name, bold=row.depth <= 1, indent=max(0, row.depth - 1)),
            BoardCell(row.n, colour=palette.QUIET, right=True),
            *map(_shade, row.cells),
        ]
        for row in content.rows
    ]
    if content.withheld:
        rows.append([BoardCell(content.withheld, colour=palette.QUIET)])
    yield Block(rows, header=[*content.headings, *content.columns])


def _shade(cell: Cell) -> BoardCell:
    """A figure of the heat map; that of the eNPS has no decimals."""
    number_format = SCORE if any(sign in cell.text for sign in ",.") else WHOLE
    shown = _figure(Shown(cell.value, cell.text), number_format)
    return shown._replace(fill=palette.SHADES[cell.level] if cell.level else "")


def _choices(content: Choices) -> Iterator[Block]:
    for heading, answers in content.panels:
        rows = [[BoardCell(one.name), _figure(one.score, SHARE, bold=True)] for one in answers]
        yield Block(rows, heading, bars={1: Bar(0.0, 1.0)})


def _method(content: Method) -> Iterator[Block]:
    yield Block([[BoardCell(topic, bold=True), BoardCell(text)] for topic, text in content.topics])


def _actions(content: Actions) -> Iterator[Block]:
    if content.points:
        yield Block([_sentence(one) for one in content.points], content.heading)
    blank = [BoardCell("", ruled=True) for _ in content.columns]
    yield Block([blank] * content.lines, header=content.columns)


Layout = tuple[str, Sequence[float], Callable[[Any], Iterator[Block]]]

# For each kind of slide the key of the sheet's name, the widths of its columns, and its blocks.
LAYOUTS: Mapping[type, Layout] = {
    Glance: ("glance", (30, 10, 44, 34), _glance),
    Ranking: ("themes", (40, 13), _ranking),
    Changes: ("changes", (70, 13), _changes),
    Questions: ("questions", (62, 13), _questions),
    Matrix: ("matrix", (32, 9, 9, 20, 92), _matrix),
    HeatMap: ("groups", (34, 9, 6), _heat_map),
    Choices: ("choices", (70, 16), _choices),
    Method: ("method", (20, 105), _method),
    Actions: ("actions", (70, 26, 20), _actions),
}
