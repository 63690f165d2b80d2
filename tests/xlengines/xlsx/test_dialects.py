# ruff: noqa: E501 (XML reads better in one piece)
"""Workbooks of other programs are read and written like those of XlsxWriter."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import contract_book
import openpyxl
import pytest
import xlsxwriter
import xlwings
from demanding import prefixed
from demanding_base import picture
from package_check import Package, new_findings
from readback import both, each
from recalculated import saved_by_libreoffice
from sheet_bytes import parts
from surgery import Surgery

from tests.audit import findings

headless = pytest.importorskip("xlengines.xlsx")

DATA, TABLES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BODY = [*contract_book.BODY, ["q4", "Lead", 6.0], ["q5", "=no", 7.0]]


def without_addresses(s: Surgery) -> None:
    """Rows and cells without addresses, as some report generators write them."""
    rows = "".join(f"<row><c><v>{n}</v></c><c><v>{n * 2}</v></c></row>" for n in range(1, 4))
    s.parts[DATA] = re.sub(
        rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), s.parts[DATA]
    )


def text_in_the_cells(s: Surgery) -> None:
    """Text in the cells instead of shared strings."""
    shared = re.findall(r"<si>(.*?)</si>", s.text("xl/sharedStrings.xml"))
    for name in (DATA, TABLES):
        own = re.sub(
            r't="s"><v>(\d+)</v>',
            lambda m: f't="inlineStr"><is>{shared[int(m[1])]}</is>',
            s.text(name),
        )
        s.parts[name] = own.encode()


def single_quotes(s: Surgery) -> None:
    for name in (DATA, TABLES, "xl/workbook.xml", "xl/tables/table1.xml", "[Content_Types].xml"):
        s.parts[name] = re.sub(rb"""="([^"']*)\"""", rb"='\1'", s.parts[name])


def indented(s: Surgery) -> None:
    """Line breaks, blanks and comments between all elements."""
    for name in (DATA, TABLES, "xl/tables/table1.xml"):
        head, _, rest = s.parts[name].partition(b"?>")
        remark = rb"\n  \1 <!-- <c r='A1'> -->"
        rest = re.sub(rb"(</?(?:row|c|sheetData|tableColumn)\b[^>]*>)", remark, rest)
        s.parts[name] = head + b"?>" + rest


def absolute_targets(s: Surgery) -> None:
    name = "xl/_rels/workbook.xml.rels"
    s.parts[name] = s.parts[name].replace(b'Target="', b'Target="/xl/')
    name = "xl/worksheets/_rels/sheet2.xml.rels"
    s.parts[name] = s.parts[name].replace(b'Target="../', b'Target="/xl/')


