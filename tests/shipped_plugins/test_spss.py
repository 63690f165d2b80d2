"""SPSS: the same answers in a .sav give the same figures as in a workbook."""

from __future__ import annotations

import datetime as dt
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from meetlat.recalculation import compute
from meetlat.scoring.report import Report
from tests.surveys import inputs, of_file

QUESTIONS = """
| question | column      | theme | scale     | metric       |
|----------|-------------|-------|-----------|--------------|
| pride    |             | work  | agreement |              |
| pressure |             | work  | agreement |              |
| job      | other_job_* |       | jobs      | distribution |
"""

SCALES = """
| scale     | answer     | label      | score |
|-----------|------------|------------|-------|
| agreement | Agree      |            | 10    |
| agreement | Neutral    |            | 5     |
| agreement | Disagree   |            | 0     |
| agreement | Don't know |            |       |
| jobs      | 1          | No         |       |
| jobs      | 2          | Yes        |       |
"""

LABELS = {1.0: "Agree", 2.0: "Neutral", 3.0: "Disagree", 4.0: "Don't know"}

ANSWERS = pl.DataFrame(
    {
        "pride": [1.0, 1.0, 2.0, 3.0, 1.0, 4.0, None, 99.0],
        "pressure": [3.0, 2.0, 2.0, 1.0, 3.0, 3.0, 1.0, 1.0],
        "other_job_1": [1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0],
        "other_job_2": [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0],
        "team": [1.0] * 6 + [2.0] * 2,
        "started": [dt.date(2020, 1, 31)] * 8,
        "remark": ["een héél lang antwoord " * 40, *[""] * 7],
    }
)


def computed(file: Path, **tables: str) -> Report:
    """What the survey gives with the responses in a file."""
    usual = {"Questions": QUESTIONS, "Scales": SCALES, "Segments": "| segment |\n|---|\n| team |"}
    given = inputs(Path(__file__).parent, Survey=of_file(file), **usual | tables)
    return compute(replace(given, folder=file.parent))


def sav(file: Path, frame: pl.DataFrame = ANSWERS, **told: Any) -> Path:
    labels = {"pride": LABELS, "pressure": LABELS, "team": {1.0: "North", 2.0: "South"}}
    usual = {"variable_value_labels": labels, "missing_ranges": {"pride": [99]}}
    pyreadstat.write_sav(frame, file, **usual | told)
    return file


def xlsx(file: Path) -> Path:
    """The same answers as a person would type them."""
    labels = pl.col("pride", "pressure").replace_strict(LABELS, default=None)
    teams = pl.col("team").replace_strict({1.0: "North", 2.0: "South"})
    frame = ANSWERS.with_columns(labels, teams)
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([frame.columns, *frame.rows()]):
            sheet.write_row(number, 0, row)
    return file


