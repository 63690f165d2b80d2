"""`meetlat button`: check that a click will start Meetlat."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.button import interpreter
from meetlat.button.setup import _applications
from meetlat.cli.commands import app
from meetlat_workbooks.content import HOME

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Meetlat is found in the profile")


@pytest.fixture
def workbook(tmp_path) -> Path:
    return shutil.copytree(HOME / "starter", tmp_path / "survey") / "survey.xlsm"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home folder without Meetlat."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def run(*arguments: object):
    return CliRunner().invoke(app, ["button", *map(str, arguments)])


def test_the_python_that_a_click_starts_is_checked_and_the_workbook_does_not_change(workbook, home):
    before = workbook.read_bytes()
    (home / ".meetlat").symlink_to(sys.prefix)
    done = run(workbook)
    assert done.exit_code == 0, done.output
    assert f"starts {home}/.meetlat/bin/python" in done.output
    assert workbook.read_bytes() == before


def test_the_command_explains_what_may_block_macros(workbook, home):
    (home / ".meetlat").symlink_to(sys.prefix)
    output = " ".join(run(workbook).output.split())
    assert "Trusted Locations" in output
    assert "Unblock" in output


def test_without_meetlat_in_its_place_the_command_says_how_to_link_this_one(workbook, home):
    done = run(workbook)
    assert done.exit_code == 1
    assert f'ln -s "{sys.prefix}" ~/.meetlat' in done.output


@pytest.mark.parametrize(
    ("script", "message"),
    [("#!/bin/sh\nexit 1\n", "has no Meetlat"), ("#!/nowhere/sh\n", "does not start")],
)
def test_a_python_without_meetlat_is_refused(workbook, home, script, message):
    python = home / ".meetlat/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(script, encoding="utf-8")
    python.chmod(0o755)
    done = run(workbook)
    assert done.exit_code == 1
    assert message in done.output


def test_a_workbook_without_the_macro_is_refused(workbook):
    done = run(workbook.with_suffix(".xlsx"))
    assert done.exit_code == 1
    assert "meetlat watch" in done.output


def test_the_applications_depend_on_the_platform_and_on_libreoffice():
    excel, libreoffice = ("Excel", False), ("LibreOffice", True)
    assert _applications("linux", libreoffice=False) == [libreoffice]
    assert _applications("win32", libreoffice=False) == [excel]
    assert _applications("darwin", libreoffice=True) == [excel, libreoffice]


def test_libreoffice_on_windows_has_its_own_place_because_its_python_has_the_bridge():
    assert interpreter.places("win32", libreoffice=True) == interpreter.WINDOWS_LIBREOFFICE
    assert interpreter.places("darwin", libreoffice=True) == interpreter.ELSEWHERE
