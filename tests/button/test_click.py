"""A click on the button recalculates the open workbook and reports errors."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from meetlat import log as logbook
from meetlat.button import click
from meetlat.button.arguments import connection
from meetlat.problems.problem import Problem
from meetlat.reporting.workbook import problem_table
from meetlat.reporting.workbook import write as report
from meetlat_workbooks.content import HOME
from xlengines.xlsx import open_book


@pytest.fixture(autouse=True)
def log(tmp_path, monkeypatch) -> Path:
    """A log of its own for each test."""
    place = tmp_path / "logs" / "meetlat.log"
    monkeypatch.setattr(logbook, "log_file", lambda: place)
    return place


@pytest.fixture
def file(tmp_path) -> Path:
    return shutil.copytree(HOME / "provincie-utrecht", tmp_path / "survey") / "survey.xlsm"


@pytest.fixture
def book(file):
    book = open_book(file)
    yield book
    book.close()


def table(book: Any, name: str) -> Any:
    return next(t for sheet in book.sheets for t in sheet.tables if t.name == name).range


def put(book: Any, name: str, row: int, column: str, value: object) -> None:
    cells = table(book, name)
    cells[row, cells.value[0].index(column)].value = value


def test_a_click_uses_unsaved_edits_and_saves_nothing(book, file):
    before, bytes_before = table(book, "ThemeScores").value, file.read_bytes()
    put(book, "Questions", 2, "weight", 0)
    results = click.click(book)
    assert table(book, "ThemeScores").value != before
    assert table(book, "ThemeScores").value[1][4] == results["ThemeScores"]["score"][0]
    assert file.read_bytes() == bytes_before


def test_errors_bring_the_problems_sheet_to_the_front_with_links_to_the_cells(book):
    put(book, "Questions", 3, "theme", "werkdrk")
    book.sheets["Problems"].visible = False
    assert click.click(book).errors
    assert book.sheets.active.name == "Problems"
    assert book.sheets["Problems"].visible
    assert table(book, "Problems")[1, 2].formula == """=HYPERLINK("#'Questions'!E8","E8")"""


def test_a_click_without_errors_leaves_the_active_sheet_active(book):
    book.sheets["Groepen"].activate()
    click.click(book)
    assert book.sheets.active.name == "Groepen"


def test_the_user_may_activate_another_sheet_during_a_click(book, monkeypatch):
    """Also if a result has no table yet, and a sheet is added for it."""
    write, before = report.write_report, table(book, "ThemeScores").value
    table(book, "ThemeScores")[1, 4].value = 1.25
    plugin = Path(book.fullname).parent / "plugins" / "another.py"
    plugin.write_text(ANOTHER_METRIC, encoding="utf-8")

    def activate_another_sheet(*arguments: Any) -> list[Problem]:
        book.sheets["Groepen"].activate()
        return write(*arguments)

    monkeypatch.setattr(report, "write_report", activate_another_sheet)
    assert not click.click(book).errors
    assert table(book, "ThemeScores").value == before
    assert [sheet for sheet in book.sheets if sheet.visible][-1].name == "Answered"
    assert book.sheets.active.name == "Groepen"


ANOTHER_METRIC = """
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Answered")
def answered(counts: Counts) -> pl.DataFrame:
    return counts.group_by(Counts.KEYS).agg(n=pl.col("n").sum())

@hookimpl
def register_metrics(register):
    register(answered)
