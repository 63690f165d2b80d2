"""Rows below a growing table move down: every reference follows, or it is refused in words."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from package_check import Package, new_findings

from xlengines.shared.position_dependence import dependence
from xlengines.shared.refs import Area
from xlengines.shared.row_shift import RowShift
from xlengines.xlsx.document.row_references import followed, followed_notes

headless = pytest.importorskip("xlengines.xlsx")
Refused = headless.Refused

# The table `Scores` stands in B2:C4; its growth by 3 rows is stopped by a total in row 6.
GROWN, FIRST, MORE = "B2:C7", 6, 3


def build(path: Path, draw: Callable[[xlsxwriter.Workbook], object] = lambda book: None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Report"), book.add_worksheet("It's & more")
        columns = [{"header": "question"}, {"header": "score"}]
        data = [["q1", 7.5], ["q2", 8]]
        sheet.add_table("B2:C4", {"name": "Scores", "columns": columns, "data": data})
        sheet.write_formula("C6", "=SUM(C3:C4)", book.add_format({"bold": True}), 15.5)
        sheet.write_formula("D8", "=C6*2+$C$3", None, 38.5)
        other.write_formula("A1", "=Report!C6+SUM(Report!D7:D9)+SUM(Report!D:D)", None, 92.5)
        draw(book)
    return path


def draw_everything(book: xlsxwriter.Workbook) -> None:
    """All that can name a cell and that xlsxwriter can write."""
    sheet = book.get_worksheet_by_name("Report")
    assert sheet is not None
    sheet.add_table("B10:C11", {"name": "Below", "columns": [{"header": "a"}, {"header": "b"}]})
    sheet.merge_range("B13:C13", "merged")
    sheet.write_array_formula("E8:E8", "{=SUM(D8:D8*{1;2})}", None, 115.5)
    sheet.write_comment("B13", "a note")
    sheet.write_url("B14", "internal:Report!C6", string="to the total")
    sheet.conditional_format("C3:C9", {"type": "formula", "criteria": "=$C3>5"})
    sheet.conditional_format("D8:D9", {"type": "formula", "criteria": "=D8>$C$6"})
    sheet.conditional_format("D3:D4000", {"type": "formula", "criteria": "=$D3<>$D2"})
    sheet.data_validation("D9", {"validate": "list", "source": "=$B$10:$B$11"})
    sheet.add_sparkline("F8", {"range": "Report!C10:C11"})
    sheet.ignore_errors({"number_stored_as_text": "B14:B15"})
    sheet.set_row(7, 30)
    sheet.set_h_pagebreaks([5])
    sheet.print_area("A1:F15")
    sheet.repeat_rows(0, 1)
    book.define_name("Total", "=Report!$C$6")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Report!$C$10:$C$11", "name": "=Report!$B$13"})
    sheet.insert_chart("H8", chart)


def grow(path: Path) -> Path:
    book = headless.open_book(path)
    book.sheets["Report"].tables["Scores"].resize(book.sheets["Report"][GROWN])
    book.save()
    return path


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A workbook with everything, before and after its table grew."""
    before = build(tmp_path_factory.mktemp("room") / "before.xlsx", draw_everything)
    return before, grow(Path(shutil.copy(before, before.parent / "after.xlsx")))


