"""Reliability, against R's psych on real surveys and values worked out by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.scoring.report import Report
from meetlat_reliability import Items, alpha, by_item, go_together, omega, one_factor
from tests.markdown import table
from tests.r import run_r
from tests.surveys import survey

EXACT = 1e-9

# psych stops minimising the residuals early: its omega is right to six decimals and its loadings
# to five. The same search continued in R agrees with ours exactly.
PSYCH_PRECISION = 1e-5


@pytest.fixture(scope="module")
def psych(tmp_path_factory) -> Path:
    """A folder with real answers and the results of psych."""
    return run_r(Path(__file__).with_name("reliability.R"), tmp_path_factory.mktemp("psych"))


def recalculated(folder: Path, name: str) -> Report:
    """One of those surveys, scored with its reverse-coded questions."""
    asked = pl.read_csv(folder / "questions.csv").filter(survey=name)
    points = range(1, 7) if name == "bfi" else range(101)
    questions = asked.select("question", "theme", pl.col("reverse").fill_null("")).iter_rows()
    metrics = ("reliability", "reliability_questions")
    return survey(
        folder,
        Survey=table("setting | value", [f"responses | {name}.csv"]),
        Themes=table("theme", asked["theme"].unique(maintain_order=True)),
        Scales=table("scale | answer | score", [f"points | {p} | {p}" for p in points]),
        Questions=table(
            "question | theme | reverse | scale",
            [f"{q} | {t} | {r} | points" for q, t, r in questions],
        ),
        Metrics=table("metric | on", [f"{m} | yes" for m in metrics]),
    )


def results_of_psych(folder: Path, table: str, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{table}.csv").filter(survey=name)


@pytest.mark.parametrize("name", ["bfi", "attitude", "part"])
def test_reliability_of_themes_equals_psych(psych, name):
    """`alpha`, `scoreItems` and `omega`, from the answers as given."""
    ours = recalculated(psych, name)["Reliability"]
    theirs = results_of_psych(psych, "themes", name)
    assert ours["theme"].to_list() == theirs["theme"].to_list()
    for figure, psych_column in (
        ("n", "n"),
        ("alpha", "alpha"),
        ("alpha", "scored"),
        ("alpha_standardised", "alpha_standardised"),
        ("omega", "omega_sought_longer"),
    ):
        assert ours[figure].to_list() == pytest.approx(theirs[psych_column].to_list(), abs=EXACT)
    omegas = pytest.approx(theirs["omega"].to_list(), abs=PSYCH_PRECISION)
    assert ours["omega"].to_list() == omegas


@pytest.mark.parametrize("name", ["bfi", "attitude", "part"])
def test_reliability_of_questions_equals_psych(psych, name):
    """`alpha`'s `r.drop` and `alpha.drop`, and the loadings of `fa`."""
    ours = recalculated(psych, name)["ReliabilityQuestions"]
    theirs = results_of_psych(psych, "questions", name)
    assert ours["question"].to_list() == theirs["question"].to_list()
    for figure in ("n", "item_rest", "alpha_without"):
        assert ours[figure].to_list() == pytest.approx(theirs[figure].to_list(), abs=EXACT)
    loadings = pytest.approx(theirs["loading"].to_list(), abs=PSYCH_PRECISION)
    assert ours["loading"].to_list() == loadings


def items(**scores: list[float | None]) -> Items:
    frame = pl.DataFrame(scores, schema=dict.fromkeys(scores, pl.Float64))
    return go_together(frame.to_numpy(), frame.columns)


def test_alpha_of_two_questions_equals_the_value_worked_out_by_hand():
    """Variances 25, covariance 12.5: alpha is 2 x (1 - 50 / 75)."""
    pair = items(a=[0, 5, 10], b=[0, 10, 5])
    assert alpha(pair.covariances) == pytest.approx(2 / 3)
    assert alpha(pair.standardised) == pytest.approx(2 / 3)
    first, second = by_item(pair)
    assert first["item_rest"] == second["item_rest"] == pytest.approx(0.5)
    assert first["alpha_without"] is None  # one question is no scale


def test_standardised_alpha_differs_from_alpha_if_variances_differ():
    """Variances 25 and 100, covariance 25: the correlation is 0.5."""
    pair = items(a=[0, 5, 10], b=[0, 20, 10])
    assert alpha(pair.covariances) == pytest.approx(2 * (1 - 125 / 175))
    assert alpha(pair.standardised) == pytest.approx(2 / 3)


