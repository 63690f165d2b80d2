"""What figures about how answers go together tell about the few who gave one of two answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from meetlat import Report
from tests.surveys import survey

SETTINGS = """
| setting        | value     |
|----------------|-----------|
| language       | en        |
| responses      | Responses |
| smallest_group | 10        |
"""
QUESTIONS = """
| question | theme | scale  | metric |
|----------|-------|--------|--------|
| safe     | rules | yes_no |        |
| clear    | rules | yes_no |        |
| moved    | plans | yes_no |        |
| friend   |       | eleven | enps   |
"""
SCALES = "| scale | answer | score |\n|---|---|---|\n| yes_no | yes | 1 |\n| yes_no | no | 0 |\n"
SCALES += "".join(f"| eleven | {n} | {n} |\n" for n in range(11))
METRICS = ("reliability", "reliability_questions", "drivers")
TOGETHER = ("Reliability", "ReliabilityQuestions", "Drivers")


def scored(no: Sequence[bool], clear: Sequence[int], friend: Sequence[int], a: int = 0) -> Report:
    """People who said no to `safe` and to `moved`, or yes; the first `a` are team A, the rest B."""
    rows = [
        f"| {'no' if n else 'yes'} | {'yes' if c else 'no'} | {'no' if n else 'yes'} | {f} | "
        f"{'A' if number < a else 'B'} |\n"
        for number, (n, c, f) in enumerate(zip(no, clear, friend, strict=True))
    ]
    found = survey(
        Survey=SETTINGS,
        Questions=QUESTIONS,
        Scales=SCALES,
        Themes="| theme |\n|---|\n| rules |\n| plans |\n",
        Metrics="| metric | on |\n|---|---|\n" + "".join(f"| {name} | yes |\n" for name in METRICS),
        Segments="| segment |\n|---|\n| team |\n" if a else "| segment |\n|---|\n",
        Comparisons="| comparison | subject | value | n | sd |\n|---|---|---|---|---|\n"
        "| Before | rules | .75 | 900 | .3 |\n",
        Responses="| safe | clear | moved | friend | team |\n|---|---|---|---|---|\n"
        + "".join(rows),
    )
    assert not found.errors, [str(p) for p in found.errors]
    return found


def drawn(people: int, few: int) -> tuple[list[bool], list[int], list[int]]:
    """The first `few` people said no; what everyone answered to the other two questions."""
    draw = np.random.default_rng(people)
    clear = (draw.random(people) < 0.6).astype(int).tolist()
    return [n < few for n in range(people)], clear, draw.integers(3, 11, people).tolist()


@pytest.mark.parametrize(("people", "few"), [(30, 1), (100, 1), (60, 4), (300, 4)])
def test_nothing_tells_what_the_few_who_gave_one_of_two_answers_answered_to_other_questions(
    people, few
):
    """The report stays the same if one of them and someone else exchange their other answers."""
    no, clear, friend = drawn(people, few)
    before = scored(no, clear, friend)
    for answers in (clear, friend):
        other = next(n for n in range(few, people) if answers[n] != answers[0])
        answers[0], answers[other] = answers[other], answers[0]
    after = scored(no, clear, friend)
    for name in (*TOGETHER, "ThemeScores", "Differences"):
        assert before[name].equals(after[name]), name


def test_figures_about_answers_together_are_shown_if_enough_people_gave_each_answer():
    found = scored(*drawn(60, 5))
    for name in (*TOGETHER, "ThemeScores"):
        assert found[name].drop_nulls("n").height > 0, name
    assert found["Reliability"].filter(theme="rules")["alpha"].item() is not None
    assert found["ThemeScores"].filter(theme="rules")["low"].item() is not None


@pytest.mark.parametrize("name", TOGETHER)
def test_the_figures_of_a_team_and_of_everyone_never_differ_by_a_few_who_gave_one_answer(name):
    """Six people said no, five of whom are in team A."""
    no, clear, friend = drawn(100, 5)
    no[-1] = True
    shown = scored(no, clear, friend, a=60).all_groups[name]
    assert shown["group"].unique().to_list() == [""]
