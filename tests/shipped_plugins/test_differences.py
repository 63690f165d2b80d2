"""Differences: whole surveys against R, and the marks that HR reads."""

from __future__ import annotations

from math import erfc, sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import polars as pl
import pytest

import meetlat_differences
from meetlat import Figure, Report, holm, preview
from meetlat_differences import P_STEPS
from tests.example import EXAMPLE
from tests.markdown import table
from tests.r import run_r
from tests.surveys import survey

EXACT = 1e-9


@pytest.fixture
def exact_p(monkeypatch):
    """Themes with p-values that are not rounded up."""
    monkeypatch.setattr(meetlat_differences, "rounded_up", lambda p: p)


R = Path(__file__).parents[1] / "scoring" / "differences.R"


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    return run_r(R, tmp_path_factory.mktemp("r"))


@pytest.fixture(scope="module")
def scored(r) -> pl.DataFrame:
    """The answers of men beside the figures of women, with and without their `sd`."""
    pl.read_csv(r / "bfi.csv").filter(gender=1).drop("gender").write_csv(r / "men.csv")
    theirs = pl.read_csv(r / "tests.csv", infer_schema_length=None)
    borrowed = pl.col("test") == "borrowed"
    comparison = pl.when(borrowed).then(pl.lit("Printed")).otherwise(pl.lit("Women"))
    cells = theirs.select(comparison, "subject", "answer", "value", "n", "sd")
    written = [" | ".join("" if c is None else str(c) for c in row) for row in cells.iter_rows()]
    items = theirs["subject"].unique(maintain_order=True)
    results = survey(
        r,
        Survey=table(
            "setting | value", ["responses | men.csv", "language | en", "correction | holm"]
        ),
        Scales=table("scale | answer | score", [f"points | {p} | {p}" for p in range(1, 7)]),
        Questions=table("question | theme | scale", [f"{item} | work | points" for item in items]),
        Metrics=table("metric | on | questions", [f"distribution | yes | {', '.join(items)}"]),
        Comparisons=table("comparison | subject | answer | value | n | sd", written),
    )
    assert not results.errors, [str(p) for p in results.errors]
    return results["Differences"]


@pytest.mark.parametrize(
    ("test", "shown", "comparison"),
    [
        ("welch", "QuestionScores", "Women"),
        ("borrowed", "QuestionScores", "Printed"),
        ("two shares", "Distributions", "Women"),
    ],
)
def test_p_values_of_differences_equal_r(r, scored, test, shown, comparison):
    theirs = pl.read_csv(r / "tests.csv", infer_schema_length=None).filter(test=test)
    ours = scored.filter(table=shown, comparison=comparison)
    assert ours["subject"].to_list() == theirs["subject"].to_list()
    answers = None if test in ("welch", "borrowed") else theirs["answer"].cast(pl.String)
    assert ours["answer"].to_list() == ([None] * 25 if answers is None else answers.to_list())
    for figure, by_r in {"current": "current", "p": "p", "p_adjusted": "holm"}.items():
        assert ours[figure].to_list() == pytest.approx(theirs[by_r].to_list(), rel=EXACT), figure
    assert (ours["significant"] == "yes").to_list() == (theirs["holm"] < 0.05).to_list()


# A small survey: twenty respondents, one theme of two questions.

QUESTIONS = """
| question | text               | theme | scale     | weight | metric       |
|----------|--------------------|-------|-----------|--------|--------------|
| pride    | I am proud of this | work  | agreement | 1      |              |
| rest     | I get enough rest  | work  | eleven    | 3      |              |
| friend   | Would you tell     |       | eleven    |        | enps         |
| lunch    | What do you eat    |       | fruit     |        | distribution |
"""

SCALES = """
| scale     | answer   | label    | score |
|-----------|----------|----------|-------|
| agreement | agree    |          | 10    |
| agreement | neutral  |          | 5     |
| agreement | disagree |          | 0     |
| fruit     | a        | Apple    |       |
| fruit     | p        | Pear     |       |
""" + "".join(
    [f"| five | {n} | | {n} |\n" for n in range(1, 6)]
    + [f"| eleven | {n} | | {n} |\n" for n in range(11)]
)

