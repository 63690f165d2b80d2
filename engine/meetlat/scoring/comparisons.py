"""Set the figures from elsewhere (an earlier wave, a benchmark) beside ours, a column each."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from meetlat.groups import WHOLE, Group, chosen_group
from meetlat.plugins.metrics import MetricError

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


def beside(
    frame: pl.DataFrame,
    comparisons: pl.DataFrame,
    names: list[str],
    subject: str = "subject",
    *,
    answers: bool = False,
    table: str | None = None,
) -> pl.DataFrame:
    """Add a column for each comparison; null where it has no figure for a row.

    Args:
        frame: its rows are matched by a column (and by `answer`, where `answers`).
        comparisons: as `COMPARED` describes them.
        names: of the comparisons, in the order of the report.
        subject: the column that names what a row is about.
        answers: match single answers, or (otherwise) only figures of the subject as a whole.
        table: the result table that computed figures are to be for; None: any.

    Raises:
        MetricError: the frame has a column of a comparison's name already.
    """
    taken = [name for name in names if name in frame.columns]
    if taken:
        raise MetricError(f"its column {taken[0]} has the name of a comparison")
    if not answers:
        comparisons = comparisons.filter(pl.col("answer").is_null())
    if table is not None:
        comparisons = comparisons.filter(pl.col("table").fill_null(table) == table)
    comparisons = comparisons.unique(FIGURE, keep="first", maintain_order=True)
    left, right = (
        ([subject, "answer"], ["subject", "answer"]) if answers else ([subject], ["subject"])
    )
    columns = [
        frame.select(left)
        .join(
            comparisons.filter(comparison=name).select(*right, "value"),
            left_on=left,
            right_on=right,
            how="left",
            maintain_order="left",
        )["value"]
        .alias(name)
        for name in names
    ]
    return frame.with_columns(columns)


def of_group(
    comparisons: pl.DataFrame, group: Group, segments: Sequence[str], own: Collection[str] = ()
) -> tuple[pl.DataFrame, list[str]]:
    """The typed figures that stand beside those of a group.

    A comparison that has figures of that very group shows those; any other (a benchmark, say) its
    figures of the organisation, unless it has responses of its `own` to compute the group's from.

    Returns:
        Rows of `comparisons`, and the names of those that show the organisation's beside a group.
    """
    parted = [chosen_group(written or "", segments) for written in comparisons["group"]]
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
