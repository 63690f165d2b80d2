"""Changes by HR to an open document survive a recalculation with other answers.

`tests/workbooks/test_hr_changes.py` tests the same without LibreOffice.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from book_tables import table_of

import meetlat
from meetlat.reading.inputs import grid
from meetlat_workbooks.content import HOME
from tests.pictures import png
from xlengines.calc.connection import file_url, struct

RED, BIG = 0xC00000, 14.0


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter, recalculated once."""
    folder = shutil.copytree(HOME / "starter", tmp_path_factory.mktemp("starter") / "survey")
    assert not meetlat.recalculate(folder / "survey.xlsx").errors
    return folder


@pytest.fixture
def book(starter: Path, tmp_path: Path, open_in_office: Callable[[Path], xw.Book]) -> xw.Book:
    """The starter, recalculated once and open."""
    return open_in_office(shutil.copytree(starter, tmp_path / "survey") / "survey.xlsx")


def body(book: xw.Book, name: str) -> xw.Range:
    found = table_of(book, name).data_body_range
    assert found is not None
    return found


def column(book: xw.Book, name: str, heading: str) -> xw.Range:
    header = table_of(book, name).header_row_range
    assert header is not None
    return body(book, name).columns[grid(header)[0].index(heading)]


def scores(book: xw.Book) -> list[float]:
    return [row[0] for row in grid(column(book, "ThemeScores", "score"))]


def recalculate_other_answers(book: xw.Book) -> None:
    """Recalculate without the last five respondents, so that every figure changes."""
    file = Path(book.fullname).with_name("responses.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        people = list(csv.DictReader(lines))
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, list(people[0]))
        writer.writeheader()
        writer.writerows(people[:-5])
    before = scores(book)
    assert not meetlat.recalculate(book).errors
    assert scores(book) != before


def shapes(book: xw.Book, kind: str) -> list[tuple[xw.Sheet, Any]]:
    pages = [(sheet, sheet.api.DrawPage) for sheet in book.sheets]
    found = [(s, page.getByIndex(i)) for s, page in pages for i in range(page.Count)]
    return [(sheet, shape) for sheet, shape in found if shape.ShapeType == kind]


@pytest.mark.nightly
def test_font_and_colour_of_cells_survive_a_live_recalculation(book):
    cells = column(book, "ThemeScores", "score").api
    cells.CharFontName, cells.CharColor, cells.CharHeight = "Georgia", RED, BIG
    recalculate_other_answers(book)
    cells = column(book, "ThemeScores", "score").api
    assert (cells.CharFontName, cells.CharColor, cells.CharHeight) == ("Georgia", RED, BIG)


@pytest.mark.parametrize("after", ["name", "score"])
def test_a_column_added_to_a_table_survives_a_live_recalculation(book, after):
    """HR inserts the column inside the table."""
    cells = column(book, "ThemeScores", after)
    sheet, position = cells.sheet, cells.column
    sheet.api.Columns.insertByIndex(position, 1)
    header = table_of(book, "ThemeScores").header_row_range
    header[0, position + 1 - header.column].value = "Eigen"
    added = column(book, "ThemeScores", "Eigen")
    added.value = [[f"eigen {i}"] for i in range(added.shape[0])]
    recalculate_other_answers(book)
    added = column(book, "ThemeScores", "Eigen")
    assert [row[0] for row in grid(added)] == [f"eigen {i}" for i in range(added.shape[0])]
    assert added.column == position + 1
    assert all(isinstance(score, float) for score in scores(book))


@pytest.mark.nightly
def test_notes_beside_a_table_survive_a_live_recalculation(book):
    area = table_of(book, "ThemeScores").range
    right = area.column + area.shape[1]
    area.sheet.api.Columns.insertByIndex(right, 1)
    notes = area.sheet.range((area.row + 1, right + 1), (area.row + 2, right + 1))
    notes.value = [["let op"], ["vieren"]]
    recalculate_other_answers(book)
    assert [row[0] for row in grid(notes)] == ["let op", "vieren"]