def test_references_in_every_kind_of_part_follow_the_rows(grown: tuple[Path, Path]):
    before, after = grown
    assert not new_findings(before, after)
    book = openpyxl.load_workbook(after)
    sheet = book["Report"]
    assert sheet["D11"].value == "=C9*2+$C$3"
    assert book["It's & more"]["A1"].value == "=Report!C9+SUM(Report!D10:D12)+SUM(Report!D:D)"
    assert (sheet["E11"].value.ref, sheet["E11"].value.text) == ("E11", "=SUM(D11:D11*{1;2})")
    assert {table.name: table.ref for table in sheet.tables.values()} == {
        "Scores": "B2:C7",
        "Below": "B13:C14",
    }
    assert [str(area) for area in sheet.merged_cells.ranges] == ["B16:C16"]
    assert (sheet["B16"].comment.text, sheet["B17"].hyperlink.location) == ("a note", "Report!C9")
    rules = {str(each.sqref): each.rules[0].formula for each in sheet.conditional_formatting}
    assert rules == {"C3:C12": ["$C3>5"], "D11:D12": ["D11>$C$9"], "D3:D4003": ["$D3<>$D2"]}
    (validation,) = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("D12", "$B$13:$B$14")
    assert sheet.row_dimensions[11].height == 30
    assert [each.id for each in sheet.row_breaks.brk] == [8]
    assert (sheet.print_area, sheet.print_title_rows) == ("'Report'!$A$1:$F$18", "$1:$2")
    assert book.defined_names["Total"].value == "Report!$C$9"
    assert sheet["C9"].font.bold


def test_drawings_follow_the_rows(grown: tuple[Path, Path]):
    package = Package(grown[1])
    texts = {name: data.decode() for name, data in package.parts.items()}
    chart = texts["xl/charts/chart1.xml"]
    assert set(re.findall(r"<c:f>(.*?)</c:f>", chart)) == {"Report!$B$16", "Report!$C$13:$C$14"}
    assert re.findall(r"<xdr:row>(\d+)", texts["xl/drawings/drawing1.xml"])[0] == "10"
    notes = texts["xl/drawings/vmlDrawing1.vml"]
    assert re.findall(r"<x:Row>(\d+)", notes) == ["15"]
    sheet = texts["xl/worksheets/sheet1.xml"]
    assert "<xm:f>Report!C13:C14</xm:f><xm:sqref>F11</xm:sqref>" in sheet
    assert 'sqref="B17:B18" numberStoredAsText' in sheet


@pytest.mark.parametrize("sheet", ["Report", "Other"])
def test_links_of_form_controls_follow_on_any_sheet(sheet: str):
    """Only on the sheet itself the control moves too; a text without a change keeps its bytes."""
    control = (
        "<x:ClientData><x:Anchor>1, 2, 8, 0, 2, 2, 9, 0</x:Anchor>"
        "<x:FmlaLink>{}</x:FmlaLink></x:ClientData>"
    )
    same = control.format("'It''s &amp; more'!$A$9")
    linked = control.format("'Report'!$C$9")
    shift = RowShift("Report", 7, 3)
    found = followed_notes((same + linked).encode(), shift, sheet).decode()
    assert "'It''s &amp; more'!$A$9" in found
    assert "Report!$C$12" in found.replace("'Report'", "Report")
    assert found.count("1, 2, 11, 0, 2, 2, 12, 0") == (2 if sheet == "Report" else 0)


def test_the_full_range_of_a_filtered_chart_follows():
    chart = (
        b'<c:ser xmlns:c="a" xmlns:c15="b"><c15:fullRef><c15:sqref>Report!$D$8:$D$12</c15:sqref>'
        b"</c15:fullRef><c:f>Report!$D$8:$D$9</c:f></c:ser>"
    )
    found = followed(chart, "chart", RowShift("Report", 7, 3), "")
    assert b"<c15:sqref>Report!$D$11:$D$15</c15:sqref>" in found
    assert b"<c:f>Report!$D$11:$D$12</c:f>" in found


def test_values_of_cells_that_moved_stay(grown: tuple[Path, Path]):
    book = openpyxl.load_workbook(grown[1], data_only=True)
    assert [book["Report"][cell].value for cell in ("D11", "E11")] == [38.5, 115.5]
    assert book["It's & more"]["A1"].value == 92.5


def test_libreoffice_gives_the_same_formulas_and_values_when_it_inserts_the_rows(
    grown: tuple[Path, Path],
):
    from tests.xlengines.inserted import cells

    before, after = grown
    assert cells(after) == cells(before, ("Report", FIRST, MORE))


