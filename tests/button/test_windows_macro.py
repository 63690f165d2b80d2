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
from windows import FOR_ONE_USER, LOCALAPPDATA, POLICY, Computer, Excel, as_windows_reads

from meetlat.button.interpreter import LOCAL_PYTHON, WINDOWS, places
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


def pressed(
    workbook: Path, python: Path | str = sys.executable, *also_open: Path, named: Path | None = None
) -> tuple[Excel, list[str]]:
    """Press the button of a workbook; it and `also_open` are open in the stand-in.

    `python` starts where Meetlat is installed for this user. `named`: the workbook that the macro
    names, if different.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": str(STAND_IN),
        "OPEN_IN_STAND_IN": os.pathsep.join(map(str, (*also_open, workbook))),
        "XDG_STATE_HOME": str(workbook.parent),
    }
    excel = Excel(named or workbook, Computer({FOR_ONE_USER: Path(python)}), environment)
    return excel, excel.press()


def table(book: Any, name: str) -> Any:
    return next(t for sheet in book.sheets for t in sheet.tables if t.name == name).range


def scores(workbook: Path) -> list:
    book = open_book(workbook)
    found = table(book, "ThemeScores").value
    book.close()
    return found


def test_a_click_recalculates_the_workbook_of_the_macro_only(workbook):
    other = shutil.copy(workbook, workbook.with_name("survey.xlsm"))
    excel, messages = pressed(workbook, sys.executable, other)
    assert (len(excel.shell.lines), messages) == (1, [])
    assert scores(workbook) == scores(HOME / "provincie-utrecht" / "survey.xlsm")
    assert scores(other)[1][4] == 1.25


def test_an_error_in_the_catalogue_is_shown_in_the_workbook_without_a_message_box(workbook):
    book = open_book(workbook)
    questions = table(book, "Questions")
    questions[3, questions.value[0].index("theme")].value = "werkdrk"
    book.save()
    book.close()
    _, messages = pressed(workbook)
    assert messages == []
    book = open_book(workbook)
    assert table(book, "Problems").value[1][3] == "werkdrk"
    assert book.sheets.active.name == "Problems"
    book.close()


@pytest.mark.parametrize(
    ("python", "expected"),
    [("/nowhere/python", "could not be started"), ("/bin/false", "Is it installed with this")],
    ids=["a program that does not start", "no Meetlat"],
)
def test_a_click_that_cannot_start_meetlat_shows_a_message(workbook, python, expected):
    _, (message,) = pressed(workbook, python)
    assert expected in message
    assert FOR_ONE_USER in message


def test_an_error_that_the_workbook_cannot_show_is_shown_by_the_macro(workbook):
    elsewhere = workbook.with_name("not open here.xlsm")
    _, (message,) = pressed(workbook, named=elsewhere)
    assert "meetlat.log" in message
    log = (workbook.parent / "meetlat" / "meetlat.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "not open here.xlsm" in log


# Which Python the macro starts


def started(computer: Computer, name: str = "survey.xlsm", poison: str = "") -> list[list[str]]:
    """The arguments of everything that a click starts."""
    excel = Excel(f"/survey/{name}", computer, poison=poison)
    excel.press()
    return [as_windows_reads(line) for line in excel.shell.lines]


EXPANDED = [Computer().expanded(place) for place in WINDOWS]


@pytest.mark.parametrize("first", range(len(WINDOWS)))
def test_the_macro_starts_the_first_python_in_the_documented_places(first):
    computer = Computer(dict.fromkeys(EXPANDED[first:]))
    assert [arguments[0] for arguments in started(computer)] == [EXPANDED[first]]


def test_without_meetlat_the_macro_names_the_places_that_setting_up_looks_in():
    excel = Excel("/survey/survey.xlsm", Computer())
    (message,) = excel.press()
    assert tuple(message.split("\r\n\r\n")[1].split("\r\n")) == WINDOWS == places("win32")
    assert excel.shell.lines == []


def test_a_python_that_it_names_in_the_registry_is_the_only_one_that_starts():
    named = r"D:\Tools\Meetlat 1\pythonw.exe"
    policy = {POLICY: r"%TOOLS%\Meetlat 1\pythonw.exe"}
    variables = {"TOOLS": r"D:\Tools"}
    both = Computer({named: None, FOR_ONE_USER: None}, variables, policy)
    assert [arguments[0] for arguments in started(both)] == [named]
    assert started(Computer({FOR_ONE_USER: None}, variables, policy)) == []


NOT_OURS = [
    r"\\server\share\pythonw.exe",
    r"\\?\C:\Meetlat\pythonw.exe",
    r"\\127.0.0.1\C$\Meetlat\pythonw.exe",
    r"//server/share/pythonw.exe",
    r"C:/Meetlat/pythonw.exe",
    r"C:\Windows\System32\cmd.exe",
    r"C:\Meetlat\pythonw.exe.bat",
    r"C:\Meetlat\notpythonw.exe",
    r"C:\Meetlat\..\Downloads\pythonw.exe",
    r'C:\Meetlat\pythonw.exe" -c "import evil',
    r'C:\Windows\System32\cmd.exe" /c "C:\pythonw.exe',
    r"C:\Meetlat\x:pythonw.exe",
    r"%NOWHERE%\pythonw.exe",
    "pythonw.exe",
    r"Meetlat\pythonw.exe",
    "powershell -enc AAAA",
    "mshta http://example.org/pythonw.exe",
]


@pytest.mark.parametrize("path", NOT_OURS)
def test_what_is_no_python_on_a_drive_does_not_start_even_if_the_registry_names_it(path):
    """A mistake of IT, or a program that may write in the registry."""
    assert started(Computer({path: None}, registry={POLICY: path})) == []
    assert not LOCAL_PYTHON.fullmatch(path)


def test_a_profile_on_another_computer_is_not_searched():
    profile = r"\\server\profiles\zoe"
    there = rf"{profile}\Meetlat\python\pythonw.exe"
    assert started(Computer({there: None}, {"LOCALAPPDATA": profile})) == []


# Attacks by a workbook. Its cells, its name and its folder are all that it brings.

POISON = [
    r"C:\Windows\System32\cmd.exe",
    r"\\evil\share\pythonw.exe",
    r"%TEMP%\pythonw.exe",
    r"%LOCALAPPDATA%\Meetlat\..\Temp\pythonw.exe",
    r'x" -c "evil',
    r'C:\Program Files\Meetlat\python\pythonw.exe" -c "import evil" "',
    "=cmd|'/c calc'!A1",
    "powershell -enc AAAA",
    "mshta http://example.org/x.hta",
    "https://example.org/pythonw.exe",
]

NAMES = [
    'a" -c "import evil".xlsm',
    "a & calc.exe.xlsm",
    "a | powershell.xlsm",
    'a" "--document=evil.xlsm',
    "%COMSPEC% /c calc.xlsm",
    "$(calc).xlsm",
    "`calc`.xlsm",
    "a\nb.xlsm",
    "-c import evil.xlsm",
    "--check.xlsm",
    "a^&calc.xlsm",
    "a\\.xlsm",
]


@pytest.mark.parametrize("poison", POISON)
@pytest.mark.parametrize("installed", [True, False])
def test_no_cell_of_a_workbook_changes_what_starts(poison, installed):
    computer = Computer({FOR_ONE_USER: None} if installed else {}, registry={"Python": poison})
    clean, poisoned = started(computer), started(computer, poison=poison)
    assert poisoned == clean
    assert len(clean) == installed


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_workbook_stays_within_its_argument(name):
    computer = Computer({FOR_ONE_USER: None}, {"COMSPEC": r"C:\Windows\System32\cmd.exe"})
    ((python, *arguments),) = started(computer, name)
    assert (python, arguments[:3]) == (FOR_ONE_USER, ["-P", "-m", "meetlat.button"])
    assert len(arguments) == 7
    assert arguments[3].startswith("--wb=")


# No command interpreter sees the line, so only quotation marks matter.


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        (LOCALAPPDATA, "survey.xlsm"),
        (LOCALAPPDATA, "Vragen & antwoorden.xlsm"),
        (r"D:\Gebruikers\o^brien (hr)", "enquête 'één' (2).xlsm"),
        (r"C:\Users\日本", "50% = half, 日本.xlsm"),
    ],
)
def test_windows_splits_the_command_line_into_the_intended_arguments(profile, name):
    python = rf"{profile}\Meetlat\venv\Scripts\pythonw.exe"
    found = started(Computer({python: None}, {"LOCALAPPDATA": profile}), name)
    wanted = [python, "-P", "-m", "meetlat.button", f"--wb={name}", "--from_xl=1"]
    office = r"--app=C:\Program Files\Microsoft Office\root\Office16"
    assert found == [[*wanted, office, "--hwnd=917"]]


def test_the_macro_for_macos_is_valid_vba():
    """It is only parsed: AppleScript exists on macOS only."""
    constants = {"Mac": True, "Win32": False, "Win64": False}
    source = strip_directives(SOURCE.read_text(encoding="ascii"), constants=constants)
    assert "StartInExcel" in [procedure.name for procedure in parse_module(source).procedures]
    assert "AppleScriptTask" in source
