"""Unsafe changes are refused with a readable message, and the file does not change."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import contract_book
import pytest
import xlwings as xw
from book_tables import table_of
from surgery import BOOK_ORDER, OFFICE, Surgery

headless = pytest.importorskip("xlengines.xlsx")
Refused = headless.Refused

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # first bytes of .xls and of encrypted workbooks


def assert_readable(refusal: Exception, *wanted: str) -> None:
    """The refusal has a sentence with these words, a remedy and no technical terms."""
    text = f"{refusal.args[0]} {refusal.remedy}"  # pyright: ignore[reportAttributeAccessIssue]
    for word in wanted:
        assert word.lower() in text.lower(), text
    assert re.search(r"[.!?]$", str(refusal.args[0])), text
    assert refusal.remedy, text  # pyright: ignore[reportAttributeAccessIssue]
    assert not re.search(r"Traceback|Error\b|0x|<class|None", text), text


def refused(path: Path, change: Callable[[xw.Book], object] = lambda book: None) -> Exception:
    """Change and save; returns the refusal after checking that no file changed."""
    before = path.read_bytes()
    others = sorted(path.parent.iterdir())
    with pytest.raises(Refused) as caught:
        book = headless.open_book(path)
        change(book)
        book.save()
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == others
    return caught.value


def altered(path: Path, cut: Callable[[Surgery], object]) -> Path:
    surgery = Surgery(path)
    cut(surgery)
    return surgery.save(path)


# Files of another kind


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("old.xls", COMPOUND + bytes(4000), "xls"),
        (
            "secret.xlsx",
            COMPOUND + "EncryptedPackage".encode("utf-16-le") + bytes(4000),
            "password",
        ),
        ("empty.xlsx", b"", "xlsx"),
        ("page.xlsx", b"<html><body>Log in first</body></html>", "xlsx"),
        ("table.xlsx", b"a;b\n1;2\n", "xlsx"),
    ],
)
def test_opening_a_file_of_another_type_is_refused(
    tmp_path: Path, name: str, content: bytes, word: str
):
    path = tmp_path / name
    path.write_bytes(content)
    assert_readable(refused(path), name, word)


def test_opening_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(Refused) as caught:
        headless.open_book(tmp_path / "nowhere.xlsx")
    assert_readable(caught.value, "nowhere.xlsx")


def test_opening_a_folder_is_refused(tmp_path: Path):
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(Refused) as caught:
        headless.open_book(tmp_path / "folder.xlsx")
    assert_readable(caught.value, "folder.xlsx")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only Unix has pipes with a name")
def test_opening_a_named_pipe_is_refused_without_waiting(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(Refused) as caught:
        headless.open_book(tmp_path / "pipe.xlsx")
    assert_readable(caught.value, "pipe.xlsx", "not a file")


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="only Unix has /dev/stdin")
def test_opening_the_standard_input_is_refused(demanding_copy: Path):
    code = "import sys; from xlengines.xlsx import open_book, Refused\n"
    code += "try: open_book('/dev/stdin')\nexcept Refused as refusal: print(refusal)"
    command, content = [sys.executable, "-c", code], demanding_copy.read_bytes()
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    assert b"stdin" in done.stdout
    assert b"not a file" in done.stdout


@pytest.mark.parametrize("sheet", ["99", "-1"])
def test_a_defined_name_that_belongs_to_a_missing_sheet_is_refused(
    demanding_copy: Path, sheet: str
):
    def cut(s: Surgery) -> None:
        name = f'<definedName name="lost" localSheetId="{sheet}">Report!$A$1</definedName>'
        s.replace("xl/workbook.xml", "</definedNames>", f"{name}</definedNames>")

    refusal = refused(altered(demanding_copy, cut), lambda book: list(book.names))
    assert_readable(refusal, "lost", "belongs to sheet")


def test_opening_another_zip_file_is_refused(tmp_path: Path):
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("holiday.txt", "sun")
    assert_readable(refused(path), "photos.xlsx")


def test_opening_a_truncated_workbook_is_refused(demanding_copy: Path):
    whole = demanding_copy.read_bytes()
    demanding_copy.write_bytes(whole[: len(whole) * 2 // 3])
    assert_readable(refused(demanding_copy), "demanding.xlsm")


def test_opening_a_binary_workbook_is_refused(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        s.parts["xl/workbook.bin"] = b"\x83\x01\x00"
        s.replace("_rels/.rels", "xl/workbook.xml", "xl/workbook.bin")

    assert_readable(refused(altered(demanding_copy, cut)), "xlsb")


def test_changing_a_signed_workbook_is_refused(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        kind = (
            "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
        )
        s.add(
            "_xmlsignatures/origin.sigs",
            b"",
            "application/vnd.openxmlformats-package.digital-signature-origin",
        )
        s.relate("", kind, "_xmlsignatures/origin.sigs")

    def change(book: xw.Book) -> None:
        book.sheets["Report"]["F5"].value = 1

    assert_readable(refused(altered(demanding_copy, cut), change), "signed")


def test_changing_a_legacy_shared_workbook_is_refused(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        s.add(
            "xl/revisions/revisionHeaders.xml",
            f'<headers xmlns="{main}" guid="{{00000000-0000-4000-8000-000000000000}}"/>',
            "application/vnd.openxmlformats-officedocument.spreadsheetml.revisionHeaders+xml",
        )
        s.relate("xl/workbook.xml", "revisionHeaders", "xl/revisions/revisionHeaders.xml")

    def change(book: xw.Book) -> None:
        book.sheets["Report"]["F5"].value = 1

    assert_readable(refused(altered(demanding_copy, cut), change), "shared")


def test_strict_open_xml_is_refused_or_written_correctly(demanding_copy: Path):

    def cut(s: Surgery) -> None:
        for name, data in s.parts.items():
            if name.endswith((".xml", ".rels")):
                strict = data.replace(
                    OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
                s.parts[name] = strict.replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                )

    path = altered(demanding_copy, cut)
    before = path.read_bytes()
    try:
        book = headless.open_book(path)
        book.sheets["Report"]["F5"].value = 1.5
        book.save()
    except Refused as refusal:
        assert_readable(refusal, "strict")
        assert path.read_bytes() == before
    else:
        assert headless.open_book(path).sheets["Report"]["F5"].value == 1.5


# Places that cannot be written


def grow_to(rows: int, name: str = "ThemeScores") -> Callable[[xw.Book], None]:
    def change(book: xw.Book) -> None:
        found = table_of(book, name)
        found.resize(found.range.resize(row_size=rows))

    return change


def test_growing_a_table_over_filled_cells_is_refused(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        s.replace(
            "xl/worksheets/sheet1.xml",
            '<row r="24"',
            '<row r="12"><c r="C12" t="inlineStr"><is><t>mine</t></is></c></row><row r="24"',
        )

    path = altered(demanding_copy, cut)
    assert_readable(refused(path, grow_to(10)), "Report!C12", "ThemeScores")


def test_growing_a_table_over_another_table_is_refused(demanding_copy: Path):
    assert_readable(refused(demanding_copy, grow_to(30)), "Report!B24", "Summary")


def test_growing_a_table_over_filled_cells_with_a_list_beside_it_is_refused(demanding_copy: Path):
    """The list goes on below the table, so rows in between would tear it apart."""

    def change(book: xw.Book) -> None:
        book.sheets["Scores"]["J16:J22"].value = [["a list"]] * 7
        grow_to(18, "QuestionScores")(book)

    assert_readable(refused(demanding_copy, change), "Scores!B20", "Scores!J19")


@pytest.mark.parametrize("cell", ["XFD1", "XFC5", "A1048576"])
def test_writing_past_the_edge_of_the_sheet_is_refused(demanding_copy: Path, cell: str):
    def change(book: xw.Book) -> None:
        book.sheets["Lists"][cell].value = [[1, 2, 3], [4, 5, 6]]

    assert_readable(refused(demanding_copy, change), "sheet")


def test_writing_up_to_the_edge_of_the_sheet_is_accepted(demanding_copy: Path):
    book = headless.open_book(demanding_copy)
    book.sheets["Lists"]["XFC1048575"].value = [[1, 2], [3, 4]]
    book.save()
    book = headless.open_book(demanding_copy)
    assert book.sheets["Lists"]["XFC1048575:XFD1048576"].value == [[1.0, 2.0], [3.0, 4.0]]
    assert book.sheets["Lists"].used_range.last_cell.address == "$XFD$1048576"


def test_writing_into_a_merged_range_is_refused(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Texts"]["G1"].value = 5

    assert_readable(refused(demanding_copy, change), "Texts!", "merged")


def test_writing_part_of_an_array_formula_is_refused(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Texts"]["A9"].value = 5

    assert_readable(refused(demanding_copy, change), "Texts!A9", "array")


def test_overwriting_a_shared_formula_is_refused_or_keeps_the_other_cells(demanding_copy: Path):
    import openpyxl

    def change(book: xw.Book) -> None:
        book.sheets["Texts"]["D1"].value = 5

    before = demanding_copy.read_bytes()
    book = headless.open_book(demanding_copy)
    try:
        change(book)
        book.save()
    except Refused as refusal:
        assert_readable(refusal, "Texts!D1")
        assert demanding_copy.read_bytes() == before
    else:
        sheet = openpyxl.load_workbook(demanding_copy)["Texts"]
        assert [sheet[f"D{n}"].value for n in range(1, 6)] == [
            5,
            *(f"=C{n}*2" for n in range(2, 6)),
        ]


def add_sheet(book: xw.Book) -> None:
    book.sheets.add("New", after=book.sheets[-1])


def test_adding_a_sheet_to_a_protected_workbook_is_refused(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        s.insert("xl/workbook.xml", '<workbookProtection lockStructure="1"/>', BOOK_ORDER)

    path = altered(demanding_copy, cut)
    text = Surgery(path).text("xl/workbook.xml")
    assert text.index("workbookProtection") > 0
    assert_readable(refused(path, add_sheet), "protected")


@pytest.mark.parametrize("name", ["Report", "report", "a" * 32, "What?", "", "'x'", "a/b"])
def test_invalid_sheet_names_are_refused(demanding_copy: Path, name: str):
    """Xlwings itself raises ValueError for a name that exists."""
    before = demanding_copy.read_bytes()
    with pytest.raises((Refused, ValueError)):
        headless.open_book(demanding_copy).sheets.add(name, after=None)
    assert demanding_copy.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["ThemeScores", "themescores", "ThemeNames", "A1", "two words", "1st"]
)
def test_invalid_table_names_are_refused(demanding_copy: Path, name: str):
    def change(book: xw.Book) -> None:
        sheet = book.sheets.add("New", after=book.sheets[-1])
        sheet["A1"].value = [["a", "b"], [1, 2]]
        sheet.tables.add(sheet["A1:B2"], name=name)

    refused(demanding_copy, change)


def test_adding_a_table_over_another_is_refused(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        sheet = book.sheets["Report"]
        sheet.tables.add(sheet["H8:J10"], name="Overlapping")

    assert_readable(refused(demanding_copy, change), "ThemeScores")


def test_text_longer_than_a_cell_holds_is_refused_or_cut(tmp_path: Path):
    path = contract_book.build(tmp_path / "long.xlsx")
    book = headless.open_book(path)
    try:
        book.sheets["Data"]["A1"].value = "x" * 40_000
        book.save()
    except Refused as refusal:
        assert_readable(refusal, "Data!A1")
    else:
        assert len(headless.open_book(path).sheets["Data"]["A1"].value) == 32_767
