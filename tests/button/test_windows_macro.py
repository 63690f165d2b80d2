"""The macro as Excel on Windows runs it, with stand-ins for Excel and Windows."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from pyopenvba.interpreter import parse_module
from pyopenvba.interpreter._preprocess import strip_directives
from windows import Excel

from meetlat_workbooks.button.project import SOURCE
from meetlat_workbooks.content import HOME
from xlengines.xlsx import open_book

STAND_IN = Path(__file__).with_name("stand_in_excel")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


@pytest.fixture
def workbook(tmp_path) -> Path:
    """The example with one wrong score, in a path with blanks, an ampersand and accents."""
    folder = shutil.copytree(HOME / "provincie-utrecht", tmp_path / "Enquête & rapport (2026)")
    workbook = (folder / "survey.xlsm").rename(folder / "Vragen & scores 'één'.xlsm")
    book = open_book(workbook)
    table(book, "ThemeScores")[1, 4].value = 1.25
    book.save()
    book.close()
    return workbook


@pytest.fixture
def python(tmp_path) -> Path:
    """A Python in a path with blanks, an ampersand and accents."""
    place = tmp_path / "Ünsere Programme & mehr" / "pythön"
    place.parent.mkdir()
    place.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    place.chmod(0o755)
    return place


def pressed(
    workbook: Path, python: object, *also_open: Path, named: Path | None = None
) -> tuple[Excel, list[str]]:
    """Press the button of a workbook; it and `also_open` are open in the stand-in.

    `named`: the workbook that the macro names, if different.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": str(STAND_IN),
        "OPEN_IN_STAND_IN": os.pathsep.join(map(str, (*also_open, workbook))),
        "XDG_STATE_HOME": str(workbook.parent),
    }
    excel = Excel(named or workbook, {"python_windows": str(python)}, environment)
    return excel, excel.press()


def table(book: Any, name: str) -> Any:
    return next(t for sheet in book.sheets for t in sheet.tables if t.name == name).range


def scores(workbook: Path) -> list:
    book = open_book(workbook)
    found = table(book, "ThemeScores").value
    book.close()
    return found


def test_a_click_recalculates_the_workbook_of_the_macro_only(workbook, python):
    other = shutil.copy(workbook, workbook.with_name("survey.xlsm"))
    excel, messages = pressed(workbook, python, other)
    assert (len(excel.shell.lines), messages) == (1, [])
    assert scores(workbook) == scores(HOME / "provincie-utrecht" / "survey.xlsm")
    assert scores(other)[1][4] == 1.25


def test_an_error_in_the_catalogue_is_shown_in_the_workbook_without_a_message_box(workbook, python):
    book = open_book(workbook)
    questions = table(book, "Questions")
    questions[3, questions.value[0].index("theme")].value = "werkdrk"
    book.save()
    book.close()
    _, messages = pressed(workbook, python)
    assert messages == []
    book = open_book(workbook)
    assert table(book, "Problems").value[1][3] == "werkdrk"
    assert book.sheets.active.name == "Problems"
    book.close()


@pytest.mark.parametrize(
    ("python", "expected"),
    [
        ("", "meetlat button \"Vragen & scores 'één'.xlsm\""),
        ("/nowhere/at all/python", "/nowhere/at all/python"),
        ("/bin/false", "Is it installed with this Python?"),
    ],
    ids=["not prepared", "no Python", "no Meetlat"],
)
def test_a_click_that_cannot_start_meetlat_shows_a_message(workbook, python, expected):
    _, (message,) = pressed(workbook, python)
    assert expected in message


def test_an_error_that_the_workbook_cannot_show_is_shown_by_the_macro(workbook, python):
    elsewhere = workbook.with_name("not open here.xlsm")
    _, (message,) = pressed(workbook, python, named=elsewhere)
    assert "meetlat.log" in message
    log = (workbook.parent / "meetlat" / "meetlat.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "not open here.xlsm" in log


# WScript.Shell passes the line to Windows without a command interpreter, so only quotation marks
# matter.


@pytest.mark.parametrize(
    ("python", "name"),
    [
        (r"C:\Program Files\Meetlat\pythonw.exe", "survey.xlsm"),
        (r"%LOCALAPPDATA%\Meetlat\Scripts\pythonw.exe", "Vragen & antwoorden.xlsm"),
        (r"C:\Users\Zoë & Co\pythonw.exe", "enquête 'één' (2).xlsm"),
        (r"D:\py^thon\pythonw.exe", "50% = half, 日本.xlsm"),
    ],
)
def test_windows_splits_the_command_line_into_the_intended_arguments(python, name):
    excel = Excel(Path("/survey") / name, {"python_windows": python}, {})
    excel.press()
    wanted = [python, "-P", "-m", "meetlat.button", f"--wb={name}", "--from_xl=1"]
    office = r"--app=C:\Program Files\Microsoft Office\root\Office16"
    assert as_windows_reads(excel.shell.lines[0]) == [*wanted, office, "--hwnd=917"]


def test_a_quotation_mark_in_the_settings_adds_no_argument():
    excel = Excel(Path("/survey/a.xlsm"), {"python_windows": 'x" -c "evil'}, {})
    excel.press()
    assert as_windows_reads(excel.shell.lines[0])[:3] == ["x -c evil", "-P", "-m"]


def test_the_macro_for_macos_is_valid_vba():
    """It is only parsed: AppleScript exists on macOS only."""
    constants = {"Mac": True, "Win32": False, "Win64": False}
    source = strip_directives(SOURCE.read_text(encoding="ascii"), constants=constants)
    assert "StartInExcel" in [procedure.name for procedure in parse_module(source).procedures]
    assert "AppleScriptTask" in source
    assert "WScript" not in source


def as_windows_reads(line: str) -> list[str]:
    """Split a line as CommandLineToArgvW does: backslashes matter before a quotation mark only."""
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
