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


def check_nesting(
    catalogue: Catalogue, coded: CodedAnswers, responses: Responses
) -> Iterator[Problem]:
    """Report groups in more than one group of the parent, or in none for some people.

    There is at most one problem of each kind per segment, at the first person whose parent group
    differs from that of most people in the group. A segment that is its own ancestor is skipped,
    because that is already reported.
    """
    parents = dict(catalogue.segments.select("segment", "parent").drop_nulls("segment").rows())
    for name in coded.segments:
        parent = parents.get(name)
        if parent is None or parent not in coded.segments or parent_cycle(name, parents):
            continue
        parent_segment = coded.segments[parent]
        for code, exceptions in _exceptions(coded.kinds.pairs(name, parent)):
            row, group, value, usual = exceptions.row(0)
            facts = {"group": group, "segment": name, "parent": parent, "usual": usual}
            facts["groups"] = listing(exceptions["group"].unique(maintain_order=True))
            cell = responses.cell(row, parent_segment.source_column)
            yield Problem(code, responses.source, cell, value or "", facts)


def _exceptions(pairs: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The people whose parent group is not the usual one, by code of the problem.

    A group in which nobody has a parent group, such as a board, has none: that is no problem.
    """
    has_parent = pl.col("other").is_not_null()
    usual = (
        pairs.filter(has_parent)
        .sort("n", "row", descending=[True, False])
        .group_by("group", maintain_order=True)
        .agg(usual=pl.col("other").first())
    )
    rows = pairs.join(usual, on="group").filter(pl.col("other").ne_missing(pl.col("usual")))
    rows = rows.sort("row").select("row", "group", "other", "usual")
    for code, of_code in (("two-parents", has_parent), ("no-parent", ~has_parent)):
        exceptions = rows.filter(of_code)
        if len(exceptions):
            yield code, exceptions
