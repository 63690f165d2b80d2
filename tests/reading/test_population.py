"""The table Population: the response of each group, and the order of groups."""

from __future__ import annotations

import pytest

from meetlat import recalculate
from meetlat.reading.population import Turnout
from meetlat.reporting.story.content import Glance
from meetlat.reporting.story.facts import Facts
from meetlat.reporting.story.pages import glance
from tests.surveys import shown, survey, workbook

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n"
SEGMENTS = "| segment |\n|---|\n| team |\n"
POPULATION = """
| segment | group | invited |
|---------|-------|---------|
| team    | young | 12      |
| team    | OLD   | 14      |
| team    | few   | 6       |
| team    | gone  | 3       |
"""
RESPONSES = (
    "| pride | team |\n|---|---|\n"
    + "| agree | old |\n" * 7
    + "| neutral | young |\n" * 6
    + "| agree | few |\n" * 3
    + "| agree | |\n" * 2
)


def settings(group: str = "", invited: str = "35") -> str:
    return (
        "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        f"| smallest_group | 5 |\n| invited | {invited} |\n| group | {group} |\n"
    )


def tables(group: str = "", population: str = POPULATION, invited: str = "35") -> dict[str, str]:
    own = {"Questions": QUESTIONS, "Segments": SEGMENTS, "Responses": RESPONSES}
    own |= {"Population": population} if population else {}
    return {"Survey": settings(group, invited), **own}


def summary(**own: str) -> list[float | None]:
    found = dict(survey(**own)["Summary"].select("measure", "current").iter_rows())
    return [found[measure] for measure in ("respondents", "invited", "response")]


def test_the_response_in_the_summary_is_that_of_the_group_shown():
    assert summary(**tables()) == [18, 35, 18 / 35]
    assert summary(**tables("team=old")) == [7, 14, 0.5], (
        "also if Population spells it with other capitals"
    )
    assert summary(**tables("team=young")) == [6, 12, 0.5]


def test_without_population_a_group_has_no_number_invited_and_no_response():
    assert summary(**tables("team=old", population="")) == [7, None, None]
    assert summary(**tables("", invited="")) == [18, None, None]


def test_a_row_with_the_total_is_not_a_group_and_gives_one_problem():
    own = tables(population=POPULATION.rstrip() + "\n| team | Totaal | 35 |\n")
    found = survey(**own)
    assert summary(**own) == [18, 35, 18 / 35]
    others = {problem.code for problem in survey(**tables()).problems}
    assert {problem.code for problem in found.problems} - others == {"population-total"}


def test_a_group_that_is_too_small_has_no_turnout_in_the_results():
    results = survey(**tables("team=few"))
    assert results.turnout == Turnout(None, None)
    assert summary(**tables("team=few")) == [None, None, None]


def test_the_heat_map_shows_the_response_of_every_group_that_is_not_withheld():
    """A response and the number invited would reveal how many people a withheld group has."""
    frame = survey(**tables())["SegmentScores"]
    rows = frame.select("group", "invited", "response").rows()
    assert rows == [("-", 35, 18 / 35), ("young", 12, 0.5), ("old", 14, 0.5), ("few", None, None)]
    assert "response" not in survey(**tables(population=""))["SegmentScores"].columns


def test_groups_are_in_the_order_of_population_followed_by_unlisted_groups():
    rows = "| segment | group | invited |\n|---|---|---|\n| team | young | 12 |\n"
    frame = survey(**tables(population=rows))["SegmentScores"]
    assert frame["group"].to_list()[1:] == ["young", "few", "old"]
    by_name = survey(**tables(population=""))["SegmentScores"]["group"].to_list()
    assert by_name[1:] == ["few", "old", "young"]


def test_more_respondents_than_people_invited_give_a_remark_unless_the_group_is_not_shown():
    """For the group of a few people, the remark would reveal that more than one answered."""
    found = survey(**tables(population=POPULATION.replace("| 14 ", "| 6 ")))
    assert [(p.code, p.facts["group"]) for p in found.problems if "over" in p.code] == [
        ("group-over-invited", "old")
    ]
    few = POPULATION.replace("| 6 ", "| 1 ")
    assert not [p for p in survey(**tables(population=few)).problems if "over" in p.code]


def test_a_group_without_respondents_gives_a_problem():
    (problem,) = survey(**tables()).problems
    assert str(problem) == (
        "Population!B5: nobody in the responses belongs to: gone (team). If nobody of this group "
        "answered, do nothing; otherwise write its name in the same way as in the responses."
    )


def test_groups_without_respondents_share_one_problem_and_a_misspelt_group_has_its_own():
    rows = POPULATION.replace("young", "yuong") + "| team | away | 4 |\n"
    found = [str(p) for p in survey(**tables(population=rows)).problems]
    assert found == [
        'Population!B2: nobody in the responses belongs to: yuong (team). Did you mean "young"?',
        "Population!B5: nobody in the responses belongs to: gone, away (team). If nobody of this "
        "group answered, do nothing; otherwise write its name in the same way as in the "
        "responses.",
    ]


def test_the_response_is_written_only_to_a_heat_map_with_a_column_for_it(tmp_path):
    """Workbooks from before that column existed get no new column."""
    heat_map = "| segment | group | n | response | work |\n|---|---|---|---|---|\n| | | 1 | | 1 |\n"
    with_it = workbook(tmp_path / "with.xlsx", **tables(), SegmentScores=heat_map)
    without = workbook(
        tmp_path / "without.xlsx",
        **tables(),
        SegmentScores=heat_map.replace(" response |", "", 1)
        .replace("---|", "", 1)
        .replace("| 1 | |", "| 1 |"),
    )
    recalculate(with_it)
    recalculate(without)
    header, everyone, *_ = shown(with_it, "SegmentScores")
    assert header == ["segment", "group", "n", "response", "work"]
    assert everyone[3] == pytest.approx(18 / 35)
    assert shown(without, "SegmentScores")[0] == ["segment", "group", "n", "work"]


def test_the_first_page_of_a_group_shows_the_response_of_that_group():
    computed = survey(**tables("team=old"))
    slide = glance(Facts(computed))
    assert slide and isinstance(slide.content, Glance)
    card = slide.content.cards[0]
    assert (card.caption, card.figure) == ("7 of 14 people", "50%")
