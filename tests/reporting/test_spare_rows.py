"""Report pages show one row for each theme; rows that HR hid stay hidden."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import xlsxwriter
import xlwings as xw

from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.spare_rows import THEME_ROWS, show_theme_rows
from xlengines.xlsx import open_book


@pytest.fixture
def book(tmp_path: Path) -> xw.Book:
    """Five rows for themes: three visible, two hidden."""
    file = tmp_path / "page.xlsx"
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet("Report")
        sheet.write_row(2, 1, ["first", 1.5])
        for row in (5, 6):
            sheet.set_row(row, 18, None, {"hidden": True})
        made.define_name(THEME_ROWS, "=Report!$B$3:$B$7")
    return open_book(file)


def hidden(book: xw.Book) -> list[int]:
    return book.sheets[0]["A1:A20"].impl.hidden_rows


@pytest.mark.parametrize(
    ("themes", "hidden_rows"),
    [(3, [6, 7]), (5, []), (4, [7]), (1, [4, 5, 6, 7]), (0, [4, 5, 6, 7]), (9, [])],
)
def test_one_row_is_visible_for_each_theme_and_at_least_one(book, themes, hidden_rows):
    show_theme_rows(book, themes)
    assert hidden(book) == hidden_rows
    book.save()
    assert hidden(open_book(Path(book.fullname))) == hidden_rows


def test_the_workbook_is_unchanged_if_the_rows_are_right(book):
    before = Path(book.fullname).read_bytes()
    show_theme_rows(book, 3)
    book.save()
    assert Path(book.fullname).read_bytes() == before


def test_hidden_theme_rows_keep_their_height(book):
    show_theme_rows(book, 2)
    book.save()
    show_theme_rows(book, 5)
    book.save()
    sheet = book.sheets[0].impl.model
    assert [sheet.rows[n].attributes["ht"] for n in (6, 7)] == ["18", "18"]
    assert "hidden" not in sheet.rows[5].attributes


def test_a_theme_row_that_hr_hid_stays_hidden(book):
    book.sheets[0]["A4"].impl.show_rows(shown=False)
    show_theme_rows(book, 5)
    assert hidden(book) == [4]
    show_theme_rows(book, 3)
    assert hidden(book) == [4, 6, 7]


def test_a_workbook_without_theme_rows_is_left_alone(book):
    book.names[THEME_ROWS].delete()
    show_theme_rows(book, 1)
    assert hidden(book) == [6, 7]


def test_rows_in_excel_are_hidden_through_its_object_model():
    rows = SimpleNamespace(api=SimpleNamespace(EntireRow=SimpleNamespace(Hidden=None)))
    native_excel.show_rows(rows, shown=False)
    assert rows.api.EntireRow.Hidden is True
    native_excel.show_rows(rows, shown=True)
    assert rows.api.EntireRow.Hidden is False
