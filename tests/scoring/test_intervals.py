"""The 95 % confidence intervals: against R and by hand, with one correction for every figure."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import hypothesis
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat import Figure, Report
from meetlat.scoring.significance.intervals import (
    FEWEST_PEOPLE,
    INTERVALS,
    Interval,
    interval_of_enps,
    interval_of_mean,
    interval_of_share,
    uncertain_part,
)
from tests.r import run_r
from tests.surveys import survey

Z = 1.959963984540054
EXACT = 1e-9


@pytest.fixture(scope="module")
def r(tmp_path_factory) -> Path:
    return run_r(Path(__file__).with_name("intervals.R"), tmp_path_factory.mktemp("r"))


def test_intervals_of_means_equal_those_of_r(r):
    """`t.test`, and `survey::svymean` with a finite population."""
    part = uncertain_part(200, 500)
    for row in pl.read_csv(r / "means.csv").iter_rows(named=True):
        figure = Figure(row["value"], 200, row["sd"])
        alone, finite = interval_of_mean(figure), interval_of_mean(figure, part)
        assert alone == pytest.approx((row["low"], row["high"]), rel=EXACT)
        assert finite == pytest.approx((row["finite.low"], row["finite.high"]), rel=EXACT)


def test_intervals_of_shares_equal_those_of_r(r):
    """`prop.test(correct = FALSE)`, which is Wilson's interval."""
    for count, low, high in pl.read_csv(r / "shares.csv").iter_rows():
        found = interval_of_share(Figure(count / 30, 30))
        assert found == pytest.approx((low, high), rel=EXACT, abs=1e-12)


def enps(promoters: int, passives: int, detractors: int) -> Figure:
    """The eNPS of some people."""
    n = promoters + passives + detractors
    net = (promoters - detractors) / n
    return Figure(100 * net, n, 100 * math.sqrt((promoters + detractors) / n - net**2))


def of_enps(figure: Figure, part: float = 1.0) -> Interval:
    found = interval_of_enps(figure, part)
    assert found is not None
    return found


def test_the_interval_of_an_enps_by_hand():
    """With three answers more: 3.75 promoters and 4.75 detractors of 13."""
    low, high = of_enps(enps(3, 3, 4))
    net, either = -1 / 13, 8.5 / 13
    margin = Z * math.sqrt((either - net**2) / 13)
    assert low == pytest.approx(100 * (net - margin))
    assert high == pytest.approx(100 * (net + margin))


@pytest.mark.parametrize(("promoters", "low"), [(10, 47.5), (100, 93.1), (1000, 99.3)])
def test_an_enps_of_promoters_only_has_an_interval_with_a_width(promoters, low):
    found = of_enps(enps(promoters, 0, 0))
    assert found == (pytest.approx(low, abs=0.1), 100)
    mirrored = of_enps(enps(0, 0, promoters))
    assert mirrored == (-100, pytest.approx(-found[0]))


@given(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
    st.one_of(st.none(), st.integers(0, 100)),
)
def test_an_enps_lies_in_its_interval_and_that_within_what_is_possible(answers, more):
    hypothesis.assume(sum(answers) >= 5)
    figure = enps(*answers)
    part = uncertain_part(sum(answers), None if more is None else sum(answers) + more)
    low, high = of_enps(figure, part)
    assert -100 <= low <= figure.value + 1e-9
    assert figure.value - 1e-9 <= high <= 100
    assert (high - low < 1e-6) == (more == 0)


def test_the_interval_of_an_enps_covers_the_figure_of_everyone_as_often_as_it_claims():
    """By the chances of all samples of fifteen, from organisations that are even and lopsided."""
    samples = [(p, d) for p in range(16) for d in range(16 - p)]
    intervals = {(p, d): of_enps(enps(p, 15 - p - d, d)) for p, d in samples}
    covered = []
    for p, d in [(0.9, 0.02), (0.6, 0.1), (0.3, 0.3), (0.2, 0.5), (0.98, 0.01)]:
        inside = [
            math.comb(15, i) * math.comb(15 - i, j) * p**i * d**j * (1 - p - d) ** (15 - i - j)
            for i, j in samples
            if intervals[i, j][0] <= 100 * (p - d) <= intervals[i, j][1]
        ]
        covered.append(sum(inside))
    assert min(covered) > 0.93
    assert sum(covered) / len(covered) == pytest.approx(0.95, abs=0.015)


FIGURES = {
    "ThemeScores": Figure(7.0, 40, 2.0),
    "QuestionScores": Figure(7.0, 40, 2.0),
    "Enps": Figure(10.0, 40, 80.0),
    "Distributions": Figure(0.3, 40),
    "Favourable": Figure(0.3, 40),
}


@pytest.mark.parametrize("table", INTERVALS)
def test_every_kind_of_figure_is_corrected_alike_for_the_people_invited(table):
    """Half of the people count as twice as many; everyone leaves nothing uncertain."""
    interval, figure = INTERVALS[table], FIGURES[table]
    low, high = interval(figure, uncertain_part(40, 40))
    assert low == high == pytest.approx(figure.value)
    if interval is not interval_of_mean:  # Student's t keeps its degrees of freedom
        twice = interval(figure._replace(n=80), 1.0)
        assert interval(figure, uncertain_part(40, 80)) == pytest.approx(twice)
    else:
        low, high = interval(figure, 1.0)
        finite_low, finite_high = interval(figure, 0.5)
        assert finite_high - finite_low == pytest.approx((high - low) * math.sqrt(0.5))


