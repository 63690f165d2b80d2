"""`meetlat window`: the sentences that it shows, and the window itself on a screen of its own."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from meetlat.cli import watcher
from meetlat.cli.window_news import News, Question, Watching, not_a_survey
from tests.cli.test_cli import meetlat_here
from tests.cli.test_watch import IN_A_FILE, METRIC, QUESTIONS, save, save_answers
from tests.imports import modules_after
from tests.screen import Screen
from tests.surveys import shown, workbook


@pytest.fixture
def survey(tmp_path) -> Path:
    save_answers(tmp_path, *["agree"] * 5)
    return workbook(tmp_path / "survey.xlsx", Survey=IN_A_FILE, Questions=QUESTIONS)


class NewsList(list[News | Question]):
    """All news so far."""

    def until(self, kind: str, seconds: float = 60) -> News:
        """The newest news of a kind, once it is there; what was before it is forgotten."""
        end = time.monotonic() + seconds
        while not (found := [n for n in self if isinstance(n, News) and n.kind == kind]):
            assert time.monotonic() < end, f"no {kind} among {self}"
            time.sleep(0.02)
        self.clear()
        return found[-1]


@pytest.fixture
def news_list() -> NewsList:
    return NewsList()


# A plugin's changes of the environment are undone when it ends, so a test that changes it itself
# does so before it watches: `new_user` comes before `watching` and `opened`.
@pytest.fixture
def watching(survey, news_list) -> Iterator[Watching]:
    one = Watching(survey, news_list.append, "en")
    one.start()
    yield one
    one.stop()
    one.join(60)


# What happens


def test_a_saved_workbook_is_recalculated_and_its_problems_are_told(survey, news_list, watching):
    assert news_list.until("ready").sentence.startswith("Save survey.xlsx in Excel and close it")
    workbook(survey, Survey=IN_A_FILE, Questions=QUESTIONS.replace("work  |", "wrok  |"))
    news = news_list.until("errors")
    assert news.sentence.startswith("Not recalculated at ")
    assert "1 error" in news.sentence
    assert [problem.place for problem in news.problems or ()] == ["Questions!B2"]
    workbook(survey, Survey=IN_A_FILE, Questions=QUESTIONS)
    news = news_list.until("done")
    assert news.sentence.endswith(": 5 respondents, no problems.")
    assert news.problems == ()


def test_a_workbook_is_recalculated_on_request_and_not_before(survey, news_list, watching):
    news_list.until("ready")
    before = survey.read_bytes()
    time.sleep(1.5)
    assert survey.read_bytes() == before
    watching.recalculate()
    news_list.until("done")
    assert shown(survey, "ThemeScores")[1][3] == 5


def test_a_workbook_that_is_open_in_excel_is_recalculated_once_it_is_closed(
    survey, news_list, watching
):
    news_list.until("ready")
    lock = survey.with_name("~$survey.xlsx")
    lock.touch()
    watching.recalculate()
    assert news_list.until("waits").sentence == (
        "survey.xlsx is open in Excel or another program. Close it there: Meetlat then goes on by"
        " itself."
    )
    lock.unlink()
    assert news_list.until("done").sentence.endswith("no problems.")


def test_every_attempt_that_fails_is_told_so_that_no_window_says_busy_for_ever(
    survey, news_list, monkeypatch
):
    def refuse(*names: object, progress: Callable[[str], None], **more: object) -> None:
        progress("read")
        raise PermissionError(13, "Permission denied", "survey.xlsx")

    monkeypatch.setattr(watcher, "run", refuse)
    one = Watching(survey, news_list.append, "nl")
    one.start()
    news_list.until("ready")
    one.recalculate()
    for _ in range(2):
        assert "Sluit de werkmap daar" in news_list.until("waits").sentence
    one.stop()
    news_list.until("ended")
    one.join(60)


def test_stopping_during_a_recalculation_leaves_a_complete_workbook(survey, news_list, monkeypatch):
    """What a person does who closes the window too early."""
    began, goes_on = Event(), Event()
    run = watcher.run

    def slow(*names: object, **more: object) -> object:
        began.set()
        assert goes_on.wait(60)
        return run(*names, **more)

    monkeypatch.setattr(watcher, "run", slow)
    one = Watching(survey, news_list.append, "en")
    one.start()
    one.recalculate()
    assert began.wait(60)
    assert one.busy
    one.stop()
    goes_on.set()
    news_list.until("ended")
    assert shown(survey, "ThemeScores")[1][3] == 5
    assert not list(survey.parent.glob("*.tmp"))


@pytest.mark.parametrize("allowed", [True, False])
def test_plugins_that_nobody_allowed_run_only_after_a_question(
    survey, news_list, new_user, watching, allowed
):
    news_list.until("ready")
    (survey.parent / "plugins").mkdir()
    save(survey.parent / "plugins" / "mine.py", METRIC)
    while not (asked := [news for news in news_list if isinstance(news, Question)]):
        time.sleep(0.02)
    assert "mine.py" in asked[0].sentence
    asked[0].reply.put(allowed)
    problems = news_list.until("done").problems or ()
    assert [problem.code for problem in problems] == ([] if allowed else ["plugins-not-allowed"])


def test_a_question_that_nobody_answers_ends_with_the_window(survey, news_list, new_user, watching):
    news_list.until("ready")
    (survey.parent / "plugins").mkdir()
    save(survey.parent / "plugins" / "mine.py", METRIC)
    while not any(isinstance(news, Question) for news in news_list):
        time.sleep(0.02)
    watching.stop()
    news_list.until("ended")


def test_a_fault_of_the_program_is_told_and_logged(survey, news_list, monkeypatch, new_user):
    def fail(*names: object) -> None:
        raise RuntimeError("boo")

    monkeypatch.setattr(watcher.Watch, "look", fail)
    one = Watching(survey, news_list.append, "en")
    one.start()
    assert "RuntimeError: boo" in news_list.until("failed").sentence
    one.join(60)


def test_a_file_that_is_no_survey_is_explained_in_the_language_of_the_system(tmp_path):
    other = workbook(tmp_path / "answers.xlsx", Survey="| a |\n|---|\n| 1 |")
    shutil.copy(other, tmp_path / "good.xlsx")
    (tmp_path / "a.xlsx").write_text("hello", encoding="utf-8")
    assert "a.xlsx is geen Excel-werkmap" in not_a_survey(tmp_path / "a.xlsx", "nl")
    assert not_a_survey(tmp_path / "gone.xlsx", "en").startswith("gone.xlsx does not exist.")


def test_a_workbook_without_the_table_survey_is_no_survey(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        book.add_worksheet("Names").write(0, 0, "Anna")
    assert "list.xlsx holds no survey" in not_a_survey(tmp_path / "list.xlsx", "en")


# The command


def test_the_command_says_what_to_do_without_tkinter(monkeypatch):
    monkeypatch.setitem(sys.modules, "tkinter", None)
    done = meetlat_here("window")
    assert done.returncode == 1
    assert "meetlat watch" in done.stderr


def test_the_help_of_the_command_imports_no_window():
    code = "from typer.testing import CliRunner\nfrom meetlat.cli.commands import app\n"
    code += "CliRunner().invoke(app, ['window', '--help'])"
    assert not {"tkinter", "polars"} & modules_after(code)


# The window


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A screen in memory."""
    if importlib.util.find_spec("tkinter") is None:
        pytest.skip("this Python has no tkinter")
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb, a screen in memory")
    with Screen() as one:
        yield one.name


