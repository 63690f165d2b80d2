"""The gap between two groups: against R and SciPy, and with everything suppressed left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import meetlat
import meetlat_likert
from meetlat import Report
from meetlat.scoring.significance import intervals
from tests.r import run_r
from tests.scoring.test_theme_precision import EXACT, scored, themes_of
from tests.surveys import survey, workbook

QUESTIONS = """
| question | text        | theme | scale     |
|----------|-------------|-------|-----------|
| pride    | Am I proud? | work  | agreement |
"""
SCORES = {"agree": 10, "neutral": 5, "disagree": 0}
ANSWERS = {
    "A": ["agree"] * 16 + ["neutral"] * 9 + ["disagree"] * 5,
    "B": ["agree"] * 8 + ["neutral"] * 13 + ["disagree"] * 19,
}
PEOPLE = [(team, answer) for team, answers in ANSWERS.items() for answer in answers]


def report(people=PEOPLE, **tables: str) -> Report:
    rows = "".join(f"| {team} | {answer} |\n" for team, answer in people)
    return survey(
        **{
            "Questions": QUESTIONS,
            "Segments": "| segment |\n|---|\n| team |",
            "Responses": f"| team | pride |\n|---|---|\n{rows}",
            **tables,
        }
    )


@pytest.fixture
def exact(monkeypatch):
    """Themes with scores and spreads that are hardly rounded."""
    monkeypatch.setattr(intervals, "STEP", 1e-13)
    monkeypatch.setattr(meetlat_likert, "STEP", 1e-9)


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("table", ["ThemeScores", "QuestionScores"])
def test_a_gap_is_welchs_as_in_scipy(table):
    from scipy import stats  # most of a second; every worker would wait for it

    (row,) = meetlat.gap(report(), "team=A", "team=B", table).rows()
    ours, theirs = ([SCORES[answer] for answer in ANSWERS[team]] for team in "AB")
    welch = stats.ttest_ind(ours, theirs, equal_var=False)
    means = sum(ours) / len(ours), sum(theirs) / len(theirs)
    expected = (*means, means[0] - means[1], *welch.confidence_interval(0.95))
    assert row[1] == {"ThemeScores": "Work", "QuestionScores": "Am I proud?"}[table]
    assert row[2:] == pytest.approx(expected, rel=EXACT)


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    return run_r(Path(__file__).with_name("themes.R"), tmp_path_factory.mktemp("r"))


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents"])
def test_gaps_of_themes_with_blanks_equal_those_of_r(r, rule):
    """Scores and their errors by `survey::svycontrast`, the interval of the gap by Welch."""
    found = meetlat.gap(scored(r, rule, responses="bfi.csv"), "gender=1", "gender=2")
    theirs = themes_of(r, rule)
    assert found["theme"].to_list() == theirs["theme"].to_list()
    names = {"one": "value", "other": "women.value", "gap": "gap", "low": "low", "high": "high"}
    for ours, column in names.items():
        assert found[ours].to_list() == pytest.approx(theirs[column].to_list(), rel=EXACT)


def test_the_lines_for_analysts_print_a_gap_for_each_theme(tmp_path, monkeypatch, capsys):
    page = Path(__file__).parents[2] / "docs" / "analysts.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    (lines,) = (block for block in blocks if "meetlat.gap" in block)
    assert len([line for line in lines.splitlines() if line]) <= 5
    answers = "| woman | agree |\n" * 6 + "| man | agree |\n" * 3 + "| man | disagree |\n" * 3
    workbook(
        tmp_path / "survey.xlsx",
        Questions=QUESTIONS,
        Segments="| segment |\n|---|\n| gender |",
        Responses=f"| gender | pride |\n|---|---|\n{answers}",
    )
    monkeypatch.chdir(tmp_path)
    exec(lines, found := {})  # noqa: S102
    assert found["gaps"].row(0)[:5] == ("work", "Work", 10, 5, 5)
    assert "work" in capsys.readouterr().out


def test_a_group_that_is_not_shown_has_no_score_and_no_gap():
    """With three teams of one segment, another team is suppressed to protect the small one."""
    people = PEOPLE + [("C", "agree")] * 4 + [("D", "agree")] * 9
    rows = [
        meetlat.gap(report(people), f"team={one}", f"team={other}").row(0)[2:]
        for one, other in (("A", "C"), ("C", "A"), ("C", "D"))
    ]
    score = 205 / 30
    assert rows == [(score, *[None] * 4), (None, score, *[None] * 3), (None,) * 5]


def test_a_question_that_is_not_shown_has_no_gap():
    people = PEOPLE + [("E", "agree")] * 3 + [("E", "")] * 7
    (row,) = meetlat.gap(report(people), "team=A", "team=E", "QuestionScores").rows()
    assert row[3:] == (None,) * 4


def test_the_gap_of_a_theme_has_an_interval_if_both_groups_have_thirty_people():
    """With fewer people, it could disclose how answers of one person go together."""
    fewer = report([*PEOPLE, *[("C", "agree"), ("C", "disagree")] * 14, ("C", "agree")])
    for table, are_shown in (("ThemeScores", False), ("QuestionScores", True)):
        *_, gap, low, high = meetlat.gap(fewer, "team=A", "team=C", table).row(0)
        assert (gap is not None, low is not None, high is not None) == (True, are_shown, are_shown)


def test_groups_without_any_spread_have_a_gap_without_an_interval():
    people = [("A", "agree")] * 6 + [("B", "neutral")] * 6
    assert meetlat.gap(report(people), "team=A", "team=B").row(0)[2:] == (10, 5, 5, None, None)


def test_weighted_groups_have_rounded_scores_and_bounds():
    """Exact ones could disclose the answers of a few people."""
    sexes, ages = ("man", "woman"), ("young", "old")
    answers = [
        f"| {sex} | {age} | {['agree', 'neutral', 'disagree'][(i * i + (sex == 'man')) % 3]} |"
        for sex in sexes
        for age in ages
        for i in range(110 if age == "young" else 61)
    ]
    found = report(
        Survey="| setting | value |\n|---|---|\n| weights | age |\n| responses | Responses |",
        Segments="| segment |\n|---|\n| sex |\n| age |",
        Population="| segment | group | invited |\n|---|---|---|\n"
        "| age | young | 300 |\n| age | old | 700 |",
        Responses="| sex | age | pride |\n|---|---|---|\n" + "\n".join(answers),
    )
    assert found.weighting is not None
    (row,) = meetlat.gap(found, "sex=man", "sex=woman").rows()
    assert row[2:] == pytest.approx([round(value, 1) for value in row[2:]], abs=1e-12)


@pytest.mark.parametrize(
    ("one", "other", "table", "words"),
    [
        ("team=A", "team=Bb", "ThemeScores", "no group 'team=Bb' .* did you mean team=B\\?"),
        ("", "team=B", "ThemeScores", "no group ''"),
        ("team=A", "team=A", "ThemeScores", "not two groups of one segment"),
        ("team=A", "team=B", "Enps", "no scores in a table Enps"),
    ],
)
def test_a_mistake_in_a_gap_is_an_error(one, other, table, words):
    with pytest.raises(ValueError, match=words):
        meetlat.gap(report(), one, other, table)


def test_groups_of_two_segments_share_people_and_have_no_gap():
    answers = "| A | old | agree |\n" * 6 + "| B | young | agree |\n" * 6
    found = report(
        Segments="| segment |\n|---|\n| team |\n| age |",
        Responses=f"| team | age | pride |\n|---|---|---|\n{answers}",
    )
    with pytest.raises(ValueError, match="not two groups of one segment"):
        meetlat.gap(found, "team=A", "age=old")


def test_a_survey_with_errors_has_no_gaps():
    with pytest.raises(ValueError, match="has errors: Questions"):
        meetlat.gap(
            report(Questions="| question | theme | scale |\n|---|---|---|\n| x | no | agreement |"),
            "team=A",
            "team=B",
        )