RESPONSES = (
    """
| pride   | rest | friend | lunch |
|---------|------|--------|-------|
"""
    + 5
    * """| agree   | 4    | 10     | a     |
| agree   | 5    | 9      | a     |
| neutral | 3    | 7      | p     |
| agree   | 4    | 3      | a     |
"""
)


def differences(
    *figures: str,
    language: str = "en",
    questions: str = QUESTIONS,
    answers: str = RESPONSES,
    **settings: Any,
) -> pl.DataFrame:
    """Differences of that survey from these figures (`Before | pride | | 8 | 20 | 2`)."""
    named = {"language": language, "responses": "Responses", "smallest_group": 5, **settings}
    results = survey(
        Survey=table("setting | value", [f"{name} | {value}" for name, value in named.items()]),
        Questions=questions,
        Scales=SCALES,
        Responses=answers,
        Comparisons=table("comparison | subject | answer | value | n | sd", figures),
    )
    assert not results.errors, [str(p) for p in results.errors]
    return results["Differences"]


# R: x <- rep(c(10, 10, 5, 10), 5); 2 * pt(-1.75 / (sd(x) * sqrt(1 / 20 + 1 / 30)), 19)
T_TEST = 1.3324610237100453e-02


def test_a_row_has_everything_about_a_difference():
    (row,) = differences("Before | pride | | 7 | 30 |").rows(named=True)
    assert row.pop("p") == row.pop("p_adjusted") == pytest.approx(T_TEST)
    assert row == {
        "key": "QuestionScores pride 1",
        "table": "QuestionScores",
        "subject": "pride",
        "name": "I am proud of this",
        "answer": None,
        "comparison": "Before",
        "current": 8.75,
        "value": 7.0,
        "difference": 1.75,
        "n": 20,
        "significant": "yes",
        "remarkable": "yes",
        "mark": "▲",
    }


def test_every_figure_has_a_difference_for_each_comparison_with_a_figure():
    found = differences(
        "Before | lunch | p | .25 | 20 |",
        "Norm | work | | 5 | |",
        "Before | friend | | 20 | |",
        "Before | work | | 5 | |",
        "Norm | lunch | Apple | .5 | |",
        "Norm | respondents | | 500 | |",
    )
    assert found["key"].to_list() == [
        "ThemeScores work 1",
        "ThemeScores work 2",
        "Enps friend 1",
        "Distributions lunch 1 Pear",
        "Distributions lunch 2 Apple",
    ]
    assert found["name"].to_list()[::3] == ["Work", "What do you eat"]
    assert differences("Before | respondents | | 500 | |").is_empty()


def marks(*values: float, **settings: Any) -> list[list[Any]]:
    """Significant, remarkable and mark of pride (8.75) against figures of 20 respondents."""
    figures = [f"{n} | pride | | {value} | 20 | 2" for n, value in enumerate(values)]
    found = differences(*figures, **settings)
    assert len(found) == len(values)
    return list(map(list, found.select("significant", "remarkable", "mark").rows()))


@pytest.mark.parametrize(
    ("setting", "large", "middling", "small"),
    [
        ("significant", "▼", None, None),
        ("remarkable", "▼", "▼", None),
        ("both", "▼", None, None),
        ("either", "▼", "▼", None),
    ],
)
def test_mark_differences_decides_which_differences_are_marked(setting, large, middling, small):
    """Down 1.5 is significant and remarkable, down .75 only remarkable, down .2 neither."""
    assert marks(10.25, 9.5, 8.95, mark_differences=setting) == [
        ["yes", "yes", large],
        ["no", "yes", middling],
        ["no", "no", small],
    ]


@pytest.mark.parametrize(
    ("setting", "mark"),
    [("significant", "▼"), ("either", "▼"), ("both", None), ("remarkable", None)],
)
def test_a_small_significant_difference_is_marked_where_significance_is_enough(setting, mark):
    settings = {"mark_differences": setting, "remarkable_difference": 1.5}
    row = differences("Before | pride | | 10.05 | 900 |", **settings).row(0, named=True)
    assert (row["significant"], row["remarkable"], row["mark"]) == ("yes", "no", mark)


