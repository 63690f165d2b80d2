"""The heat maps: the groups of each segment beside the whole organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meetlat.formatting import NO_FIGURE
from meetlat.groups import WHOLE
from meetlat.reporting.page.figures import Figures, Row, Shown

STEP, ENPS_STEP, STEPS = 0.3, 10, 3
"""How far from the organisation's figure a shade begins, and how many shades there are each way."""


MOST_ROWS = 500
"""Of a heat map on the page of one group: each of 5,000 teams would have the scores of all."""


def segments(figures: Figures) -> Iterator[Shown]:
    """A heat map a segment, its groups below the whole organisation.

    On the page of one group a segment of very many shows that group alone, if it is in it.
    """
    if "SegmentScores" not in figures.report:
        return
    table = figures.report.tables["SegmentScores"]
    everyone, *rows = table.frame.rows(named=True)
    enps = [column for column in ("enps",) if column in table.frame.columns]
    columns = [*table.varying, *enps]
    for segment, name in figures.catalogue.segments.select("segment", "name").iter_rows():
        groups = [row for row in rows if row["segment"] == segment]
        many = len(groups) if figures.report.group != WHOLE and len(groups) > MOST_ROWS else 0
        if many:
            groups = [row for row in groups if (segment, row["group"]) == figures.report.group]
        if groups:
            yield {
                "name": name,
                "note": figures.words["one_of_many"].format(count=many) if many else "",
                "columns": [*table.varying, *(figures.words[column] for column in enps)],
                "rows": [_group(figures, row, everyone, columns) for row in (everyone, *groups)],
            }


def _group(figures: Figures, row: Row, everyone: Row, columns: Sequence[str]) -> Shown:
    withheld = all(row[column] is None for column in columns)
    return {
        "name": row["group"],
        "n": NO_FIGURE if withheld else figures.number(row["n"], 0),
        "everyone": row is everyone,
        "withheld": withheld,
        "because": row.get("withheld"),
        "cells": [_cell(figures, row[c], everyone[c], enps=c == "enps") for c in columns],
    }


def _cell(figures: Figures, value: float | None, usual: float | None, *, enps: bool) -> Shown:
    """A figure, and how many shades it is from the organisation's."""
    shown = figures.signed(value, 0) if enps else figures.number(value)
    if value is None or usual is None:
        return {"shown": shown, "level": 0, "withheld": value is None}
    away = (value - usual) / (ENPS_STEP if enps else STEP)
    return {"shown": shown, "level": int(max(-STEPS, min(STEPS, away))), "withheld": False}
