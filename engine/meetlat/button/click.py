"""Recalculate a workbook that somebody has open and is looking at.

Whatever happens is told in the workbook, and the screen and the status bar are given back. Nothing
large is imported up here: a warm process may do the click instead.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from meetlat.button.bring_forward import bring_forward
from meetlat.log import note, reason

if TYPE_CHECKING:
    import xlwings as xw

    from meetlat.languages import Language
    from meetlat.plugins.trust import MayRun
    from meetlat.problems.problem import Problem
    from meetlat.scoring.report import Report
    from meetlat.scoring.results import Results


def click(book: xw.Book) -> Results:
    """Recalculate an open workbook before the eyes of whoever has it open; nothing is saved.

    Where something is wrong it is told on `Problems`, which comes to the front. The results say
    the same, also where the click failed half-way.

    Raises:
        Exception: not even that could be written; whatever the application said.
    """
    language = language_of(book)
    with _screen(book.app, language) as progress:
        try:
            results = _recalculated(book, progress, asking(book, language))
        except Exception as fault:
            results = _stopped(book, fault, language)
        if results.errors:
            bring_forward(book)
    return results


def _recalculated(book: xw.Book, progress: Any, may_run: MayRun) -> Results:
    """The five steps; a sheet that cannot be written to is found before anything is written."""
    from meetlat.recalculation import compute, read_inputs
    from meetlat.reporting.workbook.write import write_report

    progress("read")
    report = compute(read_inputs(book), progress=progress, may_run=may_run)
    progress("report")
    report.problems.extend(_protected(book, report))
    report.problems[:] = write_report(book, report)
    return report.results


def asking(book: xw.Book, language: Language) -> MayRun:
    """Ask in the application whether plugins may run that nobody allowed yet."""

    def may_run(problem: Problem) -> bool:
        folder = brief(problem.facts["folder"], LONGEST_FACT)
        files = brief(problem.value, LONGEST_FACT)
        question = words(language).text("button.may_run", folder=folder, files=files)
        with suppress(Exception):  # one that cannot ask; the problem says how to allow them
            return book.app.alert(question, "Meetlat", "yes_no", "critical") == "yes"
        return False

    from meetlat.languages import words
    from meetlat.problems.problem import LONGEST_FACT
    from meetlat.problems.text import brief

    return may_run


def _protected(book: xw.Book, report: Report) -> list[Problem]:
    from meetlat.problems.problem import Problem
    from meetlat.problems.text import fold

    ours = {fold(name) for name in report.results}
    holding = [s for s in book.sheets if any(fold(table.name) in ours for table in s.tables)]
    return [Problem("protected", sheet.name) for sheet in holding if is_protected(sheet)]


def is_protected(sheet: xw.Sheet) -> bool:
    """Whether its cells cannot be written to; each application is asked in its own words."""
    with suppress(Exception):
        if hasattr(sheet.api, "isProtected"):  # LibreOffice
            return bool(sheet.api.isProtected())
        if sys.platform == "darwin":
            return bool(sheet.api.protect_contents.get())
        return bool(sheet.api.ProtectContents)
    return False


def _stopped(book: xw.Book, fault: Exception, language: Language) -> Results:
    """Tell in the workbook that it went wrong, and in the log why."""
    from meetlat.problems.problem import Problem
    from meetlat.reading.settings import Settings
    from meetlat.reporting.workbook.write import write_problems
    from meetlat.scoring.results import Results

    facts = {"log": note(fault)}
    problem = Problem("stopped", value=reason(fault), facts=facts)
    write_problems(book, [problem], language)
    return Results(Settings(language=language), [problem])


def language_of(book: xw.Book) -> Language:
    """The language of the survey, also where the rest of it cannot be read."""
    from meetlat.languages import LANGUAGES
    from meetlat.problems.text import fold
    from meetlat.reading.inputs import read_tables

    with suppress(Exception):
        for survey in read_tables(book, ["Survey"])["Survey"]:
            for setting, language, *_ in survey.values:
                if fold(setting) == "language" and fold(language) in LANGUAGES:
                    return fold(language)
    return "en"


@contextmanager
def _screen(app: Any, language: Language) -> Generator[Any]:
    """Say in the status bar what is being done, and keep the screen still while it is written to.

    Both are put back whatever happens; a host that cannot do one of them goes without.
    """
    from meetlat.languages import words

    def show(step: str) -> None:
        with suppress(Exception):
            app.status_bar = f"Meetlat: {words(language)[f'button.steps.{step}']} …"
        if step == "report":
            with suppress(Exception):
                app.screen_updating = False

    try:
        yield show
    finally:
        with suppress(Exception):
            app.screen_updating = True
        with suppress(Exception):
            app.status_bar = False
