"""Hierarchies in the responses: every group of a segment lies in one group of its parent."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from meetlat.checking.catalogue.segments import circle
from meetlat.problems.problem import Problem
from meetlat.problems.text import listing
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.responses import Responses

# Columns for the while.
ABOVE, BELOW = "\x00above", "\x00below"


def check_nesting(
    catalogue: Catalogue, coded: CodedAnswers, responses: Responses
) -> Iterator[Problem]:
    """Remark on groups in more than one group of the parent, or for some people in none.

    Each is told once a segment, at the answer of the first person who has another parent than most
    of that group; not where a segment is above itself, which is told.
    """
    parents = dict(catalogue.segments.select("segment", "parent").drop_nulls("segment").rows())
    for segment, own in coded.segments.items():
        parent = parents[segment]
        if parent not in coded.segments or circle(segment, parents):
            continue
        above = coded.segments[parent]
        members = coded.frame.select(
            pl.int_range(pl.len()).alias("row"),
            pl.col(own.column).cast(pl.String).alias(BELOW),
            pl.col(above.column).cast(pl.String).alias(ABOVE),
        )
        for code, other in _otherwise(members):
            row, group, value, usual = other.row(0)
            facts = {"group": group, "segment": segment, "parent": parent, "usual": usual}
            facts["groups"] = listing(other[BELOW].unique(maintain_order=True))
            cell = responses.cell(row, above.source_column)
            yield Problem(code, responses.source, cell, value or "", facts)


def _otherwise(members: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """By code, the rows with another parent than is usual in their group, first to last.

    A group in which nobody has a parent has none, as a board has: that is nothing to remark on.
    """
    pairs = members.drop_nulls(BELOW).group_by(BELOW, ABOVE)
    pairs = pairs.agg(n=pl.len(), row=pl.col("row").min())
    known = pl.col(ABOVE).is_not_null()
    usual = (
        pairs.filter(known)
        .sort("n", "row", descending=[True, False])
        .group_by(BELOW, maintain_order=True)
        .agg(usual=pl.col(ABOVE).first())
    )
    other = pairs.join(usual, on=BELOW).filter(pl.col(ABOVE).ne_missing(pl.col("usual")))
    other = other.sort("row").select("row", BELOW, ABOVE, "usual")
    for code, found in (("two-parents", other.filter(known)), ("no-parent", other.filter(~known))):
        if len(found):
            yield code, found
