"""Addresses of cells and areas, and names of sheets in formulas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlengines.shared.excel_limits import MOST_COLUMNS, MOST_ROWS
from xlengines.shared.refs import Area, address, parse_cell, quote_sheet, unquote_sheet


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("B3", (3, 2, 3, 2)),
        ("A1:C9", (1, 1, 9, 3)),
        ("$A:$C", (1, 1, MOST_ROWS, 3)),
        ("3:7", (3, 1, 7, MOST_COLUMNS)),
    ],
)
def test_areas_of_cells_columns_and_rows_are_read(text: str, area: tuple[int, ...]):
    assert Area.parse(text) == area


@pytest.mark.parametrize("text", ["A:3", "3:C", "A1:C", "", ":", "A1:B2:C3"])
def test_text_that_is_no_area_is_refused(text: str):
    with pytest.raises(ValueError):
        Area.parse(text)


@given(st.integers(1, MOST_ROWS), st.integers(1, MOST_COLUMNS))
def test_any_address_is_read_back(row: int, column: int):
    assert parse_cell(address(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["A0", f"A{MOST_ROWS + 1}", "XFE1", "ZZZ9"])
def test_an_address_outside_a_sheet_is_refused(text: str):
    with pytest.raises(ValueError, match="outside"):
        parse_cell(text)


@given(st.text(min_size=1))
def test_any_name_of_a_sheet_is_quoted_and_read_back(name: str):
    quoted = quote_sheet(name)
    assert unquote_sheet(quoted) == name


@pytest.mark.parametrize("text", ["'open", "closed'"])
def test_a_single_quotation_mark_belongs_to_the_name(text: str):
    assert unquote_sheet(text) == text
