"""Other programs open the report and read the same figures; an audit finds no error for Excel."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from zipfile import ZipFile

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
    """A survey with a workbook that has never been recalculated, `before.xlsx`."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(HOME / request.param, folder, dirs_exist_ok=True)
    content = read_content(request.param)
    write_workbook(content, read_aims(content), folder / "before.xlsx")
    return folder


@pytest.fixture(scope="module")
def results(folder) -> meetlat.Results:
    return meetlat.recalculate(folder / "before.xlsx", output=folder / "after.xlsx")


def expected(results: meetlat.Results, name: str, header: list[str]) -> list[list]:
    """Return the cells of a result table, with its columns in the order of the workbook.

    A table that recalculating adds has headings for readers, and no comparison without figures.
    """
    table = results.tables[name]
    columns = {table.heading(c, results.settings.language): c for c in table.new_columns}
    if sorted(header) == sorted(columns):
        header = [columns[heading] for heading in header]
    else:
        assert sorted(header) == sorted(table.frame.columns)
    rows = []
    for row in table.frame.select(header).iter_rows(named=True):
        blank = {c: "-" if c in table.comparisons else None for c in row}
        rows.append([blank[c] if v in (None, "") else v for c, v in row.items()])
    return rows


def written_tables(results: meetlat.Results) -> list[str]:
    """Return the tables of a new workbook: all except the optional ones."""
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
def test_an_audit_of_the_workbook_finds_no_error_for_excel(folder, results, moment):
    assert findings(folder / f"{moment}.xlsx") == []


def test_an_audit_says_where_an_error_is_although_it_skips_sound_parts(results, folder, tmp_path):
    """So the test above can fail: twice, because the first audit may not remember a faulty part."""
    rows = b"<sheetData>", b"<sheetData><nowhere/>"
    with ZipFile(folder / "after.xlsx") as old, ZipFile(tmp_path / "faulty.xlsx", "w") as new:
        for name in old.namelist():
            faulty = name == "xl/worksheets/sheet2.xml"
            new.writestr(name, old.read(name).replace(*rows) if faulty else old.read(name))
    for _ in range(2):
        (found,) = findings(tmp_path / "faulty.xlsx")
        assert "nowhere" in found
        assert "sheet2.xml" in found


def test_openpyxl_reads_the_figures_of_the_results(folder, results):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about features that openpyxl drops on saving
        book = openpyxl.load_workbook(folder / "after.xlsx", data_only=True)
    places = {t.name: (sheet, t.ref) for sheet in book for t in sheet.tables.values()}
    for name in written_tables(results):
        sheet, ref = places[name]
        left, top, right, bottom = range_boundaries(ref)
        rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
        header, *body = [list(row) for row in rows]
        assert differing(body, expected(results, name, header)) == []


def test_libreoffice_reads_the_figures_of_the_results(folder, results, tmp_path):
    saved = converted(folder / "after.xlsx", "xlsx", tmp_path)
    for name in written_tables(results):
        header, *body = shown(saved, name)
        assert differing(body, expected(results, name, header)) == []
