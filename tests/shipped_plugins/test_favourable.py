"""Favourable shares, against figures worked out by hand on scales of several lengths."""

from __future__ import annotations

import polars as pl
import pytest

from meetlat_favourable import favourable
from tests.surveys import AGREEMENT, survey


def counts(*times: int, unscored: int = 0) -> pl.DataFrame:
    """How often each score was given, the least favourable first."""
    points = len(times)
    rows = [
        {"score": float(p), "from_bottom": p, "from_top": points + 1 - p, "n": n}
        for p, n in enumerate(times, start=1)
    ]
    rows.append({"score": None, "from_bottom": None, "from_top": None, "n": unscored})
    keys = {"segment": "", "group": "", "question": "q"}
    return pl.DataFrame(rows).with_columns(base=0, **{k: pl.lit(v) for k, v in keys.items()})


@pytest.mark.parametrize(
    ("times", "boxes", "shares"),
    [
        ((1, 2, 3, 2, 2), 2, (0.4, 0.3, 0.3)),  # five points: 4-5, 3, 1-2
        ((1, 2, 3, 2, 2), 1, (0.2, 0.7, 0.1)),  # the ends only
        ((4, 2, 2, 2), 2, (0.4, 0.0, 0.6)),  # an even scale has no middle of two boxes
        ((4, 2, 2, 2), 1, (0.2, 0.4, 0.4)),
        ((1, 2, 3, 2, 2), 3, (0.4, 0.3, 0.3)),  # three boxes of five points would overlap
        ((5, 3, 2), 2, (0.2, 0.3, 0.5)),
        ((7, 3), 2, (0.3, 0.0, 0.7)),
        ((1, 0, 0, 0, 1, 0, 2, 3, 0, 2, 1), 2, (0.6, 0.3, 0.1)),  # 0-10: 7-10, 4-6, 0-3
        ((1, 0, 0, 0, 1, 0, 2, 3, 0, 2, 1), 1, (0.3, 0.6, 0.1)),  # 0-10: 9-10, 2-8, 0-1
        ((1, 0, 0, 1, 2, 0, 2, 0, 2, 2), 2, (0.6, 0.2, 0.2)),  # 1-10: 7-10, 5-6, 1-4
        ((1, 0, 0, 1, 2, 2, 4), 2, (0.8, 0.1, 0.1)),  # seven points: 5-7, 4, 1-3
        ((1, 1, 2, 2, 2, 2), 2, (0.4, 0.4, 0.2)),  # six points: 5-6, 3-4, 1-2
        ((10,), 2, (0.0, 1.0, 0.0)),  # a scale of one score has no sides
    ],
)
def test_boxes_follow_the_length_of_the_scale_and_the_rest_is_neutral(times, boxes, shares):
    row = favourable(counts(*times), boxes=boxes).row(0, named=True)
    assert row["n"] == 10
    found = (row["favourable"], row["neutral"], row["unfavourable"])
    assert found == pytest.approx(shares)
    assert sum(found) == pytest.approx(1)


def test_favourable_ignores_unscored_answers():
    row = favourable(counts(1, 1, 2, unscored=96)).row(0, named=True)
    assert (row["n"], row["favourable"]) == (4, 0.5)


def test_a_question_without_answers_has_no_favourable_share():
    assert favourable(counts(0, 0, 0)).is_empty()


QUESTIONS = """
| question | theme | scale     | reverse |
|----------|-------|-----------|---------|
| pride    | work  | agreement |         |
| pressure | work  | agreement | yes     |
"""
RESPONSES = """
| pride    | pressure   |
|----------|------------|
| agree    | agree      |
| agree    | disagree   |
| agree    | disagree   |
| disagree | don't know |
| neutral  | disagree   |
| agree    | neutral    |
"""


def test_disagreeing_with_a_reverse_coded_question_is_favourable():
    metrics = "| metric | on |\n|---|---|\n| favourable | yes |"
    results = survey(Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics).results
    columns = ("n", "favourable", "neutral", "unfavourable")
    found = results["Favourable"].select("question", *columns).rows()
    assert found == [("pride", 6, 4 / 6, 1 / 6, 1 / 6), ("pressure", 5, 3 / 5, 1 / 5, 1 / 5)]


def test_favourable_is_off_by_default():
    assert "Favourable" not in survey(Questions=QUESTIONS, Responses=RESPONSES).results


def test_favourable_leaves_out_questions_about_enps():
    scale = "".join(f"| mark | {score} | {score} |\n" for score in range(11))
    results = survey(
        Questions="| question | theme | scale | metric |\n|---|---|---|---|\n"
        "| pride | work | agreement | |\n| recommend | | mark | enps |\n",
        Scales=f"{AGREEMENT.rstrip()}\n{scale}",
        Responses="| pride | recommend |\n|---|---|\n" + "| agree | 9 |\n" * 6,
        Metrics="| metric | on |\n|---|---|\n| favourable | yes |",
    ).results
    assert results["Favourable"]["question"].to_list() == ["pride"]
    assert results["Enps"]["question"].to_list() == ["recommend"]


def test_zero_boxes_is_an_error():
    metrics = "| metric | on | parameters |\n|---|---|---|\n| favourable | yes | boxes=0 |"
    results = survey(Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics).results
    assert [(p.sheet, p.cell) for p in results.errors] == [("Metrics", "C2")]
