"""Solving for counts: exact totals, plausible shapes, and an error if there is no solution."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat_workbooks.aims import prints_as
from meetlat_workbooks.draw import ranked
from meetlat_workbooks.solve import (
    NoSolutionError,
    apportion,
    counts_with_total,
    enps_counts,
    single_choice_counts,
    theme_counts,
    topic_base,
    weighted_mean,
)

HALF = Fraction(5, 2)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12), st.integers(0, 2000))
def test_apportion_divides_everyone_close_to_the_shares(shares, people):
    counts = apportion(shares, people)
    assert sum(counts) == people
    for share, n in zip(shares, counts, strict=True):
        assert abs(share / sum(shares) * people - n) < 1 + 1e-6


@given(st.integers(40, 1200), st.floats(0.15, 0.93), st.floats(0.75, 1.05))
def test_counts_with_total_meet_the_total_and_have_one_peak(people, place, spread):
    total = round(4 * people * place)
    counts = counts_with_total(total, people, spread)
    assert sum(counts) == people
    assert sum(step * n for step, n in enumerate(counts)) == total
    top = counts.index(max(counts))
    # Rounding may give a neighbour one or two respondents too many.
    assert all(low <= high + 2 for low, high in pairwise(counts[: top + 1]))
    assert all(high + 2 >= low for high, low in pairwise(counts[top:]))


def solve(questions, theme, weights=None, people=900):
    weights = weights or dict.fromkeys(questions, 1)
    sizes = {q: people + 7 * i for i, q in enumerate(questions)}
    chance = Random(1)  # noqa: S311 - synthetic answers, no secrets
    found = theme_counts(questions, sizes, weights, theme, HALF, (0.8, 1.0), chance)
    return {
        q: HALF * sum(step * n for step, n in enumerate(counts)) / sum(counts)
        for q, counts in found.items()
    }


def test_a_theme_may_print_higher_than_the_mean_of_its_rounded_questions():
    """6.2, 5.9 and 5.7 average 5.93, but the unrounded scores may average 5.95."""
    questions = {"a": "6.2", "b": "5.9", "c": "5.7"}
    scores = solve(questions, "6.0")
    assert all(prints_as(scores[q], printed, 1) for q, printed in questions.items())
    assert prints_as(weighted_mean(scores, dict.fromkeys(questions, 1)), "6.0", 1)


def test_a_question_of_weight_zero_does_not_change_the_theme():
    weights = {"a": 1, "b": 1, "c": 0}
    scores = solve({"a": "7.0", "b": "7.2", "c": "1.5"}, "7.1", weights)
    assert prints_as((scores["a"] + scores["b"]) / 2, "7.1", 1)
    assert prints_as(scores["c"], "1.5", 1)


def test_contradicting_figures_have_no_solution():
    with pytest.raises(NoSolutionError):
        solve({"a": "7.0", "b": "7.0"}, "7.2")


def test_impossible_percentages_have_no_solution():
    with pytest.raises(NoSolutionError):
        single_choice_counts(["50", "30"], 900)


def test_a_rounded_zero_per_cent_may_be_a_few_respondents():
    counts = single_choice_counts(["0", "3", "59", "31", "7"], 906)
    assert sum(counts) == 906
    assert 0 < counts[0] < 5


def test_topic_base_fits_all_printed_percentages():
    counts, printed = [586, 333, 319, 315, 179, 127], ["65", "37", "36", "35", "20", "14"]
    assert 895 <= topic_base(counts, printed, 919) <= 898
    with pytest.raises(NoSolutionError):
        topic_base(counts, printed, 890)


def test_enps_counts_print_the_requested_enps():
    shape = [1, 1, 1, 1, 2, 4, 8, 25, 40, 12, 6]
    counts = enps_counts(910, shape, ("18", "65", "17"), "1")
    assert sum(counts) == 910
    assert prints_as(Fraction(100 * (sum(counts[9:]) - sum(counts[:7])), 910), "1", 0)


@given(st.lists(st.integers(0, 20), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_ranked_answers_follow_the_order_of_the_scores(counts, chance):
    who = list(range(10, 10 + sum(counts)))
    scores = [chance.random() for _ in range(10 + sum(counts))]
    steps = ranked(counts, who, scores)
    assert [list(steps.values()).count(step) for step in range(len(counts))] == counts
    by_score = sorted(who, key=lambda i: scores[i])
    assert [steps[i] for i in by_score] == sorted(steps.values())
