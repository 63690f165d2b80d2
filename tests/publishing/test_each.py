"""`meetlat report --each`: a report of each group of a segment; no existing file is lost."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat import recalculate
from meetlat.cli.commands import app
from meetlat.publishing import Targets, each_group, publish
from meetlat.publishing.filling import emptied
from meetlat.reporting import pdf
from tests.reporting.test_pdf import needs_pages, words
from tests.surveys import shown, workbook

PREVIOUS = "pride,joy,team\n" + "4,4,North\n" * 9 + "2,3,South\n" * 6
CURRENT = (
    "pride,joy,team\n"
    + "4,3,North\n2,2,North\n3,4,North\n" * 3
    + "1,2,South\n3,3,South\n2,1,South\n" * 2
    + "4,4,Top/1\n3,4,Top/1\n" * 4
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
    "| Previous |  |  | previous.csv |",
    "Metrics": "| metric | on |\n|---|---|\n| reliability | yes |",
    "Responses": "| nothing |\n|---|\n| - |",
}
SETTINGS = """
    | setting        | value       |
    |----------------|-------------|
    | language       | {}          |
    | responses      | current.csv |
    | smallest_group | 5           |
    | group          |             |
"""


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    """Two teams that are shown, one of two people, and one that protects that team."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    for name, answers in {"current.csv": CURRENT, "previous.csv": PREVIOUS}.items():
        (tmp_path / name).write_text(answers, encoding="utf-8", newline="")
    return workbook(tmp_path / "survey.xlsx", **TABLES, Survey=SETTINGS.format("en"))


def meetlat(*words: object):
    return CliRunner().invoke(app, list(map(str, words)))


def files(folder: Path) -> list[str]:
    """The files of a folder, without the index."""
    return sorted(file.name for file in folder.iterdir() if file.name != "index.html")


def test_each_report_equals_the_report_of_that_group_alone(survey, tmp_path):
    before = survey.read_bytes()
    reports = each_group(survey, "team")
    reports.write(Targets(html=tmp_path / "all", filled=tmp_path / "all"))
    assert files(tmp_path / "all") == ["North.html", "North.xlsx", "Top-1.html", "Top-1.xlsx"]
    for group, name in {"North": "North", "Top/1": "Top-1"}.items():
        alone = Targets(html=tmp_path / f"{name}.html", filled=tmp_path / f"{name}.xlsx")
        publish(survey, alone, group=f"team={group}")
        for file in alone:
            assert (tmp_path / "all" / file.name).read_bytes() == file.read_bytes(), file.name
    assert survey.read_bytes() == before


def test_reports_from_a_workbook_with_all_groups_equal_those_of_each_group_alone(survey, tmp_path):
    recalculate(survey)
    assert len(shown(survey, "SegmentScores")) == 6  # the headings, the organisation and 4 teams
    reports = each_group(survey, "team")
    reports.write(Targets(filled=tmp_path / "all"))
    for group, name in {"North": "North", "Top/1": "Top-1"}.items():
        alone = tmp_path / f"{name}.xlsx"
        publish(survey, Targets(filled=alone), group=f"team={group}")
        assert (tmp_path / "all" / alone.name).read_bytes() == alone.read_bytes()
        assert len(shown(alone, "SegmentScores")) == 3


def test_reports_start_from_a_copy_without_the_rows_that_none_of_them_fills(survey, tmp_path):
    recalculate(survey)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(emptied(survey, {"segmentscores": 2, "Other": 1}))
    before, after = (shown(file, "SegmentScores") for file in (survey, copy))
    assert after[:3] == before[:3]
    assert after[3:] == [[""] * len(before[0])] * 3


