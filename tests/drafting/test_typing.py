"""How much HR types from an export to the first report, and what never reaches the workbook."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from meetlat.api import recalculate
from meetlat.opening import opened
from meetlat.publishing.open_answers import publish_open_answers
from meetlat.publishing.printed_sheets import internal_sheets
from meetlat.reading.inputs import read_inputs
from tests.drafting import forms
from tests.drafting.comparing import Drafted, compare
from tests.drafting.exports import started

# What HR wants to see in the end, for the 18 questions of `forms_nl`.
THEMES = {"plezier": "Werkplezier", "collega": "Samenwerking", "tijd": "Werkdruk"}
REVERSED = "Ik heb vaak te veel te doen."
SETTINGS = {
    "title": "Medewerkersonderzoek 2026",
    "organisation": "Gemeente Voorbeeld",
    "invited": 160,
    "fieldwork_start": "2026-03-02",
    "fieldwork_end": "2026-03-14",
}
MOST_CELLS = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A survey of 18 questions that was set up from an export."""
    folder = tmp_path_factory.mktemp("typing")
    started(forms.forms_nl(folder), folder / "survey")
    return folder / "survey"


def test_hr_types_at_most_twenty_cells_for_eighteen_questions(folder):
    drafted = Drafted.read(folder / "survey.xlsx")
    settings, questions = drafted.catalogue.settings, drafted.catalogue.questions
    cells = [name for name, value in SETTINGS.items() if str(getattr(settings, name)) != str(value)]
    by_text = {row["text"].replace("\xa0", " "): row for row in questions.iter_rows(named=True)}
    for key, name in THEMES.items():
        rows = [by_text[text] for text in forms.STATEMENTS_NL[key]]
        theme, _ = Counter(row["theme"] for row in rows).most_common(1)[0]
        cells += [row["question"] for row in rows if row["theme"] != theme]
        cells += [name] if drafted.catalogue.theme_names[theme] != name else []
    cells += [text for text, row in by_text.items() if row["reverse"] != (text == REVERSED)]
    cells += [
        f.heading for f in compare(folder / "survey.xlsx", "forms_nl") if f.verdict != "right"
    ]
    print(f"{len(cells)} cells: {cells}")
    assert len(questions) == 18
    assert len(cells) <= MOST_CELLS


def test_report_is_filled_at_once_in_both_workbooks(folder):
    for name in ("survey.xlsx", "survey.xlsm"):
        results = recalculate(folder / name, output=folder / f"again-{name}")
        assert results["Summary"].filter(measure="respondents")["current"].item() == 120


def test_sheets_for_hr_are_in_no_pdf(folder):
    with opened(folder / "survey.xlsx", save=False) as book:
        found, tables = internal_sheets(book, read_inputs(book), {}), [s.name for s in book.sheets]
    assert {"TeBevestigen", "OpenQuestions"} <= {*tables}
    assert {"TeBevestigen", "OpenQuestions"} <= {*found}


def test_start_sheet_links_to_what_is_to_be_confirmed(folder):
    with opened(folder / "survey.xlsx", save=False) as book:
        formulas = [cell for row in book.sheets["Start"].used_range.formula for cell in row]
    assert any("#'TeBevestigen'!A1" in str(formula) for formula in formulas)


def test_open_answers_are_written_without_typing_anything(folder):
    done = publish_open_answers(folder / "survey.xlsx", folder / "open.xlsx")
    assert len(done.shown) == 1


def test_no_figure_or_word_of_the_example_is_left(folder):
    words = cells_of(folder / "survey.xlsx")
    for left in ("Vorig onderzoek", "SYNTHETISCH", "Hoe graag beveel je", "thuiswerken"):
        assert left not in words, left


def cells_of(workbook: Path) -> str:
    """The values of all cells of a workbook."""
    book = CalamineWorkbook.from_path(str(workbook))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def everything(workbook: Path) -> str:
    """All text in all parts of a workbook."""
    with zipfile.ZipFile(workbook) as parts:
        return "\n".join(parts.read(n).decode("utf-8", "replace") for n in parts.namelist())
