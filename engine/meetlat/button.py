"""What the button starts: `python -m meetlat.button` recalculates the workbook that asked for it.

The macro names the workbook; we find it in Excel (through `xlwings.Book.caller`) or in LibreOffice
as it stands there, unsaved edits included. Whatever happens is told in the workbook, on `Problems`;
where even that fails, the exit code says so, the macro shows it, and the log has the details.

Nothing large is imported up here: a warm process may do the click instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings as xw

    from meetlat.messages import Language
    from meetlat.problem import Problem
    from meetlat.recalculation import Computed
    from meetlat.results import Results

CONNECTION = "MEETLAT_LIBREOFFICE"
"""The environment variable that says where LibreOffice listens, if not at the usual pipe."""

USUAL_CONNECTION = "pipe,name=meetlat"

MODULE = "Meetlat"
"""The module of the macro."""

DONE, NOT_TOLD = 0, 3
"""Exit codes; 3 is one that Python itself never gives."""

STEPS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "read": "reading the workbook",
        "check": "checking the catalogue and the answers",
        "count": "counting the answers",
        "score": "scoring",
        "report": "writing the report",
    },
    "nl": {
        "read": "de werkmap lezen",
        "check": "de catalogus en de antwoorden controleren",
        "count": "de antwoorden tellen",
        "score": "scores berekenen",
        "report": "het rapport schrijven",
    },
}


def main(argv: list[str] | None = None) -> int:
    """One click of the button.

    Args:
        argv: what the macro gives: `--wb`, `--from_xl`, `--app` and `--hwnd` for Excel, as
            `xlwings.Book.caller` reads them; `--document` for LibreOffice (and `--connection`,
            where it listens).

    Returns:
        0 where it is done, or where the workbook itself says what is wrong; 3 where it could not.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--check"]:  # `meetlat button` asks whether this Python can do it
        return _can_work()
    try:
        click(calling_book(arguments))
    except Exception as fault:
        _complain(fault, note(fault))
        return NOT_TOLD
    return DONE


def click(book: xw.Book) -> Results:
    """Recalculate an open workbook before the eyes of whoever has it open; nothing is saved.

    Where something is wrong it is told on `Problems`, which comes to the front, each problem with
    a link to its cell. The results say the same, also where the click failed half-way.

    Raises:
        Exception: not even that could be written; whatever the application said.
    """
    language = language_of(book)
    with _screen(book.app, language) as progress:
        try:
            results = _recalculated(book, progress)
        except Exception as fault:
            results = _stopped(book, fault, language)
        if results.errors:
            bring_forward(book, results.problems)
    return results


def calling_book(arguments: Sequence[str]) -> xw.Book:
    """The open workbook that the macro means.

    Raises:
        LookupError: the arguments name none.
    """
    given = {name: value for name, _, value in (a.partition("=") for a in arguments)}
    if "--document" in given:
        from meetlat.hosts.libreoffice import connect

        book = connect(given.get("--connection", connection()), given["--document"])
        _answer(book)
        return book
    if "--wb" not in given:
        raise LookupError("No workbook is named. The button in a workbook does that.")
    return _caller(arguments, given["--wb"])


def connection() -> str:
    """Where LibreOffice listens for this user."""
    return os.environ.get(CONNECTION) or USUAL_CONNECTION


def _answer(book: xw.Book) -> None:
    """Let the macro know that we are here; it says so where nobody comes."""
    libraries = book.api.BasicLibraries
    for name in libraries.ElementNames:
        if libraries.getByName(name).hasByName(MODULE):
            url = f"vnd.sun.star.script:{name}.{MODULE}.Answer?language=Basic&location=document"
            with suppress(Exception):  # an older macro, which does not wait
                book.api.getScriptProvider().getScript(url).invoke((), (), ())


def _caller(arguments: Sequence[str], name: str) -> xw.Book:
    import xlwings as xw

    if "=" in name:  # which is where xlwings would cut it
        return next(book for app in xw.apps for book in app.books if book.name == name)
    command, sys.argv = sys.argv, [sys.argv[0], *arguments]
    try:
        return xw.Book.caller()
    finally:
        sys.argv = command


def _recalculated(book: xw.Book, progress: Any) -> Results:
    """The five steps; a sheet that cannot be written to is found before anything is written."""
    from meetlat.recalculation import compute, in_order, read_inputs
    from meetlat.report import write_report

    progress("read")
    computed = compute(read_inputs(book), progress=progress)
    progress("report")
    computed.results.problems += _protected(book, computed)
    write_report(book, computed.results, computed.catalogue, computed.plugins.metrics)
    return in_order(computed.results)


