"""New styles are added after the old ones, which do not change."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from xlengines.xlsx import open_book
from xlengines.xlsx.parts.styles import is_date_format


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    path = tmp_path / "styled.xlsx"
    book = xlsxwriter.Workbook(path)
    cell_format = book.add_format({"italic": True, "bg_color": "#ffee00", "align": "right"})
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, [1, 2, 3], cell_format)
    sheet.write_row(1, 0, [4, 5, 6])
    book.close()
    return path


def test_a_number_format_leaves_the_rest_of_the_style(styled: Path):
    book = open_book(styled)
    cells = book.sheets[0]["A1:B2"]
    assert cells.number_format == "General"
    cells.number_format = '0.0" points"'
    book.sheets[0]["A1"].font.bold = True
    book.sheets[0]["A2"].wrap_text = True
    assert book.sheets[0]["A1:C2"].number_format is None, "they differ"
    book.save()
    sheet = openpyxl.load_workbook(styled)["S"]
    assert [c.number_format for c in sheet[1]] == ['0.0" points"'] * 2 + ["General"]
    first = sheet["A1"]
    assert (first.font.italic, first.font.bold, first.fill.fgColor.rgb) == (True, True, "FFFFEE00")
    assert first.alignment.horizontal == "right"
    assert (sheet["B1"].font.bold, sheet["A2"].alignment.wrap_text) == (False, True)
    assert sheet["C1"].fill.fgColor.rgb == "FFFFEE00"


def test_setting_the_same_format_again_adds_no_style(styled: Path):
    for _ in range(2):
        book = open_book(styled)
        book.sheets[0]["A1:C2"].number_format = "0.00%"
        book.save()
    before = styled.read_bytes()
    book = open_book(styled)
    book.sheets[0]["A1:C2"].number_format = "0.00%"
    book.save()
    assert styled.read_bytes() == before
    assert book.impl.document.styles.count == 4


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("yyyy-mm-dd", True),
        ("[$-413]d mmmm yyyy", True),
        ("[h]:mm", True),
        ("0.0", False),
        ('0.0" dagen"', False),
        ("[Red]0;[Blue]-0", False),
        (r"0\d", False),
        ("General", False),
    ],
)
def test_date_formats_are_recognised(code: str, date: bool):
    assert is_date_format(code) == date


def test_row_heights_follow_wrapped_texts_up_and_down(styled: Path):
    book = open_book(styled)
    cells = book.sheets[0]["A2:A4"]
    cells.wrap_text = True
    long, short = "a text of several lines " * 3, "short"
    cells.value = [[f"1 {long}"], [f"2 {long}"], [f"3 {long}"]]
    cells.impl.fit_rows()
    cells[:2, :].value = [[short], [short]]
    cells.impl.fit_rows()
    book.save()
    rows = openpyxl.load_workbook(styled)["S"].row_dimensions
    assert [rows[number].height is not None for number in (2, 3, 4)] == [False, False, True]


def test_a_text_that_repeats_the_one_above_gets_no_room_again(styled: Path):
    book = open_book(styled)
    cells = book.sheets[0]["A2:A4"]
    cells.wrap_text = True
    long = "a text of several lines " * 3
    cells.value = [[long], [long], [f"another, and {long}"]]
    cells.impl.fit_rows()
    book.save()
    rows = openpyxl.load_workbook(styled)["S"].row_dimensions
    assert [rows[number].height is not None for number in (2, 3, 4)] == [True, False, True]
