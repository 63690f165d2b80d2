"""The correlations between the items of each theme, for several themes at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, combinations

import polars as pl
from polars import selectors as cs

from meetlat import AnsweredSurvey
from meetlat_plausibility.keying import Correlations

# Scores in memory at a time, 8 bytes each. A theme with more is handled alone.
MOST_SCORES = 2_000_000

# The questions of each theme.
Themes = Mapping[str, Sequence[str]]

# The correlation of two questions, and how many people answered both.
Pairs = dict[tuple[str, str], tuple[float, int]]


def correlations_by_theme(
    survey: AnsweredSurvey, themes: Themes, fewest: int
) -> Iterator[tuple[str, Correlations]]:
    """The correlations between the questions of each theme.

    Args:
        survey: the survey.
        themes: the questions of each theme; all are scored, with one answer per respondent.
        fewest: two questions are correlated only if this many people answered both.

    Returns:
        The name of each theme with its correlations.
    """
    for batch in _batches(themes, len(survey.codes)):
        scores = _scores(survey, set(chain.from_iterable(batch.values())))
        wanted = [pair for members in batch.values() for pair in combinations(members, 2)]
        pairs = _correlate(scores, wanted, fewest)
        for theme, members in batch.items():
            yield theme, _matrices(members, pairs)


def _scores(survey: AnsweredSurvey, questions: Collection[str]) -> pl.DataFrame:
    """The scores of the answers to these questions, with a minus sign if they are reverse-coded."""
    catalogue, columns = survey.catalogue, []
    asked = catalogue.questions.select("question", "scale", "reverse").iter_rows()
    for question, scale, reverse in asked:
        if question in questions:
            scores = pl.lit(catalogue.scale(scale)["score"] * (-1 if reverse else 1))
            codes = cs.by_name(question)  # a name is no pattern
            columns.append(scores.gather(codes, null_on_oob=True).alias(question))
    return survey.codes.select(columns)


def _batches(themes: Themes, respondents: int) -> Iterator[dict[str, Sequence[str]]]:
    """The themes in batches of at most `MOST_SCORES` scores."""
    batch: dict[str, Sequence[str]] = {}
    for theme, questions in themes.items():
        width = len(questions) + sum(map(len, batch.values()))
        if batch and width * respondents > MOST_SCORES:
            yield batch
            batch = {}
        batch[theme] = questions
    if batch:
        yield batch


def _correlate(scores: pl.DataFrame, pairs: Sequence[tuple[str, str]], fewest: int) -> Pairs:
    """Correlate pairs of columns; both figures are 0 if too few people answered both.

    The correlation is 0 if everyone gave the same answer.
    """
    numbered = {name: f"q{i}" for i, name in enumerate(scores.columns)}
    frame = scores.rename(numbered)
    columns = [(pl.col(numbered[a]), pl.col(numbered[b])) for a, b in pairs]
    r = frame.select(pl.corr(a, b).fill_nan(0).alias(f"{k}") for k, (a, b) in enumerate(columns))
    both = [(a.is_not_null() & b.is_not_null()).sum() for a, b in columns]
    n = frame.select(answered.alias(f"{k}") for k, answered in enumerate(both))
    rows = zip(pairs, r.row(0), n.row(0), strict=True)
    return {pair: (r or 0.0, n) if n >= fewest else (0.0, 0) for pair, r, n in rows}


def _matrices(questions: Sequence[str], pairs: Pairs) -> Correlations:
    size = range(len(questions))
    r = [[float(i == j) for j in size] for i in size]
    n = [[0 for _ in size] for _ in size]
    for i, j in combinations(size, 2):
        r[i][j], n[i][j] = r[j][i], n[j][i] = pairs[questions[i], questions[j]]
    return Correlations(r, n)
