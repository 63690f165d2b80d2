"""Questions to which only two scores were given, such as yes and no.

Figures about how answers go together disclose what the people who gave one of them answered to
another question.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from meetlat.groups import QUESTION_KEYS


def people_of_two_scores(counts: pl.DataFrame, questions: Collection[str]) -> pl.DataFrame:
    """How many people gave each score, where a group gave exactly two scores to a question.

    Args:
        counts: rows of counts (see `meetlat_schemas.CountsSchema`).
        questions: those that are looked at.

    Returns:
        `segment`, `group`, `question`, `theme`, `score` and `people`.
    """
    asked = pl.col("n") > 0, pl.col("question").is_in([*questions])
    given = counts.drop_nulls("score").filter(*asked)
    by_score = given.group_by(*QUESTION_KEYS, "theme", "score", maintain_order=True)
    people = by_score.agg(people=pl.col("n").sum())
    return people.filter(pl.len().over(QUESTION_KEYS) == 2)