def test_a_question_not_reversed_gives_negative_alpha_and_item_rest():
    """Alpha has no lower bound, and a negative alpha is shown."""
    pair = items(a=[0, 5, 10], b=[10, 0, 5])
    assert alpha(pair.covariances) == pytest.approx(2 * (1 - 50 / 25))
    assert next(by_item(pair))["item_rest"] == pytest.approx(-0.5)


def test_omega_of_a_perfect_one_factor_model():
    """Loadings .9, .8 and .7: the unique variances .19, .36 and .51 in a sum of 6.82."""
    import numpy as np

    loadings = np.array([0.9, 0.8, 0.7])
    correlations = np.outer(loadings, loadings)
    np.fill_diagonal(correlations, 1)
    assert one_factor(correlations) == pytest.approx(loadings, abs=EXACT)
    assert omega(correlations) == pytest.approx(1 - 1.06 / 6.82, abs=EXACT)


def test_a_loading_is_never_above_one():
    """With correlations .9, .9 and .1 the first would load 2.8 (a Heywood case)."""
    import numpy as np

    correlations = np.array([[1, 0.9, 0.9], [0.9, 1, 0.1], [0.9, 0.1, 1]])
    loadings = one_factor(correlations)
    assert loadings is not None
    assert loadings[0] == 1
    assert loadings[1] == pytest.approx(loadings[2])
    # Smallest of 2 x (.9 - l)^2 + (.1 - l^2)^2: where 4 l^3 + 3.6 l = 3.6.
    assert 4 * loadings[1] ** 3 + 3.6 * loadings[1] == pytest.approx(3.6)


def test_only_people_who_answered_every_question_count():
    three = items(a=[0, 5, 10, 10, None], b=[0, 10, 5, 0, 5], c=[5, 5, 0, None, 10])
    assert three.n == 3
    assert three.covariances[1, 1] == pytest.approx(25)  # of b: 0, 10, 5


def test_a_question_without_variance_is_left_out():
    three = items(a=[0, 5, 10], b=[0, 10, 5], c=[5, 5, 5])
    assert three.names == ["a", "b"]
    assert alpha(three.covariances) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"a": [0, 5, 10]},
        {"a": [5, 5, 5], "b": [5, 5, 5]},
        {"a": [None, None], "b": [None, None]},
        {"a": [0, 10, None, None], "b": [None, None, 0, 10]},  # nobody answered both
        {"a": [0, 10], "b": [0, 10], "c": [10, 0]},  # fewer people than questions
        {"a": [0, 5, 10], "b": [10, 5, 0]},  # the same sum for everyone
    ],
)
def test_alpha_and_omega_are_none_if_undefined(scores):
    found = items(**scores)
    assert alpha(found.covariances) is None
    assert omega(found.correlations) is None
    assert all(row["alpha_without"] is None for row in by_item(found))


def test_identical_questions_have_alpha_and_omega():
    """Their correlation matrix is singular."""
    three = items(a=[0, 5, 10, 5], b=[0, 5, 10, 5], c=[0, 10, 5, 5])
    assert alpha(three.covariances) is not None
    assert omega(three.correlations) is not None
    same = items(a=[0, 5, 10], b=[0, 5, 10], c=[0, 5, 10])
    assert alpha(same.covariances) == pytest.approx(1)
    assert omega(same.correlations) == pytest.approx(1)


@given(data=st.data(), questions=st.integers(3, 6), people=st.integers(8, 30))
def test_loadings_minimise_the_residuals(data, questions, people):
    """The loadings are the minres solution, between -1 and 1."""
    import numpy as np

    answers = st.lists(st.integers(0, 4), min_size=people, max_size=people)
    drawn = {f"q{i}": data.draw(answers) for i in range(questions)}
    correlations = items(**drawn).correlations
    loadings = one_factor(correlations)
    if loadings is None:
        return
    assert (np.abs(loadings) <= 1).all()
    below = np.tril_indices(len(loadings), -1)

    def misfit(at: np.ndarray) -> float:
        return float(((correlations - np.outer(at, at))[below] ** 2).sum())

    for i in range(len(loadings)):
        for step in (-1e-3, 1e-3):
            shifted = loadings.copy()
            shifted[i] = np.clip(shifted[i] + step, -1, 1)
            assert misfit(shifted) >= misfit(loadings) - 1e-12


