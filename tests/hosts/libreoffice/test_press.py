"""The real button of the shipped workbook, pressed in a real LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw
from office import office
from typer.testing import CliRunner

import meetlat
from meetlat.cli import app as command_line
from meetlat_workbooks.content import HOME

pytest.importorskip("meetlat.hosts.libreoffice")

from pressing import OpenSurvey, until

from meetlat.hosts.libreoffice import register

STAND_IN = Path(__file__).parents[2] / "engine" / "stand_in_excel"

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
    """The example, in a place with blanks, an ampersand and accents."""
    folder = tmp_path_factory.mktemp("press") / "Enquête & rapport (2026)"
    return shutil.copytree(HOME / "provincie-utrecht", folder)


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
    from meetlat.hosts.headless import open_book

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
        "severity": "error",
        "sheet": "Questions",
        "cell": "E7",
        "value": "werkdrk",
        "problem": 'het thema "werkdrk" staat niet in Themes.',
        "remedy": 'Bedoelt u "werkdruk"?',
    }
    assert survey.table("ThemeScores") == scores, "no result was to be touched"


def test_a_mended_mistake_goes_away(survey):
    theme = survey.table("Questions")[3][survey.table("Questions")[0].index("theme")]
    survey.put("Questions", 3, "theme", "werkdrk")
    survey.press()
    until(lambda: survey.table("Problems")[1][0] == "error", "a problem")
    survey.put("Questions", 3, "theme", theme)
    survey.press()
    until(lambda: survey.table("Problems")[1][0] is None, "no problem any more")


def test_a_protected_sheet_is_named_and_nothing_is_written(survey):
    scores = survey.table("ThemeScores")
    survey.put("Questions", 2, "weight", 0)
    survey.book.sheets["Themascores"].api.protect("")
    survey.press()
    until(lambda: survey.table("Problems")[1][0] == "error", "a problem")
    assert survey.table("Problems")[1][1] == "Themascores"
    assert "beveiligd" in survey.table("Problems")[1][4]
    assert survey.table("ThemeScores") == scores


def test_a_hidden_sheet_with_problems_is_shown(survey):
    survey.put("Questions", 3, "theme", "werkdrk")
    survey.book.sheets["Problems"].visible = False
    survey.press()
    until(lambda: survey.book.sheets.active.name == "Problems", "the sheet Problems")
    assert survey.book.sheets["Problems"].visible


# The line that the macro builds for Excel on Windows. WScript.Shell gives it to Windows as it is:
# there is no command interpreter in between, so quotation marks are all that matters.


@pytest.fixture
def interpreter(tmp_path) -> Path:
    """A Python in a place with blanks, an ampersand and accents."""
    place = tmp_path / "Ünsere Programme & mehr" / "pythön"
    place.parent.mkdir()
    place.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    place.chmod(0o755)
    return place


def test_the_line_of_the_windows_macro_recalculates_the_book_that_called(
    survey, workbook, interpreter, state, tmp_path
):
    """Built by the macro itself, run as it is; a stand-in for Excel holds the book."""
    called = shutil.copy(workbook, tmp_path / workbook.name)
    shutil.copy(workbook.parent / "responses.xlsx", tmp_path)
    spoil(called)
    other = shutil.copy(called, tmp_path / "another.xlsm")
    line = survey.run("ExcelStart", str(interpreter), called.name, "/Program Files/Office", "917")
    environment = {
        **os.environ,
        "PYTHONPATH": str(STAND_IN),
        "OPEN_IN_STAND_IN": os.pathsep.join((str(other), str(called))),
    }
    # A shell reads such a line as Windows does: all that is special is in quotation marks.
    shell = ["sh", "-c", line]
    done = subprocess.run(shell, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert scores(called) == scores(workbook)
    assert scores(other) != scores(workbook), "another book was recalculated too"


def spoil(workbook: Path) -> None:
    from meetlat.hosts.headless import open_book

    book = open_book(workbook)
    book.sheets["Themascores"].tables["ThemeScores"].data_body_range[0, 4].value = 1.25
    book.save()
    book.close()


def scores(workbook: Path) -> list:
    from meetlat.hosts.headless import open_book

    book = open_book(workbook)
    found = book.sheets["Themascores"].tables["ThemeScores"].range.value
    book.close()
    return found


@pytest.mark.parametrize(
    ("python", "name"),
    [
        (r"C:\Program Files\Meetlat\pythonw.exe", "survey.xlsm"),
        (r"%LOCALAPPDATA%\Meetlat\Scripts\pythonw.exe", "Vragen & antwoorden.xlsm"),
        (r"C:\Users\Zoë & Co\pythonw.exe", "enquête 'één' (2).xlsm"),
        (r"D:\py^thon\pythonw.exe", "50% = half, 日本.xlsm"),
    ],
)
def test_windows_reads_the_line_as_it_was_meant(survey, python, name):
    line = survey.run("ExcelStart", python, name, r"C:\Program Files\Office16", "917")
    wanted = [python, "-m", "meetlat.button", f"--wb={name}", "--from_xl=1"]
    assert as_windows_reads(line) == [*wanted, r"--app=C:\Program Files\Office16", "--hwnd=917"]


def test_a_quotation_mark_in_the_settings_adds_no_argument(survey):
    line = survey.run("ExcelStart", 'x" -c "evil', 'y" -c "evil', "app", "917")
    assert as_windows_reads(line)[0] == "x -c evil"
    assert as_windows_reads(line)[3] == "--wb=y -c evil"


def as_windows_reads(line: str) -> list[str]:
    """The rules of CommandLineToArgvW: backslashes mean something before a quotation mark only."""
    arguments, current, quoted, started, i = [], "", False, False, 0
    while i < len(line):
        slashes = len(line[i:]) - len(line[i:].lstrip("\\"))
        mark = line[i + slashes : i + slashes + 1]
        if slashes and mark == '"':
            current, started = current + "\\" * (slashes // 2), True
            quoted = quoted if slashes % 2 else not quoted
            current += '"' if slashes % 2 else ""
            i += slashes + 1
        elif slashes:
            current, started, i = current + "\\" * slashes, True, i + slashes
        elif line[i] == '"':
            quoted, started, i = not quoted, True, i + 1
        elif line[i] in " \t" and not quoted:
            arguments += [current] if started else []
            current, started, i = "", False, i + 1
        else:
            current, started, i = current + line[i], True, i + 1
    return [*arguments, current] if started else arguments
