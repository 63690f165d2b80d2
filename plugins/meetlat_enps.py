"""Employee Net Promoter Score: the share of promoters minus the share of detractors."""

import polars as pl

from meetlat import Counts, hookimpl, metric


@metric(
    table="Enps",
    named="enps",
    on=True,
    main="enps",
    formats={"n": "0", "promoters": "0%", "passives": "0%", "detractors": "0%", "enps": "+0;-0;0"},
    by_group=True,
)
def enps(counts: Counts) -> pl.DataFrame:
    """eNPS: the share of promoters (9-10) minus the share of detractors (0-6), times 100.

    Computed from counts, never from rounded shares.
    """
    score, n = pl.col("score"), pl.col("n")
    shares = (
        counts.drop_nulls("score")
        .group_by(Counts.KEYS, maintain_order=True)
        .agg(
            n=n.sum(),
            promoters=n.filter(score >= 9).sum() / n.sum(),
            passives=n.filter((score > 6) & (score < 9)).sum() / n.sum(),
            detractors=n.filter(score <= 6).sum() / n.sum(),
        )
        .filter(pl.col("n") > 0)
    )
    return shares.with_columns(enps=100 * (pl.col("promoters") - pl.col("detractors")))


@hookimpl
def register_metrics(register):
    """Register the eNPS."""
    register(enps)
