"""The PDF: the report sheets as LibreOffice prints them, with current figures."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest
import xlsxwriter
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.opening import opened
from meetlat.publishing import NotPublishedError, Targets, publish
from meetlat.publishing.printed_sheets import internal_sheets
from meetlat.reading.inputs import read_inputs
from meetlat.reporting import pdf
from meetlat.reporting.pdf import libreoffice
from tests.example import EXAMPLE, example_results
from tests.pictures import png
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
def test_pdf_of_the_example_is_in_dutch_complete_and_starts_pages_with_a_theme(tmp_path):
    untouched = EXAMPLE.read_bytes()
    publish(EXAMPLE, Targets(pdf=tmp_path / "report.pdf"))
    printed = words(tmp_path / "report.pdf")
    assert "Medewerkersonderzoek 2025" in printed
    assert "919 van 1.388 medewerkers" in printed
    for input_text in ("Vul in", "Wat is dit?", "smallest_group", "agreement", "Controle"):
        assert input_text not in printed
    assert "6,9" in printed
    assert not {"###", "#REF!", "#N/A", "#NAME?", "#VALUE!"} & set(printed.split())
    assert EXAMPLE.read_bytes() == untouched
    pages = printed.split("\f")
    first = next(i for i, text in enumerate(pages) if "De vragen per thema" in text)
    last = next(i for i, text in enumerate(pages) if "Thema’s per groep" in text)
    themes = tuple(example_results().catalogue.theme_names.values())
    for text in pages[first:last]:
        figures = [line.strip() for line in text.splitlines() if re.search(r" \d+ +\d,\d ", line)]
        assert figures[0].startswith(themes), "a page starts with a theme"
        assert not figures[-1].startswith(themes), "and no theme is the last line of a page"


@needs_pages
def test_pdf_shows_current_figures_of_a_workbook_never_recalculated(tmp_path):
    survey = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    arguments = ["report", str(survey), "--pdf", str(tmp_path / "report.pdf")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "ThemeScores" not in survey.read_bytes().decode("latin-1")
    printed = words(tmp_path / "report.pdf")
    assert "10.0" in printed
    assert "Anna" not in printed, "no answers of respondents"


@needs_pages
def test_pdf_fetches_no_picture_that_the_workbook_only_links_to(tmp_path):
    """Neither from a web server nor from a share, which would learn who prints."""
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_OPTIONS(self):
            asked.append(self.path)
            self.send_error(404)

        do_GET = do_HEAD = do_PROPFIND = do_OPTIONS  # noqa: N815

        def log_message(self, *_):
            """Be silent."""

    (tmp_path / "logo.png").write_bytes(png(40, 40))
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        web = f"http://127.0.0.1:{server.server_port}/logo.png"
        files = {
            linked(tmp_path / f"{name}.xlsx", tmp_path / "logo.png", target): tmp_path
            / f"{name}.pdf"
            for name, target in (
                ("web", web), ("file", (tmp_path / "logo.png").as_uri()), ("own", None)
            )
        }  # fmt: skip
        pdf.write_pdfs(files, "en")
        server.shutdown()
    assert asked == []
    assert {file.stem: pictures(file) for file in files.values()} == {"web": 0, "file": 0, "own": 1}


def linked(file: Path, picture: Path, target: str | None) -> Path:
    """A workbook with a picture of its own; or, with a target, one that links to a picture."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet("Report")
        sheet.write(0, 0, "Figures")
        sheet.insert_image("C3", str(picture))
    with ZipFile(written) as old, ZipFile(file, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if target and part == "xl/drawings/drawing1.xml":
                content = content.replace(b"r:embed", b"r:link")
            if target and part == "xl/drawings/_rels/drawing1.xml.rels":
                external = f'Target="{target}" TargetMode="External"'.encode()
                content, count = re.subn(rb'Target="[^"]*media[^"]*"', external, content)
                assert count == 1
            new.writestr(part, content)
    return file


def pictures(file: Path) -> int:
    """How many pictures a PDF shows."""
    done = subprocess.run(["pdfimages", "-list", file], capture_output=True, check=True)
    return len(done.stdout.splitlines()) - 2


@needs_pages
def test_pdf_includes_a_sheet_that_holds_inputs_and_figures(tmp_path):
    def add_scores(book):
        columns = [{"header": heading} for heading in ("question", "n", "score")]
        table = {"name": "QuestionScores", "columns": columns}
        book.get_worksheet_by_name("Questions").add_table("F1:H2", table)

    survey = workbook(
        tmp_path / "survey.xlsx", add_scores, Questions=QUESTIONS, Responses=RESPONSES
    )
    publish(survey, Targets(pdf=tmp_path / "report.pdf"))
    printed = words(tmp_path / "report.pdf")
    assert "agreement" in printed, "the input on the sheet of the scores"
    assert "smallest_group" not in printed


def test_the_command_lists_the_sheets_in_the_pdf_and_leaves_drafts_out(tmp_path, monkeypatch):
    def add_sheets(book):
        for name in ("Letter (draft)", "Conceptbrief", "Foreword"):
            book.add_worksheet(name).write(0, 0, "typed")

    monkeypatch.setattr(pdf, "write_pdf", lambda copy, file, language: file.write_bytes(b""))
    survey = workbook(
        tmp_path / "survey.xlsx", add_sheets, Questions=QUESTIONS, Responses=RESPONSES
    )
    done = CliRunner().invoke(app, ["report", str(survey), "--pdf", str(tmp_path / "report.pdf")])
    (printed,) = (line for line in done.output.splitlines() if "  sheets: " in line)
    (left_out,) = (line for line in done.output.splitlines() if "  not printed: " in line)
    assert "Foreword, " in printed
    assert "QuestionScores" in printed
    assert "Letter (draft), Conceptbrief" in left_out
    assert "Responses" in left_out


def test_technical_tables_are_not_printed_beside_report_sheets():
    with opened(EXAMPLE, save=False) as book:
        results = example_results()
        inputs = read_inputs(book)
        internal = internal_sheets(book, inputs, results)
        shown = {sheet.name for sheet in book.sheets if sheet.visible} - {*internal}
    assert {"Kerncijfers", "eNPS", "Vraagscores", "Uitschieters", "Verschillen"} <= {*internal}
    assert shown == {"Rapport", "Vragen", "Groepen", "Verdelingen", "Verantwoording"}


def test_pdf_without_libreoffice_is_a_readable_error(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_usual_places", list)
    with pytest.raises(NotPublishedError, match="needs LibreOffice"):
        libreoffice()
    survey = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    arguments = ["report", str(survey), "--pdf", str(tmp_path / "report.pdf")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "needs LibreOffice" in result.output
    assert not (tmp_path / "report.pdf").exists()


def test_report_without_an_output_is_a_usage_error(tmp_path):
    survey = workbook(tmp_path / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    result = CliRunner().invoke(app, ["report", str(survey)])
    assert result.exit_code == 2
    assert "--html" in result.output
