"""eNPS against figures one can do by hand; its interval is in tests/scoring/test_intervals.py."""

import polars as pl
import pytest

from meetlat_enps import enps


def counts(**answers: int) -> pl.DataFrame:
    """How often each score was given: `counts(s9=3, s4=1)`."""
    rows = [{"score": float(name[1:]), "n": n} for name, n in answers.items()]
    keys = {"segment": "", "group": "", "question": "enps"}
    return pl.DataFrame(rows).with_columns(**{k: pl.lit(v) for k, v in keys.items()})


def test_enps_is_promoters_minus_detractors():
    row = enps(counts(s10=2, s9=1, s8=2, s7=1, s6=2, s0=2)).row(0, named=True)
    assert (row["promoters"], row["passives"], row["detractors"]) == (0.3, 0.3, 0.4)
    assert row["enps"] == pytest.approx(-10)


def test_a_question_that_nobody_answered_has_no_row():
    assert enps(counts(s10=0, s0=0)).is_empty()
