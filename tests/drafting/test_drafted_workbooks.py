"""Workbooks that were set up from a file pass what workbooks that HR filled by hand pass."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import pytest
import xlwings as xw
from typer.testing import CliRunner

from meetlat.api import recalculate
from meetlat.cli.commands import app
from tests.audit import findings
from tests.drafting.comparing import Drafted, compare
from tests.drafting.exports import (
    EXPORTS,
    STRUCTURES,
    Make,
    as_expected,
    language_of,
    name_of,
    started,
)
from tests.drafting.structure_files import ADMIN
from tests.drafting.test_typing import everything
from tests.surveys import shown
from tests.xlengines.office import shared_office

# What the exports have of people: names, addresses, and what they wrote.
OF_PERSONS = (
    *("@example.org", "Jansen", "Pietersen", "de Vries", "Pietje Puk"),
    *("10.0.", "192.168.", "bij Piet"),
)
TABLES = ("ThemeScores", "QuestionScores", "SegmentScores", "Distributions", "Enps")


@dataclass(frozen=True)
class Made:
    """A survey folder that was set up from an export, or from a structure."""

    make: Make
    file: Path
    folder: Path


@pytest.fixture(scope="module", params=[*EXPORTS, *STRUCTURES], ids=name_of)
def made(request, tmp_path_factory) -> Made:
    make: Make = request.param
    place = tmp_path_factory.mktemp(make.__name__)
    file = make(place)
    started(file, place / "survey", *language_of(make))
    return Made(make, file, place / "survey")


@pytest.fixture
def folder(made) -> Path:
    return made.folder


def test_draft_is_as_a_person_would_set_it(made):
    as_expected(compare(made.folder / "survey.xlsx", made.make.__name__))


@pytest.mark.parametrize("made", EXPORTS, indirect=True, ids=name_of)
def test_the_same_export_changes_nothing(made):
    workbook = made.folder / "survey.xlsx"
    before = workbook.read_bytes()
    ran = CliRunner().invoke(app, ["update", str(workbook), "--from", str(made.file)])
    assert (ran.exit_code, workbook.read_bytes()) == (0, before), ran.output
    assert "--all" not in ran.output


@pytest.mark.parametrize("made", [*EXPORTS[::4], *STRUCTURES[::4]], indirect=True, ids=name_of)
def test_audit_finds_nothing(made):
    """All drafts are written in the same way, and so is the workbook with the button."""
    both = made.make in (EXPORTS[0], STRUCTURES[0])
    for name in ("survey.xlsx", "survey.xlsm") if both else ("survey.xlsx",):
        assert findings(made.folder / name) == []


def test_workbook_has_nothing_of_persons(folder):
    for name in ("survey.xlsx", "survey.xlsm"):
        words = everything(folder / name)
        assert not [own for own in (*OF_PERSONS, ADMIN) if own in words]


def test_no_group_below_the_smallest_has_a_figure(folder):
    smallest = Drafted.read(folder / "survey.xlsx").catalogue.settings.smallest_group
    header, *rows = shown(folder / "survey.xlsx", "SegmentScores")
    n, first = header.index("n"), header.index("withheld") + 1
    few = [row for row in rows if isinstance(row[n], int | float) and row[n] < smallest]
    assert not [row for row in few if any(isinstance(v, int | float) for v in row[first:])]


@pytest.mark.nightly
def test_live_libreoffice_fills_the_same_report(folder, tmp_path):
    answers = Drafted.read(folder / "survey.xlsx").catalogue.settings.responses
    if not (folder / answers).is_file():
        pytest.skip("a structure has no answers to report")
    for name in ("survey.xlsx", answers):
        copyfile(folder / name, tmp_path / name)
    register = pytest.importorskip("xlengines.calc").register
    application = xw.App(impl=register().impl.apps.connect(shared_office(), 5))
    book = application.books.open(str(tmp_path / "survey.xlsx"))
    try:
        live = recalculate(book)
        assert not live.errors
        book.save()
    finally:
        book.close()
    results = recalculate(folder / "survey.xlsx", output=tmp_path / "file.xlsx")
    assert {*live} == {*results}
    for name in TABLES:
        if name in results:
            assert live[name].equals(results[name]), name
            stored, filed = (cells(tmp_path / f"{file}.xlsx", name) for file in ("survey", "file"))
            assert stored == filed


def cells(workbook: Path, table: str) -> list[object]:
    """The cells of a table; figures are compared loosely, as LibreOffice stores 15 digits."""
    values = (value for row in shown(workbook, table) for value in row)
    return [pytest.approx(v, rel=1e-12) if isinstance(v, float) else v for v in values]
