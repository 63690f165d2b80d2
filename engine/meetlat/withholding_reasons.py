"""What is not shown of the groups, and why."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

FEW, PROTECTS, ALIKE = "few", "protects", "alike"
"""Why a group or a question of it is withheld: fewer people than may be shown, or to protect others
that could be computed from it; or all of them gave the same answer."""

KEYS = ["segment", "group"]
OF_QUESTION = [*KEYS, "question"]
HIDDEN = {**dict.fromkeys(OF_QUESTION, pl.String), "because": pl.String}


class Shown(NamedTuple):
    """What may be shown, and what not.

    Attributes:
        counts: see `meetlat_schemas.CountsSchema`.
        groups: see `meetlat_schemas.GroupsSchema`.
        hidden: questions that are withheld of groups that are shown: `segment`, `group`,
            `question` and `because` (as of groups).
    """

    counts: pl.DataFrame
    groups: pl.DataFrame
    hidden: pl.DataFrame


def without_sizes(groups: pl.DataFrame) -> pl.DataFrame:
    """How many people a withheld group has is null; of the whole organisation it is told."""
    told = ~pl.col("withheld") | (pl.col("segment") == "")
    return groups.with_columns(n=pl.when(told).then("n"))
