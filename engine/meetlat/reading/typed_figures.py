"""Figures that HR typed in Comparisons: which group and answer each is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from meetlat.groups import WHOLE, Group, parse_group

MEASURES = ("respondents", "invited", "response")
"""What a comparison may be about besides questions and themes."""


COMPARED = {
    **dict.fromkeys(("comparison", "subject", "answer"), pl.String),
    **dict.fromkeys(("value", "n", "sd"), pl.Float64),
    "table": pl.String,
}
"""A figure to set beside ours. `table`: the result table it is for, where it was computed."""


FIGURE = ("comparison", "subject", "answer")
"""What tells one typed figure from another, in the group that is shown."""


def of_group(
    comparisons: pl.DataFrame, group: Group, segments: Sequence[str], own: Collection[str] = ()
) -> tuple[pl.DataFrame, list[str]]:
    """The typed figures that stand beside those of a group.

    A comparison that has figures of that very group shows those; any other (a benchmark, say) its
    figures of the organisation, unless it has responses of its `own` to compute the group's from.

    Returns:
        Rows of `comparisons`, and the names of those that show the organisation's beside a group.
    """
    parted = [parse_group(written or "", segments) for written in comparisons["group"]]
    of_it = comparisons.filter(pl.Series([each == group for each in parted], dtype=pl.Boolean))
    if group == WHOLE:
        return of_it, []
    without = ~pl.col("comparison").is_in([*of_it["comparison"].unique(), *own])
    general = comparisons.filter(pl.col("group").is_null(), without)
    return pl.concat([of_it, general]), general["comparison"].unique(maintain_order=True).to_list()


def by_answer(
    comparisons: pl.DataFrame, questions: pl.DataFrame, scales: pl.DataFrame
) -> pl.DataFrame:
    """The comparisons with each answer under its own name, where HR wrote its label."""
    answers: dict[str, list[tuple[str, str]]] = {}
    for scale, answer, label in scales.select("scale", "answer", "label").iter_rows():
        answers.setdefault(scale, []).append((answer, label))
    asked = questions.select("question", "scale").rows()
    own = {(name, answer): answer for name, scale in asked for answer, _ in answers.get(scale, ())}
    # What is the name of one answer and the label of another means the former.
    for name, scale in asked:
        for answer, label in answers.get(scale, ()):
            own.setdefault((name, label), answer)
    given = comparisons.select("subject", "answer").rows()
    named = [own.get(subject_and_answer, subject_and_answer[1]) for subject_and_answer in given]
    return comparisons.with_columns(pl.Series("answer", named, dtype=pl.String))
