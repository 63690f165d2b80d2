"""How sure each figure is: against people nudged one by one in plain Python, and a bootstrap."""

from __future__ import annotations

import random
from itertools import product
from statistics import mean, stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.examples import few_examples
from tests.surveys import survey

SCALE = {"agree": 10, "neutral": 5, "disagree": 0, "don't know": None}
WEIGHTS = (1, 3, 0)
"""Of three questions in a theme; the second is reverse-coded, the third shown and not counted."""

SMALLEST_GROUP = 5
"""That of the usual survey of tests."""

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


def moments(rows: list[Row], rule: str = "", **tables: str):
    """Of a survey in which each person gave these five answers."""
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
    return results.precision.of(results.group)


def some(people: int, seed: int, blanks: float = 0.0) -> list[Row]:
    """Answers that go together somewhat, with blanks."""
    dice = random.Random(seed)  # noqa: S311
    rows = []
    for _ in range(people):
        mood = dice.random()
        likes = [min(2, int(3 * (0.6 * mood + 0.4 * dice.random()))) for _ in range(3)]
        words = [list(SCALE)[2 - like] for like in likes]
        words[1] = list(SCALE)[likes[1]]  # is asked the other way round
        row = [*words, dice.randrange(11), dice.choice(["apple", "pear", "apple; pear"])]
        rows.append((*(None if dice.random() < blanks else a for a in row), "all"))
    return rows


def scores_of(rows: list[Row]) -> list[list[float | None]]:
    """Person by person, mirrored."""
    found = []
    for row in rows:
        first, second, third = (SCALE.get(str(a)) for a in row[:3])
        found.append([first, None if second is None else 10 - second, third])
    return found


def test_a_question_has_the_standard_deviation_of_its_scored_answers():
    rows = some(30, seed=1, blanks=0.2)
    told = moments(rows).filter(table="QuestionScores", subject="pressure").row(0, named=True)
    scores = [row[1] for row in scores_of(rows) if row[1] is not None]
    assert told["answer"] is None
    assert told["n"] == len(scores)
    assert told["value"] == pytest.approx(mean(scores))
    assert told["sd"] == pytest.approx(stdev(scores))


def test_enps_and_shares_have_that_of_their_counts():
    rows = some(40, seed=2, blanks=0.1)
    told = moments(rows)
    net = told.filter(table="Enps").row(0, named=True)
    worth = [100 * ((row[3] >= 9) - (row[3] <= 6)) for row in rows if row[3] is not None]
    assert (net["subject"], net["n"]) == ("friend", len(worth))
    assert net["value"] == pytest.approx(mean(worth))
    assert net["sd"] == pytest.approx(stdev(worth) * ((len(worth) - 1) / len(worth)) ** 0.5)

    apple = told.filter(table="Distributions", answer="apple").row(0, named=True)
    chose = ["apple" in str(row[4]) for row in rows if row[4] is not None]
    assert (apple["subject"], apple["n"]) == ("lunch", len(chose))
    assert apple["value"] == pytest.approx(mean(chose))
    assert apple["sd"] == pytest.approx((mean(chose) * (1 - mean(chose))) ** 0.5)


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents"])
def test_where_everybody_answered_a_theme_has_that_of_peoples_own_means(rule):
    rows = some(25, seed=3)
    told = moments(rows, rule).filter(table="ThemeScores").row(0, named=True)
    own = [(first + 3 * second) / 4 for first, second, _ in scores_of(rows)]
    assert (told["subject"], told["n"]) == ("work", 25)
    assert told["value"] == pytest.approx(mean(own))
    assert told["sd"] == pytest.approx(stdev(own))


def theme_score(scores, rule: str, minimum: int, weights: list[float]) -> float:
    """In plain Python, of people who may count for more than one."""
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


def counting(scores, minimum: int) -> int:
    """How many people answered enough of the questions that count."""
    return sum(sum(row[q] is not None for q in range(3) if WEIGHTS[q]) >= minimum for row in scores)


RULES = [*product(["questions", "pooled"], [1]), *product(["respondents"], [1, 2])]


@few_examples
@given(st.sampled_from(RULES), st.integers(20, 40), st.integers(0, 10**6), st.floats(0, 0.4))
def test_a_theme_with_blanks_moves_as_much_as_its_people_do(rule, people, seed, blanks):
    """The infinitesimal jackknife: how the score moves when one person counts for a little more."""
    name, minimum = rule
    rows = some(people, seed, blanks)
    scores = scores_of(rows)
    written = f"{name}; minimum={minimum}" if name == "respondents" else name
    n = counting(scores, minimum)
    assume(n >= SMALLEST_GROUP)  # of fewer nothing is told
    told = moments(rows, written).filter(table="ThemeScores").row(0, named=True)
    assert told["n"] == n
    nudge, slopes = 1e-3, []
    for person in range(people):
        more, less = [1.0] * people, [1.0] * people
        more[person], less[person] = 1 + nudge, 1 - nudge
        ends = [theme_score(scores, name, minimum, weights) for weights in (more, less)]
        slopes.append((ends[0] - ends[1]) / (2 * nudge))
    error = (n / (n - 1) * sum(slope**2 for slope in slopes)) ** 0.5
    assert told["sd"] / n**0.5 == pytest.approx(error, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents"])
def test_the_standard_error_is_what_other_people_would_have_made_of_it(rule):
    """The bootstrap: the same survey held a thousand times, among people drawn from these."""
    rows = some(80, seed=4, blanks=0.3)
    scores = scores_of(rows)
    told = moments(rows, rule).filter(table="ThemeScores").row(0, named=True)
    dice = random.Random(5)  # noqa: S311
    again = [
        theme_score([dice.choice(scores) for _ in scores], rule, 1, [1.0] * len(scores))
        for _ in range(2000)
    ]
    assert told["sd"] / told["n"] ** 0.5 == pytest.approx(stdev(again), rel=0.06)


def test_of_a_group_only_its_own_people_count():
    here = some(20, seed=6, blanks=0.1)
    rows = [*((*row[:5], "North") for row in here), *((*row[:5], "South") for row in some(20, 7))]
    group = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
    group += "| smallest_group | 5 |\n| group | team=North |\n"
    told = moments(rows, Survey=group, Segments="| segment |\n|---|\n| team |\n")
    assert told.rows() == moments(here).rows()


def test_what_everybody_answered_alike_has_no_spread():
    told = moments([("agree", "disagree", "neutral", 10, "pear", "all")] * 8)
    assert told["sd"].to_list() == pytest.approx([0.0] * len(told), abs=1e-12)


OWN_RULE = """
import polars as pl
from meetlat import Counts, hookimpl, theme_rule

@theme_rule()
def best(counts: Counts):
    "The best answer that anybody gave."
    return counts.filter(pl.col("n") > 0).group_by(Counts.THEME_KEYS).agg(
        questions=pl.col("question").n_unique(), n=pl.col("answered").max(),
        score=pl.col("score").max(),
    )

@hookimpl
def register_theme_rules(register):
    register(best)
"""


def test_of_an_analysts_own_rule_for_themes_nothing_is_said(tmp_path):
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


def test_of_a_survey_with_errors_there_are_none():
    results = survey(Questions="| question |\n|---|\n| pride |\n", Responses="| pride |\n")
    assert results.errors
    assert results.precision.of(results.group).is_empty()
