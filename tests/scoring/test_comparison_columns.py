"""The organisation as a comparison of a group, and comparison figures of groups."""

from __future__ import annotations

import pytest

from meetlat import Report
from tests.surveys import SURVEY, survey

OF_NORTH = SURVEY + "| group | unit=North |\n| organisation | The Harbour |\n| invited | 40 |\n"
QUESTIONS = """
| question | theme | scale     | metric       |
|----------|-------|-----------|--------------|
| pride    | work  | agreement |              |
| trust    | work  | agreement |              |
| again    |       | agreement | distribution |
"""
SEGMENTS = "| segment |\n|---|\n| unit |"
NORTH = "| North | agree | agree | agree |\n" * 6
SOUTH = "| South | disagree | agree | neutral |\n" * 6
RESPONSES = f"| unit | pride | trust | again |\n|---|---|---|---|\n{NORTH}{SOUTH}"


def results(comparisons: str = "", responses: str = RESPONSES, settings: str = OF_NORTH) -> Report:
    """The results of a survey of two units, with these comparisons."""
    tables = {"Survey": settings, "Questions": QUESTIONS, "Segments": SEGMENTS}
    given = {"Comparisons": comparisons} if comparisons else {}
    return survey(**tables, **given, Responses=responses)


def test_the_organisation_is_the_first_comparison_of_a_group():
    found = results("| comparison | subject | value |\n|---|---|---|\n| Benchmark | pride | 6 |")
    assert found.comparisons.organisation == "The Harbour"
    assert found.comparisons.names == ["The Harbour", "Benchmark"]
    assert found["QuestionScores"].rows() == [
        ("pride", "pride", "work", "Work", 6, 10.0, None, None, 5.0, 6.0),
        ("trust", "trust", "work", "Work", 6, 10.0, None, None, 10.0, None),
    ], "everyone in North agrees, so the scores have no interval"
    assert found["ThemeScores"].select("score", "The Harbour").rows() == [(10.0, 7.5)]
    shares = found["Distributions"].select("answer", "share", "The Harbour").rows()
    assert shares[:2] == [("agree", 1.0, 0.5), ("neutral", 0.0, 0.5)]


def test_a_report_of_everyone_has_no_comparison_with_the_organisation():
    found = results(settings=SURVEY)
    assert (found.comparisons.organisation, found.comparisons.names) == ("", [])


def test_the_summary_counts_respondents_of_the_group_and_of_everyone():
    rows = results()["Summary"].drop("name").rows_by_key("measure")
    assert rows["respondents"] == [(6.0, 12.0)]
    assert rows["invited"] == [(None, 40.0)]
    assert rows["response"] == [(None, 0.3)]


def test_a_group_that_is_too_small_has_no_count_and_no_scores():
    small = RESPONSES.replace(NORTH, NORTH[: len(NORTH) // 2])
    found = results(responses=small)
    assert found["Summary"].drop("name").rows_by_key("measure")["respondents"] == [(None, 9.0)]
    assert found["QuestionScores"]["score"].to_list() == [None, None]
    assert found["QuestionScores"]["The Harbour"].null_count() == 0


@pytest.mark.parametrize(
    ("organisation", "comparison", "whole"),
    [
        ("", "Previous", "Organisation"),
        ("Previous", "previous", "Organisation"),
        ("Score", "Previous", "Organisation"),
        ("Organisation", "Organisation", "Organisation (2)"),
        ("The\u200bHarbour", "Previous", "Organisation"),
    ],
)
def test_the_name_of_the_organisation_differs_from_every_other_column(
    organisation, comparison, whole
):
    typed = f"| comparison | subject | value |\n|---|---|---|\n| {comparison} | pride | 6 |"
    settings = OF_NORTH.replace("The Harbour", organisation)
    assert results(typed, settings=settings).comparisons.names == [whole, comparison]


FIGURES = """
| comparison | group      | subject | value |
|------------|------------|---------|-------|
| Previous   |            | pride   | 5     |
| Previous   |            | trust   | 5     |
| Previous   | unit=North | pride   | 8     |
| Benchmark  |            | pride   | 6     |
"""


def test_a_comparison_with_figures_of_the_group_shows_only_those():
    found = results(FIGURES)
    beside = found["QuestionScores"].select("Previous", "Benchmark").rows()
    assert beside == [(8.0, 6.0), (None, None)]
    (problem,) = (p for p in found.problems if p.code == "comparison-of-whole")
    assert problem.place == "Comparisons!B5"
    assert (
        "unit=North, but these comparisons have figures of the whole organisation: Benchmark"
        in str(problem)
    )


def test_the_last_run_names_the_comparisons_of_a_group():
    found = results(FIGURES)
    last_run = dict(found["LastRun"].iter_rows())
    names = [last_run[f"comparison {number}"] for number in (1, 2, 3)]
    assert names == found.comparisons.names == ["The Harbour", "Previous", "Benchmark"]
    assert (last_run["group"], last_run["whole"]) == ("North", "The Harbour")
    assert last_run["of_whole"] == "Benchmark"


def test_the_last_run_of_everyone_names_only_the_comparisons():
    last_run = dict(results(FIGURES, settings=SURVEY)["LastRun"].iter_rows())
    assert [last_run["comparison 1"], last_run["comparison 2"]] == ["Previous", "Benchmark"]
    assert not {"comparison 3", "group", "whole", "of_whole"} & last_run.keys()


def test_a_report_of_everyone_shows_comparison_figures_without_a_group():
    found = results(FIGURES, settings=SURVEY)
    assert found["QuestionScores"]["Previous"].to_list() == [5.0, 5.0]
    assert found.problems == []


def test_comparison_figures_of_an_unknown_group_give_one_warning():
    found = results(FIGURES.replace("unit=North", "unit=Noth"), settings=SURVEY)
    (problem,) = found.problems
    assert (problem.code, problem.place) == ("comparison-of-no-group", "Comparisons!B4")
    assert str(problem).endswith('Did you mean "unit=North"?')


def test_two_comparison_figures_for_the_same_group_are_an_error():
    twice = FIGURES + "| Previous | unit=North | pride | 7 |\n"
    assert [(p.code, p.place) for p in results(twice).problems] == [("duplicate", "Comparisons!C6")]


def test_a_comparison_figure_without_a_subject_is_an_error():
    blank = FIGURES.replace("| trust ", "|       ")
    assert [(p.code, p.place) for p in results(blank).problems] == [("blank", "Comparisons!C3")]
