"""Scores equal those of a second method: plain Python over the raw answers, with exact fractions.

Catalogues and answers are random: reverse coding, unscored answers, weights, themes without
questions, questions without a theme, questions that nobody answered, groups of any size.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meetlat.plugins.manager import Plugins
from meetlat.reading.inputs import TABLES, Inputs, InputTable
from meetlat.recalculation import compute
from tests.examples import few_examples

SMALLEST = 5
EXACT = 1e-9


@dataclass
class Question:
    name: str
    theme: str | None
    reverse: bool
    weight: float | None
    scale: int


@dataclass
class Survey:
    """Scales are lists of scores (None: not scored); answers are indices in a scale."""

    scales: list[list[float | None]]
    themes: list[str]
    questions: list[Question]
    answers: list[list[int | None]]  # respondents x questions
    teams: list[str | None]


scores = st.lists(
    st.one_of(st.none(), st.integers(-20, 20).map(lambda n: n / 4)), min_size=2, max_size=6
).filter(lambda scale: any(score is not None for score in scale))


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    scales = draw(st.lists(scores, min_size=1, max_size=3))
    themes = [f"theme {i}" for i in range(draw(st.integers(1, 3)))]
    questions = [
        Question(
            f"q{i}",
            draw(st.sampled_from([*themes, None])),
            draw(st.booleans()),
            draw(st.sampled_from([None, 0.0, 0.5, 1.0, 3.0])),
            draw(st.integers(0, len(scales) - 1)),
        )
        for i in range(draw(st.integers(1, 5)))
    ]
    # Themes that no question names are an error.
    assume(any(question.theme for question in questions))
    people = draw(st.integers(1, 24))
    answers = [
        [draw(st.one_of(st.none(), st.integers(0, len(scales[q.scale]) - 1))) for q in questions]
        for _ in range(people)
    ]
    teams = draw(st.lists(st.sampled_from(["A", "B", None]), min_size=people, max_size=people))
    return Survey(scales, themes, questions, answers, teams)


def table(name: str, header: Sequence[str], rows: Sequence[Sequence]) -> InputTable:
    return InputTable(name, name, header, rows, range(2, len(rows) + 2))


def inputs(survey: Survey) -> Inputs:
    tables = {
        "Survey": table(
            "Survey",
            ["setting", "value"],
            [["responses", "Responses"], ["smallest_group", float(SMALLEST)]],
        ),
        "Themes": table("Themes", ["theme"], [[t] for t in survey.themes]),
        "Scales": table(
            "Scales",
            ["scale", "answer", "score"],
            [
                [f"scale {s}", f"answer {a}", score]
                for s, scale in enumerate(survey.scales)
                for a, score in enumerate(scale)
            ],
        ),
        "Questions": table(
            "Questions",
            ["question", "theme", "scale", "reverse", "weight"],
            [
                [q.name, q.theme, f"scale {q.scale}", "yes" if q.reverse else None, q.weight]
                for q in survey.questions
            ],
        ),
        "Segments": table("Segments", ["segment"], [["team"]]),
        "Responses": table(
            "Responses",
            ["person", "team", *(q.name for q in survey.questions)],
            [
                [f"P{i}", team, *(None if a is None else f"answer {a}" for a in row)]
                for i, (team, row) in enumerate(zip(survey.teams, survey.answers, strict=True))
            ],
        ),
    }
    found = {name: [tables[name]] if name in tables else [] for name in {*TABLES, *tables}}
    return Inputs(found, list(tables), Path())


def shipped_metrics() -> Plugins:
    """Return the installed plugins, except that which refuses themes with different scales."""
    plugins = Plugins()
    for entry in entry_points(group="meetlat"):
        if entry.name != "plausibility":
            plugins.add(entry.load(), entry.name)
    return plugins


PLUGINS = shipped_metrics()

Bases = Sequence[int]


def visible(
    sizes: Mapping[str, int], bases: Mapping[str, Bases], totals: Bases, among: Collection[str]
) -> set[str]:
    """Return the teams that may be shown, for one question or at all.

    A team needs enough people in every base, and so do the people left over. Otherwise the team
    with the fewest respondents is withheld too.

    Args:
        sizes: the respondents of each team.
        bases: how many people of each team answered, and how many gave a scored answer.
        totals: the same of everyone.
        among: the teams that may be shown at all.
    """
    if min(totals) < SMALLEST:
        return set()
    shown = {team for team in among if min(bases[team]) >= SMALLEST}

    def is_few(base: int) -> bool:
        return 0 < totals[base] - sum(bases[team][base] for team in shown) < SMALLEST

    while shown and any(map(is_few, range(len(totals)))):
        smallest = min(sizes[team] for team in shown)
        first, *others = [team for team in shown if sizes[team] == smallest]
        assume(not others)  # either of two teams of equal size may be withheld
        shown.remove(first)
    return shown


def bases_of(survey: Survey, q: int, people: Sequence[int]) -> Bases:
    """Return how many people answered a question, and how many gave a scored answer."""
    scale = survey.scales[survey.questions[q].scale]
    answers = [a for p in people if (a := survey.answers[p][q]) is not None]
    return len(answers), sum(scale[a] is not None for a in answers)


def question_score(survey: Survey, q: int, people: Sequence[int]) -> tuple[int, Fraction | None]:
    """Return the number of scored answers and their mean; (0, None) if there are none."""
    question = survey.questions[q]
    scale = survey.scales[question.scale]
    defined = [Fraction(s) for s in scale if s is not None]
    answers = [a for p in people if (a := survey.answers[p][q]) is not None]
    scored = [Fraction(s) for a in answers if (s := scale[a]) is not None]
    if question.reverse:
        scored = [min(defined) + max(defined) - s for s in scored]
    return len(scored), sum(scored, Fraction()) / len(scored) if scored else None


def theme_score(
    survey: Survey, theme: str, people: Sequence[int], asked: Collection[int]
) -> Fraction | None:
    """Return the weighted mean of a theme; None if one of its questions is suppressed."""
    total, weights = Fraction(), Fraction()
    for q, question in enumerate(survey.questions):
        weight = Fraction(1 if question.weight is None else question.weight)
        if question.theme == theme and weight:
            score = question_score(survey, q, people)[1]
            if q not in asked or score is None:
                return None
            total, weights = total + weight * score, weights + weight
    return total / weights if weights else None


def close(value: float | None, exact: Fraction | None) -> bool:
    if value is None or exact is None:
        return value is None and exact is None
    return abs(value - exact) <= EXACT


@few_examples
@given(surveys())
def test_scores_of_every_group_equal_those_of_plain_python(survey: Survey):
    results = compute(inputs(survey), plugins=PLUGINS)
    assert not results.errors, [str(p) for p in results.errors]

    groups = {("", ""): list(range(len(survey.teams)))}
    for team in {t for t in survey.teams if t}:
        groups["team", team] = [p for p, t in enumerate(survey.teams) if t == team]
    scores_of = {
        name: {tuple(row[:3]): row for row in frame.iter_rows()}
        for name, frame in results.all_groups.items()
    }
    columns = {name: frame.columns for name, frame in results.all_groups.items()}

    members = {name: people for (segment, name), people in groups.items() if segment}
    sizes = {team: len(people) for team, people in members.items()}
    everyone = groups["", ""]
    teams = visible(sizes, {t: [n] for t, n in sizes.items()}, [len(everyone)], sizes)
    shown_teams, of_everyone = {}, set()
    for q in range(len(survey.questions)):
        bases = {team: bases_of(survey, q, people) for team, people in members.items()}
        totals = bases_of(survey, q, everyone)
        shown_teams[q] = visible(sizes, bases, totals, teams)
        if min(totals) >= SMALLEST:
            of_everyone.add(q)
    for group, people in groups.items():
        asked = {q for q, shown in shown_teams.items() if group[1] in shown}
        if group == ("", ""):
            asked = of_everyone
        for q, question in enumerate(survey.questions):
            row = scores_of["QuestionScores"].get((*group, question.name))
            got = dict(zip(columns["QuestionScores"], row, strict=True)) if row else {}
            n, score = question_score(survey, q, people if q in asked else [])
            assert close(got.get("score"), score)
            assert (got.get("n") or 0) == n
        for theme in survey.themes:
            row = (
                scores_of["ThemeScores"].get((*group, theme))
                if "ThemeScores" in scores_of
                else None
            )
            got = dict(zip(columns["ThemeScores"], row, strict=True)) if row else {}
            assert close(got.get("score"), theme_score(survey, theme, people, asked))


@few_examples
@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_respondents_does_not_change_results(survey: Survey, random):
    before = compute(inputs(survey), plugins=PLUGINS)
    order = list(range(len(survey.answers)))
    random.shuffle(order)
    survey.answers = [survey.answers[p] for p in order]
    survey.teams = [survey.teams[p] for p in order]
    after = compute(inputs(survey), plugins=PLUGINS)

    assert not before.errors
    for name, frame in before.items():
        # LastRun has a fingerprint of the responses, which depends on their order.
        assert frame.equals(after[name]) or name == "LastRun", name


@pytest.mark.parametrize("chosen", [[0, 1, 1, 2, 2], [0, 0, 0, 0, 0]])
def test_reverse_coding_uses_the_ends_of_the_scale_even_if_nobody_chose_them(chosen):
    """Nobody chose the highest answer (10), yet 5 stays 5 and 0 becomes 10."""
    reversed_question = Question("q0", "work", reverse=True, weight=None, scale=0)
    scale = [0.0, 2.5, 5.0, 7.5, 10.0]
    survey = Survey([[*scale]], ["work"], [reversed_question], [[a] for a in chosen], ["A"] * 5)

    score = compute(inputs(survey), plugins=PLUGINS)["QuestionScores"]["score"][0]

    assert score == sum(10 - scale[a] for a in chosen) / len(chosen)