def test_a_column_keeps_the_rows_that_alone_show_what_it_holds(survey, tmp_path):
    """A theme takes over the column of an old one, which only figures of other groups may show."""
    columns = ["segment", "group", "old", "note", "n"]
    rows = [["", "", None, "a", 9], *(["team", "x", 3.5, "b", 9] for _ in range(5))]

    def add_table(book):
        options = {"name": "SegmentScores", "columns": [{"header": name} for name in columns]}
        sheet = book.add_worksheet("Groups")
        sheet.add_table(0, 0, 6, 4, options | {"data": rows})

    workbook(survey, add_table, **TABLES, Survey=SETTINGS.format("en"))
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(emptied(survey, {"SegmentScores": 1}))
    assert shown(copy, "SegmentScores")[3] == ["", "", 3.5, "", ""]
    each_group(survey, "team").write(Targets(filled=tmp_path / "all"))
    publish(survey, Targets(filled=tmp_path / "alone.xlsx"), group="team=North")
    alone = (tmp_path / "alone.xlsx").read_bytes()
    assert (tmp_path / "all" / "North.xlsx").read_bytes() == alone
    assert shown(tmp_path / "alone.xlsx", "SegmentScores")[0][2] == "work"


def test_the_settings_may_be_a_table_of_one_row(survey, tmp_path):
    workbook(survey, **TABLES, Survey="| setting | value |\n|---|---|\n| group | |")
    assert each_group(survey, "team").errors, "no responses, for one"


def test_the_workbook_of_a_group_compares_it_with_the_organisation_and_the_wave(survey, tmp_path):
    each_group(survey, "team").write(Targets(filled=tmp_path / "all"))
    (heading, row) = shown(tmp_path / "all" / "North.xlsx", "ThemeScores")
    assert heading[-2:] == ["Organisation", "Previous"]
    print(heading, row)
    found = dict(zip(heading, row, strict=True))
    assert found["Score"] == 3.0
    assert found["Organisation"] == pytest.approx((69 + 73) / 2 / 25)
    assert found["Previous"] == 4.0


def test_groups_without_a_report_are_listed(survey, tmp_path):
    done = meetlat("report", survey, "--each", "TEAM", "--html", tmp_path / "all")
    assert done.exit_code == 0, done.output
    assert "2 reports by team. Left out: 2 of 4 groups, because nothing of them is shown: " in (
        done.output
    )
    assert "shown: Few, South." in done.output
    assert str(tmp_path / "all") in done.output


def test_groups_without_a_report_are_listed_in_dutch(survey, tmp_path):
    workbook(survey, **TABLES, Survey=SETTINGS.format("nl"))
    done = meetlat("report", survey, "--each", "team", "--html", tmp_path / "all")
    assert "2 rapporten per team. Niet gemaakt: 2 van de 4 groepen, omdat" in done.output
    assert "getoond wordt: Few, South." in done.output


def test_existing_files_are_replaced_only_with_force(survey, tmp_path):
    command = ["report", survey, "--each", "team", "--html", tmp_path / "all"]
    (tmp_path / "all").mkdir()
    mine = tmp_path / "all" / "Top-1.html"
    mine.write_text("mine", encoding="utf-8")
    done = meetlat(*command)
    assert done.exit_code == 1
    assert f"Files exist already (1), such as {mine}. Nothing was written." in done.output
    assert files(tmp_path / "all") == ["Top-1.html"]
    done = meetlat(*command, "--resume")
    assert "1 report by team. Existed already and were not changed: 1." in done.output
    assert files(tmp_path / "all") == ["North.html", "Top-1.html"]
    assert mine.read_text(encoding="utf-8") == "mine"
    assert meetlat(*command, "--force").exit_code == 0
    assert "<html" in mine.read_text(encoding="utf-8")


def test_reports_made_before_a_failure_are_complete_and_resume_makes_the_rest(
    survey, tmp_path, monkeypatch
):
    replace, targets = os.replace, []

    def fail_the_second_time(self, target):
        targets.append(target)
        if len(targets) == 3:  # after the index and one report
            raise PermissionError(13, "The process cannot access the file", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_the_second_time)
    command = ["report", survey, "--each", "team", "--html", tmp_path / "all"]
    done = meetlat(*command)
    assert done.exit_code == 1
    assert "Top-1.html cannot be read or written: it is open in another program" in done.output
    assert "1 of 2 reports are complete. Run the same command with --resume" in done.output
    assert files(tmp_path / "all") == ["North.html"]
    assert meetlat(*command, "--resume").exit_code == 0
    assert files(tmp_path / "all") == ["North.html", "Top-1.html"]


