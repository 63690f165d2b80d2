"""Drivers, against R on real surveys and values worked out by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import meetlat_drivers
from meetlat_drivers import OUTCOME, relative_weights, weights_of
from tests.r import run_r
from tests.shipped_plugins.person_means import person_means
from tests.surveys import survey

EXACT = 1e-9


@pytest.fixture
def for_few(monkeypatch):
    """Surveys of a few people, worked out by hand, get drivers too."""
    monkeypatch.setattr(meetlat_drivers, "FEWEST_PEOPLE", 1)


@pytest.fixture(scope="module")
def results_of_r(tmp_path_factory) -> Path:
    """A folder with real answers and the results of R."""
    return run_r(Path(__file__).with_name("drivers.R"), tmp_path_factory.mktemp("drivers"))


TRAITS = {"A": "agree", "C": "conscientious", "E": "extraversion", "N": "neuroticism"}
TRAITS["O"] = "openness"
REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}


def questions(*rows: tuple[str, str | None], reverse: frozenset[str] = frozenset()) -> pl.DataFrame:
    """Questions as a metric gets them: `questions(("pride", "work"))`."""
    columns = {"question": pl.String, "theme": pl.String}
    frame = pl.DataFrame(list(rows), schema=columns, orient="row")
    counts = pl.col("theme").is_not_null()
    return frame.with_columns(metric=pl.lit("likert"), weight=1.0, counts_in_theme=counts)


def drivers(answers: pl.DataFrame, asked: pl.DataFrame, outcome: str) -> pl.DataFrame:
    """Drivers of respondents in one group."""
    together = pl.repeat("", len(answers), eager=True)
    return meetlat_drivers.drivers(person_means(answers), together, asked, outcome=outcome).drop(
        "group"
    )


def people(file: Path) -> pl.DataFrame:
    frame = pl.read_csv(file).cast(pl.Float64)
    reversed_items = [7 - pl.col(name) for name in frame.columns if name in REVERSED]
    return frame.with_columns(e.alias(e.meta.root_names()[0]) for e in reversed_items)


@pytest.mark.parametrize("name", ["bfi", "attitude"])
def test_drivers_equal_r(results_of_r, name):
    """Correlations and R squared of `cor` and `lm`; relative weights by their definition."""
    theirs = pl.read_csv(results_of_r / "drivers.csv").filter(survey=name)
    answers = people(results_of_r / f"{name}.csv")
    if name == "bfi":
        asked = questions(*((q, TRAITS[q[0]]) for q in answers.columns))
        ours = drivers(answers, asked, outcome="neuroticism")
    else:
        asked = questions(*((q, None if q == "rating" else q) for q in answers.columns))
        ours = drivers(answers, asked, outcome="rating")
    assert ours["theme"].to_list() == theirs["theme"].to_list()
    for figure in ("n", "correlation", "weight", "r_squared"):
        assert ours[figure].to_list() == pytest.approx(theirs[figure].to_list(), abs=EXACT)
    assert ours["share"].sum() == pytest.approx(1)
    # R's lmg averages over all orders of entry and is close.
    assert ours["weight"].to_list() == pytest.approx(theirs["lmg"].to_list(), abs=0.01)


def test_weights_of_uncorrelated_themes_are_squared_correlations():
    import numpy as np

    found = relative_weights(np.eye(2), np.array([0.6, -0.3]))
    assert found == pytest.approx([0.36, 0.09])


def test_weights_of_two_themes_equal_values_worked_out_by_hand():
    """Themes correlate .6 with each other, and .8 and .5 with the outcome."""
    import numpy as np

    found = relative_weights(np.array([[1, 0.6], [0.6, 1]]), np.array([0.8, 0.5]))
    own, other = np.sqrt(0.9), np.sqrt(0.1)  # (sqrt 1.6 ± sqrt .4) / 2
    first, second = (own * 0.8 - other * 0.5) / 0.8, (own * 0.5 - other * 0.8) / 0.8
    assert found == pytest.approx(
        [0.9 * first**2 + 0.1 * second**2, 0.1 * first**2 + 0.9 * second**2]
    )
    assert found.sum() == pytest.approx((0.64 + 0.25 - 2 * 0.8 * 0.5 * 0.6) / (1 - 0.36))


def test_weights_are_those_of_themes_and_an_outcome_alone_counts_once():
    asked = questions(("a", "work"), ("b", "work"), ("c", "pay"), ("d", None))
    asked = asked.with_columns(weight=pl.Series([1.0, 3.0, 1.0, 0.0]))
    expected = {OUTCOME: {"d": 1}, "work": {"a": 1, "b": 3}, "pay": {"c": 1}}
    assert weights_of(asked, "d") == expected


def test_the_outcome_is_not_among_its_own_drivers():
    """An outcome question is left out of its theme; an outcome theme is no driver."""
    asked = questions(("a", "work"), ("b", "work"), ("c", "pay"))
    of_question = {OUTCOME: {"a": 1}, "work": {"b": 1}, "pay": {"c": 1}}
    assert weights_of(asked, "a") == of_question
    assert weights_of(asked, "work") == {OUTCOME: {"a": 1, "b": 1}, "pay": {"c": 1}}


NO_FIGURES = {"weight": None, "share": None, "r_squared": None}


def last_driver(**columns: list[float | None]) -> dict:
    """The last row of the drivers of `y`, with one theme for each other column."""
    asked = questions(*((name, None if name == "y" else name) for name in columns))
    answers = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64))
    return drivers(answers, asked, outcome="y").row(-1, named=True)


@pytest.mark.usefixtures("for_few")
def test_identical_themes_have_no_weights():
    row = last_driver(y=[1, 2, 4, 3, 6], a=[1, 3, 2, 5, 4], b=[2, 6, 4, 10, 8])
    assert row["correlation"] is not None
    assert {name: row[name] for name in NO_FIGURES} == NO_FIGURES


@pytest.mark.usefixtures("for_few")
def test_too_few_respondents_give_no_weights():
    row = last_driver(y=[1, 2, 4], a=[1, 3, 2], b=[2, 1, 4])
    assert row["n"] == 3
    assert {name: row[name] for name in NO_FIGURES} == NO_FIGURES


@pytest.mark.usefixtures("for_few")
def test_an_outcome_without_variance_has_no_drivers():
    row = last_driver(y=[5, 5, 5, 5], a=[1, 3, 2, 4])
    assert row["correlation"] is None
    assert {name: row[name] for name in NO_FIGURES} == NO_FIGURES


def test_a_theme_in_which_everyone_has_the_same_score_is_left_out_also_if_means_are_rounded(
    monkeypatch,
):
    """(.1 x .3 + .2 x .3) / (.1 + .2) is no .3 for a computer; others answered one question."""
    size = 40
    rest = [0.3 if number % 2 else None for number in range(size)]
    answers = pl.DataFrame(
        {"pride": [0.3] * size, "rest": rest, "joy": [1.0, 2.0] * (size // 2)}
        | {"stay": [float(number % 7) for number in range(size)]}
    )
    themes = {"pride": "work", "rest": "work", "joy": "joy", "stay": None}
    weights = pl.Series("weight", [0.1, 0.2, 1.0, 1.0])
    asked = questions(*themes.items()).with_columns(weights)
    assert (0.1 * 0.3 + 0.2 * 0.3) / (0.1 + 0.2) != 0.3
    for most in (2**17, 1):  # in memory, and in parts
        monkeypatch.setattr(meetlat_drivers, "MANY", most)
        found = drivers(answers, asked, outcome="stay")
        assert found["theme"].to_list() == ["joy"]


@pytest.mark.usefixtures("for_few")
def test_a_theme_without_answers_excludes_no_respondents():
    row = last_driver(y=[1, 2, 4, 3], a=[1, 3, 2, 4], b=[None] * 4)
    assert (row["theme"], row["n"]) == ("a", 4)


@pytest.mark.usefixtures("for_few")
def test_an_uncorrelated_outcome_has_no_shares():
    row = last_driver(y=[1, -1, 1, -1], a=[1, 1, -1, -1])
    assert (row["weight"], row["share"], row["r_squared"]) == (pytest.approx(0), None, 0)


@pytest.mark.usefixtures("for_few")
def test_drivers_of_all_groups_at_once_equal_one_group_at_a_time(results_of_r):
    """Real answers in teams of several sizes, with blanks; one team has no answers to a theme."""
    answers = people(results_of_r / "bfi.csv").head(300)
    asked = questions(*((q, TRAITS[q[0]]) for q in answers.columns))
    row = pl.int_range(pl.len())
    teams = answers.select(pl.format("team {}", (row**0.5).cast(pl.Int64)))["literal"]
    of_first = pl.lit(teams == "team 9")
    answers = answers.with_columns(
        pl.when(~of_first).then(q) for q in answers.columns if q[0] == "O"
    )
    found = meetlat_drivers.drivers(person_means(answers), teams, asked, outcome="neuroticism")
    assert found["group"].n_unique() > 15
    assert "openness" not in found.filter(group="team 9")["theme"].to_list()
    for (team,), own in answers.group_by(teams.alias("team"), maintain_order=True):
        alone = drivers(own, asked, outcome="neuroticism")
        assert found.filter(group=team).drop("group").equals(alone)


SURVEY = {
    "Themes": "| theme |\n|---|\n| work |\n| pay |",
    "Scales": "| scale | answer | score |\n|---|---|---|\n"
    + "\n".join(f"| points | {point} | {point} |" for point in range(11)),
    "Questions": """
        | question  | theme | scale  | metric |
        |-----------|-------|--------|--------|
        | pride     | work  | points |        |
        | fair      | pay   | points |        |
        | recommend |       | points | enps   |
        """,
    "Responses": "| pride | fair | recommend |\n|---|---|---|\n"
    + "| 10 | 0 | 10 |\n| 5 | 5 | 5 |\n| 0 | 10 | 0 |\n" * 5
    + "| 10 | 10 | 10 |\n| 5 | 5 | 5 |\n| 0 | 0 | 5 |\n" * 5,
}


def test_enps_is_the_default_outcome_of_drivers():
    """Work and pay are uncorrelated; their covariances with eNPS are as 75 to -25."""
    results = survey(**SURVEY, Metrics="| metric | on |\n|---|---|\n| drivers | yes |").results
    assert results.problems == []
    work, pay = results["Drivers"].iter_rows(named=True)
    assert work["correlation"] == pytest.approx(-3 * pay["correlation"])
    assert (work["share"], pay["share"]) == pytest.approx((0.9, 0.1))


def in_teams(people: list[tuple[object, ...]]) -> dict[str, str]:
    """The survey with a team for each of these people, after their answers."""
    rows = "".join(f"| {' | '.join(map(str, person))} |\n" for person in people)
    return SURVEY | {
        "Segments": "| segment |\n|---|\n| team |\n",
        "Metrics": "| metric | on |\n|---|---|\n| drivers | yes |",
        "Responses": f"| pride | fair | recommend | team |\n|---|---|---|---|\n{rows}",
    }


def test_groups_without_enough_answers_to_the_outcome_have_no_drivers():
    people = [(i % 7, i % 3, i % 11 if i < 32 else "", "AB"[i % 2]) for i in range(80)]
    found = survey(**in_teams(people)).all_groups["Drivers"]
    assert found["group"].to_list() == ["", ""]


@pytest.mark.parametrize(
    ("skipped", "shown"),
    [
        ({}, {"", "A", "B"}),
        ({"A": 5}, {"", "A", "B"}),
        ({"A": 5, "B": 6}, {"", "A", "B"}),
        ({"A": 1}, {"B"}),
        # The drivers of A and of everyone would disclose the one of B.
        ({"A": 5, "B": 1}, {""}),
    ],
)
@pytest.mark.parametrize("column", [0, 2])
def test_drivers_disclose_no_answers_of_a_few_who_skipped_something(skipped, shown, column):
    """An exact correlation fits only one answer of a person whom it leaves out."""
    people = []
    for team in "AB":
        for i in range(40):
            person = [i % 11, i * i % 5, (i * 3 + i % 2) % 11, team]
            if i < skipped.get(team, 0):
                person[column] = ""
            people.append(person)
    found = survey(**in_teams(people)).all_groups["Drivers"]
    assert set(found["group"]) == shown


@pytest.mark.parametrize(
    ("people", "others", "shown"), [(30, 30, {"", "A", "B"}), (30, 29, {""}), (40, 12, {""})]
)
def test_drivers_need_thirty_people_also_after_subtraction(people, others, shown):
    """With fewer, the rare answer of one person can disclose another answer.

    The correlations of everyone and of A would give those of B.
    """
    rows = [(i % 7, i * i % 5, i % 11, "A" if i < people else "B") for i in range(people + others)]
    assert set(survey(**in_teams(rows)).all_groups["Drivers"]["group"]) == shown


def test_an_unknown_outcome_of_drivers_is_reported():
    metrics = "| metric | on | parameters |\n|---|---|---|\n| drivers | yes | outcome=pied |"
    results = survey(**SURVEY, Metrics=metrics).results
    (problem,) = results.problems
    assert "outcome=pied is no theme, question or metric with answers" in str(problem)
