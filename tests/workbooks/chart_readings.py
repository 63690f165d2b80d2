"""Readings of the charts, after LibreOffice has calculated them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from printed_pages import computed
from workbook_parts import CHART, chart_references, parts

# Three times a bar, a gap and a mark in three colours; and a last bar.
SERIES_OF_THEMES = 16


@dataclass
class Bar:
    """Length of a bar and places of its marks, by comparison, as parts of the range."""

    reach: float = 0
    marks: dict[str, float] = field(default_factory=dict)


def bars(workbook: Path) -> list[Bar]:
    """The bars of the first page, from top to bottom."""
    found = parts(computed(workbook))
    (part,) = [
        part for part, refs in chart_references(found).items() if len(refs) == SERIES_OF_THEMES
    ]
    return rows_of(found[part])


COLOURS = {"accent1": "ACCENT", "accent2": "WARM", "accent4": "LIGHT"}


def rings(workbook: Path) -> list[dict[str, float]]:
    """The parts of each ring by their colour."""
    shipped, calculated = charts(workbook), charts(computed(workbook))
    found = []
    for chart, after in zip(shipped, calculated, strict=True):
        if list(chart.iter(f"{CHART}doughnutChart")):
            tones = [point[-1] for point in chart.iter(f"{CHART}dPt")]
            colours = [next(c.attrib["val"] for c in t.iter("{*}schemeClr")) for t in tones]
            (series,) = after.iter(f"{CHART}ser")
            named = {COLOURS[colours[at]]: share for at, share in points_of(series).items()}
            found.append(named)
    return found


def charts(workbook: Path) -> list[etree._Element]:
    """The charts in the order of their numbers."""
    numbers = re.compile(r"xl/charts/chart(\d+)\.xml")
    found = {
        int(name[1]): xml
        for part, xml in parts(workbook).items()
        if (name := numbers.fullmatch(part))
    }
    return [etree.fromstring(found[number]) for number in sorted(found)]


def rows_of(chart: bytes) -> list[Bar]:
    """The bar of each row, from the pieces in it."""
    series = [
        (name_of(each), points_of(each)) for each in etree.fromstring(chart).iter(f"{CHART}ser")
    ]
    own = series[0][0]
    found = []
    for row in sorted({row for _, points in series for row in points}):
        at, bar = 0.0, Bar()
        for name, points in series:
            length = points.get(row, 0)
            if name and length and name == own:
                bar.reach = round(at + length, 9)
            elif name and length:
                bar.marks[name[0]] = round(at + length / 2, 9)
            at += length
        found.append(bar)
    return [bar for bar in found if bar.reach]


def name_of(series: etree._Element) -> str:
    """The column letter of the name of the series; blank for a gap."""
    names = [f.text or "" for tx in series.iter(f"{CHART}tx") for f in tx.iter(f"{CHART}f")]
    return names[0].split("!")[1].replace("$", "") if names else ""


def points_of(series: etree._Element) -> dict[int, float]:
    points = (p for val in series.iter(f"{CHART}val") for p in val.iter(f"{CHART}pt"))
    return {int(p.attrib["idx"]): float(p[0].text or "nan") for p in points}
