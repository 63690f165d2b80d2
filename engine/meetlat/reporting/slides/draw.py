"""Draw what each kind of slide shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import ceil, floor, sqrt
from typing import Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from meetlat.formatting import plain_number
from meetlat.languages import words
from meetlat.reporting.slides import palette
from meetlat.reporting.slides.boxes import Box
from meetlat.reporting.slides.charts import Bars, Dots, draw_bars, draw_dots
from meetlat.reporting.slides.deck import Deck
from meetlat.reporting.slides.elements import first
from meetlat.reporting.slides.labels import line_to, place_labels
from meetlat.reporting.slides.tables import CENTRE, RIGHT, TableLook, TextCell, draw_table
from meetlat.reporting.slides.text_size import height, shortened, width, wrapped
from meetlat.reporting.story.content import (
    DOWN,
    UP,
    Actions,
    Asked,
    Card,
    Change,
    Changes,
    Choices,
    Compared,
    Glance,
    HeatMap,
    HeatRow,
    Matrix,
    Method,
    Part,
    Point,
    Questions,
    Ranking,
    Scored,
    Sentence,
    Shown,
    Slide,
    Story,
)

MARK_COLOURS = {UP: palette.BETTER, DOWN: palette.WORSE}

# The height of a row with one line of small text, and with two.
ROW, TWO_LINES = 0.205, 0.4

HEADING, LEGEND, GAP = 0.3, 0.2, 0.25


class Canvas:
    """One slide that content is drawn on."""

    def __init__(self, deck: Deck, slide: Any, story: Story) -> None:
        self.deck, self.slide = deck, slide
        self.words = words(story.language)
        self.language = story.language
        self.text = partial(deck.text, slide)
        self.bars = partial(draw_bars, deck, slide)
        self.dots = partial(draw_dots, deck, slide)
        self.table = partial(draw_table, deck, slide)

    def said(self, key: str, n: int | None = None, /, **facts: object) -> str:
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


# The signs and markers of comparisons, in their order.
SIGNS = ("●", "◆", "■")
MARKERS = ("circle", "diamond", "square")
MARKER_COLOURS = ("93A3AC", palette.INK, palette.QUIET)


def _signs(canvas: Canvas, content: object) -> list[Sign]:
    """The signs of a chart of themes."""
    if not isinstance(content, Ranking):
        return []
    names = [name for name, _ in content.comparisons]
    signs = [Sign("●", canvas.deck.accent, canvas.said("current"))]
    signs += map(Sign, SIGNS, MARKER_COLOURS, names)
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


# At a glance


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
            draw_scores(canvas, place.top(len(part) * row), part, content.highest)
        rest = rest.top(rest.h - high - 0.1)
    lists = (content.better, content.attention)
    for place, (title, sentences) in zip(rest.columns(2, GAP * 2), lists, strict=True):
        if sentences:
            draw_sentences(canvas, canvas.heading(place, title), sentences)


# More themes than this have a slide of their own only, and the height of lists of sentences.
MOST_BARS, LISTS = 18, 1.7


def draw_card(canvas: Canvas, box: Box, card: Card) -> None:
    """A figure on a pale ground."""
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
        [canvas.said("enps")],
        series,
        axis=(0.0, max(1e-6, sum(part.share.value or 0.0 for part in parts))),
        number_format="0%",
        thickness=0.98,
        about=canvas.said("alts.enps", parts=listed),
    )


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


def draw_scores(canvas: Canvas, box: Box, themes: Sequence[Scored], highest: float) -> None:
    """Names, bars and scores, a row for each."""
    rows = [
        [TextCell(t.name), TextCell(), TextCell(t.score.text, RIGHT, bold=True)] for t in themes
    ]
    look = TableLook((box.w * 0.58, box.w * 0.31, box.w * 0.11), [box.h / len(rows)] * len(rows))
    listed = _listed(themes)
    canvas.table((box.x, box.y), look, rows, listed)
    canvas.bars(
        Box(box.x + look.widths[0], box.y, look.widths[1], box.h),
        [theme.name for theme in themes],
        [Bars(canvas.said("score"), [t.score for t in themes], canvas.deck.accent)],
        axis=(0.0, highest),
        number_format="0.0",
        thickness=0.5,
        about=canvas.said("alts.bars", parts=listed),
    )


def _listed(scored: Sequence[Scored | Asked | Change]) -> str:
    return "; ".join(f"{one[0]}: {one.score.text}" for one in scored)


# Themes


def draw_ranking(canvas: Canvas, box: Box, content: Ranking) -> None:
    """Names, points on a scale, scores, and for each comparison its figure and the difference."""
    rows, names = content.rows, content.comparisons
    head, tick = TWO_LINES, 0.2
    row = min(0.8, (box.h - head - tick) / max(1, len(rows)))
    figures = [
        wide
        for name, heading in names
        for wide in (
            [_heading_width(name, 0.75), 0.85] if heading else [_heading_width(name, 0.75)]
        )
    ]
    name_width = min(3.2, max(1.6, max(width(one.name, palette.SMALL) for one in rows) + 0.2))
    score_width = 0.7
    chart_width = box.w - name_width - score_width - sum(figures)
    low, high, step = axis_of(content, chart_width - 0.3)
    look = TableLook(
        [name_width, chart_width, score_width, *figures],
        [head + tick, *[row] * len(rows)],
    )
    header = [TextCell(), TextCell(), _quiet(content.headings[1])]
    for name, heading in names:
        header += [_quiet(name), _quiet(heading)] if heading else [_quiet(name)]
    body = [
        [TextCell(one.name), TextCell(), _bold(one.score), *_compared(one, names)] for one in rows
    ]
    canvas.table((box.x, box.y), look, [header, *body], content.headings[0])
    plot = Box(box.x + name_width + 0.15, box.y + head + tick, chart_width - 0.3, row * len(rows))
    draw_axis(canvas, plot, (low, high, step))
    canvas.dots(
        plot,
        [*_dots(canvas, content)],
        x=(low, high),
        y=(0.0, float(len(rows))),
        step=step,
        about=canvas.said("alts.themes", count=len(rows)) + ". " + _listed(rows),
    )


def _heading_width(heading: str, least: float) -> float:
    """The width of a column in which no word of its heading breaks, within limits."""
    longest = max((width(word, palette.SMALL) for word in heading.split()), default=0.0)
    return min(1.5, max(least, longest + 0.12))


def _quiet(text: str) -> TextCell:
    return TextCell(text, RIGHT, colour=palette.QUIET)


def _bold(shown: Shown) -> TextCell:
    return TextCell(shown.text, RIGHT, bold=True)


def _compared(scored: Scored, names: Sequence[tuple[str, str]]) -> Iterator[TextCell]:
    for one, (_, heading) in zip(scored.compared, names, strict=True):
        yield _quiet(one.shown.text)
        if heading:
            yield difference_cell(one)


def difference_cell(one: Compared | None) -> TextCell:
    """A difference with its mark, in the colour of the mark."""
    if one is None:
        return TextCell()
    text = f"{one.difference.text} {one.mark}".strip()
    return TextCell(
        text, RIGHT, bold=bool(one.mark), colour=MARK_COLOURS.get(one.mark, palette.QUIET)
    )


# The steps of an axis, and the width of the figures above it.
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1e9)
TICK = 0.5


def axis_of(content: Ranking, room: float) -> tuple[float, float, float]:
    """The ends of the axis around all figures, within the scale, and the step of its lines."""
    values = [one.score.value for one in content.rows]
    values += [c.shown.value for one in content.rows for c in one.compared]
    known = [value for value in values if value is not None]
    bottom, top = content.scale
    spread = top - bottom
    shown = max(known) - min(known)
    most = max(1.0, min(10.0, room / TICK - 2))
    step = next(s for s in STEPS if spread / s <= 10 and shown / s <= most)
    margin = spread / 60
    low = max(min(bottom, min(known)), floor((min(known) - margin) / step) * step)
    high = min(max(top, max(known)), ceil((max(known) + margin) / step) * step)
    return low, max(high, low + step), step


def draw_axis(canvas: Canvas, plot: Box, axis: tuple[float, float, float]) -> None:
    """The figures above the lines of a chart."""
    low, high, step = axis
    wide, small = TICK, height(1, palette.SMALL)
    for i in range(round((high - low) / step) + 1):
        value = low + i * step
        middle = plot.x + plot.w * (value - low) / (high - low)
        place = Box(middle - wide / 2, plot.y - small - 0.02, wide, small)
        text = plain_number(value, 6, canvas.language)
        canvas.text(place, text, size=palette.SMALL, colour=palette.QUIET, align=PP_ALIGN.CENTER)


def _dots(canvas: Canvas, content: Ranking) -> Iterator[Dots]:
    """The comparisons first, so that the current scores are drawn over them."""
    heights = [len(content.rows) - i - 0.5 for i in range(len(content.rows))]
    accent = canvas.deck.accent
    for i, (name, _) in enumerate(content.comparisons[: len(MARKERS)]):
        figures = [one.compared[i].shown.value for one in content.rows]
        points = [(f, None if f is None else y) for f, y in zip(figures, heights, strict=True)]
        yield Dots(name, points, MARKERS[i], MARKER_COLOURS[i])
    scores = [one.score.value or 0.0 for one in content.rows]
    points = [*zip(scores, heights, strict=True)]
    yield Dots(canvas.said("current"), points, "current", accent)


# Changes


def draw_changes(canvas: Canvas, box: Box, content: Changes) -> None:
    """Themes and questions side by side; a rise goes to the right, a fall to the left."""
    most = max(len(changes) for _, changes in content.panels)
    row = min(0.5, (box.h - HEADING - TWO_LINES) / most)
    for place, (heading, changes) in zip(
        box.columns(len(content.panels), GAP * 2), content.panels, strict=True
    ):
        draw_panel(canvas, canvas.heading(place, heading), changes, content.headings, row)


def draw_panel(
    canvas: Canvas, box: Box, changes: Sequence[Change], headings: tuple[str, str, str], row: float
) -> None:
    """The changes of one panel, in rows of this height."""
    head = TWO_LINES
    figures = (_heading_width(headings[0], 0.75), 0.55, 0.8)
    chart = box.w * 0.2
    look = TableLook([box.w - sum(figures) - chart, chart, *figures], [head, *[row] * len(changes)])
    header = [TextCell(), TextCell(), *map(_quiet, headings)]
    rows = [
        [
            TextCell(one.name),
            TextCell(),
            _quiet(one.compared.shown.text),
            _bold(one.score),
            difference_cell(one.compared),
        ]
        for one in changes
    ]
    listed = "; ".join(f"{one.name}: {one.compared.difference.text}" for one in changes)
    canvas.table((box.x, box.y), look, [header, *rows], listed)
    shown = [one.compared.difference for one in changes]
    furthest = max(abs(one.value or 0.0) for one in shown) * 1.05
    canvas.bars(
        Box(box.x + look.widths[0] + 0.1, box.y + head, chart - 0.2, row * len(changes)),
        [one.name for one in changes],
        [
            Bars(
                headings[2],
                shown,
                [MARK_COLOURS.get(one.compared.mark, palette.NEUTRAL) for one in changes],
            )
        ],
        axis=(-furthest, furthest),
        number_format="0.0",
        thickness=0.5,
        about=canvas.said("alts.changes", parts=listed),
    )


# Questions


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
    over = [TextCell(), _quiet(content.headings[0]), *([_quiet(compared)] if compared else [])]
    blank = [TextCell() for _ in figures]
    header = [title, *(over if with_headings else [TextCell(), *blank])]
    rows = [
        [TextCell(one.text), TextCell(), _bold(one.score)]
        + ([difference_cell(one.compared)] if compared else [])
        for one in asked
    ]
    canvas.table((box.x, box.y), look, [header, *rows], _listed(asked))
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
            about=canvas.said("alts.bars", parts=_listed(asked)),
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
        about=canvas.said("alts.questions", parts=listed),
    )


# Priorities


def draw_matrix(canvas: Canvas, box: Box, content: Matrix) -> None:
    """Points with their names, the quadrants, and at the right what to start with."""
    plot = Box(box.x + 0.3, box.y, box.w * 0.66, box.h - 0.3)
    x = _around([p.importance.value or 0.0 for p in content.points])
    y = _around([p.score.value or 0.0 for p in content.points])
    across = plot.x + plot.w * (content.cross[0] - x[0]) / (x[1] - x[0])
    down = plot.bottom - plot.h * (content.cross[1] - y[0]) / (y[1] - y[0])
    canvas.rectangle(plot, palette.PALE)
    canvas.rectangle(Box(across, down, plot.right - across, plot.bottom - down), palette.TINT)
    taken = draw_quadrants(canvas, plot, content.quadrants)
    listed = "; ".join(f"{p.name}: {p.score.text}, {p.importance.text}" for p in content.points)
    parts = [
        (content.list_heading, palette.WORSE, [p for p in content.points if p.first]),
        (content.axes[1], canvas.deck.accent, [p for p in content.points if not p.first]),
    ]
    canvas.dots(
        plot,
        [Dots(name, _places(some), "current", colour) for name, colour, some in parts if some],
        x=x,
        y=y,
        cross=content.cross,
        formats=("0.00", "0.0"),
        about=canvas.said("alts.matrix", parts=listed),
    )
    lines = [Box(across - 0.01, plot.y, 0.02, plot.h), Box(plot.x, down - 0.01, plot.w, 0.02)]
    draw_labels(canvas, plot, content.points, (x, y), [*taken, *lines])
    draw_axes(canvas, plot, content.axes)
    aside = Box(plot.right + GAP * 1.5, box.y, box.right - plot.right - GAP * 1.5, box.h)
    draw_reading(canvas, aside, content)


def _places(points: Sequence[Point]) -> list[tuple[float, float]]:
    return [(point.importance.value or 0.0, point.score.value or 0.0) for point in points]


def _around(values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis around the values, with a margin for labels."""
    low, high = min(values), max(values)
    margin = (high - low) * 0.12 or 0.1
    return low - margin, high + margin