def test_by_default_only_significant_and_remarkable_differences_are_marked():
    assert [mark for *_, mark in marks(9.5, 10.25)] == [None, "▼"]


def test_equal_figures_have_no_mark():
    found = marks(8.75, mark_differences="remarkable", remarkable_difference=0)
    assert found == [["no", "yes", None]]


def test_three_per_cent_of_the_scale_is_remarkable_by_default():
    steps = {
        "pride | ": (8.75, 0.3),  # of 0 to 10
        "work | ": (5.1875, 0.3),
        "friend | ": (25.0, 6.0),  # of -100 to 100
        "lunch | Pear": (0.25, 0.03),
    }
    figures = [
        f"{name} | {subject} | {current + difference:.12f} | |"
        for subject, (current, step) in steps.items()
        for name, difference in (("exact", step), ("less", step - 0.001), ("down", -step))
    ]
    found = differences(*figures)
    assert sorted(set(found["current"])) == sorted(current for current, _ in steps.values())
    remarkable = found.group_by("comparison").agg(pl.col("remarkable").sort())
    assert dict(remarkable.iter_rows()) == {
        "exact": ["yes"] * 4,
        "less": ["no"] * 4,
        "down": ["yes"] * 4,
    }


def test_three_per_cent_is_of_the_scale_of_the_question():
    of_five = QUESTIONS.replace("| work  | eleven    |", "|       | five      |")
    found = differences(
        "Before | rest | | 3.88 | |", "Norm | rest | | 3.881 | |", questions=of_five
    )
    assert found["remarkable"].to_list() == ["yes", "no"]


def test_three_per_cent_of_a_theme_is_of_the_questions_that_count_in_it():
    """Not of the question about eNPS, which has a longer scale."""
    questions = "| question | theme | scale | metric |\n|---|---|---|---|\n"
    questions += "| rest | work | five | |\n| friend | work | eleven | enps |\n"
    found = differences(
        "Before | work | | 3.88 | |", "Norm | work | | 3.881 | |", questions=questions
    )
    assert found["remarkable"].to_list() == ["yes", "no"]


TOGETHER = (
    "Before | pride | | 7 | 30 |",
    "Before | rest | | 3.5 | 30 |",
    "Norm | pride | | 7 | 30 |",
)


def test_differences_of_one_table_and_comparison_are_adjusted_together():
    """The two scores beside one comparison; another comparison is read by itself."""
    found = differences(*TOGETHER, correction="holm")
    scores = found.filter(comparison="Before")
    low, high = sorted(scores["p"])
    assert sorted(scores["p_adjusted"]) == pytest.approx([2 * low, max(2 * low, high)])
    norm = found.filter(comparison="Norm").row(0, named=True)
    assert norm["p_adjusted"] == norm["p"]


def test_the_setting_chooses_the_correction():
    scores = differences(*TOGETHER, correction="bh").filter(comparison="Before")
    low, high = sorted(scores["p"])
    assert sorted(scores["p_adjusted"]) == pytest.approx([min(2 * low, high), high])
    default = differences(*TOGETHER).filter(comparison="Before")
    assert default["p_adjusted"].to_list() == holm(default["p"].to_list())


def test_no_test_is_corrected_for_the_number_of_people_invited():
    """Also not if everyone responded: without any change, people answer a little differently."""
    figures = [
        "Before | friend | | 0 | 25 | 80",
        "Before | pride | | 7 | 25 | 2",
        "Before | lunch | Pear | .5 | 25 |",
    ]
    alone = differences(*figures)
    known = differences(*figures, "Before | invited | | 25 | |", invited=20)
    assert alone["p"].to_list() == known["p"].to_list()
    error = sqrt(100**2 * (0.5 + 0.25 - 0.25**2) / 20 + 16**2)
    (enps,) = alone.filter(table="Enps")["p"]
    assert enps == pytest.approx(erfc(25 / error / sqrt(2)))


