"""The independent checker finds each kind of damage."""

# ruff: noqa: E501 (one line for each kind of damage)
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from check_structured import unknown
from package_check import check
from surgery import Surgery

TABLE = "xl/tables/table1.xml"
REPORT = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def test_package_check_finds_nothing_in_the_demanding_workbooks(any_demanding: Path):
    assert check(any_demanding) == []


def swap(part: str, old: str, new: str) -> Callable[[Surgery], None]:
    return lambda s: s.replace(part, old, new)


DAMAGE = {
    "stored twice": lambda s: s.add("xl/Workbook.xml", s.parts[BOOK]),
    "not well-formed": swap(REPORT, "</sheetData>", "</sheetdata>"),
    "no content type": lambda s: s.add("xl/odd.thing", b"?"),
    "a content type without a part": lambda s: s.parts.pop("xl/styles.xml"),
    "which is not there": lambda s: s.parts.pop("xl/media/image1.png"),
    "uses the relationship": swap(REPORT, '<drawing r:id="rId2"', '<drawing r:id="rId77"'),
    "belongs to no part": lambda s: s.parts.pop("xl/charts/chart1.xml"),
    "two sheets with sheetId": swap(BOOK, 'sheetId="2"', 'sheetId="1"'),
    "the active sheet": swap(BOOK, "<workbookView ", '<workbookView activeTab="9" '),
    "no name for a sheet": swap(BOOK, '"Lists"', '"Lists?"'),
    "stands twice": swap(BOOK, 'name="Threshold"', 'name="ThemeNames"'),
    "is no name": swap(BOOK, 'name="Threshold"', 'name="A1"'),
    "belongs to sheet 19": swap(BOOK, 'localSheetId="1"', 'localSheetId="19"'),
    "there is no sheet nowhere": swap(BOOK, ">Report!$C$5:$C$8<", ">Nowhere!$C$5:$C$8<"),
    "two of id 1": swap("xl/tables/table2.xml", ' id="2"', ' id="1"'),
    "two of displayName": swap(TABLE, 'displayName="ThemeScores"', 'displayName="Summary"'),
    "has the header name": swap(TABLE, 'name="name"', 'name="title"'),
    "columns over B4:I8": swap(TABLE, 'ref="B4:H8"', 'ref="B4:I8"'),
    "the filter covers": swap(TABLE, '<autoFilter ref="B4:H8"', '<autoFilter ref="B4:H9"'),
    "wants the format 99": swap(TABLE, 'dataDxfId="1"', 'dataDxfId="99"'),
    "overlap": swap("xl/tables/table2.xml", 'ref="B24:D26"', 'ref="B8:D26"'),
    "holds no formula": swap("xl/calcChain.xml", 'r="H5"', 'r="G5"'),
    "row 5 is out of order": swap(REPORT, '<row r="6"', '<row r="5"'),
    "the cell C5 is out of order": swap(REPORT, '<c r="D5"', '<c r="C5"'),
    "wants the shared string": swap(REPORT, "<v>15</v>", "<v>1500</v>"),
    "is no number": swap(REPORT, "<v>812</v>", "<v>many</v>"),
    "wants the style 999": swap(REPORT, 's="4"', 's="999"'),
    "conditional format wants": swap(REPORT, 'dxfId="2"', 'dxfId="200"'),
    "does not hold all cells": swap(REPORT, '<dimension ref="B1:H28"', '<dimension ref="B1:G28"'),
    "dataValidations counts": swap(REPORT, "<dataValidations count=", '<dataValidations count="7" x='),
    "is no range": swap(REPORT, 'sqref="F5:F8"', 'sqref="F8:F5:"'),
    "has no first cell": swap("xl/worksheets/sheet5.xml", 'ref="D1:D5" si="0"', 'si="1"'),
    "cellXfs counts": swap("xl/styles.xml", '<cellXfs count="', '<cellXfs count="1'),
    "wants fontId": swap("xl/styles.xml", 'fontId="1"', 'fontId="100"'),
    "two shapes with id 3": swap("xl/drawings/drawing1.xml", '<xdr:cNvPr id="4"', '<xdr:cNvPr id="3"'),
    "the cache counts": swap("xl/charts/chart1.xml", '<c:ptCount val="4"/>', '<c:ptCount val="3"/>'),
    "the cell holds 7.25": swap("xl/charts/chart1.xml", "<c:v>7.25</c:v>", "<c:v>7.2</c:v>"),
    "the cell holds 8.0": swap("xl/charts/chartEx1.xml", '<cx:pt idx="1">8<', '<cx:pt idx="1">9<'),
    "reads Themes, which": swap("xl/pivotCache/pivotCacheDefinition1.xml", '"ThemeScores"', '"Themes"'),
    "themescores has no column nn": swap("xl/worksheets/sheet5.xml", "SUM(ThemeScores[n])", "SUM(ThemeScores[nn])"),
    "there is no table Themes": swap("xl/worksheets/sheet5.xml", "SUM(ThemeScores[n])", "SUM(Themes[n])"),
    "themescores has no column before": swap(TABLE, "Previous]]</calc", "Before]]</calc"),
    "two sparklines in": swap(REPORT, "<xm:sqref>J8<", "<xm:sqref>J7<"),
    "the total of question is All": swap("xl/tables/table3.xml", '"All"', '"Total"'),
    "the total of n is no formula": swap("xl/worksheets/sheet2.xml", "<f>SUBTOTAL(109,[n])</f>", ""),
    "texts, there are": swap("xl/sharedStrings.xml", 'uniqueCount="', 'uniqueCount="1'),
}  # fmt: skip


@pytest.mark.parametrize("message", DAMAGE)
def test_package_check_names_each_kind_of_damage(message: str, demanding_copy: Path):
    surgery = Surgery(demanding_copy)
    DAMAGE[message](surgery)
    found = check(surgery.save(demanding_copy))
    assert any(message in finding for finding in found), found


@pytest.mark.parametrize(
    ("formula", "wrong"),
    [
        ("SUM(T[n])", []),
        ("T[[#This Row],[n]]-T[@m]", []),
        ("T[[#This Row],[n]:[m]]&T[[#Headers],[n]]", []),
        ("T[#All]", []),
        ("T[]", []),
        ("T['[odd'] '#]", []),
        ('"T[x]"&T[n]', []),
        ("[1]Sheet!A1+T[n]", []),
        ("T[[#This Row],[x]]", ["t has no column x"]),
        ("U[n]", ["there is no table U"]),
    ],
)
def test_package_check_finds_wrong_structured_references(formula: str, wrong: list[str]):
    assert list(unknown(formula, {"t": {"n", "m", "[odd] #"}})) == wrong


def test_package_check_names_a_truncated_file(demanding_copy: Path):
    whole = demanding_copy.read_bytes()
    demanding_copy.write_bytes(whole[: len(whole) // 2])
    assert "not a whole zip file" in check(demanding_copy)[0]
