"""Standard deviations and errors, against a jackknife in plain Python and a bootstrap."""

from __future__ import annotations

import random
from itertools import product
from statistics import mean, stdev

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from meetlat import Report
from tests.examples import few_examples
from tests.surveys import survey

SCALE = {"agree": 10, "neutral": 5, "disagree": 0, "don't know": None}
# Weights of the three questions of a theme; the second is reverse-coded, the third does not count.
WEIGHTS = (1, 3, 0)

# The setting in `meetlat.testing`.
SMALLEST_GROUP = 5

QUESTIONS = """
| question | theme | scale     | reverse | weight | metric       |
|----------|-------|-----------|---------|--------|--------------|
| pride    | work  | agreement |         | 1      |              |
| pressure | work  | agreement | yes     | 3      |              |
| canteen  | work  | agreement |         | 0      |              |
| friend   |       | eleven    |         |        | enps         |
| lunch    |       | fruit     |         |        | distribution |
"""

SCALES = "| scale | answer | score |\n|---|---|---|\n" + "".join(
    f"| {scale} | {answer} | {'' if score is None else score} |\n"
    for scale, answers in {
        "agreement": SCALE,
        "eleven": {n: n for n in range(11)},
        "fruit": {"apple": None, "pear": None},
    }.items()
    for answer, score in answers.items()
)

Row = tuple[str | int | None, ...]


def scored(rows: list[Row], rule: str = "", **tables: str) -> Report:
    """A survey in which each respondent gave these five answers and a team."""
    names = "| pride | pressure | canteen | friend | lunch | team |\n|---|---|---|---|---|---|\n"
    lines = ("| " + " | ".join("" if a is None else str(a) for a in row) + " |" for row in rows)
    results = survey(
        Questions=QUESTIONS,
        Scales=SCALES,
        Responses=names + "\n".join(lines),
        Themes=f"| theme | rule |\n|---|---|\n| work | {rule} |\n",
        **tables,
    )
    assert not results.errors, [str(p) for p in results.errors]
    return results


def precision(rows: list[Row], rule: str = "", **tables: str) -> pl.DataFrame:
    """Precision of the figures of the survey's own group."""
    results = scored(rows, rule, **tables)
    return results.precision.of(results.group)


def random_answers(people: int, seed: int, blanks: float = 0.0) -> list[Row]:
    """Correlated answers with blanks."""
    dice = random.Random(seed)  # noqa: S311
    rows = []
    for _ in range(people):
        mood = dice.random()
        likes = [min(2, int(3 * (0.6 * mood + 0.4 * dice.random()))) for _ in range(3)]
        words = [list(SCALE)[2 - like] for like in likes]
        words[1] = list(SCALE)[likes[1]]  # reverse-coded
        row = [*words, dice.randrange(11), dice.choice(["apple", "pear", "apple; pear"])]
        rows.append((*(None if dice.random() < blanks else a for a in row), "all"))
    return rows


def scores_of(rows: list[Row]) -> list[list[float | None]]:
    """Scores of each respondent, with the reverse-coded question mirrored."""
    found = []
    for row in rows:
        first, second, third = (SCALE.get(str(a)) for a in row[:3])
        found.append([first, None if second is None else 10 - second, third])
    return found


def test_sd_of_a_question_is_that_of_its_scored_answers():
    rows = random_answers(30, seed=1, blanks=0.2)
    found = precision(rows).filter(table="QuestionScores", subject="pressure").row(0, named=True)
    scores = [row[1] for row in scores_of(rows) if row[1] is not None]
    assert found["answer"] is None
    assert found["n"] == len(scores)
    assert found["value"] == pytest.approx(mean(scores))
    assert found["sd"] == pytest.approx(stdev(scores))


