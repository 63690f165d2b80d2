"""What cannot be done safely is refused in words, and the file stays as it was."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import contract_book
import pytest
import xlwings as xw
from surgery import BOOK_ORDER, OFFICE, Surgery

headless = pytest.importorskip("xlengines.xlsx")
Refused = headless.Refused

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # how .xls, and every encrypted workbook, begins


def assert_words(refusal: Exception, *wanted: str) -> None:
    """A sentence, a remedy, nothing of a programmer's."""
    text = f"{refusal.args[0]} {refusal.remedy}"  # pyright: ignore[reportAttributeAccessIssue]
    for word in wanted:
        assert word.lower() in text.lower(), text
    assert re.search(r"[.!?]$", str(refusal.args[0])), text
    assert refusal.remedy, text  # pyright: ignore[reportAttributeAccessIssue]
    assert not re.search(r"Traceback|Error\b|0x|<class|None", text), text


def refused(path: Path, change: Callable[[xw.Book], object] = lambda book: None) -> Exception:
    """Try it; the refusal, after checking that the file has not changed."""
    before = path.read_bytes()
    others = sorted(path.parent.iterdir())
    with pytest.raises(Refused) as caught:
        book = headless.open_book(path)
        change(book)
        book.save()
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == others
    return caught.value


def surgical(path: Path, cut: Callable[[Surgery], object]) -> Path:
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
def test_a_file_of_another_kind(tmp_path: Path, name: str, content: bytes, word: str):
    path = tmp_path / name
    path.write_bytes(content)
    assert_words(refused(path), name, word)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(Refused) as caught:
        headless.open_book(tmp_path / "nowhere.xlsx")
    assert_words(caught.value, "nowhere.xlsx")


def test_a_folder(tmp_path: Path):
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(Refused) as caught:
        headless.open_book(tmp_path / "folder.xlsx")
    assert_words(caught.value, "folder.xlsx")


def test_another_zip(tmp_path: Path):
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("holiday.txt", "sun")
    assert_words(refused(path), "photos.xlsx")


