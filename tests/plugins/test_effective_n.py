"""`Counts.effective_n`: how many people a margin of error may count."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat import Counts

WEIGHTS = st.lists(st.floats(0.2, 5), min_size=1, max_size=30)


def effective(counts: pl.DataFrame) -> float:
    return counts.select(Counts.effective_n(counts)).item()


def counted(weights: list[list[float]]) -> pl.DataFrame:
    """The counts of answers, each by people with these weights."""
    return pl.DataFrame(
        {
            "n": [sum(own) for own in weights],
            "squares": [sum(weight**2 for weight in own) for own in weights],
        }
    )


def test_without_weights_it_is_the_number_of_people():
    assert effective(pl.DataFrame({"n": [3, 0, 9]})) == 12


@given(st.lists(WEIGHTS, min_size=1, max_size=5))
def test_the_mean_of_so_many_equal_people_is_as_certain_as_the_weighted_mean(weights):
    """The variance of a weighted mean of independent answers is the sum of squared shares."""
    everyone = [weight for own in weights for weight in own]
    variance = sum((weight / sum(everyone)) ** 2 for weight in everyone)
    assert effective(counted(weights)) == pytest.approx(1 / variance)


@given(WEIGHTS, st.floats(0.1, 10))
def test_weights_in_another_unit_give_the_same_number(weights, unit):
    other = [weight * unit for weight in weights]
    assert effective(counted([other])) == pytest.approx(effective(counted([weights])))
