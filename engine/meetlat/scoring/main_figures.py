"""The figure of each row of a metric that comparisons stand beside, as `Comparisons` holds it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from meetlat.groups import Group
from meetlat.plugins.metrics import Counts, Metric
from meetlat.reading.typed_figures import COMPARED


def main_column(metric: Metric, columns: Sequence[str]) -> str:
    """The column that comparisons stand beside: the last one, unless its author says otherwise."""
    return metric.main or columns[-1]


def subjects(metric: Metric, rows: pl.DataFrame) -> list[str]:
    """What `Comparisons.subject` calls each row of a metric's table."""
    keys = [key for key in metric.keys if key not in Counts.GROUP_KEYS]
    return [metric.subject(key) for key in rows[keys[0]]] if keys else [metric.name] * len(rows)


def main_figures(
    metric: Metric, outcome: pl.DataFrame, group: Group, comparison: str
) -> pl.DataFrame:
    """The main figures of a metric in one group, as rows of `Comparisons` (see `COMPARED`).

    Args:
        metric: whose outcome it is.
        outcome: its table for all groups it was computed for.
        group: `segment` and `group`.
        comparison: what the column is to be called in which they stand beside other figures.
    """
    own = outcome.filter(segment=group[0], group=group[1]).drop(Counts.GROUP_KEYS)
    main = own[main_column(metric, own.columns)]
    if not main.dtype.is_numeric():
        return pl.DataFrame(schema=COMPARED)
    figures = {
        "comparison": pl.repeat(comparison, len(own), dtype=pl.String, eager=True),
        "subject": pl.Series(subjects(metric, own), dtype=pl.String),
        "answer": own["answer"] if "answer" in metric.keys else None,
        "value": main.cast(pl.Float64),
        "n": None,
        "sd": None,
        "table": metric.table,
    }
    return pl.DataFrame(figures, schema=COMPARED).drop_nulls("value")
