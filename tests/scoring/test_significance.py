"""Tests of a difference: against R on real answers, and where R would rather not say."""

from __future__ import annotations

from math import erfc, sqrt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.scoring.significance import Figure, holm
from meetlat.scoring.significance.student_t import two_sided
from tests.r import run_r

EXACT = 1e-9

TESTS = {
    "welch": Figure.test_of_means,
    "one mean": Figure.test_of_means,
    "two shares": Figure.test_of_shares,
    "one share": Figure.test_of_shares,
}


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    """A folder with real answers, and what R makes of the differences between men and women."""
    return run_r(Path(__file__).with_name("differences.R"), tmp_path_factory.mktemp("r"))


@pytest.mark.parametrize("test", TESTS)
def test_they_are_those_of_r(r, test):
    """`t.test`, `prop.test(correct = FALSE)` and `p.adjust` of 25 items and their 150 answers."""
    theirs = pl.read_csv(r / "tests.csv", infer_schema_length=None).filter(test=test)
    answers = pl.read_csv(r / "bfi.csv").filter(gender=1)
    chances = []
    for row in theirs.iter_rows(named=True):
        given = answers[row["subject"]].drop_nulls()
        if row["answer"] is not None:
            given = (given == row["answer"]).cast(pl.Float64)
        ours = Figure(given.mean(), len(given), given.std())
        chances.append(TESTS[test](ours, Figure(row["value"], row["n"], row["sd"])))
    assert len(chances) == (25 if test in ("welch", "one mean") else 150)
    assert chances == pytest.approx(theirs["p"].to_list(), rel=EXACT)
    assert holm(chances) == pytest.approx(theirs["p_adjusted"].to_list(), rel=EXACT)


@pytest.mark.parametrize(
    ("test", "ours", "least"),
    [
        ("fisher", Figure.test_of_shares, 50),
        ("binomial", Figure.test_of_shares, 50),
        ("student", Figure.test_of_means, 25),
    ],
)
def test_of_few_people_they_are_the_exact_ones_of_r(r, test, ours, least):
    """`fisher.test` and `binom.test` where R warns of the others, and Student's of ten alike."""
    theirs = pl.read_csv(r / "few.csv", infer_schema_length=None).filter(test=test)
    assert len(theirs) >= least
    for row in theirs.iter_rows(named=True):
        figures = (
            Figure(row["current"], row["n"], row["sd"]),
            Figure(row["value"], row["of"], row["sd_of"]),
        )
        assert ours(*figures) == pytest.approx(row["p"], rel=EXACT), row
        if test != "binomial":
            assert ours(*reversed(figures)) == pytest.approx(row["p"], rel=EXACT), row


def test_the_t_distribution_is_that_of_r(r):
    for df, t, p in pl.read_csv(r / "student.csv").iter_rows():
        assert two_sided(t, df) == pytest.approx(p, rel=1e-12)


def test_a_mean_that_cannot_be_tested_has_no_p():
    known = Figure(7.0, 20, 2.0)
    assert Figure(7.0).test_of_means(known) is None, "nothing is known of ours"
    assert Figure(7.0, 1, None).test_of_means(known) is None, "one answer has no spread"
    alike = Figure(7.0, 20, 0.0)
    assert alike.test_of_means(Figure(6.0)) is None, "everybody gave the same answer"
    assert alike.test_of_means(Figure(6.0, 20, 1e-16)) is None


def test_that_ten_people_agree_does_not_say_that_everyone_would():
    """Beside many who are at 9.5 it is no wonder; Welch's test would be sure of it."""
    ten, many = Figure(10.0, 10, 0.0), Figure(9.5, 1000, 1.0)
    assert ten.test_of_means(many) > 0.1
    promoters, earlier = Figure(100.0, 10, 0.0), Figure(90.0, 10000, 36.0)
    assert promoters.test_of_enps(earlier) > 0.1
    assert Figure(100.0, 60, 0.0).test_of_enps(Figure(0.0, 60, 80.0)) < 1e-9


def test_of_another_survey_of_one_person_only_the_figure_counts():
    ours = Figure(7.0, 20, 2.0)
    assert ours.test_of_means(Figure(6.0, 1, 0.0)) == ours.test_of_means(Figure(6.0))
    assert ours.test_of_means(Figure(6.0, 50, None)) == ours.test_of_means(Figure(6.0))


def test_enps_has_its_standard_error_on_both_sides():
    ours, theirs = Figure(10.0, 100, 80.0), Figure(-10.0, 64, 72.0)
    z = 20 / sqrt(80**2 / 100 + 72**2 / 64)
    assert ours.test_of_enps(theirs) == pytest.approx(erfc(z / sqrt(2)))
    assert ours.test_of_enps(Figure(-10.0)) == pytest.approx(erfc(20 / 8 / sqrt(2)))
    assert Figure(10.0).test_of_enps(theirs) is None
    assert Figure(100.0, 30, 0.0).test_of_enps(Figure(50.0)) is None, "all promoters: no spread"


def test_who_asked_nearly_everyone_is_nearly_sure():
    some = Figure(10.0, 100, 80.0, invited=1000)
    assert some.finite_error == pytest.approx(8 * sqrt(900 / 999))
    most, all_, more = (Figure(10.0, 100, 80.0, invited=n) for n in (101, 100, 90))
    assert most.finite_error == pytest.approx(8 * sqrt(1 / 100))
    assert all_.finite_error == more.finite_error == 0
    assert all_.test_of_enps(Figure(9.0)) == 0, "everyone answered: a difference is a fact"
    assert all_.test_of_enps(Figure(10.0 + 1e-13)) == 1
    assert Figure(100.0, 30, 0.0, invited=30).test_of_enps(Figure(50.0)) == 0
    assert all_.test_of_enps(Figure(9.0, 50, 80.0, invited=50)) == 0
    assert all_.test_of_enps(Figure(9.0, 100, 80.0)) == pytest.approx(erfc(1 / 8 / sqrt(2)))


def test_a_share_beside_all_or_nothing_cannot_be_tested():
    assert Figure(0.1, 50).test_of_shares(Figure(0.0)) is None
    assert Figure(0.0, 50).test_of_shares(Figure(0.0, 70)) is None
    assert Figure(0.1, 50).test_of_shares(Figure(0.0, 70)) is not None
    assert Figure(1.0, 50).test_of_shares(Figure(1.0, 70)) is None
    assert Figure(0.1, 50).test_of_shares(Figure(1.0)) is None
    assert Figure(0.1).test_of_shares(Figure(0.2)) is None


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.04, None, 0.01, 0.9, 0.9]) == pytest.approx([0.12, None, 0.04, 1, 1])
    assert holm([]) == []
    assert holm([None]) == [None]


@given(st.lists(st.none() | st.floats(0, 1)))
def test_adjusting_keeps_the_order_and_makes_nothing_likelier(chances):
    adjusted = holm(chances)
    assert [a is None for a in adjusted] == [p is None for p in chances]
    pairs = sorted((p, a) for p, a in zip(chances, adjusted, strict=True) if p is not None)
    assert all(p <= a <= 1 for p, a in pairs)
    assert [a for _, a in pairs] == sorted(a for _, a in pairs)
