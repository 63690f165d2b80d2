"""Formulas that depend on a changed figure lose their stored values, and no others do."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.cell import coordinate_to_tuple
from recalculated import saved_by_libreoffice, shown
from sheet_bytes import parts

from xlengines.xlsx import open_book

BLANKS = ("", None)


def build(path: Path, **formulas: str) -> Path:
    """Sheets One and Two, a table T, some names, and these formulas on the sheet Out.

    A2:A5 of One holds 1 to 4; T stands in D1:F4, and its last column is calculated.
    """
    with xlsxwriter.Workbook(path) as book:
        one, two, out = (book.add_worksheet(name) for name in ("One", "Two", "Out"))
        one.write_column("A2", [1, 2, 3, 4])
        columns = [{"header": "n"}, {"header": "m"}, {"header": "sum", "formula": "=[@n]+[@m]"}]
        rows = [[1, 10], [2, 20], [3, 30]]
        one.add_table("D1:F4", {"name": "T", "columns": columns, "data": rows})
        for row in range(1, 4):
            one.write_formula(row, 5, "=T[[#This Row],[n]]+T[[#This Row],[m]]", None, row * 11)
        two.write_formula("A1", "=One!A2", None, 1)
        two.write("A2", 5)
        for name, text in NAMES.items():
            book.define_name(name, text)
        for cell, formula in formulas.items():
            out.write_formula(cell, formula, None, 7)
    shutil.copy(path, path.with_suffix(".before.xlsx"))
    return path


NAMES = {
    "first": "=One!$A$2",
    "through": "=first*2",
    "local": "=One!$A$5",
    "Out!local": "=One!$A$2",
    "moving": "=OFFSET(One!$A$5,0,0)",
    "constant": "=6.5",
    "neighbour": "=One!A1",
}


def values(path: Path, sheet: str) -> dict[str, Any]:
    """The stored values of a sheet by address."""
    cells = openpyxl.load_workbook(path, data_only=True)[sheet]
    return {cell.coordinate: cell.value for row in cells for cell in row}


def lost(path: Path, sheet: str = "Out") -> list[str]:
    """The formulas of a sheet that lost the value they were built with."""
    formulas = openpyxl.load_workbook(path)[sheet]
    old, new = values(path.with_suffix(".before.xlsx"), sheet), values(path, sheet)
    cells = [cell for row in formulas for cell in row if cell.data_type == "f"]
    return [c.coordinate for c in cells if new[c.coordinate] != old.get(c.coordinate)]


def change(path: Path, sheet: str = "One", cell: str = "A2", value: Any = 100) -> None:
    book = open_book(path)
    book.sheets[sheet][cell].value = value
    book.save()
    book.close()


DEPENDENT = [
    *("=One!A2", "=One!$A$2*2", "='One'!A2", "=SUM(One!A1:A3)", "=SUM(One!A:A)", "=SUM(One!2:2)"),
    *("=SUM(One:Two!A2)", "=SUM('One:Out'!B1,One:Two!A2)", "=first", "=through", "=local"),
    *("=moving", '=INDIRECT("One!A9")', "=OFFSET(One!A5,1,1)", "=Two!A1", "=Two!A1:A1"),
    *("=SUM(One!A1:INDEX(One!A1:A9,4))", '=IF(1=1,"One!A3",One!A2)', "=One:Two!A2", "=ONE!a2"),
    *(
        "=[0]!first",
        "=SUM(1,[0]!through)",
        "=LET(x,One!A2,x+1)",
        "=SUM((One!A2,One!A4))",
        "=VLOOKUP(1,One!A1:B9,1)",
    ),
]
INDEPENDENT = [
    *("=One!A3", "=SUM(One!A3:A5)", "=SUM(One!B:B)", "=SUM(One!3:9)", "=One!local", "=constant"),
    *('="One!A2"', "=Two!A2", "=A2", "=SUM(T[n])", "=ROWS(T[#All])", "='[1]One'!A2", "=Missing!A2"),
    *(
        "=[0]!local",
        "=[0]!constant",
        "=[1]!first",
        "=[1]One!A2",
        "=1+1",
        "=unknown",
        "=SUM(Two:Out!A2)",
        "=One!A3:A4",
    ),
    *("=INT(TODAY()/1000)", '=CELL("row",One!A9)', "=IF(RAND()>2,1,3)"),
]


@pytest.mark.parametrize("formula", DEPENDENT)
def test_a_formula_that_depends_on_the_change_loses_its_value(tmp_path, formula):
    path = build(tmp_path / "book.xlsx", C3=formula)
    change(path)
    assert lost(path) == ["C3"]


@pytest.mark.parametrize("formula", INDEPENDENT)
def test_a_formula_that_does_not_depend_on_the_change_keeps_its_value(tmp_path, formula):
    path = build(tmp_path / "book.xlsx", C3=formula)
    change(path)
    assert lost(path) == []


@pytest.mark.parametrize("formula", [*DEPENDENT, *INDEPENDENT])
def test_a_save_without_changes_keeps_every_byte(tmp_path, formula):
    path = build(tmp_path / "book.xlsx", C3=formula)
    before = path.read_bytes()
    change(path, value=1)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("formula", "cleared"),
    [
        ("=SUM(T[n])", True),
        ("=SUM(T[])", True),
        ("=SUM(T)", True),
        ("=SUM(T[[n]:[m]])", True),
        ("=SUM(T[sum])", True),
        ("=T[[#Headers],[n]]", False),
        ("=SUM(T[m])", False),
        ("=SUM(T[missing])", True),
    ],
)
def test_a_formula_depends_on_the_columns_that_it_names(tmp_path, formula, cleared):
    path = build(tmp_path / "book.xlsx", C3=formula)
    change(path, cell="D3")
    assert lost(path) == (["C3"] if cleared else [])
    assert lost(path, "One") == ["F3"]


def test_what_depends_on_a_formula_follows_through_sheets(tmp_path):
    path = build(tmp_path / "book.xlsx", A1="=Two!A1+1", A2="=A1+1", A3="=SUM(A1:A2)", A4="=A5")
    change(path)
    assert lost(path) == ["A1", "A2", "A3"]
    assert lost(path, "Two") == ["A1"]


def test_a_relative_name_is_counted_from_the_cell_of_the_formula(tmp_path):
    path = build(tmp_path / "book.xlsx", A2="=neighbour", A3="=neighbour")
    change(path)
    assert lost(path) == ["A2"]


def test_formulas_that_ask_for_the_size_of_a_table_follow_its_growth(tmp_path):
    path = build(tmp_path / "book.xlsx", A1="=ROWS(T)", A2="=ROWS(T[n])", A3="=T[[#Headers],[n]]")
    book = open_book(path)
    table = book.sheets["One"].tables["T"]
    table.resize(table.range.resize(row_size=6))
    book.save()
    assert lost(path) == ["A1", "A2"]


def test_formulas_with_a_name_that_means_something_else_lose_their_values(tmp_path):
    path = build(tmp_path / "book.xlsx", A1="=constant", A2="=first", A3="=later")
    book = open_book(path)
    book.names["constant"].refers_to = "=7"
    book.names.add("later", "=8")
    book.sheets["One"]["H9"].value = 1
    book.save()
    assert lost(path) == ["A1", "A3"]


def test_totals_that_leave_out_hidden_rows_follow_what_is_hidden(tmp_path):
    path = build(tmp_path / "book.xlsx", A1="=SUBTOTAL(109,One!A2:A5)", A2="=SUM(One!A2:A5)")
    book = open_book(path)
    book.sheets["One"]["A3"].impl.show_rows(False)
    book.save()
    assert lost(path) == ["A1"]


def build_arrays(path: Path) -> Path:
    """Formulas with more than one cell: arrays, a shared formula, a data table."""
    with xlsxwriter.Workbook(path) as book:
        one, out = book.add_worksheet("One"), book.add_worksheet("Out")
        one.write_column("A2", [1, 2, 3, 4])
        out.write_array_formula("A1:A3", "{=One!A2:A4*2}", None, 2)
        out.write_column("A2", [4, 6])
        out.write_formula("B1", "=A3", None, 6)
        for row in range(1, 5):
            out.write_formula(f"D{row}", f"=One!A{row}", None, row - 1)
        out.write_formula("F1", "=One!A3*F9", None, 0)
        out.write_column("E2", [1, 2])
        out.write_formula("F2", "=0", None, 0)
        out.write("F3", 0)
    shared = {
        '<c r="D1"><f>One!A1</f>': '<c r="D1"><f t="shared" ref="D1:D4" si="0">One!A1</f>',
        **{f"<f>One!A{row}</f>": '<f t="shared" si="0"/>' for row in (2, 4)},
        '<c r="D3"><f>One!A3</f>': '<c r="D3"><f t="shared" si="0"/>',
        "<f>0</f>": '<f t="dataTable" ref="F2:F3" dt2D="0" dtr="0" r1="F9"/>',
    }
    everything = parts(path)
    part = "xl/worksheets/sheet2.xml"
    text = everything[part].decode()
    for old, new in shared.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    everything[part] = text.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in everything.items():
            package.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A2", {"A1", "A2", "A3", "B1", "D2"}),
        ("A3", {"A1", "A2", "A3", "B1", "D3", "F1", "F2", "F3"}),
        ("A5", set()),
    ],
)
def test_arrays_shared_formulas_and_data_tables_lose_all_their_values(tmp_path, cell, expected):
    path = build_arrays(tmp_path / "book.xlsx")
    before = values(path, "Out")
    change(path, cell=cell)
    after = values(path, "Out")
    assert {place for place in before if before[place] != after[place]} == expected


def test_a_chart_shows_no_old_figure_of_a_formula(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        one = book.add_worksheet("One")
        one.write("A1", 1)
        one.write_formula("B1", "=A1*2", None, 2)
        one.write("B2", 9)
        chart = book.add_chart({"type": "bar"})
        assert chart
        chart.add_series({"values": ["One", 0, 1, 1, 1]})
        one.insert_chart("D1", chart)
    change(path, cell="A1")
    cache = parts(path)["xl/charts/chart1.xml"].decode()
    assert '<c:pt idx="1"><c:v>9</c:v></c:pt>' in cache
    assert '<c:pt idx="0">' not in cache


# LibreOffice


def computed(path: Path) -> Iterator[tuple[str, str, float]]:
    """The stored numbers of formulas: sheet, address, value."""
    values = openpyxl.load_workbook(path, data_only=True)
    for sheet in openpyxl.load_workbook(path).worksheets:
        for cell in (cell for row in sheet for cell in row if cell.data_type == "f"):
            value = values[sheet.title][cell.coordinate].value
            if isinstance(value, int | float):
                yield sheet.title, cell.coordinate, float(value)


def assert_nothing_is_stale(path: Path) -> None:
    """Compare what is stored, and what LibreOffice shows at once, with a forced calculation."""
    opened, calculated = shown(path)
    for sheet, rows in calculated.items():
        for number, row in enumerate(rows):
            assert opened[sheet][number] == row, f"row {number + 1} of {sheet}"
    for sheet, cell, value in computed(path):
        row, column = coordinate_to_tuple(cell)
        held = calculated[sheet][row - 1][column - 1]
        if held is not None:  # an error: it does not know `[n]` without the name of the table
            assert held == pytest.approx(value), f"{sheet}!{cell}"


def grow(book: Any) -> None:
    table = book.sheets["One"].tables["T"]
    table.resize(table.range.resize(row_size=6))
    table.data_body_range[3:, :2].value = [[7, 70], [8, 80]]
    book.sheets["One"]["A2"].value = 50


def test_libreoffice_shows_what_a_forced_calculation_shows(tmp_path):
    formulas = {f"B{row}": text for row, text in enumerate(COMPUTABLE, 1)}
    path = build(tmp_path / "book.xlsx", **formulas)
    first = saved_by_libreoffice(path, tmp_path / "calculated.xlsx")
    change(first)
    assert_nothing_is_stale(first)
    again = saved_by_libreoffice(first, tmp_path / "again.xlsx")
    book = open_book(again)
    grow(book)
    book.save()
    assert_nothing_is_stale(again)


COMPUTABLE = [
    formula
    for formula in (*DEPENDENT, *INDEPENDENT)
    if not any(word in formula for word in ("[1]", "LET", "Missing", "unknown"))
]


def test_nothing_is_stale_in_the_demanding_workbook(demanding_copy, tmp_path):
    change(demanding_copy, "Report", "F5", 9.5)
    assert_nothing_is_stale(demanding_copy)
    saved = saved_by_libreoffice(demanding_copy, tmp_path / "saved.xlsx")
    change(saved, "Report", "F5", 2.5)
    assert_nothing_is_stale(saved)
