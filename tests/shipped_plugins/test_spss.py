"""SPSS: answers in a .sav file give the same figures as in a workbook."""

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
    """The report of the survey with its responses in this file."""
    usual = {"Questions": QUESTIONS, "Scales": SCALES, "Segments": "| segment |\n|---|\n| team |"}
    survey_inputs = inputs(Path(__file__).parent, Survey=of_file(file), **usual | tables)
    return compute(replace(survey_inputs, folder=file.parent))


def sav(file: Path, frame: pl.DataFrame = ANSWERS, **options: Any) -> Path:
    labels = {"pride": LABELS, "pressure": LABELS, "team": {1.0: "North", 2.0: "South"}}
    usual = {"variable_value_labels": labels, "missing_ranges": {"pride": [99]}}
    pyreadstat.write_sav(frame, file, **usual | options)
    return file


def xlsx(file: Path) -> Path:
    """The same answers with labels, in a workbook."""
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


def test_sav_file_gives_the_figures_of_the_same_answers_in_a_workbook(tmp_path):
    from_sav = figures(sav(tmp_path / "answers.sav"))
    assert from_sav == figures(xlsx(tmp_path / "answers.xlsx"))
    pride = next(row for row in from_sav["QuestionScores"] if row[0] == "pride")
    assert pride[4:6] == (5, 7.0)  # 10, 10, 5, 0, 10; "don't know", blank and 99 aside


def test_compressed_zsav_file_gives_the_same_figures(tmp_path):
    packed = sav(tmp_path / "answers.zsav", compress=True)
    assert figures(packed) == figures(sav(tmp_path / "answers.sav"))


def test_scales_may_list_spss_values_instead_of_labels(tmp_path):
    """HR may give its own labels to the values."""
    scales = SCALES.replace("| Agree      |", "| 1          |").replace("| Don't know |", "| 4 |")
    results = computed(sav(tmp_path / "answers.sav"), Scales=scales)
    assert results["QuestionScores"].row(0)[4:6] == (5, 7.0)


def test_spss_missing_values_are_blank_without_a_warning(tmp_path):
    file = sav(tmp_path / "answers.sav", missing_ranges={"pride": [{"lo": 4, "hi": 99}]})
    results = computed(file)
    assert "not-on-scale" not in {p.code for p in results.problems}
    shares = results["Distributions"].filter(question="pride")
    assert shares.filter(answer="Don't know")["n"].to_list() in ([], [0])


def with_set(file: Path, counted: int) -> Path:
    """Add a multiple response set of dichotomies, as SPSS writes for MRSETS.

    The record follows the PSPP manual, "System File Format"; no library writes it.
    """
    text = f"$job=D1 {counted} 9 Other job other_job_1 other_job_2\n".encode()
    record = struct.pack("<iiii", 7, 7, 1, len(text)) + text
    raw = file.read_bytes()
    end = raw.index(struct.pack("<ii", 999, 0))
    file.write_bytes(raw[:end] + record + raw[end:])
    return file


@pytest.mark.parametrize("counted", [1, 2])
def test_a_multiple_response_set_defines_the_counted_value(tmp_path, counted):
    """The labels Quoted and Not quoted do not show which value counts."""
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


def test_spss_dates_and_long_texts_can_be_segments(tmp_path):
    segments = "| segment |\n|---|\n| started |\n| remark |"
    coded = computed(sav(tmp_path / "a.sav"), Segments=segments)
    groups = dict(coded.groups.sizes.select("segment", "group").rows())
    assert groups["started"] == "2020-01-31"
    assert len(groups["remark"]) == len("een héél lang antwoord " * 40) - 1


def test_a_sav_file_with_a_wrong_encoding_declaration_is_read(tmp_path):
    labels = {"pride": LABELS, "pressure": LABELS, "team": {1.0: "Noord", 2.0: "Zuid"}}
    file = sav(tmp_path / "old.sav", variable_value_labels=labels)
    file.write_bytes(
        file.read_bytes().replace(b"Noord", b"No\xebrd").replace(b"h\xc3\xa9\xc3\xa9l", b"heel  ")
    )
    segments = "| segment |\n|---|\n| team |"
    assert "Noërd" in computed(file, Segments=segments).groups.sizes["group"].to_list()


def test_a_truncated_sav_file_is_one_error_with_a_remedy(tmp_path):
    file = sav(tmp_path / "answers.sav")
    file.write_bytes(file.read_bytes()[:300])
    (problem,) = computed(file).problems
    assert problem.is_error
    assert str(problem) == (
        "Survey!B3: the SPSS file cannot be read: Unable to read from file. Save it again in "
        "SPSS, or as .xlsx with the values and not the labels."
    )
    assert problem.render("nl").startswith("Survey!B3: het SPSS-bestand kan niet worden gelezen")


def test_spss_libraries_are_not_imported_for_other_files(tmp_path):
    import subprocess
    import sys

    code = "import sys, pathlib, meetlat_spss as s\n"
    code += "assert s.read_responses(pathlib.Path('a.csv')) is None\n"
    code += "assert not {'pyreadstat', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
