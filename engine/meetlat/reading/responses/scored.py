"""The score of every answer, and each respondent's scored answers."""

from __future__ import annotations

import polars as pl

from meetlat.reading.catalogue import Catalogue
from meetlat.reading.responses.coding import CodedAnswers


def answer_table(catalogue: Catalogue) -> pl.DataFrame:
    """All answers of all questions, with their score after reverse coding and their rank.

    Reverse coding mirrors a score within the scale as defined, `lowest + highest - score`,
    whatever answers respondents chose.

    Returns:
        `question`, `theme`, `weight`, `answer`, `label`, `score` (null if not scored), `from_top`
        and `from_bottom` (the rank of the score among the answers of the question, from 1).
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


def scored_answers(coded: CodedAnswers, answers: pl.DataFrame) -> pl.DataFrame:
    """The score of every answer, after reverse coding: respondents by questions.

    Args:
        coded: the answers as codes.
        answers: the answers of all questions, with `score` (see `answer_table`).

    Returns:
        One row per respondent, in the order of `coded.frame`. One Float64 column per question, with
        its name, in the order of the catalogue; null if not answered or not scored. Questions with
        several answers, or whose scale has no scores, are left out. The last column holds the
        weights, if there are any (see `WEIGHT`).
    """
    scores = scores_of(answers)
    columns = {
        item.question: item.column
        for item in coded.items
        if item.column is not None and not _is_blank(scores[item.question])
    }
    frame = coded.rows.select([*dict.fromkeys(columns.values()), *weight_of(coded)])
    found = [_scores(c, scores[question]).alias(question) for question, c in columns.items()]
    return frame.select(*found, *weight_of(coded))


def scores_of(answers: pl.DataFrame) -> dict[str, pl.Series]:
    """The scores of the answers of each question, in the order of its scale."""
    of_questions = answers.group_by("question").agg("score")
    return dict(zip(of_questions["question"], of_questions["score"], strict=True))


def _is_blank(scores: pl.Series) -> bool:
    return scores.null_count() == len(scores)


def weight_of(coded: CodedAnswers) -> list[str]:
    """The column with the weights; empty without weights."""
    return [WEIGHT] if WEIGHT in coded.rows.columns else []


def _scores(column: str, scores: pl.Series) -> pl.Expr:
    """The score of each code, taken by position: five times as fast as replacing codes."""
    return pl.lit(scores.cast(pl.Float64)).gather(pl.col(column), null_on_oob=True)


# The column with the weight of each respondent, with a name that no question has.
WEIGHT = "\x00weight"