def draw_quadrants(canvas: Canvas, plot: Box, names: Sequence[str]) -> list[Box]:
    """The names of the quadrants in the corners; return their boxes."""
    high = height(1, palette.SMALL)
    found = []
    for i, name in enumerate(names):
        wide = width(name, palette.SMALL, bold=True) + 0.06
        right, low = i % 2, i // 2
        left = plot.right - wide - 0.1 if right else plot.x + 0.1
        place = Box(left, plot.bottom - high - 0.08 if low else plot.y + 0.08, wide, high)
        is_first = i == len(names) - 1
        canvas.text(
            place,
            name,
            size=palette.SMALL,
            bold=is_first,
            colour=palette.WORSE if is_first else palette.QUIET,
            align=PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT,
        )
        found.append(place)
    return found


# A longer name of a point is shortened.
LABEL_WIDTH = 2.6


def draw_labels(
    canvas: Canvas,
    plot: Box,
    points: Sequence[Point],
    axes: tuple[tuple[float, float], tuple[float, float]],
    taken: Sequence[Box],
) -> None:
    """The names of the points, those to start with first, as they may not be missing."""
    (left, right), (low, high) = axes
    order = sorted(points, key=lambda point: not point.first)
    middles = [
        (
            plot.x + plot.w * (x - left) / (right - left),
            plot.bottom - plot.h * (y - low) / (high - low),
        )
        for x, y in _places(order)
    ]
    names = [shortened(point.name, LABEL_WIDTH, palette.SMALL) for point in order]
    tall = height(1, palette.SMALL)
    sizes = [(width(name, palette.SMALL) + 0.03, tall) for name in names]
    for name, middle, label in zip(
        names, middles, place_labels(middles, sizes, plot, taken), strict=True
    ):
        if label:
            if label.with_line:
                canvas.line(middle, line_to(middle, label.box), palette.QUIET)
            canvas.text(label.box, name, size=palette.SMALL)


