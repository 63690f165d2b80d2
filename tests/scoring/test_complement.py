"""Everyone outside a group, scored as if the group had not been in the survey."""

from __future__ import annotations

import pytest

from meetlat import Group, Report
from tests.scoring import test_precision
from tests.scoring.test_precision import Row, random_answers

NORTH = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
NORTH += "| smallest_group | 5 |\n| group | team=North |\n"


def scored(rows: list[Row], rule: str = "", settings: str = NORTH) -> Report:
    """The survey of test_precision, divided by team."""
    segments = "| segment |\n|---|\n| team |\n"
    return test_precision.scored(rows, rule, Survey=settings, Segments=segments)


def of_team(team: str | None, people: int, seed: int, blanks: float = 0.3) -> list[Row]:
    return [(*row[:5], team) for row in random_answers(people, seed, blanks)]


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents; minimum=2"])
def test_figures_outside_a_group_equal_a_survey_without_that_group(rule):
    """Respondents without a team are outside it too."""
    others = [*of_team("South", 30, seed=1), *of_team(None, 8, seed=2)]
    outside = scored([*of_team("North", 20, seed=3), *others], rule).precision.outside(
        ("team", "North")
    )
    alone = scored(others, rule, NORTH.replace("team=North", ""))
    own = alone.precision.of(alone.group)
    assert outside.drop("sd").rows() == own.drop("sd").rows()
    assert outside["sd"].to_list() == pytest.approx(own["sd"].to_list(), rel=1e-12)
    assert len(outside) > 5


def test_too_few_respondents_outside_a_group_give_no_figures():
    rows = [*of_team("North", 20, seed=3), *of_team("South", 4, seed=1, blanks=0)]
    results = scored(rows)
    assert results.precision.outside(Group("team", "North")).is_empty()
    assert results["Differences"].is_empty(), "they could be computed from North and everyone"


def test_a_question_that_too_few_outside_answered_has_no_figure_outside():
    south = [(*row[:2], None, *row[3:]) for row in of_team("South", 9, seed=1, blanks=0)]
    answered = [(*row[:3], None if i < 5 else row[3], *row[4:]) for i, row in enumerate(south)]
    results = scored([*of_team("North", 20, seed=3), *answered])
    outside = results.precision.outside(Group("team", "North"))["subject"].to_list()
    assert "friend" not in outside
    assert "pride" in outside
    assert "pride" in results["Differences"]["subject"]
    assert "friend" not in results["Differences"]["subject"], "North has no difference either"


def test_a_withheld_group_has_no_figures_outside():
    """The group is everyone minus those outside, so it could be computed."""
    rows = [*of_team("North", 20, seed=3), *of_team("South", 4, seed=1), *of_team("East", 9, 2)]
    results = scored(rows)
    assert results.groups.sizes.filter(group="East")["withheld"].to_list() == [True]
    for team in ("South", "East"):
        assert results.precision.outside(Group("team", team)).is_empty()


@pytest.mark.parametrize("rule", ["questions", "pooled", "respondents"])
def test_a_question_withheld_of_the_group_has_no_figure_outside(rule):
    """The theme of that question has no figure there either."""
    north = [(row[0], None, *row[2:]) for row in of_team("North", 20, seed=3, blanks=0)]
    south = of_team("South", 30, seed=1, blanks=0)
    few = [(row[0], "agree" if i < 3 else None, *row[2:]) for i, row in enumerate(north)]
    outside = scored([*few, *south], rule).precision.outside(Group("team", "North"))
    unasked = [(row[0], None, *row[2:]) for row in south]
    asked_less = scored([*north, *unasked], rule).precision.outside(Group("team", "North"))
    assert "pressure" not in outside["subject"]
    assert "work" not in outside["subject"]
    assert outside.rows() == asked_less.rows()


def test_the_whole_organisation_has_no_figures_outside():
    assert scored(of_team("North", 20, seed=3)).precision.outside(Group("", "")).is_empty()


def test_figures_outside_a_group_are_the_same_after_those_of_other_groups():
    """The sums over all people are kept, and serve for the groups that are announced later."""
    rows = [*of_team("North", 20, seed=3), *of_team("South", 30, seed=1), *of_team("East", 15, 2)]
    teams = [Group("team", name) for name in ("North", "South", "East")]
    kept = scored(rows).precision
    for group in teams:
        kept.prepare([group])
        assert kept.outside(group).rows() == scored(rows).precision.outside(group).rows()
        assert kept.outside(group).height > 5
        assert kept.figures_outside(group)["ThemeScores"]
