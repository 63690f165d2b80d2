"""The hook `check_answers`: what a plugin gets, and how its findings are reported."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest
from polars.testing import assert_frame_equal

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
    + "| d | agree | agree | agree | shop | Shop |\n"
    + "".join(f"| {n} | agree | agree | agree | shop | Mill |\n" for n in "efg")
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

    compute(inputs(**TABLES | tables), plugins=with_plugin(Watcher()))
    return seen


def with_plugin(plugin: object) -> Plugins:
    """The installed plugins and this one."""
    plugins = Plugins()
    plugins.load_installed()
    plugins.add(plugin, "mine")
    return plugins


@pytest.fixture(scope="module")
def answered() -> AnsweredSurvey:
    (survey,) = given()
    return survey


def test_a_plugin_gets_the_responses_as_given(answered):
    assert answered.responses.source == "Responses"
    assert answered.responses.frame["P"].to_list() == ["agree", "don't know", None, *["agree"] * 4]
    assert list(answered.responses.row_numbers) == [2, 3, 4, 5, 6, 7, 8]


def test_combinations_of_answers_come_with_the_number_of_people(answered):
    rows, people = answered.combinations(["pressure", "pride"])
    by_hand = answered.codes.group_by("pressure", "pride").len()
    found = rows.with_columns(people.alias("len"))
    assert_frame_equal(found, by_hand, check_row_order=False, check_dtypes=False)


def test_codes_are_positions_on_the_scale(answered):
    assert answered.codes.schema == dict.fromkeys(["pride", "pressure", "new"], pl.UInt8)
    assert answered.codes["pride"].to_list() == [0, 3, None, 0, 0, 0, 0]
    assert answered.codes["pressure"].to_list() == [0, 1, 2, 0, 0, 0, 0]


def test_choices_are_true_for_each_chosen_answer(answered):
    assert list(answered.choices) == ["jobs"]
    jobs = answered.choices["jobs"].head(4)
    assert jobs["shop"].to_list() == [True, False, None, True]
    assert jobs["farm"].to_list() == [True, True, None, False]


def test_groups_have_a_column_per_segment(answered):
    assert answered.groups.columns == ["team"]
    assert answered.groups["team"].to_list() == ["Mill", "Mill", "Shop", "Shop", *["Mill"] * 3]


def test_identifiers_are_columns_that_no_question_uses(answered):
    assert list(answered.identifiers) == ["Response ID"]
    questions = QUESTIONS.replace("| P   ", "| Response ID")
    responses = RESPONSES.replace("| Response ID | P", "| City | Response ID")
    (survey,) = given(Questions=questions, Responses=responses)
    assert list(survey.identifiers) == []


def test_an_earlier_wave_is_a_survey_with_the_same_catalogue_rows(answered):
    (wave,) = answered.waves
    assert (answered.name, wave.name) == ("", "Before")
    assert wave.catalogue.questions["question"].to_list() == ["pride", "pressure", None, "jobs"]
    assert wave.catalogue.questions["column"].to_list()[:2] == ["proud", "Q"]
    assert wave.codes.columns == ["pride", "pressure", "jobs"], "nobody chose several jobs"
    assert wave.groups["team"].unique().to_list() == ["Mill"], "with its current name"


def test_answers_are_checked_only_if_the_survey_has_no_errors():
    assert given(Responses=RESPONSES.replace("| P ", "| R ")) == []


def test_a_plugin_cannot_change_the_survey():
    class Spoiler:
        @hookimpl
        def check_answers(self, survey):
            for one in (survey, *survey.waves):
                one.responses.frame.drop_in_place("Q")
                one.codes.drop_in_place("pride")
            return ()

    results = compute(inputs(**TABLES), plugins=with_plugin(Spoiler())).results
    assert "rules-failed" not in {p.code for p in results.problems}
    assert results["QuestionScores"]["score"][0] == 10.0


PLUGIN = """
    from meetlat import Finding, hookimpl

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
    """The problem that the plugin reports."""
    return next(p for p in checked(folder, code, **tables).problems if p.facts.get("plugin"))


