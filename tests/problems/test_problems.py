"""The order of problems and the sheet Problems: its language, links and row heights."""

from __future__ import annotations

import zipfile

import pytest

from meetlat.api import recalculate
from meetlat.problems.problem import Problem, in_order
from meetlat.problems.text import listing
from tests.faults import Fault, edited, planted, written
from tests.surveys import shown
from xlengines.xlsx import open_book

SLIP = Fault("", "unknown-theme", "Questions!D5", {"Questions!D5": "taem"})
ANSWER = Fault("", "not-on-scale", "Responses!D3", {"Responses!D3": "agre"})


def test_problems_are_sorted_by_severity_sheet_row_and_column():
    sheets = ["Questions", "Scales"]
    expected = [
        Problem("table-missing"),
        Problem("blank", "Questions"),
        Problem("blank", "Questions", "B9"),
        Problem("blank", "Questions", "AA9"),
        Problem("blank", "Questions", "A10"),
        Problem("blank", "Scales", "A2"),
        Problem("blank", "answers.csv", "A1"),
        Problem("blank", "replies.csv", "A1"),
        Problem("withheld", "Questions", "A1"),
    ]
    assert in_order(reversed(expected), sheets) == expected


def test_problems_of_one_cell_keep_their_order():
    found = [Problem("duplicate", "Themes", "A2"), Problem("blank", "Themes", "A2")]
    assert in_order(found, ["Themes"]) == found


@pytest.fixture
def file(tmp_path):
    """A recalculated Dutch workbook with a misspelt theme and a misspelt answer."""
    dutch = Fault("", "", cells={"Survey!B4": "nl"})
    file = written(tmp_path / "survey.xlsx", edited([SLIP, ANSWER, dutch]))
    recalculate(file)
    return file


def test_severities_in_the_problems_sheet_are_in_the_language_of_the_survey(file):
    assert [row[:4] for row in shown(file, "Problems")] == [
        ["Ernst", "Blad", "Cel", "Waarde"],
        ["fout", "Questions", "D5", "taem"],
        ["opmerking", "Responses", "D3", "agre"],
    ]


def test_the_cell_of_a_problem_is_a_link_with_its_value_already_computed(file):
    book = open_book(file)
    cells = book.sheets["Problems"].tables["Problems"].data_body_range.columns[2]
    assert cells.value == ["D5", "D3"]
    assert cells.formula[0][0] == """=HYPERLINK("#'Questions'!D5","D5")"""


def test_the_cell_of_a_problem_in_a_file_is_not_a_link(tmp_path):
    answers = b"work_1;\nagre\n"
    (tmp_path / "answers.csv").write_bytes(answers)
    file = written(tmp_path / "survey.xlsx", edited([SLIP]))
    recalculate(file, tmp_path / "answers.csv")
    book = open_book(file)
    cells = book.sheets["Problems"].tables["Problems"].data_body_range
    links = {row[1]: formula[2] for row, formula in zip(cells.value, cells.formula, strict=True)}
    assert links["answers.csv"] == "A2"
    assert links["Questions"].startswith("=HYPERLINK")


def test_a_second_recalculation_with_problems_changes_no_byte(file):
    before = file.read_bytes()
    recalculate(file)
    assert file.read_bytes() == before


def test_rows_of_the_problems_sheet_are_as_high_as_their_text(tmp_path):
    """Three lines of text, three lines high; a height set by the user is replaced."""
    long = Fault("", "unknown-theme", cells={"Questions!D5": "one two three four " * 6})
    file = written(tmp_path / "survey.xlsx", edited([long]))
    recalculate(file)
    part = _problems_part(file)
    assert b'<row r="5" ht="45">' in part
    resized = part.replace(b'<row r="5" ht="45">', b'<row r="5" ht="15" customHeight="1">')
    _replace(file, part, resized)
    recalculate(file)
    assert _problems_part(file) == part


def _problems_part(file) -> bytes:
    with zipfile.ZipFile(file) as package:
        parts = [package.read(n) for n in package.namelist() if "worksheets/sheet" in n]
    return next(part for part in parts if b"HYPERLINK" in part)


def _replace(file, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(file, "w") as package:
        for info, part in parts.items():
            package.writestr(info, new if part == old else part)


@pytest.mark.parametrize(("language", "half"), [("en", "8.5"), ("nl", "8,5")])
def test_a_number_in_a_message_follows_the_language(language, half, tmp_path):
    (problem,) = planted([Fault("", "", cells={"Responses!L11": 8.5})], tmp_path)
    assert problem.render(language).startswith(f"Responses!L11: {half} ")


def test_names_with_a_comma_are_listed_with_semicolons():
    assert listing(["pay", "hours"]) == "pay, hours"
    assert listing(["pay, bonus", "hours"]) == "pay, bonus; hours"
    assert listing(["a", "b", "c"], most=2) == "a, b, …"
