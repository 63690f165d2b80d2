"""LimeSurvey's exports, written here in LimeSurvey's own formats.

CSV: every value quoted, a byte-order mark, a blank line at the end. VV: tabs, two rows of
headings, and names in braces for characters that would break a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from meetlat.recalculation import compute
from meetlat.scoring.results import Results
from tests.surveys import inputs, of_file

QUESTIONS = """
| question | column     | theme | scale     | metric       |
|----------|------------|-------|-----------|--------------|
| pride    | G01Q01     | work  | agreement |              |
| pressure | G01Q02[S1] | work  | agreement |              |
| job      | G02Q03[*]  |       | jobs      | distribution |
"""

SCALES = """
| scale     | answer | label    | score |
|-----------|--------|----------|-------|
| agreement | AO01   | Agree    | 10    |
| agreement | AO02   | Neutral  | 5     |
| agreement | AO03   | Disagree | 0     |
| jobs      | SQ001  | Inside   |       |
| jobs      | SQ002  | Outside  |       |
| jobs      | other  | Other    |       |
"""

HEADINGS = [
    *("id", "submitdate", "lastpage", "startlanguage", "seed", "G01Q01", "G01Q02[S1]"),
    *("G02Q03[SQ001]", "G02Q03[SQ001comment]", "G02Q03[SQ002]", "G02Q03[other]"),
    *("interviewtime", "groupTime21", "G01Q01Time"),
]

ANSWERS = [
    ("AO01", "AO03", "Y", "not, that is", "", ""),
    ("AO01", "AO02", "Y", "", "Y", ""),
    ("AO02", "AO02", "", "", "", 'my own "firm";\nor none'),
    ("AO03", "AO01", "Y", "", "", ""),
    ("AO01", "AO02", "", "", "Y", ""),
]


def responses(answers: Sequence[Sequence[str]] = ANSWERS) -> list[list[str]]:
    """Complete responses, and two unfinished ones."""
    metadata = ["2024-09-02 10:00:00", "4", "nl", "1234567"]
    complete = [[str(i), *metadata, *row, "61.2", "8.1", "3.3"] for i, row in enumerate(answers, 1)]
    unfinished = ["", "1", "nl", "7654321", "AO03", *[""] * 5, "9.9", "2.0", "2.0"]
    return [["98", *unfinished], *complete, ["99", *unfinished]]


def csv(file: Path, rows: Sequence[Sequence[str]], separator: str = ",") -> Path:
    quoted = [['"' + v.replace('"', '""') + '"' for v in row] for row in [HEADINGS, *rows]]
    lines = "".join(separator.join(row) + "\r\n" for row in quoted)
    file.write_bytes(b"\xef\xbb\xbf" + lines.encode() + b"\r\n")
    return file


def vv(file: Path, rows: Sequence[Sequence[str]]) -> Path:
    braces = {"{": "{lbrace}", "\n": "{newline}", "\r": "{cr}", "\t": "{tab}"}
    texts = [f"The {heading} of it" for heading in HEADINGS]
    escaped = [
        [v.translate(str.maketrans(braces)) or "{question_not_shown}" for v in r] for r in rows
    ]
    lines = "".join("\t".join(row) + "\n" for row in [texts, HEADINGS, *escaped])
    file.write_text(lines, encoding="utf-8", newline="")
    return file


def xlsx(file: Path, rows: Sequence[Sequence[str]], **options: bool) -> Path:
    with xlsxwriter.Workbook(file, {"strings_to_numbers": True, **options}) as book:
        sheet = book.add_worksheet("Survey responses")
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    return file


def results(file: Path, **tables: str) -> Results:
    usual = {"Questions": QUESTIONS, "Scales": SCALES}
    given = inputs(Path(__file__).parent, Survey=of_file(file), **usual | tables)
    return compute(replace(given, folder=file.parent)).results


def scores(found: Results) -> dict[str, tuple[int, float]]:
    assert not found.errors, [str(p) for p in found.problems]
    columns = found["QuestionScores"].select("question", "n", "score").rows()
    return {question: (n, score) for question, n, score in columns}


def chosen(found: Results) -> list[int]:
    return found["Distributions"].filter(question="job")["n"].to_list()


EXPORTS = {
    "answers.csv": csv,
    "dutch.csv": lambda file, rows: csv(file, rows, ";"),
    "tabs.txt": lambda file, rows: csv(file, rows, "\t"),
    "vvexport_123456.csv": vv,
    "results-survey123456.xlsx": xlsx,
    "texts-in-cells.xlsx": lambda file, rows: xlsx(file, rows, constant_memory=True),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_every_limesurvey_export_is_read_without_unsubmitted_responses(tmp_path, name):
    found = results(EXPORTS[name](tmp_path / name, responses()))
    assert scores(found) == {"pride": (5, 7.0), "pressure": (5, 5.0)}
    assert chosen(found) == [3, 2, 1]
    assert [str(problem) for problem in found.problems] == [
        "Survey!B3: 2 responses were never submitted, and are left out."
        " To count them too, delete the column with the date of submission from the file."
    ]


def test_unsubmitted_responses_count_if_the_column_submitdate_is_deleted(tmp_path):
    file = csv(tmp_path / "answers.csv", responses())
    raw = file.read_bytes().replace(b"submitdate", b"x")
    file.write_bytes(raw)
    assert scores(results(file))["pride"] == (7, 5.0)


def test_an_unknown_answer_in_a_limesurvey_export_is_reported_with_its_cell(tmp_path):
    rows = responses([*ANSWERS, ("AO9", "AO01", "", "", "", "")])
    for name, make, row in (("a.csv", csv, 8), ("vv.csv", vv, 9), ("a.xlsx", xlsx, 8)):
        found = [p for p in results(make(tmp_path / name, rows)).problems if p.value == "AO9"]
        assert [(p.sheet, p.cell) for p in found] == [(name, f"F{row}")]


def test_a_file_with_a_column_submitdate_alone_is_no_limesurvey_export(tmp_path):
    """The column may be a question of another survey tool."""
    file = tmp_path / "other.csv"
    file.write_text("submitdate;G01Q01;G01Q02[S1];G02Q03[a]\n" + ";AO01;AO01;\n" * 5)
    assert scores(results(file, Questions=QUESTIONS.replace("G02Q03[*]", "G02Q03[a]")))[
        "pride"
    ] == (
        5,
        10.0,
    )


def test_y_and_n_exported_as_1_and_2_are_read_as_yes_and_no(tmp_path):
    """LimeSurvey has an option for this, and a 2 must not count as a choice."""
    number = {"Y": "1", "": "2"}
    converted = [(a, b, number[c], d, number[e], f) for a, b, c, d, e, f in ANSWERS]
    assert chosen(results(csv(tmp_path / "a.csv", responses(converted)))) == [3, 2, 1]


def test_answers_1_and_2_of_a_scale_are_not_read_as_yes_and_no(tmp_path):
    scales = (
        "| scale | answer | score |\n|---|---|---|\n| agreement | 1 | 10 |\n| agreement | 2 | 0 |"
    )
    answers = [("1", "2", *[""] * 4), ("2", "1", *[""] * 4)] * 5
    questions = QUESTIONS.replace(
        "| job      | G02Q03[*]  |       | jobs      | distribution |", ""
    )
    found = results(csv(tmp_path / "a.csv", responses(answers)), Questions=questions, Scales=scales)
    assert scores(found)["pressure"] == (10, 5.0)


def test_full_answers_ja_nee_and_not_shown_are_read(tmp_path):
    answer_text = {"Y": "Ja", "": "Nee"}
    full = [(a, b, answer_text[c], d, answer_text[e], f) for a, b, c, d, e, f in ANSWERS]
    unshown = ("AO01", "AO01", "N/A", "", "N/A", "")
    found = results(csv(tmp_path / "a.csv", responses([*full, unshown])))
    assert chosen(found) == [3, 2, 1]
    assert found["Distributions"].filter(question="job")["share"].to_list()[0] == 3 / 5


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda raw: raw.replace(b'"AO03"\r\n', b""), None),
        (lambda raw: raw + b'"7","2024","1",,,,,,,,,,,,,"x","y"\r\n', "responses-ragged"),
        (lambda raw: raw.rstrip() + b'\r\n"7', "responses-quotes"),
    ],
)
def test_a_damaged_limesurvey_export_gets_the_errors_of_the_usual_reader(tmp_path, damage, code):
    file = csv(tmp_path / "a.csv", responses())
    file.write_bytes(damage(file.read_bytes()))
    assert [p.code for p in results(file).errors] == ([code] if code else [])
