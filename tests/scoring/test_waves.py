"""An earlier wave's own responses beside ours: scored by today's catalogue, tested, told of."""

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
NOW = "| unit | pride | trust | again |\n|---|---|---|---|\n" + (
    "| North | agree | agree | agree |\n" * 6 + "| South | disagree | agree | neutral |\n" * 6
)
THEN = "| team | pride | q2 | again |\n|---|---|---|---|\n" + (
    "| north | neutral | agree | agree |\n" * 6 + "| South | agree | disagree | agree |\n" * 6
)
OF_NORTH = SURVEY + "| group | unit=North |\n| organisation | The Harbour |\n"


def tables_of(comparisons: str, then: str, **tables: str) -> dict[str, str]:
    """The tables of a survey with an earlier wave."""
    usual = {"Questions": QUESTIONS, "Segments": SEGMENTS, "Comparisons": comparisons}
    return {"Survey": SURVEY, **usual, "Responses": NOW, "Earlier": then, **tables}


def results(comparisons: str = OWN, then: str = THEN, /, **tables: str) -> Report:
    """The report of a survey with an earlier wave."""
    return survey(HERE, **tables_of(comparisons, then, **tables))


def codes(found: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_its_figures_fill_the_column_of_every_table():
    found = results()
    assert codes(found) == []
    assert found["QuestionScores"]["Previous"].to_list() == [7.5, 5.0]
    assert found["ThemeScores"]["Previous"].to_list() == [6.25]
    assert found["Distributions"]["Previous"].to_list()[:3] == [1.0, 0.0, 0.0]
    assert found["Summary"].drop("name").rows_by_key("measure")["respondents"] == [(12.0, 12.0)]


def test_a_group_stands_beside_that_group_of_then_however_it_was_spelt():
    found = results(Survey=OF_NORTH)
    assert codes(found) == []
    assert found.comparisons.names == ["The Harbour", "Previous"]
    assert found["QuestionScores"]["Previous"].to_list() == [5.0, 10.0]
    assert found["Summary"].drop("name").rows_by_key("measure")["respondents"] == [(6.0, 12.0, 6.0)]


def test_of_a_group_too_small_then_nothing_is_shown_and_that_is_told():
    few = THEN.replace("| north | neutral | agree | agree |\n", "", 2)
    found = results(OWN, few, Survey=OF_NORTH)
    assert codes(found) == [("wave-withheld", "Comparisons!D2")]
    assert found["QuestionScores"]["Previous"].to_list() == [None, None]
    assert found["ThemeScores"]["Previous"].to_list() == [None]
    assert "respondents" in found["Summary"]["measure"]
    assert found["Summary"]["Previous"].to_list() == [None, None, None]


def test_a_question_that_was_not_asked_leaves_its_theme_out_and_not_the_other_question():
    questions = QUESTIONS.replace("| q2 ", "| –  ")
    found = results(Questions=questions)
    assert codes(found) == [("wave-theme-incomplete", "Questions!C3")]
    assert found["QuestionScores"]["Previous"].to_list() == [7.5, None]
    assert found["ThemeScores"]["Previous"].to_list() == [None]


def test_a_question_that_does_not_count_may_be_missing_then():
    weights = "\n".join(
        f"{line} {weight} |"
        for line, weight in zip(
            QUESTIONS.strip().splitlines(), ("weight", "---", "1", "0", "1"), strict=True
        )
    )
    found = results(Questions=weights.replace("| q2 ", "| -  "))
    assert codes(found) == []
    assert found["ThemeScores"]["Previous"].to_list() == [7.5]


def test_a_typed_figure_stands_before_one_of_the_responses():
    typed = OWN + "| Previous | work | 6.3 | |\n| Previous | pride | 6.9 | |\n"
    found = results(typed)
    assert codes(found) == [("wave-typed-otherwise", "Comparisons!C4")]
    assert found["ThemeScores"]["Previous"].to_list() == [6.3], "6.25 is 6.3 with one digit"
    assert found["QuestionScores"]["Previous"].to_list() == [6.9, 5.0]


def test_how_many_were_invited_then_gives_the_response_of_then():
    found = results(OWN + "| Previous | invited | 16 | |\n")
    assert codes(found) == []
    rows = found["Summary"].drop("name").rows_by_key("measure")
    assert (rows["invited"], rows["response"]) == ([(None, 16.0)], [(None, 0.75)])


def test_the_order_of_the_report_is_that_of_the_rows():
    typed = COMPARISONS + "| Benchmark | pride | 6 | |\n| Previous | | | Earlier |\n"
    assert results(typed).comparisons.names == ["Benchmark", "Previous"]


def test_what_is_wrong_with_the_catalogue_is_told_once():
    found = results(Questions=QUESTIONS.replace("| pride    |        |", "| pride    | prid   |"))
    assert codes(found) == [("no-such-column", "Questions!B2")]


def test_the_same_mistake_in_both_responses_is_told_of_each():
    now, then = (text.replace("| agree |", "| agre |", 1) for text in (NOW, THEN))
    assert sorted(p.sheet for p in results(OWN, then, Responses=now).problems) == [
        "Earlier",
        "Responses",
    ]


def test_both_responses_may_be_missing_at_once():
    both = SURVEY.replace("| Responses |", "| now.csv |")
    found = results(OWN.replace("Earlier", "then.csv"), Survey=both)
    assert codes(found) == [
        ("responses-missing", "Survey!B4"),
        ("responses-missing", "Comparisons!D2"),
    ]


def test_without_a_wave_there_is_none():
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


def test_a_metric_that_stops_at_the_wave_alone_is_named_and_the_others_go_on(tmp_path, monkeypatch):
    monkeypatch.setenv("MEETLAT_PLUGINS", "allow")
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "meetlat_proud.py").write_text(STOPS, encoding="utf-8")
    tables = {"Survey": SURVEY, "Questions": QUESTIONS, "Segments": SEGMENTS, "Comparisons": OWN}
    found = survey(tmp_path, **tables, Responses=NOW, Earlier=THEN)
    assert [p.code for p in found.problems] == ["wave-metric-failed"]
    assert "Previous: ValueError: too few (meetlat_proud.py, line 10)" in str(found.problems[0])
    assert found["Pride"]["Previous"].to_list() == [None] * 3
    assert found["ThemeScores"]["Previous"].to_list() == [6.25]


