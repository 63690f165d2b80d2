"""Disclosure control: suppress figures from which the answers of a few people could be computed.

Suppressed figures are removed from the counts and from the answers of respondents, so no metric
sees them, including the user's own metrics. `docs/privacy.md` explains the rules. They depend on
how many people there are, never on their weights.

The modules below work on sets of people, not on Polars frames or workbooks. `people` holds who is
in which group, and `rule` says which sets of people may not be disclosed. `residuals` and `overlap`
find what can be computed from the groups that are shown, and `support` finds answers that follow
from zero counts. `suppression` withholds groups until nothing can be computed any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from meetlat.disclosure import QUESTION_KEYS, Reason, Shown, without_sizes
from meetlat.groups import GROUP_KEYS

if TYPE_CHECKING:
    from meetlat.reading.responses.coding import CodedAnswers
    from meetlat.reading.settings import Settings


def withhold(
    counts: pl.DataFrame, groups: pl.DataFrame, coded: CodedAnswers, settings: Settings
) -> Shown:
    """Suppress the counts of too few people, and those from which such counts can be computed.

    Args:
        counts: the counts of all groups (see `meetlat.counting.counts.count_answers`).
        groups: the groups with their sizes, the whole organisation first.
        coded: the answers of each respondent.
        settings: only `smallest_group` and `withhold_unanimous` are used.
    """
    if coded.segments or settings.withhold_unanimous:
        from meetlat.counting.privacy.withholding import (
            withhold_among,  # numpy costs a tenth of a click
        )

        return withhold_among(counts, groups, coded, settings)
    few = pl.col("n") < settings.smallest_group
    groups = groups.with_columns(withheld=few, because=pl.when(few).then(pl.lit(Reason.FEW)))
    groups = without_sizes(groups)
    enough = pl.col("answered") >= settings.smallest_group
    hidden = counts.filter(~enough).unique(QUESTION_KEYS, maintain_order=True)
    hidden = hidden.join(
        groups.filter("withheld"), on=GROUP_KEYS, how="anti", maintain_order="left"
    )
    why = hidden.select(*QUESTION_KEYS, because=pl.lit(Reason.FEW))
    return Shown(counts.filter(enough), groups, why)


def without_few(outcome: pl.DataFrame, smallest: int) -> pl.DataFrame:
    """Remove the rows of a metric over persons whose `n` is below `smallest` or null.

    A group and each of its questions may be shown while few people answered all of the questions.
    """
    if not (outcome.schema.get("n") or pl.String()).is_numeric():
        return outcome
    return outcome.filter(pl.col("n") >= smallest)
