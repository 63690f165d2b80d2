"""Rows of a report page come and go with the themes; what HR hid among them stays so."""

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
    """Five rows for themes, of which three show; the last is no more than a number."""
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
    ("themes", "gone"),
    [(3, [6, 7]), (5, []), (4, [7]), (1, [4, 5, 6, 7]), (0, [4, 5, 6, 7]), (9, [])],
)
def test_as_many_rows_show_as_there_are_themes_and_never_none(book, themes, gone):
    show_theme_rows(book, themes)
    assert hidden(book) == gone
    book.save()
    assert hidden(open_book(Path(book.fullname))) == gone


def test_nothing_is_saved_where_the_rows_are_right(book):
    before = Path(book.fullname).read_bytes()
    show_theme_rows(book, 3)
    book.save()
    assert Path(book.fullname).read_bytes() == before


def test_rows_keep_their_height_out_of_sight(book):
    show_theme_rows(book, 2)
    book.save()
    show_theme_rows(book, 5)
    book.save()
    sheet = book.sheets[0].impl.model
    assert [sheet.rows[n].attributes["ht"] for n in (6, 7)] == ["18", "18"]
    assert "hidden" not in sheet.rows[5].attributes


def test_a_row_that_hr_hid_in_between_stays_hidden(book):
    book.sheets[0]["A4"].impl.show_rows(shown=False)
    show_theme_rows(book, 5)
    assert hidden(book) == [4]
    show_theme_rows(book, 3)
    assert hidden(book) == [4, 6, 7]


def test_a_workbook_without_such_rows_is_left_alone(book):
    book.names[THEME_ROWS].delete()
    show_theme_rows(book, 1)
    assert hidden(book) == [6, 7]


def test_in_excel_rows_are_hidden_by_its_own_word():
    rows = SimpleNamespace(api=SimpleNamespace(EntireRow=SimpleNamespace(Hidden=None)))
    native_excel.show_rows(rows, shown=False)
    assert rows.api.EntireRow.Hidden is True
    native_excel.show_rows(rows, shown=True)
    assert rows.api.EntireRow.Hidden is False