def draw_axes(canvas: Canvas, plot: Box, names: tuple[str, str]) -> None:
    """The names of the axes, with arrows."""
    high = height(1, palette.SMALL)
    under = Box(plot.x, plot.bottom + 0.05, plot.w, high)
    canvas.text(
        under, f"{names[0]} →", size=palette.SMALL, colour=palette.QUIET, align=PP_ALIGN.CENTER
    )
    wide = 1.5
    beside = Box(plot.x - 0.17 - wide / 2, plot.y + plot.h / 2 - high / 2, wide, high)
    shape = canvas.text(
        beside, f"{names[1]} →", size=palette.SMALL, colour=palette.QUIET, align=PP_ALIGN.CENTER
    )
    shape.rotation = 270


def draw_reading(canvas: Canvas, box: Box, content: Matrix) -> None:
    """The themes to start with, and how to read the matrix."""
    to_start = [point for point in content.points if point.first]
    if to_start:
        box = canvas.heading(box, content.list_heading)
        figures = [_heading_width(content.axes[1], 0.6), _heading_width(content.axes[0], 0.6)]
        names = box.w - sum(figures)
        to_start = to_start[: max(1, int((box.h - 2.0) / TWO_LINES) - 1)]
        heights = [ROW * 1.3, *(_row_height(point.name, names) for point in to_start)]
        look = TableLook([names, *figures], heights, ruled=[0])
        header = [TextCell(), _quiet(content.axes[1]), _quiet(content.axes[0])]
        rows = [[TextCell(p.name), _bold(p.score), _quiet(p.importance.text)] for p in to_start]
        drawn = canvas.table((box.x, box.y), look, [header, *rows], content.list_heading)
        box = box.below(drawn.h + GAP)
    for text in content.reading:
        lines = len(wrapped(text, box.w, palette.SMALL))
        high = height(lines, palette.SMALL)
        canvas.text(box.top(high), text, size=palette.SMALL, colour=palette.QUIET)
        box = box.below(high + 0.1)