def test_an_unknown_or_impossible_number_of_people_invited_corrects_nothing():
    assert uncertain_part(40, None) == uncertain_part(40, 0) == uncertain_part(40, 30) == 1


def test_a_mean_without_spread_has_an_interval_only_if_everyone_responded():
    alike = Figure(7.0, 40, 0.0)
    assert interval_of_mean(alike) is None
    assert interval_of_mean(alike, 0.0) == (7.0, 7.0)
    assert interval_of_mean(Figure(7.0, 1, None)) is None
    assert interval_of_mean(Figure(7.0)) is None
    assert interval_of_share(Figure(0.3)) is None
    assert interval_of_enps(Figure(10.0)) is None


# In the tables of a report.

QUESTIONS = """
| question | theme | scale     | metric       |
|----------|-------|-----------|--------------|
| pride    | work  | agreement |              |
| friend   |       | eleven    | enps         |
| lunch    |       | fruit     | distribution |
"""

SCALES = """
| scale     | answer   | score |
|-----------|----------|-------|
| agreement | agree    | 10    |
| agreement | neutral  | 5     |
| agreement | disagree | 0     |
| fruit     | apple    |       |
| fruit     | pear     |       |
""" + "".join(f"| eleven | {n} | {n} |\n" for n in range(11))

PEOPLE = ["agree | 10 | apple", "neutral | 8 | pear", "agree | 9 | pear", "agree | 2 | pear"] * 5


def report(*settings: str, people: list[str] = PEOPLE, **tables: Any) -> Report:
    rows = [f"| {row} | {'NS'[number % 2]} |\n" for number, row in enumerate(people)]
    header = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
    found = survey(
        Survey=header + "| smallest_group | 5 |\n" + "\n".join(settings),
        Questions=QUESTIONS,
        Scales=SCALES,
        Metrics="| metric | on |\n|---|---|\n| favourable | yes |\n",
        Segments="| segment |\n|---|\n| team |\n",
        Responses="| pride | friend | lunch | team |\n|---|---|---|---|\n" + "".join(rows),
        **tables,
    )
    assert not found.errors, [str(p) for p in found.errors]
    return found


@pytest.mark.parametrize("table", INTERVALS)
def test_bounds_stand_behind_each_figure_in_its_table(table):
    found = report("| invited | 80 |", people=PEOPLE * 2)
    main = {"Enps": "enps", "Distributions": "share", "Favourable": "favourable"}.get(
        table, "score"
    )
    columns = found[table].columns
    behind = columns.index(main) + 1
    assert columns[behind : behind + 2] == ["low", "high"]
    assert found.tables[table].formats["low"] == found.tables[table].formats[main]
    rows = found[table].select(main, "low", "high").rows()
    assert rows
    assert all(low < figure < high for figure, low, high in rows)


@pytest.mark.parametrize(("people", "shown"), [(29, False), (30, True)])
def test_the_interval_of_a_theme_needs_thirty_people(people, shown):
    found = report(people=(PEOPLE * 2)[:people])
    assert (found["ThemeScores"]["low"].null_count() == 0) == shown
    assert (found["ThemeScores"]["high"].null_count() == 0) == shown
    assert found["QuestionScores"]["low"].null_count() == 0
    assert f"at least {FEWEST_PEOPLE} people" in dict(found["Method"].rows())["Margins"]


def test_intervals_of_a_group_know_how_many_of_it_were_invited():
    """Ten of twelve in North; of South the number is unknown."""
    population = "| segment | group | invited |\n|---|---|---|\n| team | N | 12 |\n"
    for group, invited in (("N", 12), ("S", None)):
        found = report(f"| group | team={group} |", Population=population)
        share, low, high = found["Distributions"].select("share", "low", "high").row(0)
        part = uncertain_part(10, invited)
        assert (low, high) == pytest.approx(interval_of_share(Figure(share, 10), part))


def test_the_interval_of_a_score_stays_on_its_scale():
    (row,) = report(people=["agree | 10 | apple"] * 11 + ["neutral | 9 | pear"])[
        "QuestionScores"
    ].rows(named=True)
    assert row["high"] == 10
    assert 5 < row["low"] < row["score"]


def test_a_theme_and_a_question_with_the_same_name_keep_to_their_own_scales():
    questions = "| question | theme | scale |\n|---|---|---|\n"
    questions += "| pride | work | agreement |\n| work | other | five |\n"
    scales = SCALES + "".join(f"| five | {n} | {n} |\n" for n in range(1, 6))
    people = "| pride | work |\n|---|---|\n" + "| disagree | 1 |\n" * 29 + "| agree | 2 |\n"
    themes = "| theme | name |\n|---|---|\n| work | Work |\n| other | Other |\n"
    found = survey(Questions=questions, Scales=scales, Themes=themes, Responses=people)
    assert found["QuestionScores"].filter(question="work")["low"].to_list() == [1.0]
    assert found["ThemeScores"].filter(theme="work")["low"].to_list() == [0.0]
    assert found["ThemeScores"].filter(theme="other")["low"].to_list() == [1.0]


def test_method_says_whether_margins_are_corrected():
    for settings, corrected in (((), False), (("| invited | 40 |",), True)):
        texts = dict(report(*settings)["Method"].rows())
        assert ("invited (40)" in texts["Margins"]) == corrected
