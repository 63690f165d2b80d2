"""Disclosure control: suppress figures from which the answers of a few people could be computed.

Suppressed figures are removed from the counts and from the answers of respondents, so no metric
sees them, including the user's own metrics. `docs/disclosure.md` explains the rules. They depend on
how many people there are, never on their weights.

The modules below work on sets of people, not on Polars frames or workbooks. `people` holds who is
in which group, and `rule` says which sets of people may not be disclosed. `residuals` and `overlap`
find what can be computed from the groups that are shown, and `support` finds answers that follow
from zero counts. `suppression` withholds groups until nothing can be computed any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from meetlat.disclosure import QUESTION_KEYS, Shown, fewest_scored, without_sizes
from meetlat.groups import GROUP_KEYS

if TYPE_CHECKING:
    from meetlat.reading.responses.coding import CodedAnswers, Item
    from meetlat.reading.settings import Settings


def withhold(
    counts: pl.DataFrame,
    groups: pl.DataFrame,
    coded: CodedAnswers,
    settings: Settings,
    invited: pl.DataFrame,
) -> Shown:
    """Suppress the counts of too few people, and those from which such counts can be computed.

    Args:
        counts: the counts of all groups (see `meetlat.counting.counts.count_answers`).
        groups: the groups with their sizes, the whole organisation first.
        coded: the answers of each respondent.
        settings: only `smallest_group` and `withhold_unanimous` are used.
        invited: how many people were invited, by group; it decides what protects others.
    """
    if coded.segments or settings.withhold_unanimous:
        from meetlat.counting.privacy.withholding import (
            withhold_among,  # numpy costs a tenth of a click
        )

        return withhold_among(counts, groups, coded, settings, invited)
    groups = without_sizes(groups.with_columns(withheld=pl.col("n") < settings.smallest_group))
    enough = [
        item.question
        for own, item in zip(
            counts.partition_by("question", maintain_order=True), coded.items, strict=True
        )
        if _is_enough(own, item, coded.frame, settings.smallest_group)
    ]
    shown = counts.filter(pl.col("question").is_in(enough))
    hidden = counts.join(shown, on=QUESTION_KEYS, how="anti", maintain_order="left")
    hidden = hidden.join(
        groups.filter("withheld"), on=GROUP_KEYS, how="anti", maintain_order="left"
    )
    return Shown(shown, groups, hidden.select(QUESTION_KEYS).unique(maintain_order=True))


def _is_enough(counts: pl.DataFrame, item: Item, people: pl.DataFrame, smallest: int) -> bool:
    """Whether enough people answered a question, and enough gave a scored answer."""
    scored = counts["score"].is_not_null()
    if counts["answered"][0] < smallest:
        return False
    if not scored.any():
        return True
    if item.column is not None:  # one answer each
        return counts.filter(scored)["n"].sum() >= fewest_scored(smallest)
    chosen = (c for c, has_score in zip(item.chosen, scored, strict=True) if has_score)
    return people.select(pl.any_horizontal(chosen).sum()).item() >= fewest_scored(smallest)


def protected_rows(
    outcome: pl.DataFrame,
    keys: Sequence[str],
    coded: CodedAnswers,
    groups: pl.DataFrame,
    invited: pl.DataFrame,
    smallest: int,
    partly: Mapping[str, pl.Series],
) -> pl.DataFrame:
    """Keep the rows of a metric over persons that rest on enough people, also after subtraction.

    A group and each of its questions may be shown while few people answered all of the questions.
    If few answered only some, a mean over persons and the means of the questions disclose theirs.

    Args:
        outcome: `segment`, `group`, `n` (how many people a row rests on), the keys and the figures.
        keys: the columns that say what a row is about, such as a theme.
        coded: the answers of each respondent.
        groups: all groups (see `meetlat_schemas.GroupsSchema`).
        invited: how many people were invited, by group; it decides what protects others.
        smallest: so many people are enough.
        partly: by theme, who answered some of its questions but not all; empty if the figures are
            not means of themes.
    """
    outcome = outcome.filter(pl.col("n") >= smallest)
    if not partly and (outcome["group"].n_unique() < 2 or not coded.segments):
        return outcome
    from meetlat.counting.privacy.withholding import protected_among

    return protected_among(outcome, keys, coded, groups, invited, smallest, partly)
