"""`meetlat new-plugin`: write a metric to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import errors_explained


def new_plugin(
    name: Annotated[str, typer.Argument()],
    folder: Annotated[
        Path,
        typer.Argument(file_okay=False),
    ] = Path(),
) -> None:
    """Write a metric that works, and a test for it, for you to change."""
    from meetlat.cli.plugin_template import NotMadeError, new_plugin

    try:
        with errors_explained():
            for line in new_plugin(name, folder):
                typer.echo(line)
    except NotMadeError as fault:
        raise typer.BadParameter(str(fault)) from fault
