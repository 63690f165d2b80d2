"""The questions that count in the score of each theme."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from meetlat import Catalogue

# The lowest and highest score of a scale.
Range = tuple[float, float]


class Member(NamedTuple):
    """A question that counts in its theme, its row in Questions, and the range of its scale."""

    question: str
    row: int
    weight: Fraction
    reverse: bool
    range: Range


def theme_members(catalogue: Catalogue) -> dict[str, list[Member]]:
    """The questions that count in the score of every theme."""
    themes: dict[str, list[Member]] = {
        theme: [] for theme in catalogue.themes["theme"].drop_nulls()
    }
    questions = catalogue.described_questions.with_row_index("row").drop_nulls("question")
    counted = questions.filter("counts_in_theme", metric="likert")
    # A question that is listed twice is an error, and counts once.
    for line in counted.unique("question", keep="first", maintain_order=True).iter_rows(named=True):
        if line["theme"] in themes:
            weight = Fraction(f"{line['weight']:.15g}")
            scale = (line["lowest"], line["highest"])
            member = Member(line["question"], line["row"], weight, line["reverse"], scale)
            themes[line["theme"]].append(member)
    return themes