def test_a_truncated_workbook(demanding_copy: Path):
    whole = demanding_copy.read_bytes()
    demanding_copy.write_bytes(whole[: len(whole) * 2 // 3])
    assert_words(refused(demanding_copy), "demanding.xlsm")


def test_a_binary_workbook(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        s.parts["xl/workbook.bin"] = b"\x83\x01\x00"
        s.replace("_rels/.rels", "xl/workbook.xml", "xl/workbook.bin")

    assert_words(refused(surgical(demanding_copy, cut)), "xlsb")


def test_a_signed_workbook(demanding_copy: Path):
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

    assert_words(refused(surgical(demanding_copy, cut), change), "signed")


def test_a_legacy_shared_workbook(demanding_copy: Path):
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

    assert_words(refused(surgical(demanding_copy, cut), change), "shared")


def test_strict_open_xml(demanding_copy: Path):
    """Either it is refused, or it is written and read back."""

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

    path = surgical(demanding_copy, cut)
    before = path.read_bytes()
    try:
        book = headless.open_book(path)
        book.sheets["Report"]["F5"].value = 1.5
        book.save()
    except Refused as refusal:
        assert_words(refusal, "strict")
        assert path.read_bytes() == before
    else:
        assert headless.open_book(path).sheets["Report"]["F5"].value == 1.5


# Places that cannot be written


def grow_to(rows: int, name: str = "ThemeScores") -> Callable[[xw.Book], None]:
    def change(book: xw.Book) -> None:
        table = next(t for s in book.sheets for t in s.tables if t.name == name)
        table.resize(table.range.resize(row_size=rows))

    return change


def test_cells_in_the_way_of_a_growing_table(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        s.replace(
            "xl/worksheets/sheet1.xml",
            '<row r="24"',
            '<row r="12"><c r="C12" t="inlineStr"><is><t>mine</t></is></c></row><row r="24"',
        )

    path = surgical(demanding_copy, cut)
    assert_words(refused(path, grow_to(10)), "Report!C12", "ThemeScores")


def test_another_table_in_the_way(demanding_copy: Path):
    assert_words(refused(demanding_copy, grow_to(30)), "Report!B24", "Summary")


def test_cells_below_a_totals_row_in_the_way(demanding_copy: Path):
    assert_words(refused(demanding_copy, grow_to(18, "QuestionScores")), "Scores!B20")


@pytest.mark.parametrize("cell", ["XFD1", "XFC5", "A1048576"])
def test_writing_past_the_edge_of_the_sheet(demanding_copy: Path, cell: str):
    def change(book: xw.Book) -> None:
        book.sheets["Lists"][cell].value = [[1, 2, 3], [4, 5, 6]]

    assert_words(refused(demanding_copy, change), "sheet")


def test_writing_up_to_the_edge_of_the_sheet(demanding_copy: Path):
    book = headless.open_book(demanding_copy)
    book.sheets["Lists"]["XFC1048575"].value = [[1, 2], [3, 4]]
    book.save()
    book = headless.open_book(demanding_copy)
    assert book.sheets["Lists"]["XFC1048575:XFD1048576"].value == [[1.0, 2.0], [3.0, 4.0]]
    assert book.sheets["Lists"].used_range.last_cell.address == "$XFD$1048576"


def test_a_merged_range(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Texts"]["G1"].value = 5

    assert_words(refused(demanding_copy, change), "Texts!", "merged")


def test_a_part_of_an_array_formula(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        book.sheets["Texts"]["A9"].value = 5

    assert_words(refused(demanding_copy, change), "Texts!A9", "array")


def test_a_shared_formula_that_others_use(demanding_copy: Path):
    """Refused, or the others keep their formula: silently breaking them is the one wrong answer."""
    import openpyxl

    def change(book: xw.Book) -> None:
        book.sheets["Texts"]["D1"].value = 5

    before = demanding_copy.read_bytes()
    book = headless.open_book(demanding_copy)
    try:
        change(book)
        book.save()
    except Refused as refusal:
        assert_words(refusal, "Texts!D1")
        assert demanding_copy.read_bytes() == before
    else:
        sheet = openpyxl.load_workbook(demanding_copy)["Texts"]
        assert [sheet[f"D{n}"].value for n in range(1, 6)] == [
            5,
            *(f"=C{n}*2" for n in range(2, 6)),
        ]


def add_sheet(book: xw.Book) -> None:
    book.sheets.add("New", after=book.sheets[-1])


def test_a_protected_structure(demanding_copy: Path):
    def cut(s: Surgery) -> None:
        s.insert("xl/workbook.xml", '<workbookProtection lockStructure="1"/>', BOOK_ORDER)

    path = surgical(demanding_copy, cut)
    text = Surgery(path).text("xl/workbook.xml")
    assert text.index("workbookProtection") > 0
    assert_words(refused(path, add_sheet), "protected")


@pytest.mark.parametrize("name", ["Report", "report", "a" * 32, "What?", "", "'x'", "a/b"])
def test_a_name_no_sheet_can_have(demanding_copy: Path, name: str):
    """A name that is taken xlwings itself answers with ValueError."""
    before = demanding_copy.read_bytes()
    with pytest.raises((Refused, ValueError)):
        headless.open_book(demanding_copy).sheets.add(name, after=None)
    assert demanding_copy.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["ThemeScores", "themescores", "ThemeNames", "A1", "two words", "1st"]
)
def test_a_name_no_table_can_have(demanding_copy: Path, name: str):
    def change(book: xw.Book) -> None:
        sheet = book.sheets.add("New", after=book.sheets[-1])
        sheet["A1"].value = [["a", "b"], [1, 2]]
        sheet.tables.add(sheet["A1:B2"], name=name)

    refused(demanding_copy, change)


def test_a_table_over_another(demanding_copy: Path):
    def change(book: xw.Book) -> None:
        sheet = book.sheets["Report"]
        sheet.tables.add(sheet["H8:J10"], name="Overlapping")

    assert_words(refused(demanding_copy, change), "ThemeScores")


def test_text_longer_than_a_cell_holds_is_refused_or_cut(tmp_path: Path):
    path = contract_book.build(tmp_path / "long.xlsx")
    book = headless.open_book(path)
    try:
        book.sheets["Data"]["A1"].value = "x" * 40_000
        book.save()
    except Refused as refusal:
        assert_words(refusal, "Data!A1")
    else:
        assert len(headless.open_book(path).sheets["Data"]["A1"].value) == 32_767
