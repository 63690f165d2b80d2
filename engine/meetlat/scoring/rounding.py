"""Round weighted figures before they are written anywhere.

An exact weighted figure can reveal what a few people answered, because people are whole. Only tests
of differences are computed from unrounded figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import repeat

import polars as pl

from meetlat.formatting import rounded
from meetlat.groups import GROUP_KEYS
from meetlat.plugins.metrics import Metric

# What a metric asks for if its figures are weighted.
WEIGHTED = frozenset({"counts", "theme_scores", "person_weights"})


def stored(value: float, number_format: str | None) -> float:
    """A weighted figure as it is stored: as its number format shows it, 1 % or .1 at most.

    Without decimals in the format, figures between -1 and 1 are taken for shares.
    """
    return float(rounded(value, _decimals(value, number_format)))


def _decimals(value: float, number_format: str | None) -> int:
    """The number of decimals to keep."""
    if "%" in (number_format or ""):
        return 2
    finest = 2 if abs(value) < 1 else 1
    if number_format is None or number_format == "General":
        return finest
    digits = re.search(r"\.([0#?]+)", number_format)
    return min(finest, len(digits[1]) if digits else 0)


def rounded_figures(metric: Metric, outcome: pl.DataFrame, weighted: pl.DataFrame) -> pl.DataFrame:
    """The table of a metric for all groups, with the figures of weighted groups rounded.

    `weighted` has `segment` and `group` of the groups that are weighted.
    """
    if weighted.is_empty() or not metric.asks & WEIGHTED:
        return outcome
    figures = [name for name, dtype in outcome.schema.items() if dtype.is_float()]
    marked = outcome.join(
        weighted.select(GROUP_KEYS).with_columns(pl.lit(value=True).alias("\x00weighted")),
        on=GROUP_KEYS,
        how="left",
        maintain_order="left",
    )
    rows = marked["\x00weighted"].fill_null(value=False)
    return outcome.with_columns(
        pl.when(rows)
        .then(stored_figures(outcome[name], metric.formats.get(name), rows))
        .otherwise(name)
        .alias(name)
        for name in figures
    )


def stored_figures(
    figures: pl.Series, number_format: str | None, rows: Iterable[bool] = repeat(True)
) -> pl.Series:
    """Weighted figures as they are stored; null where `rows` is false."""
    values = [
        stored(value, number_format) if row and value is not None else None
        for value, row in zip(figures, rows, strict=False)
    ]
    return pl.Series(figures.name, values, dtype=pl.Float64)
