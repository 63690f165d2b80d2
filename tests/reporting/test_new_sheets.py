"""A result without a table gets a new sheet in the style of the report."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from meetlat import recalculate
from meetlat.reporting.workbook import native_excel
from meetlat.reporting.workbook.new_sheets import STYLES, give_style
from tests.surveys import workbook
from xlengines.xlsx import open_book

QUESTIONS = """
| question | theme | scale     | text                 |
|----------|-------|-----------|----------------------|
| pride    | work  | agreement | I am proud of my job |
| joy      | work  | agreement | LONG                 |
"""
RESPONSES = "| pride | joy |\n|---|---|\n" + "| agree | agree |\n" * 6
METRICS = "| metric | on |\n|---|---|\n| favourable | yes |\n"


@pytest.fixture
def file(tmp_path) -> Path:
    questions = QUESTIONS.replace("LONG", "My work, such as it is, gives me joy " * 4)
    return workbook(tmp_path / "s.xlsx", Questions=questions, Responses=RESPONSES, Metrics=METRICS)


def test_new_sheet_has_styled_title_description_and_headings(file):
    recalculate(file)
    sheet = openpyxl.load_workbook(file)["Favourable"]
    assert sheet["A1"].value == "Favourable"
    assert sheet["A2"].value == "The shares of favourable, neutral and unfavourable answers."
    assert [cell.value for cell in sheet[4]][:3] == ["Question", "Text", "Answers"]
    styles = {cell: sheet[cell].style for cell in ("A1", "A2", "B4", "C4", "A5", "B5", "D5")}
    assert styles == {
        "A1": "Title",
        "A2": "Meetlat note",
        "B4": "Meetlat heading",
        "C4": "Meetlat heading of figures",
        "A5": "Meetlat code",
        "B5": "Meetlat text",
        "D5": "Meetlat figure",
    }
    assert sheet["D5"].number_format == "0%"
    assert sheet["A1"].font.color.theme == 4
    assert sheet["B4"].fill.fgColor.theme == 4
    assert sheet["A1"].font.name == sheet["B5"].font.name == "Calibri", "the workbook's own font"


def test_new_sheet_freezes_its_headings_and_fits_the_page_width(file):
    recalculate(file)
    sheet = openpyxl.load_workbook(file)["Favourable"]
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0, "any number of pages"
    assert sheet.oddFooter.right.text == "&P / &N"
    assert sheet.tables["Favourable"].autoFilter is None
    assert sheet["B6"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width == 60
    assert sheet.row_dimensions[5].height is None
    assert sheet.row_dimensions[6].height >= 30, "the long text takes several lines"


def test_each_summary_figure_has_the_number_format_of_its_row(file):
    recalculate(file)
    sheet = openpyxl.load_workbook(file)["Summary"]
    formats = {row[0].value: row[2].number_format for row in sheet.iter_rows(min_row=5)}
    assert formats == {"respondents": "0", "invited": "0", "response": "0%"}
    assert [row[1].value for row in sheet.iter_rows(min_row=5)] == [
        "Respondents",
        "Invited",
        "Response",
    ], "the names that people read"


def test_new_sheet_uses_a_style_as_hr_changed_it(file):
    """A font that HR gave to one cell stays too."""
    recalculate(file)
    book = openpyxl.load_workbook(file)
    style = next(s for s in book._named_styles if s.name == "Meetlat heading")
    style.fill = openpyxl.styles.PatternFill("solid", fgColor="FF7A1F5C")
    del book["ThemeScores"]
    book["Favourable"]["B5"].font = openpyxl.styles.Font(name="Georgia")
    book.save(file)
    recalculate(file)
    book = openpyxl.load_workbook(file)
    assert book["ThemeScores"]["A4"].fill.fgColor.rgb == "FF7A1F5C"
    assert book["Favourable"]["B5"].font.name == "Georgia"
    names = [style.name for style in book._named_styles]
    assert len(set(names)) == len(names)


def test_recalculating_a_new_sheet_again_changes_no_byte(file):
    recalculate(file)
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before


def test_new_problems_sheet_has_translated_headings_and_links(tmp_path):
    misspelt = QUESTIONS.replace("work ", "wrok ")
    survey = "| setting | value |\n|---|---|\n| language | nl |\n| responses | Responses |"
    file = workbook(tmp_path / "s.xlsx", Survey=survey, Questions=misspelt, Responses=RESPONSES)
    assert recalculate(file).errors
    sheet = openpyxl.load_workbook(file)["Problems"]
    assert [cell.value for cell in sheet[4]][:3] == ["Ernst", "Blad", "Cel"]
    assert sheet["C5"].value.startswith("=HYPERLINK(")
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before, "the translated headings are recognised"


class RecordingObject:
    """Stands in for any Excel object: records what is set, and returns more of the same."""

    def __init__(self) -> None:
        self.__dict__["recorded"] = {}

    def __setattr__(self, name, value):
        self.recorded[name] = value

    def __getattr__(self, name):
        return self.recorded.setdefault(name, RecordingObject())

    def __call__(self, *key):
        return self.recorded.setdefault(key, RecordingObject())


class RecordingRange:
    """Stands in for a range of a live Excel, which has only the object model."""

    impl = object()

    def __init__(self) -> None:
        self.api, self.sheet = RecordingObject(), type("Sheet", (), {})()
        self.sheet.book = type("Book", (), {"api": RecordingObject()})()
        self.styles: dict[str, RecordingObject] = {}
        added = self.styles

        class Styles:
            def __call__(self, name):
                return added[name]

            def Add(self, name):  # noqa: N802 - the name in Excel
                return added.setdefault(name, RecordingObject())

        self.sheet.book.api.Styles = Styles()


def test_excel_style_is_created_once_from_theme_colours():
    cells = RecordingRange()
    give_style(cells, "Meetlat heading")
    made = cells.styles["Meetlat heading"].recorded
    assert cells.api.recorded["Style"] == "Meetlat heading"
    assert made["Font"].recorded["ThemeColor"] == 1, (
        "white: xlThemeColorDark1, the first background"
    )
    assert made["Interior"].recorded["ThemeColor"] == 5, "xlThemeColorAccent1"
    assert made["IncludeNumber"] is False
    cells.styles["Meetlat heading"].recorded.clear()
    give_style(cells, "Meetlat heading")
    assert not cells.styles["Meetlat heading"].recorded, "an existing style belongs to HR"


def test_an_application_without_styles_is_no_error():
    class RangeWithoutStyles:
        impl = api = sheet = None

    give_style(RangeWithoutStyles(), "Title")


def test_page_setup_reaches_excel():
    sheet = type("Sheet", (), {"api": RecordingObject()})()
    native_excel.set_up_page(sheet, landscape=True, title_rows=(4, 4), footer="&L&A&R&P / &N")
    page = sheet.api.PageSetup.recorded
    assert (page["Orientation"], page["PaperSize"], page["Zoom"]) == (2, 9, False)
    assert (page["LeftFooter"], page["RightFooter"]) == ("&A", "&P / &N")
    assert page["PrintTitleRows"] == "$4:$4"


def test_every_style_uses_only_existing_theme_colours():
    numbers = {look[k] for look in STYLES.values() for k in ("colour", "fill", "line") if k in look}
    assert numbers <= set(range(10))


def test_new_sheet_gets_another_name_if_hr_uses_its_name(file):
    book = open_book(file)
    book.sheets.add("Favourable", after=book.sheets[-1])
    book.save()
    recalculate(file)
    assert "Favourable (2)" in [sheet.name for sheet in open_book(file).sheets]
