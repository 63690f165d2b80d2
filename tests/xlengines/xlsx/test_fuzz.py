"""Damaged workbooks are refused with a message or written correctly; the source is unchanged.

80 are made of a plain workbook and 20 of the demanding one; `MEETLAT_FUZZ` sets another total.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import contract_book
import pytest
from readback import by_calamine

pytest.importorskip("xlengines.xlsx")
fuzzing = pytest.importorskip("fuzzing")

CASES = int(os.environ.get("MEETLAT_FUZZ") or 100)


def assert_all_right(outcomes: list) -> None:
    """No outcome is wrong, and both answers occur often enough."""
    wrong = [f"{o.number} {o.kind}: {o.wrong}" for o in outcomes if o.wrong]
    assert not wrong, "\n".join(wrong)
    answers = Counter(o.answer for o in outcomes)
    print(dict(answers))
    assert min(answers["refused"], answers["written"]) > len(outcomes) / 20, answers


def test_damaged_plain_workbooks_are_refused_or_written_correctly(tmp_path: Path):
    base = fuzzing.Base(
        whole=contract_book.build(tmp_path / "whole.xlsx").read_bytes(),
        suffix=".xlsx",
        sheet="Tables",
        table="Scores",
        target="D4:D6",
        others="B3:C6",
        header=("question", "theme"),
        beside="Data",
    )
    assert_all_right(fuzzing.try_all(base, CASES * 4 // 5))


def test_damaged_demanding_workbooks_are_refused_or_written_correctly(fixtures: Path):
    base = fuzzing.Base(
        whole=(fixtures / "demanding.xlsm").read_bytes(),
        suffix=".xlsm",
        sheet="Report",
        table="ThemeScores",
        target="F5:F8",
        others="B4:E8",
        header=("theme", "name", "questions", "n"),
        beside="Scores",
        readers=(by_calamine,),
    )
    assert_all_right(fuzzing.try_all(base, CASES // 5))
