"""Answers as people and survey tools write them: files, separators, spellings, several at once."""

from __future__ import annotations

import polars as pl
import pytest
import xlsxwriter

from meetlat.responses import Unreadable, read_file
from tests.surveys import survey

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""

CHOICE = """
| scale | answer | label          | score |
|-------|--------|----------------|-------|
| jobs  | no     | Not looking    |       |
| jobs  | inside | Yes, inside    |       |
| jobs  | out    | Yes, elsewhere |       |
"""

CHOICE_QUESTION = """
| question | scale | metric       | column   |
|----------|-------|--------------|----------|
| jobs     | jobs  | distribution | {column} |
"""

BYTES = {
    "utf-8, commas": "pride,naam\nagree,Zoë\n".encode(),
    "utf-8 with a byte-order mark": "\ufeffpride;naam\nagree;Zoë\n".encode(),
    "Dutch Windows, semicolons": "pride;naam\r\nagree;Zoë\r\n".encode("cp1252"),
    "tabs": "pride\tnaam\nagree\tZoë\n".encode(),
    "quoted commas": 'pride,naam\nagree,"Zoë"\n'.encode(),
}


@pytest.mark.parametrize("raw", BYTES.values(), ids=BYTES)
def test_csv_is_read_whatever_its_separator_and_encoding(tmp_path, raw):
    file = tmp_path / "answers.csv"
    file.write_bytes(raw)
    assert read_file(file).frame.to_dict(as_series=False) == {"pride": ["agree"], "naam": ["Zoë"]}


def test_a_workbook_of_responses_is_read_from_its_sheet_of_that_name(tmp_path):
    file = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Explanation").write(0, 0, "hello")
        sheet = book.add_worksheet("Responses")
        sheet.write_row(0, 0, ["pride", "score", "mixed"])
        sheet.write_row(1, 0, ["agree", 9, "10+"])
        sheet.write_row(2, 0, ["", 8, 3])
    frame = read_file(file).frame
    assert frame.to_dict(as_series=False) == {
        "pride": ["agree", None],
        "score": [9.0, 8.0],
        "mixed": ["10+", "3"],
    }


def test_parquet_is_read(tmp_path):
    pl.DataFrame({"pride": ["agree"]}).write_parquet(tmp_path / "answers.parquet")
    assert read_file(tmp_path / "answers.parquet").frame["pride"].to_list() == ["agree"]


@pytest.mark.parametrize("name", ["answers.xlsx", "answers.parquet", "answers.docx"])
def test_a_file_that_is_not_what_it_says_is_a_sentence(tmp_path, name):
    (tmp_path / name).write_bytes(b"no such thing")
    with pytest.raises(Unreadable) as told:
        read_file(tmp_path / name)
    assert str(told.value)


def test_responses_in_a_file_beside_the_workbook(tmp_path):
    (tmp_path / "answers.csv").write_text("pride\n" + "agree\n" * 6, encoding="utf-8")
    table = "| setting | value |\n|---|---|\n| responses | answers.csv |\n| smallest_group | 5 |"
    results = survey(tmp_path, Survey=table, Questions=QUESTIONS).results
    assert results["QuestionScores"]["score"].to_list() == [10]


def test_a_file_that_is_not_there_suggests_one_that_is(tmp_path):
    (tmp_path / "answers.csv").write_text("pride\nagree\n", encoding="utf-8")
    table = "| setting | value |\n|---|---|\n| responses | answer.csv |\n| language | en |"
    results = survey(tmp_path, Survey=table, Questions=QUESTIONS).results
    assert [str(p) for p in results.problems] == [
        'Survey!B2: the responses "answer.csv" are not there. Did you mean "answers.csv"?'
    ]


@pytest.mark.parametrize(
    "written",
    ["agree", "Agree", " agree ", "AGREE", "agree\u00a0"],
)
def test_an_answer_is_known_whatever_its_case_and_blanks(tmp_path, written):
    (tmp_path / "a.csv").write_text("pride\n" + f"{written}\n" * 5, encoding="utf-8")
    table = "| setting | value |\n|---|---|\n| responses | a.csv |\n| smallest_group | 5 |"
    results = survey(tmp_path, Survey=table, Questions=QUESTIONS).results
    assert results["QuestionScores"]["n"].to_list() == [5]


def test_an_answer_that_is_not_on_the_scale_counts_as_missing_and_is_remarked_on_once():
    answers = "| pride |\n|---|\n" + "| agree |\n" * 5 + "| agre |\n" * 3 + "| x |\n"
    results = survey(Questions=QUESTIONS, Responses=answers).results
    assert results["QuestionScores"]["n"].to_list() == [5]
    assert [str(p) for p in results.problems] == [
        'Responses!A7: "agre" is not an answer of the scale "agreement" (3x for pride);'
        ' counted as missing. Did you mean "agree"?',
        'Responses!A10: "x" is not an answer of the scale "agreement" (1x for pride);'
        " counted as missing. Add it to Scales, or correct the responses.",
    ]


def test_a_column_that_is_not_there_suggests_one_that_is():
    answers = "| prides |\n|---|\n" + "| agree |\n" * 5
    results = survey(Questions=QUESTIONS, Responses=answers).results
    assert [str(p) for p in results.problems] == [
        'Questions!A2: the responses have no column "pride". Did you mean "prides"?'
    ]


def shares(answers: str, column: str = "") -> dict[str, tuple[int, float]]:
    question = CHOICE_QUESTION.format(column=column)
    results = survey(Scales=CHOICE, Questions=question, Responses=answers).results
    assert results.problems == []
    frame = results["Distributions"]
    return {row["answer"]: (row["n"], row["share"]) for row in frame.iter_rows(named=True)}


def test_multiple_choice_in_one_column():
    answers = "| jobs |\n|---|\n" + "| no |\n" * 4 + "| inside; out |\n" * 3 + "| out |\n"
    assert shares(answers) == {
        "Not looking": (4, 4 / 8),
        "Yes, inside": (3, 3 / 8),
        "Yes, elsewhere": (4, 4 / 8),
    }


def test_multiple_choice_in_several_columns_counts_those_who_answered_at_all():
    answers = """
        | person | jobs_no | jobs_inside | jobs_out |
        |--------|---------|-------------|----------|
        | 1      | 1       | 0           | 0        |
        | 2      | 1       | 0           | 0        |
        | 3      | 0       | 1           | 1        |
        | 4      | 0       | 0           | 0        |
        | 5      |         | x           |          |
        | 6      |         |             |          |
    """
    assert shares(answers, "jobs_*") == {
        "Not looking": (2, 2 / 5),
        "Yes, inside": (2, 2 / 5),
        "Yes, elsewhere": (1, 1 / 5),
    }


def test_labels_do_as_well_as_codes():
    answers = "| jobs |\n|---|\n" + "| Yes, inside |\n" * 5
    assert shares(answers)["Yes, inside"] == (5, 1.0)