def figures(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    results = computed(file)
    assert not results.errors, [str(p) for p in results.problems]
    names = ("QuestionScores", "ThemeScores", "Distributions", "SegmentScores", "Summary")
    return {name: results[name].rows() for name in names}


def test_the_figures_are_those_of_the_same_answers_in_a_workbook(tmp_path):
    given = figures(sav(tmp_path / "answers.sav"))
    assert given == figures(xlsx(tmp_path / "answers.xlsx"))
    pride = next(row for row in given["QuestionScores"] if row[0] == "pride")
    assert pride[4:6] == (5, 7.0)  # 10, 10, 5, 0, 10; "don't know", blank and 99 aside


def test_a_compressed_file_is_read_alike(tmp_path):
    packed = sav(tmp_path / "answers.zsav", compress=True)
    assert figures(packed) == figures(sav(tmp_path / "answers.sav"))


def test_a_value_counts_before_its_label(tmp_path):
    """HR may list the codes in Scales, with the labels it likes better."""
    scales = SCALES.replace("| Agree      |", "| 1          |").replace("| Don't know |", "| 4 |")
    results = computed(sav(tmp_path / "answers.sav"), Scales=scales)
    assert results["QuestionScores"].row(0)[4:6] == (5, 7.0)


def test_what_spss_calls_missing_is_missing_and_no_remark(tmp_path):
    file = sav(tmp_path / "answers.sav", missing_ranges={"pride": [{"lo": 4, "hi": 99}]})
    results = computed(file)
    assert "not-on-scale" not in {p.code for p in results.problems}
    shares = results["Distributions"].filter(question="pride")
    assert shares.filter(answer="Don't know")["n"].to_list() in ([], [0])


def with_set(file: Path, counted: int) -> Path:
    """A multiple response set of dichotomies: the record that SPSS writes for MRSETS.

    As the PSPP manual describes it, in "System File Format", for no library writes one.
    """
    words = f"$job=D1 {counted} 9 Other job other_job_1 other_job_2\n".encode()
    record = struct.pack("<iiii", 7, 7, 1, len(words)) + words
    raw = file.read_bytes()
    end = raw.index(struct.pack("<ii", 999, 0))
    file.write_bytes(raw[:end] + record + raw[end:])
    return file


@pytest.mark.parametrize("counted", [1, 2])
def test_a_multiple_response_set_says_what_counts_as_chosen(tmp_path, counted):
    """1 is Quoted and 2 is Not quoted, or the other way round: neither says yes nor no."""
    coded = {1.0: float(counted), 0.0: float(3 - counted)}
    frame = ANSWERS.with_columns(pl.col("other_job_1", "other_job_2").replace_strict(coded))
    labels = {c: {1.0: "Quoted", 2.0: "Not quoted"} for c in ("other_job_1", "other_job_2")}
    file = sav(
        tmp_path / "a.sav",
        frame,
        variable_value_labels={"pride": LABELS, "pressure": LABELS, **labels},
    )
    shares = computed(with_set(file, counted))["Distributions"].filter(question="job")
    assert shares["n"].to_list() == [4, 5]


def test_a_date_and_a_text_of_any_length_divide_respondents(tmp_path):
    segments = "| segment |\n|---|\n| started |\n| remark |"
    coded = computed(sav(tmp_path / "a.sav"), Segments=segments)
    groups = dict(coded.groups.sizes.select("segment", "group").rows())
    assert groups["started"] == "2020-01-31"
    assert len(groups["remark"]) == len("een héél lang antwoord " * 40) - 1


def test_an_old_file_that_says_wrongly_how_it_is_encoded_is_read(tmp_path):
    labels = {"pride": LABELS, "pressure": LABELS, "team": {1.0: "Noord", 2.0: "Zuid"}}
    file = sav(tmp_path / "old.sav", variable_value_labels=labels)
    file.write_bytes(
        file.read_bytes().replace(b"Noord", b"No\xebrd").replace(b"h\xc3\xa9\xc3\xa9l", b"heel  ")
    )
    segments = "| segment |\n|---|\n| team |"
    assert "Noërd" in computed(file, Segments=segments).groups.sizes["group"].to_list()


def test_a_file_that_is_cut_off_is_one_error_that_says_what_to_do(tmp_path):
    file = sav(tmp_path / "answers.sav")
    file.write_bytes(file.read_bytes()[:300])
    (problem,) = computed(file).problems
    assert problem.is_error
    assert str(problem) == (
        "Survey!B3: the SPSS file cannot be read: Unable to read from file. Save it again in "
        "SPSS, or as .xlsx with the values and not the labels."
    )
    assert problem.render("nl").startswith("Survey!B3: het SPSS-bestand kan niet worden gelezen")


def test_nothing_of_it_is_imported_for_another_file(tmp_path):
    import subprocess
    import sys

    code = "import sys, pathlib, meetlat_spss as s\n"
    code += "assert s.read_responses(pathlib.Path('a.csv')) is None\n"
    code += "assert not {'pyreadstat', 'numpy', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
