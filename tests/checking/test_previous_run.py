"""A few more or fewer respondents than when the figures in the workbook were computed."""

from __future__ import annotations

import pytest

from meetlat.api import check, recalculate
from tests.surveys import workbook

SETTINGS = """
| setting | value |
|---|---|
| language | en |
| responses | answers.csv |
| smallest_group | 5 |
"""
QUESTIONS = """
| question | theme | scale |
|---|---|---|
| pride | work | agreement |
"""
LAST_RUN = """
| item | value |
|---|---|
| | |
"""


def codes_after(folder, before: int, after: int) -> list[str]:
    """Return the codes of the problems of a second recalculation, with other respondents."""
    file = workbook(folder / "survey.xlsx", Survey=SETTINGS, Questions=QUESTIONS, LastRun=LAST_RUN)
    for respondents in (before, after):
        answers = (
            "pride\n" + "agree\nneutral\n" * (respondents // 2) + "agree\n" * (respondents % 2)
        )
        (folder / "answers.csv").write_text(answers, encoding="utf-8", newline="\n")
        problems = [problem.code for problem in check(file)]
        recalculate(file)
    return problems


@pytest.mark.parametrize(("before", "after"), [(20, 21), (24, 20)])
def test_a_few_respondents_more_or_less_than_at_the_last_run_give_a_remark(tmp_path, before, after):
    assert codes_after(tmp_path, before, after) == ["run-few-apart"]


@pytest.mark.parametrize(("before", "after"), [(20, 20), (20, 25), (30, 20)])
def test_as_many_respondents_or_enough_others_give_no_remark(tmp_path, before, after):
    assert codes_after(tmp_path, before, after) == []


def test_the_remark_names_both_numbers_and_the_cell_of_the_last_run(tmp_path):
    codes_after(tmp_path, 20, 20)
    (tmp_path / "answers.csv").write_text("pride\n" + "agree\nneutral\n" * 11, encoding="utf-8")
    (problem,) = check(tmp_path / "survey.xlsx")
    assert problem.place.startswith("LastRun!B")
    assert "22" in problem.sentence()
    assert "20" in problem.sentence()
