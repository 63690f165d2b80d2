"""The questions that count in the score of each theme."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from meetlat import Catalogue


class Member(NamedTuple):
    """A question that counts in its theme, and its row in Questions."""

    question: str
    row: int
    weight: Fraction
    reverse: bool


def scale_ranges(catalogue: Catalogue) -> dict[str, tuple[float, float]]:
    """The lowest and highest score of every scale with different scores."""
    scores: dict[str, list[float]] = {}
    for scale, score in catalogue.scales.select("scale", "score").iter_rows():
        if scale is not None and score is not None:
            scores.setdefault(scale, []).append(score)
    ranges = {scale: (min(of_scale), max(of_scale)) for scale, of_scale in scores.items()}
    return {scale: (low, high) for scale, (low, high) in ranges.items() if low < high}


def theme_members(catalogue: Catalogue) -> dict[str, list[Member]]:
    """The scored questions of every theme with a weight above 0."""
    scored, seen = scale_ranges(catalogue), set()
    themes: dict[str, list[Member]] = {
        theme: [] for theme in catalogue.themes["theme"] if theme is not None
    }
    for row, question in enumerate(catalogue.questions.iter_rows(named=True)):
        name, weight = question["question"], question["weight"]
        counts = question["metric"] == "likert" and weight is not None and weight > 0
        if name is None or name in seen or not counts or question["scale"] not in scored:
            continue
        seen.add(name)
        member = Member(name, row, Fraction(f"{weight:.15g}"), bool(question["reverse"]))
        if question["theme"] in themes:
            themes[question["theme"]].append(member)
    return themes
