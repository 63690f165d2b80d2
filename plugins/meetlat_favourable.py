"""Favourable: how many are on the good side of a question, how many on the other, how many between.

How to read it stands in `docs/metrics/favourable.md`.
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

    The `boxes` most favourable answers of a scale against as many at its other end, after reverse
    coding; on a scale too short for so many, half of it. Of those who gave a scored answer.
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
    """Offer the favourable shares."""
    register(favourable)
