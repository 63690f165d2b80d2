"""The command line: `meetlat recalculate`, `check`, `new`, and the others of `meetlat --help`.

Exit codes: 0 fine, 1 the workbook has problems (or cannot be read or written), 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meetlat.startup import fast_start

if TYPE_CHECKING:
    from rich.console import Console

    from meetlat.publishing import Each
    from meetlat.scoring.results import Results

app = typer.Typer(
    help="Score an employee survey from the workbook HR keeps it in.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

EXAMPLE = "provincie-utrecht"
WORKBOOK = "survey.xlsx"
WITH_BUTTON = "survey.xlsm"

WorkbookFile = Annotated[
    Path,
    typer.Argument(metavar="WORKBOOK", exists=True, dir_okay=False, help="The survey's workbook."),
]
ResponsesFile = Annotated[
    Path | None,
    typer.Option(
        "--responses", exists=True, dir_okay=False, help="A file in place of the setting responses."
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Replace files that exist. Files that the report is made from never are."
    ),
]


class Format(StrEnum):
    """What `export` can write."""

    csv = "csv"
    parquet = "parquet"
    json = "json"


class Starter(StrEnum):
    """The language of the workbook that `new` begins with."""

    nl = "nl"
    en = "en"


STARTERS = {Starter.nl: "starter", Starter.en: "starter-en"}


def main() -> None:
    """Run the command line."""
    fast_start()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console may lack a character
    app()


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"meetlat {version('meetlat')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_say_version, help="Say which it is."),
    ] = False,
) -> None:
    """What stands before a command."""


@app.command(epilog="Example:  meetlat recalculate survey.xlsx --output report.xlsx")
def recalculate(
    workbook: WorkbookFile,
    responses: ResponsesFile = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Write there, and leave the workbook as it is."),
    ] = None,
    force: Force = False,
) -> None:
    """Check the workbook, score the answers and write the results into the report sheets."""
    with _told_plainly():
        if output and not _is_same(output, workbook):
            _refuse_to_overwrite([output], workbook, responses, force=force)
        results = _recalculate(workbook, responses, output)
    raise typer.Exit(code=1 if results.errors else 0)


@app.command(epilog="Example:  meetlat check survey.xlsx --json")
def check(
    workbook: WorkbookFile,
    responses: ResponsesFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="The problems as JSON.")] = False,
) -> None:
    """Name every problem of the workbook and its answers; nothing is written."""
    with _told_plainly(), _steps() as progress:
        results = _compute(workbook, responses, progress)
    language = results.settings.language
    if as_json:
        from meetlat.formatting import plain

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
    else:
        _show_problems(results)
    raise typer.Exit(code=1 if results.errors else 0)


@app.command(epilog="Example:  meetlat export survey.xlsx figures --format parquet")
def export(
    workbook: WorkbookFile,
    folder: Annotated[Path, typer.Argument(file_okay=False, help="Where the files go.")],
    responses: ResponsesFile = None,
    format: Annotated[Format, typer.Option("--format", help="Kind of file.")] = Format.csv,  # noqa: A002
    force: Force = False,
) -> None:
    """Write every result table as a file, for Power BI and the like."""
    from meetlat.cli.watched import files_read
    from meetlat.reporting.table_files import export_results

    with _told_plainly(), _steps() as progress:
        results = _compute(workbook, responses, progress)
        files = []
        if not results.errors:
            read = files_read(workbook, responses)
            files = export_results(results, folder, format.value, read=read, force=force)
    if results.problems:
        _show_problems(results)
    for file in files:
        typer.echo(file)
    raise typer.Exit(code=1 if results.errors else 0)


@app.command(epilog="Example:  meetlat report survey.xlsx --html report.html --pdf report.pdf")
def report(
    workbook: WorkbookFile,
    html: Annotated[
        Path | None, typer.Option("--html", help="One page for screen and paper.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="The report sheets, through LibreOffice.")
    ] = None,
    filled: Annotated[
        Path | None, typer.Option("--workbook", help="The workbook, recalculated.")
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="SEGMENT=GROUP", help="Show this group, not the setting."),
    ] = None,
    each: Annotated[
        str | None,
        typer.Option(
            "--each",
            metavar="SEGMENT",
            help="A report of each group of this segment, in the folders that --html, --pdf and"
            " --workbook name.",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="With --each: leave alone the files that are there."),
    ] = False,
    responses: ResponsesFile = None,
    force: Force = False,
) -> None:
    """Write the report as a page or a PDF to send round; the workbook is left as it is."""
    asked = [file for file in (html, pdf, filled) if file]
    if not asked:
        raise typer.BadParameter(
            "say what to write: --html FILE, --pdf FILE, --workbook FILE, or several."
        )
    if each is not None:
        if group is not None:
            raise typer.BadParameter("either --each or --group.")
        if force and resume:
            raise typer.BadParameter("either --force or --resume.")
        targets = {"html": html, "pdf": pdf, "filled": filled}
        _report_each(workbook, each, responses, targets, force=force, resume=resume)
        return
    if resume:
        raise typer.BadParameter("--resume goes with --each.")
    if len({file.absolute() for file in asked}) < len(asked):
        raise typer.BadParameter("--html, --pdf and --workbook name the same file.")
    with _told_plainly(), _steps() as progress:
        _refuse_to_overwrite(asked, workbook, responses, force=force)
        from meetlat.publishing import publish

        made = {"html": html, "pdf": pdf, "filled": filled, "group": group}
        results = publish(workbook, responses, **made, progress=progress)
    if results.problems:
        _show_problems(results)
    if not results.errors:
        for file in asked:
            typer.echo(file)
    raise typer.Exit(code=1 if results.errors else 0)


def _report_each(
    workbook: Path,
    segment: str,
    responses: Path | None,
    folders: Mapping[str, Path | None],
    *,
    force: bool,
    resume: bool,
) -> None:
    with _told_plainly(), _steps() as progress:
        from meetlat.publishing import Targets, each_group

        to = Targets(**folders)
        reports = each_group(workbook, segment, responses, progress)
        reports.write(to, force=force, resume=resume, progress=progress)
    if reports.problems:
        _show_problems(reports)
    if reports.errors:
        raise typer.Exit(code=1)
    typer.echo(reports.summary())
    for folder in dict.fromkeys(to):
        typer.echo(folder)
    raise typer.Exit(code=0 if reports.made or reports.there else 1)


@app.command(epilog="Example:  meetlat new survey-2026")
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet, or empty.")],
    language: Annotated[
        Starter, typer.Option("--language", help="Of the workbook: its sheets, hints and example.")
    ] = Starter.nl,
) -> None:
    """Make a survey folder: a starter workbook, example responses and a place for plugins."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise typer.BadParameter(f"{folder} is not empty; name another folder.")
    _copy(STARTERS[language], folder)
    typer.echo(f"{folder / WORKBOOK}: open it, fill in your own survey, and then run")
    typer.echo(f"  meetlat recalculate {folder / WORKBOOK}")
    typer.echo(f"Or use its twin with a button, {folder / WITH_BUTTON}; once, before that:")
    typer.echo(f"  meetlat button {folder / WITH_BUTTON}")


