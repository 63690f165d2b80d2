"""Rules of plugins that check the answers: what they get, and how their findings are reported."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest

import meetlat
from meetlat.plugins.answered_survey import AnsweredSurvey
from meetlat.plugins.hooks import hookimpl
from meetlat.plugins.manager import Plugins
from meetlat.problems.problem import Problem
from meetlat.recalculation import compute
from meetlat.scoring.results import Results
from tests.surveys import inputs

QUESTIONS = """
| question | column | theme | scale     | reverse | weight | metric       | column::Before |
|----------|--------|-------|-----------|---------|--------|--------------|----------------|
| pride    | P      | work  | agreement |         |        | likert       | proud          |
| pressure | Q      | work  | agreement | yes     |        | likert       |                |
| new      |        | work  | agreement |         | 0      | likert       | -              |
| jobs     | jobs   |       | jobs      |         |        | distribution |                |
"""
SCALES = """
| scale     | answer     | score |
|-----------|------------|-------|
| agreement | agree      | 10    |
| agreement | neutral    | 5     |
| agreement | disagree   | 0     |
| agreement | don't know |       |
| jobs      | shop       |       |
| jobs      | farm       |       |
"""
SEGMENTS = "| segment |\n|--|\n| team |\n"
HEADINGS = "| Response ID | P | Q | new | jobs | team |\n|--|--|--|--|--|--|\n"
RESPONSES = (
    HEADINGS
    + "| a | agree | agree | agree | shop; farm | Mill |\n"
    + "| b | don't know | neutral | agree | farm | Mill |\n"
    + "| c | | disagree | agree | | Shop |\n"
    + "| {} | agree | agree | agree | shop | Shop |\n".format("d")
    + "| e | agree | agree | agree | shop | Mill |\n" * 3
)
COMPARISONS = (
    "| comparison | subject | value | responses |\n|--|--|--|--|\n| Before | | | Earlier |\n"
)
EARLIER = "| proud | Q | jobs | team |\n|--|--|--|--|\n" + "| agree | neutral | shop | mill |\n" * 5
TABLES = {
    "Questions": QUESTIONS,
    "Scales": SCALES,
    "Segments": SEGMENTS,
    "Responses": RESPONSES,
    "Comparisons": COMPARISONS,
    "Earlier": EARLIER,
}


def given(**tables: str) -> list[AnsweredSurvey]:
    """What a plugin gets, each time that it is called."""
    seen: list[AnsweredSurvey] = []

    class Watcher:
        @hookimpl
        def check_answers(self, survey):
            seen.append(survey)
            return ()

    plugins = Plugins()
    plugins.load_installed()
    plugins.add(Watcher(), "watcher")
    compute(inputs(**TABLES | tables), plugins=plugins)
    return seen


@pytest.fixture(scope="module")
def answered() -> AnsweredSurvey:
    (survey,) = given()
    return survey


def test_a_rule_gets_the_responses_as_given(answered):
    assert answered.responses.headings == ["Response ID", "P", "Q", "new", "jobs", "team"]
    assert answered.responses.source == "Responses"
    assert answered.responses.frame["P"].to_list() == [
        *("agree", "don't know", None, "agree", "agree")
    ]
    assert list(answered.responses.row_numbers) == [2, 3, 4, 5, 6]


def test_codes_are_positions_on_the_scale(answered):
    assert answered.codes.schema == dict.fromkeys(["pride", "pressure", "new"], pl.UInt16)
    assert answered.codes["pride"].to_list() == [0, 3, None, 0, 0]
    assert answered.codes["pressure"].to_list() == [0, 1, 2, 0, 0]


def test_choices_are_true_for_the_answers_that_were_chosen(answered):
    assert list(answered.choices) == ["jobs"]
    assert answered.choices["jobs"].to_dict(as_series=False) == {
        "shop": [True, False, None, True, True],
        "farm": [True, True, None, False, False],
    }


def test_groups_are_a_column_per_segment(answered):
    assert answered.groups.columns == ["team"]
    assert answered.groups["team"].to_list() == ["Mill", "Mill", "Shop", "Shop", "Mill"]


def test_scores_are_after_reverse_coding_and_null_without_one(answered):
    assert answered.scores().to_dict(as_series=False) == {
        "pride": [10.0, None, None, 10.0, 10.0],
        "pressure": [0.0, 5.0, 10.0, 0.0, 0.0],
        "new": [10.0] * 5,
    }


def test_scores_of_some_questions_leave_out_those_without_scores(answered):
    assert answered.scores(["pressure", "jobs"]).columns == ["pressure"]
    assert answered.scores([]).columns == []


def test_identifiers_are_columns_that_no_question_uses(answered):
    assert list(answered.identifiers) == ["Response ID"]
    questions = QUESTIONS.replace("| P   ", "| Response ID")
    responses = RESPONSES.replace("| Response ID | P", "| Nr | Response ID")
    (survey,) = given(Questions=questions, Responses=responses)
    assert list(survey.identifiers) == []


def test_an_earlier_wave_is_such_a_survey_with_the_same_rows_in_its_catalogue(answered):
    (wave,) = answered.waves
    assert (answered.name, wave.name) == ("", "Before")
    assert wave.catalogue.questions["question"].to_list() == ["pride", "pressure", None, "jobs"]
    assert wave.catalogue.questions["column"].to_list()[:2] == ["proud", "Q"]
    assert wave.codes.columns == ["pride", "pressure"]
    assert wave.scores()["pressure"].to_list() == [5.0] * 5
    assert wave.groups["team"].unique().to_list() == ["Mill"], "as the group is called now"


def test_a_survey_with_errors_is_not_given_to_rules():
    assert given(Responses=RESPONSES.replace("| P ", "| R ")) == []


def test_every_plugin_gets_a_copy_of_its_own():
    class Spoiler:
        @hookimpl
        def check_answers(self, survey):
            for one in (survey, *survey.waves):
                one.responses.frame.drop_in_place("Q")
                one.codes.drop_in_place("pride")
            return ()

    plugins = Plugins()
    plugins.load_installed()
    plugins.add(Spoiler(), "spoiler")
    results = compute(inputs(**TABLES), plugins=plugins).results
    assert "rules-failed" not in {p.code for p in results.problems}
    assert results["QuestionScores"]["score"].to_list()[:2] == [10.0, 3.0]


PLUGIN = """
    from meetlat import Finding, Number, hookimpl

    @hookimpl
    def check_answers(survey):
        {code}
