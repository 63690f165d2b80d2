"""`meetlat button`: write into a workbook which Python its button starts."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from meetlat.button.setup import LIBREOFFICE, SHEET, portable_path, setting_names, windowless
from meetlat.cli.commands import app
from meetlat_workbooks.content import HOME
from xlengines.xlsx import open_book


@pytest.fixture
def workbook(tmp_path) -> Path:
    return shutil.copytree(HOME / "starter", tmp_path / "survey") / "survey.xlsm"


def run(*arguments: object):
    return CliRunner().invoke(app, ["button", *map(str, arguments)])


def settings(workbook: Path) -> dict[str, str]:
    book = open_book(workbook)
    rows = book.sheets[SHEET].range("A5:B7").value
    book.close()
    return dict(rows)


def test_the_current_python_is_written_and_nothing_else_changes(workbook):
    with ZipFile(workbook) as parts:
        before = {name: parts.read(name) for name in parts.namelist()}
    done = run(workbook)
    assert done.exit_code == 0, done.output
    name = next(setting_names(sys.platform, libreoffice=False))
    assert settings(workbook)[name] == portable_path(windowless(Path(sys.executable)), name)
    with ZipFile(workbook) as parts:
        changed = {n for n in parts.namelist() if parts.read(n) != before.get(n)}
    assert {n.partition("/sheet")[0] for n in changed} <= {
        "xl/worksheets", "xl/sharedStrings.xml", "xl/workbook.xml",
    }  # fmt: skip
    assert len([n for n in changed if n.startswith("xl/worksheets/")]) == 1


def test_a_second_run_replaces_the_python_of_the_first(workbook, monkeypatch):
    monkeypatch.setattr("meetlat.button.setup.check", lambda python: None)
    for python in ("/one/python", "/another/python"):
        assert run(workbook, "--python", python).exit_code == 0
    assert list(settings(workbook).values()).count("/another/python") == 1
    assert "/one/python" not in settings(workbook).values()


def test_the_command_explains_what_may_block_macros(workbook):
    output = " ".join(run(workbook).output.split())
    assert "Trusted Locations" in output
    assert "Unblock" in output


@pytest.mark.skipif(sys.platform == "win32", reason="the interpreters are shell scripts")
@pytest.mark.parametrize(
    ("script", "message"), [("exit 1", "has no Meetlat"), (None, "does not start")]
)
def test_a_python_without_meetlat_is_refused_and_nothing_is_written(
    workbook, tmp_path, script, message
):
    before, python = workbook.read_bytes(), tmp_path / "python"
    if script:
        python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        python.chmod(0o755)
    done = run(workbook, "--python", python)
    assert done.exit_code == 1
    assert message in done.output
    assert workbook.read_bytes() == before


def test_a_workbook_without_the_macro_is_refused(workbook):
    done = run(workbook.with_suffix(".xlsx"))
    assert done.exit_code == 1
    assert "meetlat watch" in done.output


def test_a_missing_settings_sheet_is_added(tmp_path):
    """The user may have deleted it, or copied the macro into another workbook."""
    from meetlat.button.setup import write_setting

    file = shutil.copy(HOME / "starter" / "survey.xlsx", tmp_path)
    book = open_book(file)
    write_setting(book, LIBREOFFICE, "~/venv/bin/python")
    write_setting(book, "python_mac", "$HOME/python")
    write_setting(book, LIBREOFFICE, "~/other/python")
    assert book.sheets[SHEET].range("A1:B2").value == [
        [LIBREOFFICE, "~/other/python"],
        ["python_mac", "$HOME/python"],
    ]
    book.close()


WINDOWS = PureWindowsPath(r"C:\Users\Zoë\AppData\Local\Meetlat\Scripts\pythonw.exe")


@pytest.mark.parametrize(
    ("python", "setting", "written"),
    [
        (WINDOWS, "python_windows", r"%LOCALAPPDATA%\Meetlat\Scripts\pythonw.exe"),
        (WINDOWS, "python_libreoffice", str(WINDOWS)),
        (PureWindowsPath(r"D:\py\pythonw.exe"), "python_windows", r"D:\py\pythonw.exe"),
        (PurePosixPath("/Users/zoe/venv/bin/python"), "python_mac", "$HOME/venv/bin/python"),
        (PurePosixPath("/Users/zoe/venv/bin/python"), "python_libreoffice", "~/venv/bin/python"),
        (PurePosixPath("/opt/meetlat/bin/python"), "python_libreoffice", "/opt/meetlat/bin/python"),
    ],
)
def test_a_path_in_the_profile_is_written_relative_to_the_profile(
    monkeypatch, python, setting, written
):
    windows = isinstance(python, PureWindowsPath)
    monkeypatch.setenv("LOCALAPPDATA", r"C:\Users\Zoë\AppData\Local" if windows else "")
    monkeypatch.setenv("APPDATA", "")
    monkeypatch.setenv("USERPROFILE", "")
    monkeypatch.setenv("HOME", "" if windows else "/Users/zoe")
    assert portable_path(python, setting) == written


def test_a_python_without_a_console_is_preferred_if_it_is_beside_the_other(tmp_path):
    for name in ("python.exe", "pythonw.exe"):
        (tmp_path / name).touch()
    assert windowless(tmp_path / "python.exe") == tmp_path / "pythonw.exe"
    assert windowless(tmp_path / "pythonw.exe") == tmp_path / "pythonw.exe"
    assert windowless(tmp_path / "elsewhere" / "python.exe").name == "python.exe"


def test_the_settings_written_depend_on_the_platform_and_on_libreoffice():
    assert list(setting_names("linux", libreoffice=False)) == [LIBREOFFICE]
    assert list(setting_names("win32", libreoffice=False)) == ["python_windows"]
    assert list(setting_names("darwin", libreoffice=True)) == ["python_mac", LIBREOFFICE]
