"""A table that grows in LibreOffice: formats, notes, formulas and references to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw

from xlengines.calc import Refused

HEADINGS = ("question", "score", "n", "double")
BODY = [("q1", 7.5, 10), ("q2", 8, 20), ("q3", 5.5, 30)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A table with all kinds of references to it."""
    path = tmp_path / "growing.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Report"), book.add_worksheet("Other sheet")
        cell_format = book.add_format({"num_format": "0.0", "bold": True, "bg_color": "#DDEBF7"})
        columns = [{"header": heading} for heading in HEADINGS]
        sheet.add_table("B3:E6", {"name": "Scores", "columns": columns})
        for row, line in enumerate(BODY, start=3):
            sheet.write_row(row, 1, line)
            sheet.write_number(row, 2, line[1], cell_format)
            formula = "=Scores[[#This Row],[n]]*2"
            sheet.write_formula(row, 4, formula, None, line[2] * 2)
        sheet.write_comment("B4", "a note of HR's")
        sheet.write_formula("H1", "=SUM(Scores[n])", None, 60)
        sheet.write_formula("H2", "=SUM($D$4:$D$5)", None, 30)
        sheet.conditional_format("C4:C6", {"type": "data_bar"})
        sheet.conditional_format("D4:D5", {"type": "3_color_scale"})
        sheet.data_validation("D4:D6", {"validate": "integer", "criteria": ">=", "value": 0})
        for place, home in (("G8", sheet), ("A1", other)):
            chart = book.add_chart({"type": "bar"})
            categories, values = "=Report!$B$4:$B$6", "=Report!$C$4:$C$6"
            chart.add_series({"name": "=Report!$C$3", "categories": categories, "values": values})
            chart.add_series({"categories": categories, "values": "=Report!$D$4:$D$5"})
            home.insert_chart(place, chart)
        book.define_name("AllScores", "=Report!$C$4:$C$6")
        book.define_name("FirstTwo", "=Report!$C$4:$C$5")
        book.define_name("Shifted", "=OFFSET(Report!$C$4:$C$6,1,0)")
        other.add_table("B20:C22", {"name": "Totalled", "total_row": True})
    return path


@pytest.fixture
def book(path: Path, open_in_office) -> xw.Book:
    return open_in_office(path)


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets["Report"]


def resized(sheet: xw.Sheet, rows: int, columns: int = 4) -> xw.main.Table:
    table = sheet.tables["Scores"]
    table.resize(table.range.resize(rows + 1, columns))
    return table


def test_new_rows_have_the_format_of_the_row_above(sheet: xw.Sheet):
    resized(sheet, 8)
    last = sheet["C11"]
    assert (last.number_format, last.font.bold) == ("0.0", True)
    assert last.impl.api.CellBackColor == 0xDDEBF7
    assert sheet["C12"].number_format == "General"
    assert sheet["D11"].impl.api.Validation.Type.value == "WHOLE"


def test_new_rows_are_blank_except_for_calculated_columns(sheet: xw.Sheet):
    resized(sheet, 5)
    assert sheet["B7:D8"].options(ndim=2).value == [[None] * 3] * 2
    sheet["D7:D8"].options(transpose=True).value = [40, 50]
    assert sheet["E4:E8"].value == [20.0, 40.0, 60.0, 80.0, 100.0]


def test_formulas_that_name_the_table_follow_and_others_do_not(sheet: xw.Sheet):
    resized(sheet, 4)
    sheet["D7"].value = 40
    assert sheet["H1"].value == 100
    assert sheet["H2"].value == 30
    resized(sheet, 1)
    assert sheet["H1"].value == 10


def test_defined_names_that_cover_a_column_follow(book: xw.Book, sheet: xw.Sheet):
    resized(sheet, 5)
    assert book.names["AllScores"].refers_to == "=Report!$C$4:$C$8"
    assert book.names["FirstTwo"].refers_to == "=Report!$C$4:$C$5"
    assert book.names["Shifted"].refers_to == "=OFFSET(Report!$C$4:$C$8,1,0)"
    resized(sheet, 2)
    assert book.names["AllScores"].refers_to == "=Report!$C$4:$C$5"


def conditions(sheet: xw.Sheet) -> list[str]:
    found = sheet.impl.sheet.ConditionalFormats.ConditionalFormats
    return sorted(each.Range.RangeAddressesAsString.replace("$", "") for each in found)


