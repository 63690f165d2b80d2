"""eNPS against figures one can do by hand, and its limits."""

import math

import hypothesis
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat import Figure
from meetlat_enps import enps
from tests.surveys import survey


def counts(**answers: int) -> pl.DataFrame:
    """How often each score was given: `counts(s9=3, s4=1)`."""
    rows = [{"score": float(name[1:]), "n": n} for name, n in answers.items()]
    keys = {"segment": "", "group": "", "question": "enps"}
    return pl.DataFrame(rows).with_columns(**{k: pl.lit(v) for k, v in keys.items()})


Z = 1.959963984540054
NOBODY_KNOWS = pl.DataFrame(schema={"segment": pl.String, "group": pl.String, "invited": pl.Int64})


def invited(people: int) -> pl.DataFrame:
    return pl.DataFrame({"segment": [""], "group": [""], "invited": [people]})


def test_promoters_less_detractors():
    row = enps(counts(s10=2, s9=1, s8=2, s7=1, s6=2, s0=2), NOBODY_KNOWS).row(0, named=True)
    assert (row["promoters"], row["passives"], row["detractors"]) == (0.3, 0.3, 0.4)
    assert row["enps"] == pytest.approx(-10)
    # Three answers more: 3.75 promoters and 4.75 detractors of 13.
    net, either = -1 / 13, 8.5 / 13
    margin = Z * math.sqrt((either - net**2) / 13)
    assert row["low"] == pytest.approx(100 * (net - margin))
    assert row["high"] == pytest.approx(100 * (net + margin))


@pytest.mark.parametrize(("promoters", "low"), [(10, 47.5), (100, 93.1), (1000, 99.3)])
def test_where_all_are_promoters_others_may_not_be(promoters, low):
    """The interval does not shrink to a point, however many they are."""
    row = enps(counts(s10=promoters), NOBODY_KNOWS).row(0, named=True)
    assert (row["enps"], row["high"]) == (100, 100)
    assert row["low"] == pytest.approx(low, abs=0.1)
    mirrored = enps(counts(s0=promoters), NOBODY_KNOWS).row(0, named=True)
    assert (mirrored["low"], mirrored["high"]) == (-100, pytest.approx(-row["low"]))


@given(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
    st.one_of(st.none(), st.integers(0, 100)),
)
def test_the_figure_lies_within_its_interval_and_that_within_what_is_possible(answers, more):
    hypothesis.assume(sum(answers) >= 5)
    people = NOBODY_KNOWS if more is None else invited(sum(answers) + more)
    promoters, passives, detractors = answers
    row = enps(counts(s10=promoters, s7=passives, s0=detractors), people).row(0, named=True)
    assert -100 <= row["low"] <= row["enps"] + 1e-9
    assert row["enps"] - 1e-9 <= row["high"] <= 100
    assert (row["high"] - row["low"] < 1e-9) == (more == 0)


def test_it_covers_the_figure_of_everyone_about_as_often_as_it_says():
    """By the chances of all samples of fifteen, from organisations that are even and lopsided."""
    samples = [(p, d) for p in range(16) for d in range(16 - p)]
    given = [
        counts(s10=p, s7=15 - p - d, s0=d).with_columns(group=pl.lit(f"{p} {d}"))
        for p, d in samples
    ]
    found = enps(pl.concat(given), NOBODY_KNOWS).select("group", "low", "high").rows()
    intervals = {group: (low, high) for group, low, high in found}
    covered = []
    for p, d in [(0.9, 0.02), (0.6, 0.1), (0.3, 0.3), (0.2, 0.5), (0.98, 0.01)]:
        inside = [
            math.comb(15, i) * math.comb(15 - i, j) * p**i * d**j * (1 - p - d) ** (15 - i - j)
            for i, j in samples
            if intervals[f"{i} {j}"][0] <= 100 * (p - d) <= intervals[f"{i} {j}"][1]
        ]
        covered.append(sum(inside))
    assert min(covered) > 0.93
    assert sum(covered) / len(covered) == pytest.approx(0.95, abs=0.015)


def test_a_question_that_nobody_answered_has_no_row():
    assert enps(counts(s10=0, s0=0), NOBODY_KNOWS).is_empty()


@pytest.mark.parametrize("people", [None, 5, 10, 11, 14, 400])
def test_with_more_of_those_invited_less_is_uncertain(people):
    """Of the ten of four hundred much is uncertain; of ten of ten nothing."""
    row = enps(counts(s10=4, s8=4, s0=2), NOBODY_KNOWS if people is None else invited(people)).row(
        0, named=True
    )
    absent = 1 if people is None else max(0, people - 10) / (people - 1)
    if not absent:
        assert row["low"] == row["high"] == row["enps"]
        return
    worth = 10 / absent  # as if so many had answered, of a crowd
    net, either = 0.2 * worth / (worth + 3), (0.6 * worth + 1.5) / (worth + 3)
    margin = Z * math.sqrt((either - net**2) / (worth + 3))
    assert row["low"] == pytest.approx(100 * (net - margin))
    assert row["high"] == pytest.approx(100 * (net + margin))


def test_the_test_of_a_difference_sees_about_what_lies_outside_the_interval():
    """That goes by the standard error alone: of hundreds of people they say the same."""
    row = enps(counts(s10=120, s8=120, s0=60), NOBODY_KNOWS).row(0, named=True)
    ours = Figure(row["enps"], 300, 100 * math.sqrt(0.6 - 0.04))
    for end in ("low", "high"):
        assert ours.test_of_enps(Figure(row[end])) == pytest.approx(0.05, abs=0.01)


def test_how_many_were_invited_is_known_of_each_group_by_itself():
    """Ten of twelve in North, ten of nobody knows how many in South."""
    answers = "| friend | team |\n|---|---|\n" + "| 10 | North |\n| 0 | North |\n" * 5
    answers += "| 10 | South |\n| 0 | South |\n" * 5
    results = survey(
        Questions="| question | scale | metric |\n|---|---|---|\n| friend | eleven | enps |\n",
        Scales="| scale | answer | score |\n|---|---|---|\n"
        + "".join(f"| eleven | {n} | {n} |\n" for n in range(11)),
        Segments="| segment |\n|---|\n| team |\n",
        Population="| segment | group | invited |\n|---|---|---|\n| team | North | 12 |\n",
        Responses=answers,
    )
    assert not results.errors
    high = dict(results.all_groups["Enps"].filter(segment="team").select("group", "high").rows())
    assert high["South"] == pytest.approx(100 * Z * math.sqrt(11.5 / 13 / 13))
    worth = 10 * 11 / 2
    assert high["North"] == pytest.approx(100 * Z * math.sqrt((worth + 1.5) / (worth + 3) ** 2))
