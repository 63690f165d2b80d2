"""The table LastRun: equal surveys have equal fingerprints, different ones do not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from meetlat import recalculate
from meetlat.api import preview
from tests.surveys import SURVEY, shown, workbook

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| q1 | work | agreement |"
OF_A_FILE = SURVEY.replace("| Responses |", "| answers.csv |")


def run(folder: Path, questions: str = QUESTIONS, answers: str = "agree\n") -> dict[str, str]:
    (folder / "answers.csv").write_text("q1\n" + answers * 8, encoding="utf-8")
    file = workbook(folder / "survey.xlsx", Survey=OF_A_FILE, Questions=questions)
    return dict(preview(file)["LastRun"].iter_rows())


def test_the_same_survey_has_the_same_fingerprints(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1742806800")
    first = run(tmp_path)
    assert run(tmp_path) == first
    assert first["recalculated"] == "2025-03-24 09:00"
    assert first["respondents"] == "8"


def test_responses_fingerprint_differs_for_each_user(tmp_path, monkeypatch):
    """So nobody without the secret key of the user can try out which answers it belongs to."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    become("a user", tmp_path, monkeypatch)
    fingerprint = run(tmp_path)["responses"]
    plain = hashlib.sha256((tmp_path / "answers.csv").read_bytes()).hexdigest()
    assert not plain.startswith(fingerprint)
    assert len(fingerprint) == 16
    become("another user", tmp_path, monkeypatch)
    other = run(tmp_path)["responses"]
    assert other != fingerprint
    assert run(tmp_path)["responses"] == other, "the key is kept"


def test_a_reproducible_build_is_the_same_for_each_user(tmp_path, monkeypatch):
    """So the shipped workbooks can be rebuilt on any machine."""
    become("a user", tmp_path, monkeypatch)
    first = run(tmp_path)
    become("another user", tmp_path, monkeypatch)
    assert run(tmp_path) == first


def become(user: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the home of another user."""
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(folder / user))


REVERSED = """
| question | theme | scale     | reverse |
|----------|-------|-----------|---------|
| q1       | work  | agreement | yes     |
"""
WEIGHTED = """
| question | theme | scale     | weight |
|----------|-------|-----------|--------|
| q1       | work  | agreement | 2      |
"""


@pytest.mark.parametrize("questions", [WEIGHTED, REVERSED])
def test_a_changed_catalogue_changes_only_its_own_fingerprint(tmp_path, questions):
    before, after = run(tmp_path), run(tmp_path, questions)
    assert before["catalogue"] != after["catalogue"]
    assert before["responses"] == after["responses"]


def test_changed_answers_change_only_their_own_fingerprint(tmp_path):
    before, after = run(tmp_path), run(tmp_path, answers="neutral\n")
    assert before["responses"] != after["responses"]
    assert before["catalogue"] == after["catalogue"]


def test_responses_in_the_workbook_have_a_fingerprint(tmp_path):
    responses = "| q1 |\n|---|\n" + "| agree |\n" * 8
    file = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=responses)
    assert len(dict(preview(file)["LastRun"].iter_rows())["responses"]) == 16


def test_the_last_run_is_written_into_the_table_last_run(tmp_path):
    tables = {"Questions": QUESTIONS, "Responses": "| q1 |\n|---|\n" + "| agree |\n" * 8}
    file = workbook(
        tmp_path / "survey.xlsx", **tables, LastRun="| item | value |\n|---|---|\n| | |"
    )
    recalculate(file)
    assert dict(shown(file, "LastRun")[1:])["questions"] == "1"


def with_wave(folder: Path, earlier: str = "agree\n", heading: str = "q1") -> dict[str, str]:
    """The last run of a survey with an earlier wave, whose question had another name."""
    (folder / "answers.csv").write_text("q1\n" + "agree\n" * 8, encoding="utf-8")
    (folder / "earlier.csv").write_text("q1,old\n" + earlier.replace("\n", ",agree\n") * 8, "utf-8")
    questions = (
        f"| question | column::Previous | theme | scale |\n|---|---|---|---|\n| q1 | {heading}"
    )
    named = "| comparison | subject | value | responses |\n|---|---|---|---|\n| Previous | | | "
    tables = {
        "Questions": questions + " | work | agreement |",
        "Comparisons": named + "earlier.csv |",
    }
    file = workbook(folder / "survey.xlsx", Survey=OF_A_FILE, **tables)
    return dict(preview(file)["LastRun"].iter_rows())


def test_an_earlier_wave_has_its_own_fingerprint(tmp_path):
    first, second = with_wave(tmp_path), with_wave(tmp_path, "neutral\n")
    assert first["responses: Previous"] != second["responses: Previous"]
    assert first["responses"] == second["responses"]
    assert first["catalogue"] == second["catalogue"]


def test_another_column_name_in_an_earlier_wave_changes_the_catalogue_fingerprint(tmp_path):
    assert with_wave(tmp_path)["catalogue"] != with_wave(tmp_path, heading="old")["catalogue"]
