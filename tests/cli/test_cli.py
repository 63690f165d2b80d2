"""The commands: what they print, what they write, and their exit codes."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import COMMANDS, app
from meetlat.cli.console import has_no_reader
from tests.imports import modules_after
from tests.surveys import rows, shown, workbook

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""

RESPONSES = "| pride |\n|---|\n" + "| agree |\n" * 5


def meetlat(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "meetlat", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder, check=False)


def meetlat_here(
    *arguments: object, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, which is quicker."""
    with chdir(folder or Path.cwd()):
        done = CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def fine(tmp_path) -> Path:
    return workbook(tmp_path / "fine.xlsx", Questions=QUESTIONS, Responses=RESPONSES)


@pytest.fixture
def wrong(tmp_path) -> Path:
    questions = QUESTIONS.replace("work  |", "wrok  |")
    return workbook(tmp_path / "wrong.xlsx", Questions=questions, Responses=RESPONSES)


@pytest.mark.parametrize("arguments", [["check"], ["plugins"]], ids=str)
def test_a_command_ends_quietly_if_the_program_that_reads_its_output_has_gone(fine, arguments):
    command = [sys.executable, "-m", "meetlat", *arguments, str(fine)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() == 1


def test_on_windows_an_invalid_argument_without_a_file_means_that_nobody_reads(monkeypatch):
    pipe = OSError(errno.EINVAL, "Invalid argument")
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_no_reader(pipe)
    monkeypatch.setattr(sys, "platform", "win32")
    assert has_no_reader(pipe)
    assert not has_no_reader(OSError(errno.EINVAL, "Invalid argument", "a?.xlsx"))


def test_recalculate_shows_the_survey_and_exits_with_0(fine):
    done = meetlat("recalculate", fine)
    assert done.returncode == 0, done.stderr
    assert "A survey" in done.stdout
    assert "Response  5 respondents" in done.stdout
    assert "Work" in done.stdout
    assert "10.0" in done.stdout
    assert shown(fine, "ThemeScores")[1][4] == 10.0


def test_recalculate_with_problems_exits_with_1_and_names_the_cell(wrong):
    done = meetlat("recalculate", wrong)
    assert done.returncode == 1
    expected = 'Questions!B2: the theme "wrok" is not in Themes.\n    Did you mean "work"?'
    assert expected in done.stdout
    assert "1 error" in done.stdout
    assert "Traceback" not in done.stderr


def test_check_writes_nothing(wrong):
    before = wrong.read_bytes()
    done = meetlat_here("check", wrong)
    assert done.returncode == 1
    assert "Questions!B2" in done.stdout
    assert wrong.read_bytes() == before


def test_check_gives_json_for_other_programs(wrong, fine):
    (problem,) = json.loads(meetlat_here("check", wrong, "--json").stdout)
    assert problem.pop("facts")["suggestion"] == "work"
    assert problem == {
        "code": "unknown-theme",
        "severity": "error",
        "sheet": "Questions",
        "cell": "B2",
        "value": "wrok",
        "problem": 'the theme "wrok" is not in Themes.',
        "remedy": 'Did you mean "work"?',
    }
    assert json.loads(meetlat_here("check", fine, "--json").stdout) == []


@pytest.mark.parametrize(
    ("kind", "read"),
    [("csv", pl.read_csv), ("parquet", pl.read_parquet), ("json", pl.read_json)],
)
def test_export_writes_every_result_table(fine, tmp_path, kind, read):
    before = fine.read_bytes()
    done = meetlat_here("export", fine, tmp_path / "out", "--format", kind)
    assert done.returncode == 0, done.stderr
    files = {f.name for f in (tmp_path / "out").iterdir()}
    results = ("QuestionScores", "ThemeScores", "Summary", "SegmentScores", "Highlights")
    results = (*results, "Chapters", "Differences", "Method", "Weights", "LastRun", "GroupChoices")
    results = (*results, "Headline", "Beside", "ThemeRows", "TopThree")
    assert files == {f"{name}.{kind}" for name in results}
    assert read(tmp_path / "out" / f"ThemeScores.{kind}")["score"].to_list() == [10.0]
    assert fine.read_bytes() == before


def test_the_responses_option_replaces_the_responses_of_the_workbook(fine, tmp_path):
    (tmp_path / "others.csv").write_text("pride\n" + "neutral\n" * 7, encoding="utf-8")
    meetlat_here("recalculate", fine, "--responses", "others.csv", folder=tmp_path)
    assert shown(fine, "ThemeScores")[1][3:5] == [7.0, 5.0]


def test_wrong_usage_exits_with_2(tmp_path):
    assert meetlat_here("recalculate", tmp_path / "no-such.xlsx").returncode == 2
    assert meetlat_here("recalculate").returncode == 2
    assert meetlat_here("recount").returncode == 2


def test_a_file_that_is_not_a_workbook_gives_a_sentence_and_no_traceback(tmp_path):
    file = tmp_path / "notes.xlsx"
    file.write_text("hello", encoding="utf-8")
    done = meetlat_here("recalculate", file)
    assert done.returncode == 1
    assert "notes.xlsx" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_text(encoding="utf-8") == "hello"


def test_new_makes_a_survey_that_works_and_refuses_a_folder_in_use(tmp_path):
    done = meetlat("new", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert {"survey.xlsx", "responses.csv", "plugins"} <= {
        f.name for f in (tmp_path / "mine").iterdir()
    }
    assert meetlat_here("recalculate", tmp_path / "mine" / "survey.xlsx").returncode == 0
    assert meetlat_here("new", tmp_path / "mine").returncode == 2


def test_new_with_language_en_makes_a_survey_in_english(tmp_path):
    assert meetlat_here("new", tmp_path / "mine", "--language", "en").returncode == 0
    assert "Joy at work" in meetlat_here("recalculate", tmp_path / "mine" / "survey.xlsx").stdout


def test_demo_copies_the_example_and_recalculates_it(tmp_path):
    done = meetlat("demo", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Werkgeverschap" in done.stdout
    assert (tmp_path / "provincie-utrecht" / "survey.xlsx").is_file()
    again = meetlat_here("demo", folder=tmp_path)
    assert again.returncode == 0
    assert "is there already" in again.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert f"meetlat {command}" in done.output.split("Example:")[1]


def test_help_lists_every_command_with_a_description():
    done = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
    for command in COMMANDS:
        assert re.search(rf"│ {command} +[A-Z].+\. +│", done.output), command


def test_an_unknown_command_suggests_the_closest_name():
    done = CliRunner().invoke(app, ["recalcuate"], env={"COLUMNS": "200"})
    assert done.exit_code == 2
    assert "Did you mean 'recalculate'?" in done.output


def test_a_command_imports_no_module_of_another_command():
    code = "from typer.testing import CliRunner\nfrom meetlat.cli.commands import app\n"
    code += "assert CliRunner().invoke(app, ['check', '--help']).exit_code == 0"
    imported = modules_after(code)
    found = {name for name in imported if name.startswith("meetlat.cli.")}
    assert found == {
        f"meetlat.cli.{name}"
        for name in ("commands", "check", "console", "files", "help_texts", "usage")
    }
    assert not {"polars", "xlwings"} & imported


def test_cells_of_the_test_tables_have_the_types_of_excel():
    assert rows("| a | b |\n|---|---|\n| 1 | x |\n| | 2.5 |") == [
        ["a", "b"],
        [1.0, "x"],
        [None, 2.5],
    ]


@pytest.mark.parametrize(
    ("option", "name", "endings"),
    [
        ("--html", "page.pdf", ".html or .htm"),
        ("--pptx", "slides.xlsx", ".pptx"),
        ("--board", "board.docx", ".pdf or .xlsx"),
    ],
)
def test_a_report_whose_name_says_another_kind_of_file_is_refused(fine, option, name, endings):
    done = meetlat_here("report", fine, option, fine.with_name(name))
    assert done.returncode == 2
    assert f"{name}: end this name with {endings}." in " ".join(
        done.stderr.replace("│", "").split()
    )
    assert not fine.with_name(name).exists()


def test_new_from_an_export_without_questions_says_so_and_makes_nothing(tmp_path):
    export = tmp_path / "list.csv"
    export.write_text("Name,E-mail\nAnna,a@b.nl\nBram,b@b.nl\n", encoding="utf-8")
    ran = meetlat_here("new", tmp_path / "survey", "--language", "en", "--from", export)
    assert ran.returncode == 1
    assert "no question that Meetlat recognises" in ran.stdout + ran.stderr
    assert "headings must be in the first row" in ran.stdout + ran.stderr
    assert not (tmp_path / "survey").exists()


def test_new_from_a_file_that_cannot_be_read_gives_its_problem_and_makes_nothing(tmp_path):
    for name, raw, words in (
        ("a.docx", b"x", "a.docx"),
        ("b.csv", b"", "b.csv"),
        ("gone.csv", None, "gone.csv"),
    ):
        if raw is not None:
            (tmp_path / name).write_bytes(raw)
        ran = meetlat_here(
            "new", tmp_path / "survey", "--language", "en", "--from", tmp_path / name
        )
        assert ran.returncode == 1
        assert words in ran.stdout + ran.stderr
        assert not (tmp_path / "survey").exists()
