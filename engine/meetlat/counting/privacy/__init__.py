"""What may be shown: the one place that no metric can go round.

What is withheld is taken out of the counts, and of people's answers, so that a metric never sees
it, HR's own metrics included. The rules stand in `docs/privacy.md`. They look at how many people
there are, never at how much those weigh.

The modules below are about sets of people, not about Polars or workbooks: `people` says who is in
which group and `rule` what is not to be known of them; `residuals` and `overlap` find what is left
between groups that are shown, `support` what can be told of answers that nobody gave, and
`suppression` withholds until nothing of that is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from meetlat.withholding_reasons import FEW, KEYS, OF_QUESTION, Shown, without_sizes

if TYPE_CHECKING:
    from meetlat.reading.responses.coding import Coded
    from meetlat.reading.settings import Settings


def withhold(counts: pl.DataFrame, groups: pl.DataFrame, coded: Coded, settings: Settings) -> Shown:
    """Leave out what is of too few people, and what others of too few could be computed from.

    Args:
        counts: of every answer in every group (see `meetlat.counting.counts.count_answers`).
        groups: with their sizes, the whole organisation first.
        coded: who gave which answer.
        settings: of which `smallest_group` and `withhold_unanimous` count.
    """
    if coded.segments or settings.withhold_unanimous:
        from meetlat.counting.privacy.withholding import (
            withhold_among,  # numpy costs a tenth of a click
        )

        return withhold_among(counts, groups, coded, settings)
    few = pl.col("n") < settings.smallest_group
    groups = groups.with_columns(withheld=few, because=pl.when(few).then(pl.lit(FEW)))
    groups = without_sizes(groups)
    enough = pl.col("answered") >= settings.smallest_group
    hidden = counts.filter(~enough).unique(OF_QUESTION, maintain_order=True)
    hidden = hidden.join(groups.filter("withheld"), on=KEYS, how="anti", maintain_order="left")
    why = hidden.select(*OF_QUESTION, because=pl.lit(FEW))
    return Shown(counts.filter(enough), groups, why)


def without_few(outcome: pl.DataFrame, smallest: int) -> pl.DataFrame:
    """Leave out the rows of a metric over persons whose `n` is under `smallest`, or unknown.

    A group may be shown and its questions too, and yet hardly anyone have answered all of them.
    """
    if not (outcome.schema.get("n") or pl.String()).is_numeric():
        return outcome
    return outcome.filter(pl.col("n") >= smallest)
