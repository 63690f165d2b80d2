"""Existing files are replaced only with --force; input files never are."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.publishing import NotPublishedError
from meetlat.reporting.atomic_write import write_atomically
from meetlat.reporting.overwrite_guard import NotOverwrittenError, refuse_to_overwrite
from tests.surveys import of_file, workbook

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |"
RESPONSES = "| pride |\n|---|\n" + "| agree |\n" * 6


@pytest.fixture
def survey(tmp_path) -> Path:
    return workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)


@pytest.fixture
def survey_of_files(tmp_path) -> Path:
    """A survey whose responses and earlier wave are in files named like result tables."""
    for name in ("ThemeScores.csv", "QuestionScores.csv"):
        (tmp_path / name).write_text("pride\n" + "agree\n" * 6, encoding="utf-8")
    waves = "| comparison | subject | value | responses |\n|---|---|---|---|\n"
    return workbook(
        tmp_path / "survey.xlsx",
        Survey=of_file(tmp_path / "ThemeScores.csv"),
        Questions=QUESTIONS,
        Comparisons=waves + "| Before | | | QuestionScores.csv |\n",
    )


def meetlat(*words: object):
    return CliRunner().invoke(app, list(map(str, words)))


def test_recalculate_replaces_another_workbook_only_with_force(survey, tmp_path):
    other = workbook(tmp_path / "last year.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    before = other.read_bytes()
    refused = meetlat("recalculate", survey, "--output", other)
    assert refused.exit_code == 1
    assert f"{other} exists. Add --force to replace it" in refused.output
    assert other.read_bytes() == before
    assert meetlat("recalculate", survey, "--output", other, "--force").exit_code == 0
    assert other.read_bytes() != before


def test_recalculate_replaces_its_own_earlier_output_only_with_force(survey, tmp_path):
    command = ["recalculate", survey, "--output", tmp_path / "report.xlsx"]
    codes = [meetlat(*words).exit_code for words in (command, command, [*command, "--force"])]
    assert codes == [0, 1, 0]


def test_export_writes_no_table_if_one_of_the_files_exists(survey, tmp_path):
    folder = tmp_path / "figures"
    folder.mkdir()
    own = folder / "ThemeScores.csv"
    own.write_text("my own figures", encoding="utf-8")
    refused = meetlat("export", survey, folder)
    assert refused.exit_code == 1
    assert f"{own} exists" in refused.output
    assert [file.name for file in folder.iterdir()] == [own.name]
    assert meetlat("export", survey, folder, "--force").exit_code == 0
    assert "my own" not in own.read_text(encoding="utf-8-sig")


def test_report_writes_no_file_if_one_of_them_exists(survey, tmp_path):
    pytest.importorskip("jinja2")
    page, letter = tmp_path / "report.html", tmp_path / "letter.html"
    letter.write_text("<p>Dear all</p>", encoding="utf-8")
    assert meetlat("report", survey, "--html", page).exit_code == 0
    refused = meetlat("report", survey, "--html", letter, "--pdf", tmp_path / "report.pdf")
    assert refused.exit_code == 1
    assert str(letter) in refused.output
    assert letter.read_text(encoding="utf-8") == "<p>Dear all</p>"
    assert not (tmp_path / "report.pdf").exists()


def test_a_report_never_overwrites_the_workbook_even_with_force(survey):
    before = survey.read_bytes()
    refused = meetlat("report", survey, "--workbook", survey, "--force")
    assert refused.exit_code == 1
    assert "is read for the report and is never overwritten" in refused.output
    assert survey.read_bytes() == before


def test_two_outputs_with_the_same_file_name_are_a_usage_error(survey):
    assert meetlat("report", survey, "--html", "same", "--pdf", "same").exit_code == 2


def test_recalculate_accepts_the_workbook_itself_as_output(survey):
    assert meetlat("recalculate", survey, "--output", survey).exit_code == 0


def test_the_file_given_as_responses_is_not_overwritten_even_with_force(survey, tmp_path):
    answers = workbook(tmp_path / "answers.xlsx", Responses=RESPONSES)
    arguments = ["recalculate", survey, "--responses", answers, "--output", answers, "--force"]
    assert "is never overwritten" in meetlat(*arguments).output


@pytest.mark.parametrize("name", ["ThemeScores.csv", "QuestionScores.csv"])
@pytest.mark.parametrize("command", ["recalculate", "watch", "export"])
def test_responses_and_earlier_waves_are_not_overwritten_even_with_force(
    survey_of_files, command, name
):
    file = survey_of_files.with_name(name)
    before = file.read_bytes()
    targets = {
        "recalculate": ["--output", file],
        "watch": ["--output", file],
        "export": [survey_of_files.parent],
    }
    refused = meetlat(command, survey_of_files, *targets[command], "--force")
    assert refused.exit_code == 1
    assert "is read for the report and is never overwritten" in refused.output
    assert file.read_bytes() == before


def test_watch_refuses_an_existing_output_before_it_starts(survey, tmp_path):
    other = workbook(tmp_path / "other.xlsx", Questions=QUESTIONS)
    refused = meetlat("watch", survey, "--output", other)
    assert refused.exit_code == 1
    assert "exists" in refused.output


def test_a_folder_is_not_overwritten_even_with_force(tmp_path):
    with pytest.raises(NotOverwrittenError, match="is a folder"):
        refuse_to_overwrite([tmp_path], read=[], force=True)


def test_writing_a_file_that_is_open_elsewhere_raises_a_readable_error(tmp_path, monkeypatch):
    def locked(self, target):
        raise PermissionError(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(NotPublishedError, match="is open in another program"):
        write_atomically(tmp_path / "page.html", b"<p>")
    assert list(tmp_path.glob(".*")) == []
