"""The last run: the same fingerprints for the same survey, others for another."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from meetlat import recalculate
from meetlat.recalculation import preview
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


def test_that_of_the_responses_is_the_beginning_of_the_files_own(tmp_path):
    told = run(tmp_path)["responses"]
    own = hashlib.sha256((tmp_path / "answers.csv").read_bytes()).hexdigest()
    assert own.startswith(told)
    assert len(told) == 16


TURNED = """
| question | theme | scale     | reverse |
|----------|-------|-----------|---------|
| q1       | work  | agreement | yes     |
"""


@pytest.mark.parametrize("questions", [QUESTIONS.replace("work", ""), TURNED])
def test_another_catalogue_has_another_fingerprint_and_the_same_answers(tmp_path, questions):
    before, after = run(tmp_path), run(tmp_path, questions)
    assert before["catalogue"] != after["catalogue"]
    assert before["responses"] == after["responses"]


def test_other_answers_have_another_fingerprint_and_the_same_catalogue(tmp_path):
    before, after = run(tmp_path), run(tmp_path, answers="neutral\n")
    assert before["responses"] != after["responses"]
    assert before["catalogue"] == after["catalogue"]


def test_a_table_of_the_workbook_has_one_as_well(tmp_path):
    responses = "| q1 |\n|---|\n" + "| agree |\n" * 8
    file = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=responses)
    assert len(dict(preview(file)["LastRun"].iter_rows())["responses"]) == 16


def test_it_is_written_where_the_workbook_has_a_table_for_it(tmp_path):
    tables = {"Questions": QUESTIONS, "Responses": "| q1 |\n|---|\n" + "| agree |\n" * 8}
    file = workbook(
        tmp_path / "survey.xlsx", **tables, LastRun="| item | value |\n|---|---|\n| | |"
    )
    recalculate(file)
    assert dict(shown(file, "LastRun")[1:])["questions"] == "1"


def with_wave(folder: Path, then: str = "agree\n", heading: str = "q1") -> dict[str, str]:
    """The last run of a survey beside an earlier wave, whose question was called otherwise."""
    (folder / "answers.csv").write_text("q1\n" + "agree\n" * 8, encoding="utf-8")
    (folder / "then.csv").write_text("q1,old\n" + then.replace("\n", ",agree\n") * 8, "utf-8")
    questions = (
        f"| question | column::Previous | theme | scale |\n|---|---|---|---|\n| q1 | {heading}"
    )
    named = "| comparison | subject | value | responses |\n|---|---|---|---|\n| Previous | | | "
    tables = {
        "Questions": questions + " | work | agreement |",
        "Comparisons": named + "then.csv |",
    }
    file = workbook(folder / "survey.xlsx", Survey=OF_A_FILE, **tables)
    return dict(preview(file)["LastRun"].iter_rows())


def test_an_earlier_wave_has_a_fingerprint_of_its_own(tmp_path):
    first, second = with_wave(tmp_path), with_wave(tmp_path, "neutral\n")
    assert first["responses: Previous"] != second["responses: Previous"]
    assert first["responses"] == second["responses"]
    assert first["catalogue"] == second["catalogue"]
    own = hashlib.sha256((tmp_path / "then.csv").read_bytes()).hexdigest()
    assert own.startswith(second["responses: Previous"])


def test_another_column_of_then_is_another_catalogue(tmp_path):
    assert with_wave(tmp_path)["catalogue"] != with_wave(tmp_path, heading="old")["catalogue"]
