"""eNPS and its interval, against figures worked out by hand."""

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
UNKNOWN_POPULATION = pl.DataFrame(
    schema={"segment": pl.String, "group": pl.String, "invited": pl.Int64}
)


def invited(people: int) -> pl.DataFrame:
    return pl.DataFrame({"segment": [""], "group": [""], "invited": [people]})


def test_enps_is_promoters_minus_detractors_with_an_interval():
    row = enps(counts(s10=2, s9=1, s8=2, s7=1, s6=2, s0=2), UNKNOWN_POPULATION).row(0, named=True)
    assert (row["promoters"], row["passives"], row["detractors"]) == (0.3, 0.3, 0.4)
    assert row["enps"] == pytest.approx(-10)
    # The interval adds three answers: 3.75 promoters and 4.75 detractors of 13.
    net, either = -1 / 13, 8.5 / 13
    margin = Z * math.sqrt((either - net**2) / 13)
    assert row["low"] == pytest.approx(100 * (net - margin))
    assert row["high"] == pytest.approx(100 * (net + margin))


@pytest.mark.parametrize(("promoters", "low"), [(10, 47.5), (100, 93.1), (1000, 99.3)])
def test_interval_of_unanimous_answers_is_not_a_point(promoters, low):
    """The interval keeps a width, however many respondents there are."""
    row = enps(counts(s10=promoters), UNKNOWN_POPULATION).row(0, named=True)
    assert (row["enps"], row["high"]) == (100, 100)
    assert row["low"] == pytest.approx(low, abs=0.1)
    mirrored = enps(counts(s0=promoters), UNKNOWN_POPULATION).row(0, named=True)
    assert (mirrored["low"], mirrored["high"]) == (-100, pytest.approx(-row["low"]))


@given(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
    st.one_of(st.none(), st.integers(0, 100)),
)
def test_enps_lies_within_its_interval_and_the_interval_within_its_bounds(answers, absent):
    hypothesis.assume(sum(answers) >= 5)
    people = UNKNOWN_POPULATION if absent is None else invited(sum(answers) + absent)
    promoters, passives, detractors = answers
    row = enps(counts(s10=promoters, s7=passives, s0=detractors), people).row(0, named=True)
    assert -100 <= row["low"] <= row["enps"] + 1e-9
    assert row["enps"] - 1e-9 <= row["high"] <= 100
    assert (row["high"] - row["low"] < 1e-9) == (absent == 0)


def test_interval_covers_the_enps_of_everyone_in_95_per_cent_of_samples():
    """Exact probabilities of all samples of fifteen, from even and lopsided organisations."""
    samples = [(p, d) for p in range(16) for d in range(16 - p)]
    all_counts = [
        counts(s10=p, s7=15 - p - d, s0=d).with_columns(group=pl.lit(f"{p} {d}"))
        for p, d in samples
    ]
    found = enps(pl.concat(all_counts), UNKNOWN_POPULATION).select("group", "low", "high").rows()
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


def test_a_question_without_answers_has_no_enps():
    assert enps(counts(s10=0, s0=0), UNKNOWN_POPULATION).is_empty()


@pytest.mark.parametrize("people", [None, 5, 10, 11, 14, 400])
def test_interval_narrows_as_more_of_the_invited_respond(people):
    """Ten of 400 leaves much uncertain, ten of ten nothing."""
    population = UNKNOWN_POPULATION if people is None else invited(people)
    row = enps(counts(s10=4, s8=4, s0=2), population).row(0, named=True)
    share_absent = 1 if people is None else max(0, people - 10) / (people - 1)
    if not share_absent:
        assert row["low"] == row["high"] == row["enps"]
        return
    n = 10 / share_absent  # respondents of a large organisation with the same error
    net, either = 0.2 * n / (n + 3), (0.6 * n + 1.5) / (n + 3)
    margin = Z * math.sqrt((either - net**2) / (n + 3))
    assert row["low"] == pytest.approx(100 * (net - margin))
    assert row["high"] == pytest.approx(100 * (net + margin))


def test_significance_of_a_difference_agrees_with_the_interval():
    """The test uses the standard error alone, so they agree for hundreds of respondents."""
    row = enps(counts(s10=120, s8=120, s0=60), UNKNOWN_POPULATION).row(0, named=True)
    ours = Figure(row["enps"], 300, 100 * math.sqrt(0.6 - 0.04))
    for end in ("low", "high"):
        assert ours.test_of_enps(Figure(row[end])) == pytest.approx(0.05, abs=0.01)


def test_interval_of_a_group_uses_the_number_invited_to_that_group():
    """Ten of twelve answered in North, ten of an unknown number in South."""
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
    n = 10 * 11 / 2
    assert high["North"] == pytest.approx(100 * Z * math.sqrt((n + 1.5) / (n + 3) ** 2))
