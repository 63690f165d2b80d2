"""The heat maps: the scores of the groups of each segment, next to those of the organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meetlat.reporting.figures import DASH, Row
from meetlat.reporting.page.figures import PageFigures, TemplateData


def segments(figures: PageFigures) -> Iterator[TemplateData]:
    """A heat map for each segment: the organisation, and then the groups of the segment."""
    if "SegmentScores" not in figures.report:
        return
    table = figures.report.tables["SegmentScores"]
    everyone, *rows = table.frame.rows(named=True)
    enps = [column for column in ("enps",) if column in table.frame.columns]
    columns = [*table.varying, *enps]
    for segment, name in figures.catalogue.segment_names.items():
        groups = [row for row in rows if row["segment"] == segment]
        if groups:
            yield {
                "name": name,
                "columns": [*table.varying, *(figures.words[column] for column in enps)],
                "rows": [_row(figures, row, everyone, columns) for row in (everyone, *groups)],
            }


def _row(figures: PageFigures, row: Row, everyone: Row, columns: Sequence[str]) -> TemplateData:
    withheld = all(row[column] is None for column in columns)
    return {
        "name": row["group"],
        "n": DASH if withheld else figures.number(row["n"], 0).text,
        "everyone": row is everyone,
        "withheld": withheld,
        "cells": [_cell(figures, row[c], everyone[c], enps=c == "enps") for c in columns],
    }


def _cell(
    figures: PageFigures, value: float | None, everyone: float | None, *, enps: bool
) -> TemplateData:
    """A figure, and its shade by its distance from the figure of the organisation."""
    shown = figures.signed(value, 0) if enps else figures.number(value)
    level = figures.shade(value, everyone, enps=enps)
    return {"shown": shown.text, "level": level, "withheld": value is None}
