"""Values in the XML of cells: numbers, text with special characters, and dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, to_excel

from xlengines.shared.values import date_of, date_serial
from xlengines.xlsx import Refused
from xlengines.xlsx.parts.cells import (
    FormulaText,
    content,
    same,
    shortest,
    spelled,
)
from xlengines.xlsx.parts.grid import Cell, read_grid
from xlengines.xlsx.parts.strings import from_file, to_file


def read_back(xml: bytes) -> Cell:
    rows = read_grid(b'<sheetData><row r="3">' + xml + b"</row></sheetData>", "sheet1.xml")
    return rows[3].cells[2]


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("_x000D_ is no line end")
@example("\x00\x1f\r\n\t\ufffe")
def test_any_text_is_written_and_read_back(text: str):
    assert from_file(to_file(text)) == text
    new, _ = content("'" + text, date1904=False, sheet="S", place=(3, 2))
    cell = read_back(spelled((3, 2), 7, new or "x"))
    assert cell.style == 7
    assert same(cell, new or "x", [])


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**18), 10**18))
def test_any_number_is_written_and_read_back_exactly(number: float):
    assert float(shortest(number)) == float(number)
    assert same(read_back(spelled((3, 2), 0, number)), number, [])


@given(
    st.datetimes(dt.datetime(1904, 1, 2), dt.datetime(9999, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.booleans(),
)
def test_date_serials_equal_openpyxl(moment: dt.datetime, date1904: bool):
    epoch = MAC_EPOCH if date1904 else WINDOWS_EPOCH
    serial = date_serial(moment, date1904)
    assert serial == pytest.approx(to_excel(moment, epoch), abs=1e-9)
    assert date_of(float(serial), date1904) == moment
    assert date_of(float(serial), date1904) == from_excel(serial, epoch)


@pytest.mark.parametrize(
    ("day", "serial"),
    [((1900, 1, 1), 1), ((1900, 2, 28), 59), ((1900, 3, 1), 61), ((1899, 12, 30), 0)],
)
def test_date_serials_around_the_false_leap_day_of_1900(day: tuple[int, int, int], serial: int):
    assert date_serial(dt.datetime(*day), date1904=False) == serial
    assert date_of(serial, date1904=False) == dt.datetime(*day)


def test_a_date_before_1900_becomes_text():
    assert date_serial(dt.datetime(1815, 6, 18), date1904=False) == "1815-06-18 00:00:00"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("'=1+1", "=1+1"),
        ("=1+1", "=1+1"),
        ("'", None),
        ("", None),
        ("''quoted'", "'quoted'"),
        (float("nan"), None),
        (float("-inf"), None),
        (10**400, None),
        (True, True),
        (dt.time(12), 0.5),
        (dt.timedelta(hours=36), 1.5),
    ],
)
def test_python_values_become_the_values_that_excel_keeps(value: object, kept: object):
    assert content(value, date1904=False, sheet="S", place=(1, 1))[0] == kept


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [
        (dt.datetime(2026, 1, 26), "m/d/yyyy"),
        (dt.datetime(2026, 1, 26, 9, 30), "m/d/yyyy h:mm"),
        (dt.date(2026, 1, 26), "m/d/yyyy"),
        (dt.time(9, 30), "h:mm:ss"),
        (dt.timedelta(hours=30), "[h]:mm:ss"),
        (5, None),
    ],
)
def test_moments_get_the_number_format_that_shows_them(value: object, shown_as: str | None):
    assert content(value, date1904=False, sheet="S", place=(1, 1))[1] == shown_as


def test_a_time_keeps_its_microseconds():
    assert (
        content(dt.time(0, 0, 0, 432), date1904=False, sheet="S", place=(1, 1))[0]
        == 0.000432 / 86_400
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [(999_999_999_999_999, "999999999999999"), (1e15, "1000000000000000.0"), (1e300, "1E+300")],
)
def test_whole_numbers_of_fifteen_digits_have_no_point(number: float, text: str):
    assert shortest(number) == text


def test_a_blank_equals_only_a_blank():
    blank, one = read_back(b'<c r="B3" s="1"/>'), read_back(b'<c r="B3"><v>1</v></c>')
    assert same(None, None, []) and same(blank, None, [])
    assert not same(blank, 1, []) and not same(one, None, [])


def test_values_that_no_cell_can_hold_are_refused_with_their_place():
    with pytest.raises(Refused, match=r"S!A1.*list"):
        content([1], date1904=False, sheet="S", place=(1, 1))
    with pytest.raises(Refused, match=r"S!A1.*32,768"):
        content("x" * 32_768, date1904=False, sheet="S", place=(1, 1))


def test_a_formula_differs_from_its_own_result():
    cell = read_back(b'<c r="B3"><f>1+1</f><v>2</v></c>')
    assert not same(cell, 2.0, [])
    assert same(cell, FormulaText("1+1"), [])


def test_rich_text_equals_its_plain_text():
    cell = read_back(
        b'<c r="B3" t="inlineStr"><is><r><t>half </t></r><r><rPr><b/></rPr>'
        b'<t xml:space="preserve"> bold</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
    )
    assert same(cell, "half bold", [])
