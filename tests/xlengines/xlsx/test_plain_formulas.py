"""Formulas that choose between references get the values that LibreOffice computes."""

from __future__ import annotations

from pathlib import Path

import pytest
from recalculated import shown
from test_plain_references import build, change, values

from xlengines.xlsx import open_book

# After the change: T has x, y & z, blank, w; 10, 20.5, 30, blank.
CHOOSING = {
    '=IFERROR(INDEX(T[text],2)&"","")': "y & z",
    '=IFERROR(INDEX(T[text],9)&"","none")': "none",
    '=IFERROR(IF(INDEX(T[figure],4)="","–",INDEX(T[figure],4)),"–")': "–",
    '=IFERROR(IF(INDEX(T[figure],2)="","–",INDEX(T[figure],2)),"–")': 20.5,
    '=IFERROR(INDEX(T[text],MATCH("W",T[text],0)),"none")': "w",
    '=IFERROR(INDEX(T[text],MATCH("v",T[text],0)),"none")': "none",
    '=IF(One!A2="X","a ""b""","c")': 'a "b"',
    '=IF(One!A4<>"",1,One!A5)': "w",
    "=IFERROR(1+10*(One!B2-1),5)": 91,
    '=IFERROR(COUNTIF(T[text],"x")+COUNTIF(T[text],"w"),0)': 2,
}

# A program must compute these.
OTHER = [
    "=IF(SUM(T[figure])>3,One!A2,1)",
    '=IF(One!E3=4,"four",One!A2)',
    '=IFERROR(One!B3&"","")',
    '=IFERROR(INDEX(T[text],MATCH("w*",T[text],0)),One!A2)',
]


def test_formulas_that_choose_get_the_value_that_libreoffice_computes(tmp_path):
    path = build(tmp_path / "book.xlsx", *CHOOSING)
    change(path)
    assert values(path) == [*CHOOSING.values()]
    opened, computed = shown(path)
    assert opened == computed


@pytest.mark.parametrize("formula", OTHER)
def test_a_formula_that_calculates_loses_its_value(tmp_path: Path, formula: str):
    path = build(tmp_path / "book.xlsx", formula)
    change(path)
    assert values(path) == [None]


def test_a_name_of_the_sheet_goes_before_that_of_the_workbook(tmp_path):
    path = build(tmp_path / "book.xlsx", '=IF(here="",1,here)')
    book = open_book(path)
    book.names.add("here", "=One!$A$3")
    book.sheets["It's out"].names.add("here", "=One!$A$2")
    book.save()
    change(path)
    assert values(path) == ["x"]
