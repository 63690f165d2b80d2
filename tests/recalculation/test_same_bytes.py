"""The same input gives the same workbook, byte for byte, in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.faults import Fault, edited, written
from tests.surveys import shown

# Many spellings of one answer, of one group and of several answers at once: each kind gives one
# remark, which cites one of the cells.
SPELLINGS = Fault(
    "many spellings",
    "",
    cells={
        "Survey!A11": "weights",
        "Survey!B11": "yes",
        **{
            f"Responses!{column}{row}": spelling
            for column in "DEGHIJK"
            for row, spelling in enumerate(
                ("AGREE", "Agree", "aGREE", " agree", "agree ", "AGree", "agREE", "agreE"), 12
            )
        },
        **{
            f"Responses!N{row}": several
            for row, several in enumerate(
                ("pay, travel", "travel, pay", "pay, content", "travel, content"), 12
            )
        },
        "Responses!B2": "harbour",
        "Responses!B6": "HARBOUR",
        "Responses!G5": "agre",
        "Responses!H9": "neutrl",
        "Responses!I9": "disagre",
    },
)


def recalculated(file: Path, seed: str, threads: str) -> bytes:
    """Return the workbook after a recalculation in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads}
    environment["SOURCE_DATE_EPOCH"] = "1790000000"  # the workbook shows when it was recalculated
    command = [sys.executable, "-m", "meetlat", "recalculate", str(file)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return file.read_bytes()


def test_every_process_writes_the_same_bytes(tmp_path):
    """Every table has figures, as in the sound survey, and there are remarks beside them."""
    original = written(tmp_path / "survey.xlsx", edited([SPELLINGS])).read_bytes()
    found = set()
    for seed, threads in (("1", "1"), ("2", "4"), ("3", "4")):
        (tmp_path / "survey.xlsx").write_bytes(original)
        found.add(recalculated(tmp_path / "survey.xlsx", seed, threads))
    assert len(found) == 1
    assert shown(tmp_path / "survey.xlsx", "Problems")[1:]
    assert shown(tmp_path / "survey.xlsx", "QuestionScores")[1:]
