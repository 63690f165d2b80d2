"""The answers to a question as scores, to see which questions go together."""

from __future__ import annotations

import numpy as np
import polars as pl

from meetlat.drafting.draft_scale import DraftScale
from meetlat.drafting.export import one_line
from meetlat.reading.cells import text
from meetlat.reading.scale import answer_key


def scores_of(values: pl.Series, scale: DraftScale) -> np.ndarray:
    """A score for each person; nan is no score."""
    scored = [answer for answer in scale.answers if answer.score is not None]
    by_key = {answer_key(answer.answer): answer.score for answer in scored}
    keys = {
        value: answer_key(one_line(text(value) or "")) for value in values.drop_nulls().unique()
    }
    scores = {value: by_key[key] for value, key in keys.items() if key in by_key}
    if not scores:
        return np.full(len(values), np.nan)
    old, new = pl.Series([*scores], dtype=values.dtype), pl.Series([*scores.values()])
    coded = values.replace_strict(old, new, default=None, return_dtype=pl.Float64)
    return coded.fill_null(float("nan")).to_numpy()
