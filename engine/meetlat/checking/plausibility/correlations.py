"""The correlations between the items of each theme, for several themes at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations

import polars as pl

from meetlat.checking.plausibility.keying import Correlations
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import scored_answers

# Scores in memory at a time, 8 bytes each. A theme with more is handled alone.
MOST_SCORES = 2_000_000

# The questions of each theme.
Themes = Mapping[str, Sequence[str]]

# The correlation of two questions, and how many people answered both.
Pairs = dict[tuple[str, str], tuple[float, int]]


def correlations_by_theme(
    coded: CodedAnswers, answers: pl.DataFrame, themes: Themes, fewest: int
) -> Iterator[tuple[str, Correlations]]:
    """The correlations between the questions of each theme.

    Args:
        coded: the answers as codes.
        answers: the answers of all questions, with `score` (see `scored.answer_table`).
        themes: the questions of each theme; all are scored, with one answer per respondent.
        fewest: two questions are correlated only if this many people answered both.

    Returns:
        The name of each theme with its correlations.
    """
    items = {item.question: item for item in coded.items}
    for batch in _batches(themes, len(coded.frame)):
        questions = dict.fromkeys(chain.from_iterable(batch.values()))
        batch_items = [items[question] for question in questions]
        scores = scored_answers(replace(coded, items=batch_items), answers)
        wanted = [pair for members in batch.values() for pair in combinations(members, 2)]
        pairs = _correlate(scores, wanted, fewest)
        for theme, members in batch.items():
            yield theme, _matrices(members, pairs)


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
