"""`meetlat watch`: when it recalculates, what it prints, and that it ends quietly."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from meetlat.cli.watcher import Show, Watch
from meetlat.scoring.precision import Precision
from meetlat.scoring.report import Report
from tests.imports import modules_after
from tests.surveys import SURVEY, shown, workbook

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""
IN_A_FILE = SURVEY.replace("Responses", "answers.csv")

METRIC = """
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Answers")
def answers(counts: Counts) -> pl.DataFrame:
    \"\"\"How many answered.\"\"\"
    return counts.group_by(Counts.KEYS).agg(n=pl.col("n").sum())

@hookimpl
def register_metrics(register):
    register(answers)
"""


def save_answers(folder: Path, *answers: str) -> None:
    save(folder / "answers.csv", "pride\n" + "\n".join(answers) + "\n")


def save(file: Path, text: str) -> None:
    """Save a file with a later time than before, also on a coarse clock."""
    old = file.stat().st_mtime if file.exists() else 0
    file.write_text(text, encoding="utf-8")
    if file.stat().st_mtime <= old + 0.01:
        os.utime(file, (old + 1, old + 1))


@pytest.fixture
def survey(tmp_path) -> Path:
    save_answers(tmp_path, *["agree"] * 5)
    return workbook(tmp_path / "survey.xlsx", Survey=IN_A_FILE, Questions=QUESTIONS)


class Printed(list[str]):
    """The lines that were printed since the last call of `new`, without the times."""

    def new(self) -> list[str]:
        lines = [line[10:] if line[2:3] == ":" else line for line in self]
        self.clear()
        return lines


@pytest.fixture
def printed() -> Printed:
    return Printed()


def test_nothing_is_recalculated_before_a_file_is_saved(survey, printed):
    before = survey.read_bytes()
    watched = Watch(survey, printed.append)
    watched.look()
    assert printed == []
    assert survey.read_bytes() == before
    assert next(watched.greeting()) == f"Watching {survey} and answers.csv."


def test_new_responses_are_scored_and_printed_on_a_line(survey, printed):
    watched = Watch(survey, printed.append)
    save_answers(survey.parent, *["agree"] * 5, *["neutral"] * 5)
    watched.look()
    (line,) = printed.new()
    assert line.startswith("survey.xlsx  ")
    assert line.endswith(" s, 10 respondents, no problems")
    assert shown(survey, "ThemeScores")[1][4] == 7.5


def test_the_watcher_ignores_what_it_writes_itself(survey, printed):
    watched = Watch(survey, printed.append)
    save_answers(survey.parent, *["agree"] * 6)
    watched.look()
    assert len(printed.new()) == 1
    watched.look()
    watched.look()
    assert printed == []


def test_a_run_leaves_nothing_in_memory(survey, printed):
    watched = RememberingWatch(survey, printed.append)
    save_answers(survey.parent, *["agree"] * 6)
    gc.disable()  # as good as what `fast_start` does
    try:
        watched.look()
        assert [found() for found in watched.found] == [None]
    finally:
        gc.enable()


class RememberingWatch(Watch):
    """Remembers a part of each report that is in a circle of references."""

    def __init__(self, place: Path, show: Show) -> None:
        super().__init__(place, show)
        self.found: list[weakref.ref[Precision]] = []

    def recalculated(self, workbook: Path, done: Report, seconds: float) -> None:
        self.found.append(weakref.ref(done.precision))


def test_an_error_in_a_saved_workbook_is_printed_with_its_cell(survey, printed):
    watched = Watch(survey, printed.append)
    wrong = QUESTIONS.replace("work  |", "wrok  |")
    workbook(survey, Survey=IN_A_FILE, Questions=wrong)
    watched.look()
    line, problem = printed.new()
    assert line.endswith(" s, 1 error")
    assert 'Questions!B2: the theme "wrok" is not in Themes.' in problem
    workbook(survey, Survey=IN_A_FILE.replace("en ", "nl "), Questions=QUESTIONS)
    watched.look()
    assert printed.new()[0].endswith(" s, 5 respondenten, geen problemen")


def test_a_saved_plugin_is_run_at_once(survey, printed):
    watched = Watch(survey, printed.append)
    plugins = survey.parent / "plugins"
    plugins.mkdir()
    save(plugins / "mine.py", "import sys\nsys.exit('no')\n")
    watched.look()
    assert "1 remark" in printed.new()[0]
    assert plugins in watched.folders()
    save(plugins / "mine.py", METRIC)
    watched.look()
    assert printed.new()[0].endswith("no problems")
    assert shown(survey, "Answers")[1][-1] == 5


def test_other_responses_are_watched_after_the_setting_changes(survey, printed):
    watched = Watch(survey, printed.append)
    elsewhere = survey.parent / "elsewhere"
    elsewhere.mkdir()
    save_answers(elsewhere, *["agree"] * 7)
    moved = SURVEY.replace("Responses", "elsewhere/answers.csv")
    workbook(survey, Survey=moved, Questions=QUESTIONS)
    watched.look()
    assert "7 respondents" in printed.new()[0]
    assert elsewhere in watched.folders()
    watched.look()
    save_answers(survey.parent, *["agree"] * 9)
    watched.look()
    assert printed == []
    save_answers(elsewhere, *["agree"] * 8)
    watched.look()
    assert "8 respondents" in printed.new()[0]


def test_the_responses_of_an_earlier_wave_are_watched_once_the_workbook_names_them(survey, printed):
    watched = Watch(survey, printed.append)
    (survey.parent / "previous").mkdir()
    previous = survey.parent / "previous" / "answers.csv"
    save(previous, "pride\n" + "agree\n" * 10)
    named = "| comparison | subject | value | responses |\n|---|---|---|---|\n"
    named += "| Previous | | | previous/answers.csv |"
    workbook(survey, Survey=IN_A_FILE, Questions=QUESTIONS, Comparisons=named)
    watched.look()
    assert printed.new()[0].endswith("no problems")
    assert shown(survey, "ThemeScores")[1][-1] == 10
    save(previous, "pride\n" + "disagree\n" * 10)
    watched.look()
    assert printed.new()[0].endswith("no problems")
    assert shown(survey, "ThemeScores")[1][-1] == 0
    watched.look()
    assert printed == []
    again = Watch(survey, printed.append)
    assert next(iter(again.greeting())).endswith("answers.csv and answers.csv.")


@pytest.mark.parametrize(("lock", "program"), [("~${}", "Excel"), (".~lock.{}#", "LibreOffice")])
def test_an_open_workbook_is_reported_once_and_recalculated_when_closed(
    survey, printed, lock, program, monkeypatch
):
    watched = Watch(survey, printed.append)
    held = survey.with_name(lock.format(survey.name))
    held.touch()
    save_answers(survey.parent, *["agree"] * 6)
    now = time.monotonic()
    for seconds in range(5):
        monkeypatch.setattr(time, "monotonic", lambda s=seconds: now + 2 * s)
        watched.look()
    (line,) = printed.new()
    assert line.startswith(f"survey.xlsx  survey.xlsx is open in {program}. Close it there")
    held.unlink()
    monkeypatch.setattr(time, "monotonic", lambda: now + 12)
    watched.look()
    assert "6 respondents" in printed.new()[0]


def test_the_watcher_waits_for_a_half_copied_workbook(survey, printed, monkeypatch):
    watched = Watch(survey, printed.append)
    whole = survey.read_bytes()
    survey.write_bytes(whole[:2000])
    watched.look()
    (line,) = printed.new()
    assert "cut short or damaged" in line
    survey.write_bytes(whole)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 60)
    watched.look()
    assert "5 respondents" in printed.new()[0]


def test_a_workbook_saved_during_a_run_is_recalculated_again(survey, printed, monkeypatch):
    watched = Watch(survey, printed.append)
    (survey.parent / "plugins").mkdir()
    saves = (
        METRIC.replace("    return", "    save_once()\n    return")
        + f"""
