"""Native charts with their data, whose plot area fills the frame exactly.

So a row of a table beside a chart stands at the height of its bar or point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn

from meetlat.reporting.drawing import palette
from meetlat.reporting.drawing.boxes import Box
from meetlat.reporting.drawing.text_size import width
from meetlat.reporting.figures import Shown
from meetlat.reporting.slides.deck import Deck, describe, solid
from meetlat.reporting.slides.elements import child, element, markup, parsed

# The markers and their sizes. LibreOffice draws no outlines of markers, so none is open; and it
# draws the first series on top where PowerPoint draws the last, so the markers of comparisons are
# small enough to be seen on that of the current score.
MARKERS = {
    "current": (XL_MARKER_STYLE.CIRCLE, 10),
    "diamond": (XL_MARKER_STYLE.DIAMOND, 8),
    "circle": (XL_MARKER_STYLE.CIRCLE, 6),
    "square": (XL_MARKER_STYLE.SQUARE, 5),
}


class Bars(NamedTuple):
    """A series of bars with a figure per category, in one colour or one for each bar.

    `ink` is the colour of the labels in the bars; blank for no labels.
    """

    name: str
    values: Sequence[Shown]
    colour: str | Sequence[str]
    ink: str = ""


class Dots(NamedTuple):
    """A series of points: its name, the points, the kind of marker and its colour.

    A point without figures is a blank row in the data.
    """

    name: str
    points: Sequence[tuple[float | None, float | None]]
    marker: str
    colour: str


def draw_bars(
    deck: Deck,
    slide: Any,
    box: Box,
    names: Sequence[str],
    series: Sequence[Bars],
    *,
    axis: tuple[float, float],
    number_format: str,
    thickness: float,
    about: str,
) -> None:
    """Draw horizontal bars, stacked if there are several series, the first category on top.

    Each category takes an equal part of the height of the box, and a bar the part `thickness` of
    that. `axis` has the two ends, and `about` is the text for screen readers.
    """
    data = CategoryChartData(number_format=number_format)
    data.categories = names
    for one in series:
        data.add_series(one.name, [shown.value for shown in one.values])
    kind = XL_CHART_TYPE.BAR_STACKED if len(series) > 1 else XL_CHART_TYPE.BAR_CLUSTERED
    chart = _chart(deck, slide, box, kind, data, about)
    chart.plots[0].gap_width = round(100 * (1 - thickness) / thickness)
    if len(series) > 1:
        chart.plots[0].overlap = 100
    chart.category_axis.reverse_order = True
    _quiet(chart.category_axis)
    _quiet(chart.value_axis, axis)
    for one, drawn in zip(series, chart.plots[0].series, strict=True):
        _colour(drawn, one)
        if one.ink:
            room = box.w / (axis[1] - axis[0])
            _labels(deck, drawn, one, number_format, room)


def draw_dots(
    deck: Deck,
    slide: Any,
    box: Box,
    series: Sequence[Dots],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    about: str,
    cross: tuple[float, float] | None = None,
    step: float | None = None,
    formats: tuple[str, str] = ("0.0", "0.0"),
) -> None:
    """Draw points by two figures; the last series are drawn over the others.

    Args:
        deck: the presentation.
        slide: the slide.
        box: the frame.
        series: the points.
        x: the ends of the horizontal axis.
        y: the ends of the vertical axis.
        about: the text for screen readers.
        cross: where the axes cross, drawn as lines; None for no lines.
        step: the distance of the vertical lines; None for no lines.
        formats: the number formats of the two figures.
    """
    data = XyChartData(number_format=formats[0])
    # LibreOffice drops a series that comes before a longer one, so all get the same length.
    longest = max(len(one.points) for one in series)
    for one in series:
        drawn = data.add_series(one.name, number_format=formats[1])
        for point in [*one.points, *[(None, None)] * (longest - len(one.points))]:
            drawn.add_data_point(*point)
    chart = _chart(deck, slide, box, XL_CHART_TYPE.XY_SCATTER, data, about)
    _remove_blanks(chart)
    across, upwards = chart.category_axis, chart.value_axis
    _quiet(across, x)
    _quiet(upwards, y)
    if step:
        across.major_unit = step
        across.has_major_gridlines = True
        _line(across.major_gridlines.format.line, palette.LINE)
    if cross:
        for axis, place in ((across, cross[0]), (upwards, cross[1])):
            axis.crosses_at = place  # the point of this axis where the other one crosses it
            _line(axis.format.line, palette.QUIET)
    for one, drawn in zip(series, chart.plots[0].series, strict=True):
        _mark(deck, drawn, one)


def _chart(deck: Deck, slide: Any, box: Box, kind: Any, data: Any, about: str) -> Any:
    frame = slide.shapes.add_chart(kind, *deck.place(box), data)
    describe(frame, about)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = deck.points(palette.SMALL)
    area = chart._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = element("c:layout")
        area.insert(0, layout)
    for old in [*layout]:
        layout.remove(old)
    manual = child(layout, "c:manualLayout")
    parts = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
    for name, value in {**parts, "x": "0", "y": "0", "w": "1", "h": "1"}.items():
        child(manual, f"c:{name}", val=value)
    return chart


def _quiet(axis: Any, ends: tuple[float, float] | None = None) -> None:
    """An axis without line, ticks and labels."""
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.fill.background()
    if ends:
        axis.minimum_scale, axis.maximum_scale = ends


def _remove_blanks(chart: Any) -> None:
    """Remove the points that python-pptx wrote as the text None."""
    for point in [*chart._chartSpace.iter(qn("c:pt"))]:
        if point.findtext(qn("c:v")) == str(None):
            point.getparent().remove(point)


def _line(line: Any, colour: str) -> None:
    line.color.rgb = RGBColor.from_string(colour)
    line.width = 9525


def _colour(drawn: Any, bars: Bars) -> None:
    drawn.invert_if_negative = False
    whole = bars.colour if isinstance(bars.colour, str) else bars.colour[0]
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = RGBColor.from_string(whole)
    if not isinstance(bars.colour, str):
        for place, colour in enumerate(bars.colour):
            if colour != whole:
                fill = drawn.points[place].format.fill
                fill.solid()
                fill.fore_color.rgb = RGBColor.from_string(colour)


def _labels(deck: Deck, drawn: Any, bars: Bars, number_format: str, room: float) -> None:
    """Label the bars that are wide enough for their figure."""
    labels = drawn._element.get_or_add_dLbls()
    for old in [*labels]:
        labels.remove(old)
    size = deck.points(palette.SMALL).centipoints
    written = [
        _label(place, number_format, size, bars.ink)
        for place, shown in enumerate(bars.values)
        if shown.value is not None and room * shown.value > width(shown.text, palette.SMALL)
    ]
    labels.extend(parsed("".join([*written, *_shown()])))


def _label(place: int, number_format: str, size: int, ink: str) -> str:
    font = markup("a:pPr", markup("a:defRPr", solid(ink), sz=size))
    paragraph = markup("a:p", font, markup("a:endParaRPr", lang="en-US"))
    return markup(
        "c:dLbl",
        markup("c:idx", val=place),
        markup("c:numFmt", formatCode=number_format, sourceLinked=0),
        markup("c:spPr", markup("a:noFill")),
        markup("c:txPr", markup("a:bodyPr"), paragraph),
        markup("c:dLblPos", val="ctr"),
        *_shown("showVal"),
    )


def _shown(only: str = "") -> Iterator[str]:
    """What labels show: nothing, or one of these."""
    names = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    for name in (f"show{name}" for name in names):
        yield markup(f"c:{name}", val=int(name == only))


def _mark(deck: Deck, drawn: Any, dots: Dots) -> None:
    drawn.format.line.fill.background()
    style, size = MARKERS[dots.marker]
    drawn.marker.style = style
    drawn.marker.size = max(2, round(size * deck.scale))
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = RGBColor.from_string(dots.colour)
    drawn.marker.format.line.fill.background()
