"""The files of `meetlat export`."""

from __future__ import annotations

import csv

import polars as pl
import pytest

from meetlat.reporting.table_files import export_results, without_formulas
from tests.surveys import survey

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A1']
PLAIN = ["a=1", "", " =1", "1-2", "'=1", "é"]


@pytest.fixture
def results(tmp_path):
    """A survey in which the name of a theme and of a group are formulas."""
    return survey(
        tmp_path,
        Survey="| setting | value |\n|---|---|\n| responses | Responses |\n| smallest_group | 5 |",
        Themes='| theme | name |\n|---|---|\n| work | =HYPERLINK("http://x","y") |',
        Segments="| segment |\n|---|\n| team |",
        Questions="| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |",
        Responses="| pride | team |\n|---|---|\n" + "| agree | @North |\n| neutral | South |\n" * 9,
    )


def cells(folder) -> list[str]:
    files = sorted(folder.iterdir())
    assert len(files) > 3
    return [
        cell
        for file in files
        for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]


def test_a_csv_file_holds_no_formula(results, tmp_path):
    export_results(results, tmp_path / "figures", "csv")
    texts = [c for c in cells(tmp_path / "figures") if c.startswith(("=", "+", "@", "-"))]
    assert [text for text in texts if not text.removeprefix("-")[:1].isdigit()] == []
    assert '\'=HYPERLINK("http://x","y")' in cells(tmp_path / "figures")
    assert "'@North" in cells(tmp_path / "figures")


def test_texts_are_written_as_they_are_if_formulas_are_allowed(results, tmp_path):
    export_results(results, tmp_path / "figures", "csv", formulas=True)
    assert '=HYPERLINK("http://x","y")' in cells(tmp_path / "figures")


def test_only_texts_that_begin_as_a_formula_change():
    frame = pl.DataFrame({"text": [*FORMULAS, *PLAIN, None], "n": range(14)})
    changed = without_formulas(frame)
    assert changed["text"].to_list() == [*("'" + text for text in FORMULAS), *PLAIN, None]
    assert changed["n"].equals(frame["n"])
    kinds = pl.Series("kind", ["=a", "b"], dtype=pl.Enum(["=a", "b"]))
    assert without_formulas(kinds.to_frame())["kind"].to_list() == ["'=a", "b"]
