"""The score of every answer, and each respondent's scored answers."""

from __future__ import annotations

import polars as pl

from meetlat.groups import WHOLE
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import Coded


def answer_table(catalogue: Catalogue) -> pl.DataFrame:
    """All answers of all questions, with their score after reverse coding and their rank.

    Reverse coding mirrors a score inside the scale as defined, `lowest + highest - score`; what
    respondents happened to choose has no part in it.
    """
    questions = catalogue.questions.select(
        "question", "theme", "weight", "reverse", "scale", order=pl.int_range(pl.len())
    )
    scales = catalogue.scales.with_columns(answer_order=pl.int_range(pl.len()))
    lowest, highest = pl.col("score").min().over("scale"), pl.col("score").max().over("scale")
    mirrored = scales.with_columns(mirrored=lowest + highest - pl.col("score"))
    score = pl.when("reverse").then("mirrored").otherwise("score")
    rank = pl.col("score").rank("dense", descending=True).over("question")
    from_bottom = pl.col("score").rank("dense").over("question")
    return (
        questions.join(mirrored, on="scale")
        .sort("order", "answer_order")
        .with_columns(score=score)
        .select(
            "question",
            "theme",
            "weight",
            "answer",
            "label",
            "score",
            from_top=rank.cast(pl.Int64),
            from_bottom=from_bottom.cast(pl.Int64),
        )
    )


def scored_answers(coded: Coded, answers: pl.DataFrame) -> pl.DataFrame:
    """Respondents x questions: the score of every answer, reverse-coded questions mirrored.

    Args:
        coded: the answers as codes, one row a respondent.
        answers: of all questions, with `score` (see `answer_table`).

    Returns:
        One row a respondent, in the order of `coded.frame`; one Float64 column a question, called
        as the question, in the catalogue's order. Null: not answered, or an answer that is not
        scored. Questions that take several answers, or whose scale has no scores, are left out.
        Last come the weights, where there are any.
    """
    parts = answers.partition_by("question", as_dict=True, maintain_order=True)
    scores = {str(question): part["score"] for (question,), part in parts.items()}
    columns = [
        _score_of(item.column, scores[item.question]).alias(item.question)
        for item in coded.items
        if item.column is not None and not _is_blank(scores[item.question])
    ]
    return coded.frame.select(columns + weight_of(coded))


def _is_blank(column: pl.Series) -> bool:
    return column.null_count() == len(column)


def weight_of(coded: Coded, segment: str = WHOLE.segment) -> list[pl.Expr]:
    """The weights for figures of a segment's groups, where there are any."""
    column = weight_column(segment)
    return [pl.col(column).alias(WEIGHT)] if column in coded.frame.columns else []


def _score_of(column: str, scores: pl.Series) -> pl.Expr:
    """A code is the place of its score: taking that is five times as fast as replacing codes."""
    return pl.lit(scores.cast(pl.Float64)).gather(pl.col(column), null_on_oob=True)


WEIGHT = "\x00weight"
"""The column with the weights that figures are made with (see `weight_disclosure`)."""


def weight_column(segment: str) -> str:
    """The column with the weights for figures of a segment's groups; blank: of everyone."""
    return WEIGHT + segment
