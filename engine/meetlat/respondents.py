"""Scored answers, person by person: for what counts cannot tell, such as how questions go together."""

from __future__ import annotations

import polars as pl

from meetlat.coding import Coded


def scored_answers(coded: Coded, answers: pl.DataFrame) -> pl.DataFrame:
    """Respondents x questions: the score of every answer, reverse-coded questions mirrored.

    Args:
        coded: the answers as codes, one row a respondent.
        answers: of all questions, with `score` (see `meetlat.counts.answer_table`).

    Returns:
        One row a respondent, in the order of `coded.frame`; one Float64 column a question, called
        as the question, in the catalogue's order. Null: not answered, or an answer that is not
        scored. Questions that take several answers, or whose scale has no scores, are left out.
    """
    scores = {str(q): a["score"] for (q,), a in answers.group_by("question", maintain_order=True)}
    columns = [
        _score_of(item.column, scores[item.question]).alias(item.question)
        for item in coded.items
        if item.column is not None and scores[item.question].count() > 0
    ]
    return coded.frame.select(columns)


def _score_of(column: str, scores: pl.Series) -> pl.Expr:
    codes = pl.Series(range(len(scores)), dtype=pl.UInt16)
    return pl.col(column).replace_strict(codes, scores, default=None, return_dtype=pl.Float64)
