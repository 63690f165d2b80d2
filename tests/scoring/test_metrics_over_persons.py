"""Metrics over persons: for the group of the report or for all groups, never of too few."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.examples import few_examples
from tests.surveys import survey

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
| pressure | work  | agreement |
"""

BOTH = """
import polars as pl
from meetlat import Answers, Counts, hookimpl, metric

@metric(table="Both", keys=Counts.THEME_KEYS)
def both(answers: Answers, most: int = 1000):
    "How many people answered both, and the mean of their sums."
    if len(answers) > most:
        raise ValueError("too many")
    sums = answers.drop_nulls().sum_horizontal()
    return pl.DataFrame({"theme": ["work"], "n": [len(sums)], "mean": [sums.mean()]})

@hookimpl
def register_metrics(register):
    register(both)
"""

HEAT = """
import polars as pl
from meetlat import ResultTable, hookimpl

@hookimpl
def result_tables(report):
    yield ResultTable("Heat", report.all_groups["Both"].select("group", "n", "mean"))
"""


def recalculated(folder: Path, answers: str, *plugins: str, most: int = 1000, group: str = ""):
    (folder / "plugins").mkdir(exist_ok=True)
    for number, code in enumerate(plugins):
        file = folder / "plugins" / f"p{number}.py"
        file.write_text(dedent(code), encoding="utf-8", newline="\n")
    return survey(
        folder,
        Survey="| setting | value |\n|---|---|\n| responses | Responses |\n| smallest_group | 5 |\n"
        f"| group | {group} |",
        Questions=QUESTIONS,
        Segments="| segment |\n|---|\n| team |",
        Metrics=f"| metric | on | parameters |\n|---|---|---|\n| both | yes | most={most} |",
        Responses="| pride | pressure | team |\n|---|---|---|\n" + answers,
    )


TWO_TEAMS = "| agree | neutral | North |\n" * 6 + "| agree | agree | South |\n" * 7


def test_a_result_table_of_all_groups_has_the_figures_of_every_group(tmp_path):
    results = recalculated(tmp_path, TWO_TEAMS, BOTH, HEAT)
    assert results.problems == []
    assert results["Both"].rows() == [("work", "Work", 13, pytest.approx((6 * 15 + 7 * 20) / 13))]
    (_, north, south) = results["Heat"].rows()
    assert (north, south) == (("North", 6, 15.0), ("South", 7, 20.0))


def test_the_report_of_a_team_shows_that_team_beside_everyone(tmp_path):
    results = recalculated(tmp_path, TWO_TEAMS, BOTH, group="team=South")
    everyone = pytest.approx((6 * 15 + 7 * 20) / 13)
    assert results["Both"].rows() == [("work", "Work", 7, 20.0, everyone)]


def test_a_metric_that_fails_for_one_group_fails_the_table_of_all_groups(tmp_path):
    """The report of North too: what is shown of it depends on all groups."""
    results = recalculated(tmp_path, TWO_TEAMS, BOTH, HEAT, most=6, group="team=North")
    assert "Both" not in results
    assert "Heat" not in results
    failed, tables = results.problems
    assert (failed.code, tables.code) == ("metric-failed", "tables-failed")
    assert "ValueError: too many" in failed.sentence()
    assert "p1.py" in tables.sentence(), "the plugin of the table"


def test_changing_a_frame_of_all_groups_does_not_change_the_next_one(tmp_path):
    results = recalculated(tmp_path, TWO_TEAMS, BOTH)
    results.all_groups["Both"].drop_in_place("mean")
    assert results.all_groups["Both"].columns == ["segment", "group", "theme", "n", "mean"]


def test_a_row_based_on_too_few_respondents_is_withheld(tmp_path):
    """Six answered each question, so both are shown; only four answered both."""
    answers = "| agree | neutral | N |\n" * 4 + "| agree | | N |\n" * 2 + "| | neutral | N |\n" * 2
    results = recalculated(tmp_path, answers, BOTH)
    assert results.problems == []
    assert results["QuestionScores"]["n"].to_list() == [6, 6]
    assert results["Both"].rows() == [("work", "Work", None, None)]
    assert results.all_groups["Both"].is_empty()


def test_a_row_of_another_team_is_withheld_if_the_total_minus_the_rest_would_reveal_few(tmp_path):
    """Four of C answered both: everyone minus A and B would be those four."""
    answers = "| agree | neutral | A |\n" * 10 + "| agree | neutral | B |\n" * 10
    answers += "| agree | neutral | C |\n" * 4 + "| agree | | C |\n" * 5 + "| | agree | C |\n" * 5
    results = recalculated(tmp_path, answers, BOTH)
    assert results["QuestionScores"]["n"].to_list() == [29, 29]
    shown = dict(results.all_groups["Both"].select("group", "n").iter_rows())
    assert shown in ({"": 24, "A": 10}, {"": 24, "B": 10})