"""


@pytest.mark.parametrize(
    ("sheet", "formula"),
    [
        ("Questions", """=HYPERLINK("#'Questions'!D7","D7")"""),
        ('Bob\'s "own" sheet', """=HYPERLINK("#'Bob''s ""own"" sheet'!D7","D7")"""),
    ],
)
def test_a_problem_links_to_its_cell_on_a_sheet_of_any_name(sheet, formula):
    assert problem_table.link(Problem("blank", sheet, "D7")) == formula
    assert problem_table.link(Problem("blank", sheet)) is None


class Screen:
    """Records what is set on the screen and the status bar."""

    def __init__(self, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[tuple[str, object]] = []
        watched = type("Watched", (type(book.app.impl),), {})
        for name in ("screen_updating", "status_bar"):
            setattr(watched, name, property(lambda _: None, self._noting(name)))
        monkeypatch.setattr(book.app.impl, "__class__", watched)

    def _noting(self, name: str):
        return lambda _, value: self.seen.append((name, value))


def test_the_screen_is_frozen_during_writing_and_the_status_bar_shows_each_step(book, monkeypatch):
    screen = Screen(book, monkeypatch)
    write = report.write_report

    def watched(*arguments: Any) -> list[Problem]:
        screen.seen.append(("", 0))
        return write(*arguments)

    monkeypatch.setattr(report, "write_report", watched)
    click.click(book)
    shown = [value for name, value in screen.seen if name == "status_bar"]
    assert shown[0] == "Meetlat: de werkmap lezen …"
    assert shown[-2:] == ["Meetlat: het rapport schrijven …", False]
    order = [pair for pair in screen.seen if pair[0] != "status_bar"]
    assert order == [("screen_updating", False), ("", 0), ("screen_updating", True)]


def test_a_failed_click_is_reported_in_the_workbook_and_in_the_log(book, monkeypatch, log):
    def fail(*_: object) -> None:
        raise ValueError("the sheet was deleted.")

    screen = Screen(book, monkeypatch)
    monkeypatch.setattr(report, "write_report", fail)
    results = click.click(book)
    assert [p.code for p in results.errors] == ["stopped"]
    row = table(book, "Problems").value[1]
    assert row[4] == "Het herberekenen is halverwege gestopt: ValueError: the sheet was deleted."
    assert str(log) in row[5]
    assert "Traceback" not in str(row)
    assert "in fail" in log.read_text(encoding="utf-8")
    assert book.sheets.active.name == "Problems"
    assert screen.seen[-2:] == [("screen_updating", True), ("status_bar", False)]


def test_an_error_that_the_workbook_cannot_show_gives_exit_code_3(book, monkeypatch, log, capsys):
    def fail(*_: object) -> None:
        raise OSError("no more room")

    monkeypatch.setattr(report, "write_report", fail)
    monkeypatch.setattr(report, "write_problems", fail)
    monkeypatch.setattr(click, "calling_book", lambda arguments: book)
    assert click.main(["--wb=survey.xlsm"]) == click.NOT_SHOWN
    errors = capsys.readouterr().err
    assert errors == f"OSError: no more room. The details stand in {log}.\n"
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_click_without_a_workbook_says_what_is_missing(capsys):
    assert click.main([]) == click.NOT_SHOWN
    assert "No workbook is named." in capsys.readouterr().err


def test_a_workbook_with_an_equals_sign_in_its_name_is_found(file):
    """Xlwings itself would cut the name at the sign."""
    book = open_book(file.rename(file.with_name("a=b.xlsm")))
    try:
        found = click.calling_book(["--wb=a=b.xlsm", "--from_xl=1", "--hwnd=1"])
        assert found.fullname == book.fullname
    finally:
        book.close()


def test_libreoffice_is_found_at_the_usual_pipe_or_where_the_environment_says(monkeypatch):
    monkeypatch.delenv("MEETLAT_LIBREOFFICE", raising=False)
    assert connection() == "pipe,name=meetlat"
    monkeypatch.setenv("MEETLAT_LIBREOFFICE", "socket,port=1")
    assert connection() == "socket,port=1"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guards the folder")
def test_only_its_user_can_read_the_log(log):
    logbook.write("once")
    log.chmod(0o644)
    logbook.write("twice")
    assert log.stat().st_mode & 0o777 == 0o600


def test_the_log_starts_again_when_it_is_large(log):
    log.parent.mkdir()
    log.write_text("x" * 1_000_001, encoding="utf-8")
    assert logbook.note(ValueError("this one")) == log
    assert log.stat().st_size < 10_000
    logbook.note(ValueError("and another"))
    assert log.read_text(encoding="utf-8").count("ValueError") == 2
