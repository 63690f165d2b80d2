"""What scripts and shells rely on: exit codes, quiet, JSON, plain lines, completion."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_cli import QUESTIONS, RESPONSES, meetlat, meetlat_here
from tests.programs import meetlat_program
from tests.surveys import shown, workbook

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


@pytest.fixture
def fine(tmp_path) -> Path:
    return workbook(tmp_path / "fine.xlsx", Questions=QUESTIONS, Responses=RESPONSES)


@pytest.fixture
def wrong(tmp_path) -> Path:
    questions = QUESTIONS.replace("work  |", "wrok  |")
    return workbook(tmp_path / "wrong.xlsx", Questions=questions, Responses=RESPONSES)


@pytest.fixture
def remark(tmp_path) -> Path:
    answers = RESPONSES.replace("| agree |", "| AGREE |", 1)
    return workbook(tmp_path / "remark.xlsx", Questions=QUESTIONS, Responses=answers)


# Exit codes


CODES = {
    0: [["check", "FINE"], ["recalculate", "FINE"], ["recalculate", "REMARK"], ["--version"]],
    1: [
        ["check", "WRONG"],
        ["recalculate", "WRONG"],
        ["recalculate", "BROKEN"],
        ["report", "WRONG", "--html", "new.html"],
    ],
    2: [["check", "gone.xlsx"], ["check"], ["recount"], ["check", "FINE", "--jsn"]],
}


@pytest.mark.parametrize(("code", "command"), [(c, words) for c in CODES for words in CODES[c]])
def test_a_command_ends_with_the_code_of_the_page(code, command, fine, wrong, remark, tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_text("hello", encoding="utf-8")
    files = {"FINE": fine, "WRONG": wrong, "REMARK": remark, "BROKEN": broken}
    done = meetlat_here(*(files.get(word, word) for word in command), folder=tmp_path)
    assert done.returncode == code, done.stdout + done.stderr
    assert not (tmp_path / "new.html").exists()


def test_the_page_lists_exactly_the_codes_that_are_tested():
    section = PAGE.read_text(encoding="utf-8").split("## Exit codes")[1].split("##")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)] == [*CODES]


def test_after_errors_recalculate_has_written_the_sheet_problems_and_nothing_else(wrong):
    assert meetlat_here("recalculate", wrong).returncode == 1
    assert shown(wrong, "Problems")[1][1:3] == ["Questions", "B2"]
    with pytest.raises(Exception, match="ThemeScores"):
        shown(wrong, "ThemeScores")


# Quiet and JSON


@pytest.mark.parametrize(
    "command",
    [
        ["check", "SURVEY"],
        ["recalculate", "SURVEY"],
        ["export", "SURVEY", "figures"],
        ["report", "SURVEY", "--html", "report.html", "--force"],
    ],
)
def test_quiet_prints_nothing_but_errors(command, remark, wrong, tmp_path):
    for survey, code, printed in ((remark, 0, ""), (wrong, 1, "Questions!B2")):
        words = [survey if word == "SURVEY" else word for word in command]
        done = meetlat_here(*words, "--quiet", folder=tmp_path)
        assert done.returncode == code
        assert printed in done.stdout if printed else done.stdout == ""
        assert done.stderr == ""


def test_quiet_still_says_which_file_cannot_be_read(tmp_path):
    (tmp_path / "notes.xlsx").write_text("hello", encoding="utf-8")
    done = meetlat_here("recalculate", tmp_path / "notes.xlsx", "--quiet")
    assert (done.returncode, done.stdout) == (1, "")
    assert "notes.xlsx" in done.stderr


def test_every_option_of_the_page_is_one_of_its_commands():
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(--\w+)` \| (.+?) \|", text, re.MULTILINE)
    assert len(rows) == 3
    for option, commands in rows:
        for command in re.findall(r"`([\w-]+)`", commands):
            assert option in meetlat_here(command, "--help").stdout, command


def test_recalculate_gives_the_problems_as_json_and_nothing_else(wrong, remark, fine):
    for survey, code, codes in (
        (wrong, 1, ["unknown-theme"]), (remark, 0, ["answers-respelt"]), (fine, 0, [])
    ):  # fmt: skip
        checked = json.loads(meetlat_here("check", survey, "--json").stdout)
        done = meetlat_here("recalculate", survey, "--json")
        assert done.returncode == code
        assert json.loads(done.stdout) == checked
        assert len(checked) == len(codes)
    assert shown(fine, "ThemeScores")[1][3] == 5


def test_the_page_names_every_member_of_a_problem(wrong):
    (problem,) = json.loads(meetlat_here("check", wrong, "--json").stdout)
    table = PAGE.read_text(encoding="utf-8").split("| member |")[1].split("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in row.split("|")[1].split(", ")}
    assert {name.strip(" `") for name in named} == set(problem)


# Lines and colours


def test_in_a_pipe_there_is_no_colour_and_no_line_is_cut(tmp_path):
    names = [f"A theme with a long name, number {number}" for number in range(3)]
    themes = "| theme | name |\n|--|--|\n" + "".join(
        f"| t{k} | {n} |\n" for k, n in enumerate(names)
    )
    questions = "| question | theme | scale |\n|--|--|--|\n"
    questions += "".join(f"| q{k} | t{k} | agreement |\n" for k in range(3))
    compared = "| comparison | subject | value |\n|--|--|--|\n"
    compared += "".join(f"| The benchmark of number {k} | t0 | 7 |\n" for k in range(6))
    responses = "| q0 | q1 | q2 |\n|--|--|--|\n" + "| agree | agree | agree |\n" * 5
    tables = {"Themes": themes, "Questions": questions, "Comparisons": compared}
    survey = workbook(tmp_path / "long.xlsx", Responses=responses, **tables)
    done = meetlat("recalculate", survey)
    assert done.returncode == 0, done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    (row,) = [line for line in done.stdout.splitlines() if names[0] in line]
    assert row.split()[-7] == "10.0"
    assert "The benchmark of number 5" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_on_a_screen_no_color_takes_the_colours_away(wrong, no_color, coloured):
    reading, writing = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": no_color}
    command = [sys.executable, "-m", "meetlat", "check", str(wrong)]
    running = subprocess.Popen(command, env=environment, stdout=writing, stderr=writing)
    os.close(writing)
    said = b""
    while chunk := _read(reading):
        said += chunk
    assert running.wait() == 1
    assert b"Questions!B2" in said
    assert bool(re.search(rb"\x1b\[[\d;]*3\d", said)) == coloured


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


# The demo


@pytest.mark.parametrize(
    ("language", "words"), [("nl_NL", "Wat u kunt bekijken:"), ("en_GB", "What to look at:")]
)
def test_the_demo_says_what_to_look_at_in_the_language_of_the_system(
    language, words, tmp_path, monkeypatch
):
    monkeypatch.setenv("LC_ALL", language)
    done = meetlat_here("demo", folder=tmp_path)
    assert done.returncode == 0
    advice = done.stdout.split(words)[1]
    sheets = re.findall(r"Start|Rapport|Vragen|Groepen|Verdelingen|Questions", advice)
    assert set(sheets) == {"Start", "Rapport", "Vragen", "Groepen", "Verdelingen", "Questions"}
    survey = Path("provincie-utrecht", "survey.xlsx")
    assert f"meetlat check {survey}" in advice
    assert meetlat_here("check", survey, folder=tmp_path).returncode == 0


# Completion


def completed(shell: str, words: str) -> str:
    """What a shell would be offered after these words."""
    number = len(words.split(" ")) - 1
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(number), "_TYPER_COMPLETE_ARGS": words}
    asked |= {"_MEETLAT_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run(
        [meetlat_program()], env={**os.environ, **asked}, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("meetlat reca", "recalculate"),
        ("meetlat new", "new-plugin"),
        ("meetlat recalculate --q", "--quiet"),
        ("meetlat export a.xlsx figures --format par", "parquet"),
    ],
)
def test_the_tab_key_completes_commands_options_and_values(shell, words, expected):
    assert expected in completed(shell, words)


def test_a_real_bash_takes_the_script():
    if (bash := shutil.which("bash")) is None:
        pytest.skip("needs bash")
    script = f'eval "$("{meetlat_program()}" --show-completion bash)"; complete -p meetlat'
    done = subprocess.run([bash, "-c", script], capture_output=True, text=True, check=True)
    assert "_meetlat_completion" in done.stdout


def test_help_names_the_options_of_completion_in_the_language_of_the_system(monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_NL")
    assert "aanvullen" in meetlat_here("--help").stdout
