"""Drivers: which themes are most strongly related to an outcome, such as engagement or the eNPS?

A relation is not a cause; `docs/metrics/drivers.md` explains how to read the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from meetlat import Counts, hookimpl, metric

if TYPE_CHECKING:
    import numpy as np

# The temporary column of the outcome; no theme has this name.
OUTCOME = "\x00outcome"

# The smallest eigenvalue, relative to the largest, below which a theme follows from the others.
SINGULAR = 1e-10

# Scores that differ by a smaller part are the same: a mean of equal scores has rounding errors,
# which depend on the questions that a person answered.
TINY = 1e-12

# In smaller groups, correlations can disclose other answers of a person who gave a rare answer. The
# engine removes their rows; not computing them saves time.
FEWEST_PEOPLE = 30

# The scores of more people in one group are added up in parts, not held in memory.
MANY = 2**17

FIGURES = ("correlation", "weight", "share", "r_squared")
TYPES = {
    "group": pl.String,
    "theme": pl.String,
    "n": pl.Int64,
    **dict.fromkeys(FIGURES, pl.Float64),
}


@metric(
    table="Drivers",
    keys=Counts.THEME_KEYS,
    main="share",
    formats={"n": "0", "correlation": "0.00", "weight": "0.000", "share": "0%", "r_squared": "0%"},
    fewest=FEWEST_PEOPLE,
)
def drivers(
    person_means: Callable[[Mapping[str, Mapping[str, float]]], Iterable[pl.DataFrame]],
    groups: pl.Series,
    questions: pl.DataFrame,
    outcome: str = "enps",
) -> pl.DataFrame:
    """Drivers: how strongly each theme is related to an outcome; not necessarily its cause.

    `outcome` is a theme, a question, or a metric, which stands for its first question.
    `correlation` is that of the theme alone. `weight` is the part of the explained variance
    `r_squared` that is attributed to the theme, given the other themes (relative weights, Johnson
    2000), and `share` its share of it. Based on the `n` people with an answer in every theme.
    """
    weights = weights_of(questions, outcome)
    if not weights[OUTCOME]:
        if groups[0]:  # suppressed in all groups of a segment
            return pl.DataFrame(schema=TYPES)
        raise ValueError(f"outcome={outcome} is no theme, question or metric with answers")
    parts = person_means(weights)
    if len(groups) > MANY and groups[0] == groups[-1]:  # sorted, so there is only one
        found = of_one_group(parts)
        return pl.DataFrame([{"group": groups[0], **row} for row in found], schema=TYPES)
    themes, people = of_everyone(parts)
    rows = [
        {"group": group, **row}
        for group, own in of_groups(groups, people)
        for row in of_group(own, themes)
    ]
    return pl.DataFrame(rows, schema=TYPES)


def of_one_group(parts: Iterable[pl.DataFrame]) -> Iterator[dict[str, Any]]:
    """Yield a row for each theme, from sums over parts of the people; memory holds one part.

    With one part the figures are to the last digit those of `of_group`. Every theme has answers,
    because a question that nobody answered is left out.
    """
    import numpy as np

    themes: list[str] = []
    moments: _Moments | None = None
    for part in parts:
        themes = [name for name in part.columns if name != OUTCOME]
        people = part.drop_nulls()[[*themes, OUTCOME]].to_numpy().T.copy()
        if people.shape[1]:
            moments = moments.plus(people) if moments else _Moments.of(people)
    if moments is None or moments.n < FEWEST_PEOPLE:
        return
    kept = differs(moments.lowest, moments.highest)
    chosen = kept | (np.arange(len(kept)) == len(themes))
    number = int(kept[:-1].sum())
    is_enough = number and kept[-1] and moments.n > 2
    together = moments.correlations(chosen) if is_enough else None
    figures = _figures(together, number, moments.n)
    names = [theme for theme, is_kept in zip(themes, kept, strict=False) if is_kept]
    for theme, row in zip(names, figures, strict=True):
        yield {"theme": theme, "n": moments.n, **row}


class _Moments(NamedTuple):
    """Sums over people of scores, less a centre, and of their products.

    Attributes:
        n: the number of people.
        centre: the mean score of the first people, by theme; last that of the outcome.
        sums: the sums of the scores less the centre.
        products: the sums of the products of these.
        lowest: the lowest scores.
        highest: the highest scores.
    """

    n: int
    centre: np.ndarray
    sums: np.ndarray
    products: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray

    @classmethod
    def of(cls, people: np.ndarray, centre: np.ndarray | None = None) -> _Moments:
        """Those of some people; the scores are changed."""
        import numpy as np

        lowest, highest = people.min(axis=1), people.max(axis=1)
        middle = people.mean(axis=1) if centre is None else centre
        people -= middle[:, None]
        products = np.dot(people, people.T.conj())
        return cls(people.shape[1], middle, people.sum(axis=1), products, lowest, highest)

    def plus(self, people: np.ndarray) -> _Moments:
        """Those of more people."""
        import numpy as np

        other = _Moments.of(people, self.centre)
        return _Moments(
            self.n + other.n,
            self.centre,
            self.sums + other.sums,
            self.products + other.products,
            np.minimum(self.lowest, other.lowest),
            np.maximum(self.highest, other.highest),
        )

    def correlations(self, chosen: np.ndarray) -> np.ndarray:
        """The correlations between some themes and the outcome."""
        import numpy as np

        sums = self.sums[chosen]
        products = self.products[np.ix_(chosen, chosen)] - np.outer(sums, sums) / self.n
        return _correlations(products, self.n)


def of_everyone(parts: Iterable[pl.DataFrame]) -> tuple[Sequence[str], np.ndarray]:
    """The themes with scores, and a row for each with the scores of everyone; last the outcome."""
    found = pl.concat(parts)
    themes = [c.name for c in found if c.name != OUTCOME and c.count() > 0]
    return themes, found[[*themes, OUTCOME]].to_numpy().T  # not a number: no score


def of_groups(groups: pl.Series, people: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each group and the scores of its people, whose columns are adjacent."""
    first = 0
    for group, size in groups.rle().struct.unnest()[["value", "len"]].iter_rows():
        yield group, people[:, first : first + size]
        first += size