@pytest.mark.usefixtures("exact_p")
def test_theme_difference_without_blanks_is_a_t_test_of_respondent_means():
    """Everyone answered both questions, so each respondent has a weighted mean."""
    own = [(10 + 3 * 4) / 4, (10 + 3 * 5) / 4, (5 + 3 * 3) / 4, (10 + 3 * 4) / 4] * 10
    twice = RESPONSES + "".join(RESPONSES.splitlines(keepends=True)[3:])
    (row,) = differences("Before | work | | 4.6 | 30 | 1.1", answers=twice).rows(named=True)
    expected = Figure(mean(own), 40, stdev(own)).test_of_means(Figure(4.6, 30, 1.1))
    assert row["p"] == pytest.approx(expected)


def test_the_p_of_a_theme_is_rounded_up():
    """An exact one shows how the answers to its questions go together."""
    own = [(10 + 3 * 4) / 4, (10 + 3 * 5) / 4, (5 + 3 * 3) / 4, (10 + 3 * 4) / 4] * 5
    exact = Figure(mean(own), 20, stdev(own)).test_of_means(Figure(4.6, 30, 1.1))
    typed = differences("Before | work | | 4.6 | 30 | 1.1", "Before | pride | | 8 | 30 | 2")
    theme, question = typed.rows(named=True)
    assert exact is not None
    assert theme["p"] == theme["p_adjusted"] == min(step for step in P_STEPS if step >= exact)
    assert (theme["significant"] == "yes") == (exact < 0.05)
    assert question["p"] not in P_STEPS


# Figures without `n`, far from those of the survey: of a theme, a question, an eNPS and a share.
FIGURES_TYPED = ("work | | 9", "pride | | 2", "friend | | -90", "lunch | Pear | .9")


@pytest.mark.parametrize(
    ("setting", "is_marked"),
    [("significant", False), ("both", False), ("remarkable", True), ("either", True)],
)
def test_a_figure_without_n_is_not_tested(setting, is_marked):
    """However large the difference is, it can only be large enough to notice."""
    bare = [f"Before | {figure} | |" for figure in FIGURES_TYPED]
    known = [f"Known | {figure} | 200 |" for figure in FIGURES_TYPED]
    found = differences(*bare, *known, mark_differences=setting)
    columns = ("p", "p_adjusted", "significant", "remarkable")
    bare = found.filter(comparison="Before")
    assert bare.select(columns).rows() == [(None, None, None, "yes")] * 4
    assert (bare["mark"].is_not_null() == is_marked).all()
    known = found.filter(comparison="Known")
    assert known["significant"].to_list() == ["yes"] * 4
    assert known["mark"].is_not_null().all()


def test_the_share_of_favourable_answers_is_tested_as_a_share():
    """A typed figure is about `favourable:` and the question."""
    results = survey(
        Survey=table("setting | value", ["language | en", "responses | Responses"]),
        Questions=QUESTIONS,
        Scales=SCALES,
        Responses=RESPONSES,
        Metrics="| metric | on |\n|---|---|\n| favourable | yes |\n",
        Comparisons=table(
            "comparison | subject | answer | value | n",
            ["Before | favourable:pride | | .5 | 60", "Before | favourable:rest | | .5 |"],
        ),
    )
    assert not results.errors, [str(p) for p in results.errors]
    pride, rest = results["Differences"].filter(table="Favourable").rows(named=True)
    assert pride["p"] == pytest.approx(Figure(0.75, 20).test_of_shares(Figure(0.5, 60)))
    assert (pride["name"], pride["remarkable"]) == ("I am proud of this", "yes")
    assert (rest["p"], rest["remarkable"]) == (None, "yes")


def test_in_dutch_it_is_ja_and_nee():
    (row,) = differences("Vorig | pride | | 7 | 30 |", language="nl").rows(named=True)
    assert (row["significant"], row["remarkable"]) == ("ja", "ja")
    close = differences("Vorig | pride | | 8.7 | 30 |", language="nl")
    assert close["significant"].item() == "nee"


def test_a_survey_without_comparisons_has_no_differences():
    results = survey(Questions=QUESTIONS, Scales=SCALES, Responses=RESPONSES)
    assert results["Differences"].is_empty()
    assert results.tables["Differences"].optional


# A group against the organisation that it is part of.

TEAM = "| pride | rest | friend | lunch | team |\n|---|---|---|---|---|\n"
NORTH = ["agree | 5 | 10 | a", "agree | 4 | 9 | a", "neutral | 4 | 9 | p"] * 4
SOUTH = ["agree | 3 | 7 | p", "disagree | 1 | 0 | p", "neutral | 2 | 8 | a"] * 5