def byte_order_mark(s: Surgery) -> None:
    for name in (DATA, TABLES, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/tables/table1.xml"):
        s.parts[name] = b"\xef\xbb\xbf" + s.parts[name]


def wide_characters(s: Surgery) -> None:
    for name in (DATA, TABLES):
        text = s.text(name).replace('encoding="UTF-8"', 'encoding="UTF-16"')
        s.parts[name] = text.encode("utf-16")


def prefixes(s: Surgery) -> None:
    for name, data in s.parts.items():
        if name.endswith(".xml") and f'xmlns="{MAIN}"'.encode() in data:
            s.parts[name] = prefixed(data.decode(), "ss").encode()


def other_places(s: Surgery) -> None:
    """Parts with unusual names, which are found by relationships."""
    moves = {DATA: "xl/sheets/One.xml", TABLES: "sheets/Two.xml"}
    for old, new in moves.items():
        s.parts[new] = s.parts.pop(old)
        s.replace("[Content_Types].xml", f"/{old}", f"/{new}")
        s.replace("xl/_rels/workbook.xml.rels", f'"{old[3:]}', f'"/{new}')
    rels = s.parts.pop("xl/worksheets/_rels/sheet2.xml.rels")
    s.parts["sheets/_rels/Two.xml.rels"] = rels.replace(b"../", b"../xl/")


def without_optional_parts(s: Surgery) -> None:
    """No properties, no theme, no calculation settings."""
    for name in ("docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml"):
        del s.parts[name]
        s.parts["[Content_Types].xml"] = re.sub(
            rf'<Override PartName="/{name}"[^>]*/>'.encode(), b"", s.parts["[Content_Types].xml"]
        )
    for rels in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        gone = rb'<Relationship [^>]*Target="(docProps/|theme/)[^>]*/>'
        s.parts[rels] = re.sub(gone, b"", s.parts[rels])
    s.parts["xl/workbook.xml"] = re.sub(rb"<calcPr[^>]*/>", b"", s.parts["xl/workbook.xml"])


def character_data(s: Surgery) -> None:
    s.replace("xl/sharedStrings.xml", "<t>text</t>", "<t><![CDATA[te]]>x&#x74;</t>")


def no_filter_buttons(s: Surgery) -> None:
    name = "xl/tables/table1.xml"
    s.parts[name] = re.sub(rb"<autoFilter[^>]*/>", b"", s.parts[name])


def active_filter(s: Surgery) -> None:
    old = '<autoFilter ref="B3:D6"/>'
    new = '<autoFilter ref="B3:D6"><filterColumn colId="1"><filters><filter val="Pay"/></filters></filterColumn></autoFilter><sortState ref="B4:D6"><sortCondition ref="B4:B6"/></sortState>'
    s.replace("xl/tables/table1.xml", old, new)


def revision_ids(s: Surgery) -> None:
    """Attributes that current versions of Excel add to a table and a sheet."""
    space = 'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr"'
    s.replace(
        "xl/tables/table1.xml", "<table ", f'<table {space} xr:uid="{{00000000-0001-4000-8000-000000000001}}" '
    )  # fmt: skip
    s.replace(TABLES, "<worksheet ", f'<worksheet {space} xr:uid="{{00000000-0001-4000-8000-000000000002}}" ')  # fmt: skip


DIALECTS = (
    without_addresses,
    text_in_the_cells,
    single_quotes,
    indented,
    absolute_targets,
    byte_order_mark,
    wide_characters,
    prefixes,
    other_places,
    without_optional_parts,
    character_data,
    no_filter_buttons,
    active_filter,
    revision_ids,
)
OTHERS = (("Data", "A1:C8"), ("Tables", "F3:G4"))
MAY_REFUSE = {"wide_characters"}


def write_and_check(path: Path) -> None:
    """Write a cell and a growing table; two readers check that nothing else changes."""
    before, after = path, path.with_name("after.xlsx")
    others = [each(before, *place) for place in OTHERS]
    known = [None if seen is None else BODY for seen in each(before, "Tables", "B4:D8")]
    assert any(known)
    book = headless.open_book(before)
    book.sheets["Data"]["E1"].value = "new"
    table = next(t for s in book.sheets for t in s.tables if t.name == "Scores")
    table.resize(table.range.resize(row_size=6))
    table.data_body_range.value = [[f"'{a}", f"'{b}", c] for a, b, c in BODY]
    assert book.sheets["Data"]["A1:C8"].options(ndim=2).value in others[0]
    book.save(after)
    assert [
        k and rows for k, rows in zip(known, each(after, "Tables", "B4:D8"), strict=True)
    ] == known
    assert [["new"]] in each(after, "Data", "E1:E1")
    assert [each(after, *place) for place in OTHERS] == others
    assert new_findings(before, after) == []
    package = Package(after)
    table = next(t for p, _ in package.tables() if (t := package.tree(p)).get("name") == "Scores")
    assert {e.get("ref") for e in table.iter() if str(e.tag).endswith(("table", "autoFilter"))} == {
        "B3:D8"
    }


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.__name__)
def test_xml_of_other_programs_is_read_and_written(
    dialect: Callable[[Surgery], None], tmp_path: Path
):
    path = contract_book.build(tmp_path / "dialect.xlsx")
    surgery = Surgery(path)
    dialect(surgery)
    surgery.save(path)
    try:
        write_and_check(path)
    except headless.Refused:
        assert dialect.__name__ in MAY_REFUSE


# The package itself