def _row_height(text: str, room: float) -> float:
    """The height of a row in which a text may take two lines."""
    return TWO_LINES if width(text, palette.SMALL) > room - 0.1 else ROW * 1.3


# Groups


def draw_heat_map(canvas: Canvas, box: Box, content: HeatMap) -> None:
    """The names of themes above, slanting if they are long, and a row for each group."""
    number = len(content.rows) + bool(content.withheld)
    names = max(width(r.name, palette.SMALL, bold=True) + _indent(r) for r in content.rows) + 0.12
    names, people = min(3.2, max(1.6, names)), 0.75
    columns = max(1, len(content.columns))
    column = min(1.7, (box.w - names - people) / columns)
    slanting = any(_heading_width(name, 0.0) > column for name in content.columns)
    if slanting:
        box = Box(box.x, box.y - ABOVE, box.w, box.h + ABOVE)
        head = min(_slanting_height(content.columns), box.h - number * LOWEST)
        column = min(column, (box.w - names - people - head) / columns)
    else:
        lines = [len(wrapped(name, column - 0.1, palette.SMALL)) for name in content.columns]
        head = height(min(3, max(lines, default=1)), palette.SMALL) + 0.06
    row = min(0.5, (box.h - head) / number)
    widths, heights = [names, people, *[column] * len(content.columns)], [head, *[row] * number]
    look = TableLook(widths, heights, gap=0.02, white_lines=True, header_anchor=MSO_ANCHOR.BOTTOM)
    header = [TextCell(content.headings[0], colour=palette.QUIET), _quiet(content.headings[1])]
    header += [
        TextCell("" if slanting else name, CENTRE, colour=palette.QUIET) for name in content.columns
    ]
    span = len(widths)
    rows: list[Sequence[TextCell | None]] = [header]
    rows += [_heat_row(row, span) for row in content.rows]
    if content.withheld:
        rows.append(_across(content.withheld, span, fill=palette.PALE))
    about = ", ".join([*content.headings, *content.columns])
    canvas.table((box.x, box.y), look, rows, about)
    if slanting:
        for i, name in enumerate(content.columns):
            foot = box.x + names + people + column * (i + 0.5), box.y + head
            draw_slanting(canvas, foot, name, head)


