"""Formulas that only show another cell get its value at once, as LibreOffice computes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from recalculated import shown

from xlengines.xlsx import open_book


def build(path: Path, *formulas: str) -> Path:
    """A table T in A1:C5 of One, and these formulas below each other in A1 of the sheet Out.

    All show `old` until they are computed.
    """
    with xlsxwriter.Workbook(path) as book:
        one, out = book.add_worksheet("One"), book.add_worksheet("It's out")
        columns = [{"header": heading} for heading in ("text", "figure", "it's [x]")]
        rows = [["a", 1, True], ["b", 2, None], ["c", 3, 5], ["d", None, 6]]
        one.add_table("A1:C5", {"name": "T", "columns": columns, "data": rows})
        one.write_formula("E2", "=A2", None, "a")
        one.write_formula("E3", "=B3*2", None, 4)
        one.write_formula("E4", "=1/0", None, "#DIV/0!")
        one.write_formula("E5", '=""', None, "")
        for row, formula in enumerate(formulas):
            out.write_formula(row, 0, formula, None, "old")
    return path


def values(path: Path, sheet: str = "It's out") -> list[Any]:
    """The stored values of the first column; None for a formula without one."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [row[0].value for row in book[sheet].iter_rows(max_col=1)]


def change(path: Path) -> None:
    """Change every cell of the table, and no other."""
    book = open_book(path)
    rows = [["x", 10, False], ["y & z", 20.5, None], [None, 30, 7], ["w", None, 8]]
    book.sheets["One"].tables["T"].data_body_range.value = rows
    book.save()


PLAIN = {
    "=One!A2": "x",
    "=One!$B$3": 20.5,
    "='One'!C2": False,
    "=One!A4": 0,
    "=One!E2": "x",
    "=INDEX(T[text],2)": "y & z",
    "=INDEX(T[figure],3)": 30,
    "=index(T[it''s '[x']],4)": 8,
    "=INDEX(One!A2:B5,2,2)": 20.5,
    "=INDEX(One!A3:B3,2)": 20.5,
    "=INDEX(One!$A$1:$A$5,4)": 0,
    "=A1": "x",
    "='It''s out'!A7": 30,
}
OTHER = [
    *("=One!A2&One!A3", "=INDEX(T[text],1+1)", "=INDEX(T[],2,2)", "=SUM(One!B2)", "=-One!B2"),
    *("=IF(TRUE,One!A2)", "=INDEX(T[text],9)", "=INDEX(T[none],1)", "=One!E3", "=(One!A2)"),
    *("=OFFSET(One!A2,0,0)", "=INDEX((T[text],T[figure]),2)", "=INDEX(T[text],2)&A1"),
]


def test_a_plain_formula_shows_the_new_value_at_once(tmp_path):
    path = build(tmp_path / "book.xlsx", *PLAIN)
    change(path)
    assert values(path) == [*PLAIN.values()]
    opened, computed = shown(path)
    assert opened == computed
    assert [row[0] for row in computed["It's out"]] == [*PLAIN.values()]


@pytest.mark.parametrize("formula", OTHER)
def test_any_other_formula_that_depends_on_the_change_loses_its_value(tmp_path, formula):
    path = build(tmp_path / "book.xlsx", formula)
    change(path)
    assert values(path) == [None]


def test_plain_formulas_pass_on_errors_and_empty_texts_that_did_not_change(tmp_path):
    path = build(tmp_path / "book.xlsx", "=One!E4", "=One!E5", "=One!E3")
    book = open_book(path)
    sheet = book.sheets["It's out"]
    sheet["A4:A6"].formula = [["=One!E4"], ["=One!E5"], ["=One!E3"]]
    book.save()
    assert values(path) == ["old", "old", "old", "#DIV/0!", None, 4]
    cells = openpyxl.load_workbook(path)["It's out"]
    assert cells["A5"].data_type == "f"


def test_new_plain_formulas_are_written_with_their_values(tmp_path):
    path = build(tmp_path / "book.xlsx")
    book = open_book(path)
    sheet = book.sheets["It's out"]
    sheet["A1:A4"].formula = [["=One!A2"], ["=A3"], ["=INDEX(T[figure],1)"], ["=A3+1"]]
    book.sheets["One"]["B2"].value = 11
    book.save()
    assert values(path) == ["a", 11, 11, None]
    before = path.read_bytes()
    sheet["A1:A4"].formula = [["=One!A2"], ["=A3"], ["=INDEX(T[figure],1)"], ["=A3+1"]]
    book.save()
    assert path.read_bytes() == before


def test_plain_formulas_in_a_circle_have_no_value(tmp_path):
    path = build(tmp_path / "book.xlsx", "=One!G1", "=A3", "=A2")
    book = open_book(path)
    book.sheets["One"]["G1"].value = 5
    book.sheets["It's out"]["A2:A3"].formula = [["=A3"], ["=A2*1"]]
    book.sheets["It's out"]["A4:A5"].formula = [["=A5"], ["=A4"]]
    book.save()
    assert values(path)[0] == 5
    assert values(path)[3:] == [None, None]


def test_this_row_of_a_table_is_plain(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("One")
        columns = [{"header": "n"}, {"header": "same", "formula": "=[@n]"}]
        sheet.add_table("A1:B3", {"name": "T", "columns": columns, "data": [[1, 1], [2, 2]]})
        for row in (1, 2):
            sheet.write_formula(row, 1, "=T[[#This Row],[n]]", None, row)
    opened = open_book(path)
    table = opened.sheets["One"].tables["T"]
    table.resize(table.range.resize(row_size=4))
    table.data_body_range[:, :1].value = [[1], [7], [8]]
    opened.save()
    shown_rows = [row[1].value for row in openpyxl.load_workbook(path, data_only=True)["One"]]
    assert shown_rows == ["same", 1, 7, 8]


def test_a_formula_whose_shown_cell_did_not_change_keeps_its_bytes(tmp_path):
    path = build(tmp_path / "book.xlsx", "=INDEX(T[text],2)")
    change(path)
    book = open_book(path)
    before = book.sheets["It's out"].impl.model.worksheet.grid
    book.sheets["One"]["A2"].value = "other"
    book.save()
    assert book.sheets["It's out"].impl.model.worksheet.grid == before


def test_a_plain_formula_that_was_never_computed_gets_its_value_with_the_first_change(tmp_path):
    path = build(tmp_path / "book.xlsx", "=One!A2", "=One!A3&A1", "=A2")
    book = open_book(path)
    sheet = book.sheets["It's out"]
    sheet["A1:A3"].formula = [["=G1&A9"], ["=A1"], ["=One!A2"]]
    book.save()
    assert values(path) == [None, None, "a"]
    sheet["A1"].value = "known"
    book.save()
    assert values(path) == ["known", "known", "a"]