def _protected(book: xw.Book, computed: Computed) -> list[Problem]:
    from meetlat.problem import Problem
    from meetlat.workbook import fold

    ours = {fold(name) for name in computed.results}
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
    from meetlat.problem import Problem
    from meetlat.report import write_problems
    from meetlat.results import Results
    from meetlat.settings import Settings
    from meetlat.workbook import fold

    facts = {"log": note(fault)}
    problem = Problem("stopped", value=reason(fault), facts=facts)
    places = {fold(table.name): table for sheet in book.sheets for table in sheet.tables}
    write_problems(book, places, [problem], language)
    return Results(Settings(language=language), [problem])


def bring_forward(book: xw.Book, problems: Sequence[Problem]) -> None:
    """Show the sheet with the table `Problems`, and let each cell named there be clicked."""
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name.strip().casefold() == "problems":
                with suppress(Exception):  # links are a help, and no reason to fail
                    _link(table, problems)
                with suppress(Exception):  # a workbook whose structure is protected
                    sheet.visible = True
                sheet.activate()


def _link(table: Any, problems: Sequence[Problem]) -> None:
    """Formulas, for a hyperlink of Excel's own would change how the cell looks."""
    from meetlat.workbook import fold, grid

    header = [fold(name) for name in grid(table.header_row_range)[0]]
    if "cell" in header and problems:
        column = table.data_body_range.columns[header.index("cell")]
        column.formula = [[link(problem)] for problem in problems]


def link(problem: Problem) -> str:
    """The formula that leads to the cell of a problem, or nothing where it has none."""
    if not problem.cell:
        return ""
    sheet = problem.sheet.replace("'", "''").replace('"', '""')
    return f"""=HYPERLINK("#'{sheet}'!{problem.cell}","{problem.cell}")"""


def language_of(book: xw.Book) -> Language:
    """The language of the survey, also where the rest of it cannot be read."""
    from meetlat.workbook import fold, read_tables

    with suppress(Exception):
        for survey in read_tables(book, ["Survey"])["Survey"]:
            for row in survey.values:
                if [fold(cell) for cell in row[:2]] == ["language", "nl"]:
                    return "nl"
    return "en"


@contextmanager
def _screen(app: Any, language: Language) -> Generator[Any]:
    """Say in the status bar what is being done, and keep the screen still while it is written to.

    Both are put back whatever happens; a host that cannot do one of them goes without.
    """

    def show(step: str) -> None:
        with suppress(Exception):
            app.status_bar = f"Meetlat: {STEPS[language][step]} …"
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


def reason(fault: Exception) -> str:
    """What went wrong, on one line."""
    said = " ".join(str(fault.args[0] if fault.args else fault).split()).rstrip(".")
    return f"{type(fault).__name__}: {said}"[:300]


def note(fault: Exception) -> Path:
    """Write a fault into the log, and say where that is. Never fails itself."""
    import traceback
    from datetime import datetime

    place = log_file()
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        keep = "a" if place.exists() and place.stat().st_size < 1_000_000 else "w"
        with place.open(keep, encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S%z}\n")
            log.write("".join(traceback.format_exception(fault)) + "\n")
    return place


def log_file() -> Path:
    """Where each system keeps the logs of its user's programs."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home()) / "Meetlat" / "meetlat.log"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / "Meetlat" / "meetlat.log"
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "meetlat" / "meetlat.log"


def _complain(fault: Exception, log: Path) -> None:
    if sys.stderr is not None:  # pythonw has none
        sys.stderr.write(f"{reason(fault)}. The details stand in {log}.\n")


def _can_work() -> int:
    from importlib.metadata import version
    from importlib.util import find_spec

    missing = [name for name in ("xlwings", "polars", "pandera") if find_spec(name) is None]
    sys.stdout.write(f"meetlat {version('meetlat')}\n")
    return NOT_TOLD if missing else DONE


def press() -> int:
    """The click as the macro starts it: handed to a warm process where there is one."""
    from meetlat.warm import press

    arguments = sys.argv[1:]
    if any(a.startswith("--document=") for a in arguments):
        arguments = [f"--connection={connection()}", *arguments]  # it has not our environment
    return press(arguments)


if __name__ == "__main__":
    sys.exit(press())
