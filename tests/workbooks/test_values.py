"""Every cell of the report sheets has its value in the file, as LibreOffice computes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.utils.cell import coordinate_to_tuple
from other_catalogue import change_setting, enlarge, replace_rows, rows, starter
from printed_pages import computed
from python_calamine import CalamineWorkbook

from meetlat import recalculate
from meetlat_workbooks.build import SURVEYS
from meetlat_workbooks.content import HOME
from xlengines.xlsx import open_book

Change = Callable[[xw.Book], None]

# The sheet that is for the engine only; HR can make the other hidden sheets visible.
TECHNICAL = ("Lists",)


class Values:
    """The values in a file, blank ones as an empty text. To read them with openpyxl takes long."""

    def __init__(self, workbook: Path) -> None:
        book = CalamineWorkbook.from_path(str(workbook))
        self._sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }

    def at(self, sheet: str, cell: str) -> Any:
        row, column = coordinate_to_tuple(cell)
        rows = self._sheets[sheet]
        return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[0]) else ""


def formulas_with_values(workbook: Path) -> Iterator[tuple[str, str, Any]]:
    """Yield the sheet, address and stored value of each formula that people can see."""
    formulas, values = openpyxl.load_workbook(workbook), Values(workbook)
    for sheet in formulas:
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            if sheet.title not in TECHNICAL:
                yield sheet.title, cell.coordinate, values.at(sheet.title, cell.coordinate)


def check_values(workbook: Path) -> dict[tuple[str, str], Any]:
    """Compare all stored values with those that LibreOffice computes; return them."""
    found = {(sheet, cell): value for sheet, cell, value in formulas_with_values(workbook)}
    again = Values(computed(workbook))
    wrong = {}
    for (sheet, cell), value in found.items():
        expected = again.at(sheet, cell)
        if value != (pytest.approx(expected) if isinstance(expected, int | float) else expected):
            wrong[sheet, cell] = (value, expected)
    assert wrong == {}
    return found


@pytest.mark.parametrize("survey", SURVEYS)
def test_every_formula_of_a_shipped_workbook_has_its_value(survey, tmp_path):
    workbook = tmp_path / "survey.xlsx"
    shutil.copy(HOME / survey / "survey.xlsx", workbook)
    found = check_values(workbook)
    assert sum(value != "" for value in found.values()) > 150
    assert sum(sheet in ("Rapport", "Report") for sheet, _ in found) < 80, "only references"


def test_no_formula_of_a_shipped_report_is_an_array_formula():
    for survey in SURVEYS:
        book = openpyxl.load_workbook(HOME / survey / "survey.xlsx")
        cells = (c for s in book if s.title not in TECHNICAL for row in s.iter_rows() for c in row)
        assert not [c for c in cells if c.data_type == "f" and not isinstance(c.value, str)]


def to_english(book: xw.Book) -> None:
    change_setting(book, "language", "en")


def without_comparisons(book: xw.Book) -> None:
    replace_rows(book, "Comparisons", [])


def other_comparisons(book: xw.Book) -> None:
    names = ("Vorig onderzoek", "Benchmark", "Ambitie", "Sector")
    known = rows(book, "Comparisons")
    replace_rows(book, "Comparisons", [row | {"comparison": n} for n in names for row in known])


def one_department(book: xw.Book) -> None:
    change_setting(book, "group", "department=Dienstverlening")


def without_enps(book: xw.Book) -> None:
    replace_rows(book, "Questions", [q for q in rows(book, "Questions") if q["metric"] != "enps"])
    kept = [c for c in rows(book, "Comparisons") if c["subject"] != "enps"]
    replace_rows(book, "Comparisons", kept)


def without_segments(book: xw.Book) -> None:
    replace_rows(book, "Segments", [])


def everything_that_can_be_added(book: xw.Book) -> None:
    to_english(book)
    other_comparisons(book)


def everything_that_can_be_left_out(book: xw.Book) -> None:
    without_comparisons(book)
    without_enps(book)
    without_segments(book)


TOGETHER = (everything_that_can_be_added, everything_that_can_be_left_out, one_department)
ALONE = (to_english, without_comparisons, other_comparisons, without_enps, without_segments)


@pytest.mark.parametrize(
    "change", [*TOGETHER, *(pytest.param(change, marks=pytest.mark.nightly) for change in ALONE)]
)
def test_every_formula_has_its_value_after_a_change(change: Change, tmp_path):
    workbook = starter(tmp_path)
    before = {(sheet, cell): value for sheet, cell, value in formulas_with_values(workbook)}
    book = open_book(workbook)
    change(book)
    book.save()
    assert not recalculate(workbook).errors
    found = check_values(workbook)
    assert {key for key in before if key[0] != "Problems"} <= found.keys()
    assert found != before, "the report follows the change"


@pytest.mark.parametrize(
    "survey", ["provincie-utrecht", pytest.param("large", marks=pytest.mark.nightly)]
)
def test_every_formula_has_its_value_for_17_and_40_themes(survey, tmp_path):
    workbook = starter(tmp_path)
    if survey == "large":
        enlarge(workbook, ("Vorig onderzoek", "Benchmark", "Ambitie"))
    else:
        shutil.copytree(HOME / survey, tmp_path, dirs_exist_ok=True)
        book = open_book(workbook)
        change_setting(book, "group", "division=Mobiliteit")
        book.save()
    assert not recalculate(workbook).errors
    check_values(workbook)
    names = [row["name"] for row in rows(open_book(workbook), "ThemeRows")]
    assert len(names) == (40 if survey == "large" else 17)
