"""What a theme's score is made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from meetlat.catalogue import Catalogue


@dataclass(frozen=True)
class Member:
    """A question that counts in its theme, and its row in `Questions`."""

    question: str
    row: int
    weight: Fraction
    reverse: bool


def scale_ranges(catalogue: Catalogue) -> pl.DataFrame:
    """The `low` and `high` of every `scale` that tells people apart; another is told already."""
    scored = catalogue.scales.drop_nulls("score").group_by("scale")
    limits = scored.agg(low=pl.col("score").min(), high=pl.col("score").max())
    return limits.filter(pl.col("low") < pl.col("high"))


def theme_members(catalogue: Catalogue) -> dict[str, list[Member]]:
    """The scored questions of every theme that weigh something in it."""
    scored = scale_ranges(catalogue)["scale"].to_list()
    themes: dict[str, list[Member]] = {
        theme: [] for theme in catalogue.themes["theme"] if theme is not None
    }
    questions = catalogue.questions.with_row_index("row").drop_nulls("question")
    counted = questions.filter(
        pl.col("metric") == "likert", pl.col("weight") > 0, pl.col("scale").is_in(scored)
    )
    for question in counted.unique("question", keep="first", maintain_order=True).iter_rows(
        named=True
    ):
        weight = Fraction(f"{question['weight']:.15g}")
        member = Member(question["question"], question["row"], weight, bool(question["reverse"]))
        if question["theme"] in themes:
            themes[question["theme"]].append(member)
    return themes
