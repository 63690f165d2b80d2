"""The real button of the shipped workbook, pressed in a real LibreOffice."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw
from office import office
from typer.testing import CliRunner

import meetlat
from meetlat.cli.commands import app as command_line
from meetlat_workbooks.content import HOME

pytest.importorskip("xlengines.calc")

from pressing import OpenSurvey, until

from xlengines.calc import register

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


@pytest.fixture(scope="module")
def state(tmp_path_factory) -> Path:
    """Where the clicks of this module leave their log."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def application(state) -> Iterator[xw.App]:
    """LibreOffice, from which Python is started with this environment."""
    ours = f"pipe,name=meetlat-press-{os.getpid()}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEETLAT_LIBREOFFICE", ours)
        patch.setenv("MEETLAT_WARM", "0")  # each click is cold, and leaves nothing behind
        patch.setenv("XDG_STATE_HOME", str(state))
        with office(f"--accept={ours};urp;"):
            yield xw.App(impl=register().impl.apps.connect(ours, 20))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The starter, in a place with blanks, an ampersand and accents."""
    folder = tmp_path_factory.mktemp("press") / "Enquête & rapport (2026)"
    return shutil.copytree(HOME / "starter", folder)


@pytest.fixture(scope="module")
def workbook(folder) -> Path:
    """Prepared as HR does it: `meetlat button`."""
    workbook = (folder / "survey.xlsm").rename(folder / "Vragen & scores één.xlsm")
    done = CliRunner().invoke(command_line, ["button", str(workbook)])
    assert done.exit_code == 0, done.output
    return workbook


@pytest.fixture
def survey(application, workbook) -> Iterator[OpenSurvey]:
    survey = OpenSurvey(application, workbook)
    yield survey
    survey.close()


def test_pressing_the_button_changes_the_cells_of_the_open_document(survey, workbook, folder):
    """To the figures that a recalculation of the same edits gives by another road."""
    before, file = survey.table("ThemeScores"), workbook.read_bytes()
    survey.put("Questions", 2, "weight", 0)
    survey.press()
    until(lambda: survey.table("ThemeScores") != before, "another score")
    assert survey.table("ThemeScores") == by_another_road(workbook, folder)
    assert workbook.read_bytes() == file, "the file itself was not to be touched"


def by_another_road(workbook: Path, folder: Path) -> list[list]:
    """The same edit, in a copy without LibreOffice."""
    from xlengines.xlsx import open_book

    book = open_book(shutil.copy(workbook, folder / "other.xlsm"))
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables}
    questions = tables["Questions"].range
    questions[2, questions.value[0].index("weight")].value = 0
    assert not meetlat.recalculate(book).errors
    return tables["ThemeScores"].range.value


def test_a_mistake_brings_problems_to_the_front(survey):
    scores = survey.table("ThemeScores")
    survey.put("Questions", 3, "theme", "werkdrk")
    survey.press()
    until(lambda: survey.book.sheets.active.name == "Problems", "the sheet Problems")
    header, found = survey.table("Problems")
    assert dict(zip(header, found, strict=True)) == {
        "severity": "fout",
        "sheet": "Questions",
        "cell": "E7",
        "value": "werkdrk",
        "problem": 'Het thema "werkdrk" staat niet in Themes.',
        "remedy": 'Bedoelt u "werkdruk"?',
    }
    assert survey.table("ThemeScores") == scores, "no result was to be touched"


def test_a_mended_mistake_goes_away(survey):
    theme = survey.table("Questions")[3][survey.table("Questions")[0].index("theme")]
    survey.put("Questions", 3, "theme", "werkdrk")
    survey.press()
    until(lambda: survey.table("Problems")[1][0] == "fout", "a problem")
    survey.put("Questions", 3, "theme", theme)
    survey.press()
    until(lambda: survey.table("Problems")[1][0] != "fout", "no error any more")


def test_a_protected_sheet_is_named_and_nothing_is_written(survey):
    scores = survey.table("ThemeScores")
    survey.put("Questions", 2, "weight", 0)
    survey.book.sheets["Themascores"].api.protect("")
    survey.press()
    until(lambda: survey.table("Problems")[1][0] == "fout", "a problem")
    assert survey.table("Problems")[1][1] == "Themascores"
    assert "beveiligd" in survey.table("Problems")[1][4]
    assert survey.table("ThemeScores") == scores


def test_a_hidden_sheet_with_problems_is_shown(survey):
    survey.put("Questions", 3, "theme", "werkdrk")
    survey.book.sheets["Problems"].visible = False
    survey.press()
    until(lambda: survey.book.sheets.active.name == "Problems", "the sheet Problems")
    assert survey.book.sheets["Problems"].visible


@pytest.mark.parametrize(
    ("python", "told"),
    [
        ("/nowhere/at all/python", "could not be started"),
        ("/bin/false", "meetlat button --libreoffice"),
        ("", "meetlat button"),
    ],
    ids=["no Python", "no Meetlat", "not prepared"],
)
def test_a_click_that_cannot_work_says_so(survey, python, told):
    """With a stand-in for the message box, which nobody would close here."""
    survey.change_macro("MsgBox message, vbExclamation, ", "Note = message & ")
    survey.change_macro("PATIENCE As Long = 20", "PATIENCE As Long = 1\nPublic Note As String")
    survey.append_to_macro("Public Function Noted() As String\nNoted = Note\nEnd Function")
    survey.book.sheets["meetlat.conf"]["B7"].value = python
    survey.press()
    until(lambda: told in survey.run("Noted"), told)
