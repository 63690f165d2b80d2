"""The record of the tests in Wine, and the tables that are made of it."""

from __future__ import annotations

import json

import pytest

from tests.wine import outcomes
from tests.wine.outcomes import Folder, read_outcomes, tables
from tests.wine.record import BEGAN, WAITED

RECORD = [
    *[[f"t.py::{name}", WAITED, ""] for name in "abcde"],
    ["t.py::a", BEGAN, ""], ["t.py::a", "passed", ""], ["t.py::a", "failed", "at the end"],
    ["t.py::b", BEGAN, ""], ["t.py::b", "skipped", "R is not installed"],
    ["t.py::c", BEGAN, ""], ["t.py::c", "failed", "line 1\nE   a < b\nE   later"],
    ["t.py::d", BEGAN, ""],
]  # fmt: skip


@pytest.fixture
def folder(tmp_path) -> Folder:
    file = tmp_path / "record.jsonl"
    file.write_text("\n".join(map(json.dumps, RECORD)), encoding="utf-8")
    return Folder("tests/t", read_outcomes(file))


def test_each_test_has_its_worst_outcome_and_a_reason(folder):
    found = {o.test[-1]: (o.outcome, o.reason, o.is_unexpected) for o in folder.outcomes}
    assert found == {
        "a": ("failed", "at the end", True),
        "b": ("skipped", "R is not installed", False),
        "c": ("failed", "a < b", True),
        "d": (BEGAN, "Python ended, or the time was up", True),
        "e": (WAITED, "Python ended, or the time was up", True),
    }


def test_the_tables_count_outcomes_and_reasons(folder):
    shown = tables([folder])
    assert "| `tests/t` | 0 | 2 | 1 | 2 |" in shown
    assert "| Python ended, or the time was up | 2 | `t.py::d` |" in shown
    assert "| a &lt; b | 1 | `t.py::c` |" in shown


def test_a_fault_of_wine_is_expected(folder, monkeypatch):
    monkeypatch.setattr(outcomes, "FAULTS_OF_WINE", {"::c": "Wine has no c"})
    (known,) = [o for o in folder.outcomes if o.test == "t.py::c"]
    assert (known.reason, known.is_unexpected) == ("Wine has no c", False)


def test_without_a_record_there_are_no_outcomes(tmp_path):
    assert read_outcomes(tmp_path / "none") == []
