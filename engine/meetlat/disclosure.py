"""Disclosure rules in numbers, and what they leave to be shown."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from meetlat.groups import GROUP_KEYS

QUESTION_KEYS = (*GROUP_KEYS, "question")
HIDDEN: dict[str, type[pl.DataType]] = dict.fromkeys(QUESTION_KEYS, pl.String)

# A mean may rest on half as many people as must answer, but never on fewer than this.
FEWEST_SCORED = 5


class Shown(NamedTuple):
    """What may be shown, and what may not.

    No reason is given: a reason reveals how many people there are, or what they answered.

    Attributes:
        counts: see `meetlat_schemas.CountsSchema`.
        groups: see `meetlat_schemas.GroupsSchema`.
        hidden: the suppressed questions of groups that are shown: `segment`, `group`, `question`.
    """

    counts: pl.DataFrame
    groups: pl.DataFrame
    hidden: pl.DataFrame


def fewest_scored(smallest_group: int) -> int:
    """How many scored answers a question needs: half the smallest group, and at least five."""
    return max(FEWEST_SCORED, (smallest_group + 1) // 2)


def without_sizes(groups: pl.DataFrame) -> pl.DataFrame:
    """Blank the size of every suppressed group; the size of the organisation is always known."""
    shown = ~pl.col("withheld") | (pl.col("segment") == "")
    return groups.with_columns(n=pl.when(shown).then("n"))
