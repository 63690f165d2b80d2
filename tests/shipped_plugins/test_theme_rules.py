"""Theme rules: worked out by hand, and against plain fractions on random surveys."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import few_examples
from tests.surveys import AGREEMENT, problems, survey

QUESTIONS = """
| question | theme | scale     | reverse | weight |
|----------|-------|-----------|---------|--------|
| pride    | work  | agreement |         |        |
| pressure | work  | agreement | yes     | 3      |
| canteen  | work  | agreement |         | 0      |
| help     | team  | agreement |         |        |
"""

SIX = """
| pride    | pressure   | canteen  | help  |
|----------|------------|----------|-------|
| agree    | agree      | disagree | agree |
| agree    | agree      | disagree | agree |
| neutral  | disagree   | disagree | agree |
| disagree | don't know | disagree | agree |
|          | neutral    | disagree | agree |
| agree    | agree      | disagree | agree |
"""


# The same six people three times, because a theme that few answered only in part is hidden.
RESPONSES = SIX + "\n".join(dedent(SIX).strip().splitlines()[2:] * 2) + "\n"


def themes(rule: str) -> str:
    return f"| theme | rule |\n|---|---|\n| work | {rule} |\n| team | |\n"


def scored(rule: str, **tables: str) -> dict:
    results = survey(Questions=QUESTIONS, Responses=RESPONSES, Themes=themes(rule), **tables)
    assert results.problems == []
    rows = {row["theme"]: row for row in results["ThemeScores"].iter_rows(named=True)}
    assert rows["team"]["score"] == 10.0, "the rule of another theme does not matter"
    return rows["work"]


# pride:    10 10 5 0 -  10  mean 7, three times five answers
# pressure:  0  0 10 -  5  0  mean 3, three times five answers (reverse-coded), weight 3
BY_HAND = {
    "": (2, 15, (7 + 3 * 3) / 4),
    "questions": (2, 15, (7 + 3 * 3) / 4),
    "pooled": (2, 15, (35 * 1 + 15 * 3) / (5 * 1 + 5 * 3)),
    # 10/4, 10/4, (5 + 30)/4, 0, 5, 10/4: from the middle 5, they are -8.75 together, three times
    # -26.25. The questions give (15 * 2 * 1 - 15 * 2 * 3) / 4 = -15. So people who skipped one add
    # -11.25, which is rounded to the length of the scale: -10.
    "respondents": (2, 18, 5 + (-15 - 10) / 18),
    "respondents; minimum=1": (2, 18, 5 + (-15 - 10) / 18),
}


@pytest.mark.parametrize(("rule", "figures"), BY_HAND.items(), ids=lambda x: str(x))
def test_theme_rules_equal_scores_worked_out_by_hand(rule, figures):
    row = scored(rule)
    assert (row["questions"], row["n"]) == figures[:2]
    assert row["score"] == pytest.approx(figures[2], abs=1e-12)


def test_minimum_excludes_respondents_with_too_few_answers():
    row = scored("respondents; minimum=2")
    # -2.5, -2.5, 3.75 and -2.5 from the middle, three times: 3.75 above the -15 of the questions.
    assert (row["n"], row["score"]) == (12, pytest.approx(5 + (-15 + 0) / 12))


def test_a_theme_over_persons_is_hidden_if_few_answered_only_some_of_its_questions():
    """Two of the six did; with the scores of the questions, the theme would disclose theirs."""
    results = survey(Questions=QUESTIONS, Responses=SIX, Themes=themes("respondents"))
    assert results["ThemeScores"]["score"].to_list() == [None, 10.0]


def test_a_question_of_another_metric_is_no_part_of_a_theme_over_persons():
    """Ten people left eNPS blank; only two of them left a question of the theme blank."""
    questions = "| question | theme | scale | metric |\n|---|---|---|---|\n"
    questions += "| pride | work | agreement | |\n| help | work | agreement | |\n"
    questions += "| friend | work | eleven | enps |\n"
    scales = AGREEMENT + "".join(f"| eleven | {n} | {n} |\n" for n in range(11))
    people = "| agree | agree | 9 |\n" * 9 + "| agree | agree | |\n" * 8 + "| agree | | |\n" * 2
    answers = "| pride | help | friend |\n|---|---|---|\n" + people
    own = {"Questions": questions, "Scales": scales, "Responses": answers}
    results = survey(**own, Themes="| theme | rule |\n|---|---|\n| work | respondents |")
    assert results["QuestionScores"]["n"].to_list() == [19, 17]
    assert results["ThemeScores"]["score"].to_list() == [None]


def test_a_theme_whose_only_question_allows_several_answers_has_no_score_over_persons():
    questions = "| question | column | theme | scale | metric |\n|---|---|---|---|---|\n"
    questions += "| pride | pride | work | agreement | |\n| lunch | l_* | team | agreement | "
    people = "| pride | l_agree | l_disagree |\n|---|---|---|\n" + "| agree | yes | no |\n" * 6
    results = survey(
        Questions=questions + "distribution |\n", Responses=people, Themes=themes("respondents")
    )
    assert results["ThemeScores"]["score"].to_list() == [10.0, None]


def test_a_theme_rule_also_scores_groups():
    head, line, *rows = dedent(RESPONSES).strip().splitlines()
    north = [f"{row} North |" for row in rows]
    south = ["| agree | disagree | agree | agree | South |"] * 3
    # Two respondents without a team, so that South cannot be computed from North.
    south += ["| agree | disagree | agree | agree | |"] * 2
    together = "\n".join([f"{head} team |", f"{line}---|", *north, *south])
    segments = "| segment |\n|---|\n| team |"
    results = survey(
        Questions=QUESTIONS, Responses=together, Segments=segments, Themes=themes("respondents")
    )
    rows = results.all_groups["ThemeScores"].filter(theme="work").rows()
    north = BY_HAND["respondents"][-1]
    assert rows[1] == ("team", "North", "work", 2, 18, pytest.approx(north))
    assert len(rows) == 2, "South is too small"
    assert results["SegmentScores"].filter(group="North")["work"].item() == pytest.approx(north)


WRONG = {
    "respondent": ('Themes!B2: there is no theme rule "respondent". Did you mean "respondents"?'),
    "median": (
        'Themes!B2: there is no theme rule "median". The rules are: pooled, questions, '
        "respondents. A blank cell means the mean of the questions."
    ),
    "respondents; minimum=0": (
        'Themes!B2: "0" is not allowed for the parameter "minimum" of the rule respondents. '
        "Write it as respondents; minimum=1 (≥ 1)."
    ),
    "respondents; min=3": (
        'Themes!B2: the rule respondents has no parameter "min". It has: minimum.'
    ),
    "pooled; minimum=3": 'Themes!B2: the rule pooled has no parameter "minimum". It has: -.',
}


@pytest.mark.parametrize(("rule", "message"), WRONG.items())
def test_an_invalid_theme_rule_is_reported_with_its_cell(rule, message):
    assert problems(Questions=QUESTIONS, Responses=RESPONSES, Themes=themes(rule)) == [message]


def write_plugin(folder, code: str) -> None:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mine.py").write_text(dedent(code), encoding="utf-8")


BEST = """
import polars as pl
from meetlat import Counts, hookimpl, theme_rule

