"""The organisation beside a group, and figures that HR typed for groups."""

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


def test_the_organisation_stands_first_beside_a_group():
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


def test_without_a_group_it_stands_nowhere():
    found = results(settings=SURVEY)
    assert (found.comparisons.organisation, found.comparisons.names) == ("", [])


def test_the_summary_counts_the_group_and_beside_it_everyone():
    rows = results()["Summary"].drop("name").rows_by_key("measure")
    assert rows["respondents"] == [(6.0, 12.0)]
    assert rows["invited"] == [(None, 40.0)]
    assert rows["response"] == [(None, 0.3)]


def test_of_a_group_too_small_nothing_is_counted():
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
def test_its_name_is_no_other_columns(organisation, comparison, whole):
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


def test_a_comparison_with_figures_of_the_group_shows_those_alone():
    found = results(FIGURES)
    beside = found["QuestionScores"].select("Previous", "Benchmark").rows()
    assert beside == [(8.0, 6.0), (None, None)]
    (told,) = (p for p in found.problems if p.code == "comparison-of-whole")
    assert told.place == "Comparisons!B5"
    assert "unit=North, and beside it figures of the whole organisation: Benchmark" in str(told)


def test_the_last_run_names_what_stands_beside_the_group():
    found = results(FIGURES)
    told = dict(found["LastRun"].iter_rows())
    names = [told[f"comparison {number}"] for number in (1, 2, 3)]
    assert names == found.comparisons.names == ["The Harbour", "Previous", "Benchmark"]
    assert (told["group"], told["whole"]) == ("North", "The Harbour")
    assert told["of_whole"] == "Benchmark"


def test_beside_everyone_it_names_the_comparisons_only():
    told = dict(results(FIGURES, settings=SURVEY)["LastRun"].iter_rows())
    assert [told["comparison 1"], told["comparison 2"]] == ["Previous", "Benchmark"]
    assert not {"comparison 3", "group", "whole", "of_whole"} & told.keys()


def test_everyone_has_the_figures_of_no_group():
    found = results(FIGURES, settings=SURVEY)
    assert found["QuestionScores"]["Previous"].to_list() == [5.0, 5.0]
    assert found.problems == []


def test_figures_of_a_group_that_is_not_there_are_remarked_on_once():
    found = results(FIGURES.replace("unit=North", "unit=Noth"), settings=SURVEY)
    (told,) = found.problems
    assert (told.code, told.place) == ("comparison-of-no-group", "Comparisons!B4")
    assert str(told).endswith('Did you mean "unit=North"?')


def test_a_group_and_everyone_may_both_have_a_figure_and_neither_two():
    twice = FIGURES + "| Previous | unit=North | pride | 7 |\n"
    assert [(p.code, p.place) for p in results(twice).problems] == [("duplicate", "Comparisons!C6")]


def test_a_figure_is_about_something():
    blank = FIGURES.replace("| trust ", "|       ")
    assert [(p.code, p.place) for p in results(blank).problems] == [("blank", "Comparisons!C3")]
