"""The PDF: the report sheets as LibreOffice prints them, with the figures of now."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.publishing import NotPublishedError, publish
from meetlat.reporting import pdf
from meetlat.reporting.pdf import libreoffice
from tests.example import EXAMPLE, example_results
from tests.surveys import workbook

needs_pages = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice or Poppler is not installed",
)

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| q1 | work | agreement |"
RESPONSES = "| q1 | who |\n|---|---|\n" + "| agree | Anna |\n" * 8


def words(file) -> str:
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return done.stdout.decode()


@needs_pages
def test_it_is_printed_in_the_language_of_the_survey_and_nothing_is_cut(tmp_path):
    untouched = EXAMPLE.read_bytes()
    publish(EXAMPLE, pdf=tmp_path / "report.pdf")
    printed = words(tmp_path / "report.pdf")
    assert "Medewerkersonderzoek 2025" in printed
    assert "919 van 1388 medewerkers" in printed
    for of_hr in ("Vier stappen", "Wat is dit?", "smallest_group", "agreement", "Controle"):
        assert of_hr not in printed
    assert "6,9" in printed
    assert not {"###", "#REF!", "#N/A", "#NAME?", "#VALUE!"} & set(printed.split())
    assert EXAMPLE.read_bytes() == untouched
    pages = printed.split("\f")
    begin = next(i for i, text in enumerate(pages) if "De vragen per thema" in text)
    end = next(i for i, text in enumerate(pages) if "Hoe de antwoorden verdeeld zijn" in text)
    themes = tuple(example_results().catalogue.theme_names.values())
    for text in pages[begin:end]:
        figures = [line.strip() for line in text.splitlines() if re.search(r" \d+ +\d,\d ", line)]
        assert figures[0].startswith(themes), "a page begins with a theme"
        assert not figures[-1].startswith(themes), "and none stands alone at its foot"


@needs_pages
def test_the_figures_are_those_of_now_and_not_of_the_last_recalculation(tmp_path):
    """A workbook that was never recalculated is printed with its results all the same."""
    survey = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    asked = ["report", str(survey), "--pdf", str(tmp_path / "report.pdf")]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0, told.output
    assert "ThemeScores" not in survey.read_bytes().decode("latin-1")
    printed = words(tmp_path / "report.pdf")
    assert "10.0" in printed
    assert "Anna" not in printed, "what each person answered is not sent round"


@needs_pages
def test_a_sheet_that_holds_inputs_and_figures_is_printed(tmp_path):
    def scores_beside(book):
        columns = [{"header": heading} for heading in ("question", "n", "score")]
        beside = {"name": "QuestionScores", "columns": columns}
        book.get_worksheet_by_name("Questions").add_table("F1:H2", beside)

    survey = workbook(
        tmp_path / "survey.xlsx", scores_beside, Questions=QUESTIONS, Responses=RESPONSES
    )
    publish(survey, pdf=tmp_path / "report.pdf")
    printed = words(tmp_path / "report.pdf")
    assert "agreement" in printed, "what is filled in stands on the sheet of the scores"
    assert "smallest_group" not in printed


def test_without_libreoffice_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_usual_places", list)
    with pytest.raises(NotPublishedError, match="needs LibreOffice"):
        libreoffice()
    survey = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    asked = ["report", str(survey), "--pdf", str(tmp_path / "report.pdf")]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 1
    assert "needs LibreOffice" in told.output
    assert not (tmp_path / "report.pdf").exists()


def test_it_must_be_said_what_to_write(tmp_path):
    survey = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    told = CliRunner().invoke(app, ["report", str(survey)])
    assert told.exit_code == 2
    assert "--html" in told.output
