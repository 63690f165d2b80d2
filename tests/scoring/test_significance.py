"""Tests of a difference: against R on real answers, and where a test is impossible."""

from __future__ import annotations

from math import erfc, sqrt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.scoring.significance import Figure
from meetlat.scoring.significance.corrections import benjamini_hochberg, holm
from meetlat.scoring.significance.student_t import two_sided
from tests.r import run_r

EXACT = 1e-9

TESTS = {
    "welch": Figure.test_of_means,
    "borrowed": Figure.test_of_means,
    "two shares": Figure.test_of_shares,
}


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    """A folder with real answers and the tests of men against women by R."""
    return run_r(Path(__file__).with_name("differences.R"), tmp_path_factory.mktemp("r"))


@pytest.mark.parametrize("test", TESTS)
def test_p_values_and_corrections_equal_those_of_r(r, test):
    """`t.test`, `prop.test(correct = FALSE)` and `p.adjust` of 25 items and their 150 answers."""
    theirs = pl.read_csv(r / "tests.csv", infer_schema_length=None).filter(test=test)
    answers = pl.read_csv(r / "bfi.csv").filter(gender=1)
    p_values = []
    for row in theirs.iter_rows(named=True):
        scores = answers[row["subject"]].drop_nulls()
        if row["answer"] is not None:
            scores = (scores == row["answer"]).cast(pl.Float64)
        ours = Figure(scores.mean(), len(scores), scores.std())
        p_values.append(TESTS[test](ours, Figure(row["value"], row["n"], row["sd"])))
    assert len(p_values) == (25 if test in ("welch", "borrowed") else 150)
    assert p_values == pytest.approx(theirs["p"].to_list(), rel=EXACT)
    assert holm(p_values) == pytest.approx(theirs["holm"].to_list(), rel=EXACT)
    assert benjamini_hochberg(p_values) == pytest.approx(theirs["bh"].to_list(), rel=EXACT)


@pytest.mark.parametrize(
    ("test", "ours", "least"),
    [
        ("fisher", Figure.test_of_shares, 50),
        ("student", Figure.test_of_means, 25),
    ],
)
def test_few_people_are_tested_exactly_as_r_does(r, test, ours, least):
    """`fisher.test` where R warns of `prop.test`, and Student's t-test of twelve who agree."""
    theirs = pl.read_csv(r / "few.csv", infer_schema_length=None).filter(test=test)
    assert len(theirs) >= least
    for row in theirs.iter_rows(named=True):
        figures = (
            Figure(row["current"], row["n"], row["sd"]),
            Figure(row["value"], row["of"], row["sd_of"]),
        )
        assert ours(*figures) == pytest.approx(row["p"], rel=EXACT), row
        assert ours(*reversed(figures)) == pytest.approx(row["p"], rel=EXACT), row


def test_t_distribution_equals_r(r):
    for df, t, p in pl.read_csv(r / "student.csv").iter_rows():
        assert two_sided(t, df) == pytest.approx(p, rel=1e-12)


def test_means_without_spread_or_size_have_no_p_value():
    known = Figure(7.0, 20, 2.0)
    assert Figure(7.0).test_of_means(known) is None, "our figure has no n and sd"
    assert Figure(7.0, 1, None).test_of_means(known) is None, "one answer has no spread"
    assert known.test_of_means(Figure(6.0)) is None, "the number behind the other is unknown"
    assert known.test_of_means(Figure(6.0, None, 2.0)) is None
    alike = Figure(7.0, 20, 0.0)
    assert alike.test_of_means(Figure(6.0, 20)) is None, "everyone gave the same answer"
    assert alike.test_of_means(Figure(6.0, 20, 1e-16)) is None


def test_ten_people_who_agree_do_not_prove_that_everyone_would():
    """Beside many who are at 9.5 it is no wonder; Welch's test would be sure of it."""
    ten, many = Figure(10.0, 10, 0.0), Figure(9.5, 1000, 1.0)
    assert ten.test_of_means(many) > 0.1
    promoters, earlier = Figure(100.0, 10, 0.0), Figure(90.0, 10000, 36.0)
    assert promoters.test_of_enps(earlier) > 0.1
    assert Figure(100.0, 60, 0.0).test_of_enps(Figure(0.0, 60, 80.0)) < 1e-9


def test_our_spread_stands_in_for_an_unknown_one():
    ours = Figure(7.0, 20, 2.0)
    t = 1 / (2 * sqrt(1 / 20 + 1 / 50))
    assert ours.test_of_means(Figure(6.0, 50)) == pytest.approx(two_sided(t, 19))
    assert ours.test_of_means(Figure(6.0, 1, 0.0)) == ours.test_of_means(Figure(6.0, 1)), (
        "one person has no spread"
    )
    enps = Figure(10.0, 100, 80.0)
    z = 20 / sqrt(80**2 / 100 + 80**2 / 64)
    assert enps.test_of_enps(Figure(-10.0, 64)) == pytest.approx(erfc(z / sqrt(2)))


def test_enps_test_uses_the_standard_errors_of_both_figures():
    ours, theirs = Figure(10.0, 100, 80.0), Figure(-10.0, 64, 72.0)
    z = 20 / sqrt(80**2 / 100 + 72**2 / 64)
    assert ours.test_of_enps(theirs) == pytest.approx(erfc(z / sqrt(2)))
    assert ours.test_of_enps(Figure(-10.0)) is None
    assert Figure(10.0).test_of_enps(theirs) is None
    assert Figure(100.0, 30, 0.0).test_of_enps(Figure(50.0, 30)) is None, "no spread on our side"


def test_a_share_that_cannot_be_tested_has_no_p():
    assert Figure(0.1, 50).test_of_shares(Figure(0.2)) is None
    assert Figure(0.1).test_of_shares(Figure(0.2, 50)) is None
    assert Figure(0.0, 50).test_of_shares(Figure(0.0, 70)) is None
    assert Figure(0.1, 50).test_of_shares(Figure(0.0, 70)) is not None
    assert Figure(1.0, 50).test_of_shares(Figure(1.0, 70)) is None


def test_holm_adjustment_equals_values_worked_out_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.04, None, 0.01, 0.9, 0.9]) == pytest.approx([0.12, None, 0.04, 1, 1])
    assert holm([]) == []
    assert holm([None]) == [None]


def test_benjamini_hochberg_adjustment_equals_values_worked_out_by_hand():
    """R: p.adjust(c(.01, .04, .03, .005), "BH"); in the second the larger p is the lower bound."""
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert benjamini_hochberg([0.04, None, 0.01, 0.9, 0.9]) == pytest.approx(
        [0.08, None, 0.04, 0.9, 0.9]
    )
    assert benjamini_hochberg([0.02, 0.021]) == pytest.approx([0.021, 0.021])
    assert benjamini_hochberg([]) == []
    assert benjamini_hochberg([None]) == [None]


@pytest.mark.parametrize("correct", [holm, benjamini_hochberg])
@given(st.lists(st.none() | st.floats(0, 1)))
def test_a_correction_keeps_the_order_and_lowers_no_p(correct, p_values):
    adjusted = correct(p_values)
    assert [a is None for a in adjusted] == [p is None for p in p_values]
    pairs = sorted((p, a) for p, a in zip(p_values, adjusted, strict=True) if p is not None)
    assert all(p <= a * (1 + EXACT) and a <= 1 for p, a in pairs)
    assert [a for _, a in pairs] == sorted(a for _, a in pairs)
