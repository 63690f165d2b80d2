"""Everyone outside a group: scored as if the group had never been asked."""

from __future__ import annotations

import pytest

from meetlat import Group, Report
from tests.scoring.test_precision import QUESTIONS, SCALES, Row, some
from tests.surveys import survey

NORTH = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
NORTH += "| smallest_group | 5 |\n| group | team=North |\n"


def scored(rows: list[Row], rule: str = "", settings: str = NORTH) -> Report:
    """A survey in which each person gave these five answers, of a team."""
    names = "| pride | pressure | canteen | friend | lunch | team |\n|---|---|---|---|---|---|\n"
    lines = ("| " + " | ".join("" if a is None else str(a) for a in row) + " |" for row in rows)
    results = survey(
        Survey=settings,
        Questions=QUESTIONS,
        Scales=SCALES,
        Segments="| segment |\n|---|\n| team |\n",
        Responses=names + "\n".join(lines),
        Themes=f"| theme | rule |\n|---|---|\n| work | {rule} |\n",
    )
    assert not results.errors, [str(p) for p in results.errors]
    return results


def of_team(team: str | None, people: int, seed: int, blanks: float = 0.3) -> list[Row]:
    return [(*row[:5], team) for row in some(people, seed, blanks)]


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents; minimum=2"])
def test_they_have_the_figures_of_a_survey_without_that_group(rule):
    """Those of no team are outside it too."""
    others = [*of_team("South", 30, seed=1), *of_team(None, 8, seed=2)]
    outside = scored([*of_team("North", 20, seed=3), *others], rule).precision.outside(
        ("team", "North")
    )
    alone = scored(others, rule, NORTH.replace("team=North", "")).precision.of(
        scored(others, rule, NORTH.replace("team=North", "")).group
    )
    assert outside.rows() == alone.rows()
    assert len(outside) > 5


def test_of_too_few_outside_there_is_no_figure():
    rows = [*of_team("North", 20, seed=3), *of_team("South", 4, seed=1, blanks=0)]
    results = scored(rows)
    assert results.precision.outside(Group("team", "North")).is_empty()
    assert results["Differences"].is_empty(), "for North would tell of them, beside everyone"


def test_of_a_question_that_too_few_outside_answered_neither():
    south = [(*row[:2], None, *row[3:]) for row in of_team("South", 9, seed=1, blanks=0)]
    answered = [(*row[:3], None if i < 5 else row[3], *row[4:]) for i, row in enumerate(south)]
    results = scored([*of_team("North", 20, seed=3), *answered])
    outside = results.precision.outside(Group("team", "North"))["subject"].to_list()
    assert "friend" not in outside
    assert "pride" in outside
    assert "pride" in results["Differences"]["subject"]
    assert "friend" not in results["Differences"]["subject"], "nor is it shown of North"


def test_outside_a_group_that_is_withheld_there_is_no_figure():
    """It would tell of the group, which is everyone minus those outside it."""
    rows = [*of_team("North", 20, seed=3), *of_team("South", 4, seed=1), *of_team("East", 9, 2)]
    results = scored(rows)
    assert results.groups.sizes.filter(group="East")["withheld"].to_list() == [True]
    for team in ("South", "East"):
        assert results.precision.outside(Group("team", team)).is_empty()


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents"])
def test_of_a_question_that_is_withheld_of_the_group_neither(rule):
    """Nor has it a part in the score of the theme."""
    north = [(row[0], None, *row[2:]) for row in of_team("North", 20, seed=3, blanks=0)]
    south = of_team("South", 30, seed=1, blanks=0)
    few = [(row[0], "agree" if i < 3 else None, *row[2:]) for i, row in enumerate(north)]
    outside = scored([*few, *south], rule).precision.outside(Group("team", "North"))
    unasked = [(row[0], None, *row[2:]) for row in south]
    asked_less = scored([*north, *unasked], rule).precision.outside(Group("team", "North"))
    assert "pressure" not in outside["subject"]
    assert "work" in outside["subject"]
    assert outside.rows() == asked_less.rows()


def test_outside_the_whole_there_is_nobody():
    assert scored(of_team("North", 20, seed=3)).precision.outside(Group("", "")).is_empty()
