"""Critical: the share of unfavourable answers."""

import polars as pl

from meetlat import Counts, hookimpl, metric


@metric(table="Critical", formats={"critical": "0%"})
def critical(counts: Counts, boxes: int = 2) -> pl.DataFrame:
    """Critical: the share of answers in the least favourable boxes."""
    hit = pl.col("from_bottom") <= boxes
    scored = counts.drop_nulls("score").group_by(Counts.KEYS)
    return scored.agg(
        n=pl.col("n").sum(),
        critical=pl.col("n").filter(hit).sum() / pl.col("n").sum(),
    )


@hookimpl
def register_metrics(register):
    register(critical)
