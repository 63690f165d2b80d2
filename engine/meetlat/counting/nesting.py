"""The group that each group lies in, for segments with a parent such as teams in departments."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from meetlat.checking.catalogue.segments import parent_cycle
from meetlat.groups import Group
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.rows import Rows


def parent_groups(catalogue: Catalogue, coded: CodedAnswers) -> dict[Group, Group]:
    """The group of the parent segment in which most people of each group are."""
    parents = dict(catalogue.segments.select("segment", "parent").drop_nulls("segment").rows())
    found: dict[Group, Group] = {}
    for name, segment in coded.segments.items():
        parent = parents.get(name)
        if parent is not None and parent in coded.segments and not parent_cycle(name, parents):
            pairs = _pairs(coded.rows, segment.column, coded.segments[parent].column)
            found |= {Group(name, own): Group(parent, other) for own, other in pairs.items()}
    return found


def _pairs(rows: Rows, own: str, parent: str) -> Mapping[str, str]:
    """The most frequent value of one column for each value of another."""
    parts = [
        batch.select(own=own, parent=parent).drop_nulls().group_by("own", "parent").len()
        for batch in rows.batches([own, parent])
    ]
    counted = pl.concat(parts).group_by("own", "parent").agg(pl.col("len").sum())
    text = pl.col("own", "parent").cast(pl.String)
    ranked = counted.with_columns(text).sort("len", "parent", descending=[True, False])
    return dict(ranked.unique("own", keep="first", maintain_order=True)["own", "parent"].rows())