SEGMENTED = {
    "Survey": "| setting | value |\n|---|---|\n| responses | Responses |\n| smallest_group | 5 |",
    "Questions": """
        | question | theme | scale     | reverse |
        |----------|-------|-----------|---------|
        | pride    | work  | agreement |         |
        | pressure | work  | agreement | yes     |
        | enough   | work  | agreement |         |
        """,
    "Segments": """
        | segment | column |
        |---------|--------|
        | team    | team   |
        """,
    "Metrics": "| metric | on |\n|---|---|\n| reliability | yes |\n| reliability_questions | yes |",
}


def responses(**teams: int) -> str:
    """Respondents in teams, with four sets of answers in turn."""
    turns = [("agree", "disagree", "neutral"), ("neutral", "agree", "agree")]
    turns += [("disagree", "agree", "disagree"), ("agree", "neutral", "agree")]
    everyone = [(team, number) for team, people in teams.items() for number in range(people)]
    rows = [f"{team} | {' | '.join(turns[i % 4])}" for i, (team, _) in enumerate(everyone)]
    return table("team | pride | pressure | enough", rows)


def test_small_teams_have_no_reliability():
    """The metric does not get the answers of small teams."""
    teams = responses(large=33, larger=50, small=4, few=4, other=30)
    results = survey(**SEGMENTED, Responses=teams)
    assert "metric-failed" not in {p.code for p in results.problems}
    for name in ("Reliability", "ReliabilityQuestions"):
        assert set(results.all_groups[name]["group"]) == {"", "large", "larger"}


@pytest.mark.parametrize(
    ("people", "others", "shown"),
    [(30, 30, {"", "one", "other"}), (30, 29, {""}), (40, 12, {""})],
)
def test_reliability_needs_thirty_people_also_after_subtraction(people, others, shown):
    """With fewer, the rare answer of one person can disclose another answer.

    The figures of everyone and of one team would give those of the other.
    """
    results = survey(**SEGMENTED, Responses=responses(one=people, other=others))
    for name in ("Reliability", "ReliabilityQuestions"):
        assert set(results.all_groups[name]["group"]) == shown


def test_reliability_of_a_team_equals_a_survey_of_that_team_alone():
    """A team without answers has no row."""
    silent = responses(silent=31).splitlines()[2:]
    blank = [f"| silent |{' |' * (line.count('|') - 2)}" for line in silent]
    teams = survey(
        **SEGMENTED, Responses="\n".join([responses(large=32, larger=43).rstrip(), *blank])
    )
    for team, people in (("large", 32), ("larger", 43)):
        alone = survey(**SEGMENTED, Responses=responses(**{team: people}))
        for name in ("Reliability", "ReliabilityQuestions"):
            own = teams.all_groups[name].filter(group=team)
            assert own.equals(alone.all_groups[name].filter(group=team))
            assert len(own)
            assert "silent" not in teams.all_groups[name]["group"]


def test_reliability_of_a_theme_is_not_shown_if_few_answered_one_of_its_questions():
    answers = responses(large=40).replace("agree |", "agree|").splitlines()
    few = [line.rsplit("|", 2)[0] + "| |" if i > 5 else line for i, line in enumerate(answers)]
    results = survey(**SEGMENTED, Responses="\n".join(few))
    assert results["Reliability"]["questions"].to_list() == [None]
    assert "enough" not in set(results.all_groups["ReliabilityQuestions"]["question"])


def skipped(team: str, people: int) -> str:
    """Respondents of a team who answered two of the three questions."""
    return f"| {team} | agree | neutral | |\n" * people


@pytest.mark.parametrize(
    ("skippers", "shown"),
    [
        ({}, {"", "north", "south"}),
        ({"north": 5}, {"", "north", "south"}),
        ({"north": 5, "south": 5}, {"", "north", "south"}),
        ({"north": 1}, {"south"}),
        # The figures of north and the organisation would disclose the one of south.
        ({"north": 5, "south": 1}, {""}),
    ],
)
def test_figures_disclose_no_answers_of_a_few_who_skipped_a_question(skippers, shown):
    """Alpha and the distributions of all questions give the answers of one who skipped a question.

    So figures of the people who answered all questions must leave out nobody, or enough people.
    """
    own = [skipped(*each) for each in skippers.items()]
    answers = responses(north=36, south=36).rstrip() + "\n" + "".join(own)
    results = survey(**SEGMENTED, Responses=answers)
    for name in ("Reliability", "ReliabilityQuestions"):
        assert set(results.all_groups[name].drop_nulls("n")["group"]) == shown
