"""Cell styles, page setup and filter buttons of new sheets, in every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import contract_book
import openpyxl
import pytest
import xlwings as xw
from engines import Opener

from meetlat.reporting.workbook import new_sheets


@pytest.fixture
def book(opener: Opener, tmp_path: Path) -> Iterator[xw.Book]:
    opened = opener(contract_book.build(tmp_path / "contract.xlsx"))
    yield opened
    opened.close()


def saved(book: xw.Book, tmp_path: Path) -> openpyxl.Workbook:
    book.save(tmp_path / "saved.xlsx")
    return openpyxl.load_workbook(tmp_path / "saved.xlsx")


def test_cells_get_a_cell_style_that_is_created_once(book: xw.Book, tmp_path: Path):
    sheet = book.sheets.add("New", after=book.sheets[-1])
    sheet.range("A1:B2").value = [["a", "b"], [1.5, 2.5]]
    new_sheets.give_style(sheet.range("A1:B1"), "Meetlat heading")
    new_sheets.give_style(sheet.range("A2:B2"), "Meetlat figure")
    new_sheets.give_style(sheet.range("C1"), "Meetlat heading")
    sheet.range("A2:B2").number_format = "0.0"
    live = [getattr(sheet.range(c).api, "CellStyle", "") for c in ("A1", "B1", "C1")]
    found = saved(book, tmp_path)
    cells = found["New"]
    if not any(live):  # openpyxl does not find the style in a file of LibreOffice
        live = [cells[c].style for c in ("A1", "B1", "C1")]
    assert live == ["Meetlat heading"] * 3
    assert cells["A1"].font.bold
    assert cells["A1"].fill.fill_type == "solid"
    assert cells["A1"].alignment.wrap_text
    assert cells["A2"].number_format == "0.0"
    assert cells["A2"].alignment.horizontal == "right"
    assert cells["A2"].border.bottom.style == "thin"
    fonts = {(cells[c].font.b, cells[c].fill.fgColor.rgb) for c in ("A1", "B1", "C1")}
    assert len(fonts) == 1
    names = [style.name for style in found._named_styles]
    assert names.count("Meetlat heading") == 1


def test_page_setup_is_landscape_with_repeated_headings_and_a_footer(book: xw.Book, tmp_path: Path):
    sheet = book.sheets.add("New sheet", after=book.sheets[-1])
    sheet.range("A1:B9").value = [["a", "b"]] * 9
    sheet.impl.set_up_page(landscape=True, title_rows=(2, 2), footer=new_sheets.FOOTER)
    book.sheets.add("Another", after=sheet)
    found = saved(book, tmp_path)["New sheet"]
    assert found.print_title_rows == "$2:$2"
    assert found.page_setup.orientation == "landscape"
    assert int(found.page_setup.paperSize) == 9
    assert found.page_setup.fitToHeight == 0
    assert found.oddFooter.right.text.endswith("&P / &N")
    assert saved(book, tmp_path)["Data"].page_setup.orientation != "landscape"


def test_filter_buttons_of_a_new_table_can_be_hidden(book: xw.Book, tmp_path: Path):
    sheet = book.sheets.add("New", after=book.sheets[-1])
    sheet.range("A1:B2").value = [["a", "b"], [1.5, 2.5]]
    made = sheet.tables.add(source=sheet.range("A1:B2"), name="Made")
    made.show_autofilter = False
    assert not made.show_autofilter
    table = saved(book, tmp_path)["New"].tables["Made"]
    assert table.ref == "A1:B2"
