"""A report of each group of a segment, in one go: the same as one by one, and no file is lost."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.publishing import Targets, each_group, publish
from meetlat.reporting import pdf
from meetlat.reporting.page import heat_map
from tests.reporting.test_pdf import needs_pages, words
from tests.surveys import shown, workbook

THEN = "pride,joy,team\n" + "4,4,North\n" * 9 + "2,3,South\n" * 6
NOW = (
    "pride,joy,team\n"
    + "4,3,North\n2,2,North\n3,4,North\n" * 3
    + "1,2,South\n3,3,South\n2,1,South\n" * 2
    + "4,4,Top/1\n3,4,Top/1\n" * 3
    + "1,1,Few\n" * 2
)
TABLES = {
    "Segments": "| segment |\n|---|\n| team |",
    "Themes": "| theme |\n|---|\n| work |",
    "Questions": """
        | question | theme | scale   |
        |----------|-------|---------|
        | pride    | work  | numbers |
        | joy      | work  | numbers |
    """,
    "Scales": "| scale | answer | score |\n|---|---|---|\n"
    + "".join(f"| numbers | {n} | {n} |\n" for n in range(1, 5)),
    "Comparisons": "| comparison | subject | value | responses |\n|---|---|---|---|\n"
    "| Previous |  |  | then.csv |",
    "Metrics": "| metric | on |\n|---|---|\n| reliability | yes |",
    "Responses": "| nothing |\n|---|\n| - |",
}
SETTINGS = """
    | setting        | value    |
    |----------------|----------|
    | language       | {}       |
    | responses      | now.csv  |
    | smallest_group | 5        |
    | group          |          |
"""


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    """Of two teams that are shown, one of two people, and one that protects those."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    for name, answers in {"now.csv": NOW, "then.csv": THEN}.items():
        (tmp_path / name).write_text(answers, encoding="utf-8", newline="")
    return workbook(tmp_path / "survey.xlsx", **TABLES, Survey=SETTINGS.format("en"))


def meetlat(*words: object):
    return CliRunner().invoke(app, list(map(str, words)))


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_each_report_is_the_one_that_is_made_of_that_group_by_itself(survey, tmp_path):
    before = survey.read_bytes()
    reports = each_group(survey, "team")
    reports.write(Targets(html=tmp_path / "all", filled=tmp_path / "all"))
    assert files(tmp_path / "all") == ["North.html", "North.xlsx", "Top-1.html", "Top-1.xlsx"]
    for group, name in {"North": "North", "Top/1": "Top-1"}.items():
        alone = Targets(html=tmp_path / f"{name}.html", filled=tmp_path / f"{name}.xlsx")
        publish(survey, html=alone.html, filled=alone.filled, group=f"team={group}")
        for file in alone:
            assert (tmp_path / "all" / file.name).read_bytes() == file.read_bytes(), file.name
    assert survey.read_bytes() == before


def test_a_workbook_of_a_group_shows_it_beside_the_organisation_and_the_wave(survey, tmp_path):
    each_group(survey, "team").write(Targets(filled=tmp_path / "all"))
    (heading, row) = shown(tmp_path / "all" / "North.xlsx", "ThemeScores")
    assert heading[-2:] == ["Organisation", "Previous"]
    assert row[-3:] == [3.0, pytest.approx((62 + 65) / 2 / 23), 4.0]


def test_what_is_left_out_is_said_with_the_reason(survey, tmp_path):
    told = meetlat("report", survey, "--each", "TEAM", "--html", tmp_path / "all")
    assert told.exit_code == 0, told.output
    assert "2 reports by team. Left out: 2 of 4 groups." in told.output
    assert "Fewer than 5 people: Few. To protect another group: South." in told.output
    assert str(tmp_path / "all") in told.output


def test_so_it_is_in_dutch(survey, tmp_path):
    workbook(survey, **TABLES, Survey=SETTINGS.format("nl"))
    told = meetlat("report", survey, "--each", "team", "--html", tmp_path / "all")
    assert "2 rapporten per team. Niet gemaakt: 2 van de 4 groepen." in told.output
    assert "Minder dan 5 mensen: Few. Om een andere groep te beschermen: South." in told.output


def test_files_that_are_there_are_replaced_only_when_asked(survey, tmp_path):
    asked = ["report", survey, "--each", "team", "--html", tmp_path / "all"]
    (tmp_path / "all").mkdir()
    mine = tmp_path / "all" / "Top-1.html"
    mine.write_text("mine", encoding="utf-8")
    told = meetlat(*asked)
    assert told.exit_code == 1
    assert f"Files are there already (1), such as {mine}. Nothing was written." in told.output
    assert files(tmp_path / "all") == ["Top-1.html"]
    told = meetlat(*asked, "--resume")
    assert "1 report by team. Already there, and left as they were: 1." in told.output
    assert files(tmp_path / "all") == ["North.html", "Top-1.html"]
    assert mine.read_text(encoding="utf-8") == "mine"
    assert meetlat(*asked, "--force").exit_code == 0
    assert "<html" in mine.read_text(encoding="utf-8")


