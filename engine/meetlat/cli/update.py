"""`meetlat update`: compare a workbook with a new export, and add what is new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import errors_explained, progress_shown, show_found
from meetlat.cli.files import Workbook
from meetlat.cli.usage import existing_file


def update(
    workbook: Workbook,
    export: Annotated[Path, typer.Option("--from", metavar="EXPORT", callback=existing_file)],
    everything: Annotated[bool, typer.Option("--all")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> None:
    """Add new questions, scales and segments; name those that are gone, renamed or changed."""
    with errors_explained():
        with progress_shown() as progress:
            progress("read")
            from meetlat.drafting.summary import update_summary
            from meetlat.drafting.update import update_survey

            done = update_survey(workbook, export, everything=everything, dry_run=dry_run)
        if not done.has_errors:
            for line in update_summary(done, dry_run=dry_run):
                typer.echo(line)
        if done.problems:
            show_found(done.problems, done.language)
    raise typer.Exit(code=1 if done.has_errors else 0)
