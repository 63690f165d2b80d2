"""The report opens in other programs, which read what the results say; Excel is expected to."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

import meetlat
from meetlat_workbooks.aims import read_aims
from meetlat_workbooks.content import HOME, read_content
from meetlat_workbooks.workbook import write_workbook
from tests.audit import findings
from tests.conversions import converted
from tests.surveys import shown

SURVEYS = ("provincie-utrecht", "starter")


@pytest.fixture(scope="module", params=SURVEYS)
def folder(request, tmp_path_factory) -> Path:
    """A survey whose workbook has never been recalculated (`before`), and its copy that has."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(HOME / request.param, folder, dirs_exist_ok=True)
    content = read_content(request.param)
    write_workbook(content, read_aims(content), folder / "before.xlsx")
    return folder


@pytest.fixture(scope="module")
def results(folder) -> meetlat.Results:
    return meetlat.recalculate(folder / "before.xlsx", output=folder / "after.xlsx")


def expected(results: meetlat.Results, name: str, header: list[str]) -> list[list]:
    """A result table as its cells hold it, its columns in the order that the workbook has."""
    table = results.tables[name]
    assert sorted(header) == sorted(table.frame.columns)
    rows = []
    for row in table.frame.select(header).iter_rows(named=True):
        blank = {c: "-" if c in table.comparisons else None for c in row}
        rows.append([blank[c] if v in (None, "") else v for c, v in row.items()])
    return rows


def written(results: meetlat.Results) -> list[str]:
    """The tables that a new workbook gets: no sheet is made for an optional one."""
    return [name for name, table in results.tables.items() if not table.optional]


def same(cell: object, value: object) -> bool:
    if isinstance(value, (int, float)):
        return isinstance(cell, (int, float)) and abs(cell - value) < 1e-9
    return (cell or None) == value


def differing(cells: list[list], values: list[list]) -> list[tuple]:
    assert len(cells) == len(values)
    pairs = zip(cells, values, strict=True)
    return [(c, v) for row in pairs for c, v in zip(*row, strict=True) if not same(c, v)]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_excel_is_expected_to_open_it_cleanly(folder, results, moment):
    assert findings(folder / f"{moment}.xlsx") == []


def test_openpyxl_reads_what_the_results_say(folder, results):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says which features it would drop on saving
        book = openpyxl.load_workbook(folder / "after.xlsx", data_only=True)
    places = {t.name: (sheet, t.ref) for sheet in book for t in sheet.tables.values()}
    for name in written(results):
        sheet, ref = places[name]
        left, top, right, bottom = range_boundaries(ref)
        rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
        header, *body = [list(row) for row in rows]
        assert differing(body, expected(results, name, header)) == []


def test_libreoffice_reads_what_the_results_say(folder, results, tmp_path):
    saved = converted(folder / "after.xlsx", "xlsx", tmp_path)
    for name in written(results):
        header, *body = shown(saved, name)
        assert differing(body, expected(results, name, header)) == []