def save_once():
    import os
    from pathlib import Path
    if not (marker := Path({str(survey.parent / "saved")!r})).exists():
        marker.touch()
        os.utime({str(survey)!r}, (1e9, 1e9))
"""
    )
    save(survey.parent / "plugins" / "mine.py", saves)
    watched.look()
    (line,) = printed.new()
    assert "was changed by someone else" in line
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 5)
    watched.look()
    assert "5 respondents" in printed.new()[0]
    assert shown(survey, "ThemeScores")[1][3] == 5


def test_a_workbook_that_is_missing_for_a_moment_is_not_an_error(survey, printed):
    watched = Watch(survey, printed.append)
    survey.rename(survey.with_suffix(".tmp"))
    watched.look()
    assert printed == []
    survey.with_suffix(".tmp").rename(survey)
    watched.look()
    assert printed == []


def test_with_output_the_workbook_is_not_changed_and_may_be_open(survey, printed):
    report = survey.parent / "report.xlsx"
    watched = Watch(survey, printed.append, report)
    survey.with_name(f"~${survey.name}").touch()
    before = survey.read_bytes()
    save_answers(survey.parent, *["agree"] * 6)
    watched.look()
    assert "6 respondents" in printed.new()[0]
    assert survey.read_bytes() == before
    assert shown(report, "ThemeScores")[1][3] == 6
    watched.look()
    assert printed == []


def test_in_a_folder_only_surveys_are_watched(survey, printed):
    folder = survey.parent
    workbook(folder / "answers.xlsx", Survey="| a |\n|---|\n| 1 |")
    (folder / "answers.xlsx").unlink()
    shutil.copy(survey, folder / "~$survey.xlsx")
    (folder / "broken.xlsx").write_text("no workbook", encoding="utf-8")
    second = folder / "second"
    second.mkdir()
    save_answers(second, *["agree"] * 7)
    shutil.copy(survey, second / "again.xlsx")
    watched = Watch(folder, printed.append)
    assert sorted(s.name for s in watched.surveys) == ["again.xlsx", "survey.xlsx"]
    (folder / "~$survey.xlsx").unlink()
    save_answers(second, *["agree"] * 8)
    watched.look()
    (line,) = printed.new()
    assert line.startswith("again.xlsx")
    assert "8 respondents" in line


def test_surveys_may_be_added_to_and_removed_from_a_watched_folder(survey, printed, tmp_path):
    folder = tmp_path / "surveys"
    folder.mkdir()
    watched = Watch(folder, printed.append)
    assert "no survey" in next(watched.greeting())
    save_answers(folder, *["agree"] * 5)
    shutil.move(survey, folder / "new.xlsx")
    watched.look()
    assert "new.xlsx" in printed.new()[0]
    (folder / "new.xlsx").unlink()
    watched.look()
    assert watched.surveys == {}
    assert printed == []


def test_a_plugin_that_calls_exit_does_not_end_the_watcher(survey, printed):
    watched = Watch(survey, printed.append)
    (survey.parent / "plugins").mkdir()
    leaving = METRIC.replace("    return", "    raise SystemExit('enough')\n    return")
    save(survey.parent / "plugins" / "mine.py", leaving)
    watched.look()
    assert len(printed.new()) >= 1
    save_answers(survey.parent, *["agree"] * 6)
    save(survey.parent / "plugins" / "mine.py", METRIC)
    watched.look()
    assert "6 respondents" in printed.new()[0]


# The real command


class Command:
    """`meetlat watch` in a separate process, with the lines that it printed so far."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-X", "utf8", "-m", "meetlat.cli", "watch", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        self.lines: list[str] = []
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        self.lines.extend(iter(self.process.stdout.readline, ""))

    def until(self, words: str, seconds: float = 180) -> str:
        end = time.monotonic() + seconds
        while not (found := [line for line in self.lines if words in line]):
            assert time.monotonic() < end, f"no line with {words!r}: {self.lines}"
            time.sleep(0.05)
        return found[-1]


