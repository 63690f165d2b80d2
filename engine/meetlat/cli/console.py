"""What commands show on the terminal while they run, when they fail and when they are done."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from meetlat.languages import Language
    from meetlat.problems.problem import Problem
    from meetlat.publishing import Contents, Each
    from meetlat.scoring.report import Report
    from meetlat.scoring.results import Results


def console(*, stderr: bool = False) -> Console:
    """A terminal that prints texts as they are."""
    from rich.console import Console

    return Console(stderr=stderr, soft_wrap=True, highlight=False, emoji=False)


@contextmanager
def progress_shown(*, quiet: bool = False) -> Generator[Callable[[str], None]]:
    """Show the current step in a line that disappears at the end; call the value with each step.

    Nothing is shown in a file or a pipe.
    """
    if quiet or not (terminal := console(stderr=True)).is_terminal:
        yield lambda step: None
        return
    from rich.text import Text

    from meetlat.languages import words
    from meetlat.languages.system import system_language

    said = words(system_language()).under("progress")
    with terminal.status(Text(said["start"])) as status:
        yield lambda step: status.update(Text(said.get(step, step)))


@contextmanager
def errors_explained() -> Generator[None]:
    """Print a sentence instead of a traceback for files that cannot be read or written."""
    try:
        yield
    except Exception as fault:
        if has_no_reader(fault):
            end_unread()
        if (sentence := _sentence(fault)) is None:
            raise
        typer.echo(sentence, err=True)
        raise typer.Exit(code=1) from fault


def has_no_reader(fault: Exception) -> bool:
    """Whether the program that reads our output has gone, such as `more`; a file has a name."""
    if isinstance(fault, BrokenPipeError):
        return True
    # Python on Windows often says this instead (python/cpython#79935).
    invalid = isinstance(fault, OSError) and fault.errno == errno.EINVAL and not fault.filename
    return sys.platform == "win32" and invalid


def end_unread() -> NoReturn:
    """End the program; what was not written yet goes nowhere, or Python would try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def _sentence(fault: Exception) -> str | None:
    """What went wrong with a file; in the language of the computer if we have it so."""
    from meetlat.languages import words
    from meetlat.languages.system import system_language
    from meetlat.reporting.errors import NotPublishedError
    from xlengines.xlsx import Refused

    said = words(system_language())
    if isinstance(fault, NotPublishedError):
        return said.text(fault.key, **fault.facts) if fault.key else fault.args[0]
    if isinstance(fault, Refused):
        key = f"refused.{fault.kind}"
        has_text = bool(fault.kind and fault.file and system_language() != "en")
        return said.text(key, file=fault.file) if has_text else str(fault)
    if isinstance(fault, PermissionError) and fault.filename:
        return said.text("command.not_written", file=fault.filename)
    if isinstance(fault, OSError):
        return f"{fault.filename or ''}: {fault.strerror or fault}"
    return None


def show_problems(results: Results | Each, *, quiet: bool = False) -> None:
    """Print every problem, and how many there are; if it must be quiet, only errors."""
    if not quiet:
        show_found(results.problems, results.settings.language)
    elif results.errors:
        show_found(results.errors, results.settings.language)


def show_found(problems: Sequence[Problem], language: Language) -> None:
    """Print problems in a language, and how many there are."""
    from meetlat.cli import terminal
    from meetlat.languages import words

    screen = console()
    terminal.show_problems(screen, problems, language)
    if problems:
        screen.print(terminal.count_line(problems, language))
    else:
        screen.print(words(language)["terminal.no_problems"])


def show_json(results: Results | Report) -> None:
    """Print problems for other programs: sentences in the survey's language, else as in any."""
    import json

    from meetlat.formatting import plain

    language = results.settings.language
    rows = [
        {
            "code": p.code,
            "severity": p.severity,
            "sheet": p.sheet,
            "cell": p.cell,
            "value": p.value_in("en"),
            "problem": p.sentence(language),
            "remedy": p.remedy(language),
            "facts": dict(p.facts),
        }
        for p in results.problems
    ]
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=plain))


def show_contents(contents: Contents, language: Language) -> None:
    """Print what a file holds, so that nothing is sent unseen."""
    from meetlat.languages import words

    texts = words(language)
    for number, title in enumerate(contents.slides, start=1):
        typer.echo(f"  {number}. {title}")
    for key, names in (("sheets", contents.sheets), ("left_out", contents.left_out)):
        if names:
            typer.echo("  " + texts.text(f"contents.{key}", names=", ".join(names)))
