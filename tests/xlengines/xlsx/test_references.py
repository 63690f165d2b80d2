"""References to a table or to one of its columns follow a resize; others do not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw
from package_check import MAIN, Package, check
from readback import by_calamine
from references import followed, references
from sheet_bytes import parts, take_apart
from surgery import Surgery

headless = pytest.importorskip("xlengines.xlsx")

TABLE, REPORT = "xl/tables/table1.xml", "xl/worksheets/sheet1.xml"


def resize(path: Path, name: str, rows: int) -> None:
    """Give the table this number of body rows, and save."""
    book = headless.open_book(path)
    table = next(t for s in book.sheets for t in s.tables if t.name == name)
    old, total = table.range, 1 + bool(table.show_totals) + rows
    table.resize(old.resize(row_size=total))
    if total < old.shape[0]:
        old[total:, :].clear_contents()
    book.save()
    book.close()


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 12])
def test_references_that_cover_a_column_or_the_table_follow_a_resize(
    any_demanding: Path, rows: int
):
    before = references(any_demanding)
    resize(any_demanding, "ThemeScores", rows)
    assert references(any_demanding) == followed(before, "Report", (5, 8), (5, 4 + rows))


def test_growing_and_shrinking_back_restores_all_references(any_demanding: Path):
    before = references(any_demanding)
    resize(any_demanding, "ThemeScores", 9)
    resize(any_demanding, "ThemeScores", 4)
    assert references(any_demanding) == before


def test_shrinking_to_one_row_and_back_restores_all_references(any_demanding: Path):
    """A chart of a table of one row still belongs to the table."""
    before = references(any_demanding)
    resize(any_demanding, "ThemeScores", 1)
    resize(any_demanding, "ThemeScores", 4)
    assert references(any_demanding) == before


def test_references_to_a_table_with_totals_follow_its_growth(any_demanding: Path):
    before = references(any_demanding)
    resize(any_demanding, "QuestionScores", 6)
    after = references(any_demanding)
    changed = {k: v for k, v in after.items() if before[k] != v}
    assert changed == {
        "name LocalScores 1": ["Scores!$F$4:$F$9"],
        "xl/charts/chart8.xml": ["Scores!$C$4:$C$9", "Scores!$F$4:$F$9"],
    }


def test_a_totals_row_moves_with_its_formulas(any_demanding: Path):
    resize(any_demanding, "QuestionScores", 6)
    sheet = openpyxl.load_workbook(any_demanding)["Scores"]
    table = sheet.tables["QuestionScores"]
    assert (table.ref, table.autoFilter.ref) == ("B3:G10", "B3:G9")
    assert sheet["B10"].value == "All"
    assert "109" in str(sheet["E10"].value)
    assert sheet["F10"].font.i
    assert sheet["B8"].value is None
    assert sheet["E8"].value is None


def test_cached_chart_values_are_updated(any_demanding: Path):
    book = headless.open_book(any_demanding)
    table = next(t for t in book.sheets["Report"].tables if t.name == "ThemeScores")
    table.resize(table.range.resize(row_size=7))
    table.data_body_range[:, 4].options(transpose=True).value = [9, 8, 7, 6, 5, 4]
    table.data_body_range[:, 1].options(transpose=True).value = list("abcdef")
    book.save()
    chart = Package(any_demanding).tree("xl/charts/chart1.xml")
    assert chart is not None
    first = next(chart.iter("{*}ser"))
    shown = [
        [v.text for v in box.iter("{*}v")] for box in (*first.iter("{*}cat"), *first.iter("{*}val"))
    ]
    assert shown == [list("abcdef"), ["9", "8", "7", "6", "5", "4"]]


@pytest.mark.parametrize("change", ["value", "size"])
def test_pivot_tables_of_a_changed_table_refresh_on_load(any_demanding: Path, change: str):
    if change == "size":
        resize(any_demanding, "ThemeScores", 6)
    else:
        book = headless.open_book(any_demanding)
        book.sheets["Report"]["F5"].value = 1
        book.save()
    package = Package(any_demanding)
    caches = [package.tree(p) for p in package.targets(package.book, "pivotCacheDefinition")]
    assert [c.get("refreshOnLoad") for c in caches if c is not None] == ["1", "1"]


def test_pivot_tables_of_other_cells_are_unchanged(any_demanding: Path):
    before = parts(any_demanding)
    resize(any_demanding, "QuestionScores", 6)
    after = parts(any_demanding)
    caches = [n for n in before if "pivotCache" in n]
    assert [n for n in caches if before[n] != after[n]] == []


def test_new_table_cells_have_the_style_of_the_row_above(any_demanding: Path):
    resize(any_demanding, "ThemeScores", 6)
    cells = take_apart(parts(any_demanding)[REPORT]).cells
    styles = [re.search(rb'\ss="(\d+)"', cells[f"{c}8"]) for c in "EFGH"]
    assert all(styles)
    for row in (9, 10):
        assert [re.search(rb'\ss="(\d+)"', cells[f"{c}{row}"])[1] for c in "EFGH"] == [
            s[1] for s in styles if s
        ]


def test_a_calculated_column_continues_in_new_rows(any_demanding: Path):
    resize(any_demanding, "ThemeScores", 6)
    sheet = openpyxl.load_workbook(any_demanding)["Report"]
    assert sheet["H10"].value == sheet["H8"].value
    assert str(sheet["H10"].value).startswith("=ThemeScores[[#This Row]")


def test_a_calculated_column_survives_writing_the_other_columns(any_demanding: Path):
    book = headless.open_book(any_demanding)
    book.sheets["Report"]["B5:G8"].value = [["x"] * 6] * 4
    book.save()
    sheet = openpyxl.load_workbook(any_demanding)["Report"]
    assert str(sheet["H5"].value).startswith("=ThemeScores")
    table = sheet.tables["ThemeScores"]
    assert table.tableColumns[6].calculatedColumnFormula is not None


def test_a_changed_workbook_recalculates_on_load(any_demanding: Path):
    resize(any_demanding, "ThemeScores", 6)
    book = Package(any_demanding).tree("xl/workbook.xml")
    assert book is not None
    assert next(book.iter(MAIN + "calcPr")).get("fullCalcOnLoad") == "1"


def chain_after(path: Path, change: Callable[[xw.Book], object]) -> bool:
    book = headless.open_book(path)
    change(book)
    book.save()
    with zipfile.ZipFile(path) as package:
        return "xl/calcChain.xml" in package.namelist()


def test_the_calculation_chain_is_kept_if_no_formula_is_removed(any_demanding: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Report"]["F5"].value = 1

    assert chain_after(any_demanding, change)


def test_the_calculation_chain_is_dropped_if_a_formula_is_removed(any_demanding: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Report"]["H8"].value = None

    assert not chain_after(any_demanding, change)


def test_adding_a_last_sheet_leaves_local_names_unchanged(any_demanding: Path):
    before = {k: v for k, v in references(any_demanding).items() if k.startswith("name ")}
    book = headless.open_book(any_demanding)
    book.sheets.add("Last", after=book.sheets[-1])
    book.save()
    package = Package(any_demanding)
    assert [name for name, _ in package.sheets()][-2:] == ["Poster", "Last"]
    after = {k: v for k, v in references(any_demanding).items() if k.startswith("name ")}
    assert after == before


def test_dates_in_a_1904_workbook_are_read_and_written(fixtures: Path, tmp_path: Path):
    import datetime as dt

    source = tmp_path / "macintosh.xlsm"
    source.write_bytes((fixtures / "demanding-1904.xlsm").read_bytes())
    book = headless.open_book(source)
    assert book.sheets["Texts"]["A3"].value == dt.datetime(2024, 2, 29)
    book.sheets["Report"]["L3"].value = dt.datetime(2024, 2, 29)
    book.save()
    assert book.sheets["Report"]["L3"].value == dt.datetime(2024, 2, 29)
    stored = take_apart(parts(source)[REPORT]).cells["L3"]
    assert b"<v>43889" in stored  # 45351 days since 1900, less the 1462 between the systems
    assert by_calamine(source, "Report", "L3:L3")[0][0] in (43889.0, dt.datetime(2024, 2, 29))


@pytest.mark.parametrize(("rows", "beside"), [(5, False), (2, False), (1, False), (6, True)])
def test_sparklines_of_every_row_follow_the_rows_of_a_table(
    tmp_path: Path, rows: int, beside: bool
):
    """One group of sparklines in a column, one for each row."""
    path, column = tmp_path / "lines.xlsx", "E" if beside else "D"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    heads = [{"header": h} for h in ("k", "then", "now", "trend")]
    data = [["a", 1, 2], ["b", 3, 2], ["c", 2, 2]]
    sheet.add_table("A1:D4", {"name": "Lines", "columns": heads, "data": data})
    places = [f"{column}{row}" for row in range(2, 5)]
    ranges = [f"S!B{row}:C{row}" for row in range(2, 5)]
    sheet.add_sparkline(places[0], {"location": places, "range": ranges})
    book.close()
    resize(path, "Lines", rows)
    after = references(path)
    wanted = [(f"{column}{row}", f"S!B{row}:C{row}") for row in range(2, 2 + rows)]
    found = list(zip(after["S sparkline sqref"], after["S sparkline f"], strict=True))
    assert found == wanted
    assert check(path) == []


def test_formulas_of_conditional_formats_and_lists_follow_a_table(tmp_path: Path):
    """Lists on both sheets include the new rows."""
    path = tmp_path / "formulas.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("S"), book.add_worksheet("O")
    heads = [{"header": "k"}, {"header": "v"}]
    data = [["a", 1], ["b", 2], ["c", 3]]
    sheet.add_table("A1:B4", {"name": "Keys", "columns": heads, "data": data})
    bold = book.add_format({"bold": True})
    rule = {"type": "formula", "criteria": "=B2=MAX($B$2:$B$4)", "format": bold}
    sheet.conditional_format("B2:B4", rule)
    sheet.conditional_format("H1", rule | {"criteria": "=SUM($B$2:$B$3)>1"})
    sheet.data_validation("D1", {"validate": "list", "source": "=$A$2:$A$4"})
    other.data_validation("D1", {"validate": "list", "source": "=S!$A$2:$A$4"})
    other.data_validation("D2", {"validate": "list", "source": "=S!$A$1:$A$3"})
    book.close()
    surgery = Surgery(path)
    space = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    new_list = (
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>S!$A$2:$A$4</xm:f></x14:formula1>'
        "<xm:sqref>F1</xm:sqref></x14:dataValidation></x14:dataValidations>"
    )
    surgery.extend(
        "xl/worksheets/sheet2.xml", "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}", space, new_list
    )
    surgery.save(path)
    resize(path, "Keys", 6)
    package = Package(path)
    formulas = [
        element.text
        for _, part in package.sheets()
        for element in package.tree(part).iter("{*}formula", "{*}formula1", "{*}f")
        if element.text
    ]
    assert formulas == [
        "B2=MAX($B$2:$B$7)",
        "SUM($B$2:$B$3)>1",
        "$A$2:$A$7",
        "S!$A$2:$A$7",
        "S!$A$1:$A$3",
        "S!$A$2:$A$7",
    ]
    assert check(path) == []
