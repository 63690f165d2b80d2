"""Check in the responses that every group of a segment lies in one group of its parent."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from meetlat.checking.catalogue.segments import parent_cycle
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.responses import Responses
from meetlat.reading.responses.rows import Rows

# Names of columns that no segment can have.
PARENT_GROUP, GROUP = "\x00parent", "\x00group"


def check_nesting(
    catalogue: Catalogue, coded: CodedAnswers, responses: Responses
) -> Iterator[Problem]:
    """Report groups in more than one group of the parent, or in none for some people.

    There is at most one problem of each kind per segment, at the first person whose parent group
    differs from that of most people in the group. A segment that is its own ancestor is skipped,
    because that is already reported.
    """
    parents = dict(catalogue.segments.select("segment", "parent").drop_nulls("segment").rows())
    for name, segment in coded.segments.items():
        parent = parents.get(name)
        if parent is None or parent not in coded.segments or parent_cycle(name, parents):
            continue
        parent_segment = coded.segments[parent]
        pairs = _pairs(coded.rows, segment.column, parent_segment.column)
        for code, exceptions in _exceptions(pairs):
            row, group, value, usual = exceptions.row(0)
            facts = {"group": group, "segment": name, "parent": parent, "usual": usual}
            facts["groups"] = listing(exceptions[GROUP].unique(maintain_order=True))
            cell = responses.cell(row, parent_segment.source_column)
            yield Problem(code, responses.source, cell, value or "", facts)


def _pairs(rows: Rows, column: str, parent: str) -> pl.DataFrame:
    """The pairs of a group and its parent group: how many people (`n`), and the first (`row`)."""
    parts, first = [], 0
    for batch in rows.batches([column, parent]):
        people = batch.select(
            (pl.int_range(pl.len()) + first).alias("row"),
            pl.col(column).alias(GROUP),
            pl.col(parent).alias(PARENT_GROUP),
        )
        pairs = people.drop_nulls(GROUP).group_by(GROUP, PARENT_GROUP)
        parts.append(pairs.agg(n=pl.len(), row=pl.col("row").min()))
        first += len(batch)
    pairs = pl.concat(parts).group_by(GROUP, PARENT_GROUP)
    return pairs.agg(pl.col("n").sum(), pl.col("row").min())


def _exceptions(pairs: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The people whose parent group is not the usual one, by code of the problem.

    A group in which nobody has a parent group, such as a board, has none: that is no problem.
    """
    pairs = pairs.with_columns(pl.col(GROUP, PARENT_GROUP).cast(pl.String))
    has_parent = pl.col(PARENT_GROUP).is_not_null()
    usual = (
        pairs.filter(has_parent)
        .sort("n", "row", descending=[True, False])
        .group_by(GROUP, maintain_order=True)
        .agg(usual=pl.col(PARENT_GROUP).first())
    )
    rows = pairs.join(usual, on=GROUP).filter(pl.col(PARENT_GROUP).ne_missing(pl.col("usual")))
    rows = rows.sort("row").select("row", GROUP, PARENT_GROUP, "usual")
    for code, of_code in (("two-parents", has_parent), ("no-parent", ~has_parent)):
        exceptions = rows.filter(of_code)
        if len(exceptions):
            yield code, exceptions
