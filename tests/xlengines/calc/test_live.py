"""Recalculating a document that is open in LibreOffice, with unsaved changes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

import meetlat
from meetlat.reading.inputs import grid
from tests.surveys import shown
from xlengines.calc.connection import struct
from xlengines.xlsx import open_book

SHIPPED = Path(meetlat.__file__).parents[2] / "workbooks" / "meetlat_workbooks"
RESULTS = ("Summary", "ThemeScores", "QuestionScores", "Enps", "Distributions", "SegmentScores")


@pytest.fixture(scope="module")
def without_figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of shipped surveys, with every figure of their reports overwritten."""
    place = tmp_path_factory.mktemp("surveys")
    return {name: overwritten(name, place / name) for name in ("provincie-utrecht", "starter")}


@pytest.fixture
def survey(without_figures: dict[str, Path], tmp_path: Path) -> Path:
    """The example, with every figure of its report overwritten."""
    return copied(without_figures["provincie-utrecht"], tmp_path)


@pytest.fixture
def starter(without_figures: dict[str, Path], tmp_path: Path) -> Path:
    """The starter, with every figure of its report overwritten; it is smaller and quicker."""
    return copied(without_figures["starter"], tmp_path)


def copied(survey: Path, tmp_path: Path) -> Path:
    return shutil.copytree(survey, tmp_path / "Enquête & co") / "survey.xlsx"


def overwritten(name: str, folder: Path) -> Path:
    shutil.copytree(SHIPPED / name, folder)
    book = open_book(folder / "survey.xlsx")
    for table in tables(book).values():
        if table.name in RESULTS and table.data_body_range is not None:
            rows, columns = table.data_body_range.shape
            table.data_body_range.value = [[-1.0] * columns for _ in range(rows)]
    book.save()
    book.close()
    return folder


def tables(book: xw.Book) -> dict[str, xw.main.Table]:
    return {table.name: table for sheet in book.sheets for table in sheet.tables}


def cell(table: xw.main.Table, row: int, column: str) -> xw.Range:
    """A cell of a table's body by the heading of its column; rows count from 0."""
    header, body = table.header_row_range, table.data_body_range
    assert header is not None
    assert body is not None
    return body[row, grid(header)[0].index(column)]


# The example has published figures that do not fit their questions, and small groups.
WARNINGS_OF_THE_EXAMPLE = ["groups-not-shown"] * 2 + ["theme-too-high"] * 4


def codes(results: meetlat.Results) -> list[str]:
    """Return the problems, without the remark on small departments of the starter."""
    return [problem.code for problem in results.problems if problem.code != "groups-not-shown"]


def edit(book: xw.Book) -> None:
    """Change a weight, a reverse-coded question, the name of a theme and the title."""
    found = tables(book)
    cell(found["Questions"], 1, "weight").value = 3
    cell(found["Questions"], 2, "reverse").value = "'yes"
    cell(found["Themes"], 0, "name::nl").value = "'=Betrokken & trots"
    cell(found["Survey"], 0, "value").value = "'Een andere titel"


def contents(book: xw.Book, name: str) -> list[list[Any]]:
    return grid(tables(book)[name].range)


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 1e-12
    return (one or None) == (other or None)


def differing(one: list[list[Any]], other: list[list[Any]]) -> list[tuple[Any, Any]]:
    assert [len(row) for row in one] == [len(row) for row in other]
    pairs = zip(one, other, strict=True)
    return [(a, b) for p in pairs for a, b in zip(*p, strict=True) if not equal(a, b)]


def test_an_open_document_gets_the_same_figures_as_its_file(survey, open_in_office):
    twin = survey.with_name("twin.xlsx")
    headless = open_book(survey)
    edit(headless)
    headless.save(twin)
    headless.close()
    expected = meetlat.recalculate(twin)

    book = open_in_office(survey)
    before = survey.read_bytes()
    edit(book)
    results = meetlat.recalculate(book)

    assert results.problems == expected.problems
    assert results.tables["ThemeScores"].frame["name"][0] == "=Betrokken & trots"
    for name in RESULTS:
        assert results[name].equals(expected[name])
        assert differing(contents(book, name), shown(twin, name)) == []
    assert survey.read_bytes() == before, "only HR saves the document"


@pytest.mark.nightly
def test_an_ods_file_is_recalculated(starter, open_in_office):
    twin = starter.with_name("twin.xlsx")
    meetlat.recalculate(starter, output=twin)
    book = open_in_office(starter)
    book.save(starter.with_name("survey.ods"))
    book.close()
    own = open_in_office(starter.with_name("survey.ods"))

    assert codes(meetlat.recalculate(own)) == []
    own.save()
    own.close()
    again = open_in_office(starter.with_name("survey.ods"))
    for name in RESULTS:
        assert differing(contents(again, name), shown(twin, name)) == []


