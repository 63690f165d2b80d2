"""Formulas that depend on their own cell are found, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from xlengines.xlsx import open_book


def circular(file: Path, **formulas: str) -> list[str]:
    """The circular cells of A1:D9 with these formulas; on the sheet is a table T in A1:D9."""
    with xlsxwriter.Workbook(file) as book:
        sheet, other = book.add_worksheet("One"), book.add_worksheet("Other")
        columns = [{"header": heading} for heading in "abcd"]
        sheet.add_table("A1:D9", {"name": "T", "columns": columns})
        for cell, formula in formulas.items():
            on = other if cell.startswith("other_") else sheet
            on.write_formula(cell.removeprefix("other_"), formula, None, 0)
        book.define_name("column", "=One!$B$2:$B$9")
    found = open_book(file).sheets["One"]["A1:D9"].impl.circular
    return [f"{'ABCD'[column - 1]}{row}" for row, column in found]


@pytest.mark.parametrize(
    ("formulas", "cells"),
    [
        ({"B2": "=B2"}, ["B2"]),
        ({"B2": "=1+SUM($A$1:$D$9)"}, ["B2"]),
        ({"B2": "=B3", "B3": "=B4*2", "B4": "=B2"}, ["B2", "B3", "B4"]),
        ({"B2": "=Other!A1", "other_A1": "=One!B2"}, ["B2"]),
        ({"B2": "=Other!A1", "other_A1": "=A1"}, ["B2"]),
        ({"B2": "=[@b]*2"}, ["B2"]),
        ({"B2": "=SUM(T[b])"}, ["B2"]),
        ({"B2": "=SUM(column)"}, ["B2"]),
        ({"B2": "=SUM(B:B)"}, ["B2"]),
        ({"B2": "=B2", "C2": "=C2", "D2": "=B2"}, ["B2", "C2", "D2"]),
    ],
)
def test_a_formula_that_depends_on_its_own_cell_is_found(tmp_path, formulas, cells):
    assert circular(tmp_path / "book.xlsx", **formulas) == cells


@pytest.mark.parametrize(
    "formulas",
    [
        {"B2": "=B3", "B3": "=B4*2", "B4": "=A9"},
        {f"B{row}": f"=B{row - 1}+1" for row in range(3, 10)},
        {"B2": "=[@c]", "C3": "=[@b]"},
        {"B2": "=SUM(T[c])", "C2": "=Other!B2", "other_B2": "=1"},
        {"B2": "=ROW(B2)+COLUMN(B2)"},
        {"B2": '="B2"&"[b]"'},
        {"B2": "=Missing!B2"},
        {"B2": "=SUM(A2:INDEX(C2:C9,1))"},
        {"B2": "=SUM(T[missing])"},
    ],
)
def test_other_formulas_are_not_called_circular(tmp_path, formulas):
    assert circular(tmp_path / "book.xlsx", **formulas) == []