def differences_of_north(north: list[str], south: list[str], **settings: Any) -> pl.DataFrame:
    """Differences of team North from the organisation."""
    rows = [*(f"{row} | North" for row in north), *(f"{row} | South" for row in south)]
    named = {"language": "en", "responses": "Responses", "smallest_group": 5, **settings}
    results = survey(
        Survey=table(
            "setting | value", [f"{n} | {v}" for n, v in {**named, "group": "team=North"}.items()]
        ),
        Questions=QUESTIONS,
        Scales=SCALES,
        Segments="| segment |\n|---|\n| team |\n",
        Responses=TEAM + "".join(f"| {row} |\n" for row in rows),
    )
    assert not results.errors, [str(p) for p in results.errors]
    assert set(results["Differences"]["comparison"]) <= {results.comparisons.organisation}
    return results["Differences"]


@pytest.mark.usefixtures("exact_p")
def test_a_group_is_tested_against_everyone_outside_it():
    """The difference is from the organisation, the test against everyone else."""
    found = differences_of_north(NORTH * 3, SOUTH * 3)
    pride = found.filter(subject="pride").row(0, named=True)
    north, south = [10, 10, 5] * 12, [10, 0, 5] * 15
    assert pride["difference"] == pytest.approx(mean(north) - mean(north + south))
    others = Figure(mean(south), 45, stdev(south))
    assert pride["p"] == pytest.approx(
        Figure(mean(north), 36, stdev(north)).test_of_means(others), rel=EXACT
    )
    work = found.filter(table="ThemeScores").row(0, named=True)
    north = [(10 + 3 * 5) / 4, (10 + 3 * 4) / 4, (5 + 3 * 4) / 4] * 12
    south = [(10 + 3 * 3) / 4, (0 + 3 * 1) / 4, (5 + 3 * 2) / 4] * 15
    others = Figure(mean(south), 45, stdev(south))
    assert work["p"] == pytest.approx(
        Figure(mean(north), 36, stdev(north)).test_of_means(others), rel=EXACT
    )
    pear = found.filter(subject="lunch", answer="Pear").row(0, named=True)
    assert pear["p"] == pytest.approx(Figure(12 / 36, 36).test_of_shares(Figure(30 / 45, 45)))
    friend = found.filter(subject="friend").row(0, named=True)
    error = sqrt(100**2 * (1 / 3 - 1 / 9) / 45)
    assert friend["p"] == pytest.approx(erfc((100 + 100 / 3) / error / sqrt(2)))


def test_a_group_has_no_differences_if_too_few_are_outside_it():
    """The four in South could be computed from North and the organisation."""
    assert differences_of_north(NORTH, SOUTH[:4]).is_empty()
    assert not differences_of_north(NORTH, SOUTH[:5]).is_empty()


# For each table, the columns with the subject and with the compared figure.
FIGURES = {
    "ThemeScores": ("theme", "score"),
    "QuestionScores": ("question", "score"),
    "Enps": ("question", "enps"),
    "Distributions": ("question", "share"),
}


@pytest.fixture(scope="module")
def exact_example() -> Report:
    """The example with p-values that are not rounded up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meetlat_differences, "rounded_up", lambda p: p)
        return preview(EXAMPLE)


@pytest.mark.parametrize("table", FIGURES)
def test_differences_match_the_compared_figures_in_each_result_table(table, exact_example):
    """The example has one difference for each compared figure, adjusted by comparison."""
    results = exact_example
    subject, figure = FIGURES[table]
    shown = {
        (row[subject], row.get("answer"), name): (row[figure], row[name])
        for row in results[table].rows(named=True)
        for name in results.comparisons.names
        if row[figure] is not None and row[name] is not None
    }
    found = results["Differences"].filter(table=table)
    rows = found.select("subject", "answer", "comparison", "current", "value").iter_rows()
    assert {tuple(row[:3]): pytest.approx(row[3:]) for row in rows} == shown
    assert len(found) == len(shown) > 0
    for (_,), family in found.group_by("comparison"):
        assert family["p_adjusted"].to_list() == holm(family["p"].to_list())