def test_a_table_that_grows_twice_moves_pending_changes_too(tmp_path: Path):
    path = build(tmp_path / "twice.xlsx")
    book = headless.open_book(path)
    sheet = book.sheets["Report"]
    table = sheet.tables["Scores"]
    sheet["D9"].value = "typed"
    sheet["D10"].formula = "=C6"
    table.resize(sheet["B2:C7"])
    table.resize(sheet["B2:C10"])
    assert (sheet["D15"].value, sheet["C12"].formula) == ("typed", "=SUM(C3:C4)")
    book.save()
    saved = openpyxl.load_workbook(path)["Report"]
    assert [saved[cell].value for cell in ("D15", "D16", "D14")] == ["typed", "=C12", "=C12*2+$C$3"]


def test_shared_formulas_get_a_text_of_their_own(tmp_path: Path):
    path = build(tmp_path / "shared.xlsx")
    package = Package(path)
    rows = "".join(
        f'<row r="{n}"><c r="G{n}"><f t="shared" si="0"'
        + (f' ref="G{n}:G{n + 2}">C{n - 1}+$C$6</f>' if n == 21 else "/>")
        + f"<v>{n}</v></c></row>"
        for n in (21, 22, 23)
    )
    part = "xl/worksheets/sheet1.xml"
    package.parts[part] = package.parts[part].replace(
        b"</sheetData>", f"{rows}</sheetData>".encode()
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, data in package.parts.items():
            file.writestr(name, data)
    grow(path)
    sheet = openpyxl.load_workbook(path)["Report"]
    assert [sheet[f"G{n}"].value for n in (24, 25, 26)] == ["=C23+$C$9", "=C24+$C$9", "=C25+$C$9"]


def write(place: str, formula: str) -> Callable[[xlsxwriter.Workbook], object]:
    return lambda book: book.get_worksheet_by_name("Report").write_formula(place, formula)


def elsewhere(formula: str) -> Callable[[xlsxwriter.Workbook], object]:
    return lambda book: book.add_worksheet("Other").write_formula("C8", formula)


def on_report(change: Callable[[object], object]) -> Callable[[xlsxwriter.Workbook], object]:
    return lambda book: change(book.get_worksheet_by_name("Report"))


OBSTACLES = {
    "a list beside it": (on_report(lambda s: s.write_column("E4", [1, 2, 3])), "Report!E5"),
    "a table beside it": (on_report(lambda s: s.add_table("E5:F8")), "Report!E5:F8"),
    "a protected sheet": (on_report(lambda s: s.protect()), "Report is protected"),
    "OFFSET": (write("F1", "=OFFSET(C3,5,0)"), "Report!F1 finds cells by OFFSET"),
    "INDIRECT": (write("F1", '=INDIRECT("C"&6)'), "Report!F1 finds cells by INDIRECT"),
    "ROW": (write("F9", "=ROW()"), "Report!F9 depends on places, by ROW"),
    "a position": (write("F1", "=INDEX(D1:D9,8)"), "Report!F1 names cells on both sides"),
    "blanks": (write("F1", '=COUNTIF(D1:D9,"")'), "Report!F1 names cells on both sides"),
    "two sheets in step": (
        elsewhere("=SUMIF(Other!A:A,1,Report!D:D)"),
        "Other!C8 names cells on both sides",
    ),
    "the cell in the same row": (
        elsewhere("=ROUND(Report!D:D,0)"),
        "Other!C8 names cells on both sides",
    ),
    "a range as long as another": (
        elsewhere("=SUMIF(Other!A1:A9,1,Report!D1)"),
        "Other!C8 names cells on both sides",
    ),
    "a format on another sheet": (
        lambda book: book.add_worksheet("Other").conditional_format(
            "A1:A20", {"type": "formula", "criteria": "=Report!$D1>5"}
        ),
        "Other!A1:A20 (conditional format) names other cells in each row",
    ),
    "OFFSET of a table": (
        elsewhere("=OFFSET(Scores[[#Headers],[score]],4,0)"),
        "Other!C8 finds cells by OFFSET",
    ),
    "a name": (lambda book: book.define_name("Moving", "=Report!$D9"), "Moving (a name)"),
    "a validation": (
        on_report(lambda s: s.data_validation("F1", {"validate": "list", "source": "=$D$1:$D$9"})),
        "Report!F1 (data validation)",
    ),
    "rows further up": (
        on_report(
            lambda s: s.conditional_format("D3:D9", {"type": "formula", "criteria": "=D3>D1"})
        ),
        "Report!D3:D9 (conditional format) names other cells in each row",
    ),
    "the last row": (on_report(lambda s: s.write("A1048576", 1)), "Report has no more rows"),
}


@pytest.mark.parametrize(("draw", "words"), OBSTACLES.values(), ids=OBSTACLES)
def test_rows_that_cannot_move_harmlessly_are_refused(tmp_path: Path, draw, words: str):
    path = build(tmp_path / "refused.xlsx", draw)
    with pytest.raises(Refused) as refusal:
        grow(path)
    assert f"It cannot move down: {words}" in refusal.value.args[0]


def test_a_table_as_text_may_be_found_by_indirect():
    shift = RowShift("Report", 6, 3)
    assert dependence(shift, 'INDIRECT("Scores[score]")', "Report", Area(9, 1, 9, 1)) is None


# A small model of its own: each cell has a number, and references mean sets of numbers.

places = st.tuples(st.integers(1, 12), st.integers(1, 4))
dollars = st.sampled_from(["", "$"])


@st.composite
def references(draw: st.DrawFn) -> tuple[str, Area]:
    """A reference in the notation of Excel, and the cells that it means."""
    (top, left), (bottom, right) = sorted(draw(st.tuples(places, places)))
    left, right = min(left, right), max(left, right)
    kind = draw(st.sampled_from(["cells", "cells", "rows", "columns", "one"]))
    a, b, c, d = (draw(dollars) for _ in range(4))
    if kind == "rows":
        return f"{b}{top}:{d}{bottom}", Area(top, 1, bottom, 4)
    if kind == "columns":
        return f"{a}{'ABCD'[left - 1]}:{c}{'ABCD'[right - 1]}", Area(1, left, 20, right)
    first = f"{a}{'ABCD'[left - 1]}{b}{top}"
    if kind == "one":
        return first, Area(top, left, top, left)
    return f"{first}:{c}{'ABCD'[right - 1]}{d}{bottom}", Area(top, left, bottom, right)


def meant(text: str) -> set[tuple[int, int]]:
    """The cells of a reference, read by openpyxl."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(text)
    return set(Area(top or 1, left or 1, bottom or 20, right or 4).places())


@given(
    st.lists(references(), min_size=1, max_size=4), st.integers(1, 13), st.integers(1, 6), st.data()
)
def test_references_mean_the_moved_cells_and_the_rows_in_between(found, row, by, data):
    shift = RowShift("Report", row, by)
    prefixes = [data.draw(st.sampled_from(["", "Report!", "'Other one'!"])) for _ in found]
    formula = "&".join(prefix + text for prefix, (text, _) in zip(prefixes, found, strict=True))
    pieces = shift.formula(formula, "Report").split("&")
    for prefix, (text, area), piece in zip(prefixes, found, pieces, strict=True):
        start, _, new = piece.rpartition("!")
        assert (start + "!" if start else "") == prefix
        if "Other" in prefix or area.height == 20:
            assert new == text
            continue
        moved = {(r + by if r >= row else r, c) for r, c in area.places()}
        if area.top < row <= area.bottom:
            moved |= {
                (r, c) for r in range(row, row + by) for c in range(area.left, area.right + 1)
            }
        assert meant(new) == moved
        assert new.count("$") == text.count("$")
