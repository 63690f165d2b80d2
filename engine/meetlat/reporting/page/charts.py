"""The charts of the page, drawn beforehand by Vega-Lite: SVG that needs no script.

Each chart is drawn twice, for a wide screen or paper and for a phone: one that is scaled down has
letters nobody can read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from markupsafe import Markup

WIDE, NARROW = 900, 324
"""Pixels, letters included."""

LABELS = {WIDE: 230, NARROW: 136}
"""Pixels for what stands left of the bars."""

NARROWEST = 0.06
"""Share of a stacked bar below which its label would not fit."""

INK, QUIET, LINE = "#1d2b33", "#5a6b75", "#d5dde1"
WARM, PALE = "#b4560f", "#c3d0d6"
SHAPES = ("diamond", "circle", "square", "cross", "triangle-right")
SIGNS = ("◆", "●", "■", "✚", "▶")
"""Of comparisons; not ▲ and ▼, which say of a figure that it differs."""

LABEL = {"type": "text", "color": INK, "fontSize": 12, "fontWeight": "bold"}
MARKERS = ("#1d2b33", "#b4560f", "#7b3294", "#3c7d3c", "#8a6d00")


@dataclass(frozen=True)
class Bars:
    """A bar a row, and beside it the marks of what it is compared with.

    Attributes:
        rows: `name`, `value`, `label` (the value as shown) and a value for each comparison.
        comparisons: by name, the number of the mark of each.
        highest: end of the axis.
        percent: whether values are shares.
    """

    rows: Sequence[Mapping[str, Any]]
    comparisons: Mapping[str, int]
    highest: float
    percent: bool = False


def mark(number: int) -> dict[str, str]:
    """The sign and colour of a comparison, for a legend."""
    return {"sign": SIGNS[number % len(SIGNS)], "colour": MARKERS[number % len(MARKERS)]}


def bars(chart: Bars, accent: str, description: str) -> Markup:
    """The bars as SVG, once wide and once narrow."""
    return Markup("").join(
        _drawn(_bars_spec(chart, accent, width), description, width) for width in (WIDE, NARROW)
    )


def stack(parts: Sequence[Mapping[str, Any]], colours: tuple[str, str], description: str) -> Markup:
    """One stacked bar: detractors, passives, promoters (`name`, `value`, `label`).

    The last part has the first of the colours, and its label the second.
    """
    return Markup("").join(
        _drawn(_stack_spec(parts, colours, width), description, width) for width in (WIDE, NARROW)
    )


def _drawn(spec: dict[str, Any], description: str, width: int) -> Markup:
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**_FRAME, **spec})
    kind = "wide" if width == WIDE else "narrow"
    opening = Markup('<svg role="img" class="chart {}" aria-label="{}" ').format(kind, description)
    return opening + Markup(  # noqa: S704 (Vega escapes what it draws)
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
    names = [_wrapped(str(row["name"]), space) for row in chart.rows]
    rows = [
        {"place": place, "key": _key(name, place), **_figures(row, chart)}
        for place, (name, row) in enumerate(zip(names, chart.rows, strict=True))
    ]
    y, x = _categories(space), _values(chart, width)
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


def _key(name: Sequence[str], place: int) -> str:
    """What the chart knows a row by: two of one name would share a bar, so each is its own."""
    return "\n".join(name) + "\u200b" * place


def _categories(space: int) -> dict[str, Any]:
    axis = {"labelLimit": space, "labelExpr": "split(datum.label, '\\n')", "title": None}
    return {"field": "key", "type": "nominal", "sort": {"field": "place"}, "axis": axis}


def _values(chart: Bars, width: int) -> dict[str, Any]:
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
        "color": MARKERS[number % len(MARKERS)],
        "stroke": "white",
        "strokeWidth": 1.5,
        "opacity": 1,
    }


def _figures(row: Mapping[str, Any], chart: Bars) -> dict[str, Any]:
    """The figures of a row; its label stands right of the bar and of every mark."""
    given = {f"c{i}": row[name] for i, name in enumerate(chart.comparisons)}
    present = [v for v in (row["value"], *given.values()) if v is not None]
    edge = max(present, default=0.0) + chart.highest * 0.008
    return {"value": row["value"], "label": row["label"], "edge": edge, **given}


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
            "label": part["label"] if part["value"] >= NARROWEST else "",
        }
        for part, (start, end) in zip(parts, pairwise(ends), strict=True)
    ]
    names = [part["name"] for part in parts]
    x: dict[str, Any] = {"field": "from", "type": "quantitative", "axis": None}
    x |= {"scale": {"domain": [0, ends[-1]], "nice": False}}
    fill = {"domain": names, "range": [WARM, PALE, accent]}
    ink = {"domain": names, "range": ["white", INK, on_accent]}
    bar = {"x": x, "x2": {"field": "until"}, "color": _coloured(fill)}
    text = {"x": {**x, "field": "middle"}, "text": {"field": "label"}, "color": _coloured(ink)}
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


def _coloured(scale: dict[str, Any]) -> dict[str, Any]:
    return {"field": "name", "type": "nominal", "scale": scale, "legend": None}


def _wrapped(name: str, pixels: int) -> list[str]:
    """The name on lines that fit; a letter is some six pixels wide."""
    from textwrap import wrap

    lines = wrap(name, max(8, int(pixels / 6.3))) or [""]
    return [*lines[:2], f"{lines[2][:-1]}…"] if len(lines) > 3 else lines
