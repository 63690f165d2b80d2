"""How many were invited in each group: the response of a group, and the order of groups."""

from __future__ import annotations

import pytest

from meetlat.reading.population import Turnout
from meetlat.reporting.page.figures import Figures
from meetlat.reporting.page.headlines import response
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


def given(group: str = "", population: str = POPULATION, invited: str = "35") -> dict[str, str]:
    tables = {"Questions": QUESTIONS, "Segments": SEGMENTS, "Responses": RESPONSES}
    tables |= {"Population": population} if population else {}
    return {"Survey": settings(group, invited), **tables}


def summary(**tables: str) -> list[float | None]:
    found = dict(survey(**tables)["Summary"].select("measure", "current").iter_rows())
    return [found[measure] for measure in ("respondents", "invited", "response")]


def test_the_response_is_that_of_the_group_shown():
    assert summary(**given()) == [18, 35, 18 / 35]
    assert summary(**given("team=old")) == [7, 14, 0.5], "however Population spells it"
    assert summary(**given("team=young")) == [6, 12, 0.5]


def test_without_a_population_only_the_number_that_answered_is_known():
    assert summary(**given("team=old", population="")) == [7, None, None]
    assert summary(**given("", invited="")) == [18, None, None]


def test_a_row_with_the_total_is_no_group_and_is_told_of_once():
    tables = given(population=POPULATION.rstrip() + "\n| team | Totaal | 35 |\n")
    found = survey(**tables)
    assert summary(**tables) == [18, 35, 18 / 35]
    others = {problem.code for problem in survey(**given()).problems}
    assert {problem.code for problem in found.problems} - others == {"population-total"}


def test_of_a_group_that_is_too_small_nothing_is_told():
    results = survey(**given("team=few"))
    assert results.turnout == Turnout(None, None)
    assert summary(**given("team=few")) == [None, None, None]


def test_every_group_has_its_response_beside_it_unless_it_is_withheld():
    """Of a group with people invited, a response would tell how many there are."""
    frame = survey(**given())["SegmentScores"]
    rows = frame.select("group", "invited", "response").rows()
    assert rows == [("-", 35, 18 / 35), ("young", 12, 0.5), ("old", 14, 0.5), ("few", None, None)]
    assert "response" not in survey(**given(population=""))["SegmentScores"].columns


def test_groups_stand_as_population_lists_them_and_others_after_those():
    rows = "| segment | group | invited |\n|---|---|---|\n| team | young | 12 |\n"
    frame = survey(**given(population=rows))["SegmentScores"]
    assert frame["group"].to_list()[1:] == ["young", "few", "old"]
    by_name = survey(**given(population=""))["SegmentScores"]["group"].to_list()
    assert by_name[1:] == ["few", "old", "young"]


def test_a_group_that_nobody_answered_from_is_told_of():
    (problem,) = survey(**given()).problems
    assert str(problem) == (
        "Population!B5: nobody in the responses belongs to: gone (team). If nobody of this group "
        "answered, do nothing; otherwise write its name in the same way as in the responses."
    )


def test_several_are_told_of_once_and_a_slip_by_itself():
    rows = POPULATION.replace("young", "yuong") + "| team | away | 4 |\n"
    told = [str(p) for p in survey(**given(population=rows)).problems]
    assert told == [
        'Population!B2: nobody in the responses belongs to: yuong (team). Did you mean "young"?',
        "Population!B5: nobody in the responses belongs to: gone, away (team). If nobody of this "
        "group answered, do nothing; otherwise write its name in the same way as in the "
        "responses.",
    ]


def test_the_response_stands_in_a_column_that_hr_adds_to_the_heat_map(tmp_path):
    """A workbook of before gets no columns among its own that it did not ask for."""
    table = "| segment | group | n | response | work |\n|---|---|---|---|---|\n| | | 1 | | 1 |\n"
    with_it = workbook(tmp_path / "with.xlsx", **given(), SegmentScores=table)
    without = workbook(
        tmp_path / "without.xlsx",
        **given(),
        SegmentScores=table.replace(" response |", "", 1)
        .replace("---|", "", 1)
        .replace("| 1 | |", "| 1 |"),
    )
    from meetlat import recalculate

    recalculate(with_it)
    recalculate(without)
    header, everyone, *_ = shown(with_it, "SegmentScores")
    assert header == ["segment", "group", "n", "response", "work"]
    assert everyone[3] == pytest.approx(18 / 35)
    assert shown(without, "SegmentScores")[0] == ["segment", "group", "n", "work"]


def test_the_page_tells_the_response_of_the_group_it_is_about():
    computed = survey(**given("team=old"))
    told = response(Figures(computed))
    assert (told["respondents"], told["invited"], told["share"]) == ("7", "14", "50%")
