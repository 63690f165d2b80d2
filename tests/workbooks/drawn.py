"""What the chart of themes draws, read from the chart itself once LibreOffice has computed it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from seen import computed
from workbook_parts import CHART, chart_references, parts

PIECES = 16
"""Series of the chart: bar, gap and a mark in each of three colours, thrice; and bar."""

ANSWERS = 8
"""Series of the chart of shares: so many answers at most."""


@dataclass
class Bar:
    """How far a bar reaches, as a part of the range, and where its marks are, by comparison."""

    reach: float = 0
    marks: dict[str, float] = field(default_factory=dict)


def bars(workbook: Path) -> list[Bar]:
    """The bars of the first page, from above."""
    found = parts(computed(workbook))
    (part,) = [part for part, refs in chart_references(found).items() if len(refs) == PIECES]
    return rows_of(found[part])


def spreads(workbook: Path) -> list[list[float]]:
    """The shares of each stacked bar, from above and from the left."""
    found = parts(computed(workbook))
    (part,) = [part for part, refs in chart_references(found).items() if len(refs) == ANSWERS]
    series = [points_of(each) for each in etree.fromstring(found[part]).iter(f"{CHART}ser")]
    rows = sorted({row for points in series for row in points})
    return [[points[row] for points in series if row in points] for row in rows]


COLOURS = {"accent1": "ACCENT", "accent2": "WARM", "accent4": "LIGHT"}


def rings(workbook: Path) -> list[dict[str, float]]:
    """The parts of each ring by their colour."""
    made, shown = charts(workbook), charts(computed(workbook))
    drawn = []
    for chart, seen in zip(made, shown, strict=True):
        if list(chart.iter(f"{CHART}doughnutChart")):
            tones = [point[-1] for point in chart.iter(f"{CHART}dPt")]
            colours = [next(c.attrib["val"] for c in t.iter("{*}schemeClr")) for t in tones]
            (series,) = seen.iter(f"{CHART}ser")
            named = {COLOURS[colours[at]]: share for at, share in points_of(series).items()}
            drawn.append(named)
    return drawn


def charts(workbook: Path) -> list[etree._Element]:
    """The charts in the order of their numbers, from whichever number a program counts."""
    numbers = re.compile(r"xl/charts/chart(\d+)\.xml")
    found = {
        int(name[1]): xml
        for part, xml in parts(workbook).items()
        if (name := numbers.fullmatch(part))
    }
    return [etree.fromstring(found[number]) for number in sorted(found)]


def rows_of(chart: bytes) -> list[Bar]:
    """Lay the pieces of each row behind each other."""
    series = [
        (name_of(each), points_of(each)) for each in etree.fromstring(chart).iter(f"{CHART}ser")
    ]
    own = series[0][0]
    drawn = []
    for row in sorted({row for _, points in series for row in points}):
        at, bar = 0.0, Bar()
        for name, points in series:
            length = points.get(row, 0)
            if name and length and name == own:
                bar.reach = round(at + length, 9)
            elif name and length:
                bar.marks[name[0]] = round(at + length / 2, 9)
            at += length
        drawn.append(bar)
    return [bar for bar in drawn if bar.reach]


def name_of(series: etree._Element) -> str:
    """The column of the cell with its name; blank for a gap."""
    names = [f.text or "" for tx in series.iter(f"{CHART}tx") for f in tx.iter(f"{CHART}f")]
    return names[0].split("!")[1].replace("$", "") if names else ""


def points_of(series: etree._Element) -> dict[int, float]:
    points = (p for val in series.iter(f"{CHART}val") for p in val.iter(f"{CHART}pt"))
    return {int(p.attrib["idx"]): float(p[0].text or "nan") for p in points}
