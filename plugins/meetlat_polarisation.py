"""Polarisation: do people agree, are their answers spread, or do they form two camps?

A mean does not show this. `docs/metrics/polarisation.md` explains how to read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from meetlat import Counts, hookimpl, metric

if TYPE_CHECKING:
    import numpy as np


@metric(
    table="Polarisation",
    main="polarisation",
    formats={"n": "0", "agreement": "0.00", "polarisation": "0.00"},
    by_group=True,
)
def polarisation(counts: Counts) -> pl.DataFrame:
    """Polarisation: from 0 (everyone gave the same answer) to 1 (half at each end of the scale).

    `agreement` is van der Eijk's (2001) A: 1 for the same answer, 0 for all answers equally often,
    -1 for half at each end. Polarisation is (1 - A) / 2. For scales with at least three scores.
    """
    scored = counts.drop_nulls("score").filter(pl.col("from_top") + pl.col("from_bottom") > 3)
    found = [
        _of_scale(rows, int(points))
        for (points,), rows in scored.group_by(pl.col("from_top") + pl.col("from_bottom") - 1)
    ]
    figures = {"n": counts.schema["n"], "agreement": pl.Float64, "polarisation": pl.Float64}
    none = pl.DataFrame(schema={**dict.fromkeys(Counts.KEYS, pl.String), **figures})
    return pl.concat([none, *found])


def _of_scale(scored: pl.DataFrame, points: int) -> pl.DataFrame:
    """The figures of the questions on scales with this number of scores."""
    rows = scored.group_by(Counts.KEYS, maintain_order=True).agg(
        n=pl.col("n").sum(),
        **{
            str(p): pl.col("n").filter(pl.col("from_bottom") == p).sum()
            for p in range(1, points + 1)
        },
    )
    rows = rows.filter(pl.col("n") > 0)
    times = rows.select(str(p) for p in range(1, points + 1)).to_numpy()
    agreement = pl.Series("agreement", agreements(times), dtype=pl.Float64)
    return rows.select(*Counts.KEYS, "n", agreement, polarisation=(1 - agreement) / 2)


def agreements(times: np.ndarray) -> np.ndarray:
    """Van der Eijk's A of many questions at once.

    A distribution is a stack of layers: the lowest has as many of each answer as of the rarest one,
    the next one is computed from what remains, and so on. Each layer has its own agreement, and A
    is their mean, weighted by size.

    Args:
        times: how often each score was given: a row per question, a column per score, in order.
    """
    import numpy as np

    heights = np.sort(times, axis=1)
    steps = np.diff(heights, axis=1, prepend=0)
    total = np.zeros(len(times))
    for height, step in zip(heights.T, steps.T, strict=True):
        layer = times >= height[:, None]
        total += step * layer.sum(axis=1) * _agreement_of_layer(layer)
    return total / times.sum(axis=1)


def _agreement_of_layer(layer: np.ndarray) -> np.ndarray:
    """The unimodality U of a layer, times 1 minus the part of the scale that it covers.

    U is counted over all ordered triples of scores: 110 and 011 raise it, a gap (101) lowers it.
    """
    import numpy as np

    points = layer.shape[1]
    taken, free = layer.astype(np.int64), (~layer).astype(np.int64)
    before, free_before = np.cumsum(taken, axis=1) - taken, np.cumsum(free, axis=1) - free
    after = taken.sum(axis=1, keepdims=True) - before - taken
    free_after = free.sum(axis=1, keepdims=True) - free_before - free
    together = (taken * (before * free_after + free_before * after)).sum(axis=1)
    apart = (free * before * after).sum(axis=1)
    counted = together + apart
    unimodal = together - (points - 1) / (points - 2) * apart
    unimodality = np.where(counted > 0, unimodal / np.maximum(counted, 1), 1)
    return unimodality * (1 - (taken.sum(axis=1) - 1) / (points - 1))


@hookimpl
def register_metrics(register):
    """Register the polarisation."""
    register(polarisation)