def test_conditional_formats_follow_without_being_split(sheet: xw.Sheet):
    resized(sheet, 5)
    assert conditions(sheet) == ["Report.C4:C8", "Report.D4:D5"]
    resized(sheet, 3)
    assert conditions(sheet) == ["Report.C4:C6", "Report.D4:D5"]


def plotted(sheet: xw.Sheet) -> list[str]:
    """The ranges of the first chart of a sheet, in the notation of LibreOffice."""
    chart: Any = sheet.impl.sheet.Charts.getByIndex(0).EmbeddedObject
    system = chart.getFirstDiagram().getCoordinateSystems()[0]
    categories = system.getAxisByDimension(0, 0).getScaleData().Categories.Values
    series = system.getChartTypes()[0].getDataSeries()
    values = [each.getDataSequences()[0].Values for each in series]
    return [each.SourceRangeRepresentation for each in (categories, *values)]


@pytest.mark.parametrize("home", ["Report", "Other sheet"])
def test_charts_on_any_sheet_follow(book: xw.Book, sheet: xw.Sheet, home: str):
    first = ["$Report.$B$4:$B$6", "$Report.$C$4:$C$6", "$Report.$D$4:$D$5"]
    assert plotted(book.sheets[home]) == first
    resized(sheet, 5)
    assert plotted(book.sheets[home])[:2] == ["$Report.$B$4:$B$8", "$Report.$C$4:$C$8"]
    assert plotted(book.sheets[home])[2] == "$Report.$D$4:$D$5"
    resized(sheet, 3)
    assert plotted(book.sheets[home]) == first


KINDS = ("bar", "line", "pie", "doughnut", "scatter", "radar", "area")


@pytest.mark.parametrize("name", ["It's één & co", "2024", "Rep.1", "x;y"])
def test_charts_of_every_type_follow_on_sheets_with_special_names(tmp_path, open_in_office, name):
    place = "='{}'!".format(name.replace("'", "''"))
    with xlsxwriter.Workbook(tmp_path / "charts.xlsx") as made:
        sheet = made.add_worksheet(name)
        sheet.add_table("B3:C5", {"name": "Scores", "data": [["a", 1], ["b", 2]]})
        for row, kind in enumerate(KINDS):
            chart = made.add_chart({"type": kind})
            areas = {"categories": f"{place}$B$4:$B$5", "values": f"{place}$C$4:$C$5"}
            chart.add_series(areas)
            sheet.insert_chart(20 * row, 8, chart)
    report = open_in_office(tmp_path / "charts.xlsx").sheets[name]
    table = report.tables["Scores"]
    table.resize(table.range.resize(row_size=6))
    charts = report.impl.sheet.Charts
    assert charts.Count == len(KINDS)
    for i in range(charts.Count):
        (system,) = charts.getByIndex(i).EmbeddedObject.getFirstDiagram().getCoordinateSystems()
        (series,) = system.getChartTypes()[0].getDataSeries()
        shown = {each.Values.SourceRangeRepresentation[-9:] for each in series.getDataSequences()}
        assert shown <= {"$B$4:$B$8", "$C$4:$C$8"}
        assert "$C$4:$C$8" in shown


def test_growing_a_table_does_not_copy_charts(sheet: xw.Sheet):
    before = sheet.impl.sheet.DrawPage.Count
    resized(sheet, 60)
    assert sheet.impl.sheet.DrawPage.Count == before


def test_references_that_followed_are_saved(book: xw.Book, sheet: xw.Sheet, path: Path):
    import openpyxl

    resized(sheet, 5)
    book.save()
    saved = openpyxl.load_workbook(path)
    assert saved["Report"].tables["Scores"].ref == "B3:E8"
    series = saved["Other sheet"]._charts[0].series[0]
    assert series.val.numRef.f.replace("$", "") == "Report!C4:C8"


def test_notes_survive_writing_their_cells(sheet: xw.Sheet):
    sheet["B4:D6"].value = [["'q7", 1, 2], ["'q8", 3, 4], ["'q9", 5, 6]]
    assert sheet["B4:D6"].value == [["q7", 1.0, 2.0], ["q8", 3.0, 4.0], ["q9", 5.0, 6.0]]
    notes = [note.String for note in sheet.impl.sheet.Annotations]
    assert notes == ["a note of HR's"]
    resized(sheet, 6)
    sheet["B4:D4"].clear_contents()
    assert [note.String for note in sheet.impl.sheet.Annotations] == notes