# Slanting names may begin a little higher, as they leave room at the left.
ABOVE = 0.12

# A program makes a row of a table with small text no lower than this.
LOWEST = 0.176


def _slanting_height(names: Sequence[str]) -> float:
    """The height, and at the right the width, that names take at an angle of 45 degrees."""
    longest = max(width(name, palette.SMALL) for name in names) + 0.05
    return (min(2.2, longest) + height(1, palette.SMALL)) / sqrt(2)


def draw_slanting(canvas: Canvas, foot: tuple[float, float], name: str, head: float) -> None:
    """A name that begins at the foot and rises to the right at 45 degrees, as high as the head."""
    high = height(1, palette.SMALL)
    long = min(head * sqrt(2) - high, width(name, palette.SMALL) + 0.05)
    # A shape turns around its middle.
    x, y = foot[0] + long / 2 / sqrt(2), foot[1] - long / 2 / sqrt(2) - high / 2 / sqrt(2)
    place = Box(x - long / 2, y - high / 2, long, high)
    shape = canvas.text(place, name, size=palette.SMALL, colour=palette.QUIET)
    shape.rotation = -45


def _across(text: str, span: int, *, fill: str = "") -> list[TextCell | None]:
    """A quiet text across the whole table."""
    return [TextCell(text, colour=palette.QUIET, fill=fill, span=span), *[None] * (span - 1)]


