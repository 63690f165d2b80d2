"""Rows of an open document fit their texts after these are written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from xlengines.shared.errors import Refused

LONG = "a text that needs several lines in a narrow column " * 4


@pytest.fixture
def sheet(application: xw.App) -> Iterator[xw.Sheet]:
    book = application.books.add()
    sheet = book.sheets[0]
    sheet["A1:A4"].wrap_text = True
    yield sheet
    book.close()


def heights(sheet: xw.Sheet) -> list[int]:
    return [sheet["A1:B4"].api.Rows.getByIndex(row).Height for row in range(4)]


def test_a_row_grows_and_shrinks_with_its_text(sheet: xw.Sheet):
    usual = heights(sheet)
    sheet["A1:B4"].value = [["a", 1], [LONG, 2], ["c", 3], ["d", 4]]
    grown = heights(sheet)
    assert grown[1] > 2 * usual[1]
    assert [*grown[:1], *grown[2:]] == [*usual[:1], *usual[2:]]
    sheet["A1:B4"].value = [["a", 5], [LONG, 6], ["c", 7], [LONG, 8]]
    both = heights(sheet)
    assert (both[1], both[3]) == (grown[1], grown[1])
    sheet["A1:B4"].value = [["a", 5], ["b", 6], ["c", 7], [None, 8]]
    assert heights(sheet) == usual


def test_rows_are_fitted_again_after_numbers_and_after_a_refusal(sheet: xw.Sheet):
    document = sheet.book.api
    sheet["A1:B4"].value = [[1, 2]] * 4
    assert document.IsAdjustHeightEnabled
    sheet["B1:B4"].api.setArrayFormula("=A1:A4*2")
    with pytest.raises(Refused):
        sheet["A1:B2"].value = [[3, 4], [5, 6]]
    assert document.IsAdjustHeightEnabled
