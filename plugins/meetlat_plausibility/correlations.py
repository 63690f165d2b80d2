"""The correlations between the items of each theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from polars import selectors as cs

from meetlat import AnsweredSurvey
from meetlat_plausibility.keying import Correlations

# A variance below this part of the mean square is rounding: everyone gave the same answer.
ROUNDING = 1e-10


def correlations_by_theme(
    survey: AnsweredSurvey, themes: Mapping[str, Sequence[str]], fewest: int
) -> Iterator[tuple[str, Correlations]]:
    """The correlations between the questions of each theme, by its name.

    All questions are scored, with one answer per respondent. Two questions are correlated only if
    `fewest` people answered both.
    """
    asked = survey.catalogue.questions[["question", "scale", "reverse"]].iter_rows()
    scales = {question: (scale, reverse) for question, scale, reverse in asked}
    for theme, questions in themes.items():
        rows, times = survey.combinations(questions)
        scores = rows.select(_scores(survey, q, *scales[q]) for q in questions)
        yield theme, _correlate(scores.to_numpy(), times.to_numpy(), fewest)


def _scores(survey: AnsweredSurvey, question: str, scale: str, reverse: bool) -> pl.Expr:
    """The scores of the answers to a question, with a minus sign if it is reverse-coded."""
    scores = survey.catalogue.scale(scale)["score"].cast(pl.Float64) * (-1 if reverse else 1)
    codes = cs.by_name(question)  # a name is no pattern
    return pl.lit(scores).gather(codes, null_on_oob=True).alias(question)


def _correlate(scores: np.ndarray, times: np.ndarray, fewest: int) -> Correlations:
    """Correlate all pairs of columns, each over the people who answered both.

    A correlation is 0 if fewer than `fewest` people answered both, or if everyone gave the same
    answer. `scores` has a row for each combination of scores that occurs, `times` its people.
    """
    known = ~np.isnan(scores)
    filled = np.where(known, scores, 0.0)
    middle = times @ filled / np.maximum(times @ known, 1)
    centred = np.where(known, filled - middle, 0.0)
    known = known.astype(np.float64)
    people_known = known * times[:, None]
    n = people_known.T @ known
    people = np.maximum(n, 1)
    # Of the question of the row, over the people who also answered that of the column.
    sums, squares = centred.T @ people_known, (centred**2).T @ people_known
    variances = squares - sums**2 / people
    differs = variances > ROUNDING * np.maximum(squares, 1e-300)
    products = centred.T @ (centred * times[:, None]) - sums * sums.T / people
    is_known = (n >= fewest) & differs & differs.T
    scale = np.sqrt(np.where(is_known, variances * variances.T, 1.0))
    r = np.where(is_known, products / scale, 0.0)
    np.fill_diagonal(r, 1.0)
    n = np.where(n >= fewest, n, 0).astype(np.int64)
    np.fill_diagonal(n, 0)
    return Correlations(r, n)
