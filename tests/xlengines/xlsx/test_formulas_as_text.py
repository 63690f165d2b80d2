"""Ranges and columns are found in the text of formulas; strings and names are skipped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula import Tokenizer

from xlengines.shared.refs import Area, address, column_letters, column_number, quote_sheet
from xlengines.shared.structured import (
    areas,
    column_names,
    is_self_contained,
    with_areas,
    with_columns,
)


def five_rows_longer(_: str | None, area: Area) -> Area:
    return Area(area.top, area.left, area.bottom + 5, area.right)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("S!$B$2:$B$5", "S!$B$2:$B$10"),
        ("SUM(S!B2:B5)*2", "SUM(S!B2:B10)*2"),
        ("'My sheet'!$A1:C$5", "'My sheet'!$A1:C$10"),
        ("'It''s'!A1:A5,'It''s'!C1:C5", "'It''s'!A1:A10,'It''s'!C1:C10"),
        ('"A1:A5"&S!A1:A5', '"A1:A5"&S!A1:A10'),
        ('"say ""A1:A5"" now"', '"say ""A1:A5"" now"'),
        ("Scores[A1:A5]", "Scores[A1:A5]"),
        ("Scores[[#This Row],[B2]]+A1:A5", "Scores[[#This Row],[B2]]+A1:A10"),
        ("LOG10(A1:A5)", "LOG10(A1:A10)"),
        ("name_A1+Q1_2024", "name_A1+Q1_2024"),
        ("'[other.xlsx]S'!A1:A5", "'[other.xlsx]S'!A1:A5"),
        ("[1]S!A1:A5", "[1]S!A1:A5"),
        ("SUM(First:Last!A1:A5)", "SUM(First:Last!A1:A5)"),
        ("'A1:A5'!B1:B5", "'A1:A5'!B1:B10"),
        ("S!A:A", "S!A:A"),
    ],
)
def test_only_cell_ranges_in_a_formula_move(formula: str, moved: str):
    assert with_areas(formula, five_rows_longer) == moved


def test_single_cells_can_be_left_out_of_a_move():
    assert with_areas("S!A1+S!A1:A1", five_rows_longer, single_cells=False) == "S!A1+S!A1:A6"


def test_a_range_without_a_sheet_is_on_the_sheet_of_the_formula():
    assert areas("A1+Other!B2:C3", "Here") == [
        ("Here", Area(1, 1, 1, 1)),
        ("Other", Area(2, 2, 3, 3)),
    ]


@pytest.mark.parametrize(
    ("formula", "columns"),
    [
        ("SUM(Scores[n])", ["n"]),
        ("scores[[#This Row],[a]]/Scores[[#Totals],[b c]]", ["a", "b c"]),
        ("SUM(Scores[[a]:[c]])", ["a", "c"]),
        ("Scores[@n]", ["n"]),
        ("Scores[it''s '[odd'] '#1]", ["it's [odd] #1"]),
        ("Scores[#All]", []),
        ("Others[n]", []),
        ('"Scores[n]"', []),
        ("[@n]*2", []),
    ],
)
def test_columns_of_a_table_are_found_in_a_formula(formula: str, columns: list[str]):
    assert column_names(formula, "Scores") == columns


def test_columns_without_a_table_name_belong_to_the_table_of_the_formula():
    assert column_names("[@n]*[m]", "Scores", own=True) == ["n", "m"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Scores[n]+Others[n]", "Scores[answers]+Others[n]"),
        ("Scores[[#This Row],[N]]", "Scores[[#This Row],[answers]]"),
        ('"Scores[n]"&Scores[n]', '"Scores[n]"&Scores[answers]'),
    ],
)
def test_renaming_a_column_changes_only_references_to_it(old: str, new: str):
    assert with_columns(old, "Scores", {"n": "answers"}) == new


def test_two_columns_can_swap_names_in_a_formula():
    assert with_columns("T[a]-T[b]", "T", {"a": "b", "b": "a"}) == "T[b]-T[a]"


def test_a_new_column_name_is_escaped_in_a_formula():
    assert with_columns("T[a]", "T", {"a": "[1] it's"}) == "T['[1'] it''s]"


def test_a_formula_of_columns_only_is_self_contained():
    assert is_self_contained("T[[#This Row],[a]]*2")
    assert not is_self_contained("B2*2")


pieces = st.sampled_from(
    ["A1", "$B$2:C9", "S!D4", "'It''s'!E5:E9", '"x"', '"A1"', "T[A1]", "SUM(", ")", "+", ",", "7"]
)


@given(st.lists(pieces, min_size=1, max_size=6))
def test_ranges_found_in_a_formula_equal_openpyxl(parts: list[str]):
    formula = "+".join(part for part in parts if part not in ("SUM(", ")", "+", ","))
    tokens = Tokenizer(f"={formula}").items
    theirs = [t.value for t in tokens if t.subtype == "RANGE" and "[" not in t.value]
    ours = areas(formula)
    assert [text.replace("$", "").rpartition("!")[2] for text in theirs] == [
        str(area) for _, area in ours
    ]


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_addresses_and_column_letters_round_trip(column: int, row: int):
    assert column_number(column_letters(column)) == column
    assert Area.parse(address(row, column)) == Area(row, column, row, column)


@pytest.mark.parametrize(
    ("name", "quoted"),
    [("Report", "Report"), ("My sheet", "'My sheet'"), ("It's", "'It''s'"), ("A1", "'A1'")],
)
def test_sheet_names_are_quoted_where_needed(name: str, quoted: str):
    assert quote_sheet(name) == quoted
