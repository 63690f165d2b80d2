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
        members = coded.frame.select(
            pl.int_range(pl.len()).alias("row"),
            pl.col(segment.column).alias(GROUP),
            pl.col(parent_segment.column).alias(PARENT_GROUP),
        )
        for code, exceptions in _exceptions(members):
            row, group, value, usual = exceptions.row(0)
            facts = {"group": group, "segment": name, "parent": parent, "usual": usual}
            facts["groups"] = listing(exceptions[GROUP].unique(maintain_order=True))
            cell = responses.cell(row, parent_segment.source_column)
            yield Problem(code, responses.source, cell, value or "", facts)


def _exceptions(members: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The people whose parent group is not the usual one, by code of the problem.

    A group in which nobody has a parent group, such as a board, has none: that is no problem.
    """
    pairs = members.drop_nulls(GROUP).group_by(GROUP, PARENT_GROUP)
    pairs = pairs.agg(n=pl.len(), row=pl.col("row").min())
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
