"""eNPS against figures one can do by hand, and its limits."""

import math

import polars as pl
import pytest

from meetlat import Figure
from meetlat_enps import enps
from tests.surveys import survey


def counts(**answers: int) -> pl.DataFrame:
    """How often each score was given: `counts(s9=3, s4=1)`."""
    rows = [{"score": float(name[1:]), "n": n} for name, n in answers.items()]
    keys = {"segment": "", "group": "", "question": "enps"}
    return pl.DataFrame(rows).with_columns(**{k: pl.lit(v) for k, v in keys.items()})


NOBODY_KNOWS = pl.DataFrame(schema={"segment": pl.String, "group": pl.String, "invited": pl.Int64})


def invited(people: int) -> pl.DataFrame:
    return pl.DataFrame({"segment": [""], "group": [""], "invited": [people]})


def test_promoters_less_detractors():
    row = enps(counts(s10=2, s9=1, s8=2, s7=1, s6=2, s0=2), NOBODY_KNOWS).row(0, named=True)
    assert (row["promoters"], row["passives"], row["detractors"]) == (0.3, 0.3, 0.4)
    assert row["enps"] == pytest.approx(-10)
    margin = 1.959963984540054 * math.sqrt((0.3 + 0.4 - 0.01) / 10)
    assert row["low"] == pytest.approx(-10 - 100 * margin)
    assert row["high"] == pytest.approx(-10 + 100 * margin)


def test_the_interval_stays_within_what_is_possible():
    row = enps(counts(s10=9, s0=1), NOBODY_KNOWS).row(0, named=True)
    assert row["high"] == 100
    everyone = enps(counts(s10=9), NOBODY_KNOWS).row(0, named=True)
    assert (everyone["enps"], everyone["low"], everyone["high"]) == (100, 100, 100)


def test_a_question_that_nobody_answered_has_no_row():
    assert enps(counts(s10=0, s0=0), NOBODY_KNOWS).is_empty()


@pytest.mark.parametrize("people", [None, 5, 10, 11, 14, 400])
def test_what_lies_outside_the_interval_is_what_the_test_of_a_difference_sees(people):
    """Of the ten of five thousand much is uncertain; of ten of ten nothing."""
    row = enps(counts(s10=4, s8=4, s0=2), NOBODY_KNOWS if people is None else invited(people)).row(
        0, named=True
    )
    ours = Figure(row["enps"], 10, 100 * math.sqrt(0.6 - 0.04), people)
    margin = row["high"] - row["enps"]
    assert margin == pytest.approx(row["enps"] - row["low"])
    assert margin == pytest.approx(1.959963984540054 * ours.finite_error)
    if margin:
        assert ours.test_of_enps(Figure(row["high"])) == pytest.approx(0.05)
    else:
        assert ours.test_of_enps(Figure(row["high"] + 1)) == 0


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
    ).results
    assert not results.errors
    high = dict(results.everywhere["Enps"].filter(segment="team").select("group", "high").rows())
    assert high["South"] == pytest.approx(1.959963984540054 * 100 / math.sqrt(10))
    assert high["North"] == pytest.approx(high["South"] * math.sqrt(2 / 11))