"""


def checked(folder: Path, code: str, **tables: str) -> Results:
    """The results of the survey with a plugin that finds this."""
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mine.py").write_text(dedent(PLUGIN).format(code=code), encoding="utf-8")
    return compute(inputs(folder, **TABLES | tables)).results


def found(folder: Path, code: str, **tables: str) -> Problem:
    """The problem that the plugin makes."""
    (problem,) = (p for p in checked(folder, code, **tables).problems if p.code != "columns-unused")
    return problem


def test_a_finding_points_to_a_cell_of_the_responses(tmp_path):
    code = 'yield Finding("no.", "Look.", table="Responses", row=1, column="P")'
    problem = found(tmp_path, code)
    assert (problem.place, problem.value) == ("Responses!B3", "don't know")


def test_a_finding_without_a_row_points_to_the_heading(tmp_path):
    assert found(tmp_path, 'yield Finding("no.", table="Responses", column="P")').cell == "B1"


def test_a_finding_points_to_the_responses_whatever_they_are_called(tmp_path):
    (tmp_path / "answers.csv").write_text("P;Q;new;jobs;team\n" + "agree;agree;agree;shop;A\n" * 5)
    survey = "| setting | value |\n|--|--|\n| responses | answers.csv |\n| smallest_group | 5 |\n"
    code = 'yield Finding("no.", table="Responses", row=2, column="Q")'
    assert found(tmp_path, code, Survey=survey).place == "answers.csv!B4"


def test_a_finding_about_an_earlier_wave_names_it_and_points_to_its_cells(tmp_path):
    wave = 'wave="Before"'
    code = f'yield Finding("no.", "Look.", table="Responses", row=1, column="Q", {wave})'
    assert str(found(tmp_path, code)) == "Earlier!B3: Before (Earlier): no. Look."


def test_a_finding_about_an_earlier_wave_points_to_the_column_of_that_wave(tmp_path):
    code = 'yield Finding("no.", table="Questions", row=0, column="column", wave="Before")'
    problem = found(tmp_path, code)
    assert (problem.place, problem.facts["comparison"]) == ("Questions!H2", "Before")


def test_an_error_of_a_rule_about_answers_stops_the_recalculation(tmp_path):
    results = checked(tmp_path, 'yield Finding("no.", error=True)')
    assert "own-error" in {p.code for p in results.problems}
    assert not results.tables


def test_facts_fill_the_words_as_each_language_writes_them(tmp_path):
    code = """yield Finding(
            {{"en": "it is {{mean}} of {{most}}.", "nl": "het is {{mean}} van {{most}}."}},
            "Not {{mean}}?",
            rule="too-low",
            facts={{"mean": Number(6.25, 1), "most": 10}},
            value=6.25,
        )""".replace("{{", "{").replace("}}", "}")
    problem = found(tmp_path, code)
    assert problem.render("en") == "It is 6.3 of 10. Not 6.3?"
    assert problem.render("nl") == "Het is 6,3 van 10. Not 6,3?"
    assert problem.value_in("nl") == "6,25"
    assert (problem.facts["rule"], problem.facts["most"]) == ("too-low", 10)


def test_braces_stay_without_facts_and_a_question_needs_no_full_stop(tmp_path):
    problem = found(tmp_path, 'yield Finding("is {this} right?", "Look.")')
    assert str(problem) == "Is {this} right? Look."


def test_a_rule_may_report_anything_as_a_fact(tmp_path):
    code = 'yield Finding("{a} {b}.", facts={"a": {"en": "one", "nl": "een"}, "b": [1.5, object]})'
    problem = found(tmp_path, code)
    assert problem.sentence("nl") == "een 1,5; <class 'object'>."


WRONG = {
    "raises": ("1 / 0", "ZeroDivisionError: division by zero (mine.py, line 6)"),
    "no finding": ("return ['x']", "it gave str, not a Finding"),
    "no column": (
        'yield Finding("no.", table="Responses", column="p")',
        "the responses have no column p; did you mean P?",
    ),
    "no row": ('yield Finding("no.", table="Responses", row=5)', "Responses has no row 5"),
    "no wave": (
        'yield Finding("no.", wave="Befor")',
        "no earlier wave Befor; did you mean",
    ),
    "no fact": ('yield Finding("{a}.", facts={"b": 1})', "KeyError: 'a'"),
    "reserved": ('yield Finding("a.", facts={"rule": 1})', "its facts have the name rule"),
}


@pytest.mark.parametrize(("code", "words"), WRONG.values(), ids=WRONG)
def test_a_rule_about_answers_that_fails_is_named_and_stops_nothing(tmp_path, code, words):
    results = checked(tmp_path, code)
    (problem,) = (p for p in results.problems if p.code == "rules-failed")
    assert problem.value == "plugins/mine.py"
    assert words in problem.sentence()
    assert results["QuestionScores"]["score"].to_list()[0] == 10.0


def test_a_rule_about_answers_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setenv("MEETLAT_TIME_LIMIT", "1")
    results = checked(tmp_path, "import time; [time.sleep(0.1) for _ in range(600)]; return ()")
    (problem,) = (p for p in results.problems if p.code == "plugin-overdue")
    assert problem.value == "plugins/mine.py"
    assert results.tables


def test_a_rule_about_the_catalogue_cannot_report_on_a_wave(tmp_path):
    code = "from meetlat import Finding, hookimpl\n@hookimpl\ndef check_catalogue(catalogue):\n    "
    code += 'return [Finding("no.", wave="Before")]\n'
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "mine.py").write_text(code, encoding="utf-8")
    problems = compute(inputs(tmp_path, **TABLES)).results.problems
    assert "only check_answers can report on an earlier wave" in str(problems[0])


def test_the_names_that_rules_need_are_public():
    assert meetlat.listing(["a", "b"]) == "a, b"
    assert meetlat.answer_key(" Agree ") == "agree"
    assert meetlat.AnsweredSurvey is AnsweredSurvey
