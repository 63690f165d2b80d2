"""Reliability: do the questions of a theme measure one thing, and how precisely?

Computed over persons, so small groups have no figures. `docs/metrics/reliability.md` explains how
to read them. Tests compare them with R's psych.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import TYPE_CHECKING

import polars as pl

from meetlat import Answers, Counts, hookimpl, metric

if TYPE_CHECKING:
    import numpy as np

# In smaller groups, alpha can disclose other answers of a person who gave a rare answer.
FEWEST_PEOPLE = 30

# A part that is smaller than this, relative to the whole, is a rounding error.
TINY = 1e-12


@metric(
    table="Reliability",
    keys=Counts.THEME_KEYS,
    main="alpha",
    formats={"questions": "0", "n": "0"}
    | dict.fromkeys(["alpha", "alpha_standardised", "omega"], "0.00"),
    fewest=FEWEST_PEOPLE,
)
def reliability(answers: Answers, groups: pl.Series, questions: pl.DataFrame) -> pl.DataFrame:
    """Reliability: Cronbach's alpha and McDonald's omega total of each theme.

    `questions` counts those whose answers differ. `n` is the number of people who answered all of
    them. A figure is null for fewer than two questions (three for omega), and for fewer people than
    questions.
    """
    rows = [
        {"group": group, "theme": theme, "questions": len(items.names), "n": items.n}
        | {"alpha": alpha(items.covariances), "alpha_standardised": alpha(items.standardised)}
        | {"omega": omega(items.correlations)}
        for group, theme, items in of_themes(answers, groups, questions)
    ]
    figures = dict.fromkeys(["alpha", "alpha_standardised", "omega"], pl.Float64)
    counts = dict.fromkeys(["questions", "n"], pl.Int64)
    names = dict.fromkeys(["group", "theme"], pl.String)
    return pl.DataFrame(rows, schema={**names, **counts, **figures})


@metric(
    table="ReliabilityQuestions",
    main="item_rest",
    formats={"n": "0"} | dict.fromkeys(["item_rest", "alpha_without", "loading"], "0.00"),
    fewest=FEWEST_PEOPLE,
)
def reliability_questions(
    answers: Answers, groups: pl.Series, questions: pl.DataFrame
) -> pl.DataFrame:
    """Reliability by question: what each question adds to its theme.

    `item_rest` is its correlation with the sum of the others, `alpha_without` the alpha of the
    others, and `loading` its correlation with the single factor that omega assumes.
    """
    rows = [
        {"group": group, **row}
        for group, _, items in of_themes(answers, groups, questions)
        for row in by_item(items)
    ]
    names = dict.fromkeys(["group", "question"], pl.String)
    figures = dict.fromkeys(["item_rest", "alpha_without", "loading"], pl.Float64)
    return pl.DataFrame(rows, schema={**names, "n": pl.Int64, **figures})


@dataclass(frozen=True)
class Items:
    """The questions of one theme with their covariances and correlations.

    Attributes:
        names: the questions whose answers differ; the others are left out.
        n: the number of people who answered all of them.
        covariances: of the scores; not a number if there are fewer people than questions.
        correlations: likewise.
    """

    names: list[str]
    n: int
    covariances: np.ndarray
    correlations: np.ndarray

    @property
    def standardised(self) -> np.ndarray:
        """The covariances if every question had a standard deviation of 1."""
        import numpy as np

        deviations = np.sqrt(np.diag(self.covariances))
        return self.covariances / np.outer(deviations, deviations)


def of_themes(
    answers: pl.DataFrame, groups: pl.Series, questions: pl.DataFrame
) -> Iterator[tuple[str, str, Items]]:
    """Yield each group, theme, and the questions that count in the score of the theme.

    Without those of fewer than `FEWEST_PEOPLE` people, which the engine would remove.
    """
    counted = questions.filter("counts_in_theme", metric="likert")
    themes: dict[str, list[str]] = {}
    for theme, question in counted[["theme", "question"]].iter_rows():
        themes.setdefault(theme, []).append(question)
    scores = {theme: answers[names].to_numpy() for theme, names in themes.items()}
    first = 0
    for group, size in groups.rle().struct.unnest()[["value", "len"]].iter_rows():
        for theme, names in themes.items():
            items = go_together(scores[theme][first : first + size], names)
            if items.n >= FEWEST_PEOPLE:
                yield group, theme, items
        first += size


def go_together(scores: np.ndarray, names: Sequence[str]) -> Items:
    """Covariances and correlations of the questions whose answers differ.

    `scores` is respondents x questions; not a number if not answered. Only people who answered all
    of these questions count (listwise).
    """
    import numpy as np

    kept = differing(scores)
    scores = scores[~np.isnan(scores[:, kept]).any(axis=1)]
    kept &= differing(scores)
    # A row per question, which is fast to multiply.
    covariances, correlations = of_complete(np.ascontiguousarray(scores[:, kept].T))
    own = [name for name, is_kept in zip(names, kept, strict=True) if is_kept]
    n = len(scores) if own else 0
    if n < len(own):
        covariances = correlations = np.full_like(covariances, np.nan)
    return Items(own, n, covariances, correlations)


def differing(scores: np.ndarray) -> np.ndarray:
    """Whether the answers to each question differ; without variance there is no correlation."""
    import numpy as np

    unanswered = np.isnan(scores)
    lowest = np.where(unanswered, np.inf, scores).min(axis=0, initial=np.inf)
    highest = np.where(unanswered, -np.inf, scores).max(axis=0, initial=-np.inf)
    return lowest < highest


def of_complete(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Covariances and correlations of questions (rows) that everyone answered."""
    import numpy as np

    people = scores.shape[1]
    centred = scores - scores.sum(axis=1, keepdims=True) / max(people, 1)
    covariances = centred @ centred.T / max(people - 1, 1)
    deviations = np.sqrt(np.diag(covariances))
    correlations = covariances / np.outer(deviations, deviations)
    return covariances, correlations