AT = "table=survey.responses.source"


def test_a_finding_names_a_cell_of_the_responses(tmp_path):
    problem = found(tmp_path, f'yield Finding("no.", "Look.", {AT}, row=1, column="P")')
    assert (problem.place, problem.value) == ("Responses!B3", "don't know")


def test_a_finding_without_a_row_names_the_heading(tmp_path):
    assert found(tmp_path, f'yield Finding("no.", {AT}, column="P")').cell == "B1"


def test_a_finding_names_a_cell_of_a_file_with_responses(tmp_path):
    (tmp_path / "answers.csv").write_text("P;Q;new;jobs;team\n" + "agree;agree;agree;shop;A\n" * 5)
    survey = "| setting | value |\n|--|--|\n| responses | answers.csv |\n| smallest_group | 5 |\n"
    code = f'yield Finding("no.", {AT}, row=2, column="Q")'
    assert found(tmp_path, code, Survey=survey).place == "answers.csv!B4"


def test_a_finding_names_a_cell_of_an_earlier_wave(tmp_path):
    at = "table=survey.waves[0].responses.source"
    problem = found(tmp_path, f'yield Finding("no.", {at}, row=1, column="Q")')
    assert problem.place == "Earlier!B3"


def test_a_finding_names_a_cell_of_the_catalogue(tmp_path):
    code = 'yield Finding("no.", table="Questions", row=1, column="reverse")'
    assert found(tmp_path, code).place == "Questions!E3"


def test_an_error_about_the_answers_stops_the_recalculation(tmp_path):
    results = checked(tmp_path, 'yield Finding("no.", error=True)')
    assert "own-error" in {p.code for p in results.problems}
    assert not results.tables


@pytest.mark.parametrize(("error", "severity"), [(False, "remark"), (True, "error")])
def test_a_finding_may_have_a_code_of_its_own(tmp_path, error, severity):
    problem = found(tmp_path, f'yield Finding("no.", "Look.", code="mine", error={error})')
    assert (problem.code, problem.severity, str(problem)) == ("mine", severity, "No. Look.")


@pytest.mark.parametrize("words", ["is this right?", "wrong.", "wrong"])
def test_words_end_as_a_sentence(tmp_path, words):
    expected = words if words.endswith("?") else "wrong."
    assert found(tmp_path, f"yield Finding({words!r})").sentence() == expected


WRONG = {
    "raises": ("1 / 0", "ZeroDivisionError: division by zero (mine.py, line 6)"),
    "no finding": ("return ['x']", "it gave str, not a Finding"),
    "no table": ('yield Finding("no.", table="Respons")', "there is no table Respons"),
    "no column": (f'yield Finding("no.", {AT}, column="p")', "no column p; did you mean P?"),
    "no row": (f'yield Finding("no.", {AT}, row=7)', "the responses Responses have no row 7"),
    "code of Meetlat": ('yield Finding("no.", code="blank")', "blank is one of Meetlat's own"),
}


@pytest.mark.parametrize(("code", "words"), WRONG.values(), ids=WRONG)
def test_a_check_that_fails_is_reported_and_the_others_go_on(tmp_path, code, words):
    twice = RESPONSES.replace("| b |", "| a |")
    results = checked(tmp_path, code, Responses=twice)
    (problem,) = (p for p in results.problems if p.code == "rules-failed")
    assert problem.value == "plugins/mine.py"
    assert words in problem.sentence()
    assert "respondent-twice" in {p.code for p in results.problems}
    assert results["QuestionScores"]["score"][0] == 10.0


def test_a_check_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setenv("MEETLAT_TIME_LIMIT", "1")
    results = checked(tmp_path, "import time; [time.sleep(0.1) for _ in range(600)]; return ()")
    (problem,) = (p for p in results.problems if p.code == "plugin-overdue")
    assert problem.value == "plugins/mine.py"
    assert results.tables