def test_reliability_of_too_few_respondents_is_withheld(tmp_path):
    """Few respondents of a large group may have answered every question."""
    answers = "| agree | neutral | |\n" * 14 + "| neutral | agree | |\n" * 15
    answers += "| agree | | |\n" * 5 + "| | neutral | |\n" * 5
    for more, shown in (("", None), ("| agree | agree | |\n", 30)):
        results = survey(
            Questions=QUESTIONS,
            Metrics="| metric | on |\n|---|---|\n| reliability | yes |\n| drivers | no |",
            Responses="| pride | pressure | team |\n|---|---|---|\n" + answers + more,
        )
        (row,) = results["Reliability"].iter_rows(named=True)
        assert row["n"] == shown
        assert (row["alpha"] is None) == (shown is None)


ANSWERED = st.sampled_from(["agree", "neutral", "disagree", ""])
PERSON = st.tuples(ANSWERED, ANSWERED, st.sampled_from("ABC"))


@few_examples
@given(st.lists(PERSON, min_size=5, max_size=30))
def test_random_surveys_show_no_row_of_too_few_respondents(tmp_path_factory, people):
    """The rest of the organisation has enough respondents too, and a theme has all its questions.

    The people who answered only one of the questions are nobody, or enough people.
    """
    answers = "".join(f"| {' | '.join(person)} |\n" for person in people)
    results = recalculated(tmp_path_factory.mktemp("people"), answers, BOTH)
    scored = {(g, q) for _, g, q, _ in shown_counts(results)}
    complete, left_out = {}, {}
    for group in ("", *"ABC"):
        own = [person[:2] for person in people if group in ("", person[2])]
        if {(group, "pride"), (group, "pressure")} <= scored:
            complete[group] = sum(all(person) for person in own)
            others = [person for person in own if not all(person)]
            left_out[group] = [sum(bool(person[n]) for person in others) for n in (0, 1)]
    enough = {group: n for group, n in complete.items() if n >= 5}
    rows = results.all_groups["Both"].select("group", "n").rows() if "Both" in results else []
    shown = dict(rows)
    assert shown.items() <= enough.items()
    if shown:
        left = 2 * shown[""] - sum(shown.values())
        assert left == 0 or left >= 5 or len(shown) == 1
    for numbers in zip(*(left_out[group] for group in shown), strict=True):
        rest = 2 * numbers[0] - sum(numbers) if len(shown) > 1 else 0
        assert all(number == 0 or number >= 5 for number in (*numbers, rest))
    left = 2 * enough.get("", 0) - sum(enough.values())
    if (left == 0 or left >= 5) and not any(map(any, left_out.values())):
        assert shown == (enough if "" in enough else {})


ONE_BY_ONE = """
import polars as pl
from meetlat import Answers, hookimpl, metric

@metric(table="One")
def one(answers: Answers):
    "The mean answer, a group at a time."
    questions = [(c.name, c.count(), c.mean()) for c in answers]
    return pl.DataFrame(questions, schema=["question", "n", "mean"], orient="row")

@metric(table="Together")
def together(answers: Answers, groups: pl.Series, questions: pl.DataFrame):
    "The same, all groups of a segment together."
    assert questions["question"].to_list() == answers.columns
    found = answers.with_columns(group=groups).unpivot(
        index="group", variable_name="question").drop_nulls()
    n, mean = pl.len().cast(pl.Int64), pl.col("value").mean()
    return found.group_by("group", "question").agg(n=n, mean=mean)

@hookimpl
def register_metrics(register):
    register(one)
    register(together)
"""


@few_examples
@given(st.lists(PERSON, min_size=5, max_size=30))
def test_metric_over_all_groups_at_once_equals_one_group_at_a_time(tmp_path_factory, people):
    """Both give the same rows, for all groups and for the group of the report."""
    answers = "".join(f"| {' | '.join(person)} |\n" for person in people)
    for group in ("", "team=A"):
        folder = tmp_path_factory.mktemp("people")
        results = recalculated(folder, answers, BOTH, ONE_BY_ONE, group=group)
        assert ("One" in results) == ("Together" in results)
        if "One" in results:
            assert_frame_equal(results["One"], results["Together"])
            assert_frame_equal(results.all_groups["One"], results.all_groups["Together"])


def shown_counts(results):
    """Question scores that are shown, of all groups."""
    if "QuestionScores" not in results:
        return []
    return results.all_groups["QuestionScores"].select("segment", "group", "question", "n").rows()