def test_what_was_made_before_it_stopped_is_whole_and_the_rest_can_be_made(
    survey, tmp_path, monkeypatch
):
    real, times = os.replace, []

    def once(self, target):
        times.append(target)
        if len(times) == 2:
            raise PermissionError(13, "The process cannot access the file", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", once)
    asked = ["report", survey, "--each", "team", "--html", tmp_path / "all"]
    told = meetlat(*asked)
    assert told.exit_code == 1
    assert "Top-1.html cannot be written: it is open in another program" in told.output
    assert "1 of 2 reports were made, and are whole. The same command with --resume" in (
        told.output
    )
    assert files(tmp_path / "all") == ["North.html"]
    assert meetlat(*asked, "--resume").exit_code == 0
    assert files(tmp_path / "all") == ["North.html", "Top-1.html"]


def test_a_file_that_is_read_is_lost_to_no_group_that_is_called_so(survey, tmp_path):
    answers = (tmp_path / "now.csv").read_text(encoding="utf-8").replace("North", "Survey")
    (tmp_path / "now.csv").write_text(answers.replace("Survey", "survey"), encoding="utf-8")
    before = survey.read_bytes()
    told = meetlat("report", survey, "--each", "team", "--workbook", tmp_path, "--force")
    assert told.exit_code == 1
    assert "survey.xlsx is read for the report and is never overwritten" in told.output
    assert survey.read_bytes() == before


def test_a_workbook_with_everybodys_answers_is_not_sent_round(survey, tmp_path):
    head, *people = NOW.replace(",", "|").splitlines()
    answers = "\n".join(f"|{row}|" for row in (head, "---|---|---", *people))
    settings = SETTINGS.format("en").replace("now.csv", "Answers")
    workbook(survey, **TABLES, Survey=settings, Answers=answers)
    for asked in (["--each", "team"], ["--group", "team=North"]):
        told = meetlat("report", survey, *asked, "--workbook", tmp_path / "all.xlsx")
        assert told.exit_code == 1
        assert "The sheet Answers holds what each person answered" in told.output
    assert not (tmp_path / "all.xlsx").exists()


def test_the_workbook_of_one_group_can_be_asked_for_too(survey, tmp_path):
    file = tmp_path / "north.xlsx"
    asked = ["report", survey, "--group", "team=North", "--workbook", file]
    assert meetlat(*asked).exit_code == 0
    assert meetlat(*asked).exit_code == 1, "the file exists now"
    assert meetlat(*asked, "--force").exit_code == 0
    assert dict(shown(file, "Survey"))["group"] == "team=North"


def test_on_the_page_of_one_of_very_many_groups_the_others_are_not_all_told(
    survey, tmp_path, monkeypatch
):
    whole, alone, few = (tmp_path / name for name in ("whole.html", "alone.html", "few.html"))
    publish(survey, html=few, group="team=North")
    monkeypatch.setattr(heat_map, "MOST_ROWS", 3)
    publish(survey, html=alone, group="team=North")
    publish(survey, html=whole)
    told = {file: file.read_text(encoding="utf-8") for file in (whole, alone, few)}
    note = "One of 4 groups; only this group is shown here."
    assert [note in page for page in told.values()] == [False, True, False]
    assert ["Top/1" in page for page in told.values()] == [True, False, True]


def test_an_error_in_the_workbook_makes_no_report(survey, tmp_path):
    tables = {**TABLES, "Themes": "| theme |\n|---|\n| wrok |"}
    workbook(survey, **tables, Survey=SETTINGS.format("en"))
    told = meetlat("report", survey, "--each", "team", "--html", tmp_path / "all")
    assert told.exit_code == 1
    assert 'Did you mean "wrok"?' in told.output
    assert not (tmp_path / "all").exists()


def test_a_segment_may_be_called_as_the_report_calls_it(survey, tmp_path):
    segments = "| segment | name |\n|---|---|\n| team | Afdeling |"
    named = workbook(
        tmp_path / "named.xlsx", **TABLES | {"Segments": segments}, Survey=SETTINGS.format("nl")
    )
    assert each_group(named, "afdeling").segment == "team"
    told = meetlat("report", named, "--each", "afdelng", "--html", tmp_path / "all")
    assert 'Er is geen segment "afdelng" in de tabel Segments. Bedoelt u "Afdeling"?' in told.output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--each", "taem", "--html", "all"], 'Did you mean "team"?'),
        (["--each", "division", "--html", "all"], "There are: team."),
        (["--each", "team", "--group", "team=North", "--html", "all"], "either --each or --group"),
        (["--each", "team", "--html", "all", "--force", "--resume"], "either --force or"),
        (["--html", "all", "--resume"], "--resume goes with --each"),
    ],
)
def test_what_cannot_be_is_a_sentence(survey, tmp_path, monkeypatch, asked, said):
    monkeypatch.chdir(tmp_path)
    told = meetlat("report", survey, *asked)
    assert told.exit_code in {1, 2}
    assert said in " ".join(told.output.split())
    assert not (tmp_path / "all").exists()


@needs_pages
def test_prints_are_made_by_one_start_of_libreoffice(survey, tmp_path, monkeypatch):
    starts, run = [], subprocess.run

    def counted(command, **options):
        starts.append(command)
        return run(command, **options)

    monkeypatch.setattr(pdf.subprocess, "run", counted)
    each_group(survey, "team").write(Targets(pdf=tmp_path / "all"))
    assert files(tmp_path / "all") == ["North.pdf", "Top-1.pdf"]
    (command,) = (c for c in starts if "--convert-to" in c)
    assert len([word for word in command if word.endswith(".xlsx")]) == 2
    assert "North" in words(tmp_path / "all" / "North.pdf")
    assert "Top/1" in words(tmp_path / "all" / "Top-1.pdf")
