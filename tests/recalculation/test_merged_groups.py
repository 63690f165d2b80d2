"""Groups that are reported together: the column `merge` of Population.

A survey with that column is compared with the same survey in which everyone's group already has the
name of the merged group. All result tables must be equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from meetlat import Report
from meetlat.groups import Group
from tests.examples import few_examples
from tests.surveys import survey

QUESTIONS = """
| question | theme | scale     | metric       |
|----------|-------|-----------|--------------|
| pride    | work  | agreement |              |
| help     | work  | agreement |              |
| contract |       | contract  | distribution |
"""
SCALES = """
| scale     | answer   | score |
|-----------|----------|-------|
| agreement | agree    | 10    |
| agreement | neutral  | 5     |
| agreement | unknown  |       |
| contract  | fixed    |       |
| contract  | open     |       |
"""
SEGMENTS = """
| segment    | parent     |
|------------|------------|
| department |            |
| team       | department |
| age        |            |
"""
METRICS = "| metric | on |\n|---|---|\n| reliability | yes |\n| polarisation | yes |\n"

# Problems about the column `merge` itself, or about rows that the other survey does not have.
OF_MERGING = {"merge-alone", "wave-merged", "group-unanswered"}

TEAMS = "ABCDEF"
ANSWER = st.sampled_from(["agree", "neutral", "unknown"])
PERSON = st.tuples(
    *[ANSWER, ANSWER, st.sampled_from(["fixed", "open"])],
    *[st.sampled_from(["North", "South"]), st.sampled_from([*TEAMS, ""])],
    st.sampled_from(["young", "old"]),
)
PEOPLE = st.lists(PERSON, min_size=12, max_size=60)
# A and B keep their own names. If A were renamed too, merging C into A would be a chain: an error.
MERGES = st.fixed_dictionaries({team: st.sampled_from(["", "A", "rest", "X"]) for team in "CDEF"})
INVITED = st.none() | st.lists(st.integers(5, 30), min_size=6, max_size=6)


def responses(people: Sequence[Sequence[str]], merges: Mapping[str, str]) -> str:
    lines = [
        f"| {' | '.join([*answers, merges.get(team) or team, age])} |"
        for *answers, team, age in people
    ]
    return "\n".join(["| pride | help | contract | department | team | age |", *lines])


def population(invited: Sequence[int] | None, merges: Mapping[str, str], *, typed: bool) -> str:
    """Return Population with the column `merge`, or with merged groups if `typed`."""
    numbers = dict(zip(TEAMS, invited or [0] * len(TEAMS), strict=True))
    rows = [(team, number, merges.get(team, "")) for team, number in numbers.items()]
    if typed:
        sums: Counter[str] = Counter()
        for team, number in numbers.items():
            sums[merges.get(team) or team] += number
        rows = [(group, number, "") for group, number in sums.items()]
    lines = [f"| team | {g} | {number if invited else ''} | {merge} |" for g, number, merge in rows]
    return "\n".join(["| segment | group | invited | merge |", *lines])


def recalculated(
    people: Sequence[Sequence[str]],
    earlier: Sequence[Sequence[str]],
    invited: Sequence[int] | None,
    merges: Mapping[str, str],
    settings: str,
    *,
    typed: bool,
) -> Report:
    in_answers = merges if typed else {}
    return survey(
        Survey="| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        "| smallest_group | 5 |\n" + settings,
        Questions=QUESTIONS,
        Scales=SCALES,
        Segments=SEGMENTS,
        Metrics=METRICS,
        Population=population(invited, merges, typed=typed),
        Comparisons="| comparison | group | subject | value | responses |\n|---|---|---|---|---|\n"
        "| Before | | | | Earlier |\n| Target | team=A | work | 7 | |\n| Target | | work | 8 | |\n",
        Responses=responses(people, in_answers),
        Earlier=responses(earlier, in_answers),
    )


@few_examples
@given(
    people=PEOPLE,
    earlier=PEOPLE,
    invited=INVITED,
    merges=MERGES,
    group=st.sampled_from(["", "team=A", "team=rest", "team=B"]),
    unanimous=st.sampled_from(["yes", "no"]),
    weights=st.sampled_from(["yes", "no"]),
)
def test_merging_groups_equals_typing_the_name_of_the_merged_group_in_the_answers(
    people, earlier, invited, merges, group, unanimous, weights
):
    settings = f"| group | {group} |\n| withhold_unanimous | {unanimous} |\n"
    settings += f"| weights | {weights} |\n" if invited else ""
    merged, typed = (
        recalculated(people, earlier, invited, merges, settings, typed=typed)
        for typed in (False, True)
    )
    assert set(merged) == set(typed)
    for table in set(merged) - {"LastRun"}:
        assert_frame_equal(merged[table], typed[table])
    assert_frame_equal(merged.groups.sizes, typed.groups.sizes)
    assert_frame_equal(merged.groups.invited, typed.groups.invited)
    found, expected = (
        Counter(p.code for p in report.problems if p.code not in OF_MERGING)
        for report in (merged, typed)
    )
    assert found == expected


GENDERS = {"man": 12, "woman": 10, "non-binary": 3}
TOGETHER = """
| segment | group      | invited | merge               |
|---------|------------|---------|---------------------|
| gender  | man        |         |                     |
| gender  | woman      |         | woman or non-binary |
| gender  | non-binary |         | woman or non-binary |
"""


def by_gender(
    sizes: Mapping[str, int] = GENDERS, population: str = "", settings: str = "", **tables: str
) -> Report:
    tables |= {"Population": population} if population else {}
    lines = [f"| agree | {gender} |\n" for gender, n in sizes.items() for _ in range(n)]
    return survey(
        Survey="| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        "| smallest_group | 5 |\n" + settings,
        Questions="| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n",
        Segments="| segment |\n|---|\n| gender |\n",
        Responses="| pride | gender |\n|---|---|\n" + "".join(lines),
        **tables,
    )


def sizes_shown(report: Report) -> dict[str, int | None]:
    return dict(report["SegmentScores"].select("group", "n").iter_rows())


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_group_hidden_to_protect_three_people_is_shown_when_merged_with_them():
    apart, together = by_gender(), by_gender(population=TOGETHER)
    assert sizes_shown(apart) == {"-": 25, "man": 12, "woman": None, "non-binary": None}
    assert sizes_shown(together) == {"-": 25, "man": 12, "woman or non-binary": 13}
    assert codes(together) == []


@pytest.mark.parametrize("merge", ["woman", "Woman", " WOMAN "])
@pytest.mark.parametrize("row", ["", "| gender | woman | | |\n"])
def test_a_group_may_be_merged_into_another_that_has_no_row(merge, row):
    table = f"| segment | group | invited | merge |\n| gender | Non‑binary | | {merge} |\n{row}"
    report = by_gender(population=table)
    assert sizes_shown(report) == {"-": 25, "woman": 13, "man": 12}
    assert codes(report) == []


def test_people_invited_are_added_up_and_unknown_if_a_merged_group_has_no_row():
    table = "| segment | group | invited | merge |\n| gender | man | 20 | |\n"
    table += "| gender | non-binary | 4 | woman |\n"
    with_all = by_gender(population=table + "| gender | woman | 16 | |\n")
    assert dict(with_all.groups.invited.select("group", "invited").iter_rows()) == {
        "man": 20,
        "woman": 20,
    }
    without = by_gender(population=table)
    assert without.groups.invited["group"].to_list() == ["man"]
    weighted = by_gender(population=table, settings="| weights | gender |\n")
    assert "weights-unlisted" in codes(weighted)


def test_a_row_with_a_merge_may_be_called_total_if_people_answered_from_it():
    sizes = {"man": 12, "woman": 10, "Total Care": 3}
    table = TOGETHER.replace("non-binary |  ", "Total Care |")
    assert codes(by_gender(sizes, table)) == []


def test_an_unknown_group_suggests_the_group_that_it_is_part_of():
    (error,) = by_gender(population=TOGETHER, settings="| group | gender=Woman |\n").errors
    assert error.remedy() == 'Did you mean "gender=woman or non-binary"?'
    typed = "| comparison | group | subject | value |\n| Target | gender=woman | work | 7 |\n"
    (remark,) = by_gender(population=TOGETHER, Comparisons=typed).problems
    assert remark.code == "comparison-of-no-group"
    assert remark.facts["suggestion"] == "gender=woman or non-binary"


def test_a_report_about_a_merged_group_has_the_figures_of_everyone_in_it():
    group = "gender=woman or non-binary"
    report = by_gender(population=TOGETHER, settings=f"| group | {group} |\n")
    assert report["ThemeScores"]["n"].to_list() == [13]
    assert report.turnout.respondents == 13
    assert Group("gender", "woman").rows_of(report.groups.sizes).is_empty()


def test_merging_needs_no_numbers_of_people_invited_but_weights_do():
    weighted = by_gender(population=TOGETHER, settings="| weights | gender |\n")
    assert codes(weighted) == ["weights-unlisted"]


# What the check proposes


def proposal(report: Report) -> str:
    """Return the groups that the check proposes to report together; blank if it proposes none."""
    found = [p.facts["sets"] for p in report.problems if p.code == "groups-not-shown"]
    assert len(found) <= 1
    return found[0] if found else ""


def ages(*invited: int, column: str = "invited") -> str:
    rows = [f"| age | age {age} | {number} |\n" for age, number in enumerate(invited, 1)]
    return f"| segment | group | {column} |\n|---|---|---|\n" + "".join(rows)


def by_age(*sizes: int, blank: int = 0, population: str = "", settings: str = "") -> Report:
    return survey(
        Survey="| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        "| smallest_group | 10 |\n" + settings,
        Questions="| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n",
        Segments="| segment |\n|---|\n| age |\n",
        Responses="| pride | age |\n|---|---|\n"
        + "".join(f"| agree | age {age} |\n" * n for age, n in enumerate(sizes, 1))
        + "| agree | |\n" * blank,
        **({"Population": population} if population else {}),
    )


def test_the_proposal_has_all_groups_that_are_not_shown_if_the_number_invited_is_unknown():
    assert proposal(by_gender()) == "non-binary + woman"
    assert proposal(by_age(6, 20, 7, 8, 20, 9)) == "age 1 + age 3 + age 4 + age 6"


def test_the_proposal_divides_groups_into_sets_in_which_enough_people_may_have_answered():
    half = ages(12, 40, 14, 16, 40, 18)
    assert proposal(by_age(6, 20, 7, 8, 20, 9, population=half)) == "age 1 + age 3, age 4 + age 6"
    odd = ages(12, 40, 14, 16, 40)
    assert proposal(by_age(6, 20, 7, 8, 20, population=odd)) == "age 1 + age 3 + age 4"


def test_there_is_no_proposal_if_merging_would_not_help():
    assert proposal(by_age(30, 12, 15, 20)) == "", "everything is shown"
    assert proposal(by_age(30, 3, blank=12)) == "", "only one group is hidden"
    assert proposal(by_age(6, 7)) == "", "together they are the whole organisation"
    assert proposal(by_age(2, 2)) == "", "nothing is shown at all"
    few = ages(4, 40, 4)
    assert proposal(by_age(2, 20, 2, blank=20, population=few)) == "", "together still too few"


def test_the_proposal_does_not_depend_on_the_sizes_of_groups_that_are_not_shown():
    population = ages(14, 30, 16)
    found = {
        str(next(p for p in report.problems if p.code == "groups-not-shown"))
        for report in (
            by_age(first, 20, 14 - first, population=population) for first in (1, 5, 9, 13)
        )
    }
    assert len(found) == 1


def test_the_proposal_stays_within_a_parent():
    people = {("N", "a"): 6, ("N", "b"): 7, ("N", "c"): 20, ("S", "d"): 5, ("S", "e"): 30}
    lines = [f"| agree | {p} | {t} |\n" for (p, t), n in people.items() for _ in range(n)]
    report = survey(
        Survey="| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
        "| smallest_group | 10 |\n",
        Questions="| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n",
        Segments="| segment | parent |\n|---|---|\n| part | |\n| team | part |\n",
        Responses="| pride | part | team |\n|---|---|---|\n" + "".join(lines),
    )
    assert sizes_shown(report)["d"] is sizes_shown(report)["e"] is None
    assert proposal(report) == "a + b", "d and e together would be S"


@few_examples
@given(sizes=st.lists(st.integers(1, 30), min_size=2, max_size=8))
def test_following_the_proposal_shows_everyone_and_hides_no_group(sizes):
    before = by_age(*sizes)
    together = proposal(before).split(" + ")
    if together == [""]:
        return
    rows = [f"| age | {group} | | together |\n" for group in together]
    table = "| segment | group | invited | merge |\n" + "".join(rows)
    after = by_age(*sizes, population=table)
    assert None not in sizes_shown(after).values()
    shown = {group for group, n in sizes_shown(before).items() if n is not None}
    assert shown | {"together"} == set(sizes_shown(after))
    assert proposal(after) == ""


# Earlier waves


def test_an_earlier_wave_is_merged_too_and_a_remark_says_so():
    heading = "| pride | gender |\n"
    earlier = heading + "| agree | woman |\n" * 20 + "| neutral | Non-Binary |\n" * 5
    waves = "| comparison | subject | value | responses |\n| Before | | | Earlier |\n"
    group = "| group | gender=woman or non-binary |\n"
    report = by_gender(population=TOGETHER, settings=group, Comparisons=waves, Earlier=earlier)
    assert report["ThemeScores"]["Before"].to_list() == [9.0]
    (remark,) = [p for p in report.problems if p.code == "wave-merged"]
    assert remark.facts["groups"] == "woman or non-binary"
    women = heading + "| agree | woman |\n" * 25
    alone = by_gender(population=TOGETHER, settings=group, Comparisons=waves, Earlier=women)
    assert "wave-merged" not in codes(alone)
    assert alone["ThemeScores"]["Before"].to_list() == [10.0]