def of_group(people: np.ndarray, themes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield a row for each theme of one group.

    A theme without answers is left out, and so is one in which everyone has the same score.

    Args:
        people: a row for each theme with the scores of the people, and last one for the outcome.
        themes: the ids of the themes.
    """
    import numpy as np

    known = ~np.isnan(people)
    is_outcome = np.arange(len(people)) == len(themes)
    answered = known.any(axis=1) | is_outcome
    complete = known[answered].all(axis=0)
    if np.count_nonzero(complete) < FEWEST_PEOPLE:
        return
    left = np.empty((len(people), np.count_nonzero(complete)))
    for row, target in zip(people, left, strict=True):
        np.compress(complete, row, out=target)
    kept = answered & differs(left.min(axis=1), left.max(axis=1))
    chosen = kept | is_outcome
    figures = _figures_of(left if chosen.all() else left[chosen])
    names = [theme for theme, is_kept in zip(themes, kept, strict=False) if is_kept]
    for theme, row in zip(names, figures, strict=True):
        yield {"theme": theme, "n": int(complete.sum()), **row}


def differs(lowest: np.ndarray, highest: np.ndarray) -> np.ndarray:
    """Whether people have different scores, by the lowest and the highest score of each theme."""
    import numpy as np

    return highest - lowest > TINY * np.maximum(np.abs(lowest), np.abs(highest))


def weights_of(questions: pl.DataFrame, outcome: str) -> dict[str, dict[str, float]]:
    """The weights of the questions of the outcome, and of every other theme.

    Themes are scored without the questions of the outcome, which would explain themselves.
    """
    counted = questions.filter("counts_in_theme", metric="likert")
    of_outcome = _questions_of(outcome, questions, counted)
    others = counted.filter(~pl.col("question").is_in(of_outcome["question"].implode()))
    found = {OUTCOME: of_outcome}
    for (theme,), rows in others.group_by("theme", maintain_order=True):
        if theme != outcome:
            found[str(theme)] = rows
    return {n: dict(rows.select("question", "weight").iter_rows()) for n, rows in found.items()}


def _questions_of(outcome: str, asked: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """The questions of an outcome; a single question has weight 1, even if its theme ignores it."""
    theme = counted.filter(pl.col("theme") == outcome)
    if theme.height:
        return theme
    single = asked.with_columns(weight=1.0)
    found = single.filter(pl.col("question") == outcome)
    if found.is_empty():
        found = single.filter(pl.col("metric") == outcome).head(1)
    return found


def _figures_of(scores: np.ndarray) -> list[dict[str, float | None]]:
    """The figures of every theme, from the scores of people; these are changed.

    `scores` has a row for each theme with the scores of the people, and last one for the outcome.
    """
    import numpy as np

    number, people = len(scores) - 1, scores.shape[1]
    together = None
    if number and people > 2 and differs(scores[-1].min(), scores[-1].max()):
        scores -= scores.mean(axis=1, keepdims=True)
        together = _correlations(np.dot(scores, scores.T.conj()), people)
    return _figures(together, number, people)


def _figures(
    together: np.ndarray | None, number: int, people: int
) -> list[dict[str, float | None]]:
    """The figures of every theme; null if too few people answered to compute them.

    Args:
        together: the correlations between the themes, and last the outcome; None if there are none.
        number: how many themes there are.
        people: how many people answered all.
    """
    found: list[dict[str, float | None]] = [dict.fromkeys(FIGURES) for _ in range(number)]
    if together is None:
        return found
    correlations = together[:-1, -1]
    weights = None
    if people >= number + 2:
        weights = relative_weights(together[:-1, :-1], correlations)
    for place, row in enumerate(found):
        row["correlation"] = float(correlations[place])
        if weights is not None:
            explained = float(weights.sum())
            row["weight"], row["r_squared"] = float(weights[place]), explained
            row["share"] = float(weights[place]) / explained if explained > 0 else None
    return found


def _correlations(products: np.ndarray, people: int) -> np.ndarray:
    """Correlations from sums of products of centred scores, to the last digit as `np.corrcoef`."""
    import numpy as np

    together = products * np.true_divide(1, people - 1)
    spread = np.sqrt(np.diag(together))
    together /= spread[:, None]
    together /= spread[None, :]
    return np.clip(together, -1, 1)


def relative_weights(predictors: np.ndarray, outcome: np.ndarray) -> np.ndarray | None:
    """Johnson's (2000) relative weights: R squared, divided among correlated predictors.

    The predictors are expressed in the orthogonal variables that are closest to them. Each of
    those has its own part of R squared, which is divided among the predictors by squared loadings.

    Args:
        predictors: their correlations with each other.
        outcome: their correlations with the outcome.

    Returns:
        A weight per predictor, with R squared as their sum; None if one follows from the others.
    """
    import numpy as np

    values, vectors = np.linalg.eigh(predictors)
    if values[0] < SINGULAR * values[-1]:
        return None
    loadings = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    coefficients = np.linalg.solve(loadings, outcome)
    return loadings**2 @ coefficients**2


@hookimpl
def register_metrics(register):
    """Register the drivers."""
    register(drivers)