def test_a_mistake_in_an_open_document_fills_problems_and_leaves_the_figures(
    starter, open_in_office
):
    book = open_in_office(starter)
    meetlat.recalculate(book)
    figures = {name: contents(book, name) for name in RESULTS}
    theme_cell = cell(tables(book)["Questions"], 4, "theme")
    theme_cell.value = "'werkdrk"

    results = meetlat.recalculate(book)

    assert [p.code for p in results.problems if p.is_error]
    header, first, *_ = contents(book, "Problems")
    problem = dict(zip(header, first, strict=True))
    assert (problem["severity"], problem["sheet"], problem["value"]) == (
        "fout",
        "Questions",
        "werkdrk",
    )
    assert problem["cell"] == theme_cell.get_address(False, False)
    assert "werkdruk" in f"{problem['problem']} {problem['remedy']}"
    assert {name: contents(book, name) for name in RESULTS} == figures


@pytest.mark.nightly
def test_recalculating_works_while_a_cell_is_edited_or_another_sheet_is_active(
    starter, open_in_office
):
    twin = starter.with_name("twin.xlsx")
    meetlat.recalculate(starter, output=twin)
    book = open_in_office(starter)
    edited = cell(tables(book)["ThemeScores"], 2, "score")
    edited.sheet.activate()
    edited.select()
    begin_editing(book)
    assert codes(meetlat.recalculate(book)) == []

    book.sheets["Questions"].activate()
    assert codes(meetlat.recalculate(book)) == []
    assert book.sheets.active.name == "Questions"
    assert differing(contents(book, "ThemeScores"), shown(twin, "ThemeScores")) == []


def begin_editing(book: xw.Book) -> None:
    """Start editing the cell, as F2 does."""
    command = {"Complete": ".uno:SetInputMode", "Main": ".uno:SetInputMode", "Protocol": ".uno:"}
    url = struct("com.sun.star.util.URL", Path="SetInputMode", **command)
    frame = book.impl.document.CurrentController.Frame
    frame.queryDispatch(url, "_self", 0).dispatch(url, ())


def test_fixing_a_mistake_in_an_open_document_leaves_only_warnings(survey, open_in_office):
    book = open_in_office(survey)
    theme_cell = cell(tables(book)["Questions"], 4, "theme")
    right = theme_cell.value
    theme_cell.value = "'werkdrk"
    meetlat.recalculate(book)
    theme_cell.value = f"'{right}"
    assert [p.code for p in meetlat.recalculate(book).problems] == WARNINGS_OF_THE_EXAMPLE
    _, *left = contents(book, "Problems")
    assert [row[0] for row in left if any(row)] == ["opmerking"] * len(WARNINGS_OF_THE_EXAMPLE)


def test_an_open_report_grows_and_shrinks_with_the_catalogue(starter, open_in_office):
    book = open_in_office(starter)
    meetlat.recalculate(book)
    rows = len(contents(book, "QuestionScores"))
    questions = tables(book)["Questions"]
    model = cell(questions, 9, "question").value
    questions.resize(questions.range.resize(row_size=questions.range.shape[0] + 1))
    twin = [f"'{v}" if isinstance(v, str) else v for v in questions.range[10, :].value]
    questions.range[-1, :].value = twin
    cell(questions, -1, "question").value = "'twin"
    cell(questions, -1, "column").value = f"'{model}"

    assert codes(meetlat.recalculate(book)) == ["column-shared"]
    assert len(contents(book, "QuestionScores")) == rows + 1
    assert "twin" in [row[0] for row in contents(book, "QuestionScores")]

    questions.range[-1, :].clear_contents()
    assert codes(meetlat.recalculate(book)) == []
    assert len(contents(book, "QuestionScores")) == rows


def test_a_plugin_adds_a_sheet_to_an_open_document(starter, open_in_office):
    plugin = (
        '"""Reach: how many answered."""\nimport polars as pl\n'
        "from meetlat import Counts, hookimpl, metric\n\n"
        '@metric(table="Reach", formats={"share": "0%"})\n'
        "def reach(counts: Counts) -> pl.DataFrame:\n"
        '    """How many answered."""\n'
        "    return counts.group_by(Counts.KEYS).agg(n=pl.col('n').sum(), share=pl.lit(0.5))\n\n"
        "@hookimpl\ndef register_metrics(register):\n    register(reach)\n"
    )
    (starter.parent / "plugins" / "reach.py").write_text(plugin, encoding="utf-8")
    book = open_in_office(starter)
    front = book.sheets.active.name
    results = meetlat.recalculate(book)
    assert [sheet for sheet in book.sheets if sheet.visible][-1].name == "Reach"
    assert book.sheets.active.name == front
    table = tables(book)["Reach"]
    assert table.data_body_range is not None
    assert table.data_body_range.shape[0] == results["Reach"].height
    assert cell(table, 0, "share").number_format == "0%"
    assert "reach" in [row[0] for row in contents(book, "Metrics")]
