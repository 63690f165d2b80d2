"""Responses of an earlier wave: scored by the current catalogue, tested and checked."""

from __future__ import annotations

from meetlat import Report
from meetlat.recalculation import count
from meetlat.testing import HERE
from tests.surveys import SURVEY, inputs, survey

QUESTIONS = """
| question | column | column::Previous | theme | scale     | metric       |
|----------|--------|------------------|-------|-----------|--------------|
| pride    |        |                  | work  | agreement |              |
| trust    |        | q2               | work  | agreement |              |
| again    |        |                  |       | agreement | distribution |
"""
SEGMENTS = "| segment | column::Previous |\n|---|---|\n| unit | team |"
COMPARISONS = "| comparison | subject | value | responses |\n|---|---|---|---|\n"
OWN = COMPARISONS + "| Previous | | | Earlier |\n"
CURRENT = "| unit | pride | trust | again |\n|---|---|---|---|\n" + (
    "| North | agree | agree | agree |\n" * 6 + "| South | disagree | agree | neutral |\n" * 6
)
EARLIER = "| team | pride | q2 | again |\n|---|---|---|---|\n" + (
    "| north | neutral | agree | agree |\n" * 6 + "| South | agree | disagree | agree |\n" * 6
)
OF_NORTH = SURVEY + "| group | unit=North |\n| organisation | The Harbour |\n"


def tables_of(comparisons: str, earlier: str, **tables: str) -> dict[str, str]:
    """The tables of a survey with an earlier wave."""
    usual = {"Questions": QUESTIONS, "Segments": SEGMENTS, "Comparisons": comparisons}
    return {"Survey": SURVEY, **usual, "Responses": CURRENT, "Earlier": earlier, **tables}


def results(comparisons: str = OWN, earlier: str = EARLIER, /, **tables: str) -> Report:
    """The report of a survey with an earlier wave."""
    return survey(HERE, **tables_of(comparisons, earlier, **tables))


