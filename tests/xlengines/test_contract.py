"""What every xlwings engine must do for the report.

Runs with the headless engine, with LibreOffice if it is installed, and with Excel by
`pytest -m excel` on Windows or macOS. Intended differences are tested in `xlsx/` and `calc/`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import contract_book
import openpyxl
import pytest
import xlwings as xw
from book_tables import table_of
from engines import Opener
from readback import both, by_calamine, by_openpyxl


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return contract_book.build(tmp_path / "contract.xlsx")


@pytest.fixture
def book(opener: Opener, path: Path) -> Iterator[xw.Book]:
    opened = opener(path)
    yield opened
    opened.close()


@pytest.fixture
def data(book: xw.Book) -> xw.Sheet:
    return book.sheets["Data"]


@pytest.fixture
def tables(book: xw.Book) -> xw.Sheet:
    return book.sheets["Tables"]


# Reading


def test_a_book_has_its_name_and_path(book: xw.Book, path: Path):
    assert book.name == "contract.xlsx"
    assert Path(book.fullname).samefile(path)


def test_sheets_are_found_in_order_and_by_name(book: xw.Book):
    assert [s.name for s in book.sheets] == ["Data", "Tables"]
    assert book.sheets["Tables"].index == 2
    assert book.sheets[0].name == "Data"
    assert "Tables" in book.sheets
    assert "Nowhere" not in book.sheets


READ = {
    "A1": "text",
    "B1": 42.0,
    "C1": 2.5,
    "A2": "Zoë 😀 <b> & 'q'",
    "B2": -1.0,
    "C2": 1e-9,
    "A3": True,
    "B3": False,
    "A4": dt.datetime(2024, 2, 29),
    "B4": dt.datetime(2024, 2, 29, 13, 45, 30),
    "A5": None,
    "B5": 84.0,
    "C5": "ab",
    "A6": "half bold",
    "B6": "=not a formula",
    "C6": "007",
    "D1": None,
    "Z99": None,
}


def test_every_type_of_value_is_read(data: xw.Sheet):
    read = {cell: data[cell].value for cell in READ}
    assert read == READ
    assert [*map(type, read.values())] == [*map(type, READ.values())]


def test_an_error_value_is_read_as_text_on_request(data: xw.Sheet):
    assert data["A5"].options(err_to_str=True).value == "#DIV/0!"


def test_a_range_is_read_as_rows(data: xw.Sheet):
    assert data["A1:C2"].value == [["text", 42.0, 2.5], ["Zoë 😀 <b> & 'q'", -1.0, 1e-9]]
    assert data["A1:C1"].value == ["text", 42.0, 2.5]
    assert data["B1:B2"].value == [42.0, -1.0]
    assert data["B1"].options(ndim=2).value == [[42.0]]
    assert data["D1:D2"].options(ndim=2).value == [[None], [None]]


def test_ranges_can_be_addressed_in_every_way(data: xw.Sheet):
    wanted = "$B$2:$C$3"
    assert data["B2:C3"].address == wanted
    assert data.range("B2:C3").address == wanted
    assert data.range("B2", "C3").address == wanted
    assert data.range((2, 2), (3, 3)).address == wanted
    assert data[1:3, 1:3].address == wanted
    assert data["B2"].resize(2, 2).address == wanted
    assert data["A1"].offset(1, 1).resize(2, 2).address == wanted
    assert data["B2:C3"].shape == (2, 2)
    assert data["B2:C3"].last_cell.address == "$C$3"
    assert (data["B2:C3"].row, data["B2:C3"].column) == (2, 2)
    assert data["B2:C3"].get_address(False, False) == "B2:C3"


def test_the_used_range_ends_at_the_last_value(data: xw.Sheet):
    assert data.used_range.last_cell.row == 8
    assert data.used_range.last_cell.column == 3


def test_end_and_expand_follow_ctrl_arrow(data: xw.Sheet):
    assert data["A1"].end("down").row == 6
    assert data["A1"].end("right").column == 3
    assert data["A6"].end("down").row == 8
    assert data["A1"].expand("right").address == "$A$1:$C$1"
    assert data["B2"].current_region.address == "$A$1:$C$6"
    assert data["C1"].end("left").column == 1
    assert data["A6"].end("up").row == 1


def test_formulas_are_read_as_formulas(data: xw.Sheet, tables: xw.Sheet):
    assert data["B5"].formula == "=B1*2"
    assert data["A1"].formula == "text"
    assert data["D1"].formula == ""
    assert [line[0] for line in tables["B4:B6"].formula] == ["q1", "q2", "q3"]


def test_a_range_has_rows_columns_and_cells(data: xw.Sheet):
    area = data["A1:C2"]
    assert [c.address for c in area.columns] == ["$A$1:$A$2", "$B$1:$B$2", "$C$1:$C$2"]
    assert area.columns[1].value == [42.0, -1.0]
    assert [r.address for r in area.rows] == ["$A$1:$C$1", "$A$2:$C$2"]
    assert area[1, 2].value == 1e-9
    assert area[0].address == "$A$1"


def test_the_active_sheet_can_be_restored(book: xw.Book):
    active = book.sheets.active
    book.sheets.add("Added", after=book.sheets[-1])
    active.activate()
    assert book.sheets.active.name == active.name == "Data"


# Tables


def test_tables_are_listed_with_their_sheets(book: xw.Book):
    found = {t.name: t.parent.name for s in book.sheets for t in s.tables}
    assert found == {"Scores": "Tables", "One": "Tables", "Totalled": "Tables"}
    assert "Scores" in [t.name for t in book.sheets["Tables"].tables]


def test_a_table_has_a_header_a_body_and_no_totals(book: xw.Book):
    table = table_of(book, "Scores")
    assert table.range.address == "$B$3:$D$6"
    assert table.header_row_range is not None
    assert table.header_row_range.value == ["question", "theme", "score"]
    assert table.data_body_range is not None
    assert table.data_body_range.address == "$B$4:$D$6"
    assert table.data_body_range.value == contract_book.BODY
    assert table.show_headers
    assert not table.show_totals


def test_a_totals_row_is_not_part_of_the_body(book: xw.Book):
    table = table_of(book, "Totalled")
    assert table.show_totals
    assert table.data_body_range is not None
    assert table.data_body_range.address == "$I$4:$J$5"
    assert table.totals_row_range is not None
    assert table.totals_row_range.address == "$I$6:$J$6"


def test_a_growing_table_takes_new_rows(book: xw.Book, path: Path):
    table = table_of(book, "Scores")
    table.resize(table.range.resize(row_size=6))
    body = table.data_body_range
    assert body is not None
    assert body.address == "$B$4:$D$8"
    rows = [*contract_book.BODY, ["q4", "Lead", 6.0], ["q5", "Work", 7.0]]
    body.value = rows
    book.save()
    assert both(path, "Tables", "B4:D8") == rows
    assert openpyxl.load_workbook(path)["Tables"].tables["Scores"].ref == "B3:D8"


def test_a_shrinking_table_leaves_the_cells_below_it(book: xw.Book, path: Path):
    table = table_of(book, "Scores")
    table.resize(table.range.resize(row_size=2))
    assert table.range.address == "$B$3:$D$4"
    book.save()
    assert both(path, "Tables", "B4:D6") == contract_book.BODY
    assert openpyxl.load_workbook(path)["Tables"].tables["Scores"].ref == "B3:D4"


def test_cells_below_a_shrunk_table_can_be_cleared(book: xw.Book, path: Path):
    table = table_of(book, "Scores")
    old = table.range
    table.resize(old.resize(row_size=2))
    old[2:, :].clear_contents()
    book.save()
    assert both(path, "Tables", "B4:D6") == [contract_book.BODY[0], [None] * 3, [None] * 3]


def test_writing_a_header_renames_its_column(book: xw.Book, path: Path):
    table = table_of(book, "Scores")
    assert table.header_row_range is not None
    table.header_row_range.value = ["question", "thema", "score 2024"]
    book.save()
    columns = openpyxl.load_workbook(path)["Tables"].tables["Scores"].tableColumns
    assert [c.name for c in columns] == ["question", "thema", "score 2024"]
    assert both(path, "Tables", "B3:D3") == [["question", "thema", "score 2024"]]


def test_a_table_can_lose_a_column(book: xw.Book, path: Path):
    table = table_of(book, "Scores")
    table.resize(table.range.resize(column_size=2))
    book.save()
    saved = openpyxl.load_workbook(path)["Tables"].tables["Scores"]
    assert (saved.ref, [c.name for c in saved.tableColumns]) == ("B3:C6", ["question", "theme"])


def test_a_table_gains_a_column_with_the_header_written_beside_it(book: xw.Book, path: Path):
    table = table_of(book, "Scores")
    table.parent["E3"].value = "Previous"
    table.resize(table.range.resize(column_size=4))
    table.parent["E4:E6"].options(transpose=True).value = [7.0, 7.5, None]
    book.save()
    saved = openpyxl.load_workbook(path)["Tables"].tables["Scores"]
    names = [c.name for c in saved.tableColumns]
    assert (saved.ref, names) == ("B3:E6", ["question", "theme", "score", "Previous"])
    assert both(path, "Tables", "E3:E6") == [["Previous"], [7.0], [7.5], [None]]


# Writing

LONG = "Zoë 😀 " * 4000
VALUES = [
    1,
    -2.5,
    1e300,
    2.3e-308,
    123456789012345,
    0.1 + 0.2,
    True,
    False,
    "text",
    "007",
    "1e5",
    "TRUE",
    "2024-01-01",
    "#N/A?",
    "  outer blanks  ",
    "two\nlines",
    "tab\tinside",
    "_x0041_ stays",
    "Zoë 日本語 😀 \u200b\u202e",
    "<a href='x'>&amp;</a> ]]>",
    LONG,
    dt.datetime(2024, 2, 29),
    dt.datetime(1999, 12, 31, 23, 59, 59),
]

# LibreOffice does not save a 16th digit or an escaped `_x0041_`.
LOST_BY_LIBREOFFICE = {0.1 + 0.2, "_x0041_ stays"}


def test_every_written_value_is_read_back(data: xw.Sheet, book: xw.Book, path: Path):
    cells = {f"E{row}": value for row, value in enumerate(VALUES, start=1)}
    for cell, value in cells.items():
        data[cell].value = f"'{value}" if isinstance(value, str) else value
    book.save()
    written = {c: float(v) if type(v) is int else v for c, v in cells.items()}
    read = {cell: data[cell].value for cell in written}
    assert read == written
    assert [*map(type, read.values())] == [*map(type, written.values())]
    lost = LOST_BY_LIBREOFFICE if book.app.engine.name == "libreoffice" else set()
    for reader in (by_openpyxl, by_calamine):
        saved = [value for (value,) in reader(path, "Data", f"E1:E{len(VALUES)}")]
        for found, value in zip(saved, written.values(), strict=True):
            if not isinstance(value, dt.datetime) and value not in lost:
                assert found == value, reader


APOSTROPHES = ["=1+1", "+31 6 1234", "-", "@home", "'quoted'", "=", "-1"]


def test_a_leading_apostrophe_makes_a_value_text(data: xw.Sheet, book: xw.Book, path: Path):
    for row, text in enumerate(APOSTROPHES, start=1):
        data[f"E{row}"].value = "'" + text
        assert data[f"E{row}"].value == text
    book.save()
    end = len(APOSTROPHES)
    assert both(path, "Data", f"E1:E{end}") == [[text] for text in APOSTROPHES]
    kinds = {cell.data_type for (cell,) in openpyxl.load_workbook(path)["Data"][f"E1:E{end}"]}
    assert "f" not in kinds


def test_writing_blanks_clears_cells(data: xw.Sheet, book: xw.Book, path: Path):
    data["A1"].value = None
    data["B1"].value = ""
    book.save()
    assert both(path, "Data", "A1:C1") == [[None, None, 2.5]]


def test_rows_and_columns_are_written_at_once(data: xw.Sheet, book: xw.Book, path: Path):
    data["E1"].value = [["a", 1], ["b", None], ["c", 3.5]]
    data["H1"].options(transpose=True).value = [1, 2, 3]
    data["J1"].value = ["x", "y"]
    book.save()
    assert both(path, "Data", "E1:F3") == [["a", 1.0], ["b", None], ["c", 3.5]]
    assert both(path, "Data", "H1:H3") == [[1.0], [2.0], [3.0]]
    assert both(path, "Data", "J1:K1") == [["x", "y"]]


def test_written_values_are_read_before_saving(data: xw.Sheet):
    data["E1"].value = [["a", 1], ["'=b", None]]
    assert data["E1:F2"].value == [["a", 1.0], ["=b", None]]


def test_a_written_cell_keeps_its_format(book: xw.Book, path: Path):
    table_of(book, "Scores").parent["D4"].value = 9
    book.save()
    cell = openpyxl.load_workbook(path)["Tables"]["D4"]
    assert (cell.value, cell.number_format, cell.font.b) == (9, "0.0", True)


def test_writing_a_cell_leaves_its_neighbours(data: xw.Sheet, book: xw.Book, path: Path):
    before = both(path, "Data", "A1:C8")
    data["B2"].value = 7
    book.save()
    before[1][1] = 7.0
    assert both(path, "Data", "A1:C8") == before


# New sheets, formats, names, saving


def test_a_new_sheet_with_a_table_is_saved(book: xw.Book, path: Path):
    sheet = book.sheets.add("Enps", after=book.sheets[-1])
    assert [s.name for s in book.sheets] == ["Data", "Tables", "Enps"]
    sheet["A1"].value = [["question", "enps", "share"], ["e1", 12, 0.183], ["e2", -3, 0.5]]
    table = sheet.tables.add(sheet["A1:C3"], name="Enps")
    assert (table.name, table.range.address) == ("Enps", "$A$1:$C$3")
    sheet["C2:C3"].number_format = "0%"
    sheet["A:A"].column_width = 30
    book.save()
    assert both(path, "Enps", "A1:C3")[1:] == [["e1", 12.0, 0.183], ["e2", -3.0, 0.5]]
    saved = openpyxl.load_workbook(path)["Enps"]
    assert (saved.tables["Enps"].ref, saved["C2"].number_format) == ("A1:C3", "0%")
    assert saved.column_dimensions["A"].width == pytest.approx(30, abs=1)


def test_a_number_format_is_read_and_set(tables: xw.Sheet, book: xw.Book, path: Path):
    assert tables["D4"].number_format == "0.0"
    tables["D4:D6"].number_format = "0.00"
    assert tables["D5"].number_format == "0.00"
    book.save()
    cell = openpyxl.load_workbook(path)["Tables"]["D6"]
    assert (cell.number_format, cell.font.b) == ("0.00", True)


def test_defined_names_refer_to_their_cells(book: xw.Book):
    assert "ScoreCells" in book.names
    assert book.names["ScoreCells"].refers_to_range.address == "$D$4:$D$6"
    assert book.names["ScoreCells"].refers_to_range.value == [7.5, 8.0, 5.5]
    assert book.names["ScoreCells"].refers_to == "=Tables!$D$4:$D$6"
    assert book.sheets["Tables"].range("ScoreCells").address == "$D$4:$D$6"


def test_dates_are_dates_after_reopening(opener: Opener, path: Path):
    first = opener(path)
    first.sheets["Data"]["E1"].value = dt.datetime(2024, 2, 29)
    first.sheets["Data"]["E2"].value = dt.datetime(2024, 2, 29, 13, 45)
    first.save()
    first.close()
    again = opener(path)
    dates = [dt.datetime(2024, 2, 29), dt.datetime(2024, 2, 29, 13, 45)]
    assert again.sheets["Data"]["E1:E2"].value == dates
    again.close()
    assert both(path, "Data", "E1:E2") == [[d] for d in dates]


def test_two_open_books_are_independent(opener: Opener, path: Path, tmp_path: Path):
    other = contract_book.build(tmp_path / "other.xlsx")
    first, second = opener(path), opener(other)
    first.sheets["Data"]["A1"].value = "first"
    second.sheets["Data"]["A1"].value = "second"
    second.save()
    first.save()
    first.close()
    assert second.sheets["Data"]["A1"].value == "second"
    second.close()
    assert both(path, "Data", "A1:A1") + both(other, "Data", "A1:A1") == [["first"], ["second"]]


def test_saving_elsewhere_leaves_the_original_unchanged(
    data: xw.Sheet, book: xw.Book, path: Path, tmp_path: Path
):
    before = path.read_bytes()
    data["A1"].value = "changed"
    other = tmp_path / "Verslag ë.xlsx"
    book.save(other)
    assert path.read_bytes() == before
    assert both(other, "Data", "A1:A1") == [["changed"]]
    assert Path(book.fullname).samefile(other)


def test_a_saved_book_can_be_written_again(data: xw.Sheet, book: xw.Book, path: Path):
    for number in range(3):
        data["A1"].value = number
        book.save()
        assert both(path, "Data", "A1:A1") == [[float(number)]]


def test_a_book_opened_again_shows_what_was_saved(opener: Opener, path: Path):
    first = opener(path)
    first.sheets["Data"]["A1"].value = "'=kept"
    first.save()
    first.close()
    again = opener(path)
    assert again.sheets["Data"]["A1"].value == "=kept"
    again.close()
