"""The button of the shipped workbook, pressed in LibreOffice."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw
from office import office

import meetlat
from meetlat_workbooks.content import HOME

pytest.importorskip("xlengines.calc")

from pressing import OpenSurvey, until

from xlengines.calc import register

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


@pytest.fixture(scope="module")
def state(tmp_path_factory) -> Path:
    """The folder for the log of the clicks."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home folder where the button finds this Meetlat."""
    home = tmp_path_factory.mktemp("home")
    (home / ".meetlat").symlink_to(sys.prefix)
    return home


@pytest.fixture(scope="module")
def application(state, home) -> Iterator[xw.App]:
    """LibreOffice, which starts Python with this environment."""
    address = f"pipe,name=meetlat-press-{os.getpid()}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEETLAT_LIBREOFFICE", address)
        patch.setenv("XDG_STATE_HOME", str(state))
        patch.setenv("HOME", str(home))
        with office(f"--accept={address};urp;"):
            yield xw.App(impl=register().impl.apps.connect(address, 20))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The starter, in a folder whose name has blanks, an ampersand and accents."""
    folder = tmp_path_factory.mktemp("press") / "Enquête & rapport (2026)"
    return shutil.copytree(HOME / "starter", folder)


@pytest.fixture(scope="module")
def workbook(folder) -> Path:
    return (folder / "survey.xlsm").rename(folder / "Vragen & scores één.xlsm")


@pytest.fixture
def survey(application, workbook) -> Iterator[OpenSurvey]:
    survey = OpenSurvey(application, workbook)
    yield survey
    survey.close()


def test_pressing_the_button_changes_the_cells_of_the_open_document(survey, workbook, folder):
    """The figures equal those of a recalculation without LibreOffice."""
    before, file = survey.table("ThemeScores"), workbook.read_bytes()
    survey.write("Questions", 2, "weight", 0)
    survey.press()
    until(lambda: survey.table("ThemeScores") != before, "another score")
    assert survey.table("ThemeScores") == recalculated_without_libreoffice(workbook, folder)
    assert workbook.read_bytes() == file, "the file must not change"


def recalculated_without_libreoffice(workbook: Path, folder: Path) -> list[list]:
    """The scores after the same edit, in a copy without LibreOffice."""
    from xlengines.xlsx import open_book

    book = open_book(shutil.copy(workbook, folder / "other.xlsm"))
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables}
    questions = tables["Questions"].range
    questions[2, questions.value[0].index("weight")].value = 0
    assert not meetlat.recalculate(book).errors
    return tables["ThemeScores"].range.value


def test_pressing_the_button_with_a_mistake_shows_the_sheet_problems_until_it_is_fixed(survey):
    scores = survey.table("ThemeScores")
    header, *questions = survey.table("Questions")
    survey.write("Questions", 3, "theme", "werkdrk")
    survey.press()
    until(lambda: survey.book.sheets.active.name == "Problems", "the sheet Problems")
    header_of_problems, found = survey.table("Problems")
    assert dict(zip(header_of_problems, found, strict=True)) == {
        "severity": "fout",
        "sheet": "Questions",
        "cell": "E8",
        "value": "werkdrk",
        "problem": 'Het thema "werkdrk" staat niet in Themes.',
        "remedy": 'Bedoelt u "werkdruk"?',
    }
    assert survey.table("ThemeScores") == scores, "the results must not change"
    survey.write("Questions", 3, "theme", questions[2][header.index("theme")])
    survey.press()
    until(lambda: survey.table("Problems")[1][0] != "fout", "no error any more")


@pytest.mark.nightly
def test_pressing_the_button_with_a_protected_sheet_reports_it_and_writes_nothing(survey):
    scores = survey.table("ThemeScores")
    survey.write("Questions", 2, "weight", 0)
    survey.book.sheets["Themascores"].api.protect("")
    survey.press()
    until(lambda: survey.table("Problems")[1][0] == "fout", "a problem")
    assert survey.table("Problems")[1][1] == "Themascores"
    assert "beveiligd" in survey.table("Problems")[1][4]
    assert survey.table("ThemeScores") == scores


@pytest.mark.nightly
def test_pressing_the_button_with_a_mistake_shows_a_hidden_sheet_problems(survey):
    survey.write("Questions", 3, "theme", "werkdrk")
    survey.book.sheets["Problems"].visible = False
    survey.press()
    until(lambda: survey.book.sheets.active.name == "Problems", "the sheet Problems")
    assert survey.book.sheets["Problems"].visible


@pytest.mark.parametrize(
    ("program", "message"),
    [("/nowhere/at all", "could not be started"), ("/bin/false", "meetlat button --libreoffice")],
    ids=["no Python", "no Meetlat"],
)
def test_pressing_the_button_without_python_or_setup_shows_a_message(
    survey, home, tmp_path, program, message
):
    """The macro writes the message into a cell instead of showing a message box.

    Asking the macro for it while LibreOffice starts the macro is a deadlock in LibreOffice: each
    side holds a lock that the other needs.
    """
    cell = survey.book.sheets["Problems"]["Z29"]
    own_cell = 'ThisWorkbook.Worksheets("Problems").Cells(29, 26).Value'
    survey.change_macro("MsgBox message, vbExclamation, ", f"{own_cell} = message & ")
    survey.change_macro("PATIENCE As Long = 20", "PATIENCE As Long = 1")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(program)
    link(home, tmp_path)
    try:
        survey.press()
        until(lambda: message in (cell.value or ""), message)
    finally:
        link(home, Path(sys.prefix))


def link(home: Path, environment: Path) -> None:
    """Let the button find another environment."""
    (home / ".meetlat").unlink()
    (home / ".meetlat").symlink_to(environment)
