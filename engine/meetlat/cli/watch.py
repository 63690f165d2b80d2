"""`meetlat watch`: recalculate a survey whenever one of its files is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import errors_explained
from meetlat.cli.files import Force, check_outputs, is_same_file
from meetlat.cli.usage import wrong_usage
from meetlat.languages import words
from meetlat.languages.system import system_language


def watch(
    place: Annotated[Path, typer.Argument(metavar="WORKBOOK|FOLDER", exists=True)],
    output: Annotated[Path | None, typer.Option("--output")] = None,
    force: Force = False,
) -> None:
    """Recalculate when the workbook, its responses or its plugins are saved, until Ctrl+C."""
    if output and place.is_dir():
        raise wrong_usage("one_output")
    if output and not is_same_file(output, place):
        with errors_explained():
            check_outputs([output], place, force=force)
    from meetlat.cli.watcher import watch

    try:
        watch(place, typer.echo, output)
    except KeyboardInterrupt:
        typer.echo(words(system_language())["command.stopped"])
