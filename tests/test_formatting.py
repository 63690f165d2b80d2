"""Numbers and dates are written as Excel and the language do; halves round away from zero."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetlat.formatting import Number, figure, percentage, rounded, sign, signed, written


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
        (1e30, 1, f"{10**30:,}.0"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value, decimals, shown):
    assert figure(value, decimals) == shown


def test_dutch_uses_a_decimal_comma_and_a_missing_figure_is_a_dash():
    assert figure(6.85, 1, "nl") == "6,9"
    assert figure(1388, 0, "nl") == "1.388"
    assert figure(None) == percentage(None) == "-"
    assert percentage(0.665) == "67%"


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_decimal_fraction_is_rounded_by_its_decimal_digits(thousandths, decimals):
    """People see 6.65 and expect 6.7, even if the binary fraction is just below 6.65."""
    number = Decimal(thousandths).scaleb(-3)
    exact = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rounded(float(number), decimals) == exact


@st.composite
def near_halves(draw) -> tuple[float, int]:
    """A value a little above or below a half of its last decimal, and its decimals."""
    decimals = draw(st.integers(0, 3))
    half = (draw(st.integers(-(10**10), 10**10)) + 0.5) / 10**decimals
    away = draw(st.sampled_from([0.0, 1e-16, 1e-15, 1e-14, 1e-12, 1e-9, 1e-5, 1e-4, 2e-4, 1e-3]))
    return half * (1 + away) if draw(st.booleans()) else half - away, decimals


@given(near_halves() | st.tuples(st.floats(-1e300, 1e300), st.integers(0, 3)))
@settings(max_examples=500)
def test_a_figure_shows_its_rounded_value(given_value):
    """Most figures are written without Decimal."""
    value, decimals = given_value
    shown = rounded(value, decimals)
    assert figure(value, decimals) == f"{shown:,}"
    assert sign(value, decimals) == (shown > 0) - (shown < 0)
    assert signed(value, decimals).startswith("+") == (shown > 0)


@pytest.mark.parametrize(
    ("fact", "english", "dutch"),
    [
        (6.2, "6.2", "6,2"),
        (0.1 + 0.2, "0.3", "0,3"),
        (3.0, "3", "3"),
        (Number(6, 1), "6.0", "6,0"),
        (Number(98.5, 1, "%"), "98.5%", "98,5%"),
        ([Number(7, 1), 6.25], "7.0; 6.25", "7,0; 6,25"),
        (dt.date(2026, 8, 21), "2026-08-21", "21-08-2026"),
        (dt.datetime(2026, 8, 1), "2026-08-01", "01-08-2026"),
        (dt.datetime(2026, 8, 1, 9, 5), "2026-08-01 09:05", "01-08-2026 09:05"),
        ("as it is: 6.2", "as it is: 6.2", "as it is: 6.2"),
        (2026, "2026", "2026"),
    ],
)
def test_numbers_and_dates_in_messages_follow_the_language(fact, english, dutch):
    assert (written(fact, "en"), written(fact, "nl")) == (english, dutch)
