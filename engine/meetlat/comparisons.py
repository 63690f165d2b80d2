"""Set the figures from elsewhere (an earlier wave, a benchmark) beside ours, a column each."""

from __future__ import annotations

import polars as pl


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
    """
    keys = [subject, "answer"] if answers else [subject]
    for name in names:
        these = comparisons.filter(pl.col("comparison") == name)
        if not answers:
            these = these.filter(pl.col("answer").is_null())
        figures = these.rename({"subject": subject}).select(*keys, pl.col("value").alias(name))
        frame = frame.join(figures, on=keys, how="left", maintain_order="left")
    return frame


def by_answer(
    comparisons: pl.DataFrame, questions: pl.DataFrame, scales: pl.DataFrame
) -> pl.DataFrame:
    """The comparisons with each answer under its own name, where HR wrote its label."""
    labels = (
        questions.select("scale", subject="question")
        .join(scales.select("scale", "answer", "label"), on="scale")
        .select("subject", answer="label", own="answer")
        .unique(["subject", "answer"], keep="first", maintain_order=True)
    )
    named = comparisons.join(labels, on=["subject", "answer"], how="left", maintain_order="left")
    return named.with_columns(answer=pl.coalesce("own", "answer")).drop("own")