def test_a_moved_chart_survives_a_live_recalculation(book):
    # Until rows first change, LibreOffice places a chart that a program moved by its old anchor.
    recalculate_other_answers(book)
    charts = shapes(book, "com.sun.star.drawing.OLE2Shape")
    assert charts
    sheet, chart = charts[0]
    new_position = struct(
        "com.sun.star.awt.Point", X=chart.Position.X + 500, Y=chart.Position.Y + 2500
    )
    chart.setPosition(new_position)
    size = (chart.Size.Width, chart.Size.Height)
    recalculate_other_answers(book)
    again = next(c for s, c in shapes(book, chart.ShapeType) if s.name == sheet.name)
    assert (again.Position.X, again.Position.Y) == (new_position.X, new_position.Y)
    assert (again.Size.Width, again.Size.Height) == size


def test_a_sheet_with_formulas_survives_a_live_recalculation(book):
    sheet = book.sheets.add("Directie", after=book.sheets[-1])
    sheet.range("A1").formula = "=AVERAGE(ThemeScores[score])"
    sheet.range("A2").formula = "=ROWS(Chapters[text])"
    recalculate_other_answers(book)
    found = scores(book)
    assert sheet.range("A1").value == pytest.approx(sum(found) / len(found), abs=1e-12)
    assert sheet.range("A2").value == body(book, "Chapters").shape[0]
    assert book.sheets[-1].name == "Directie"


@pytest.mark.nightly
def test_an_inserted_picture_survives_a_live_recalculation(book, tmp_path):
    file = tmp_path / "logo.png"
    file.write_bytes(png(1, 1))
    logo = book.api.createInstance("com.sun.star.drawing.GraphicObjectShape")
    sheet = table_of(book, "ThemeScores").parent
    sheet.api.DrawPage.add(logo)
    logo.GraphicURL = file_url(file)
    logo.setSize(struct("com.sun.star.awt.Size", Width=1000, Height=1000))
    logo.setPosition(struct("com.sun.star.awt.Point", X=12000, Y=300))
    logo.Name = "Ons logo"
    recalculate_other_answers(book)
    kept = [s for _, s in shapes(book, logo.ShapeType) if s.Name == "Ons logo"]
    assert [(s.Position.X, s.Position.Y, s.Size.Width) for s in kept] == [(12000, 300, 1000)]
    assert kept[0].Graphic is not None


@pytest.mark.nightly
def test_the_setting_logo_replaces_the_picture_in_libreoffice(book):
    """It keeps height and right edge, can be removed, and does not replace a renamed picture."""
    Path(book.fullname).with_name("logo.png").write_bytes(png(30, 10))
    (picture,) = [p for p in book.sheets["Rapport"].pictures if p.name == "Meetlat logo"]
    shape = picture.impl.shape
    side, right = shape.Size.Height, shape.Position.X + shape.Size.Width
    settings = [row[0] for row in grid(column(book, "Survey", "setting"))]
    logo_setting = column(book, "Survey", "value")[settings.index("logo")]
    for value, width in (("logo.png", 3), (None, 1)):
        logo_setting.value = value
        assert not meetlat.recalculate(book).errors
        assert shape.Size.Width == pytest.approx(width * side, abs=5)
        assert shape.Position.X + shape.Size.Width == pytest.approx(right, abs=5)
        assert shape.Graphic.SizePixel.Width == (30 if value else 1)
    logo_setting.value = "logo.png"
    picture.api.Name = "our own"
    assert not meetlat.recalculate(book).errors
    assert shape.Graphic.SizePixel.Width == 1


def test_a_new_sheet_in_libreoffice_has_the_styles_of_the_workbook(book):
    names = [row[0] for row in grid(column(book, "Metrics", "metric"))]
    column(book, "Metrics", "on")[names.index("favourable")].value = "'yes"
    recalculate_other_answers(book)
    sheet = book.sheets["Favourable"].api
    title, heading, figure = (sheet.getCellRangeByName(c) for c in ("A1", "C4", "D5"))
    assert title.String == "Gunstig"
    assert (title.CellStyle, title.CharColor) == ("Excel Built-in Title", 0x00637C)
    assert (heading.CellBackColor, heading.CharColor) == (0x00637C, 0xFFFFFF)
    assert figure.String.endswith("%")
    page = book.api.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    assert (page.ScaleToPagesX, page.FooterIsOn) == (1, True)
    assert page.FirstPageNumber == 0, "page numbers continue from the sheet before"
    assert sheet.getTitleRows().StartRow == 3
