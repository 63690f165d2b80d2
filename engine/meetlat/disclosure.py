"""What is not shown: suppressed groups, suppressed questions of shown groups, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import polars as pl

from meetlat.groups import GROUP_KEYS

QUESTION_KEYS = (*GROUP_KEYS, "question")
HIDDEN = {**dict.fromkeys(QUESTION_KEYS, pl.String), "because": pl.String}


class Reason(StrEnum):
    """Why a group, or a question of a group, is not shown."""

    # Too few people.
    FEW = "few"
    # Another group could be computed from it.
    PROTECTS = "protects"
    # Everyone gave the same answer.
    ALIKE = "alike"


class Shown(NamedTuple):
    """What may be shown, and what may not.

    Attributes:
        counts: see `meetlat_schemas.CountsSchema`.
        groups: see `meetlat_schemas.GroupsSchema`.
        hidden: the suppressed questions of groups that are shown: `segment`, `group`, `question`
            and `because`, a `Reason`.
    """

    counts: pl.DataFrame
    groups: pl.DataFrame
    hidden: pl.DataFrame


def without_sizes(groups: pl.DataFrame) -> pl.DataFrame:
    """Blank the size of every suppressed group; the size of the organisation is always known."""
    shown = ~pl.col("withheld") | (pl.col("segment") == "")
    return groups.with_columns(n=pl.when(shown).then("n"))
