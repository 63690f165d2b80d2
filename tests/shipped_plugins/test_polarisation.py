"""Polarisation: van der Eijk's A, against his examples and his definition."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meetlat_polarisation import agreements, polarisation
from tests.shipped_plugins.test_favourable import counts


def agreement(*times: float) -> float:
    import numpy as np

    (found,) = agreements(np.array([times]))
    return float(found)


def by_definition(times: list[int]) -> Fraction:
    """Agreement by layers and triples of categories, as defined by van der Eijk (2001)."""
    points, whole, left = len(times), sum(times), list(times)
    found = Fraction(0)
    while any(left):
        least = min(n for n in left if n)
        pattern = [n > 0 for n in left]
        taken = sum(pattern)
        triples = list(combinations(pattern, 3))
        together = triples.count((True, True, False)) + triples.count((False, True, True))
        apart = triples.count((True, False, True))
        unimodal = Fraction(1)
        if together + apart:
            unimodal = Fraction(
                (points - 2) * together - (points - 1) * apart, (points - 2) * (together + apart)
            )
        layer = unimodal * (1 - Fraction(taken - 1, points - 1))
        found += layer * Fraction(least * taken, whole)
        left = [n - least if n else 0 for n in left]
    return found


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((30, 40, 210, 130, 530, 50, 10), 0.6113333),  # p. 331
        ((0, 0, 80, 0, 80, 0, 0), 7 / 15),  # its sixth layer
        ((5, 5, 5, 5, 5), 0),
        ((0, 9, 0, 0), 1),
        ((8, 0, 0, 0, 0, 8), -1),
    ],
)
def test_agreement_equals_examples_of_van_der_eijk(times, expected):
    assert agreement(*times) == pytest.approx(expected, abs=5e-8)


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        ((2.4, 2.8, 3.2, 6.2, 13.5, 30.4, 41.6), 0.61),  # PvdA
        ((1.6, 2.6, 8.2, 21, 29.3, 27, 10.3), 0.48),  # D66
    ],
)
def test_agreement_equals_published_figures_of_two_dutch_parties(party, expected):
    assert agreement(*party) == pytest.approx(expected, abs=0.005)


@given(times=st.lists(st.integers(0, 40), min_size=3, max_size=11))
def test_agreement_equals_its_definition_on_random_counts(times):
    assume(any(times))
    assert agreement(*times) == pytest.approx(float(by_definition(times)), abs=1e-12)


@given(times=st.lists(st.integers(0, 40), min_size=3, max_size=11))
def test_agreement_is_bounded_and_the_same_on_a_reversed_scale(times):
    assume(any(times))
    assert agreement(*times) == pytest.approx(agreement(*reversed(times)), abs=1e-12)
    assert -1 - 1e-12 <= agreement(*times) <= 1 + 1e-12


def test_polarisation_is_zero_for_one_camp_and_one_for_two():
    rows = [
        polarisation(counts(*times)).row(0, named=True)
        for times in ((0, 0, 10, 0, 0), (2, 2, 2, 2, 2), (5, 0, 0, 0, 5))
    ]
    assert [row["n"] for row in rows] == [10, 10, 10]
    assert [row["polarisation"] for row in rows] == pytest.approx([0, 0.5, 1])


def test_polarisation_of_scales_of_different_lengths():
    three = counts(1, 1, 1).with_columns(question=pl.lit("three"))
    eleven = counts(*[0] * 10, 4).with_columns(question=pl.lit("eleven"))
    two = counts(5, 5).with_columns(question=pl.lit("two"))  # two scores have no triple
    nobody = counts(0, 0, 0).with_columns(question=pl.lit("nobody"))
    found = polarisation(pl.concat([three, eleven, two, nobody]))
    assert dict(found.select("question", "polarisation").iter_rows()) == {"three": 0.5, "eleven": 0}


def test_polarisation_ignores_unscored_answers():
    found = polarisation(counts(1, 1, 1, unscored=50)).row(0, named=True)
    assert (found["n"], found["agreement"]) == (3, 0)


def test_polarisation_of_weighted_counts_is_that_of_the_sums_of_weights():
    people = counts(3, 1, 4)
    weighted = people.with_columns(n=pl.col("n") / 2)
    figures = ["agreement", "polarisation"]
    assert polarisation(weighted).select(figures).equals(polarisation(people).select(figures))
