"""The problems as they are told: their order, their sheet, their links."""

from __future__ import annotations

import zipfile

import pytest

from meetlat.problems.problem import Problem, in_order
from meetlat.problems.text import listing
from meetlat.recalculation import recalculate
from tests.faults import Fault, edited, planted, written
from tests.surveys import shown
from xlengines.xlsx import open_book

SLIP = Fault("", "unknown-theme", "Questions!D5", {"Questions!D5": "taem"})
ANSWER = Fault("", "not-on-scale", "Responses!D3", {"Responses!D3": "agre"})


def test_problems_come_by_severity_sheet_row_and_column():
    sheets = ["Questions", "Scales"]
    told = [
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
    assert in_order(reversed(told), sheets) == told


def test_problems_of_one_cell_stay_as_they_were_found():
    told = [Problem("duplicate", "Themes", "A2"), Problem("blank", "Themes", "A2")]
    assert in_order(told, ["Themes"]) == told


@pytest.fixture
def told(tmp_path):
    """The cells of `Problems` after a slip in a theme and one in an answer, in Dutch."""
    dutch = Fault("", "", cells={"Survey!B4": "nl"})
    file = written(tmp_path / "survey.xlsx", edited([SLIP, ANSWER, dutch]))
    recalculate(file)
    return file


def test_the_severity_is_in_the_language_of_the_survey(told):
    assert [row[:4] for row in shown(told, "Problems")] == [
        ["Ernst", "Blad", "Cel", "Waarde"],
        ["fout", "Questions", "D5", "taem"],
        ["opmerking", "Responses", "D3", "agre"],
    ]


def test_a_cell_is_a_link_that_can_be_read_before_anything_calculates(told):
    book = open_book(told)
    cells = book.sheets["Problems"].tables["Problems"].data_body_range.columns[2]
    assert cells.value == ["D5", "D3"]
    assert cells.formula[0][0] == """=HYPERLINK("#'Questions'!D5","D5")"""


def test_a_cell_of_a_file_is_no_link(tmp_path):
    answers = b"work_1;\nagre\n"
    (tmp_path / "answers.csv").write_bytes(answers)
    file = written(tmp_path / "survey.xlsx", edited([SLIP]))
    recalculate(file, tmp_path / "answers.csv")
    book = open_book(file)
    cells = book.sheets["Problems"].tables["Problems"].data_body_range
    told = {row[1]: formula[2] for row, formula in zip(cells.value, cells.formula, strict=True)}
    assert told["answers.csv"] == "A2"
    assert told["Questions"].startswith("=HYPERLINK")


def test_telling_twice_gives_the_same_bytes(told):
    before = told.read_bytes()
    recalculate(told)
    assert told.read_bytes() == before


def test_rows_grow_with_their_text(tmp_path):
    """Three lines of text, three lines high; also where somebody had set a height before."""
    long = Fault("", "unknown-theme", cells={"Questions!D5": "one two three four " * 6})
    file = written(tmp_path / "survey.xlsx", edited([long]))
    recalculate(file)
    part = _part_of_problems(file)
    assert b'<row r="5" ht="45">' in part
    spoilt = part.replace(b'<row r="5" ht="45">', b'<row r="5" ht="15" customHeight="1">')
    _replace(file, part, spoilt)
    recalculate(file)
    assert _part_of_problems(file) == part


def _part_of_problems(file) -> bytes:
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
def test_a_number_among_answers_is_written_as_the_language_does(language, half, tmp_path):
    (problem,) = planted([Fault("", "", cells={"Responses!L11": 8.5})], tmp_path)
    assert problem.render(language).startswith(f"Responses!L11: {half} ")


def test_names_with_a_comma_are_listed_with_semicolons():
    assert listing(["pay", "hours"]) == "pay, hours"
    assert listing(["pay, bonus", "hours"]) == "pay, bonus; hours"
    assert listing(["a", "b", "c"], most=2) == "a, b, …"
