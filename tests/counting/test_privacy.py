"""Disclosure rules: which groups and questions are withheld, in very small surveys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from meetlat.testing import AGREEMENT, HERE, survey
from tests.examples import few_examples

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n"
NESTED = "| segment | parent |\n|---|---|\n| division | |\n| team | division |\n"
TEAM = "| segment |\n|---|\n| team |\n"
NO_SEGMENTS = "| segment |\n|---|\n"
TEAM_AND_AGE = "| segment |\n|---|\n| team |\n| age |\n"


def results(
    people: Sequence[tuple[int, str]],
    header: str,
    segments: str,
    also: Mapping[str, str] | None = None,
    folder: Path = HERE,
    **settings: object,
):
    """Recalculate a survey of people, given as (number of people, their cells)."""
    rows = "".join(f"| {cells} |\n" * times for times, cells in people)
    own = {"language": "en", "responses": "Responses", "smallest_group": 5, **settings}
    lines = "".join(f"| {name} | {value} |\n" for name, value in own.items())
    columns = header.count("|") + 1
    return survey(
        folder,
        Survey=f"| setting | value |\n|---|---|\n{lines}",
        Questions=(also or {}).get("Questions", QUESTIONS),
        Segments=segments,
        Responses=f"| {header} |\n|{'---|' * columns}\n{rows}",
        **{name: table for name, table in (also or {}).items() if name != "Questions"},
    )


def withheld(found) -> set[str]:
    """Return the groups that are withheld."""
    return set(found.groups.sizes.filter("withheld")["group"])


def test_a_second_group_is_withheld_if_the_total_minus_the_others_would_reveal_one():
    people = [(20, "agree | A"), (6, "neutral | B"), (9, "agree | C"), (3, "disagree | D")]
    found = results(people, "pride | team", TEAM)
    assert withheld(found) == {"D", "B"}
    assert found.groups.sizes["n"].to_list() == [38, 20, None, 9, None], (
        "their sizes are hidden too"
    )


def test_the_example_on_the_page_about_privacy_shows_what_the_page_says():
    """60 people in four teams, in `docs/privacy.md`: C protects D."""
    people = [(24, "agree | A"), (17, "neutral | B"), (12, "agree | C"), (7, "disagree | D")]
    found = results(people, "pride | team", TEAM, smallest_group="")
    assert found.settings.smallest_group == 10, "unless HR chooses another number"
    assert withheld(found) == {"C", "D"}
    c, d = found["SegmentScores"].drop("group").rows()[-2:]
    assert c == d, "nothing says which of them is the small one, or why"
    assert set(c) == {"team", None, "not shown"}


def test_two_small_groups_that_are_large_enough_together_need_no_third():
    people = [(20, "agree | A"), (3, "neutral | B"), (2, "agree | C")]
    assert withheld(results(people, "pride | team", TEAM)) == {"B", "C"}


def test_few_people_without_a_group_are_protected_by_withholding_a_group():
    people = [(20, "agree | A"), (6, "neutral | B"), (4, "agree | ")]
    assert withheld(results(people, "pride | team", TEAM)) == {"B"}


def test_a_team_is_protected_by_a_team_of_its_own_division():
    """The smallest team of all is in another division and is shown."""
    people = [(9, "agree | X | A"), (7, "agree | X | B"), (3, "neutral | X | C")]
    people += [(5, "agree | Y | D"), (8, "agree | Y | E")]
    found = results(people, "pride | division | team", NESTED)
    assert withheld(found) == {"C", "B"}


def test_teams_within_divisions_are_recognised_without_the_column_parent():
    people = [(9, "agree | X | A"), (7, "agree | X | B"), (3, "neutral | X | C")]
    people += [(5, "agree | Y | D"), (8, "agree | Y | E")]
    without_parent = NESTED.replace("| division |\n", "| |\n")
    found = results(people, "pride | division | team", without_parent)
    assert withheld(found) == {"C", "B"}


def test_a_group_that_nearly_equals_a_group_of_another_segment_is_not_shown_with_it():
    """Team A is everyone under 30 and two others."""
    people = [(12, "agree | A | young"), (2, "neutral | A | old"), (16, "agree | B | old")]
    found = results(people, "pride | team | age", TEAM_AND_AGE)
    assert len(withheld(found)) >= 2
    shown = found.groups.sizes.filter(~pl.col("withheld"))["group"].to_list()
    assert not {"A", "young"} <= set(shown)
    assert not {"B", "old"} <= set(shown)


def test_a_question_with_few_answers_in_a_group_is_withheld_for_a_second_group_too():
    """The second is the smallest of the others; other questions of both groups are shown."""
    people = [(20, "agree | A"), (6, "neutral | B"), (3, "agree | C"), (6, " | C")]
    found = results(people, "pride | team", TEAM)
    assert withheld(found) == set()
    assert found.groups.hidden.rows() == [
        ("team", "B", "pride"),
        ("team", "C", "pride"),
    ]
    assert set(found.all_groups["QuestionScores"]["group"]) == {"", "A"}
    assert found["SegmentScores"]["withheld"].to_list() == [
        None,
        None,
        "some of the questions",
        "some of the questions",
    ]


def test_an_organisation_that_is_too_small_shows_nothing():
    found = results([(4, "agree | A")], "pride | team", TEAM)
    assert withheld(found) == {"", "A"}
    assert found["QuestionScores"]["score"].to_list() == [None]


UNANIMOUS = [(8, "agree | A"), (9, "agree | B"), (3, "neutral | B"), (7, "agree | C")]
UNANIMOUS += [(3, "disagree | C")]


def test_a_unanimous_group_is_shown_by_default():
    assert results(UNANIMOUS, "pride | team", TEAM).groups.hidden.is_empty()


@pytest.mark.parametrize("yes", ["yes", "ja", "Yes "])
def test_withhold_unanimous_withholds_the_question_for_all_groups_beside_a_unanimous_one(yes):
    found = results(UNANIMOUS, "pride | team", TEAM, withhold_unanimous=yes)
    assert set(found.groups.hidden["group"]) == {"A", "B", "C"}
    some = "some of the questions"
    assert found["SegmentScores"]["withheld"].to_list() == [None, some, some, some]


def test_withhold_unanimous_shows_a_group_that_left_an_answer_unused():
    """Nobody in B disagreed, and nobody in any team did not know, but they are not unanimous."""
    people = [(5, "agree | A"), (4, "neutral | A"), (3, "disagree | A")]
    people += [(9, "agree | B"), (3, "neutral | B")]
    found = results(people, "pride | team", TEAM, withhold_unanimous="yes")
    assert found.groups.hidden.is_empty()


def test_a_question_with_the_same_answer_from_everyone_is_withheld_with_a_remark():
    people = [(9, "agree | A"), (7, "agree | B")]
    found = results(people, "pride | team", TEAM, withhold_unanimous="yes")
    assert found["QuestionScores"]["score"].to_list() == [None]
    assert set(found.groups.hidden["group"]) == {"", "A", "B"}
    assert [problem.code for problem in found.problems] == ["question-withheld"]
    assert "nothing is shown of pride" in found.problems[0].sentence()


def test_withhold_unanimous_also_works_without_segments():
    people, none = [(9, "agree")], NO_SEGMENTS
    assert results(people, "pride", none)["QuestionScores"]["score"][0] is not None
    found = results(people, "pride", none, withhold_unanimous="yes")
    assert found["QuestionScores"]["score"].to_list() == [None]


SEVERAL = "| question | scale | metric |\n|---|---|---|\n| why | agreement | distribution |\n"


def test_an_answer_of_multiple_choice_that_everyone_chose_counts_as_unanimous():
    """Everyone in B chose agree among other answers; in the other teams some did not."""
    people = [(5, "agree; neutral | A"), (4, "disagree | A"), (6, "agree | B")]
    people += [(1, "agree; neutral; disagree | B"), (5, "agree; disagree | C")]
    people += [(6, "neutral | C"), (5, "neutral; agree | D"), (3, "disagree | D")]
    own = {"Questions": SEVERAL}
    found = results(people, "why | team", TEAM, own, withhold_unanimous="yes")
    assert set(found.groups.hidden["group"]) == {"A", "B", "C", "D"}


def test_a_report_of_a_group_that_protects_another_gives_a_remark_without_its_size():
    people = [(20, "agree | A"), (6, "neutral | B"), (3, "disagree | D")]
    found = results(people, "pride | team", TEAM, group="team=B")
    assert [p.code for p in found.problems] == ["groups-not-shown", "group-withheld"]
    assert not any("6" in p.sentence() for p in found.problems), "it would reveal that of team D"


def test_what_is_withheld_is_the_same_whichever_group_is_shown():
    """So reports of different groups together reveal no more than one report."""
    people = [(9, "agree | X | A"), (7, "agree | X | B"), (3, "neutral | X | C")]
    people += [(5, "agree | Y | D"), (8, "agree | Y | E"), (4, " | Y | E")]
    everyone = results(people, "pride | division | team", NESTED)
    for group in ("division=X", "division=Y", "team=A", "team=B", "team=C", "team=E"):
        found = results(people, "pride | division | team", NESTED, group=group)
        assert_frame_equal(found.groups.sizes, everyone.groups.sizes)
        assert_frame_equal(found.groups.hidden, everyone.groups.hidden)


# Whether a person gives a scored answer (s), answers "don't know" (u) or leaves a blank (-).
KIND = st.sampled_from("ssssssu-")
MEMBER = st.tuples(
    KIND, KIND, st.sampled_from(["A", "B", "C", ""]), st.sampled_from(["x", "y", ""])
)


@few_examples
@given(st.lists(MEMBER, min_size=15, max_size=40), st.randoms(use_true_random=False))
def test_what_is_withheld_depends_on_who_answered_and_not_on_what(people, random):
    """Two questions of a theme, in teams and ages that overlap."""
    found = []
    for _ in range(2):
        given_ = {"s": lambda: random.choice(["agree", "neutral", "disagree"])}
        given_ |= {"u": lambda: "don't know", "-": lambda: ""}
        rows = [
            (1, " | ".join([given_[one](), given_[two](), *groups])) for one, two, *groups in people
        ]
        own = {"Questions": TWO_QUESTIONS.format(1)}
        found.append(results(rows, "pride | pressure | team | age", TEAM_AND_AGE, own))
    one, other = found
    assert_frame_equal(one.groups.sizes, other.groups.sizes)
    assert_frame_equal(one.groups.hidden, other.groups.hidden)
    for table in ("QuestionScores", "ThemeScores"):
        keys = ["segment", "group", "question" if table == "QuestionScores" else "theme"]
        if table in one.tables:
            assert_frame_equal(
                one.all_groups[table].select(keys), other.all_groups[table].select(keys)
            )


FIGURE = "| comparison | group | subject | value | n |\n|---|---|---|---|---|\n"


def test_typed_figures_of_a_withheld_group_give_a_remark_unless_they_are_of_enough_people():
    people = [(20, "agree | A"), (6, "neutral | B"), (3, "disagree | D")]
    typed = FIGURE + "| Before | team=B | work | 7 | |\n| Before | team=B | pride | 7 | |\n"
    typed += "| Before | team=D | work | 7 | 12 |\n| Before | team=D | invited | 4 | |\n"
    typed += "| Before | team=A | work | 7 | |\n"
    found = results(people, "pride | team", TEAM, {"Comparisons": typed})
    remarks = [p for p in found.problems if p.code == "comparison-of-withheld"]
    assert [(p.place.partition("!")[2], p.value, p.facts["times"]) for p in remarks] == [
        ("B2", "team=B", " (2x)")
    ]


def test_a_group_with_few_scored_answers_to_a_question_does_not_show_it():
    """Twelve people of C answered, but eleven did not know."""
    people = [(20, "agree | A"), (9, "neutral | B"), (11, "don't know | C"), (1, "agree | C")]
    scales = "| scale | answer | score |\n|---|---|---|\n| a | agree | 10 |\n| a | neutral | 5 |\n"
    own = {"Questions": QUESTIONS.replace("agreement", "a")}
    own["Scales"] = scales + "| a | don't know | |\n"
    found = results(people, "pride | team", TEAM, own)
    assert set(found.groups.hidden["group"]) == {"B", "C"}
    assert set(found.all_groups["QuestionScores"]["group"]) == {"", "A"}


@pytest.mark.parametrize(("smallest", "needed"), [(5, 5), (10, 5), (12, 6), (13, 7)])
@pytest.mark.parametrize("segments", [TEAM, NO_SEGMENTS])
def test_half_the_smallest_group_and_at_least_five_must_give_a_scored_answer(
    smallest, needed, segments
):
    for scored, shown in ((needed, True), (needed - 1, False)):
        people = [(scored, "agree | A"), (20 - scored, "don't know | A")]
        found = results(people, "pride | team", segments, smallest_group=smallest)
        assert (found["QuestionScores"]["score"][0] is not None) == shown


TICKED = "| question | column | scale | metric |\n|---|---|---|---|\n| why | why_* | a | |\n"


@pytest.mark.parametrize("segments", [TEAM, NO_SEGMENTS])
def test_a_person_who_ticked_several_scored_answers_counts_once(segments):
    """Twenty people answered, and ticks have a score, but only some people ticked anything."""
    scales = "| scale | answer | score |\n|---|---|---|\n"
    scales += "".join(f"| a | {n} | {n} |\n" for n in range(1, 6))
    own = {"Questions": TICKED, "Scales": scales}
    header = "".join(f"why_{n} | " for n in range(1, 6)) + "team"
    for ticking, shown in ((1, False), (5, True)):
        people = [(ticking, "1 | 1 | 1 | 1 | 1 | A"), (20 - ticking, "0 | 0 | 0 | 0 | 0 | A")]
        found = results(people, header, segments, own)
        assert (found.groups.hidden.is_empty()) == shown


TWO_QUESTIONS = (
    "| question | theme | scale | weight |\n|---|---|---|---|\n"
    "| pride | work | agreement | 1 |\n| pressure | work | agreement | {} |\n"
)


@pytest.mark.parametrize(("weight", "shown"), [(1, {"", "A"}), (0, {"", "A", "B", "C"})])
def test_a_theme_with_a_suppressed_question_that_counts_is_suppressed(weight, shown):
    """Few people of C answered the second question, which has weight 0 in the second case."""
    people = [(20, "agree | agree | A"), (9, "neutral | agree | B")]
    people += [(3, "agree | agree | C"), (6, "neutral | | C")]
    own = {"Questions": TWO_QUESTIONS.format(weight)}
    found = results(people, "pride | pressure | team", TEAM, own)
    assert set(found.groups.hidden["question"]) == {"pressure"}
    assert set(found.all_groups["ThemeScores"]["group"]) == shown


def test_a_suppressed_theme_has_no_test_no_mark_and_no_highlight_in_the_report_of_its_group():
    """Few people of C answered the second question."""
    people = [(20, "agree | agree | A"), (19, "disagree | disagree | B")]
    people += [(3, "agree | agree | C"), (16, "neutral | | C")]
    own = {"Questions": TWO_QUESTIONS.format(1)}
    own["Comparisons"] = "| comparison | subject | value | n | sd |\n|---|---|---|---|---|\n"
    own["Comparisons"] += "".join(f"| Before | {s} | 1 | 90 | 2 |\n" for s in ("work", "pride"))
    for group, subjects in (("A", {"work", "pride", "pressure"}), ("C", {"pride"})):
        found = results(people, "pride | pressure | team", TEAM, own, group=f"team={group}")
        assert set(found["Differences"]["subject"]) == subjects
        assert set(found["Highlights"]["subject"]) <= subjects
        assert "▲" in set(found["Differences"]["mark"])


EQUAL = [(20, "agree | A"), (8, "neutral | B"), (8, "agree | C"), (3, "disagree | D")]


@pytest.mark.parametrize(
    ("invited", "protects"),
    [
        ({}, "C"),  # of two equal groups the last
        ({"A": 30, "B": 9, "C": 30, "D": 4}, "B"),
        ({"A": 20, "B": 40, "C": 40, "D": 4}, "A"),
        ({"A": 30, "B": 9}, "C"),  # eight respondents stand in for the number invited
    ],
)
def test_the_group_with_the_fewest_people_invited_protects(invited, protects):
    rows = "".join(f"| team | {group} | {n} |\n" for group, n in invited.items())
    own = {"Population": "| segment | group | invited |\n|---|---|---|\n" + rows} if rows else {}
    assert withheld(results(EQUAL, "pride | team", TEAM, own)) == {"D", protects}


def test_a_suppressed_question_of_another_metric_does_not_suppress_its_theme():
    """A question about eNPS does not count in the score of the theme that it is listed under."""
    questions = "| question | theme | scale | metric |\n|---|---|---|---|\n"
    questions += "| pride | work | agreement | |\n| friend | work | eleven | enps |\n"
    scales = AGREEMENT + "".join(f"| eleven | {n} | {n} |\n" for n in range(11))
    people = [(20, "agree | 9 | A"), (9, "neutral | | B")]
    own = {"Questions": questions, "Scales": scales}
    found = results(people, "pride | friend | team", TEAM, own)
    assert found.groups.hidden.rows() == [("team", "B", "friend")]
    assert set(found.all_groups["ThemeScores"]["group"]) == {"", "A", "B"}


WEIGHTED = "| segment | group | invited |\n|---|---|---|\n| team | A | 30 |\n| team | B | 30 |\n"


def test_weights_do_not_reveal_how_many_people_a_withheld_group_has():
    """People in withheld teams have the same weight, however they are divided over the teams."""
    people = [(20, "agree | A"), (6, "neutral | B"), (3, "disagree | D"), (9, "agree | C")]
    population = WEIGHTED + "| team | C | 20 |\n| team | D | 20 |\n"
    plain = results(people, "pride | team", TEAM, {"Population": population})
    found = results(people, "pride | team", TEAM, {"Population": population}, weights="team")
    assert found.weighting is not None
    assert_frame_equal(
        found.groups.sizes, plain.groups.sizes
    )  # suppression depends on people, not on weights
    assert_frame_equal(found.groups.hidden, plain.groups.hidden)
    withheld = found.groups.sizes.filter("withheld")["group"].to_list()
    assert withheld == ["C", "D"], "the fewest people were invited to C"
    rows = found["Weights"].filter(pl.col("group").is_in(withheld))
    assert rows["answered"].null_count() == rows["achieved"].null_count() == len(withheld)
    divided = [(20, "agree | A"), (6, "neutral | B"), (4, "disagree | D"), (8, "agree | C")]
    other = results(divided, "pride | team", TEAM, {"Population": population}, weights="team")
    assert_frame_equal(other.weighting.effective, found.weighting.effective)
    for table in ("Method", "Weights"):
        assert_frame_equal(other[table], found[table])
    everyone = [(20, "agree | A"), (6, "neutral | B")]
    found = results(everyone, "pride | team", TEAM, {"Population": WEIGHTED}, weights="team")
    (text,) = found["Method"].filter(topic="Weights")["text"]
    assert "run from" in text


PERSONS = """
import polars as pl
from meetlat import Answers, Counts, hookimpl, metric

