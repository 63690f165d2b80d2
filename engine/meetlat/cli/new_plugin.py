"""`meetlat new-plugin`: write a plugin to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from meetlat.cli.console import errors_explained


def new_plugin(
    name: Annotated[str, typer.Argument()],
    folder: Annotated[Path, typer.Argument(file_okay=False)] = Path(),
    kind: Annotated[
        Literal["metric", "table", "persons", "source", "rule", "package"], typer.Option("--kind")
    ] = "metric",
) -> None:
    """Write a plugin that works for you to change; a metric comes with a test."""
    from meetlat.cli.plugin_template import Kind, NotMadeError, new_plugin

    try:
        with errors_explained():
            for line in new_plugin(name, folder, Kind(kind)):
                typer.echo(line)
    except NotMadeError as fault:
        raise typer.BadParameter(str(fault)) from fault
