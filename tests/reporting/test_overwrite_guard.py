"""A file that somebody made is never lost: only what Meetlat wrote is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.publishing import NotPublishedError
from meetlat.reporting.atomic_write import write_atomically
from meetlat.reporting.overwrite_guard import (
    MOST_KEPT,
    NotOverwrittenError,
    refuse_to_lose,
    remember,
)
from tests.surveys import workbook

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |"
RESPONSES = "| pride |\n|---|\n" + "| agree |\n" * 6


@pytest.fixture(autouse=True)
def known(tmp_path, monkeypatch) -> Path:
    """What is remembered, kept apart for the test."""
    state = str(tmp_path / "state")
    monkeypatch.setattr("meetlat.reporting.overwrite_guard.lasting", lambda: state)
    return tmp_path / "state" / "written"


@pytest.fixture
def survey(tmp_path) -> Path:
    return workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)


def meetlat(*words: object):
    return CliRunner().invoke(app, list(map(str, words)))


def test_a_workbook_of_somebody_is_not_written_over(survey, tmp_path):
    other = workbook(tmp_path / "last year.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    before = other.read_bytes()
    told = meetlat("recalculate", survey, "--output", other)
    assert told.exit_code == 1
    assert f"{other} is there already, and Meetlat did not write it" in told.output
    assert other.read_bytes() == before
    assert meetlat("recalculate", survey, "--output", other, "--force").exit_code == 0
    assert other.read_bytes() != before


def test_what_meetlat_wrote_is_until_somebody_changes_it(survey, tmp_path):
    report = tmp_path / "report.xlsx"
    for _ in range(2):
        assert meetlat("recalculate", survey, "--output", report).exit_code == 0
    moved = report.rename(tmp_path / "moved.xlsx")
    assert meetlat("recalculate", survey, "--output", moved).exit_code == 0
    moved.write_bytes(moved.read_bytes() + b" ")
    assert meetlat("recalculate", survey, "--output", moved).exit_code == 1


def test_of_the_figures_none_is_written_where_one_would_be_lost(survey, tmp_path):
    folder = tmp_path / "figures"
    folder.mkdir()
    own = folder / "ThemeScores.csv"
    own.write_text("my own figures", encoding="utf-8")
    told = meetlat("export", survey, folder)
    assert told.exit_code == 1
    assert f"{own} is there already" in told.output
    assert [file.name for file in folder.iterdir()] == [own.name]
    assert meetlat("export", survey, folder, "--force").exit_code == 0
    assert "my own" not in own.read_text(encoding="utf-8-sig")
    assert meetlat("export", survey, folder).exit_code == 0, "now they are its own"


def test_the_page_is_written_again_and_not_over_another(survey, tmp_path):
    pytest.importorskip("jinja2")
    page, letter = tmp_path / "report.html", tmp_path / "letter.html"
    letter.write_text("<p>Dear all</p>", encoding="utf-8")
    for _ in range(2):
        assert meetlat("report", survey, "--html", page).exit_code == 0
    told = meetlat("report", survey, "--html", letter, "--pdf", tmp_path / "report.pdf")
    assert told.exit_code == 1
    assert str(letter) in told.output
    assert letter.read_text(encoding="utf-8") == "<p>Dear all</p>"
    assert not (tmp_path / "report.pdf").exists(), "nothing at all is written"


def test_the_workbook_itself_is_never_lost_to_a_page(survey, tmp_path):
    before = survey.read_bytes()
    told = meetlat("report", survey, "--html", survey, "--force")
    assert told.exit_code == 1
    assert "is read for the report, and would be lost" in told.output
    told = meetlat("report", survey, "--html", "same", "--pdf", "same")
    assert told.exit_code == 2
    assert survey.read_bytes() == before


def test_the_workbook_may_be_its_own_output(survey):
    assert meetlat("recalculate", survey, "--output", survey).exit_code == 0


def test_the_responses_are_not_written_over(survey, tmp_path):
    answers = workbook(tmp_path / "answers.xlsx", Responses=RESPONSES)
    asked = ["recalculate", survey, "--responses", answers, "--output", answers, "--force"]
    assert "would be lost" in meetlat(*asked).output


def test_watching_refuses_before_it_begins(survey, tmp_path):
    other = workbook(tmp_path / "other.xlsx", Questions=QUESTIONS)
    told = meetlat("watch", survey, "--output", other)
    assert told.exit_code == 1
    assert "is there already" in told.output


def test_a_folder_is_no_file_and_an_empty_file_no_loss(tmp_path):
    with pytest.raises(NotOverwrittenError, match="is a folder"):
        refuse_to_lose(tmp_path, force=True)
    (tmp_path / "empty").touch()
    refuse_to_lose(tmp_path / "empty")


def test_only_the_latest_are_kept_and_no_word_of_what_they_are(tmp_path, known):
    for i in range(MOST_KEPT + 5):
        known.parent.mkdir(exist_ok=True)
        if i < MOST_KEPT:
            continue
        (tmp_path / "a").write_text(str(i), encoding="utf-8")
        if i == MOST_KEPT:
            known.write_text("x\n" * MOST_KEPT, encoding="utf-8")
        remember(tmp_path / "a")
    lines = known.read_text(encoding="utf-8").split()
    assert len(lines) == MOST_KEPT
    assert all(len(line) == 64 for line in lines[-5:])


def test_where_nothing_can_be_kept_one_is_asked_again(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("taken", encoding="utf-8")
    monkeypatch.setattr("meetlat.reporting.overwrite_guard.lasting", lambda: str(tmp_path / "file"))
    (tmp_path / "page.html").write_bytes(b"<p>")
    remember(tmp_path / "page.html")
    with pytest.raises(NotOverwrittenError):
        refuse_to_lose(tmp_path / "page.html")


def test_a_file_that_is_open_elsewhere_is_a_sentence(tmp_path, monkeypatch):
    def locked(self, target):
        raise PermissionError(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(NotPublishedError, match="is open in another program"):
        write_atomically(tmp_path / "page.html", b"<p>")
    assert list(tmp_path.glob(".*")) == []