def alpha(covariances: np.ndarray) -> float | None:
    """Cronbach's (1951) alpha; null for fewer than two questions, or a sum that does not vary."""
    return _alpha(len(covariances), float(covariances.trace()), float(covariances.sum()))


def _alpha(questions: int, single: float, whole: float) -> float | None:
    """Alpha from the summed variances of the questions and the variance of their sum."""
    if questions < 2 or not whole > TINY * single:
        return None
    return questions / (questions - 1) * (1 - single / whole)


def omega(correlations: np.ndarray) -> float | None:
    """McDonald's (1999) omega total of one factor: the share of the sum's variance it explains."""
    loadings = one_factor(correlations)
    whole = float(correlations.sum())
    if loadings is None or whole <= TINY * len(correlations):
        return None
    return float(1 - (1 - loadings**2).sum() / whole)


def one_factor(correlations: np.ndarray) -> np.ndarray | None:
    """Loadings on one factor, with the smallest squared residual correlations.

    Minres, question by question (Harman & Jones 1966), with loadings from -1 to 1 (Harman & Fukuda
    1966), starting at the first principal component. None for fewer than three questions, which do
    not determine the loadings, and if the search does not converge.
    """
    import numpy as np

    if len(correlations) < 3 or not np.isfinite(correlations).all():
        return None
    found = _loadings(tuple(map(tuple, correlations.tolist())))
    return None if found is None else np.array(found)


@lru_cache(maxsize=4096)  # both metrics use the same loadings
def _loadings(correlations: tuple[tuple[float, ...], ...]) -> tuple[float, ...] | None:
    import numpy as np

    values, vectors = np.linalg.eigh(correlations)
    first = vectors[:, -1] * np.sqrt(values[-1])
    loadings = (-first if first.sum() < 0 else first).tolist()
    others = (np.array(correlations) - np.diag(np.diag(correlations))).tolist()
    for _ in range(10_000):
        moved = _improve(loadings, others)
        if moved is None:
            return None
        if moved < TINY:
            return tuple(loadings)
    return None


def _improve(loadings: list[float], correlations: list[list[float]]) -> float | None:
    """Improve each loading in turn; return the largest change, or None if the others are all 0."""
    furthest = 0.0
    squares = sum(map(mul, loadings, loadings))
    for i, row in enumerate(correlations):  # floats, because numpy is slow for so few
        before = loadings[i]
        rest = squares - before**2
        if rest <= TINY:
            return None
        loadings[i] = min(1.0, max(-1.0, sum(map(mul, row, loadings)) / rest))
        squares = rest + loadings[i] ** 2
        furthest = max(furthest, abs(loadings[i] - before))
    return furthest


def by_item(items: Items) -> Iterator[dict[str, str | int | float | None]]:
    """The figures of each question."""
    loadings = one_factor(items.correlations)
    whole, single = items.covariances.sum(), items.covariances.trace()
    for i, name in enumerate(items.names):
        own, together = items.covariances[i, i], items.covariances[i].sum()
        rest = whole - 2 * together + own  # the variance of the sum of the others
        varies = rest > TINY * single
        yield {
            "question": name,
            "n": items.n,
            "item_rest": float((together - own) / (own * rest) ** 0.5) if varies else None,
            "alpha_without": _alpha(len(items.names) - 1, float(single - own), float(rest)),
            "loading": None if loadings is None else float(loadings[i]),
        }


@hookimpl
def register_metrics(register):
    """Register the reliability of themes and of their questions."""
    register(reliability)
    register(reliability_questions)
