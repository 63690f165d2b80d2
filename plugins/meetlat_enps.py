"""Employee Net Promoter Score: how many would recommend the organisation, less how many not."""

import polars as pl

from meetlat import Counts, hookimpl, metric

Z_95 = 1.959963984540054
"""Of a standard normal figure, 95 % lies between -Z and Z."""

ADDED = 3
"""Answers, of which a quarter promoters, a quarter detractors and half passives."""


@metric(
    table="Enps",
    named="enps",
    on=True,
    main="enps",
    formats={"n": "0", "promoters": "0%", "passives": "0%", "detractors": "0%"}
    | {"enps": "0", "low": "0", "high": "0"},
)
def enps(counts: Counts, invited: pl.DataFrame) -> pl.DataFrame:
    """eNPS: the share of promoters (9-10) minus the share of detractors (0-6), times 100.

    From counts, never from rounded shares. `low` and `high` bound the 95 % confidence interval: the
    adjusted Wald interval of Rocks (2016), which adds three answers, spread like most surveys', so
    that it has a width even where all answer alike. It stays within -100 and 100. Where it is known
    how many were invited, only who did not answer is uncertain.
    """
    score, n = pl.col("score"), pl.col("n")
    shares = (
        counts.drop_nulls("score")
        .group_by(Counts.KEYS)
        .agg(
            n=n.sum(),
            effective=Counts.effective_n(counts),
            promoters=n.filter(score >= 9).sum() / n.sum(),
            passives=n.filter((score > 6) & (score < 9)).sum() / n.sum(),
            detractors=n.filter(score <= 6).sum() / n.sum(),
        )
        .filter(pl.col("n") > 0)
    )
    net = pl.col("promoters") - pl.col("detractors")
    known = shares.join(invited, on=Counts.GROUP_KEYS, how="left", maintain_order="left")
    middle, margin = _interval(net, pl.col("promoters") + pl.col("detractors"))
    return known.with_columns(
        enps=100 * net,
        low=(100 * (middle - margin)).clip(lower_bound=-100),
        high=(100 * (middle + margin)).clip(upper_bound=100),
    ).drop("invited", "effective")


def _interval(net: pl.Expr, either: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Its middle and half its width, of the net share and the share that is either.

    With so many of those invited the answers are worth `people / absent`: endless where all
    answered, so that nothing is added and the interval is the figure itself.
    """
    asked, people = pl.col("invited"), pl.col("effective")
    absent = ((asked - people) / (asked - 1).clip(lower_bound=1)).clip(lower_bound=0).fill_null(1)
    added = ADDED * absent / people
    middle = net / (1 + added)
    either = (either + added / 2) / (1 + added)  # a quarter of each, and the rest passives
    variance = (either - middle**2).clip(lower_bound=0)
    return middle, Z_95 * (variance * absent / people / (1 + added)).sqrt()


@hookimpl
def register_metrics(register):
    """Offer the eNPS."""
    register(enps)
