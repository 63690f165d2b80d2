"""The demanding workbook has many features, is valid, and is readable by other libraries."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.audit import findings

KINDS = (
    "activeX calcChain charts chartsheets comments1 connections ctrlProps customXml drawings "
    "externalLinks featurePropertyBag media metadata persons pivotCache pivotTables "
    "printerSettings richData slicerCaches slicers tables theme threadedComments vbaProject"
)


def test_the_demanding_workbook_has_every_kind_of_part(fixtures: Path):
    with zipfile.ZipFile(fixtures / "demanding.xlsm") as package:
        names = " ".join(package.namelist())
    assert [kind for kind in KINDS.split() if kind not in names] == []
    assert len(names.split()) > 80


def test_the_demanding_workbooks_match_the_open_xml_schemas(any_demanding: Path):
    assert findings(any_demanding) == []


@pytest.mark.filterwarnings("ignore")
def test_calamine_and_openpyxl_read_the_demanding_workbooks(any_demanding: Path):
    book = CalamineWorkbook.from_path(any_demanding, load_tables=True)
    assert set(book.table_names or ()) == {"ThemeScores", "Summary", "QuestionScores", "Enps"}
    report = openpyxl.load_workbook(any_demanding, data_only=True)["Report"]
    row = [c.value for c in report[5]][1:]
    assert row == [
        "work",
        "Work & pleasure",
        5,
        812,
        7.25,
        7.1,
        pytest.approx(0.15),
    ]