@theme_rule()
def best(counts: Counts, floor: float = 0.0):
    "The best answer."
    given = counts.filter(pl.col("n") > 0, pl.col("score") >= floor)
    return given.group_by(Counts.THEME_KEYS).agg(
        questions=pl.col("question").n_unique(), n=pl.col("answered").max(), score=BEST
    )

@hookimpl
def register_theme_rules(register):
    register(best)
"""


def test_a_plugin_may_add_a_theme_rule(tmp_path):
    write_plugin(tmp_path, BEST.replace("BEST", "pl.col('score').max()"))
    results = survey(
        tmp_path, Questions=QUESTIONS, Responses=RESPONSES, Themes=themes("best; floor=2,5")
    )
    assert results.problems == []
    assert results["ThemeScores"]["score"].to_list() == [10.0, 10.0]


def test_a_theme_rule_gets_only_the_questions_that_count(tmp_path):
    """The canteen has weight 0."""
    write_plugin(tmp_path, BEST.replace("BEST", "pl.col('score').max()"))
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES, Themes=themes("best"))
    assert results["ThemeScores"]["questions"].to_list() == [2, 1]


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero (mine.py, line 10)"),
        ("pl.lit('much')", "its column score holds String, not numbers (mine.py, line 5)"),
        ("pl.lit(0.0) / 0", "its column score has a figure that is not a number"),
    ],
)
def test_a_theme_rule_that_fails_leaves_out_only_its_own_theme(tmp_path, score, message):
    write_plugin(tmp_path, BEST.replace("BEST", score))
    results = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES, Themes=themes("best"))
    (problem,) = results.problems
    assert problem.code == "theme-rule-failed"
    assert message in problem.sentence("en")
    assert results["ThemeScores"].select("theme", "score").rows() == [("work", None), ("team", 10)]


# A second method: plain Python with fractions, on random surveys.

SCALE = {"agree": 10, "neutral": 5, "disagree": 0, "don't know": None}
SMALLEST = 5


@st.composite
def surveys(draw: st.DrawFn):
    count = draw(st.integers(1, 4))
    weights = [draw(st.sampled_from([0, 0.5, 1, 3])) for _ in range(count)]
    if not any(weights):  # an error in the catalogue
        weights[0] = 1
    reverse = [draw(st.booleans()) for _ in range(count)]
    answer = st.sampled_from([*SCALE, None])
    rows = st.lists(st.lists(answer, min_size=count, max_size=count), min_size=5, max_size=14)
    rule = draw(st.sampled_from(["questions", "pooled", "respondents"]))
    return weights, reverse, draw(rows), rule, draw(st.integers(1, 3))


def expected(weights, reverse, rows, rule, minimum) -> Fraction | None:
    columns = []
    for k, mirrored in enumerate(reverse):
        scores = [None if row[k] is None else SCALE[row[k]] for row in rows]
        columns.append([s if s is None or not mirrored else 10 - s for s in scores])
    weights = [Fraction(weight) for weight in weights]
    pairs = [(c, w) for c, w in zip(columns, weights, strict=True) if w]
    if any(sum(s is not None for s in column) < SMALLEST for column, _ in pairs):
        return None  # a question is suppressed, so the theme is too
    if rule == "respondents":
        given = [sum(c[person] is not None for c, _ in pairs) for person in range(len(rows))]
        if 0 < sum(0 < number < len(pairs) for number in given) < SMALLEST:
            return None
        means = []
        for person in range(len(rows)):
            own = [(c[person], w) for c, w in pairs if c[person] is not None]
            if len(own) >= minimum:
                means.append(sum(s * w for s, w in own) / sum(w for _, w in own))
        return rounded_mean(means, pairs) if len(means) >= SMALLEST else None
    given = [([s for s in c if s is not None], w) for c, w in pairs]
    if rule == "questions":
        total = sum(Fraction(sum(s), len(s)) * w for s, w in given)
        return total / sum(w for _, w in given)
    return sum(sum(s) * w for s, w in given) / sum(len(s) * w for s, w in given)


def rounded_mean(means: list[Fraction], pairs: list) -> Fraction:
    """The mean, with what it adds to the questions' scores rounded to the length of the scale."""
    given = [(s, w) for column, w in pairs for s in column if s is not None]
    of_questions = sum((s - 5) * w for s, w in given) / sum(w for _, w in pairs)
    added = sum(mean - 5 for mean in means) - of_questions
    mean = 5 + (of_questions + 10 * floor(added / 10 + Fraction(1, 2))) / len(means)
    scores = [s for s, _ in given]
    return min(max(mean, Fraction(min(scores))), Fraction(max(scores)))


@few_examples
@given(surveys())
def test_theme_rules_equal_plain_fractions_on_random_surveys(drawn):
    weights, reverse, rows, rule, minimum = drawn
    names = [f"q{k}" for k in range(len(weights))]
    questions = "| question | theme | scale | reverse | weight |\n|---|---|---|---|---|\n"
    for name, mirrored, weight in zip(names, reverse, weights, strict=True):
        questions += f"| {name} | work | agreement | {'yes' if mirrored else 'no'} | {weight} |\n"
    answers = f"| {' | '.join(names)} | person |\n|{'---|' * (len(names) + 1)}\n"
    for number, row in enumerate(rows):
        answers += f"| {' | '.join(a or '' for a in row)} | P{number} |\n"
    rule_text = f"respondents; minimum={minimum}" if rule == "respondents" else rule
    results = survey(
        Questions=questions,
        Responses=answers,
        Themes=f"| theme | rule |\n|---|---|\n| work | {rule_text} |\n",
    )
    assert not results.errors, [str(p) for p in results.errors]
    score = results["ThemeScores"]["score"].item()
    exact = expected(weights, reverse, rows, rule, minimum)
    assert score is None if exact is None else score == pytest.approx(float(exact), abs=1e-9)