def _indent(row: HeatRow) -> float:
    return 0.16 * max(0, row.depth - 1)


def _heat_row(row: HeatRow, span: int) -> Sequence[TextCell | None]:
    if not row.cells:
        return _across(row.name, span)
    bold, quiet = row.depth <= 1, palette.QUIET if row.depth > 1 else palette.INK
    cells = [
        TextCell(cell.text, CENTRE, bold=row.depth == 0, fill=palette.SHADES[cell.level])
        for cell in row.cells
    ]
    name = TextCell(row.name, bold=bold, colour=quiet, indent=_indent(row))
    return [name, _quiet(row.n), *cells]


# Choices


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
    row = min(0.5, (box.h - sum(heads) - GAP * (len(panels) - 1)) / number)
    for (text, answers), head in zip(panels, heads, strict=True):
        canvas.text(box.top(head - 0.08), text, bold=True, colour=canvas.deck.accent)
        draw_answers(canvas, box.below(head).top(row * len(answers)), answers)
        box = box.below(head + row * len(answers) + GAP)


def draw_answers(canvas: Canvas, box: Box, answers: Sequence[Scored]) -> None:
    """A row for each answer."""
    rows = [[TextCell(a.name), TextCell(), _bold(a.score)] for a in answers]
    look = TableLook((box.w * 0.5, box.w * 0.4, box.w * 0.1), [box.h / len(rows)] * len(rows))
    listed = _listed(answers)
    canvas.table((box.x, box.y), look, rows, listed)
    canvas.bars(
        Box(box.x + look.widths[0], box.y, look.widths[1], box.h),
        [answer.name for answer in answers],
        [Bars(canvas.said("score"), [a.score for a in answers], canvas.deck.accent)],
        axis=(0.0, max(0.1, *(a.score.value or 0.0 for a in answers)) * 1.02),
        number_format="0%",
        thickness=0.55,
        about=canvas.said("alts.bars", parts=listed),
    )


# Method and actions


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


def draw_actions(canvas: Canvas, box: Box, content: Actions) -> None:
    """What needs attention, and empty lines under the three questions."""
    if content.points:
        place = canvas.heading(box.top(1.7), content.heading)
        draw_sentences(canvas, place, content.points)
        box = box.below(1.9)
    row = min(1.0, (box.h - 0.35) / content.lines)
    look = TableLook(
        [box.w * 0.64, box.w * 0.2, box.w * 0.16],
        [0.35, *[row] * content.lines],
        ruled=range(content.lines + 1),
    )
    header = [
        TextCell(name, bold=True, colour=canvas.deck.accent, size=palette.TEXT)
        for name in content.columns
    ]
    blank = [[TextCell() for _ in content.columns] for _ in range(content.lines)]
    canvas.table((box.x, box.y), look, [header, *blank], ", ".join(content.columns))


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
