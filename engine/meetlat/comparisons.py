"""Set the figures from elsewhere (an earlier wave, a benchmark) beside ours, a column each."""

from __future__ import annotations

import polars as pl

from meetlat.metrics import MetricError

MEASURES = ("respondents", "invited", "response")
"""What a comparison may be about besides questions and themes."""


def beside(
    frame: pl.DataFrame,
    comparisons: pl.DataFrame,
    names: list[str],
    subject: str = "subject",
    *,
    answers: bool = False,
) -> pl.DataFrame:
    """Add a column for each comparison; null where it has no figure for a row.

    Args:
        frame: its rows are matched by a column (and by `answer`, where `answers`).
        comparisons: the input table.
        names: of the comparisons, in the order of the report.
        subject: the column that names what a row is about.
        answers: match single answers, or (otherwise) only figures of the subject as a whole.

    Raises:
        MetricError: the frame has a column of a comparison's name already.
    """
    taken = [name for name in names if name in frame.columns]
    if taken:
        raise MetricError(f"its column {taken[0]} has the name of a comparison")
    if not answers:
        comparisons = comparisons.filter(pl.col("answer").is_null())
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


def by_answer(
    comparisons: pl.DataFrame, questions: pl.DataFrame, scales: pl.DataFrame
) -> pl.DataFrame:
    """The comparisons with each answer under its own name, where HR wrote its label."""
    answers = questions.select("scale", subject="question").join(scales, on="scale")
    # What is the name of one answer and the label of another means the former.
    names = pl.concat(
        [
            answers.select("subject", "answer", own="answer"),
            answers.select("subject", answer="label", own="answer"),
        ]
    ).unique(["subject", "answer"], keep="first", maintain_order=True)
    named = comparisons.join(names, on=["subject", "answer"], how="left", maintain_order="left")
    return named.with_columns(answer=pl.coalesce("own", "answer")).drop("own")
