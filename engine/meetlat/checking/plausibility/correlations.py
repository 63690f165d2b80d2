"""How the items of each theme go together, computed for as many themes at once as memory allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import polars as pl

from meetlat.checking.plausibility.keying import Correlations
from meetlat.reading.responses.coding import CodedAnswers
from meetlat.reading.responses.scored import scored_answers

# At once, each of 8 bytes; a theme of a million respondents has more, and stands alone then.
MOST_SCORES = 2_000_000

Themes = Mapping[str, Sequence[str]]


def correlations_by_theme(
    coded: CodedAnswers, answers: pl.DataFrame, themes: Themes, fewest: int
) -> Iterator[tuple[str, Correlations]]:
    """The correlations of the questions of each theme, two at a time.

    Args:
        coded: the answers as codes.
        answers: of all questions, with `score` (see `scored.answer_table`).
        themes: the questions of each, all of them scored and with one answer a respondent.
        fewest: two questions that fewer people answered both are not correlated.
    """
    items = {item.question: item for item in coded.items}
    for batch in _batches(themes, len(coded.frame)):
        columns = {
            question: items[question] for of_theme in batch.values() for question in of_theme
        }
        scores = scored_answers(replace(coded, items=list(columns.values())), answers)
        found = _pairs(scores, [p for of in batch.values() for p in combinations(of, 2)], fewest)
        for theme, questions in batch.items():
            yield theme, _square(questions, found)


def _batches(themes: Themes, respondents: int) -> Iterator[dict[str, Sequence[str]]]:
    batch: dict[str, Sequence[str]] = {}
    for theme, questions in themes.items():
        width = len(questions) + sum(map(len, batch.values()))
        if batch and width * respondents > MOST_SCORES:
            yield batch
            batch = {}
        batch[theme] = questions
    if batch:
        yield batch


Found = dict[tuple[str, str], tuple[float, int]]


def _pairs(scores: pl.DataFrame, pairs: Sequence[tuple[str, str]], fewest: int) -> Found:
    """Correlation and number of answers of two columns; nought where they were too few.

    Where everyone gave the same answer there is no correlation either.
    """
    numbered = {name: f"q{i}" for i, name in enumerate(scores.columns)}
    frame = scores.rename(numbered)
    columns = [(pl.col(numbered[a]), pl.col(numbered[b])) for a, b in pairs]
    r = frame.select(pl.corr(a, b).fill_nan(0).alias(f"{k}") for k, (a, b) in enumerate(columns))
    both = [(a.is_not_null() & b.is_not_null()).sum() for a, b in columns]
    n = frame.select(answered.alias(f"{k}") for k, answered in enumerate(both))
    rows = zip(pairs, r.row(0), n.row(0), strict=True)
    return {pair: (known or 0.0, n) if n >= fewest else (0.0, 0) for pair, known, n in rows}


def _square(questions: Sequence[str], found: Found) -> Correlations:
    size = range(len(questions))
    r = [[float(i == j) for j in size] for i in size]
    n = [[0 for _ in size] for _ in size]
    for i, j in combinations(size, 2):
        r[i][j], n[i][j] = r[j][i], n[j][i] = found[questions[i], questions[j]]
    return Correlations(r, n)