# Tk ends its program if a window is news_list in another thread than it was made in.
KEPT: list[object] = []


class Shown:
    """A window on that screen, with what a person does and sees."""

    def __init__(self, screen: str, survey: Path | None, language: str) -> None:
        import tkinter as tk

        from meetlat.cli.window_frame import Window

        self.window = Window(tk.Tk(screen), survey, language)
        self.root = self.window.root
        KEPT.append(self.window)

    @property
    def sentence(self) -> str:
        return str(self.window.sentence.cget("text"))

    @property
    def problems(self) -> str:
        return self.window.problems.get("1.0", "end")

    def press(self, name: str) -> None:
        assert self.is_usable(name), name
        self.window.buttons[name].invoke()

    def is_usable(self, name: str) -> bool:
        return not self.window.buttons[name].instate(["disabled"])

    def until(self, words: str) -> None:
        end = time.monotonic() + 60
        while words not in self.sentence:
            assert time.monotonic() < end, self.sentence
            self.root.update()
            time.sleep(0.02)

    @property
    def is_there(self) -> bool:
        import tkinter as tk

        try:
            self.root.update()
            return bool(self.root.winfo_exists())
        except tk.TclError:
            return False


@pytest.fixture
def opened(screen) -> Iterator[Callable[..., Shown]]:
    made: list[Shown] = []

    def show(survey: Path | None = None, language: str = "nl") -> Shown:
        made.append(Shown(screen, survey, language))
        return made[-1]

    yield show
    for one in made:
        if one.window.watching:
            one.window.watching.stop()
            one.window.watching.join(60)
        if one.is_there:
            one.root.destroy()


def test_a_person_chooses_a_workbook_recalculates_it_and_stops(opened, survey, monkeypatch):
    from tkinter import filedialog

    seen = opened()
    assert seen.sentence.startswith("Kies de werkmap van uw onderzoek.")
    assert not seen.is_usable("recalculate")
    monkeypatch.setattr(filedialog, "askopenfilename", lambda **options: "")
    seen.press("choose")
    assert seen.window.watching is None
    monkeypatch.setattr(filedialog, "askopenfilename", lambda **options: str(survey))
    seen.press("choose")
    seen.until("Sla survey.xlsx op in Excel")
    workbook(survey, Survey=IN_A_FILE, Questions=QUESTIONS.replace("work  |", "wrok  |"))
    seen.until("Niet herberekend om")
    assert "fout  Questions!B2: het thema" in seen.problems
    workbook(survey, Survey=IN_A_FILE, Questions=QUESTIONS)
    seen.until("Herberekend om")
    assert seen.problems.strip() == ""
    save_answers(survey.parent, *["agree"] * 7)
    seen.press("recalculate")
    seen.until("7 respondenten, geen problemen")
    watching = seen.window.watching
    seen.press("stop")
    assert not seen.is_there
    assert watching
    watching.join(60)


