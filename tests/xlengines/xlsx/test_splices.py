"""Only the replaced bytes change, in XML and in the zip file."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlengines.xlsx import Refused
from xlengines.xlsx.package.archive import Archive, rewritten
from xlengines.xlsx.package.xml import Splice, scan, with_attributes
from xlengines.xlsx.parts.cells import Content
from xlengines.xlsx.parts.grid import read_grid
from xlengines.xlsx.parts.splicing import CellChanges, spliced
from xlengines.xlsx.parts.worksheet import Worksheet, around_cells

UNUSUAL_XML = b"""<?xml version='1.0'?>
<x:a xmlns:x='u' b = "1 > 0"  c='"'><!-- <x:b/> --><x:b
 c="d" /><x:b><![CDATA[<x:b>]]></x:b></x:a>"""


def test_scan_finds_the_positions_of_elements():
    found = scan(UNUSUAL_XML, {"a", "b"}, "part")
    assert [UNUSUAL_XML[e.start : e.end][:4] for e in found] == [b"<x:a", b"<x:b", b"<x:b"]
    assert [e.closes_itself for e in found] == [False, True, False]
    assert UNUSUAL_XML[found[2].open_end : found[2].close] == b"<![CDATA[<x:b>]]>"


def test_changing_attributes_leaves_the_others_unchanged():
    tag = b"""<x b = '1 > "0"'  c="ref=''" ref='A1'/>"""
    new = with_attributes(tag, {"ref": "B2", "new": 'a"b', "c": None})
    assert new == b"""<x b = '1 > "0"' ref="B2" new="a&quot;b"/>"""


def test_a_child_is_added_to_a_self_closing_element():
    splice = Splice(UNUSUAL_XML)
    splice.append_child(scan(UNUSUAL_XML, {"b"}, "part")[0], b"<x:c/>")
    assert splice.result() == UNUSUAL_XML.replace(b'c="d" />', b'c="d"><x:c/></x:b>')


@pytest.mark.parametrize(
    "data",
    [b"<a><b></a>", b"", b"<!DOCTYPE a><a/>", "<a/>".encode("utf-16"), b"\xff", b"<a>\xff</a>"],
)
def test_invalid_xml_is_refused(data: bytes):
    with pytest.raises(Refused, match="part"):
        scan(data, {"a"}, "part")


SHEET = (
    b'<worksheet xmlns="u"><sheetData>\n'
    b' <row r="2" spans="2:3" ht="20"><c r="B2" s="1"><v>1</v></c> <!-- mine --> '
    b'<c r="C2" t="str" cm="1"><f>B2</f><v>x</v></c></row>\n'
    b' <row r="4"/>\n <row r="9"><c r="A9"><v>9</v></c></row>\n'
    b"</sheetData><pageMargins/></worksheet>"
)


def with_contents(contents: dict[tuple[int, int], Content]) -> bytes:
    return with_changes(SHEET, CellChanges(contents, {}))


def with_changes(whole: bytes, changes: CellChanges) -> bytes:
    sheet = Worksheet(whole, "sheet1.xml")
    rows = read_grid(sheet.grid, "sheet1.xml")
    sheet.grid = spliced(sheet.grid, rows, changes, sheet.prefix, sheet.column_style)
    return sheet.whole()


def sheet_of(rows: bytes) -> bytes:
    return b'<worksheet xmlns="u"><sheetData>' + rows + b"</sheetData></worksheet>"


def test_splitting_and_joining_a_sheet_changes_no_byte():
    assert Worksheet(SHEET, "sheet1.xml").whole() == SHEET
    assert with_contents({}) == SHEET


def test_replacing_a_cell_leaves_its_neighbours():
    assert with_contents({(2, 2): 5}) == SHEET.replace(b"<v>1</v>", b"<v>5</v>")


def test_new_cells_are_added_to_their_row_and_widen_its_spans():
    new = with_contents({(4, 1): True, (2, 5): 7})
    assert b'<row r="4"><c r="A4" t="b"><v>1</v></c></row>' in new
    assert b'spans="2:5" ht="20"' in new
    assert b'</c><c r="E2"><v>7</v></c></row>' in new
    assert b" <!-- mine --> " in new


def test_new_rows_are_added_in_order():
    new = with_contents({(1, 1): 1, (3, 1): 3, (10, 1): 10})
    assert [row.number for row in read_rows(new)] == [1, 2, 3, 4, 9, 10]


def read_rows(sheet: bytes):
    return read_grid(Worksheet(sheet, "sheet1.xml").grid, "sheet1.xml").values()


def test_clearing_an_unstyled_cell_removes_it():
    assert b"A9" not in with_contents({(9, 1): None})


def test_attributes_of_a_row_change_in_its_tag_and_make_no_second_row():
    heights = CellChanges({}, {}, rows={2: {"ht": "30"}, 9: {"ht": "12"}})
    new = with_changes(SHEET, heights)
    assert new == SHEET.replace(b'ht="20"', b'ht="30"').replace(b'r="9">', b'r="9" ht="12">')


def test_replacing_the_head_of_a_shared_formula_makes_the_next_cell_the_head():
    shared = (
        b'<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f></c></row>'
        b'<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
        b'<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    new = with_changes(sheet_of(shared), CellChanges({(1, 1): 5}, {}))
    assert new == sheet_of(
        b'<row r="1"><c r="A1"><v>5</v></c></row>'
        b'<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2*2</f></c></row>'
        b'<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )


def test_replacing_another_cell_leaves_a_shared_formula():
    shared = b'<row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="0">C1</f></c>'
    rest = b'<c r="B1"><f t="shared" si="0"/></c><c r="D1"><v>1</v></c></row>'
    new = with_changes(sheet_of(shared + rest), CellChanges({(1, 4): 2}, {}))
    assert new == sheet_of(shared + rest.replace(b"<v>1", b"<v>2"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<f>B1</f>", b"<f>B1</f><v>8</v>"),
        (b"<f>B1</f><v>7</v>", b"<f>B1</f><v>8</v>"),
        # A second value: another program left the text beside the number.
        (b"<f>B1</f><v>7</v><is><t>seven</t></is>", b"<f>B1</f><v>8</v>"),
    ],
)
def test_the_result_of_a_formula_replaces_every_older_one(old: bytes, new: bytes):
    row = b'<row r="1"><c r="A1"><f>C1</f><v>1</v></c><c r="B1">%s</c></row>'
    # A1 gets a number instead of its formula, so its new result is not written.
    changes = CellChanges({(1, 1): 3}, {}, results={(1, 1): 8, (1, 2): 8})
    changed = with_changes(sheet_of(row % old), changes)
    assert changed == sheet_of((row % new).replace(b"<f>C1</f><v>1</v>", b"<v>3</v>"))


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="2"/><row r="1"/>',
        b'<row r="1"><c r="B1"/><c r="A1"/></row>',
        b'<row r="1"><c r="A2"/></row>',
        b'<row r="1"><c r="XFE1"/></row>',
        b'<row r="x"/>',
        b'<c r="A1"/>',
    ],
)
def test_rows_and_cells_out_of_order_are_refused(rows: bytes):
    with pytest.raises(Refused):
        read_grid(b"<sheetData>" + rows + b"</sheetData>", "sheet1.xml")


names = st.text("abcdé/", min_size=1, max_size=8).filter(
    lambda n: "//" not in n and not n.startswith("/") and not n.endswith("/")
)


@given(
    st.dictionaries(names, st.binary(max_size=200), min_size=1, max_size=5),
    st.dictionaries(names, st.binary(max_size=200), max_size=3),
    st.booleans(),
)
def test_rewritten_zip_holds_old_and_new_parts(
    old: dict[str, bytes], new: dict[str, bytes], packed: bool
):
    """Old parts keep their time stamps."""
    made = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(made, "w", method) as package:
        for name, data in old.items():
            package.writestr(zipfile.ZipInfo(name, (2001, 2, 3, 4, 5, 6)), data, method)
    source = Archive(made.getvalue())
    result = rewritten(source, new, set())
    assert result == rewritten(source, new, set())
    with zipfile.ZipFile(io.BytesIO(result)) as package:
        assert package.testzip() is None
        assert {n: package.read(n) for n in package.namelist()} == old | new
        stamps = {package.getinfo(n).date_time for n in old}
        assert stamps == {(2001, 2, 3, 4, 5, 6)}


@given(st.integers(1, len(SHEET)), st.booleans())
def test_around_cells_returns_everything_except_the_cells(size: int, empty: bool):
    sheet = b'<worksheet xmlns="u"><sheetData/><pageMargins/></worksheet>' if empty else SHEET
    pieces = [sheet[at : at + size] for at in range(0, len(sheet), size)]
    assert around_cells(pieces) == b'<worksheet xmlns="u"><pageMargins/></worksheet>'
