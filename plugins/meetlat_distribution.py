"""Distribution: the shares of the answers, for single choice, multiple choice and coded topics."""

import polars as pl

from meetlat import Counts, hookimpl, metric


@metric(
    table="Distributions",
    keys=Counts.ANSWER_KEYS,
    named="distribution",
    on=True,
    needs_scores=False,
    formats={"n": "0", "share": "0%"},
    by_group=True,
)
def distribution(counts: Counts) -> pl.DataFrame:
    """Distribution: the share of each answer among those who answered the question.

    If several answers are allowed, the shares may sum to more than 1.
    """
    share = pl.when(pl.col("answered") > 0).then(pl.col("n") / pl.col("answered"))
    return counts.select(*Counts.ANSWER_KEYS, "n", share=share)


@hookimpl
def register_metrics(register):
    """Register the distribution."""
    register(distribution)
