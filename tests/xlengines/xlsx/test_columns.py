# ruff: noqa: E501 (XML reads better in one piece)
"""Added, dropped and renamed columns; headers and sheet names with special characters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw
from book_tables import table_of
from package_check import MAIN, Package, check, new_findings
from readback import both
from references import references
from sheet_bytes import parts
from surgery import Surgery

headless = pytest.importorskip("xlengines.xlsx")
TABLE = "xl/tables/table1.xml"


def edit(path: Path, change: Callable[[xw.Book], object]) -> bool:
    """Change and save; False if it was refused and the file is unchanged."""
    before = path.read_bytes()
    try:
        book = headless.open_book(path)
        change(book)
        book.save()
        book.close()
    except headless.Refused as refusal:
        assert refusal.remedy
        assert path.read_bytes() == before
        return False
    return True


def columns(path: Path, part: str = TABLE) -> dict[str, str]:
    """Column id -> name, in order."""
    root = Package(path).tree(part)
    assert root is not None
    return {c.get("id", ""): c.get("name", "") for c in root.iter(MAIN + "tableColumn")}


def widen(name: str, header: str) -> Callable[[xw.Book], None]:
    def change(book: xw.Book) -> None:
        found = table_of(book, name)
        area = found.range
        found.parent[area.row - 1, area.column - 1 + area.shape[1]].value = header
        found.resize(area.resize(column_size=area.shape[1] + 1))

    return change


def test_table_columns_keep_the_ids_that_slicers_use(demanding_copy: Path):
    before = columns(demanding_copy)
    assert edit(demanding_copy, widen("ThemeScores", "Benchmark"))
    after = columns(demanding_copy)
    assert list(after.items())[:7] == list(before.items())
    assert list(after.values())[7:] == ["Benchmark"]
    assert check(demanding_copy) == []


def test_a_calculated_column_survives_an_added_column(demanding_copy: Path):
    assert edit(demanding_copy, widen("ThemeScores", "Benchmark"))
    sheet = openpyxl.load_workbook(demanding_copy)["Report"]
    assert str(sheet["H5"].value).startswith("=ThemeScores[[#This Row]")
    formulas = [c.calculatedColumnFormula for c in sheet.tables["ThemeScores"].tableColumns]
    assert [bool(f) for f in formulas] == [False] * 6 + [True, False]


def test_an_added_column_has_a_blank_cell_in_the_totals_row(demanding_copy: Path):
    assert edit(demanding_copy, widen("QuestionScores", "Benchmark"))
    assert check(demanding_copy) == []
    assert both(demanding_copy, "Scores", "H8:H8") == [[None]]
    assert openpyxl.load_workbook(demanding_copy)["Scores"]["E8"].value is not None


@pytest.mark.parametrize("total", ["'Together", "'=all", 12.5, None])
def test_writing_into_a_totals_row_changes_the_total_of_the_table(
    demanding_copy: Path, total: object
):
    """The table repeats the total as a label or a function."""

    def change(book: xw.Book) -> None:
        book.sheets["Scores"]["B8"].value = total
        book.sheets["Scores"]["E8"].value = total

    if edit(demanding_copy, change):
        assert check(demanding_copy) == []


def rename(name: str, old: str, new: str) -> Callable[[xw.Book], None]:
    def change(book: xw.Book) -> None:
        head = table_of(book, name).header_row_range
        assert head is not None
        head.value = [new if text == old else text for text in head.value]

    return change


@pytest.mark.parametrize(("old", "new"), [("Previous", "Vorig jaar"), ("score", "Score [0-10]")])
def test_renaming_a_column_updates_formulas_or_is_refused(
    demanding_copy: Path, tmp_path: Path, old: str, new: str
):
    """Excel treats a formula with a missing column as damage."""
    if edit(demanding_copy, rename("ThemeScores", old, new)):
        assert check(demanding_copy) == []
        assert new in columns(demanding_copy).values()


@pytest.mark.parametrize("first", ["rename", "write"])
def test_renaming_a_column_and_overwriting_its_formula_in_one_save(
    demanding_copy: Path, first: str
):
    def write(book: xw.Book) -> None:
        book.sheets["Report"]["H5"].value = 1

    def change(book: xw.Book) -> None:
        steps = [rename("ThemeScores", "Previous", "Before"), write]
        for step in steps if first == "rename" else reversed(steps):
            step(book)

    assert edit(demanding_copy, change)
    assert check(demanding_copy) == []
    assert formulas_of(demanding_copy, "H", 5, 5) == [1]
    assert "[Before]" in str(formulas_of(demanding_copy, "H", 6, 6))


def test_renaming_a_column_that_another_sheet_uses_leaves_a_sound_workbook(demanding_copy: Path):
    """Texts!A6 is =SUM(ThemeScores[n])."""
    if edit(demanding_copy, rename("ThemeScores", "n", "count")):
        assert check(demanding_copy) == []


def test_dropping_a_column_that_another_sheet_uses_leaves_a_sound_workbook(demanding_copy: Path):
    def narrow(book: xw.Book) -> None:
        found = table_of(book, "ThemeScores")
        found.resize(found.range.resize(column_size=3))

    if edit(demanding_copy, narrow):
        assert check(demanding_copy) == []


SPECIAL_HEADERS = [
    "two\nlines",
    "50% [x]",
    "it's",
    "#1",
    '<&">',
    "ë 日本",
    "@",
    "a,b:c",
    " led",
    "=sum",
    "x" * 255,
]


@pytest.mark.parametrize("header", SPECIAL_HEADERS)
def test_column_names_with_special_characters_are_written(demanding_copy: Path, header: str):
    assert edit(demanding_copy, widen("Summary", f"'{header}"))
    assert check(demanding_copy) == []
    assert both(demanding_copy, "Report", "E24:E24") == [[header]]
    assert headless.open_book(demanding_copy).sheets["Report"]["E24"].value == header


@pytest.mark.parametrize("header", [2024, 3.5, True, dt.datetime(2024, 1, 1)])
def test_a_header_that_is_no_text_leaves_a_sound_workbook(demanding_copy: Path, header: object):
    """Excel converts headers to text, and repairs a table with a number as header."""

    def change(book: xw.Book) -> None:
        head = table_of(book, "Summary").header_row_range
        assert head is not None
        head[0, 2].value = header

    if edit(demanding_copy, change):
        assert check(demanding_copy) == []


def test_adding_a_column_with_an_existing_name_leaves_a_sound_workbook(demanding_copy: Path):
    if edit(demanding_copy, widen("Summary", "CURRENT")):
        assert check(demanding_copy) == []


def test_an_added_column_without_a_header_gets_a_name(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        found = table_of(book, "Summary")
        found.resize(found.range.resize(column_size=4))

    assert edit(demanding_copy, change)
    assert check(demanding_copy) == []
    assert both(demanding_copy, "Report", "E24:E24")[0][0].startswith("Column")


def test_a_table_with_an_insert_row_gets_its_first_rows(tmp_path: Path):
    """Excel marks an empty table by `insertRow`, which has to go with the first rows."""
    path = tmp_path / "waiting.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.add_table("A1:B2", {"name": "Empty", "columns": [{"header": "a"}, {"header": "b"}]})
    book.close()
    surgery = Surgery(path)
    surgery.replace(TABLE, "<table ", '<table insertRow="1" ')
    surgery.save(path)

    def change(opened: xw.Book) -> None:
        found = table_of(opened, "Empty")
        found.resize(found.range.resize(row_size=3))
        opened.sheets["S"]["A2"].value = [["x", 1], ["y", 2]]

    assert edit(path, change)
    root = Package(path).tree(TABLE)
    assert root is not None
    assert root.get("insertRow") in (None, "0")


SPECIAL_TITLES = [
    "HR's report",
    "R&D <x>",
    "Überzicht 日本",
    "2024",
    "A1",
    "with, comma",
    "R1C1",
    "TRUE",
]


@pytest.mark.parametrize("title", SPECIAL_TITLES)
def test_references_follow_a_table_on_a_sheet_with_a_special_name(title: str, tmp_path: Path):
    path, quoted = tmp_path / "awkward.xlsx", "'" + title.replace("'", "''") + "'"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet(title), book.add_worksheet("Other")
    heads = [{"header": "k"}, {"header": "v"}]
    data = [["a", 1], ["b", 2]]
    sheet.add_table("A1:B3", {"name": "Bound", "columns": heads, "data": data})
    chart = book.add_chart({"type": "bar"})
    assert chart
    chart.add_series({"values": f"={quoted}!$B$2:$B$3", "categories": f"={quoted}!$A$2:$A$3"})
    other.insert_chart("B2", chart)
    book.define_name("Keys", f"={quoted}!$A$2:$A$3")
    other.add_sparkline("A1", {"range": f"{quoted}!B2:B3"})
    book.close()

    def change(opened: xw.Book) -> None:
        found = table_of(opened, "Bound")
        found.resize(found.range.resize(row_size=5))
        opened.sheets[title]["A2:B5"].value = [["a", 1], ["b", 2], ["c", 3], ["d", 4]]

    assert edit(path, change)
    after = references(path)
    assert after["name Keys None"] == [f"{quoted}!$A$2:$A$5"]
    assert after["xl/charts/chart1.xml"] == [f"{quoted}!$A$2:$A$5", f"{quoted}!$B$2:$B$5"]
    assert check(path) == []


def test_local_names_stay_with_their_sheets_if_a_sheet_is_added_first(
    demanding_copy: Path, tmp_path: Path
):
    """Local names refer to sheets by position."""
    before = dict(Package(demanding_copy).sheets())

    def change(book: xw.Book) -> None:
        book.sheets.add("First", before=book.sheets[0])

    if edit(demanding_copy, change):
        assert check(demanding_copy) == []
        package = Package(demanding_copy)
        titles = [name for name, _ in package.sheets()]
        assert set(titles) == {*before, "First"}
        root = package.tree(package.book)
        assert root is not None
        owners = {
            (n.get("name"), titles[int(n.get("localSheetId") or 0)])
            for n in root.iter(MAIN + "definedName")
            if n.get("localSheetId")
        }
        assert ("LocalScores", "Scores") in owners
        assert ("_xlnm.Print_Area", "Report") in owners


def test_a_number_format_used_often_is_stored_once(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        for row in range(2, 60):
            book.sheets["Scores"][row + 20, 25].number_format = "0.000"

    before = parts(demanding_copy)["xl/styles.xml"].count(b"<xf ")
    assert edit(demanding_copy, change)
    assert parts(demanding_copy)["xl/styles.xml"].count(b"<xf ") <= before + 1
    assert check(demanding_copy) == []


def test_a_table_cannot_outgrow_the_sheet(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        found = table_of(book, "Enps")
        found.resize(found.range.resize(row_size=1_048_577))

    before = demanding_copy.read_bytes()
    with pytest.raises((headless.Refused, ValueError, xw.XlwingsError)):
        book = headless.open_book(demanding_copy)
        change(book)
        book.save()
    assert demanding_copy.read_bytes() == before


def test_a_book_can_be_saved_after_a_refused_write(demanding_copy: Path, tmp_path: Path):
    """The file has the earlier writes and not the refused one."""
    before = tmp_path / "before.xlsm"
    before.write_bytes(demanding_copy.read_bytes())
    book = headless.open_book(demanding_copy)
    book.sheets["Report"]["F5"].value = 1.25
    with pytest.raises(headless.Refused):
        book.sheets["Texts"]["G1"].value = 5
        book.save()
    try:
        book.save()
    except headless.Refused:
        return  # everything is refused until the write is undone
    assert both(demanding_copy, "Report", "F5:F5") == [[1.25]]
    assert both(demanding_copy, "Texts", "G1:G1") == [[None]]
    assert new_findings(before, demanding_copy) == []


def shared_column(path: Path) -> None:
    """Store `=F5-G5` as Excel stores a formula that was copied down: once, shared by all rows."""
    surgery = Surgery(path)
    report = "xl/worksheets/sheet1.xml"
    structured = "ThemeScores[[#This Row],[score]]-ThemeScores[[#This Row],[Previous]]"
    surgery.replace(report, f"<f>{structured}</f>", '<f t="shared" ref="H5:H8" si="7">F5-G5</f>')
    for _ in range(3):
        surgery.replace(report, f"<f>{structured}</f>", '<f t="shared" si="7"/>')
    surgery.replace(TABLE, structured, "F5-G5")
    other = '<c r="L3"><f t="shared" ref="L3:M3" si="3">A1*3</f><v>0</v></c><c r="M3"><f t="shared" si="3"/><v>0</v></c>'
    surgery.replace(report, '<row r="4"', f'<row r="3">{other}</row><row r="4"')
    dimension = '<dimension ref="B1:H28"/>'
    surgery.replace(report, dimension, dimension.replace("H28", "M28"))
    surgery.save(path)


def formulas_of(path: Path, column: str, first: int, last: int) -> list[object]:
    sheet = openpyxl.load_workbook(path)["Report"]
    return [sheet[f"{column}{row}"].value for row in range(first, last + 1)]


def sized(rows: int) -> Callable[[xw.Book], None]:
    def change(book: xw.Book) -> None:
        found = table_of(book, "ThemeScores")
        old = found.range
        found.resize(old.resize(row_size=rows + 1))
        if rows + 1 < old.shape[0]:
            old[rows + 1 :, :].clear_contents()

    return change


@pytest.mark.parametrize("rows", [1, 2, 4, 7])
def test_a_shared_formula_follows_the_rows_of_its_table(demanding_copy: Path, rows: int):
    shared_column(demanding_copy)
    assert edit(demanding_copy, sized(rows))
    wanted = [f"=F{row}-G{row}" for row in range(5, 5 + rows)]
    assert formulas_of(demanding_copy, "H", 5, 4 + rows) == wanted
    assert formulas_of(demanding_copy, "H", 5 + rows, 12) == [None] * (8 - rows)
    assert check(demanding_copy) == []


def test_a_shared_formula_is_read_as_the_formula_of_each_cell(demanding_copy: Path):
    shared_column(demanding_copy)
    sheet = headless.open_book(demanding_copy).sheets["Report"]
    assert [line[0] for line in sheet["H5:H8"].formula] == [f"=F{n}-G{n}" for n in range(5, 9)]
    assert sheet["L3:M3"].formula == (("=A1*3", "=B1*3"),)


def test_overwriting_the_first_cell_of_a_shared_formula_keeps_the_others(demanding_copy: Path):
    shared_column(demanding_copy)

    def change(book: xw.Book) -> None:
        book.sheets["Report"]["H5"].value = 1

    if edit(demanding_copy, change):
        assert formulas_of(demanding_copy, "H", 5, 8) == [1, "=F6-G6", "=F7-G7", "=F8-G8"]
        assert check(demanding_copy) == []


def test_a_calculated_column_continues_below_an_overwritten_cell(demanding_copy: Path):
    """Only the last row was overwritten by HR."""
    shared_column(demanding_copy)

    def change(book: xw.Book) -> None:
        book.sheets["Report"]["H8"].value = 1
        sized(6)(book)

    assert edit(demanding_copy, change)
    wanted = ["=F5-G5", "=F6-G6", "=F7-G7", 1, "=F9-G9", "=F10-G10"]
    assert formulas_of(demanding_copy, "H", 5, 10) == wanted


def test_new_table_rows_copy_the_cell_styles_of_the_row_above(demanding_copy: Path):
    assert edit(demanding_copy, sized(6))
    sheet = openpyxl.load_workbook(demanding_copy)["Report"]
    for column in "BCDEFGH":
        assert sheet[f"{column}10"].style_id == sheet[f"{column}8"].style_id
    assert sheet["J9"].value is None
