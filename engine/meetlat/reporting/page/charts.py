"""The charts of the page: SVG that Vega-Lite draws when the page is made, so it needs no script.

Each chart is drawn twice: for a wide screen or paper, and for a phone, where the letters of the
wide one would be too small to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from markupsafe import Markup

# The width of a chart in pixels, including its labels.
WIDE, NARROW = 900, 324

# The width of the labels left of the bars, in pixels.
LABELS = {WIDE: 230, NARROW: 136}

# The label of a smaller share does not fit in a stacked bar.
SMALLEST_LABELLED = 0.06

INK, QUIET, LINE = "#1d2b33", "#5a6b75", "#d5dde1"
WARM, PALE = "#b4560f", "#c3d0d6"

# The symbols of comparisons: as Vega-Lite calls them, as characters in a legend, and their colours.
# ▲ and ▼ are not among them, because those mark differences.
SHAPES = ("diamond", "circle", "square", "cross", "triangle-right")
SIGNS = ("◆", "●", "■", "✚", "▶")
SYMBOL_COLOURS = ("#1d2b33", "#b4560f", "#7b3294", "#3c7d3c", "#8a6d00")

LABEL = {"type": "text", "color": INK, "fontSize": 12, "fontWeight": "bold"}


@dataclass(frozen=True)
class Bars:
    """The data of a bar chart: a bar for each row, with a symbol for each comparison.

    Attributes:
        rows: `name`, `value`, `label` (the value as text) and a value for each comparison.
        comparisons: the number of the symbol of each comparison, by name.
        highest: the end of the axis.
        percent: whether values are shares.
    """

    rows: Sequence[Mapping[str, Any]]
    comparisons: Mapping[str, int]
    highest: float
    percent: bool = False


def symbol(number: int) -> dict[str, str]:
    """The character and the colour of a comparison in a legend."""
    colour = SYMBOL_COLOURS[number % len(SYMBOL_COLOURS)]
    return {"sign": SIGNS[number % len(SIGNS)], "colour": colour}


def bar_chart(chart: Bars, accent: str, description: str) -> Markup:
    """A bar chart as SVG, wide and narrow."""
    return Markup("").join(
        _svg(_bars_spec(chart, accent, width), description, width) for width in (WIDE, NARROW)
    )


def stacked_bar(
    parts: Sequence[Mapping[str, Any]], colours: tuple[str, str], description: str
) -> Markup:
    """One stacked bar as SVG, wide and narrow.

    Args:
        parts: detractors, passives and promoters: `name`, `value` and `label` of each.
        colours: of the promoters, and of the label on them.
        description: the text for a screen reader.
    """
    return Markup("").join(
        _svg(_stack_spec(parts, colours, width), description, width) for width in (WIDE, NARROW)
    )


def _svg(spec: dict[str, Any], description: str, width: int) -> Markup:
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**_FRAME, **spec})
    kind = "wide" if width == WIDE else "narrow"
    opening = Markup('<svg role="img" class="chart {}" aria-label="{}" ').format(kind, description)
    return opening + Markup(  # noqa: S704 (Vega escapes the texts)
        svg.replace('class="marks" ', "", 1).removeprefix("<svg ")
    )


_FRAME: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "background": None,
    "padding": 2,
    "config": {
        "aria": False,
        "mark": {"aria": False},
        "font": "Arial, Liberation Sans, sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK,
            "gridColor": LINE,
            "domain": False,
            "ticks": False,
            "labelFontSize": 12,
            "labelPadding": 6,
        },
    },
}


def _bars_spec(chart: Bars, accent: str, width: int) -> dict[str, Any]:
    space = LABELS[width]
    names = [_wrap(str(row["name"]), space) for row in chart.rows]
    rows = [
        {"place": i, "key": _key(name, i), **_figures(row, chart)}
        for i, (name, row) in enumerate(zip(names, chart.rows, strict=True))
    ]
    y, x = _category_axis(space), _value_axis(chart, width)
    layers = [
        {"mark": {"type": "bar", "color": accent, "height": 16}, "encoding": {"y": y, "x": x}},
        *(
            {"mark": _point(number), "encoding": {"y": y, "x": {**x, "field": f"c{i}"}}}
            for i, number in enumerate(chart.comparisons.values())
        ),
        {
            "mark": {**LABEL, "align": "left", "dx": 5},
            "encoding": {"y": y, "x": {**x, "field": "edge"}, "text": {"field": "label"}},
        },
    ]
    lines = max((len(name) for name in names), default=1)
    return {
        "data": {"values": rows},
        "width": width - space - 50,
        "height": {"step": 13 + 15 * lines},
        "layer": layers,
    }


def _key(name: Sequence[str], row: int) -> str:
    """A unique key of a row, which shows as its name: two equal names would share a bar."""
    return "\n".join(name) + "\u200b" * row


def _category_axis(space: int) -> dict[str, Any]:
    axis = {"labelLimit": space, "labelExpr": "split(datum.label, '\\n')", "title": None}
    return {"field": "key", "type": "nominal", "sort": {"field": "place"}, "axis": axis}


def _value_axis(chart: Bars, width: int) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": None, "grid": True, "format": ".0%" if chart.percent else "d"}
    axis |= {"tickCount": 5 if width == WIDE else 3, "labelColor": QUIET}
    scale = {"domain": [0, chart.highest], "nice": False}
    return {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}


def _point(number: int) -> dict[str, Any]:
    return {
        "type": "point",
        "shape": SHAPES[number % len(SHAPES)],
        "size": 110,
        "filled": True,
        "color": SYMBOL_COLOURS[number % len(SYMBOL_COLOURS)],
        "stroke": "white",
        "strokeWidth": 1.5,
        "opacity": 1,
    }


def _figures(row: Mapping[str, Any], chart: Bars) -> dict[str, Any]:
    """The figures of a row; `edge` is where its label starts, to the right of bar and symbols."""
    compared = {f"c{i}": row[name] for i, name in enumerate(chart.comparisons)}
    values = [v for v in (row["value"], *compared.values()) if v is not None]
    edge = max(values, default=0.0) + chart.highest * 0.008
    return {"value": row["value"], "label": row["label"], "edge": edge, **compared}


def _stack_spec(
    parts: Sequence[Mapping[str, Any]], colours: tuple[str, str], width: int
) -> dict[str, Any]:
    accent, on_accent = colours
    ends = list(accumulate((part["value"] for part in parts), initial=0.0))
    rows = [
        {
            "name": part["name"],
            "from": start,
            "until": end,
            "middle": (start + end) / 2,
            "label": part["label"] if part["value"] >= SMALLEST_LABELLED else "",
        }
        for part, (start, end) in zip(parts, pairwise(ends), strict=True)
    ]
    names = [part["name"] for part in parts]
    x: dict[str, Any] = {"field": "from", "type": "quantitative", "axis": None}
    x |= {"scale": {"domain": [0, ends[-1]], "nice": False}}
    fill = {"domain": names, "range": [WARM, PALE, accent]}
    ink = {"domain": names, "range": ["white", INK, on_accent]}
    bar = {"x": x, "x2": {"field": "until"}, "color": _colour_by_name(fill)}
    label = {"text": {"field": "label"}, "color": _colour_by_name(ink)}
    text = {"x": {**x, "field": "middle"}, **label}
    return {
        "data": {"values": rows},
        "width": width - 10,
        "height": 46,
        "resolve": {"scale": {"color": "independent"}},
        "layer": [
            {"mark": "bar", "encoding": bar},
            {"mark": {**LABEL, "fontSize": 14}, "encoding": text},
        ],
    }


def _colour_by_name(scale: dict[str, Any]) -> dict[str, Any]:
    return {"field": "name", "type": "nominal", "scale": scale, "legend": None}


def _wrap(name: str, pixels: int) -> list[str]:
    """Wrap a name to three lines at most, at about six pixels a letter."""
    from textwrap import wrap

    lines = wrap(name, max(8, int(pixels / 6.3))) or [""]
    return [*lines[:2], f"{lines[2][:-1]}…"] if len(lines) > 3 else lines
