"""Two people with the same answers: no remark, unless nobody else would give such answers."""

from __future__ import annotations

import math
import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat_plausibility.duplicates import log_chances
from tests.surveys import problems

PEOPLE = 60


def remarks_on_equal_rows(questions: int) -> int:
    """The remarks on equal rows if people answer at random and the last one is the first again."""
    draw = random.Random(1)  # noqa: S311
    answers = ("agree", "neutral", "disagree", "don't know")
    names = [f"q{i}" for i in range(questions)]
    rows = [" | ".join(draw.choice(answers) for _ in names) for _ in range(PEOPLE)]
    found = problems(
        Questions="| question | theme | scale |\n|--|--|--|\n"
        + "".join(f"| {name} | work | agreement |\n" for name in names),
        Responses=f"| {' | '.join(names)} |\n|{'--|' * questions}\n"
        + "".join(f"| {row} |\n" for row in [*rows, rows[0]]),
    )
    return sum("exactly the same answers" in problem for problem in found)


@pytest.mark.parametrize(("questions", "expected"), [(2, 0), (5, 0), (8, 0), (20, 1), (25, 1)])
def test_equal_rows_are_reported_only_if_they_have_many_answers(questions, expected):
    assert remarks_on_equal_rows(questions) == expected


@given(st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=2, max_size=30))
def test_no_row_is_less_likely_than_answers_that_each_were_given_once(rows):
    """So equal rows of a few answers need no look at their chances."""
    people = pl.DataFrame(rows, schema=[*"012345"], orient="row").cast(pl.UInt16)
    for questions in range(7):
        lowest = log_chances(people, people, questions).min()
        assert lowest >= -questions * math.log(len(people)) - 1e-9
