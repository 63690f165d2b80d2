"""What a theme tells about the people who skipped one of its questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations_with_replacement
from math import ceil
from statistics import mean

import numpy as np
import pytest

import meetlat
from meetlat import Figure, Group, Report
from meetlat.scoring.significance.intervals import interval_of_mean, of_theme
from meetlat.scoring.significance.student_t import critical
from meetlat_differences import P_STEPS
from tests.surveys import survey

QUESTIONS = """
| question | theme | scale |
|----------|-------|-------|
| pride    | work  | five  |
| rest     | work  | five  |
"""
SCALES = "| scale | answer | score |\n|---|---|---|\n" + "".join(
    f"| five | {n} | {n} |\n" for n in range(1, 6)
)
SURVEY = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
CLOSE = 1e-5
TABLES = ("QuestionScores", "ThemeScores")


def scored(pride: Sequence[int], rest: Sequence[int]) -> Report:
    """Team A, of which the first people skipped `rest`, and as many others who answered both."""
    skipped = len(pride) - len(rest)
    given = [*[""] * skipped, *map(str, rest)]
    rows = [f"| {one} | {other} | A |\n" for one, other in zip(pride, given, strict=True)]
    rows += [f"| {number % 5 + 1} | {number % 3 + 1} | B |\n" for number in range(len(pride))]
    found = survey(
        Survey=SURVEY + "| group | team=A |\n",
        Questions=QUESTIONS,
        Scales=SCALES,
        Segments="| segment |\n|---|\n| team |\n",
        Responses="| pride | rest | team |\n|---|---|---|\n" + "".join(rows),
        Comparisons="| comparison | subject | value | n | sd |\n|---|---|---|---|---|\n"
        "| Before | work | 3 | 900 | 1 |\n",
    )
    assert not found.errors, [str(p) for p in found.errors]
    return found


def possible_sums(pride: Sequence[int], rest: Sequence[int], margin: float) -> Collection[int]:
    """The sums of the answers to `pride` of those who skipped `rest` that fit an exact margin.

    Only the number of times that each answer was given is used. The sum of the products of the two
    answers of each person is a whole number, and this margin gives it apart from a part that
    depends on the people who skipped.
    """
    n, both = len(pride), len(rest)
    variance = (margin / critical(n - 1)) ** 2 * n
    own, other = 0.5, 0.5 * n / both
    apart = own**2 * _squares(pride) + other**2 * _squares(rest)
    together = ((n - 1) * variance - apart) / (2 * own * other)
    skipped = n - both
    sums = {one: together + sum(rest) * (sum(pride) - one) / both for one in range(5 * skipped + 1)}
    return [one for one in range(skipped, 5 * skipped + 1) if _is_whole(sums[one])]


def _squares(scores: Sequence[int]) -> float:
    return sum((score - mean(scores)) ** 2 for score in scores)


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < CLOSE


@pytest.mark.parametrize(("people", "skipped"), [(31, 1), (40, 3), (200, 1)])
def test_the_margin_of_a_theme_does_not_disclose_answers_of_a_few_who_skipped_a_question(
    people, skipped
):
    draw = np.random.default_rng(people)
    pride = draw.integers(1, 6, people).tolist()
    rest = draw.integers(1, 6, people - skipped).tolist()
    found = scored(pride, rest)
    low, high = found["ThemeScores"].select("low", "high").row(0)
    assert possible_sums(pride, rest, (high - low) / 2) == []
    assert found["Differences"].filter(table="ThemeScores")["p"].is_in(P_STEPS).all()


@pytest.mark.parametrize("weights", [(0.7, 1.3), (1, 3.7), (0.6, 1)])
def test_the_score_of_a_theme_over_persons_does_not_disclose_the_only_one_who_skipped_a_question(
    weights,
):
    """Each group is a world with the same question scores, in which others gave their answers.

    One person skipped `rest` and four skipped `pride`. Whatever the score, that one person may have
    given another answer to `pride`.
    """
    four = sorted({sum(own): own for own in combinations_with_replacement(range(1, 6), 4)}.items())
    worlds = [(one, own) for one in range(1, 6) for _, own in four]
    rows = [row for number, (one, own) in enumerate(worlds) for row in world(number, one, own)]
    found = survey(
        Survey=SURVEY,
        Questions="| question | theme | scale | weight |\n|---|---|---|---|\n"
        f"| pride | work | five | {weights[0]} |\n| rest | work | five | {weights[1]} |\n",
        Themes="| theme | rule |\n|---|---|\n| work | respondents |\n",
        Scales=SCALES,
        Segments="| segment |\n|---|\n| world |\n",
        Responses="| pride | rest | world |\n|---|---|---|\n" + "".join(rows),
    )
    assert not found.errors, [str(p) for p in found.errors]
    questions = (
        found.all_groups["QuestionScores"].filter(segment="world").select("question", "score")
    )
    assert len(questions.unique()) == len(weights)
    scores = found.all_groups["ThemeScores"].filter(segment="world")["score"].round(9).to_list()
    possible: dict[float, set[int]] = {}
    for (one, _), score in zip(worlds, scores, strict=True):
        possible.setdefault(score, set()).add(one)
    assert min(map(len, possible.values())) > 1


def world(number: int, one: int, four: Sequence[int]) -> Iterator[str]:
    """The rows of 41 people: in every world as many give each answer to a question."""
    pride, rest = [*range(1, 6), *[2, 3, 4] * 4] + [1, 5] * 10, [*range(1, 6)] * 8
    pride.remove(one)
    for answer in four:
        rest.remove(answer)
    yield f"| {one} | | {number} |\n"
    yield from (f"| | {answer} | {number} |\n" for answer in four)
    yield from (f"| {a} | {b} | {number} |\n" for a, b in zip(pride, rest, strict=True))


def test_margins_and_gaps_of_themes_have_spreads_that_are_rounded_up():
    """To .08, a fiftieth of 1 to 5."""
    found = scored([1, 5, 2, 4, 3] * 8, [1, 4, 2, 5, 3] * 8)
    exact = [of_team(found, team) for team in "AB"]
    steps = [each.sd / 0.08 for each in exact]
    assert all(step % 1 > CLOSE for step in steps)
    ours, theirs = (e._replace(sd=0.08 * ceil(s)) for e, s in zip(exact, steps, strict=True))
    (gap,) = meetlat.gap(found, "team=A", "team=B").select("low", "high").rows()
    assert gap == pytest.approx(ours.interval_of_difference(theirs))
    (bounds,) = found["ThemeScores"].select("low", "high").rows()
    assert bounds == pytest.approx(interval_of_mean(ours))


def test_a_spread_that_needs_no_rounding_stays_the_same():
    """Also if it was added up in another order."""
    for sd in (0.6, 0.1 + 0.2 + 0.3):
        found = of_theme(Figure(5.0, 40, sd), 0, 10)
        assert found is not None
        assert found.sd == pytest.approx(0.6)


def of_team(report: Report, team: str) -> Figure:
    (figure,) = report.precision.figures(Group("team", team))["ThemeScores"].values()
    return figure