def test_a_new_column_has_the_format_of_the_last_and_its_own_heading(sheet: xw.Sheet):
    resized(sheet, 3, 2)
    sheet["D3:E6"].clear_contents()
    sheet["D3"].value = "'2024"
    resized(sheet, 5, 3)
    assert sheet["B3:D3"].value == ["question", "score", "2024"]
    assert sheet["D8"].number_format == "0.0"
    assert sheet["D4:D8"].value == [None] * 5


def test_filled_cells_keep_their_format_if_a_table_grows_over_them(sheet: xw.Sheet):
    sheet["C8"].value = 3
    resized(sheet, 5)
    assert (sheet["C8"].value, sheet["C8"].number_format) == (3.0, "General")


def test_a_table_of_one_row_can_grow_again(sheet: xw.Sheet):
    resized(sheet, 1)
    sheet["B5:D6"].clear_contents()
    resized(sheet, 3)
    assert sheet["C6"].number_format == "0.0"
    assert sheet["B4:B6"].value == ["q1", None, None]


# Refusals with a message


def test_changing_a_protected_sheet_is_refused(sheet: xw.Sheet):
    before = sheet["B3:E9"].value
    sheet.impl.sheet.protect("")
    for change in (
        lambda: setattr(sheet["C4"], "value", 1),
        lambda: sheet["C4"].clear_contents(),
        lambda: setattr(sheet["C4"], "number_format", "0"),
        lambda: setattr(sheet["C4"], "formula", "=1"),
        lambda: resized(sheet, 5),
    ):
        with pytest.raises(Refused, match=r"Report!.* the sheet is protected\."):
            change()
    assert sheet["B3:E9"].value == before


def test_unlocked_cells_of_a_protected_sheet_are_written(sheet: xw.Sheet):
    cells = sheet["J1:J2"].impl.api
    protection = cells.CellProtection
    protection.IsLocked = False
    cells.CellProtection = protection
    sheet.impl.sheet.protect("")
    sheet["J1:J2"].options(transpose=True).value = [1, 2]
    assert sheet["J1:J2"].value == [1.0, 2.0]


def test_growing_a_table_with_totals_is_refused(book: xw.Book):
    sheet = book.sheets["Other sheet"]
    table = sheet.tables["Totalled"]
    with pytest.raises(Refused, match=r"row of totals"):
        table.resize(table.range.resize(row_size=6))


def test_growing_a_table_into_another_is_refused(sheet: xw.Sheet):
    sheet["B10"].value = [["x", "y"], [1, 2]]
    sheet.tables.add(sheet["B10:C11"], name="Below")
    with pytest.raises(Refused, match=r"Report!B3:E6 \(Scores\): .*\(table Below\)"):
        resized(sheet, 8)


def test_writing_part_of_an_array_formula_is_refused_in_libreoffice(sheet: xw.Sheet):
    sheet["L1:L3"].impl.api.setArrayFormula("=D4:D6*2")
    with pytest.raises(Refused, match=r"Report!L2"):
        sheet["L2"].value = 1


def heights(sheet: xw.Sheet) -> list[int]:
    """The heights of the drawings, in order: LibreOffice may rename a chart when it is loaded."""
    page = sheet.impl.api.DrawPage
    return [page.getByIndex(i).Size.Height for i in range(page.Count)]


def test_a_drawing_that_resizes_with_cells_follows_shown_and_hidden_rows(tmp_path, open_in_office):
    """As in Excel; other drawings keep their size."""
    path = tmp_path / "drawn.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Report")
        for row in range(2, 8):
            sheet.set_row(row, 18, None, {"hidden": row > 4})
        for name, place, kind in (("grows", "B3", 1), ("moves", "F3", 2), ("else", "J1", 1)):
            chart = book.add_chart({"type": "bar"})
            chart.add_series({"values": "=Report!$A$1:$A$3"})
            chart.set_size({"width": 100, "height": 72})
            sheet.insert_chart(place, chart, {"object_position": kind, "description": name})
    sheet = open_in_office(path).sheets["Report"]
    before = heights(sheet)
    row = sheet["A3"].impl.api.Size.Height
    sheet["A6:A8"].impl.show_rows(shown=True)
    shown = heights(sheet)
    assert [b - a for a, b in zip(before, shown, strict=True)] == pytest.approx(
        [3 * row, 0, 0], abs=5
    )
    sheet["A5:A8"].impl.show_rows(shown=False)
    after_hiding = heights(sheet)
    assert [b - a for a, b in zip(before, after_hiding, strict=True)] == pytest.approx(
        [-row, 0, 0], abs=5
    )
