"""Recalculate a survey whenever one of its files is saved.

Notifications of the file system only wake the watcher up. It finds what was saved by comparing the
files with their earlier state. So a missed or repeated notification does no harm, the watcher
ignores what it writes itself, and a network drive without notifications is checked every second.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from meetlat.cli.survey_files import Stamp, SurveyFiles, stamp_of, survey_files
from meetlat.cli.terminal import count_line
from meetlat.formatting import figure, percentage
from meetlat.languages import Language, words
from meetlat.plugins.failure import Failure, describe_failure
from meetlat.plugins.trust import allow_none
from meetlat.problems.problem import Problem
from meetlat.reading.wave_columns import wave_responses
from meetlat.recalculation import run
from meetlat.scoring.report import Report
from xlengines.xlsx import Refused
from xlengines.xlsx.package.saving import refuse_if_open

Show = Callable[[str], None]

# Milliseconds between checks without a notification, and of quiet after which a save is complete.
LOOK, SETTLE = 1000, 300

# Problems that are printed after a run; the sheet `Problems` has them all.
MOST_SHOWN = 10


def watch(place: Path, show: Show, output: Path | None = None) -> None:
    """Watch a workbook or a folder until Ctrl+C, and show a line for every run.

    A folder may have surveys in it or one level down. With an `output` the one workbook stays as it
    is, and may be open.
    """
    watched = Watch(place, show, output)
    for line in watched.greeting():
        show(line)
    for _ in wake_ups(watched.folders):
        watched.look()


class Watch:
    """The surveys in a place, which are recalculated when one of their files is saved.

    What happens is printed. A program with a window overrides the methods that print it.
    """

    def __init__(self, place: Path, show: Show, output: Path | None = None) -> None:
        self.place: Path = place.resolve()
        self.output: Path | None = output.resolve() if output else None
        self.surveys: dict[Path, SurveyFiles] = {}
        self._show = show
        self._others: dict[Path, Stamp] = {}
        self._find()
        for survey in self.surveys.values():
            survey.seen = survey.files()

    def look(self) -> None:
        """Recalculate the surveys of which a file was saved since the last look."""
        self._find()
        for survey in self.surveys.values():
            if survey.is_due():
                self._run(survey)
                gc.collect()  # `fast_start` leaves hundreds of MB of garbage after some runs

    def ask_for_all(self) -> None:
        """Recalculate every survey at the next look, saved or not."""
        for survey in self.surveys.values():
            survey.seen, survey.next_try = {}, 0.0

    def folders(self) -> set[Path]:
        """The folders with files of the surveys, and those where a survey may appear."""
        wanted = {folder for survey in self.surveys.values() for folder in survey.folders()}
        if self.place.is_dir():
            visible = (f for f in self.place.iterdir() if not f.name.startswith("."))
            wanted |= {self.place, *visible}
        return {folder for folder in wanted if folder.is_dir()}

    def greeting(self) -> Iterator[str]:
        """Lines that name what is watched and what the user can do."""
        for survey in self.surveys.values():
            others = "".join(f" and {file.name}" for file in survey.answers)
            yield f"Watching {survey.workbook}{others}."
        if not self.surveys:
            yield f"There is no survey in {self.place} yet; I shall see it when there is."
        if self.output:
            yield f"Save the workbook, and the results come in {self.output}. Ctrl+C ends this."
        else:
            yield "Save the workbook and close it, and open it again. Ctrl+C ends this."

    def _find(self) -> None:
        """Add workbooks that are new, and drop those that are no longer in the folder."""
        for file in self._workbooks():
            stamp = stamp_of(file)
            if stamp and file not in self.surveys and self._others.get(file) != stamp:
                self._add(file, stamp)
        if self.place.is_dir():
            self.surveys = {file: each for file, each in self.surveys.items() if file.exists()}

    def _workbooks(self) -> Iterable[Path]:
        if not self.place.is_dir():
            return [self.place]
        found = [f for pattern in ("*.xls[xm]", "*/*.xls[xm]") for f in self.place.glob(pattern)]
        return sorted(file for file in found if not file.name.startswith(("~$", ".")))

    def _add(self, file: Path, stamp: Stamp) -> None:
        """Add the workbook that the user named, whatever it is; in a folder only surveys."""
        try:
            survey = survey_files(file)
        except Exception:  # a recalculation reports what is wrong with it
            survey = None
        if survey is None and file == self.place:
            survey = SurveyFiles(file)
        if survey is None:
            self._others[file] = stamp
        else:
            self.surveys[file] = survey

    def _run(self, survey: SurveyFiles) -> None:
        """Recalculate and show the result; show once if it has to wait."""
        workbook, before, began = survey.workbook, survey.files(), time.perf_counter()
        try:
            refuse_if_open(self.output or workbook)
        except Refused as held:  # the user only has to close it, so try every second
            self._wait(survey, held, longer=False)
            return
        try:
            done = run(workbook, output=self.output, may_run=self.may_run, progress=self.step)
        except (Refused, OSError) as fault:  # a file that is being copied is soon complete
            self._wait(survey, fault, longer=True)
        except (Exception, SystemExit) as fault:  # a plugin may do anything
            survey.seen = before
            self.failed(workbook, describe_failure(fault))
        else:
            named = list(wave_responses(done.catalogue).values())
            written = self.output is None
            survey.done(before, done.settings.responses, named, written=written)
            self.recalculated(workbook, done, time.perf_counter() - began)

    def _wait(self, survey: SurveyFiles, fault: Exception, *, longer: bool) -> None:
        self.waits(survey.workbook, fault, new=survey.put_off(str(fault), longer=longer))

    # What the user sees and decides

    def step(self, name: str) -> None:
        """A recalculation reached this step; a line at its end says enough."""

    def may_run(self, problem: Problem) -> bool:
        """Whether plugins may run that nobody allowed yet; a watcher cannot ask."""
        return allow_none(problem)

    def recalculated(self, workbook: Path, done: Report, seconds: float) -> None:
        """Print the line of a run, and the problems."""
        for line in report(workbook.name, done, seconds):
            self._show(line)

    def waits(self, workbook: Path, fault: Exception, *, new: bool) -> None:
        """Print why a workbook cannot be read or written yet, if it is a new reason."""
        if new:
            self._show(f"{_clock()}  {workbook.name}  {fault} It is tried again by itself.")

    def failed(self, workbook: Path, failure: Failure) -> None:
        """Print what stopped a run."""
        self._show(f"{_clock()}  {workbook.name}  It could not be recalculated. {failure}")


def wake_ups(folders: Callable[[], set[Path]]) -> Iterator[None]:
    """Yield at once, at every notification of a change in the folders, and every second."""
    while True:
        yield
        try:
            yield from _notices(folders)
        except OSError:  # a network drive that is gone, or too many folders for the system
            time.sleep(LOOK / 1000)


def _notices(folders: Callable[[], set[Path]]) -> Iterator[None]:
    """Yield at every notification, until other folders have to be watched."""
    from watchfiles import watch as notices

    watched = folders()
    for _ in notices(
        *watched,
        recursive=False,
        watch_filter=None,
        step=SETTLE,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        yield
        if folders() != watched:
            return


def report(name: str, done: Report, seconds: float) -> Iterator[str]:
    """The line of one run, and below it the problems."""
    language, problems = done.catalogue.language, done.problems
    counted = count_line(problems, language) or words(language)["watch.no_problems"]
    parts = [f"{seconds:.1f} s", *([] if done.errors else [response(done)]), counted]
    yield f"{_clock()}  {name}  {', '.join(parts)}"
    for problem in problems[:MOST_SHOWN]:
        yield f"          {problem.render(language)}"
    if len(problems) > MOST_SHOWN:
        yield f"          … {len(problems) - MOST_SHOWN}"


def response(report: Report, language: Language = "") -> str:
    """`919 of 1,388 (66%)`; only the number of respondents if `invited` is blank."""
    language, invited = language or report.settings.language, report.settings.invited
    respondents = report.groups.respondents
    said, answered = words(language), figure(respondents, 0, language)
    if not invited:
        return said.text("watch.answered", respondents=answered)
    of, share = figure(invited, 0, language), percentage(respondents / invited, language)
    return said.text("watch.answered_of", respondents=answered, invited=of, share=share)


def _clock() -> str:
    return time.strftime("%H:%M:%S")
