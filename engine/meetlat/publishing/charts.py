"""The charts of the page, drawn beforehand by Vega-Lite: SVG that needs no script.

Each chart is drawn twice, for a wide screen or paper and for a phone: one that is scaled down has
letters nobody can read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

WIDE, NARROW = 900, 324
"""Pixels, letters included."""

INK, QUIET, LINE = "#1d2b33", "#5a6b75", "#d5dde1"
WARM, PALE = "#b4560f", "#c3d0d6"
SHAPES = ("diamond", "circle", "triangle-up", "square", "cross")
SIGNS = ("◆", "●", "▲", "■", "✚")
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


def stack(parts: Sequence[Mapping[str, Any]], accent: str, description: str) -> Markup:
    """One stacked bar: detractors, passives, promoters (`name`, `value`, `label`)."""
    return Markup("").join(
        _drawn(_stack_spec(parts, accent, width), description, width) for width in (WIDE, NARROW)
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
    labels = 230 if width == WIDE else 136
    rows = [
        {"order": i, "name": _wrapped(str(row["name"]), labels), **_figures(row, chart)}
        for i, row in enumerate(chart.rows)
    ]
    height = max(len(row["name"]) for row in rows) * 15 + 13 if rows else 28
    axis = {"labelLimit": labels, "labelExpr": "split(datum.label, '\\n')", "title": None}
    y = {"field": "key", "type": "nominal", "sort": {"field": "order"}, "axis": axis}
    for row in rows:
        row["key"] = "\n".join(row.pop("name"))
        if row["key"] in (other.get("key") for other in rows[: row["order"]]):
            row["key"] += "\u200b" * row["order"]
    scale = {"domain": [0, chart.highest], "nice": False}
    x_axis = {"title": None, "grid": True, "format": ".0%" if chart.percent else "d"}
    x_axis |= {"tickCount": 5 if width == WIDE else 3, "labelColor": QUIET}
    x = {"field": "value", "type": "quantitative", "scale": scale, "axis": x_axis}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "color": accent, "height": 16}, "encoding": {"y": y, "x": x}},
    ]
    for i, number in enumerate(chart.comparisons.values()):
        point = {
            "type": "point",
            "shape": SHAPES[number % len(SHAPES)],
            "size": 110,
            "filled": True,
            "color": MARKERS[number % len(MARKERS)],
            "stroke": "white",
            "strokeWidth": 1.5,
            "opacity": 1,
        }
        layers.append({"mark": point, "encoding": {"y": y, "x": {**x, "field": f"c{i}"}}})
    text = {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": 12}
    edge = {**x, "field": "edge"}
    layers.append(
        {
            "mark": {**text, "fontWeight": "bold"},
            "encoding": {"y": y, "x": edge, "text": {"field": "label"}},
        }
    )
    return {
        "data": {"values": rows},
        "width": width - labels - 50,
        "height": {"step": height},
        "layer": layers,
    }


def _figures(row: Mapping[str, Any], chart: Bars) -> dict[str, Any]:
    """The figures of a row; its label stands right of the bar and of every mark."""
    given = {f"c{i}": row[name] for i, name in enumerate(chart.comparisons)}
    present = [v for v in (row["value"], *given.values()) if v is not None]
    return {
        "value": row["value"],
        "label": row["label"],
        "edge": max(present, default=0.0) + chart.highest * 0.008,
        **given,
    }


def _stack_spec(parts: Sequence[Mapping[str, Any]], accent: str, width: int) -> dict[str, Any]:
    names = [part["name"] for part in parts]
    end = 0.0
    rows = []
    for part in parts:
        rows.append(
            {**part, "from": end, "until": end + part["value"], "dark": part is not parts[1]}
        )
        end += part["value"]
    colours = {"domain": names, "range": [WARM, PALE, accent]}
    scale = {"domain": [0, max(1.0, end)], "nice": False}
    x = {"field": "from", "type": "quantitative", "axis": None, "scale": scale}
    middle = {**x, "field": "middle"}
    for row in rows:
        row["middle"] = (row["from"] + row["until"]) / 2
        if row["value"] < 0.06:
            row["label"] = ""
    return {
        "data": {"values": rows},
        "width": width - 10,
        "height": 46,
        "layer": [
            {
                "mark": "bar",
                "encoding": {
                    "x": x,
                    "x2": {"field": "until"},
                    "color": {"field": "name", "scale": colours, "legend": None},
                },
            },
            {
                "mark": {"type": "text", "fontSize": 14, "fontWeight": "bold"},
                "encoding": {
                    "x": middle,
                    "text": {"field": "label"},
                    "color": {
                        "condition": {"test": "datum.dark", "value": "white"},
                        "value": INK,
                    },
                },
            },
        ],
    }


def _wrapped(name: str, pixels: int) -> list[str]:
    """The name on lines that fit; a letter is some six pixels wide."""
    from textwrap import wrap

    lines = wrap(name, max(8, int(pixels / 6.3))) or [""]
    return [*lines[:2], f"{lines[2][:-1]}…"] if len(lines) > 3 else lines
