"""The cells of a sheet are the same however they are read."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from meetlat.problems.problem import Place
from meetlat.reading.responses import responses
from meetlat.reading.responses.locate import read_file, read_responses


@pytest.mark.parametrize("others", [0, 1])  # only a workbook with one sheet is copied
def test_titles_merged_cells_and_blank_rows_stand_where_they_stood(tmp_path, others):
    with xlsxwriter.Workbook(tmp_path / "answers.xlsx") as book:
        sheet = book.add_worksheet("Responses")
        sheet.merge_range("C3:D3", "Title")
        sheet.write_row("C5", ["pride", "<sheetData>", "zoë", "a row"])
        sheet.write_row("C7", ["agree", 3, True, 2**53])
        for number in range(others):
            book.add_worksheet(f"Other {number}")
    found = read_file(tmp_path / "answers.xlsx")
    assert found.frame.rows() == [
        (None, None, "Title", None, None, None),
        (None, None, "pride", "<sheetData>", "zoë", "a row"),
        (None, None, "agree", "3", "yes", "9.00719925474099e+15"),
    ]
    assert [*found.row_numbers] == [3, 5, 7]
    assert found.headings == [""] * 6


def test_a_sheet_without_cells_has_no_rows(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "answers.xlsx") as book:
        book.add_worksheet("Responses")
    assert read_file(tmp_path / "answers.xlsx").frame.shape == (0, 0)


TEXTS = ["", "  ", "yes", " yes ", "3"]
NUMBERS = ["", 0.0, 3.0, 2.5, 1e20]
OTHERS = [True, False, None, 7, dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4)]


@given(
    st.sampled_from([TEXTS, NUMBERS, [*TEXTS, *NUMBERS], [*TEXTS, *NUMBERS, *OTHERS]])
    .map(st.sampled_from)
    .flatmap(st.lists),
    st.integers(1, 4),
)
def test_a_column_is_the_same_however_many_cells_are_taken_at_a_time(cells, batch):
    def read(size: int) -> pl.DataFrame:
        with mock.patch.object(responses, "BATCH", size):
            rows = [[cell, "x"] for cell in cells]
            return responses.from_rows(["a", "b"], rows, "Sheet", range(2, len(rows) + 2)).frame

    assert read(batch).equals(read(1_000))
    assert read(batch).schema == read(1_000).schema


def test_a_cell_is_blank_if_python_finds_no_text_in_it():
    characters = pl.Series([chr(number) for number in range(0x3100)])
    filled = characters.str.contains(responses.NOT_BLANK)
    assert filled.to_list() == [bool(character.strip()) for character in characters]


def test_a_damaged_workbook_that_asks_for_a_newer_zip_is_unreadable(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "answers.xlsx") as book:
        book.add_worksheet("Responses").write("A1", "pride")
    content = bytearray((tmp_path / "answers.xlsx").read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 0xEB  # the version that a part needs
    (tmp_path / "answers.xlsx").write_bytes(content)
    _, problems = read_responses("answers.xlsx", {}, tmp_path, Place())
    assert [problem.code for problem in problems] == ["responses-unreadable"]
