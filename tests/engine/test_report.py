"""The report: results land in the tables of their name, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from meetlat import recalculate
from tests.surveys import rows, shown, workbook

QUESTIONS = """
| question | theme | scale     | text          |
|----------|-------|-----------|---------------|
| pride    | work  | agreement | =I am proud   |
| joy      | work  | agreement | I like it     |
| trust    | work  | agreement | -I trust them |
"""

RESPONSES = """
| pride    | joy      | trust   |
|----------|----------|---------|
| agree    | disagree | agree   |
| agree    | agree    | agree   |
| neutral  | agree    | agree   |
| disagree | agree    | agree   |
| agree    | neutral  | agree   |
"""

COMPARISONS = """
| comparison | subject | value |
|------------|---------|-------|
| Previous   | pride   | 6     |
| Benchmark  | joy     | 7.5   |
"""

SCORES = """
| question | text | theme | n | score |
|----------|------|-------|---|-------|
| old      | old  | old   | 1 | 1     |
"""


@pytest.fixture
def survey_file(tmp_path) -> Path:
    return workbook(
        tmp_path / "survey.xlsx",
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Comparisons=COMPARISONS,
        QuestionScores=SCORES,
    )


def test_a_table_grows_to_its_rows_and_gets_a_column_a_comparison(survey_file):
    results = recalculate(survey_file)

    assert results.problems == []
    assert shown(survey_file, "QuestionScores") == [
        ["question", "text", "theme", "n", "score", "Previous", "Benchmark"],
        ["pride", "=I am proud", "work", 5.0, 7.0, 6.0, "-"],
        ["joy", "I like it", "work", 5.0, 7.0, "-", 7.5],
        ["trust", "-I trust them", "work", 5.0, 10.0, "-", "-"],
    ]


def test_a_result_without_a_table_gets_a_sheet_of_its_own(survey_file):
    recalculate(survey_file)

    assert shown(survey_file, "ThemeScores") == [
        ["theme", "name", "questions", "n", "score", "Previous", "Benchmark"],
        ["work", "Work", 3.0, 5.0, 8.0, "-", "-"],
    ]
    assert shown(survey_file, "Summary")[1] == ["respondents", 5.0, "-", "-"]


def test_recalculating_twice_gives_the_same_bytes(survey_file):
    recalculate(survey_file)
    once = survey_file.read_bytes()
    recalculate(survey_file)
    assert survey_file.read_bytes() == once


def test_an_output_leaves_the_workbook_as_it_was(survey_file, tmp_path):
    before = survey_file.read_bytes()
    recalculate(survey_file, output=tmp_path / "report.xlsx")
    assert survey_file.read_bytes() == before
    assert shown(tmp_path / "report.xlsx", "QuestionScores")[1][0] == "pride"


def test_a_table_shrinks_and_leaves_nothing_behind(tmp_path):
    many = SCORES + "| old | old | old | 1 | 1 |\n" * 5
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, QuestionScores=many
    )
    recalculate(file)
    assert [row[0] for row in shown(file, "QuestionScores")] == [
        "question",
        "pride",
        "joy",
        "trust",
    ]
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("QuestionScores").to_python()
    assert not any(any(row) for row in sheet[4:]), "old figures stand below the table"


def test_a_column_that_hr_deleted_stays_away_and_one_of_their_own_is_left_alone(tmp_path):
    table = "| score | question | action |\n|---|---|---|\n| 1 | old | talk to the team |\n"
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, QuestionScores=table
    )
    recalculate(file)
    assert shown(file, "QuestionScores") == [
        ["score", "question", "action"],
        [7.0, "pride", "talk to the team"],
        [7.0, "joy", ""],
        [10.0, "trust", ""],
    ]


def test_a_column_of_an_earlier_comparison_is_remarked_on(tmp_path):
    table = "| question | score | 2021 |\n|---|---|---|\n| old | 1 | 6.3 |\n"
    file = workbook(
        tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, QuestionScores=table
    )
    results = recalculate(file)
    assert [str(p) for p in results.problems] == [
        'QuestionScores!C1: the column "2021" of the table QuestionScores holds figures that'
        " Meetlat does not fill. It was left as it was; delete it if it is from an earlier"
        " comparison."
    ]
    assert shown(file, "Problems")[1][1:3] == ["QuestionScores", "C1"]


def a_table_without_room(book: xlsxwriter.Workbook) -> None:
    """A note stands two rows below it."""
    sheet = book.add_worksheet("Scores")
    columns = [{"header": h} for h in ("question", "score")]
    sheet.add_table("B2:C3", {"name": "QuestionScores", "columns": columns})
    sheet.write("C5", "made by Anna")


def test_what_stands_below_a_growing_table_is_never_overwritten(tmp_path):
    file = workbook(
        tmp_path / "s.xlsx", a_table_without_room, Questions=QUESTIONS, Responses=RESPONSES
    )
    results = recalculate(file)
    assert [str(p) for p in results.errors] == [
        'Scores!C5: the table QuestionScores has to grow, and "made by Anna" stands in its way.'
        " Move it elsewhere, or insert rows or columns before it; nothing was written."
    ]
    assert shown(file, "QuestionScores") == [["question", "score"], ["", ""]]
    assert shown(file, "Problems")[1][:3] == ["error", "Scores", "C5"]


def test_a_workbook_with_errors_gets_only_its_problems(tmp_path):
    wrong = QUESTIONS.replace("| work  |", "| wrok  |", 1)
    file = workbook(
        tmp_path / "s.xlsx", Questions=wrong, Responses=RESPONSES, QuestionScores=SCORES
    )
    results = recalculate(file)
    assert dict(results) == {}
    assert shown(file, "QuestionScores") == rows(SCORES)
    assert shown(file, "Problems") == [
        ["severity", "sheet", "cell", "value", "problem", "remedy"],
        [
            "error",
            "Questions",
            "B2",
            "wrok",
            'the theme "wrok" is not in Themes.',
            'Did you mean "work"?',
        ],
    ]


def test_problems_that_are_mended_disappear(tmp_path):
    wrong = QUESTIONS.replace("| work  |", "| wrok  |", 1)
    file = workbook(tmp_path / "s.xlsx", Questions=wrong, Responses=RESPONSES)
    recalculate(file)
    themes = "| theme | name |\n|---|---|\n| work | Work |\n| wrok | Also work |\n"
    left = """
        | severity | sheet | cell | value | problem | remedy |
        |----------|-------|------|-------|---------|--------|
        | error    | A     | B2   | C     | x       | y      |
    """
    workbook(file, Questions=wrong, Responses=RESPONSES, Themes=themes, Problems=left)
    assert recalculate(file).problems == []
    assert shown(file, "Problems")[1:] == [[""] * 6]


def test_a_metric_that_is_found_is_listed_so_that_it_can_be_switched_off(tmp_path):
    metrics = "| metric | on | questions | parameters |\n|---|---|---|---|\n| likert | yes | | |\n"
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    recalculate(file)
    assert [row[:2] for row in shown(file, "Metrics")] == [
        ["metric", "on"],
        ["likert", "yes"],
        ["distribution", "yes"],
        ["enps", "yes"],
        ["themes", "yes"],
    ]


def test_a_metric_that_is_off_leaves_its_table_alone(tmp_path):
    metrics = "| metric | on |\n|---|---|\n| likert | no |\n"
    file = workbook(
        tmp_path / "s.xlsx",
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Metrics=metrics,
        QuestionScores=SCORES,
    )
    assert "QuestionScores" not in recalculate(file)
    assert shown(file, "QuestionScores") == rows(SCORES)
