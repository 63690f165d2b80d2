"""Watch a workbook in a thread, and say what happens in sentences for a window.

The window only shows them. So all of this can be tested without a screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Literal, NamedTuple

from meetlat import log as logbook
from meetlat.cli.survey_files import survey_files
from meetlat.cli.terminal import count_line
from meetlat.cli.watcher import Watch, response, wake_ups
from meetlat.languages import Language, words
from meetlat.plugins.failure import Failure
from meetlat.plugins.trust import question
from meetlat.problems.problem import Problem
from meetlat.scoring.report import Report
from xlengines.xlsx import Refused

Kind = Literal["ready", "busy", "done", "errors", "waits", "failed", "ended"]

# Seconds between looks whether the window was closed while it asks something.
BLINK = 0.2


class News(NamedTuple):
    """What the window shows.

    Attributes:
        kind: `ready` (nothing happened yet), `busy`, `done`, `errors` (in the workbook), `waits`
            (for a file that is open elsewhere), `failed`, or `ended` (nothing is watched any more).
        sentence: the line at the top.
        problems: those of the last recalculation; None if they stay as they are.
    """

    kind: Kind
    sentence: str = ""
    problems: tuple[Problem, ...] | None = None


class Question(NamedTuple):
    """A question for the user; the answer is put into `reply`."""

    sentence: str
    reply: SimpleQueue[bool]


Tell = Callable[[News | Question], None]


class Watching:
    """A workbook that is watched in a thread of its own, until `stop`."""

    def __init__(self, workbook: Path, tell: Tell, language: Language) -> None:
        self.workbook = workbook
        self.busy: bool = False
        self._tell, self._language = tell, language
        self._asked, self._ends = Event(), Event()
        self._thread = Thread(target=self._watch, name="meetlat watch")

    def start(self) -> None:
        """Start watching."""
        self._thread.start()

    def recalculate(self) -> None:
        """Recalculate now, at most a second later."""
        self._asked.set()

    def stop(self) -> None:
        """Stop watching; a recalculation that runs is completed first."""
        self._ends.set()

    def join(self, seconds: float | None = None) -> None:
        """Wait until nothing is watched any more."""
        self._thread.join(seconds)

    def _watch(self) -> None:
        try:
            if refusal := not_a_survey(self.workbook, self._language):
                self._tell(News("failed", refusal, ()))
                return
            self._look_until_stopped()
        except Exception as fault:
            log = logbook.note(fault)
            reason = logbook.reason(fault)
            self._tell(News("failed", self._text("stopped", reason=reason, log=log)))
        finally:
            self._tell(News("ended"))

    def _look_until_stopped(self) -> None:
        watched = _SurveyWatch(self.workbook, self._tell, self._language, self._ends)
        self._tell(News("ready", self._text("ready", file=self.workbook.name), ()))
        for _ in wake_ups(watched.folders):
            if self._ends.is_set():
                return
            if self._asked.is_set():
                self._asked.clear()
                watched.ask_for_all()
            self.busy = True
            watched.look()
            self.busy = False

    def _text(self, key: str, **facts: object) -> str:
        return words(self._language).text(f"window.{key}", **facts)


class _SurveyWatch(Watch):
    """A watched workbook whose news goes to the window instead of the console."""

    def __init__(self, workbook: Path, tell: Tell, language: Language, ends: Event) -> None:
        super().__init__(workbook, lambda line: None)
        self._tell, self._language, self._ends = tell, language, ends

    def step(self, name: str) -> None:
        said = words(self._language)
        sentence = said.text("window.busy", step=said[f"button.steps.{name}"])
        self._tell(News("busy", sentence))

    def may_run(self, problem: Problem) -> bool:
        asked = Question(question(problem, self._language), SimpleQueue())
        self._tell(asked)
        while not self._ends.is_set():
            try:
                return asked.reply.get(timeout=BLINK)
            except Empty:
                continue
        return False

    def recalculated(self, workbook: Path, done: Report, seconds: float) -> None:
        said, problems = words(self._language), tuple(done.problems)
        counted = count_line(problems, self._language) or said["watch.no_problems"]
        clock = time.strftime("%H:%M")
        if done.errors:
            sentence = said.text("window.errors", time=clock, problems=counted)
            self._tell(News("errors", sentence, problems))
        else:
            answered = response(done, self._language)
            facts = {"time": clock, "response": answered, "problems": counted}
            self._tell(News("done", said.text("window.done", **facts), problems))

    def waits(self, workbook: Path, fault: Exception, *, new: bool) -> None:
        self._tell(News("waits", waiting(workbook, fault, self._language)))

    def failed(self, workbook: Path, failure: Failure) -> None:
        log = logbook.write(f"{workbook.name}: {failure}")
        facts = {"reason": failure.message, "log": log}
        self._tell(News("failed", words(self._language).text("window.stopped", **facts)))


def waiting(workbook: Path, fault: Exception, language: Language) -> str:
    """Why a workbook has to wait, and that it is tried again."""
    said = words(language)
    if isinstance(fault, PermissionError) or getattr(fault, "kind", "") == "open":
        return said.text("window.open_elsewhere", file=workbook.name)
    reason = refusal(fault, language) if isinstance(fault, Refused) else str(fault)
    return said.text("window.tried_again", reason=reason)


def not_a_survey(workbook: Path, language: Language) -> str:
    """Why a file is no workbook with a survey; blank if it is one, or cannot be read just now."""
    try:
        found = survey_files(workbook)
    except Refused as fault:
        return refusal(fault, language) if fault.kind and fault.kind != "open" else ""
    except Exception:  # a recalculation says what is wrong with it
        return ""
    return "" if found else words(language).text("window.no_survey", file=workbook.name)


def refusal(fault: Refused, language: Language) -> str:
    """Why a workbook is refused; in the language of the user if we have it so."""
    has_text = bool(fault.kind and fault.file)
    said = words(language)
    return said.text(f"refused.{fault.kind}", file=fault.file) if has_text else str(fault)
