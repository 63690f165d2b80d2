"""Favourable: the shares of favourable, neutral and unfavourable answers.

`docs/metrics/favourable.md` explains how to read them.
"""

from typing import Annotated

import polars as pl
from annotated_types import Ge

from meetlat import Counts, hookimpl, metric

SHARES = ("favourable", "neutral", "unfavourable")


@metric(
    table="Favourable",
    main="favourable",
    formats={"n": "0"} | dict.fromkeys(SHARES, "0%"),
)
def favourable(counts: Counts, boxes: Annotated[int, Ge(1)] = 2) -> pl.DataFrame:
    """Favourable: the shares of favourable, neutral and unfavourable answers.

    Favourable are the `boxes` highest answers of a scale after reverse coding, unfavourable as many
    at the other end; on a scale that is too short, half of it. They are shares of scored answers.
    """
    top, bottom, n = pl.col("from_top"), pl.col("from_bottom"), pl.col("n")
    side = pl.min_horizontal(boxes, (top + bottom - 1) // 2)
    total = n.sum()
    shares = {
        "favourable": n.filter(top <= side).sum() / total,
        "neutral": n.filter((top > side) & (bottom > side)).sum() / total,
        "unfavourable": n.filter(bottom <= side).sum() / total,
    }
    scored = counts.drop_nulls("score").group_by(Counts.KEYS, maintain_order=True)
    return scored.agg(n=total, **shares).filter(pl.col("n") > 0)


@hookimpl
def register_metrics(register):
    """Register the favourable shares."""
    register(favourable)