def late(wave: str, times: int, answers: str = "agree | agree | agree") -> str:
    """More people of North."""
    return wave + f"| North | {answers} |\n" * times


def test_the_same_answers_with_a_few_added_tell_those_of_the_few_and_that_is_remarked_on():
    then = NOW.replace("| unit | pride | trust |", "| team | pride | q2 |")
    remark = ("wave-few-apart", "Comparisons!D2")
    added = {"Responses": late(NOW, 2, "disagree | disagree | agree")}
    assert codes(results(OWN, then, **added)) == [remark]
    assert codes(results(OWN, then, Survey=OF_NORTH, **added)) == [remark]
    assert codes(results(OWN, late(then, 4))) == [remark], "as well as a few who are gone"
    south = OF_NORTH.replace("North", "South")
    assert codes(results(OWN, then, Survey=south, **added)) == [], "who are the same people"
    assert codes(results(OWN, then, Responses=late(NOW, 5))) == [], "those are enough"


def test_who_answers_anew_tells_nothing_of_those_who_came():
    assert codes(results(Responses=late(NOW, 2))) == []


def test_a_wave_is_protected_as_now_is():
    """Of then a team of two is left between everyone and the others, so the smallest goes too."""
    then = late(THEN, 1) + "| West | agree | agree | agree |\n" * 2
    counted = count(inputs(HERE, **tables_of(OWN, then))).counted
    groups = counted.waves["Previous"].respondents.groups
    why = dict(groups.drop_nulls("because").select("group", "because").iter_rows())
    assert why == {"West": "few", "South": "protects"}
