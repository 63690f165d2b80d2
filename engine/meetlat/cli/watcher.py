"""Recalculate a survey whenever it is saved: for where macros are blocked.

The notices of the file system only wake us up; what is due is found by comparing files with what
they were. So a notice that is missed or doubled does no harm, our own writing is no news, and a
network drive that sends no notices is looked at every second all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from meetlat.cli.terminal import count_line
from meetlat.cli.watched import Stamp, Survey, read_survey, stamp_of
from meetlat.formatting import figure, percentage
from meetlat.languages import Language
from meetlat.plugins.blame import blame
from meetlat.recalculation import recalculate
from meetlat.scoring.results import Results
from xlengines.xlsx import Refused
from xlengines.xlsx.package.saving import refuse_if_open

Say = Callable[[str], None]

LOOK, SETTLE = 1000, 300
"""Milliseconds between looks without a notice, and of quiet after which a save is complete."""

MOST_SHOWN = 10
"""Problems that are named under a line; the sheet `Problems` has them all."""

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {"fine": "no problems", "respondents": "respondents", "of": "of"},
    "nl": {"fine": "geen problemen", "respondents": "respondenten", "of": "van"},
}


def watch(place: Path, say: Say, output: Path | None = None) -> None:
    """Watch a workbook or a folder until Ctrl+C, and say a line for every run.

    Args:
        place: a workbook, or a folder with surveys in it or one level down.
        say: is given each line.
        output: write the results of the one workbook there, and leave it as it is; so it may stay
            open in Excel.
    """
    watched = Watch(place, say, output)
    for line in watched.greeting():
        say(line)
    for _ in wake_ups(watched.folders):
        watched.look()


class Watch:
    """The surveys at a place, and what to do when one was saved."""

    def __init__(self, place: Path, say: Say, output: Path | None = None) -> None:
        self.place = place.resolve()
        self.output = output.resolve() if output else None
        self.surveys: dict[Path, Survey] = {}
        self._say = say
        self._others: dict[Path, Stamp] = {}
        self._find()
        for survey in self.surveys.values():
            survey.seen = survey.files()

    def look(self) -> None:
        """Recalculate what was saved since the last look."""
        self._find()
        for survey in self.surveys.values():
            if survey.is_due():
                self._run(survey)

    def folders(self) -> set[Path]:
        """All folders in which something may be saved that matters."""
        wanted = {folder for survey in self.surveys.values() for folder in survey.folders()}
        if self.place.is_dir():
            visible = (f for f in self.place.iterdir() if not f.name.startswith("."))
            wanted |= {self.place, *visible}
        return {folder for folder in wanted if folder.is_dir()}

    def greeting(self) -> Iterator[str]:
        """What is watched, and what to do."""
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
        """Take in workbooks that are new; forget those that are gone from a folder."""
        for file in self._workbooks():
            stamp = stamp_of(file)
            if stamp and file not in self.surveys and self._others.get(file) != stamp:
                self._take_in(file, stamp)
        if self.place.is_dir():
            self.surveys = {file: each for file, each in self.surveys.items() if file.exists()}

    def _workbooks(self) -> Iterable[Path]:
        if not self.place.is_dir():
            return [self.place]
        found = [f for pattern in ("*.xls[xm]", "*/*.xls[xm]") for f in self.place.glob(pattern)]
        return sorted(file for file in found if not file.name.startswith(("~$", ".")))

    def _take_in(self, file: Path, stamp: Stamp) -> None:
        """The workbook one asked for, whatever it is; in a folder only those that are surveys."""
        try:
            survey = read_survey(file)
        except Exception:  # what is wrong with it is told when it is recalculated
            survey = None
        if survey is None and file == self.place:
            survey = Survey(file)
        if survey is None:
            self._others[file] = stamp
        else:
            self.surveys[file] = survey

    def _run(self, survey: Survey) -> None:
        """One recalculation and its line; where it has to wait, that is said once."""
        name, before, began = survey.workbook.name, survey.files(), time.perf_counter()
        try:
            refuse_if_open(self.output or survey.workbook)
        except Refused as held:  # closing it is all that is needed, so look every second
            self._wait(survey, held, longer=False)
            return
        try:
            results = recalculate(survey.workbook, output=self.output)
        except (Refused, OSError) as fault:  # a copy under way is soon whole
            self._wait(survey, fault, longer=True)
        except (Exception, SystemExit) as fault:  # a plugin may do anything
            survey.seen = before
            self._say(f"{_clock()}  {name}  It could not be recalculated. {blame(fault)}")
        else:
            named = [wave.responses for wave in results.waves.values()]
            written = self.output is None
            survey.done(before, results.settings.responses, named, written=written)
            for line in report(name, results, time.perf_counter() - began):
                self._say(line)

    def _wait(self, survey: Survey, fault: Exception, *, longer: bool) -> None:
        if survey.put_off(str(fault), longer=longer):
            again = "It is tried again by itself."
            self._say(f"{_clock()}  {survey.workbook.name}  {fault} {again}")


def wake_ups(folders: Callable[[], set[Path]]) -> Iterator[None]:
    """Now, at every notice of a change in the folders, and every second besides."""
    while True:
        yield
        try:
            yield from _notices(folders)
        except OSError:  # a network drive that is away, a system that watches no more folders
            time.sleep(LOOK / 1000)


def _notices(folders: Callable[[], set[Path]]) -> Iterator[None]:
    """Until there are other folders to watch."""
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


def report(name: str, results: Results, seconds: float) -> Iterator[str]:
    """The line of one run, and under it what is wrong."""
    language, problems = results.settings.language, results.problems
    counted = count_line(problems, language) or WORDS[language]["fine"]
    parts = [f"{seconds:.1f} s", *([] if results.errors else [response(results)]), counted]
    yield f"{_clock()}  {name}  {', '.join(parts)}"
    for problem in problems[:MOST_SHOWN]:
        yield f"          {problem.render(language)}"
    if len(problems) > MOST_SHOWN:
        yield f"          … {len(problems) - MOST_SHOWN}"


def response(results: Results) -> str:
    """`919 of 1,388 (66%)`; only who answered where nobody said how many were invited."""
    language, invited = results.settings.language, results.settings.invited
    words, answered = WORDS[language], figure(results.respondents, 0, language)
    if not invited:
        return f"{answered} {words['respondents']}"
    share = percentage(results.respondents / invited, language)
    return f"{answered} {words['of']} {figure(invited, 0, language)} ({share})"


def _clock() -> str:
    return time.strftime("%H:%M:%S")
