"""Favourable: the shares of favourable, neutral and unfavourable answers.

`docs/metrics/favourable.md` explains how to read them.
"""

from typing import Annotated

import polars as pl
from annotated_types import Ge

from meetlat import Counts, hookimpl, metric

# `boxes` is a number of answers on a scale of this length; on others it is the same part of them.
POINTS = 5

SHARES = ("favourable", "neutral", "unfavourable")


@metric(
    table="Favourable",
    main="favourable",
    without=("enps",),
    formats={"n": "0"} | dict.fromkeys(SHARES, "0%"),
    by_group=True,
)
def favourable(counts: Counts, boxes: Annotated[int, Ge(1)] = 2) -> pl.DataFrame:
    """Favourable: the shares of favourable, neutral and unfavourable answers.

    On a scale of five, the `boxes` highest answers after reverse coding are favourable, and the
    `boxes` lowest unfavourable. On another scale each side is the same part of the scale: at least
    one answer and at most half. They are shares of scored answers. Questions about eNPS have
    promoters and detractors instead, so they are left out unless `Metrics` names them.
    """
    top, bottom, n = pl.col("from_top"), pl.col("from_bottom"), pl.col("n")
    points = top + bottom - 1
    part = (2 * boxes * points + POINTS) // (2 * POINTS)  # rounded, halves upwards
    side = pl.min_horizontal(pl.max_horizontal(part, 1), points // 2)
    sides = (top <= side, (top > side) & (bottom > side), bottom <= side)
    named = zip(SHARES, sides, strict=True)
    people = {name: pl.when(own).then(n).otherwise(0) for name, own in named}
    # Only numbers, because there may be millions of rows.
    numbers = counts.select("base", "from_top", "from_bottom", "score", "n").with_row_index("row")
    scored = numbers.drop_nulls("score").select("base", "row", n=n, **people)
    sums = scored.group_by("base", maintain_order=True)
    found = sums.agg(pl.col("row").first(), pl.col("n", *SHARES).sum()).filter(n > 0)
    about = counts.select(Counts.KEYS)[found["row"]]
    return about.hstack(found.select(n, pl.col(SHARES) / n))


@hookimpl
def register_metrics(register):
    """Register the favourable shares."""
    register(favourable)