def test_sd_of_enps_and_shares_follows_from_their_counts():
    rows = random_answers(40, seed=2, blanks=0.1)
    found = precision(rows)
    net = found.filter(table="Enps").row(0, named=True)
    values = [100 * ((row[3] >= 9) - (row[3] <= 6)) for row in rows if row[3] is not None]
    assert (net["subject"], net["n"]) == ("friend", len(values))
    assert net["value"] == pytest.approx(mean(values))
    assert net["sd"] == pytest.approx(stdev(values) * ((len(values) - 1) / len(values)) ** 0.5)

    apple = found.filter(table="Distributions", answer="apple").row(0, named=True)
    chose = ["apple" in str(row[4]) for row in rows if row[4] is not None]
    assert (apple["subject"], apple["n"]) == ("lunch", len(chose))
    assert apple["value"] == pytest.approx(mean(chose))
    assert apple["sd"] == pytest.approx((mean(chose) * (1 - mean(chose))) ** 0.5)


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents"])
def test_sd_of_a_theme_without_blanks_is_that_of_the_means_of_respondents(rule):
    rows = random_answers(25, seed=3)
    found = precision(rows, rule).filter(table="ThemeScores").row(0, named=True)
    own = [(first + 3 * second) / 4 for first, second, _ in scores_of(rows)]
    assert (found["subject"], found["n"]) == ("work", 25)
    assert found["value"] == pytest.approx(mean(own))
    assert found["sd"] == pytest.approx(stdev(own))


def theme_score(scores, rule: str, minimum: int, weights: list[float]) -> float:
    """Theme score in plain Python, with a weight for each respondent."""
    asked = [q for q in range(3) if WEIGHTS[q]]
    if rule == "respondents":
        own = []
        for person, weight in zip(scores, weights, strict=True):
            given = [q for q in asked if person[q] is not None]
            if len(given) >= minimum:
                total = sum(WEIGHTS[q] for q in given)
                own.append((sum(WEIGHTS[q] * person[q] for q in given) / total, weight))
        return sum(x * w for x, w in own) / sum(w for _, w in own)
    sums, bases = {}, {}
    for q in asked:
        given = [(row[q], w) for row, w in zip(scores, weights, strict=True) if row[q] is not None]
        sums[q], bases[q] = sum(x * w for x, w in given), sum(w for _, w in given)
    if rule == "pooled":
        return sum(WEIGHTS[q] * sums[q] for q in asked) / sum(WEIGHTS[q] * bases[q] for q in asked)
    return sum(WEIGHTS[q] * sums[q] / bases[q] for q in asked) / sum(WEIGHTS[q] for q in asked)


def number_counted(scores, minimum: int) -> int:
    """Number of respondents who answered enough of the questions with a weight."""
    return sum(sum(row[q] is not None for q in range(3) if WEIGHTS[q]) >= minimum for row in scores)


RULES = [*product(["questions", "pooled"], [1]), *product(["respondents"], [1, 2])]


