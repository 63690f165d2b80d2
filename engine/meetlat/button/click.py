"""Recalculate the open workbook that the macro names, unsaved edits included.

The workbook is found in Excel (through `xlwings.Book.caller`) or in LibreOffice. What goes wrong is
shown on its table `Problems`; if even that fails, the exit code makes the macro show a message, and
the log has the details. The screen and the status bar are always restored.

Large libraries are imported inside functions, because `--check` does not need them.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from meetlat.button.arguments import CHECK, connection, parsed
from meetlat.log import note, reason

if TYPE_CHECKING:
    import xlwings as xw

    from meetlat.languages import Language
    from meetlat.plugins.trust import MayRun
    from meetlat.problems.problem import Problem
    from meetlat.scoring.report import Report
    from meetlat.scoring.results import Results

# The module of the macro.
MODULE = "Meetlat"

# Exit codes; Python itself never exits with 3.
DONE, NOT_SHOWN = 0, 3


def main(arguments: Sequence[str]) -> int:
    """Handle one click, or check whether this Python can (see `meetlat.button.arguments`).

    Returns:
        0 if the click is done or the workbook shows what is wrong; 3 if it cannot be shown there.
    """
    if list(arguments) == [CHECK]:
        return _check_installation()
    try:
        click(calling_book(arguments))
    except Exception as fault:
        log = note(fault)
        if sys.stderr is not None:  # pythonw has no streams
            sys.stderr.write(f"{reason(fault)}. The details stand in {log}.\n")
        return NOT_SHOWN
    return DONE


def _check_installation() -> int:
    from importlib.util import find_spec

    needed = ("meetlat_schemas", "polars", "pandera", "pluggy", "xlwings")
    return DONE if all(map(find_spec, needed)) else NOT_SHOWN


# The workbook


def calling_book(arguments: Sequence[str]) -> xw.Book:
    """The open workbook that the macro names.

    Raises:
        LookupError: the arguments name none, or it is not open.
    """
    given = parsed(arguments)
    if "--document" in given:
        from xlengines.calc import connect

        book = connect(connection(), given["--document"])
        _answer_macro(book)
        return book
    if "--wb" not in given:
        raise LookupError("No workbook is named. The button in a workbook does that.")
    return _book_in_excel(arguments, given["--wb"])


def _answer_macro(book: xw.Book) -> None:
    """Tell the macro in LibreOffice that Python has started; it shows a message if none does."""
    with suppress(Exception):  # a macro that was changed may not wait for this
        libraries = book.api.BasicLibraries
        for name in libraries.ElementNames:
            if libraries.getByName(name).hasByName(MODULE):
                url = f"vnd.sun.star.script:{name}.{MODULE}.Answer?language=Basic&location=document"
                book.api.getScriptProvider().getScript(url).invoke((), (), ())


def _book_in_excel(arguments: Sequence[str], name: str) -> xw.Book:
    import xlwings as xw

    if "=" in name:  # xlwings would cut the name here
        for app in xw.apps:
            for book in app.books:
                if book.name == name:
                    return book
        raise LookupError(f"{name} is not open")
    command, sys.argv = sys.argv, [sys.argv[0], *arguments]
    try:
        return xw.Book.caller()
    finally:
        sys.argv = command


# The click


def click(book: xw.Book) -> Results:
    """Recalculate an open workbook while the user watches; nothing is saved.

    If there are errors, the sheet with `Problems` comes to the front. The results hold the same
    problems, also for a click that failed half-way.

    Raises:
        Exception: the problems cannot be written either; the application's own error.
    """
    language = language_of(book)
    with _screen(book.app, language) as progress:
        try:
            results = _recalculated(book, progress, permission(book, language))
        except Exception as fault:
            results = _stopped(book, fault, language)
        if results.errors:
            _show_problems(book)
    return results


def _recalculated(book: xw.Book, progress: Any, may_run: MayRun) -> Results:
    """All steps; a sheet that cannot be written is found before anything is written."""
    from meetlat.reading.inputs import read_inputs
    from meetlat.recalculation import compute
    from meetlat.reporting.workbook.write import write_report

    progress("read")
    report = compute(read_inputs(book), progress=progress, may_run=may_run)
    progress("report")
    report.problems.extend(_protected(book, report))
    report.problems[:] = write_report(book, report)
    return report.results


def permission(book: xw.Book, language: Language) -> MayRun:
    """Ask in the application whether plugins that nobody allowed yet may run."""
    from meetlat.plugins.trust import question

    def may_run(problem: Problem) -> bool:
        asked = question(problem, language)
        with suppress(Exception):  # if it cannot ask, the problem explains how to allow them
            return book.app.alert(asked, "Meetlat", "yes_no", "critical") == "yes"
        return False

    return may_run


def _protected(book: xw.Book, report: Report) -> list[Problem]:
    from meetlat.problems.problem import Problem
    from meetlat.problems.text import fold

    ours = {fold(name) for name in report.results}
    holding = [s for s in book.sheets if any(fold(table.name) in ours for table in s.tables)]
    return [Problem("protected", sheet.name) for sheet in holding if is_protected(sheet)]


def is_protected(sheet: xw.Sheet) -> bool:
    """Whether the cells of a sheet cannot be written; each application has its own call for it."""
    with suppress(Exception):
        if hasattr(sheet.api, "isProtected"):  # LibreOffice
            return bool(sheet.api.isProtected())
        if sys.platform == "darwin":
            return bool(sheet.api.protect_contents.get())
        return bool(sheet.api.ProtectContents)
    return False


def _stopped(book: xw.Book, fault: Exception, language: Language) -> Results:
    """Write into the workbook that the recalculation failed, and into the log why."""
    from meetlat.problems.problem import Problem
    from meetlat.reading.settings import Settings
    from meetlat.reporting.workbook.write import write_problems
    from meetlat.scoring.results import Results

    facts = {"log": note(fault)}
    problem = Problem("stopped", value=reason(fault), facts=facts)
    write_problems(book, [problem], language)
    return Results(Settings(language=language), [problem])


def language_of(book: xw.Book) -> Language:
    """The language of the survey, even if the rest of the workbook cannot be read."""
    from meetlat.languages import LANGUAGES
    from meetlat.problems.text import fold
    from meetlat.reading.inputs import read_tables

    with suppress(Exception):
        for survey in read_tables(book, ["Survey"])["Survey"]:
            for setting, language, *_ in survey.values:
                if fold(setting) == "language" and fold(language) in LANGUAGES:
                    return fold(language)
    return "en"


def _show_problems(book: xw.Book) -> None:
    """Bring the sheet with the table `Problems` to the front."""
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name.strip().casefold() == "problems":
                with suppress(Exception):  # the structure of the workbook may be protected
                    sheet.visible = True
                sheet.activate()


@contextmanager
def _screen(app: Any, language: Language) -> Generator[Any]:
    """Show each step in the status bar, and do not redraw the screen while the report is written.

    Both are restored at the end. An application that does not have one of them goes without.
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