def test_the_workbook_is_opened_in_its_own_program(opened, survey, monkeypatch):
    import typer

    launched: list[str] = []
    monkeypatch.setattr(typer, "launch", launched.append)
    seen = opened(survey)
    seen.until("Sla survey.xlsx op")
    seen.press("open")
    assert launched == [str(survey)]


def test_a_window_that_is_closed_too_early_waits_for_the_workbook(opened, survey, monkeypatch):
    began, goes_on = Event(), Event()
    run = watcher.run

    def slow(*names: object, **more: object) -> object:
        began.set()
        assert goes_on.wait(60)
        return run(*names, **more)

    monkeypatch.setattr(watcher, "run", slow)
    seen = opened(survey, "en")
    seen.until("Save survey.xlsx")
    seen.press("recalculate")
    assert began.wait(60)
    seen.window.close()
    assert seen.is_there
    assert seen.sentence == (
        "The workbook is still being written. This window closes when that is done."
    )
    seen.window.close()  # a second time changes nothing
    goes_on.set()
    end = time.monotonic() + 60
    while seen.is_there:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert shown(survey, "ThemeScores")[1][3] == 5


def test_another_workbook_replaces_the_first(opened, survey, tmp_path):
    seen = opened(survey)
    seen.until("Sla survey.xlsx op")
    first = seen.window.watching
    (tmp_path / "list.xlsx").write_text("hello", encoding="utf-8")
    seen.window.watch(tmp_path / "list.xlsx")
    seen.until("list.xlsx is geen Excel-werkmap")
    assert first
    first.join(60)
    seen.root.update()
    assert "list.xlsx" in seen.sentence


def test_a_question_about_plugins_is_asked_with_no_as_its_usual_answer(
    survey, monkeypatch, new_user, opened
):
    from tkinter import messagebox

    asked: list[dict[str, object]] = []

    def answer(title: str, question: str, **options: object) -> bool:
        asked.append(options)
        return False

    monkeypatch.setattr(messagebox, "askyesno", answer)
    seen = opened(survey)
    seen.until("Sla survey.xlsx op")
    (survey.parent / "plugins").mkdir()
    save(survey.parent / "plugins" / "mine.py", METRIC)
    seen.until("1 opmerking")
    assert asked[0]["default"] == "no"


def test_a_fault_of_the_window_is_shown_and_logged(new_user, opened):
    seen = opened(language="en")
    seen.root.after(1, lambda: 1 / 0)
    seen.until("ZeroDivisionError")
    assert "meetlat.log" in seen.sentence


def test_the_command_shows_the_window(screen, survey):
    environment = {**os.environ, "DISPLAY": screen, "LC_ALL": "nl_NL.UTF-8"}
    command = [sys.executable, "-m", "meetlat", "window", str(survey)]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    try:
        time.sleep(0.5)
        save_answers(survey.parent, *["agree"] * 6)
        end = time.monotonic() + 60
        while len(shown(survey, "Survey")) and not _recalculated(survey):
            assert time.monotonic() < end
            save_answers(survey.parent, *["agree"] * 6)
            time.sleep(1.5)
    finally:
        running.terminate()
        assert running.stderr
        assert running.stderr.read() == b""
        running.wait(timeout=60)


def _recalculated(survey: Path) -> bool:
    try:
        return shown(survey, "ThemeScores")[1][3] == 6
    except Exception:
        return False


CLOSED_AT_ONCE = """
import sys
from pathlib import Path
from meetlat.cli import window_frame

def impatient(self, news):
    show(self, news)
    if news.kind == "busy" and not self._closing:
        self.watching.busy = False  # as if it had been closed just before
        self.close()

show, window_frame.Window.show = window_frame.Window.show, impatient
watch = window_frame.Window.watch
window_frame.Window.watch = lambda self, file: (watch(self, file), self.recalculate())
window_frame.show_window(Path(sys.argv[1]), "en")
"""


def test_the_program_ends_only_when_the_workbook_is_written(screen, survey):
    """Also if the window is gone at once: threads that Python needs must still start."""
    environment = {**os.environ, "DISPLAY": screen}
    command = [sys.executable, "-c", CLOSED_AT_ONCE, str(survey)]
    subprocess.run(command, env=environment, check=True, timeout=120)
    assert shown(survey, "ThemeScores")[1][3] == 5


def test_without_a_screen_the_command_names_the_other_one(survey):
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    command = [sys.executable, "-m", "meetlat", "window", str(survey)]
    if sys.platform != "linux" or importlib.util.find_spec("tkinter") is None:
        pytest.skip("another system always has a screen")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "meetlat watch" in done.stderr
    assert "Traceback" not in done.stderr
