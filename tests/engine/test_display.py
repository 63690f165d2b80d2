"""Rounding happens once, half away from zero, as Excel shows it."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.display import figure, percentage, rounded


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (6.65, 1, "6.7"),
        (6.85, 1, "6.9"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.05, 1, "0.1"),
        (-0.04, 1, "0.0"),
        (1234.5, 0, "1,235"),
    ],
)
def test_half_is_rounded_away_from_zero(value, decimals, shown):
    assert figure(value, decimals) == shown


def test_dutch_writes_a_comma_and_no_figure_is_a_dash():
    assert figure(6.85, 1, "nl") == "6,9"
    assert figure(1388, 0, "nl") == "1.388"
    assert figure(None) == percentage(None) == "-"
    assert percentage(0.665) == "67%"


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_decimal_fraction_is_rounded_as_it_is_written(thousandths, decimals):
    """Whatever binary fraction stands for 6.65: people see 6.65, and expect 6.7."""
    written = Decimal(thousandths).scaleb(-3)
    exact = written.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rounded(float(written), decimals) == exact
