"""Means that are looked up by combinations of answers are those added up answer by answer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.counting import person_means as module
from meetlat.counting.person_means import PersonMean

# Scores of the answers to a question.
SCORES = st.lists(st.sampled_from([0.0, 1.0, 2.5, 10 / 3, -4.0, math.nan]), min_size=1, max_size=4)

# Sums of these weights are exact in any order.
QUESTION = st.tuples(st.sampled_from([0.0, 0.5, 1.0, 2.5, -1.0]), SCORES)


@st.composite
def surveys(
    draw: st.DrawFn,
) -> tuple[dict[str, float], dict[str, np.ndarray], dict[str, list[int]]]:
    """The weights of questions, the scores of their answers, and the answers of some people."""
    asked = {f"q{n}": own for n, own in enumerate(draw(st.lists(QUESTION, min_size=1, max_size=7)))}
    people = draw(st.integers(0, 8))
    codes = {
        name: draw(st.lists(st.integers(0, len(scores)), min_size=people, max_size=people))
        for name, (_, scores) in asked.items()
    }
    weights = {name: weight for name, (weight, _) in asked.items()}
    return weights, {n: np.array([*own, math.nan]) for n, (_, own) in asked.items()}, codes


def added_up(weights: dict[str, float], scores: list[float]) -> float:
    """The mean of one person; not a number if there is none."""
    total = base = 0.0
    for weight, score in zip(weights.values(), scores, strict=True):
        if not math.isnan(score):
            total, base = total + score * weight, base + weight
    return total / base if base > 0 else math.nan


@pytest.mark.parametrize("most", [1, 20, 2**12])
@given(surveys())
def test_a_mean_is_the_weighted_sum_over_the_weights_of_scored_answers(most, asked):
    weights, scores, codes = asked
    people = len(next(iter(codes.values())))
    expected = [
        added_up(weights, [float(scores[name][codes[name][person]]) for name in weights])
        for person in range(people)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST", most)
        given_codes = {name: np.array(own, np.uint8) for name, own in codes.items()}
        found = PersonMean(weights, scores).of(given_codes, people)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    if most == 1 or len(weights) == 1:  # added up in the same order
        np.testing.assert_array_equal(found, expected)


def test_many_answers_of_many_questions_are_looked_up_in_several_tables():
    weights = {f"q{n}": 1.0 for n in range(12)}
    scores = {name: np.append(np.arange(200.0), math.nan) for name in weights}
    codes = {name: np.array([n, 199, 200], np.uint8) for n, name in enumerate(weights)}
    found = PersonMean(weights, scores).of(codes, 3)
    np.testing.assert_array_equal(found, [5.5, 199, math.nan])
