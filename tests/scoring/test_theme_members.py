"""What a question contributes to the score of a theme, also if a group did not answer all."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from meetlat.groups import Group
from meetlat.scoring.significance.theme_members import (
    CONTRIBUTIONS,
    Linear,
    Members,
    OwnMean,
    members_of_themes,
)

# Nobody in the team answered the second question, which weighs three times as much.
MEMBERS = Members(
    questions=["q1", "q2"],
    weights=np.array([1.0, 3.0]),
    groups=[Group("", ""), Group("team", "a")],
    n=np.array([[4.0, 4.0], [2.0, 0.0]]),
    means=np.array([[6.0, 8.0], [5.0, 0.0]]),
)


@pytest.mark.parametrize("rule", ["questions", "pooled"])
def test_a_question_that_nobody_in_a_group_answered_has_no_part_in_its_theme(rule: str):
    contribution = CONTRIBUTIONS[rule](MEMBERS)
    assert isinstance(contribution, Linear)
    assert contribution.factors.tolist() == [[1 / 16, 3 / 16], [1 / 2, 0]]


def test_the_mean_of_all_answers_together_is_the_centre_of_every_question():
    contribution = CONTRIBUTIONS["pooled"](MEMBERS)
    assert isinstance(contribution, Linear)
    assert contribution.centres.tolist() == [[7.5, 7.5], [5, 5]]


def test_a_respondents_own_mean_leaves_out_a_question_that_the_group_did_not_answer():
    contribution = CONTRIBUTIONS["respondents"](MEMBERS)
    assert isinstance(contribution, OwnMean)
    assert contribution.weights.tolist() == [[1, 3], [1, 0]]
    assert contribution.minimum == 1


def test_a_question_without_answers_in_a_group_has_mean_zero_there_and_not_none():
    rows = [("", "q1", 1.0, 4), ("", "q2", 3.0, 4), ("team", "q1", 1.0, 2), ("team", "q2", 3.0, 0)]
    counts = pl.DataFrame(
        {
            "segment": [segment for segment, *_ in rows],
            "group": ["a" if segment else "" for segment, *_ in rows],
            "theme": "t",
            "question": [question for _, question, _, _ in rows],
            "weight": [weight for _, _, weight, _ in rows],
            "score": 6.0,
            "n": [n for *_, n in rows],
        }
    )
    members = members_of_themes(counts, ["q1", "q2"])["t"]
    team = members.groups.index(Group("team", "a"))
    assert members.weights.tolist() == [1, 3]
    assert members.n[team].tolist() == [2, 0]
    assert members.means[team].tolist() == [6, 0]