@app.command(epilog="Example:  meetlat demo")
def demo() -> None:
    """Copy the example survey to this folder, and recalculate it."""
    folder = Path(EXAMPLE)
    if folder.exists():
        typer.echo(f"{folder} is there already, and is recalculated as it stands.")
    else:
        _copy(EXAMPLE, folder)
    if not (folder / WORKBOOK).is_file():
        raise typer.BadParameter(f"{folder} holds no {WORKBOOK}; move it elsewhere.")
    with _told_plainly():
        results = _recalculate(folder / WORKBOOK)
    raise typer.Exit(code=1 if results.errors else 0)


@app.command(epilog="Example:  meetlat watch survey.xlsx --output report.xlsx")
def watch(
    place: Annotated[
        Path,
        typer.Argument(metavar="WORKBOOK|FOLDER", exists=True, help="What to keep an eye on."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Write there; the workbook may then stay open in Excel."),
    ] = None,
    force: Force = False,
) -> None:
    """Recalculate whenever the workbook, its responses or its plugins are saved, until Ctrl+C."""
    if output and place.is_dir():
        raise typer.BadParameter("--output is for one workbook; name the workbook.")
    if output and not _is_same(output, place):
        with _told_plainly():
            _refuse_to_overwrite([output], place, force=force)
    from meetlat.cli.watch import watch as run

    try:
        run(place, typer.echo, output)
    except KeyboardInterrupt:
        typer.echo("Stopped.")


@app.command(epilog="Example:  meetlat button survey.xlsm")
def button(
    workbook: WorkbookFile,
    python: Annotated[
        Path | None,
        typer.Option("--python", help="Another Python than the one that runs this."),
    ] = None,
    libreoffice: Annotated[
        bool,
        typer.Option("--libreoffice", help="For LibreOffice too, and let it listen for Meetlat."),
    ] = False,
) -> None:
    """Tell the button in a workbook which Python to start, and check that this works."""
    from meetlat.button.setup import NotPreparedError, prepare
    from meetlat.button.setup_application import NEXT, prepare_application

    try:
        with _told_plainly():
            for line in prepare(workbook, python, libreoffice=libreoffice):
                typer.echo(line)
            for line in prepare_application(libreoffice=libreoffice):
                typer.echo(line)
    except NotPreparedError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(code=1) from fault
    typer.echo(NEXT)


@app.command(epilog="Example:  meetlat plugins survey.xlsx --allow")
def plugins(
    place: Annotated[
        Path | None,
        typer.Argument(metavar="[WORKBOOK|FOLDER]", exists=True, help="With its plugins too."),
    ] = None,
    allow: Annotated[
        bool, typer.Option("--allow", help="Let its plugins run here, as they are now.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Let them run no more.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON.")] = False,
) -> None:
    """Say which plugins there are, what they offer, which are on, and what is wrong with them.

    A plugin is code and can do whatever you can. Those of a folder run only where you made the
    folder with meetlat new, or allowed them: look at the files first.
    """
    from meetlat.cli.plugin_list import as_data, as_text, plugin_report, survey_folder

    folder = survey_folder(place)
    with _told_plainly():
        if allow or forget:
            _decide(folder, allow=allow, forget=forget)
        report = plugin_report(place if place and place.is_file() else None, folder)
    if as_json:
        typer.echo(json.dumps(as_data(report), ensure_ascii=False, indent=2))
    else:
        for line in as_text(report, _console().width):
            typer.echo(line)


def _decide(folder: Path | None, *, allow: bool, forget: bool) -> None:
    """Allow or forget the plugins of a folder, and say so where people read it."""
    from meetlat.plugins import trust
    from meetlat.plugins.folder import Uncheckable, read_snapshot

    if folder is None or not folder.is_dir():
        raise typer.BadParameter("name the workbook, or the folder, whose plugins are meant.")
    if allow and forget:
        raise typer.BadParameter("either --allow or --forget.")
    if forget:
        known = trust.forget(folder)
        typer.echo(f"{folder}: {'forgotten' if known else 'nothing of it was allowed'}.", err=True)
        return
    try:
        snapshot = read_snapshot(folder.resolve())
    except Uncheckable as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(code=1) from fault
    trust.allow(snapshot)
    for name, content in sorted(snapshot.files.items()):
        typer.echo(f"allowed: {folder / name} ({len(content)} bytes)", err=True)


@app.command(epilog="Example:  meetlat new-plugin top_box survey-2026")
def new_plugin(
    name: Annotated[str, typer.Argument(help="Of the metric: small letters, digits and _.")],
    folder: Annotated[
        Path, typer.Argument(file_okay=False, help="Where the workbook stands; here unless told.")
    ] = Path(),
) -> None:
    """Write a metric that works, and a test of it, for you to change."""
    from meetlat.cli.plugin_template import NotMadeError
    from meetlat.cli.plugin_template import new_plugin as run

    try:
        with _told_plainly():
            for line in run(name, folder):
                typer.echo(line)
    except NotMadeError as fault:
        raise typer.BadParameter(str(fault)) from fault


def _recalculate(
    workbook: Path, responses: Path | None = None, output: Path | None = None
) -> Results:
    with _steps() as progress:
        from meetlat.recalculation import recalculate as run

        results = run(workbook, responses, output=output, progress=progress)
    if results.errors:
        _show_problems(results)
    else:
        from meetlat.cli.terminal import show_results

        show_results(_console(), results)
        if results.problems:
            _show_problems(results)
        typer.echo(f"\n{output or workbook}")
    return results


def _refuse_to_overwrite(
    targets: Sequence[Path], workbook: Path, responses: Path | None = None, *, force: bool
) -> None:
    from meetlat.cli.watched import files_read
    from meetlat.reporting.overwrite_guard import refuse_to_overwrite

    refuse_to_overwrite(targets, read=files_read(workbook, responses), force=force)


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)