def test_a_group_with_the_name_of_the_workbook_does_not_overwrite_it(survey, tmp_path):
    answers = (tmp_path / "current.csv").read_text(encoding="utf-8").replace("North", "Survey")
    (tmp_path / "current.csv").write_text(answers.replace("Survey", "survey"), encoding="utf-8")
    before = survey.read_bytes()
    done = meetlat("report", survey, "--each", "team", "--workbook", tmp_path, "--force")
    assert done.exit_code == 1
    assert "survey.xlsx is read for the report and is never overwritten" in done.output
    assert survey.read_bytes() == before


def test_a_workbook_that_holds_all_answers_is_not_written_for_a_group(survey, tmp_path):
    head, *people = CURRENT.replace(",", "|").splitlines()
    answers = "\n".join(f"|{row}|" for row in (head, "---|---|---", *people))
    settings = SETTINGS.format("en").replace("current.csv", "Answers")
    workbook(survey, **TABLES, Survey=settings, Answers=answers)
    for which, name in ((["--each", "team"], "all"), (["--group", "team=North"], "all.xlsx")):
        done = meetlat("report", survey, *which, "--workbook", tmp_path / name)
        assert done.exit_code == 1
        assert "The sheet Answers holds the answers of each person" in done.output
    assert not (tmp_path / "all.xlsx").exists()


def test_a_workbook_can_be_written_for_one_group(survey, tmp_path):
    file = tmp_path / "north.xlsx"
    command = ["report", survey, "--group", "team=North", "--workbook", file]
    assert meetlat(*command).exit_code == 0
    assert meetlat(*command).exit_code == 1, "the file exists now"
    assert meetlat(*command, "--force").exit_code == 0
    assert dict(shown(file, "Survey"))["group"] == "team=North"


def test_no_report_is_made_if_the_workbook_has_an_error(survey, tmp_path):
    tables = {**TABLES, "Themes": "| theme |\n|---|\n| wrok |"}
    workbook(survey, **tables, Survey=SETTINGS.format("en"))
    done = meetlat("report", survey, "--each", "team", "--html", tmp_path / "all")
    assert done.exit_code == 1
    assert 'Did you mean "wrok"?' in done.output
    assert not (tmp_path / "all").exists()


def test_a_segment_can_be_given_by_its_name_in_the_report(survey, tmp_path):
    segments = "| segment | name |\n|---|---|\n| team | Afdeling |"
    named = workbook(
        tmp_path / "named.xlsx", **TABLES | {"Segments": segments}, Survey=SETTINGS.format("nl")
    )
    assert each_group(named, "afdeling").segment == "team"
    done = meetlat("report", named, "--each", "afdelng", "--html", tmp_path / "all")
    assert 'Er is geen segment "afdelng" in de tabel Segments. Bedoelt u "Afdeling"?' in done.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--each", "taem", "--html", "all"], 'Did you mean "team"?'),
        (["--each", "division", "--html", "all"], "The segments are: team."),
        (["--each", "team", "--group", "team=North", "--html", "all"], "either --each or --group"),
        (["--each", "team", "--html", "all", "--force", "--resume"], "either --force or"),
        (["--html", "all", "--resume"], "--resume needs --each"),
    ],
)
def test_impossible_options_give_a_message_and_no_report(
    survey, tmp_path, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)
    done = meetlat("report", survey, *arguments)
    assert done.exit_code in {1, 2}
    assert message in " ".join(done.output.split())
    assert not (tmp_path / "all").exists()


@needs_pages
def test_all_pdfs_are_made_by_one_start_of_libreoffice(survey, tmp_path, monkeypatch):
    starts, run = [], subprocess.run

    def counted(command, **options):
        starts.append(command)
        return run(command, **options)

    monkeypatch.setattr(pdf.subprocess, "run", counted)
    each_group(survey, "team").write(Targets(pdf=tmp_path / "all"))
    assert files(tmp_path / "all") == ["North.pdf", "Top-1.pdf"]
    (conversion,) = (c for c in starts if "--convert-to" in c)
    assert len([word for word in conversion if word.endswith(".xlsx")]) == 2
    assert "North" in words(tmp_path / "all" / "North.pdf")
    assert "Top/1" in words(tmp_path / "all" / "Top-1.pdf")
