"""eNPS against figures one can do by hand, and its limits."""

import math

import polars as pl
import pytest

from meetlat_enps import enps


def counts(**answers: int) -> pl.DataFrame:
    """How often each score was given: `counts(s9=3, s4=1)`."""
    rows = [{"score": float(name[1:]), "n": n} for name, n in answers.items()]
    keys = {"segment": "", "group": "", "question": "enps"}
    return pl.DataFrame(rows).with_columns(**{k: pl.lit(v) for k, v in keys.items()})


def test_promoters_less_detractors():
    row = enps(counts(s10=2, s9=1, s8=2, s7=1, s6=2, s0=2)).row(0, named=True)
    assert (row["promoters"], row["passives"], row["detractors"]) == (0.3, 0.3, 0.4)
    assert row["enps"] == pytest.approx(-10)
    margin = 1.959963984540054 * math.sqrt((0.3 + 0.4 - 0.01) / 10)
    assert row["low"] == pytest.approx(-10 - 100 * margin)
    assert row["high"] == pytest.approx(-10 + 100 * margin)


def test_the_interval_stays_within_what_is_possible():
    row = enps(counts(s10=9, s0=1)).row(0, named=True)
    assert row["high"] == 100
    everyone = enps(counts(s10=9)).row(0, named=True)
    assert (everyone["enps"], everyone["low"], everyone["high"]) == (100, 100, 100)


def test_a_question_that_nobody_answered_has_no_row():
    assert enps(counts(s10=0, s0=0)).is_empty()
