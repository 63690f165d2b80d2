"""The tutorials `docs/eerste-onderzoek.md` and `docs/first-survey.md`, followed word for word."""

from __future__ import annotations

import re
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from python_calamine import CalamineWorkbook

from meetlat.reporting.errors import NotPublishedError
from meetlat.reporting.pdf import libreoffice
from tests.surveys import rows, shown
from tests.test_tutorial import run
from xlengines.xlsx import open_book

DOCS = Path(__file__).parents[1] / "docs"


class Tutorial(NamedTuple):
    """A tutorial and what its reader should see.

    Attributes:
        page: its name.
        export: the file that it starts from.
        themes: from the highest to the lowest score.
        groups: those that get a report.
        some: what stands beside a group that lacks a question.
        title: of the first slide.
    """

    page: str
    export: str
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    some: str
    title: str

    @property
    def text(self) -> str:
        """The page."""
        return (DOCS / f"{self.page}.md").read_text(encoding="utf-8")

    @property
    def commands(self) -> list[str]:
        """Its commands, in order."""
        return re.findall(r"```console\n(.*?)\n```", self.text)

    @property
    def cells(self) -> list[list[Any]]:
        """The rows of its tables that say what to type: the sheet, the cell and what to type."""
        tables = re.findall(r"(?:^\|.*\n)+", self.text, re.MULTILINE)
        about = [t.replace("`", "") for t in tables if re.search("^.*\n.*\n. `[A-Z]", t)]
        return [row for table in about for row in rows(table)[1:]]


TUTORIALS = (
    Tutorial(
        "eerste-onderzoek",
        "antwoorden.xlsx",
        ("Samenwerking", "Werkplezier", "Werkdruk"),
        ("Advies", "Beheer", "Klant en communicatie", "Staf"),
        "een deel van de vragen",
        "Werkdruk scoort het laagst",
    ),
    Tutorial(
        "first-survey",
        "answers.xlsx",
        ("Cooperation", "Job satisfaction", "Workload"),
        ("Advice", "Customers and communication", "Operations", "Staff"),
        "some of the questions",
        "Workload scores lowest",
    ),
)
DUTCH, ENGLISH = TUTORIALS


def types(workbook: Path, cells: list[list[Any]]) -> None:
    """Type in the workbook what the page says."""
    book = open_book(workbook)
    for sheet, cell, value, _ in cells:
        book.sheets[sheet][cell].value = value
    book.save()
    book.close()


def follow(folder: Path, tutorial: Tutorial) -> None:
    """Draft a survey, type what the page says, recalculate, and compare what the page shows."""
    shutil.copy(DOCS / "examples" / tutorial.export, folder)
    new, recalculate, *_ = tutorial.commands
    assert "12" in run(new, folder)
    (made,) = (path for path in folder.iterdir() if path.is_dir() and path.name != "home")
    workbook = made / "survey.xlsx"
    asked = {tuple(row[:2]) for row in to_confirm(workbook)}
    assert len(asked) == 8
    assert {(sheet, cell) for sheet, cell, *_ in tutorial.cells} - asked == {("Questions", "I18")}

    types(workbook, tutorial.cells)
    run(recalculate, folder)
    assert shown(workbook, "Problems")[1:] == [[""] * len(shown(workbook, "Problems")[0])]
    scores = {row[1]: row[4] for row in shown(workbook, "ThemeScores")[1:]}
    assert sorted(scores, key=lambda name: -scores[name]) == [*tutorial.themes]
    assert shown(workbook, "ThemeScores")[3][2] == 3, "a question was left out"
    withheld = {row[2] for row in shown(workbook, "SegmentScores")[1:] if tutorial.some in row}
    assert len(withheld & {*tutorial.groups}) == 2


@pytest.mark.usefixtures("new_user")
def test_the_first_survey_in_english_gives_the_scores_of_its_tutorial(tmp_path):
    follow(tmp_path, ENGLISH)


@pytest.mark.usefixtures("new_user")
@pytest.mark.parametrize(
    "tutorial", [DUTCH, pytest.param(ENGLISH, marks=pytest.mark.nightly)], ids=lambda one: one.page
)
def test_the_first_survey_gives_the_reports_of_its_tutorial(tmp_path, tutorial):
    follow(tmp_path, tutorial)
    report, board, each = tutorial.commands[2:]
    output = run(report, tmp_path)
    assert tutorial.title in output
    made = {path.suffix for path in tmp_path.iterdir() if path.is_file()}
    assert {".html", ".pptx"} <= made
    run(each, tmp_path)
    pages = {path.stem: path.read_text("utf-8") for path in tmp_path.glob("*/*.html")}
    index = pages.pop("index")
    assert all(name in index for name in tutorial.groups)
    assert sorted(pages) == sorted(tutorial.groups)
    assert len(list(tmp_path.glob("*/*.pptx"))) == len(pages)
    for name, page in pages.items():
        assert not [other for other in tutorial.groups if other != name and f">{other}<" in page]
    try:
        libreoffice()
    except NotPublishedError:
        pytest.skip("LibreOffice is not installed")
    run(board, tmp_path)
    assert list(tmp_path.glob("*.pdf"))


def to_confirm(workbook: Path) -> list[list[Any]]:
    """The rows of the sheet on which a draft says what to check."""
    book = CalamineWorkbook.from_path(str(workbook), load_tables=True)
    (name,) = {"ToConfirm", "TeBevestigen"} & {*book.table_names}
    return book.get_table_by_name(name).to_python()


def test_the_exports_of_the_tutorials_are_made_by_their_script(tmp_path):
    spec = spec_from_file_location("example_export", DOCS / "example_export.py")
    assert spec and spec.loader
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(tmp_path)
    for file in tmp_path.iterdir():
        ours, shipped = (
            CalamineWorkbook.from_path(str(folder / file.name)).get_sheet_by_index(0).to_python()
            for folder in (tmp_path, DOCS / "examples")
        )
        assert ours == shipped, "run python docs/example_export.py"


def test_both_languages_of_the_tutorial_have_the_same_steps():
    first, second = (re.findall(r"^## (\d)", t.text, re.MULTILINE) for t in TUTORIALS)
    assert first == second == [*"123456"]
