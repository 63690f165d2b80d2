"""The heat maps: the scores of the groups of each segment, next to those of the organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meetlat.formatting import NO_FIGURE
from meetlat.reporting.page.figures import Figures, Row, TemplateData

# A shade for every 0.3 (or 10 points of eNPS) away from the organisation, three shades at most.
STEP, ENPS_STEP, STEPS = 0.3, 10, 3


def segments(figures: Figures) -> Iterator[TemplateData]:
    """A heat map for each segment: the organisation, and then the groups of the segment."""
    if "SegmentScores" not in figures.report:
        return
    table = figures.report.tables["SegmentScores"]
    everyone, *rows = table.frame.rows(named=True)
    enps = [column for column in ("enps",) if column in table.frame.columns]
    columns = [*table.varying, *enps]
    for segment, name in figures.catalogue.segments.select("segment", "name").iter_rows():
        groups = [row for row in rows if row["segment"] == segment]
        if groups:
            yield {
                "name": name,
                "columns": [*table.varying, *(figures.words[column] for column in enps)],
                "rows": [_row(figures, row, everyone, columns) for row in (everyone, *groups)],
            }


def _row(figures: Figures, row: Row, everyone: Row, columns: Sequence[str]) -> TemplateData:
    withheld = all(row[column] is None for column in columns)
    return {
        "name": row["group"],
        "n": NO_FIGURE if withheld else figures.number(row["n"], 0),
        "everyone": row is everyone,
        "withheld": withheld,
        "cells": [_cell(figures, row[c], everyone[c], enps=c == "enps") for c in columns],
    }


def _cell(
    figures: Figures, value: float | None, everyone: float | None, *, enps: bool
) -> TemplateData:
    """A figure, and its shade by its distance from the figure of the organisation."""
    shown = figures.signed(value, 0) if enps else figures.number(value)
    if value is None or everyone is None:
        return {"shown": shown, "level": 0, "withheld": value is None}
    steps = (value - everyone) / (ENPS_STEP if enps else STEP)
    return {"shown": shown, "level": int(max(-STEPS, min(STEPS, steps))), "withheld": False}