def codes(found: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_wave_figures_fill_the_comparison_column_of_every_table():
    found = results()
    assert codes(found) == []
    assert found["QuestionScores"]["Previous"].to_list() == [7.5, 5.0]
    assert found["ThemeScores"]["Previous"].to_list() == [6.25]
    assert found["Distributions"]["Previous"].to_list()[:3] == [1.0, 0.0, 0.0]
    assert found["Summary"].drop("name").rows_by_key("measure")["respondents"] == [(12.0, 12.0)]


def test_a_group_is_compared_with_the_same_group_of_the_wave_spelt_otherwise():
    found = results(Survey=OF_NORTH)
    assert codes(found) == []
    assert found.comparisons.names == ["The Harbour", "Previous"]
    assert found["QuestionScores"]["Previous"].to_list() == [5.0, 10.0]
    assert found["Summary"].drop("name").rows_by_key("measure")["respondents"] == [(6.0, 12.0, 6.0)]


def test_a_group_too_small_in_the_wave_is_withheld_with_a_warning():
    fewer = EARLIER.replace("| north | neutral | agree | agree |\n", "", 2)
    found = results(OWN, fewer, Survey=OF_NORTH)
    assert codes(found) == [("wave-withheld", "Comparisons!D2")]
    assert found["QuestionScores"]["Previous"].to_list() == [None, None]
    assert found["ThemeScores"]["Previous"].to_list() == [None]
    assert "respondents" in found["Summary"]["measure"]
    assert found["Summary"]["Previous"].to_list() == [None, None, None]


def test_a_question_not_asked_in_the_wave_leaves_out_its_theme_only():
    questions = QUESTIONS.replace("| q2 ", "| –  ")
    found = results(Questions=questions)
    assert codes(found) == [("wave-theme-incomplete", "Questions!C3")]
    assert found["QuestionScores"]["Previous"].to_list() == [7.5, None]
    assert found["ThemeScores"]["Previous"].to_list() == [None]


def test_drivers_are_not_compared_with_those_of_other_themes():
    """The share of a theme would be that beside fewer themes."""
    turns = ["agree", "neutral", "disagree", "agree", "disagree", "agree", "neutral"]
    people = [[turns[i % 7], turns[i % 5], turns[i % 4]] for i in range(40)]
    answers = "| pride | trust | again |\n|---|---|---|\n"
    answers += "".join(f"| {' | '.join(person)} |\n" for person in people)
    metrics = "| metric | on | parameters |\n|---|---|---|\n| drivers | yes | outcome=again |"
    for trust, is_compared in (("", True), ("–", False)):
        questions = (
            "| question | column::Previous | theme | scale |\n|---|---|---|---|\n"
            f"| pride | | work | agreement |\n| trust | {trust} | team | agreement |\n"
            "| again | | | agreement |\n"
        )
        tables = {"Questions": questions, "Themes": "| theme |\n|---|\n| work |\n| team |"}
        tables |= {"Responses": answers, "Metrics": metrics, "Segments": "| segment |\n|---|\n"}
        shares = results(OWN, answers, **tables)["Drivers"]
        assert shares["share"].null_count() == 0
        assert (shares["Previous"].to_list() == shares["share"].to_list()) is is_compared
        assert (shares["Previous"].null_count() == 2) is not is_compared


def test_a_question_of_weight_zero_may_be_missing_in_the_wave():
    weights = "\n".join(
        f"{line} {weight} |"
        for line, weight in zip(
            QUESTIONS.strip().splitlines(), ("weight", "---", "1", "0", "1"), strict=True
        )
    )
    found = results(Questions=weights.replace("| q2 ", "| -  "))
    assert codes(found) == []
    assert found["ThemeScores"]["Previous"].to_list() == [7.5]


def test_a_typed_figure_replaces_the_computed_figure_of_a_wave():
    typed = OWN + "| Previous | work | 6.3 | |\n| Previous | pride | 6.9 | |\n"
    found = results(typed)
    assert codes(found) == [("wave-typed-otherwise", "Comparisons!C4")]
    assert found["ThemeScores"]["Previous"].to_list() == [6.3], "6.25 is 6.3 with one digit"
    assert found["QuestionScores"]["Previous"].to_list() == [6.9, 5.0]


def test_number_invited_in_the_wave_gives_its_response_rate():
    found = results(OWN + "| Previous | invited | 16 | |\n")
    assert codes(found) == []
    rows = found["Summary"].drop("name").rows_by_key("measure")
    assert (rows["invited"], rows["response"]) == ([(None, 16.0)], [(None, 0.75)])


def test_comparisons_are_in_the_order_of_their_rows():
    typed = COMPARISONS + "| Benchmark | pride | 6 | |\n| Previous | | | Earlier |\n"
    assert results(typed).comparisons.names == ["Benchmark", "Previous"]


def test_a_mistake_in_the_catalogue_is_reported_once_with_a_wave():
    found = results(Questions=QUESTIONS.replace("| pride    |        |", "| pride    | prid   |"))
    assert codes(found) == [("no-such-column", "Questions!B2")]


def test_the_same_mistake_in_survey_and_wave_is_reported_for_both():
    current, earlier = (text.replace("| agree |", "| agre |", 1) for text in (CURRENT, EARLIER))
    assert sorted(p.sheet for p in results(OWN, earlier, Responses=current).problems) == [
        "Earlier",
        "Responses",
    ]


def test_missing_responses_of_survey_and_wave_are_both_reported():
    both = SURVEY.replace("| Responses |", "| current.csv |")
    found = results(OWN.replace("Earlier", "earlier.csv"), Survey=both)
    assert codes(found) == [
        ("responses-missing", "Survey!B4"),
        ("responses-missing", "Comparisons!D2"),
    ]


def test_comparisons_without_responses_have_no_waves():
    found = results(COMPARISONS + "| Previous | pride | 6 | |\n", Questions=PLAIN, Segments=UNIT)
    assert (codes(found), found.comparisons.waves) == ([], {})


PLAIN = QUESTIONS.replace("| column::Previous ", "| mine ")
UNIT = "| segment |\n|---|\n| unit |"


STOPS = '''
"""Stops where fewer than half are proud."""
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Pride")
def proud(counts: Counts) -> pl.DataFrame:
    """Proud."""
    if counts.filter(question="pride", label="neutral", segment="")["n"].sum():
        raise ValueError("too few")
    return counts.group_by(Counts.KEYS).agg(proud=pl.col("n").sum().cast(pl.Float64))

@hookimpl
def register_metrics(register):
    register(proud)
'''


def test_a_metric_that_fails_on_the_wave_is_a_warning_and_the_others_are_scored(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("MEETLAT_PLUGINS", "allow")
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "meetlat_proud.py").write_text(STOPS, encoding="utf-8")
    tables = {"Survey": SURVEY, "Questions": QUESTIONS, "Segments": SEGMENTS, "Comparisons": OWN}
    found = survey(tmp_path, **tables, Responses=CURRENT, Earlier=EARLIER)
    assert [p.code for p in found.problems] == ["wave-metric-failed"]
    assert "Previous: ValueError: too few (meetlat_proud.py, line 10)" in str(found.problems[0])
    assert found["Pride"]["Previous"].to_list() == [None] * 3
    assert found["ThemeScores"]["Previous"].to_list() == [6.25]


def with_more_of_north(wave: str, times: int, answers: str = "agree | agree | agree") -> str:
    """The responses with more respondents of North."""
    return wave + f"| North | {answers} |\n" * times


def test_a_wave_that_differs_by_a_few_respondents_is_a_warning():
    earlier = CURRENT.replace("| unit | pride | trust |", "| team | pride | q2 |")
    remark = ("wave-few-apart", "Comparisons!D2")
    added = {"Responses": with_more_of_north(CURRENT, 2, "disagree | disagree | agree")}
    assert codes(results(OWN, earlier, **added)) == [remark]
    assert codes(results(OWN, earlier, Survey=OF_NORTH, **added)) == [remark]
    assert codes(results(OWN, with_more_of_north(earlier, 4))) == [remark], (
        "also if a few respondents left"
    )
    south = OF_NORTH.replace("North", "South")
    assert codes(results(OWN, earlier, Survey=south, **added)) == [], (
        "South has the same respondents"
    )
    assert codes(results(OWN, earlier, Responses=with_more_of_north(CURRENT, 5))) == [], (
        "five are enough"
    )


def test_a_wave_with_new_answers_of_everyone_is_no_warning():
    assert codes(results(Responses=with_more_of_north(CURRENT, 2))) == []


def test_waves_suppress_small_groups_and_a_group_that_protects_them():
    """West could be computed from everyone and the others, so South is suppressed too."""
    earlier = with_more_of_north(EARLIER, 1) + "| West | agree | agree | agree |\n" * 2
    counted = count(inputs(HERE, **tables_of(OWN, earlier))).counted
    groups = counted.waves["Previous"].respondents.groups
    assert set(groups.filter("withheld")["group"]) == {"West", "South"}


def test_a_question_that_few_scored_in_the_wave_is_suppressed_there_with_its_theme():
    unsure = EARLIER.replace("| neutral | agree | agree |", "| neutral | don't know | agree |")
    unsure = unsure.replace("| agree | disagree | agree |", "| agree | don't know | agree |", 2)
    found = results(OWN, unsure)
    assert codes(found) == []
    assert found["QuestionScores"]["Previous"].to_list() == [7.5, None]
    assert found["ThemeScores"]["Previous"].to_list() == [None]
    assert found["ThemeScores"]["score"].null_count() == 0