@few_examples
@given(st.sampled_from(RULES), st.integers(20, 40), st.integers(0, 10**6), st.floats(0, 0.4))
def test_standard_error_of_a_theme_with_blanks_equals_the_jackknife(rule, people, seed, blanks):
    """Infinitesimal jackknife: the change in the score as the weight of one respondent changes."""
    name, minimum = rule
    rows = random_answers(people, seed, blanks)
    scores = scores_of(rows)
    rule_text = f"{name}; minimum={minimum}" if name == "respondents" else name
    n = number_counted(scores, minimum)
    assume(n >= SMALLEST_GROUP)  # smaller surveys are suppressed
    partly = number_counted(scores, 1) - number_counted(scores, 2)
    assume(name != "respondents" or not 0 < partly < SMALLEST_GROUP)  # and so are these
    found = precision(rows, rule_text).filter(table="ThemeScores").row(0, named=True)
    assert found["n"] == n
    step, slopes = 1e-3, []
    for person in range(people):
        more, less = [1.0] * people, [1.0] * people
        more[person], less[person] = 1 + step, 1 - step
        ends = [theme_score(scores, name, minimum, weights) for weights in (more, less)]
        slopes.append((ends[0] - ends[1]) / (2 * step))
    error = (n / (n - 1) * sum(slope**2 for slope in slopes)) ** 0.5
    assert found["sd"] / n**0.5 == pytest.approx(error, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents"])
def test_standard_error_of_a_theme_agrees_with_a_bootstrap(rule):
    """The bootstrap draws 2000 surveys from these respondents."""
    rows = random_answers(80, seed=4, blanks=0.3)
    scores = scores_of(rows)
    found = precision(rows, rule).filter(table="ThemeScores").row(0, named=True)
    dice = random.Random(5)  # noqa: S311
    resampled = [
        theme_score([dice.choice(scores) for _ in scores], rule, 1, [1.0] * len(scores))
        for _ in range(2000)
    ]
    assert found["sd"] / found["n"] ** 0.5 == pytest.approx(stdev(resampled), rel=0.06)


def test_precision_of_a_group_uses_only_its_own_respondents():
    here = random_answers(20, seed=6, blanks=0.1)
    rows = [
        *((*row[:5], "North") for row in here),
        *((*row[:5], "South") for row in random_answers(20, 7)),
    ]
    group = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
    group += "| smallest_group | 5 |\n| group | team=North |\n"
    found = precision(rows, Survey=group, Segments="| segment |\n|---|\n| team |\n")
    # The people of a group are added up one by one, and everyone by their answers.
    assert_frame_equal(found, precision(here), rel_tol=1e-12)


@pytest.mark.parametrize("rule", ["questions", "pooled"])
@pytest.mark.parametrize(("both", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_theme_has_no_sd_if_a_few_people_answered_several_of_its_questions(rule, both, is_shown):
    """It would disclose the product of their answers, beside the figures of the questions."""
    rows = random_answers(20, seed=8)
    first, second = rows[: 10 + both], rows[10:]
    people = [(a, b if i >= 10 else None, *more) for i, (a, b, *more) in enumerate(first)]
    people += [(None, *more) for _, *more in second[both:]]
    found = precision(people, rule).filter(table="ThemeScores")["sd"]
    assert (found.null_count() == 0) is is_shown
    of_outside = [(*row[:5], "North") for row in people]
    of_outside += [(*row[:5], "South") for row in random_answers(20, 9)]
    settings = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
    settings += "| smallest_group | 5 |\n| group | team=South |\n"
    tables = {"Survey": settings, "Segments": "| segment |\n|---|\n| team |\n"}
    report = scored(of_outside, rule, **tables)
    outside = report.precision.outside(report.group).filter(table="ThemeScores")["sd"]
    assert (outside.null_count() == 0) is is_shown


def test_sd_of_identical_answers_is_zero():
    found = precision([("agree", "disagree", "neutral", 10, "pear", "all")] * 8)
    assert found["sd"].to_list() == pytest.approx([0.0] * len(found), abs=1e-12)


OWN_RULE = """
import polars as pl
from meetlat import Counts, hookimpl, theme_rule

@theme_rule()
def best(counts: Counts):
    "The best answer."
    return counts.filter(pl.col("n") > 0).group_by(Counts.THEME_KEYS).agg(
        questions=pl.col("question").n_unique(), n=pl.col("answered").max(),
        score=pl.col("score").max(),
    )

@hookimpl
def register_theme_rules(register):
    register(best)
"""


def test_a_theme_rule_of_an_analyst_has_no_precision(tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "best.py").write_text(OWN_RULE, encoding="utf-8")
    answers = "| pride |\n|---|\n" + "| agree |\n" * 6
    questions = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n"
    themes = "| theme | rule |\n|---|---|\n| work | best |\n"
    results = survey(tmp_path, Questions=questions, Responses=answers, Themes=themes)
    assert results.precision.of(results.group).rows() == [
        ("ThemeScores", "work", None, 10.0, None, None),
        ("QuestionScores", "pride", None, 10.0, 6.0, 0.0),
    ]


def test_a_survey_with_errors_has_no_precision():
    results = survey(Questions="| question |\n|---|\n| pride |\n", Responses="| pride |\n")
    assert results.errors
    assert results.precision.of(results.group).is_empty()
