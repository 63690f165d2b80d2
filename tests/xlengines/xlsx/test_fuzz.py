"""Damaged workbooks: a refusal in words or a right result; no traceback, no hang, source kept.

800 of a plain workbook and 200 of the demanding one; `MEETLAT_FUZZ` asks for another total.
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

CASES = int(os.environ.get("MEETLAT_FUZZ") or 1000)


def settle(outcomes: list) -> None:
    """All well, and both answers were given often enough for the test to mean something."""
    wrong = [f"{o.number} {o.kind}: {o.wrong}" for o in outcomes if o.wrong]
    assert not wrong, "\n".join(wrong)
    answers = Counter(o.answer for o in outcomes)
    print(dict(answers))
    assert min(answers["refused"], answers["written"]) > len(outcomes) / 20, answers


def test_damaged_plain_workbooks(tmp_path: Path):
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
    settle(fuzzing.try_all(base, CASES * 4 // 5))


def test_damaged_demanding_workbooks(fixtures: Path):
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
    settle(fuzzing.try_all(base, CASES // 5))
