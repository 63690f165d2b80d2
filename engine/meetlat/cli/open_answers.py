"""`meetlat open-answers`: write open answers to a workbook of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import errors_explained, progress_shown, show_problems
from meetlat.cli.files import Force, Quiet, Responses, Workbook
from meetlat.cli.usage import existing_file, wrong_usage


def open_answers(
    workbook: Workbook,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    group: Annotated[str, typer.Option("--group", metavar="SEGMENT=GROUP")] = "",
    names: Annotated[Path | None, typer.Option("--names", callback=existing_file)] = None,
    in_report: Annotated[bool, typer.Option("--report")] = False,
    responses: Responses = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write the open answers that may be shown, in random order, to code and count their topics."""
    if file.suffix.lower() != ".xlsx":
        raise wrong_usage("other_kind", file=file.name, endings=[".xlsx"])
    with errors_explained():
        from meetlat.languages import words
        from meetlat.publishing.open_answers import publish_open_answers

        with progress_shown(quiet=quiet) as progress:
            listed = _lines(names) if names else []
            options = {"group": group, "names": listed, "force": force, "in_report": in_report}
            done = publish_open_answers(workbook, file, responses, **options, progress=progress)
    if not (done.results.errors or quiet):
        said = words(done.results.settings.language)
        typer.echo(file)
        for key, questions in (("shown", done.shown), ("not_shown", done.not_shown)):
            if questions:
                typer.echo("  " + said.text(f"open_answers.{key}", questions="; ".join(questions)))
        if in_report:
            typer.echo("  " + said.text("open_answers.reported", done.topics, file=workbook))
    if done.results.problems:
        show_problems(done.results, quiet=quiet)
    raise typer.Exit(code=1 if done.results.errors else 0)


def _lines(file: Path) -> list[str]:
    """The lines of a text file, in UTF-8 or as Notepad of older Windows saves it."""
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace").splitlines()
