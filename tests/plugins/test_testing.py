"""`meetlat.testing` gives a metric the same data as the engine does."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from meetlat.testing import answers_of, counts_of, load_metric, scores, survey
from tests.plugins.test_plugins import QUESTIONS, RESPONSES

SPY = '''
import polars as pl
from meetlat import Counts, hookimpl, metric

SEEN = []

@metric(table="Spy")
def spy(counts: Counts) -> pl.DataFrame:
    """Keep the counts."""
    SEEN.append(counts)
    return counts.group_by(Counts.KEYS).agg(n=pl.col("n").sum())

@hookimpl
def register_metrics(register):
    register(spy)
'''


@pytest.fixture
def spy(tmp_path):
    file = tmp_path / "spy.py"
    file.write_text(SPY, encoding="utf-8")
    return file


def test_counts_of_a_table_equal_the_counts_of_the_engine(tmp_path, spy):
    (tmp_path / "plugins").mkdir()
    spy.rename(tmp_path / "plugins" / "spy.py")
    computed = survey(tmp_path, Questions=QUESTIONS, Responses=RESPONSES)
    (seen,) = computed.metrics["spy"].function.__globals__["SEEN"]
    by_hand = counts_of("""
        | question | answer     | score | n |
        |----------|------------|-------|---|
        | pride    | agree      | 10    | 3 |
        | pride    | neutral    | 5     | 1 |
        | pride    | disagree   | 0     | 1 |
        | pressure | agree      | 10    | 1 |
        | pressure | neutral    | 5     | 1 |
        | pressure | disagree   | 0     | 3 |
    """)
    seen = seen.filter(pl.col("n") > 0)
    assert set(by_hand.columns) == set(seen.columns)
    order = ["question", "answer"]
    assert_frame_equal(
        pl.DataFrame(by_hand).sort(order),
        pl.DataFrame(seen).select(by_hand.columns).sort(order),
        check_dtypes=False,
    )


def test_numeric_answers_in_counts_are_their_own_scores():
    counts = counts_of("| question | answer | n |\n|---|---|---|\n| q | 9 | 2 |\n| q | 0 | 3 |\n")
    assert counts.select("answer", "score", "from_top", "from_bottom", "answered").rows() == [
        ("9", 9.0, 1, 2, 5),
        ("0", 0.0, 2, 1, 5),
    ]


def test_rows_of_a_question_share_their_base_in_any_order():
    counts = counts_of("""
        | question | answer | n |
        |----------|--------|---|
        | trust    | 1      | 2 |
        | pride    | 1      | 3 |
        | trust    | 2      | 4 |
    """)
    assert counts["base"].to_list() == [0, 1, 0]


def test_columns_given_in_the_table_of_counts_are_kept():
    counts = counts_of("""
        | segment | group | question | theme | weight | answer | label | n | answered |
        |---------|-------|----------|-------|--------|--------|-------|---|----------|
        | team    | north | q        | trust | 0.5    | 1      | one   | 2 | 7        |
        |         |       | q        | trust | 0.5    | 1      | one   | 9 | 9        |
    """)
    assert counts.row(0, named=True)["answered"] == 7
    assert counts["segment"].to_list() == ["team", ""]
    assert counts["theme"].unique().to_list() == ["trust"]


def test_answers_have_a_row_for_each_respondent_and_null_for_blanks():
    answers = answers_of("| a | b |\n|---|---|\n| 1 |  |\n|  | 2.5 |\n")
    assert answers.schema == {"a": pl.Float64, "b": pl.Float64}
    assert answers.rows() == [(1.0, None), (None, 2.5)]


def test_the_helper_scores_runs_a_whole_recalculation(spy):
    table = scores(spy, Questions=QUESTIONS, Responses=RESPONSES)
    assert table.rows() == [("pride", "pride", 5), ("pressure", "pressure", 5)]


def refusal_of(*arguments, **tables) -> str:
    with pytest.raises(AssertionError) as refusal:
        scores(*arguments, **tables)
    return str(refusal.value)


def test_the_helper_scores_fails_with_the_problem_of_the_workbook(spy):
    wrong = QUESTIONS.replace("work ", "wrok ")
    assert 'the theme "wrok" is not in Themes' in refusal_of(
        spy, Questions=wrong, Responses=RESPONSES
    )
    off = "| metric | on |\n|---|---|\n| spy | no |\n"
    message = refusal_of(spy, Questions=QUESTIONS, Responses=RESPONSES, Metrics=off)
    assert message == "spy is off, or fits none of the questions"
    spy.write_text(SPY.replace("return", "1 / 0\n    return"), encoding="utf-8")
    message = refusal_of(spy, Questions=QUESTIONS, Responses=RESPONSES)
    assert "ZeroDivisionError" in message
    assert "spy.py, line 11" in message


def test_loading_an_unknown_metric_names_the_metrics_of_the_file(spy):
    assert load_metric(spy).name == "spy"
    with pytest.raises(AssertionError, match=r"spy\.py offers spy; spi was asked for"):
        load_metric(spy, "spi")
    spy.write_text("x = 1", encoding="utf-8")
    with pytest.raises(AssertionError, match="offers no metric; one was asked for"):
        load_metric(spy)
    spy.write_text("x = ", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"spy\.py, line 1"):
        load_metric(spy)
