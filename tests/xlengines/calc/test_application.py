"""Documents in LibreOffice, and intended differences from Excel."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import contract_book
import pytest
import xlwings as xw
from office import office

from xlengines.calc import Refused, connect, connection, open_documents, register

needs_uno = pytest.mark.skipif(
    sys.platform == "win32", reason="there only the Python of LibreOffice has the module uno"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "Enquête & co"
    folder.mkdir()
    return contract_book.build(folder / "Vragen één.xlsx")


@pytest.fixture
def book(path: Path, open_in_office) -> xw.Book:
    return open_in_office(path)


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets["Data"]


# Finding a document


def test_a_document_is_found_by_path_file_name_url_and_title(
    address: str, book: xw.Book, path: Path
):
    names = [str(path), path.name, connection.file_url(path), book.impl.document.Title, None]
    for name in names:
        assert connect(address, name).fullname == str(path)


def test_a_document_is_found_through_a_symbolic_link(address: str, book: xw.Book, path: Path):
    link = path.parent / "link.xlsx"
    link.symlink_to(path)
    assert connect(address, str(link)).fullname == str(path)


def test_all_open_documents_are_listed(address: str, book: xw.Book):
    assert [each.fullname for each in open_documents(address)] == [book.fullname]


def test_a_document_that_is_not_open_is_an_error_that_lists_open_documents(
    address: str, book: xw.Book
):
    with pytest.raises(Refused, match=r"other\.xlsx is not open .*open there: Vragen één\.xlsx"):
        connect(address, "other.xlsx")


@needs_uno
def test_connecting_without_libreoffice_says_how_to_start_it():
    with pytest.raises(Refused, match=r'does not answer .* soffice --accept="pipe,name=nobody;urp'):
        connect("pipe,name=nobody", patience=0.2)


@needs_uno
def test_connecting_to_an_invalid_address_is_refused():
    with pytest.raises(Refused, match="is no address"):
        connect("carrier-pigeon", patience=30)


def test_connecting_without_the_module_uno_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "uno", None)
    path = list(sys.path)
    with pytest.raises(Refused, match=r"module uno.*apt install python3-uno"):
        connect("pipe,name=nobody")
    assert sys.path == path


def test_using_a_closed_libreoffice_is_refused_with_a_message(path: Path):
    with office() as address:
        app = xw.App(impl=register().impl.apps.connect(address, 5))
        cell = app.books.open(str(path)).sheets["Data"]["A1"]
        assert cell.value == "text"
    with pytest.raises(Refused, match="closed meanwhile"):
        cell.value = 1
    with pytest.raises(Refused, match="closed meanwhile"):
        cell.value  # noqa: B018
    with pytest.raises(Refused, match="closed meanwhile"):
        list(cell.sheet.book.sheets)
    with pytest.raises(Refused, match="does not answer"):
        connect(address, patience=0)


# The screen


def test_screen_updating_can_be_switched_off_and_on(book: xw.Book):
    document = book.impl.document
    with book.app.properties(screen_updating=False):
        assert document.hasControllersLocked()
        assert document.isActionLocked()
        book.app.screen_updating = False  # a second time changes nothing
    assert not document.hasControllersLocked()
    assert not document.isActionLocked()
    assert book.app.screen_updating


def test_screen_updating_resumes_after_a_document_was_closed(
    application: xw.App, open_in_office, path
):
    first = open_in_office(path)
    second = application.books.add()
    application.screen_updating = False
    second.close()
    application.screen_updating = True
    assert not first.impl.document.hasControllersLocked()


def test_the_status_bar_can_be_set_and_restored(book: xw.Book):
    app = book.app
    for value in ("counting the answers", "scoring", False):
        app.status_bar = value
        assert app.status_bar == value
    with app.properties(status_bar="reading"):
        assert app.status_bar == "reading"
    assert app.status_bar is False


def test_activating_a_hidden_sheet_makes_it_visible(book: xw.Book):
    hidden = book.sheets["Tables"]
    hidden.visible = False
    assert not hidden.visible
    hidden.activate()
    assert hidden.visible
    assert book.sheets.active.name == "Tables"


# Values and formats


def test_error_values_have_the_names_of_excel(sheet: xw.Sheet):
    for formula, error in {
        "=1/0": "#DIV/0!",
        "=NA()": "#N/A",
        '=1+"x"': "#VALUE!",
        "=10^400": "#NUM!",
        '=INDIRECT("nowhere!A1")': "#REF!",
        "=nosuchname+1": "#NAME?",
    }.items():
        sheet["E1"].formula = formula
        assert sheet["E1"].options(err_to_str=True).value == error
        assert sheet["E1"].value is None


def test_formulas_are_in_the_notation_of_excel(book: xw.Book, sheet: xw.Sheet):
    sheet["E1"].formula = "=SUM(Tables!$D$4:$D$6,B1,1)"
    assert sheet["E1"].value == 64.0
    assert sheet["E1"].formula == "=SUM(Tables!$D$4:$D$6,B1,1)"
    sheet["E2"].formula = "=SUM(Scores[score],1)"
    assert sheet["E2"].value == 22.0
    sheet["E1:E3"].formula = [["=B1"], ["plain"], [""]]
    assert sheet["E1:E3"].value == [42.0, "plain", None]
    assert sheet["B6"].formula == "=not a formula"


def test_writing_a_date_sets_a_date_format_unless_the_cell_has_one(sheet: xw.Sheet):
    sheet["E1"].value = [dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 13, 45)]
    assert sheet["E1:F1"].value == [dt.datetime(2024, 2, 29), dt.datetime(2024, 2, 29, 13, 45)]
    assert sheet["E1"].number_format.lower() == "yyyy-mm-dd"
    date_format = sheet["B4"].number_format
    sheet["B4"].value = dt.date(2020, 1, 1)
    assert (sheet["B4"].number_format, sheet["B4"].value) == (date_format, dt.datetime(2020, 1, 1))


def test_dutch_number_formats_are_read_in_the_notation_of_excel(book, sheet):
    dutch = connection.struct("com.sun.star.lang.Locale", Language="nl", Country="NL")
    formats = book.impl.document.NumberFormats
    for code, spelling in {"0,00": "0.00", "Standaard": "General", "#.##0": "#,##0"}.items():
        key = formats.queryKey(code, dutch, False)
        sheet["B1"].impl.api.NumberFormat = formats.addNew(code, dutch) if key == -1 else key
        assert sheet["B1"].number_format == spelling


def test_a_dutch_libreoffice_reads_and_writes_the_notation_of_excel(tmp_path: Path):
    path = contract_book.build(tmp_path / "contract.xlsx")
    with office(language="nl_NL") as address:
        book = xw.App(impl=register().impl.apps.connect(address, 5)).books.open(str(path))
        sheet, scores = book.sheets["Data"], book.sheets["Tables"].tables["Scores"]
        assert book.sheets["Tables"]["D4"].number_format == "0.0"
        sheet["E1"].value = 1234.5
        for code, displayed in {
            "0.0%": "123450,0%",
            "#,##0.00": "1.234,50",
            "General": "1234,5",
        }.items():
            sheet["E1"].number_format = code
            assert sheet["E1"].number_format == code
            assert sheet["E1"].impl.api.getCellByPosition(0, 0).String == displayed
        assert sheet["A4"].number_format.lower() == "yyyy-mm-dd"
        sheet["E1"].formula = "=SUM(1.5,2)+IF(1=1,1,0)"
        assert (sheet["E1"].value, sheet["E1"].formula) == (4.5, "=SUM(1.5,2)+IF(1=1,1,0)")
        sheet["E2"].value = [True, dt.datetime(2024, 2, 29, 1, 2, 3)]
        assert sheet["E2:F2"].value == [True, dt.datetime(2024, 2, 29, 1, 2, 3)]
        scores.resize(scores.range.resize(row_size=9))
        assert book.names["ScoreCells"].refers_to == "=Tables!$D$4:$D$11"
        book.close()


@pytest.mark.parametrize("code", ["0.0", "0%", "General", "#,##0.00", "@", '0.0;-0.0;"-"'])
def test_a_number_format_is_read_back_as_it_was_set(sheet: xw.Sheet, code: str):
    sheet["B1:B2"].number_format = code
    assert sheet["B1:B2"].number_format == code
    assert sheet["A1:B2"].number_format == (code if code == "General" else None)


def test_a_column_width_is_read_back_as_it_was_set(sheet: xw.Sheet):
    sheet["E:F"].column_width = 24
    assert sheet["E1"].column_width == pytest.approx(24, abs=0.05)
    assert sheet["E1:F9"].column_width == pytest.approx(24, abs=0.05)
    assert sheet["A1:E1"].column_width is None


def test_a_hyperlink_shows_its_text(sheet: xw.Sheet):
    sheet["E1"].add_hyperlink("#Tables!D4", "D4")
    assert sheet["E1"].value == "D4"
    field = sheet["E1"].impl.api.getCellByPosition(0, 0).TextFields.getByIndex(0)
    assert field.URL == "#Tables!D4"


def test_current_region_ends_at_blank_rows_and_columns(sheet: xw.Sheet):
    assert sheet["B2"].current_region.address == "$A$1:$C$6"
    assert sheet["A8"].current_region.address == "$A$8"


# Sheets, tables and names


def test_adding_a_sheet_to_a_protected_document_is_refused(book: xw.Book):
    book.impl.document.protect("")
    with pytest.raises(Refused, match="sheets are protected"):
        book.sheets.add("New")
    assert [s.name for s in book.sheets] == ["Data", "Tables"]


def test_sheets_are_added_before_or_after_another(book: xw.Book):
    book.sheets.add("First", before=book.sheets[0])
    book.sheets.add("Third", after=book.sheets["Data"])
    assert [s.name for s in book.sheets] == ["First", "Data", "Third", "Tables"]
    assert book.sheets["Tables"].tables["Scores"].range.address == "$B$3:$D$6"
    book.sheets["First"].delete()
    assert [s.name for s in book.sheets] == ["Data", "Third", "Tables"]


def test_a_new_table_has_a_bold_header_and_a_unique_name(book: xw.Book, sheet: xw.Sheet):
    sheet["H1"].value = [["a", "b"], [1, 2]]
    table = sheet.tables.add(sheet["H1:I2"], name="New", table_style_name="TableStyleLight1")
    assert sheet["H1:I1"].font.bold
    assert not sheet["H2"].font.bold
    assert [t.name for t in sheet.tables] == ["New"]
    assert table.show_autofilter
    with pytest.raises(Refused, match="There is a table New already"):
        sheet.tables.add(sheet["K1:L2"], name="new")
    with pytest.raises(Refused, match=r"\(table New\) is in the way"):
        sheet.tables.add(sheet["I2:J3"], name="Newer")


def test_columns_of_a_table_are_found_by_name(book: xw.Book):
    columns = book.sheets["Tables"].tables["Scores"].impl.columns
    assert [column.name for column in columns] == ["question", "theme", "score"]
    assert columns("Score").data_body_range.address == "$D$4:$D$6"
    assert "nothing" not in columns


def test_a_range_is_found_by_a_defined_name_or_a_table(sheet: xw.Sheet):
    assert sheet.range("ScoreCells").address == "$D$4:$D$6"
    assert sheet.range("Scores").sheet.name == "Tables"
    with pytest.raises(xw.NoSuchObjectError):
        sheet.range("nowhere_at_all")


def test_names_can_be_added_changed_and_deleted(book: xw.Book):
    book.names.add("Fresh", "=Data!$A$1:$B$2")
    assert book.names["Fresh"].refers_to_range.address == "$A$1:$B$2"
    book.names["Fresh"].refers_to = "=Data!$A$1"
    assert book.names["Fresh"].refers_to == "=Data!$A$1"
    book.names["Fresh"].delete()
    assert "Fresh" not in book.names
    assert "Tables!Local" in [name.name for name in book.names]


def test_writing_into_a_read_only_document_is_refused(application: xw.App, path: Path):
    arguments = (connection.file_url(path), "_blank", 0, connection.properties(ReadOnly=True))
    document = application.api.loadComponentFromURL(*arguments)
    try:
        sheet = next(b for b in application.books if b.fullname == str(path)).sheets["Data"]
        for change in (lambda: setattr(sheet["A1"], "value", 1), sheet["A1"].clear_contents):
            with pytest.raises(Refused, match=r"Vragen één\.xlsx is open to be read only"):
                change()
        assert sheet["A1"].value == "text"
    finally:
        document.close(True)


def test_saving_as_an_unknown_file_type_is_refused(book: xw.Book, tmp_path: Path):
    with pytest.raises(Refused, match="not written here"):
        book.save(tmp_path / "report.docx")
    with pytest.raises(Refused, match="could not save"):
        book.save(Path(book.fullname) / "report.xlsx")


def test_opening_a_folder_is_refused_by_libreoffice(application: xw.App, tmp_path: Path):
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(Refused, match=r"folder\.xlsx"):
        application.books.open(str(tmp_path / "folder.xlsx"))
