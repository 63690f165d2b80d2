"""Numbers and combinations that occur, against NumPy's own way."""

from __future__ import annotations

import numpy as np
import pytest

from meetlat import numbering
from meetlat.numbering import combined, counted, numbered


@pytest.mark.parametrize("table", [0, 2**24])
@pytest.mark.parametrize("numbers", [[], [0], [3, 1, 3, 7], [5] * 4])
def test_numbers_are_those_of_unique(monkeypatch, table, numbers):
    monkeypatch.setattr(numbering, "TABLE", table)
    given = np.array(numbers, np.int64)
    found, place = numbered(given, 8)
    expected = np.unique(given, return_inverse=True)
    assert found.tolist() == expected[0].tolist()
    assert place.tolist() == expected[1].tolist()


@pytest.mark.parametrize("cached", [1, 30, 2**20])
@pytest.mark.parametrize("table", [0, 2**24])
@pytest.mark.parametrize("widths", [(), (1,), (4, 4, 4), (250, 3, 9, 2, 40, 40, 300), (2,) * 70])
def test_combinations_are_the_distinct_rows_in_order(monkeypatch, cached, table, widths):
    monkeypatch.setattr(numbering, "CACHED", cached)
    monkeypatch.setattr(numbering, "TABLE", table)
    draw = np.random.default_rng(len(widths))
    rows = np.array([draw.integers(width, size=200) for width in widths], np.uint16).T
    rows = rows.reshape(200, len(widths))
    first, combination = combined(zip(rows.T, widths, strict=True), 200)
    distinct, at, number = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    assert rows[first].tolist() == distinct.tolist()
    assert first.tolist() == at.tolist()
    assert combination.tolist() == number.reshape(-1).tolist()


@pytest.mark.parametrize("cached", [1, 2**20])
@pytest.mark.parametrize("part", [1, 64, 1000])
@pytest.mark.parametrize("widths", [(1,), (4, 4, 4), (250, 3, 9, 2)])
def test_combinations_are_counted(monkeypatch, cached, part, widths):
    monkeypatch.setattr(numbering, "CACHED", cached)
    monkeypatch.setattr(numbering, "PART", part)
    draw = np.random.default_rng(len(widths))
    rows = np.array([draw.integers(width, size=200) for width in widths], np.uint8).T
    found, times = counted([*zip(rows.T, widths, strict=True)], 200)
    distinct, expected = np.unique(rows, axis=0, return_counts=True)
    assert np.transpose(found).tolist() == distinct.tolist()
    assert times.tolist() == expected.tolist()


def test_nobody_has_no_combination():
    first, combination = combined([(np.zeros(0, np.int64), 3)], 0)
    assert (len(first), len(combination)) == (0, 0)
