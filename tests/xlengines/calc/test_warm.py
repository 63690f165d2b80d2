"""A second click in LibreOffice is done by the process that the first click started."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from meetlat.button import client
from meetlat_workbooks.content import HOME

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tried on Linux and macOS only")


@pytest.fixture
def home(monkeypatch) -> Iterator[Path]:
    """The folder with the address of the warm process, which ends with the test."""
    place = Path(tempfile.mkdtemp(prefix="meetlat-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.delenv(client.SWITCH, raising=False)
    yield place
    client.end()
    shutil.rmtree(place, ignore_errors=True)


def click(address: str, document: Path) -> bool:
    """Click; True if the warm process did the work, so that Polars was not loaded here."""
    button = ["-m", "meetlat.button", f"--connection={address}", f"--document={document}"]
    command = [sys.executable, "-X", "importtime", "-P", *button]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return "polars" not in done.stderr


@pytest.mark.nightly
def test_a_click_through_the_warm_process_writes_the_same_figures(
    home, address, open_in_office, tmp_path
):
    survey = shutil.copytree(HOME / "provincie-utrecht", tmp_path / "survey") / "survey.xlsx"
    book = open_in_office(survey)
    assert not click(address, survey)
    scores = scores_of(book)
    assert all(isinstance(score, float) for score in scores)

    end = time.monotonic() + 60
    while True:
        clear_scores(book)
        was_warm = click(address, survey)
        assert scores_of(book) == scores
        if was_warm:
            break
        assert time.monotonic() < end, "no click was ever warm"
        time.sleep(0.5)

    assert client.end()
    clear_scores(book)
    assert not click(address, survey)
    assert scores_of(book) == scores


def score_cells(book):
    (table,) = (t for sheet in book.sheets for t in sheet.tables if t.name == "ThemeScores")
    return table.data_body_range.columns[table.header_row_range.value.index("score")]


def scores_of(book) -> list[float]:
    return score_cells(book).value


def clear_scores(book) -> None:
    score_cells(book).value = [[None]] * len(scores_of(book))
    assert scores_of(book) == [None] * len(scores_of(book))