# The same metric three ways: group by group, for all groups at once, and from means.
AT_ONCE = BOTH.replace("answers: Answers,", "answers: Answers, groups: pl.Series,").replace(
    BOTH[BOTH.index("    sums =") : BOTH.index("@hookimpl")],
    """    sums = pl.DataFrame({"group": groups, "sum": answers.select(SUM).to_series()})
    rows = sums.drop_nulls().group_by("group", maintain_order=True)
    found = rows.agg(pl.lit("work").alias("theme"), n=pl.len(), mean=pl.col("sum").mean())
    return found.cast({"n": int})

""",
)
SUM = "SUM = pl.col('pride') + pl.col('pressure')\n\n@metric"
AT_ONCE = AT_ONCE.replace("@metric", SUM, 1)
FROM_MEANS = AT_ONCE.replace("answers: Answers", "person_means").replace(
    "answers.select(SUM).to_series()",
    "pl.concat(person_means({q: {q: 2} for q in ('pride', 'pressure')})).select(SUM).to_series()",
)
FROM_MEANS = FROM_MEANS.replace(
    '    if len(answers) > most:\n        raise ValueError("too many")\n', ""
)


def both_and_heat(folder: Path, plugin: str, group: str) -> list[pl.DataFrame]:
    """Recalculate 67 people in four teams with a metric; return its tables."""
    some = [("agree", "neutral", "A"), ("", "agree", "B"), ("disagree", "", "C")]
    some += [("agree", "disagree", ""), ("neutral", "neutral", "C"), ("agree", "agree", "B")]
    people = [some[number * number % 6] for number in range(60)] + [("agree", "", "D")] * 7
    answers = "".join(f"| {' | '.join(person)} |\n" for person in people)
    results = recalculated(folder, answers, plugin, HEAT, group=group)
    assert not [p for p in results.problems if p.is_error or "failed" in p.code]
    return [results["Both"], results["Heat"]]


@pytest.fixture(scope="module", params=["", "team=C"])
def one_by_one(request, tmp_path_factory) -> tuple[str, list[pl.DataFrame]]:
    """A group, and its tables of the metric that gets one group at a time."""
    group = request.param
    return group, both_and_heat(tmp_path_factory.mktemp("one"), BOTH, group)


def test_answers_of_all_groups_are_those_of_one_group_at_a_time(one_by_one, tmp_path):
    group, expected = one_by_one
    for found, table in zip(both_and_heat(tmp_path, AT_ONCE, group), expected, strict=True):
        assert_frame_equal(found, table)
    assert expected[1]["n"].drop_nulls().len() > 2


@pytest.mark.parametrize("part", [1, 4, 2**16])
def test_means_are_of_the_answers_of_all_groups(one_by_one, tmp_path, monkeypatch, part):
    monkeypatch.setattr("meetlat.counting.respondents.PART", part)
    group, expected = one_by_one
    for found, table in zip(both_and_heat(tmp_path, FROM_MEANS, group), expected, strict=True):
        assert_frame_equal(found, table)


ONE_ROW = """
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Whole", keys=Counts.GROUP_KEYS)
def whole(answers, groups):
    "The mean sum of those who answered both."
    sums = answers.select(pl.col("pride") + pl.col("pressure")).to_series()
    found = pl.DataFrame({"group": groups, "people": sums}).drop_nulls()
    return found.group_by("group").agg(n=pl.len().cast(pl.Int64), people=pl.col("people").mean())

@metric(table="Named")
def named(person_means, groups):
    "The same from means, in a row for each question, with one name for all means."
    asked = [pl.concat(person_means({"x": {q: 1}})) for q in ("pride", "pressure")]
    both = asked[0].select(people=pl.col("x") + asked[1]["x"])
    found = both.with_columns(group=groups).drop_nulls().group_by("group")
    return found.agg(pl.lit("pride").alias("question"), n=pl.len().cast(pl.Int64),
                     people=pl.col("people").mean())

@metric(table="Mixed", keys=Counts.GROUP_KEYS)
def mixed(answers, groups, person_means):
    "The first, of a metric that also asks for the mean of the other question."
    list(person_means({"x": {"pressure": 1}}))
    return whole(answers, groups)

@hookimpl
def register_metrics(register):
    register(whole)
    register(named)
    register(mixed)
"""


@pytest.mark.parametrize(("skipped", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_no_row_discloses_answers_of_a_few_who_skipped_a_question(tmp_path, skipped, is_shown):
    """A row may be about a group or a question, and means and columns may have any name."""
    answers = "| agree | neutral | A |\n" * 9 + "| agree | | A |\n" * skipped
    results = recalculated(tmp_path, answers, ONE_ROW, BOTH)
    assert results.problems == []
    for table in ("Whole", "Named", "Mixed", "Both"):
        assert results.all_groups[table].is_empty() is not is_shown
