"""Exports with several rows of headings: Qualtrics and SurveyMonkey."""

from __future__ import annotations

import pytest

from meetlat.plugins.manager import load_plugins
from meetlat.problems.problem import Place
from meetlat.reading.responses.locate import read_responses
from meetlat.reading.responses.responses import Responses
from tests.drafting import limesurvey, panels


def read(file) -> Responses:
    plugins = load_plugins(file.parent / "plugins")
    found, problems = read_responses(file.name, {}, file.parent, Place(), plugins.read_responses)
    assert found is not None
    assert not [problem for problem in problems if problem.is_error]
    return found


@pytest.mark.parametrize(
    ("make", "people"), [(panels.qualtrics_en, 150), (panels.qualtrics_nl, 90)]
)
def test_qualtrics_names_are_headings_and_its_second_row_has_the_texts(tmp_path, make, people):
    responses = read(make(tmp_path))
    assert len(responses.frame) == people
    assert responses.row_numbers[0] == 4
    item = "Q2_1" if people == 150 else "Q10_1"
    assert " - " in responses.texts[item]
    assert "ResponseId" in responses.aside


def test_text_beside_an_option_of_qualtrics_is_no_option(tmp_path):
    headings = read(panels.qualtrics_en(tmp_path)).headings
    assert "Q5 (4_TEXT)" in headings
    assert [h for h in headings if h.startswith("Q5_")] == ["Q5_1", "Q5_2", "Q5_3", "Q5_4"]


@pytest.mark.parametrize(
    ("make", "heading"),
    [
        (panels.surveymonkey_en, "Do you agree? [My manager trusts me.]"),
        (
            panels.surveymonkey_nl,
            "In hoeverre bent u het eens met deze stellingen? [Ik kan doorgroeien.]",
        ),
    ],
)
def test_surveymonkey_columns_are_named_by_both_rows(tmp_path, make, heading):
    responses = read(make(tmp_path))
    assert heading in responses.headings
    assert responses.row_numbers[0] == 3
    assert responses.frame[heading].n_unique() > 2


def test_other_files_are_left_to_others(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("Respondent ID,pride\n1,Agree\n2,Disagree\n", encoding="utf-8")
    assert read(file).row_numbers == range(2, 4)


def test_only_submitted_responses_of_limesurvey_count_when_headings_are_texts(tmp_path):
    file = limesurvey.limesurvey_nl(tmp_path)
    plugins = load_plugins(tmp_path / "plugins")
    responses, problems = read_responses(file.name, {}, tmp_path, Place(), plugins.read_responses)
    assert responses is not None
    assert len(responses.frame) == 80
    assert [p.sentence("nl") for p in problems] == [
        "15 antwoorden zijn nooit ingestuurd, en tellen niet mee."
    ]
