"""Employee Net Promoter Score: the share of promoters minus the share of detractors."""

import polars as pl

from meetlat import Counts, hookimpl, metric

# 95 % of a standard normal distribution lies between -Z and Z.
Z_95 = 1.959963984540054

# The answers added for the interval: a quarter promoters, a quarter detractors and half passives.
ADDED = 3


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

    Computed from counts, never from rounded shares. `low` and `high` bound the 95 % confidence
    interval: the adjusted Wald interval of Rocks (2016), which adds three answers that are spread
    as in most surveys, so the interval has a width even if everyone gives the same answer. It stays
    within -100 and 100. If it is known how many people were invited, only those who did not answer
    are uncertain.
    """
    score, n = pl.col("score"), pl.col("n")
    shares = (
        counts.drop_nulls("score")
        .group_by(Counts.KEYS, maintain_order=True)
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
    """The middle and half the width of the interval.

    `absent` is the share of invited people who did not answer. The sample is worth
    `people / absent` answers: if all answered that is infinite, and the interval has no width.

    Args:
        net: the share of promoters minus the share of detractors.
        either: the sum of those shares.
    """
    asked, people = pl.col("invited"), pl.col("effective")
    absent = ((asked - people) / (asked - 1).clip(lower_bound=1)).clip(lower_bound=0).fill_null(1)
    added = ADDED * absent / people
    middle = net / (1 + added)
    # Of the added answers, half are promoters or detractors.
    either = (either + added / 2) / (1 + added)
    variance = (either - middle**2).clip(lower_bound=0)
    return middle, Z_95 * (variance * absent / people / (1 + added)).sqrt()


@hookimpl
def register_metrics(register):
    """Register the eNPS."""
    register(enps)
