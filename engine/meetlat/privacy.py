"""Which groups may be shown: the one place that no metric can go round.

What is withheld is taken out of the counts, so a metric never sees it, HR's own metrics included.
"""

from __future__ import annotations

import polars as pl


def withhold(
    counts: pl.DataFrame, groups: pl.DataFrame, smallest: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out every group under `smallest`, and every question fewer than that answered.

    Returns:
        The counts that may be shown, and the groups with the column `withheld`.
    """
    groups = groups.with_columns(withheld=pl.col("n") < smallest)
    shown = groups.filter(~pl.col("withheld")).select("segment", "group")
    kept = counts.filter(pl.col("answered") >= smallest)
    return kept.join(shown, on=["segment", "group"], how="semi", maintain_order="left"), groups


def without_few(outcome: pl.DataFrame, smallest: int) -> pl.DataFrame:
    """Leave out the rows of a metric over persons whose `n` is under `smallest`, or unknown.

    A group may be shown and its questions too, and yet hardly anyone have answered all of them.
    """
    if not (outcome.schema.get("n") or pl.String()).is_numeric():
        return outcome
    return outcome.filter(pl.col("n") >= smallest)
