"""Values are the same, read by calamine or by the engine's own reader."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from xlengines.shared.refs import Area
from xlengines.shared.values import python_value
from xlengines.xlsx import open_book
from xlengines.xlsx.document.document import Document
from xlengines.xlsx.parts import reading


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return build(tmp_path / "mixed.xlsx", date1904=False)


def build(path: Path, date1904: bool) -> Path:
    book = xlsxwriter.Workbook(path, {"date_1904": date1904})
    sheet, errors = book.add_worksheet("Mixed"), book.add_worksheet("Errors")
    day, time = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "[h]:mm"))
    sheet.write_row(2, 1, ["text", 1.5, True, " blanks ", "two\nlines"])
    sheet.write_datetime(3, 1, dt.datetime(2024, 2, 29, 13, 45, 30, 250_000), day)
    sheet.write_number(3, 2, 1.25, time)
    sheet.write_number(3, 5, 0.25, time)
    sheet.write_number(3, 3, 1e300)
    sheet.write_rich_string(4, 2, "half ", book.add_format({"bold": True}), "bold")
    sheet.write_formula(4, 3, "=1+1", None, 2)
    sheet.write_formula(4, 4, '="a"', None, "a")
    errors.write_formula(0, 0, "=NA()", None, "#N/A")
    errors.write_formula(0, 1, "=1/0", None, "#DIV/0!")
    errors.write_row(1, 0, ["kept", 3])
    book.close()
    return path


@pytest.mark.parametrize("date1904", [False, True])
def test_calamine_and_own_reader_give_the_same_values(
    tmp_path: Path, date1904: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "LARGE", 0)
    mixed = build(tmp_path / "mixed.xlsx", date1904)
    unscanned, scanned = Document(mixed).sheets[0], Document(mixed).sheets[0]
    assert scanned.rows  # scanning makes the engine read them itself
    area = Area(1, 1, 8, 8)
    by_calamine, by_own_reader = (
        [[python_value(v) for v in row] for row in sheet.values(area)]
        for sheet in (unscanned, scanned)
    )
    assert unscanned._rows is None
    assert by_calamine == by_own_reader
    assert by_own_reader[3][1] == dt.datetime(2024, 2, 29, 13, 45, 30, 250_000)


@pytest.mark.parametrize("date1904", [False, True])
def test_writing_back_values_that_were_read_changes_no_byte(tmp_path: Path, date1904: bool):
    path = build(tmp_path / "mixed.xlsx", date1904)
    before = path.read_bytes()
    book = open_book(path)
    cells = book.sheets["Mixed"]["B3:F4"]
    cells.value = cells.value
    book.save()
    assert path.read_bytes() == before


def test_error_values_are_read_as_text_on_request(mixed: Path):
    """Calamine reads an error as a blank."""
    sheet = open_book(mixed).sheets["Errors"]
    assert sheet["A1:B2"].options(err_to_str=True).value == [["#N/A", "#DIV/0!"], ["kept", 3.0]]
    assert sheet["A1:B1"].value == [None, None]


def test_written_dates_and_formats_are_read_before_saving(mixed: Path):
    sheet = open_book(mixed).sheets["Mixed"]
    sheet["B3"].value = dt.date(2024, 1, 2)
    sheet["C3"].number_format = "yyyy"
    assert sheet["B3"].value == dt.datetime(2024, 1, 2)
    assert sheet["C3"].value == dt.datetime(1900, 1, 1, 12)
