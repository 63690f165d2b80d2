"""Every fault that is planted in a sound survey is reported exactly once, with its cell."""

from __future__ import annotations

import pytest

from meetlat.recalculation import check
from tests.faults import Fault, planted, sound_sheets, written
from tests.faults.catalogue import CATALOGUE
from tests.faults.lint import LINT
from tests.faults.responses import RESPONSES

FAULTS = [*CATALOGUE, *RESPONSES, *LINT]


def test_nothing_is_wrong_with_the_sound_survey(tmp_path):
    assert [str(problem) for problem in planted([], tmp_path)] == []


def test_nor_with_a_real_workbook_of_it(tmp_path):
    file = written(tmp_path / "survey.xlsx", sound_sheets())
    assert [str(problem) for problem in check(file)] == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_gives_one_problem(fault: Fault, tmp_path):
    problems = planted([fault], tmp_path)
    assert [(p.code, p.place) for p in problems] == [fault.expected], [str(p) for p in problems]
    for language in ("en", "nl"):
        assert problems[0].render(language)
