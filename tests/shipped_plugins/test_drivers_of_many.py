"""Drivers of a very large group are added up in parts, and equal those of everyone together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

import meetlat_drivers
from tests.shipped_plugins.person_means import person_means

QUESTIONS = pl.DataFrame(
    {
        "question": ["y", "a", "b", "c"],
        "theme": [None, "A", "B", "C"],
        "metric": ["enps", "likert", "likert", "likert"],
        "weight": [1.0] * 4,
        "counts_in_theme": [False, True, True, True],
    }
)


def people(number: int, seed: int) -> pl.DataFrame:
    """Answers that hang together, a tenth of them missing."""
    draw = np.random.default_rng(seed)
    common = draw.normal(size=number)
    frame = pl.DataFrame({q: np.round(common + 2 * draw.normal(size=number)) for q in "yabc"})
    return frame.with_columns(pl.when(pl.Series(draw.random(number) < 0.9)).then(pl.col("a", "y")))


def drivers(parts: Sequence[pl.DataFrame], groups: pl.Series) -> pl.DataFrame:
    return meetlat_drivers.drivers(person_means(*parts), groups, QUESTIONS)


@pytest.mark.parametrize("rows", [1, 7, 100, 1_000])
@pytest.mark.parametrize("constant", ["", "b", "y"])
def test_drivers_in_parts_equal_those_of_everyone_together(monkeypatch, rows, constant):
    frame = people(600, 1)
    if constant:
        frame = frame.with_columns(pl.lit(3.0).alias(constant))
    groups = pl.Series(["everyone"] * 600)
    expected = drivers([frame], groups)
    monkeypatch.setattr(meetlat_drivers, "MANY", 10)
    found = drivers([frame[i : i + rows] for i in range(0, 600, rows)], groups)
    assert found.select("group", "theme", "n").equals(expected.select("group", "theme", "n"))
    for figure in meetlat_drivers.FIGURES:
        assert found[figure].to_list() == pytest.approx(expected[figure].to_list(), abs=1e-12)


def test_nobody_with_all_answers_gives_no_drivers(monkeypatch):
    frame = people(50, 2).with_columns(y=pl.lit(None, dtype=pl.Float64))
    groups = pl.Series(["everyone"] * 50)
    monkeypatch.setattr(meetlat_drivers, "MANY", 10)
    assert drivers([frame[:20], frame[20:]], groups).is_empty()