@pytest.fixture
def command(survey) -> Iterator[Command]:
    one = Command(survey)
    yield one
    one.process.kill()
    one.process.wait(timeout=60)


def test_the_command_notices_a_save_and_ends_quietly_on_ctrl_c(command, survey):
    command.until("Ctrl+C ends this")
    save_answers(survey.parent, *["agree"] * 6)
    assert command.until("6 respondents").rstrip().endswith("no problems")
    time.sleep(2)  # a reaction to its own writing would come within this time
    assert len([line for line in command.lines if "respondents" in line]) == 1
    if os.name == "posix":
        command.process.send_signal(signal.SIGINT)
        assert command.process.wait(timeout=60) == 0
        command.until("Stopped.")
        assert command.process.stderr
        assert command.process.stderr.read() == ""


def test_an_output_for_a_folder_is_a_usage_error(tmp_path):
    command = [sys.executable, "-m", "meetlat.cli", "watch", tmp_path, "--output", "report.xlsx"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2


def test_a_disk_without_notifications_is_checked_every_second(survey, monkeypatch):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true")
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "3600000")
    one = Command(survey)
    one.until("Ctrl+C ends this")
    save_answers(survey.parent, *["agree"] * 6)
    one.until("6 respondents")
    one.process.kill()
    one.process.wait(timeout=60)


def test_watchfiles_is_imported_only_by_watch():
    modules = "meetlat.cli, meetlat.recalculation, meetlat.reporting.workbook.write"
    assert not {"watchfiles", "anyio"} & modules_after(f"import {modules}")