@metric(table="Counted")
def counted(counts: Counts):
    "The number of answers to each question in the counts that the metric gets."
    return counts.group_by(Counts.KEYS).agg(pl.col("n").sum())

@metric(table="Seen")
def seen(answers: Answers):
    "The number of answers to each question that the metric gets."
    return pl.DataFrame({"question": answers.columns, "n": [own.count() for own in answers]})

@metric(table="SeenAtOnce")
def seen_at_once(answers: Answers, groups: pl.Series):
    "The same, with the answers of all groups of a segment at once."
    own = answers.with_columns(groups).group_by("group").agg(pl.col(answers.columns).count())
    seen = own.unpivot(index="group", variable_name="question", value_name="n")
    return seen.filter(pl.col("n") > 0).select("group", "question", "n")

@hookimpl
def register_metrics(register):
    register(counted)
    register(seen)
    register(seen_at_once)
"""


def test_metrics_of_an_analyst_do_not_get_answers_that_are_withheld_to_protect_another(tmp_path):
    """Too few in team C answered; team B is withheld as well, though enough people answered."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "seen.py").write_text(PERSONS, encoding="utf-8", newline="\n")
    people = [(20, "agree | A"), (6, "neutral | B"), (3, "agree | C"), (5, " | C")]
    found = results(people, "pride | team", TEAM, folder=tmp_path)
    assert set(found.groups.hidden["group"]) == {"B", "C"}
    for table in ("Counted", "Seen", "SeenAtOnce"):
        seen = found.all_groups[table].filter(segment="team")
        assert seen.select("group", "n").rows() == [("A", 20)]
