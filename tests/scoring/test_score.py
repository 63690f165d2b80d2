"""Scores worked out by hand on a small survey."""

import pytest

from tests.surveys import survey

QUESTIONS = """
| question | theme | scale     | reverse | weight |
|----------|-------|-----------|---------|--------|
| pride    | work  | agreement |         |        |
| pressure | work  | agreement | yes     | 3      |
| canteen  | work  | agreement |         | 0      |
"""

RESPONSES = """
| pride    | pressure   | canteen  |
|----------|------------|----------|
| agree    | agree      | disagree |
| agree    | agree      | disagree |
| neutral  | disagree   | disagree |
| disagree | don't know | disagree |
|          | neutral    | disagree |
| agree    | agree      | disagree |
"""


@pytest.fixture(scope="module")
def results():
    return survey(Questions=QUESTIONS, Responses=RESPONSES)


def test_a_question_score_is_the_mean_of_its_scored_answers(results):
    scores = {row["question"]: row for row in results["QuestionScores"].iter_rows(named=True)}

    assert scores["pride"]["n"] == 5, "a blank does not count"
    assert scores["pride"]["score"] == (10 + 10 + 5 + 0 + 10) / 5
    assert scores["pressure"]["n"] == 5, "don't know does not count"
    assert scores["pressure"]["score"] == (0 + 0 + 10 + 5 + 0) / 5, "reverse-coded"


def test_a_theme_score_is_the_weighted_mean_of_its_question_scores(results):
    theme = results["ThemeScores"].drop("low", "high").row(0, named=True)

    assert theme == {
        "theme": "work",
        "name": "Work",
        "questions": 2,
        "n": 5,
        "score": (7 + 3 * 3) / 4,
    }
