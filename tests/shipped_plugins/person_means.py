"""Each respondent's means, computed with Polars from scored answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import polars as pl


def person_means(*parts: pl.DataFrame) -> Callable[..., Iterator[pl.DataFrame]]:
    """The argument `person_means` of a metric, for answers that come in parts."""

    def means(wanted: Mapping[str, Mapping[str, float]]) -> Iterator[pl.DataFrame]:
        for part in parts:
            yield part.select(_mean(weights).alias(name) for name, weights in wanted.items())

    return means


def _mean(weights: Mapping[str, float]) -> pl.Expr:
    total = pl.sum_horizontal(pl.col(q) * weight for q, weight in weights.items())
    base = pl.sum_horizontal(pl.col(q).is_not_null() * weight for q, weight in weights.items())
    return pl.when(base > 0).then(total / base)
