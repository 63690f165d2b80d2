"""The headless engine changes only the bytes that a write requires."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw
from book_tables import table_of
from package_check import new_findings
from readback import both
from recalculated import saved_by_libreoffice
from sheet_bytes import assert_only_cells_changed, changed_cells, changed_parts, parts

from meetlat.reporting.workbook.new_sheets import STYLES
from tests.audit import findings

headless = pytest.importorskip("xlengines.xlsx")

REPORT, SCORES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
# Its formulas show figures of the report.
TEXTS = "xl/worksheets/sheet5.xml"
BOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
CACHES = {f"xl/pivotCache/pivotCacheDefinition{n}.xml" for n in (1, 2)}
THEME_CHARTS = {f"xl/charts/chart{n}.xml" for n in ("1", "2", "3", "6", "Ex1")}
NAMED_CHART = "xl/charts/chart5.xml"
CHAIN = {"xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def before(any_demanding: Path, tmp_path: Path) -> Path:
    """A copy of the unchanged workbook."""
    return Path(shutil.copy(any_demanding, tmp_path / ("before-" + any_demanding.name)))


def edit(path: Path, change: Callable[[xw.Book], object]) -> None:
    """Open, change, save, close."""
    book = headless.open_book(path)
    change(book)
    book.save()
    book.close()


# Changing nothing


def test_opening_and_saving_changes_no_byte(any_demanding: Path):
    whole = sha(any_demanding)
    edit(any_demanding, lambda book: None)
    assert sha(any_demanding) == whole


def test_reading_all_values_changes_no_byte(any_demanding: Path):
    whole = sha(any_demanding)
    edit(
        any_demanding, lambda book: [s.used_range.value for s in book.sheets if s.name != "Poster"]
    )
    assert sha(any_demanding) == whole


def same_values(book: xw.Book) -> None:
    for name in ("ThemeScores", "QuestionScores", "Enps", "Summary"):
        found = table_of(book, name)
        found.resize(found.range)
        for area in (found.header_row_range, found.data_body_range):
            assert area is not None
            rows = area.options(ndim=2).value
            width = len(rows[0]) - (name == "ThemeScores")  # its last column is a formula of HR
            area[:, :width].value = [row[:width] for row in rows]


def test_writing_the_same_values_changes_no_byte(any_demanding: Path):
    whole = sha(any_demanding)
    edit(any_demanding, same_values)
    assert sha(any_demanding) == whole


def test_writing_the_same_change_twice_changes_no_byte_the_second_time(any_demanding: Path):
    edit(any_demanding, grow)
    whole = sha(any_demanding)
    edit(any_demanding, grow)
    assert sha(any_demanding) == whole


# Changing one thing


def test_writing_a_number_changes_only_its_cell_its_dependents_and_parts_that_show_it(
    any_demanding: Path, before: Path
):
    def change(book: xw.Book) -> None:
        book.sheets["Report"]["F5"].value = 9.5

    edit(any_demanding, change)
    old, new = parts(before), parts(any_demanding)
    allowed = {REPORT, TEXTS, BOOK, NAMED_CHART} | THEME_CHARTS | CACHES
    assert {REPORT} <= changed_parts(before, any_demanding) <= allowed
    assert_only_cells_changed(old[REPORT], new[REPORT], {"F5", "H5"})
    assert changed_cells(old[REPORT], new[REPORT]) == {"F5", "H5"}
    assert_only_cells_changed(old[TEXTS], new[TEXTS], {"A8", "A9", "A11"})
    assert changed_cells(old[TEXTS], new[TEXTS]) == {"A8", "A9", "A11"}


def test_writing_outside_tables_changes_only_that_cell(any_demanding: Path, before: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Scores"]["B25"].value = "a new footnote"

    edit(any_demanding, change)
    old, new = parts(before), parts(any_demanding)
    assert changed_parts(before, any_demanding) <= {SCORES, BOOK, STRINGS}
    assert_only_cells_changed(old[SCORES], new[SCORES], {"B25"})
    assert both(any_demanding, "Scores", "B25:B25") == [["a new footnote"]]


def test_shared_strings_keep_their_order(any_demanding: Path, before: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Report"]["C5"].value = "Work, and a <new> name"

    edit(any_demanding, change)
    old, new = parts(before)[STRINGS], parts(any_demanding)[STRINGS]
    first, last = old.index(b"<", old.index(b"sst")), old.rindex(b"</")
    assert old[first:last] in new


def test_many_changes_leave_all_other_parts_byte_for_byte(any_demanding: Path, before: Path):
    edit(any_demanding, everything)
    owned = {REPORT, SCORES, TEXTS, BOOK, STRINGS, "docProps/app.xml", "xl/styles.xml"}
    owned |= CACHES | CHAIN | THEME_CHARTS | {f"xl/tables/table{n}.xml" for n in (1, 2, 3, 4)}
    owned |= {NAMED_CHART, "xl/charts/chart7.xml", "xl/charts/chart8.xml"}
    new = {n for n in parts(any_demanding) if n not in parts(before)}
    assert changed_parts(before, any_demanding) - owned == new
    assert len(new) <= 3  # a sheet, its relationships, its table


# Changed workbooks are valid


def grow(book: xw.Book) -> None:
    found = table_of(book, "ThemeScores")
    found.resize(found.range.resize(row_size=9))
    body = found.data_body_range
    assert body is not None
    body[:, :6].value = [[f"t{n}", f"Theme {n}", n, 700 + n, n / 2, n / 4] for n in range(1, 9)]


def shrink(book: xw.Book) -> None:
    found = table_of(book, "ThemeScores")
    old = found.range
    found.resize(old.resize(row_size=3))
    old[3:, :].clear_contents()


def write_texts(book: xw.Book) -> None:
    report = book.sheets["Report"]
    report["B5:C6"].value = [["=1+1", "-x"], ["'@home", "<&>\n\t\u2028"]]


def grow_totals(book: xw.Book) -> None:
    found = table_of(book, "QuestionScores")
    found.resize(found.range.resize(row_size=8))
    body = found.data_body_range
    assert body is not None
    body.value = [[f"q{n}", f"Q {n}", "work", 800, n, None] for n in range(1, len(body.rows) + 1)]


def add_sheet(book: xw.Book) -> None:
    sheet = book.sheets.add("Favourable", after=book.sheets[-1])
    sheet["A1"].value = [["question", "favourable"], ["q1", 0.5], ["q2", 0.75]]
    sheet.tables.add(sheet["A1:B3"], name="Favourable")
    sheet["B2:B3"].number_format = "0%"
    sheet["A1"].column_width = 30


def style_sheet(book: xw.Book) -> None:
    """A new sheet in the style of `meetlat.reporting.workbook.new_sheets`, and other colours."""
    sheet = book.sheets.add("It's dressed", after=book.sheets[-1])
    sheet["A1:B2"].value = [["a", "b"], ["text", 0.5]]
    made = sheet.tables.add(sheet["A1:B2"], name="Dressed")
    for cell, style in zip("AB", STYLES, strict=False):
        sheet[f"{cell}1"].impl.give_style(style, STYLES[style])
    for style in STYLES:
        sheet["B2"].impl.give_style(style, STYLES[style])
    sheet["B2"].number_format = "0%"
    sheet.impl.set_up_page(landscape=True, title_rows=(1, 1), footer="&L&A&R&P / &N")
    sheet.freeze_panes.freeze_at("1:1")
    made.show_autofilter = False
    book.impl.set_theme_colours({"accent1": "#7A1F5C", "lt2": "#F5EEF2"})


def widen(book: xw.Book) -> None:
    found = table_of(book, "Summary")
    found.parent["E24"].value = "Benchmark"
    found.resize(found.range.resize(column_size=4))
    found.parent["E25:E26"].options(transpose=True).value = [0.7, 5]


def everything(book: xw.Book) -> None:
    for change in (grow, write_texts, grow_totals, add_sheet, widen):
        change(book)


CHANGES = (grow, shrink, write_texts, grow_totals, add_sheet, style_sheet, widen, everything)


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
def test_two_validators_find_nothing_new_after_a_change(
    change: Callable[[xw.Book], None], any_demanding: Path, before: Path
):
    edit(any_demanding, change)
    assert new_findings(before, any_demanding) == []
    assert findings(any_demanding) == []


def test_libreoffice_reads_the_same_values_after_many_changes(demanding_copy: Path, tmp_path: Path):
    edit(demanding_copy, everything)
    theirs = saved_by_libreoffice(demanding_copy, tmp_path / "theirs.xlsx", calculated=False)
    for sheet, ref in (("Report", "B4:G12"), ("Report", "B24:E26"), ("Favourable", "A1:B3")):
        assert both(theirs, sheet, ref) == both(demanding_copy, sheet, ref)