def _compute(workbook: Path, responses: Path | None, progress: Callable[[str], None]) -> Results:
    from meetlat.recalculation import look

    return look(workbook, responses, progress)


def _show_problems(results: Results | Each) -> None:
    from meetlat.cli.terminal import count_line, show_problems

    language, console = results.settings.language, _console()
    show_problems(console, results.problems, language)
    if results.problems:
        console.print(count_line(results.problems, language))
    else:
        console.print({"en": "No problems.", "nl": "Geen problemen."}[language])


def _copy(survey: str, folder: Path) -> None:
    """Copy a survey that comes with Meetlat; what its user puts in its plugins folder may run."""
    from importlib.resources import as_file, files
    from shutil import copytree, ignore_patterns

    from meetlat.plugins.trust import mark_made_here

    with as_file(files("meetlat_workbooks") / survey) as source:
        copytree(source, folder, dirs_exist_ok=True, ignore=ignore_patterns("__pycache__"))
    with suppress(OSError):  # where nothing can be written down one is asked, as anywhere else
        mark_made_here(folder / "plugins")


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, soft_wrap=True, highlight=False, emoji=False)


@contextmanager
def _steps() -> Generator[Callable[[str], None]]:
    """Say on the terminal which step is at work; the line is gone when all are done."""
    from rich.text import Text

    console = _console(stderr=True)
    if not console.is_terminal:
        yield lambda step: None
        return
    steps = {
        "read": "Reading the workbook",
        "check": "Checking the catalogue and the answers",
        "count": "Counting the answers",
        "score": "Scoring",
        "report": "Writing the report",
    }
    with console.status("Starting …") as status:
        yield lambda step: status.update(Text(f"{steps.get(step, step)} …"))


@contextmanager
def _told_plainly() -> Generator[None]:
    """A workbook that cannot be read or written is a sentence, never a traceback."""
    try:
        yield
    except BrokenPipeError:  # whoever read what we say has gone; there is nobody to tell
        raise typer.Exit(code=1) from None
    except OSError as fault:
        name = fault.filename or ""
        typer.echo(f"{name}: {fault.strerror or fault}", err=True)
        raise typer.Exit(code=1) from fault
    except Exception as fault:
        from meetlat.reporting.errors import NotPublishedError
        from meetlat.reporting.overwrite_guard import NotOverwrittenError
        from xlengines.xlsx import Refused

        if not isinstance(fault, (Refused, NotPublishedError, NotOverwrittenError)):
            raise
        remedy = getattr(fault, "remedy", None) or ""
        typer.echo(f"{fault.args[0]} {remedy}".rstrip(), err=True)
        raise typer.Exit(code=1) from fault