def stored(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def streamed(path: Path, parts: dict[str, bytes]) -> None:
    """Sizes after the data, as written to a stream."""

    class Pipe:
        def __init__(self) -> None:
            self.file = path.open("wb")

        def write(self, data: bytes) -> int:
            return self.file.write(data)

        def flush(self) -> None:
            self.file.flush()

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:  # pyright: ignore[reportArgumentType]
        for name, data in parts.items():
            package.writestr(name, data)
    pipe.file.close()


def with_folders_and_a_remark(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for folder in ("_rels/", "xl/", "xl/worksheets/"):
            package.writestr(folder, b"")
        for name, data in parts.items():
            package.writestr(name, data)
        package.comment = b"made by hand"


def types_last(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in reversed(parts.items()):
            package.writestr(name, data)


@pytest.mark.parametrize("pack", [stored, streamed, with_folders_and_a_remark, types_last])
def test_zip_files_of_other_programs_are_read_and_written(
    pack: Callable[..., None], tmp_path: Path
):
    path = contract_book.build(tmp_path / "packed.xlsx")
    pack(path, Surgery(path).parts)
    write_and_check(path)


# Other writers


def test_a_workbook_of_openpyxl_is_read_and_written(tmp_path: Path):
    source = contract_book.build(tmp_path / "source.xlsx")
    path = tmp_path / "openpyxl.xlsx"
    book = openpyxl.load_workbook(source)
    book["Data"]["A5"], book["Data"]["B5"], book["Data"]["C5"] = None, 84, "ab"
    book.save(path)
    write_and_check(path)


def test_a_workbook_of_libreoffice_is_read_and_written(tmp_path: Path):
    source = contract_book.build(tmp_path / "source.xlsx")
    write_and_check(saved_by_libreoffice(source, tmp_path / "theirs.xlsx", calculated=False))


def test_a_part_name_with_a_leading_slash_is_read_and_written(tmp_path: Path):
    """XlsxWriter writes such a name for the relationships of pictures in cells."""
    path = tmp_path / "slash.xlsx"
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    book.add_worksheet("Data").write_row("A1", ["a", 1, "<b>"])
    tables = book.add_worksheet("Tables")
    columns = [{"header": h} for h in ("question", "theme", "score")]
    options = {"name": "Scores", "columns": columns, "data": contract_book.BODY}
    tables.add_table("B3:D6", options)
    tables.embed_image("K30", "p.png", {"image_data": picture(9)})
    book.close()
    with zipfile.ZipFile(path) as package:
        assert any(name.startswith("/") for name in package.namelist())
    write_and_check(path)


def test_an_empty_sheet_is_read_and_written(tmp_path: Path):
    path = tmp_path / "empty.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Empty")
    book.close()
    opened = headless.open_book(path)
    sheet = opened.sheets["Empty"]
    assert sheet["A1"].value is None
    assert sheet.used_range.address == "$A$1"
    sheet["B2"].value = [["k", "v"], ["x", 1]]
    sheet.tables.add(sheet["B2:C3"], name="First")
    opened.save()
    assert both(path, "Empty", "B2:C3") == [["k", "v"], ["x", 1.0]]


@pytest.mark.parametrize("name", ["quickstart.xlsm", "quickstart_standalone.xlsm"])
def test_a_workbook_of_excel_is_read_and_written(name: str, tmp_path: Path):
    """Xlwings ships these, with macros and a hidden sheet of settings."""
    before, after = Path(xlwings.__file__).with_name(name), tmp_path / name
    book = headless.open_book(before)
    book.sheets[0]["B3"].value = [["k", "v"], ["x", 1.5]]
    book.sheets[0].tables.add(book.sheets[0]["B3:C4"], name="First")
    sheet = book.sheets.add("Added", after=book.sheets[-1])
    sheet["A1"].value = [["name", "share"], ["a", 0.25]]
    sheet.tables.add(sheet["A1:B2"], name="Second")
    sheet["B2"].number_format = "0%"
    book.save(after)
    assert new_findings(before, after) == []
    assert both(after, "Added", "A1:B2") == [["name", "share"], ["a", 0.25]]
    old, new = parts(before), parts(after)
    kept = [n for n in old if n.endswith(".bin") or "theme" in n]
    assert kept
    assert [n for n in kept if old[n] != new[n]] == []
    errors = [set(findings(p)) for p in (before, after)]
    assert errors[1] - errors[0] == set()


@pytest.mark.parametrize(
    "stray_row",
    [
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="C1048576" s="1"/></row>',
        '<row r="60000"><c r="ZZ60000" t="inlineStr"><is><t> </t></is></c></row>',
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    ],
)
def test_a_stray_cell_at_the_edge_does_not_stop_writing(stray_row: str, tmp_path: Path):
    """Users type such a cell after Ctrl+Down."""
    path = contract_book.build(tmp_path / "stray.xlsx")
    surgery = Surgery(path)
    surgery.replace(TABLES, "</sheetData>", stray_row + "</sheetData>")
    surgery.save(path)
    before = path.read_bytes()
    book = headless.open_book(path)
    table = book.sheets["Tables"].tables["Scores"]
    table.resize(table.range.resize(row_size=6))
    table.data_body_range.value = [[f"'{a}", f"'{b}", c] for a, b, c in BODY]
    book.save()
    assert path.read_bytes() != before
    again = headless.open_book(path)
    assert again.sheets["Tables"]["B4:D8"].value == BODY
