"""`meetlat button`: prepare the button of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import errors_explained
from meetlat.cli.files import Workbook


def button(
    workbook: Workbook,
    python: Annotated[
        Path | None,
        typer.Option(
            "--python", help="The Python that the button starts, instead of the current one."
        ),
    ] = None,
    libreoffice: Annotated[
        bool,
        typer.Option(
            "--libreoffice",
            help="Prepare the button for LibreOffice too, and let LibreOffice listen for Meetlat.",
        ),
    ] = False,
) -> None:
    """Write into the workbook which Python its button starts, and check that it works."""
    from meetlat.button.setup import NEXT, NotPreparedError, prepare, prepare_application

    try:
        with errors_explained():
            for line in prepare(workbook, python, libreoffice=libreoffice):
                typer.echo(line)
            for line in prepare_application(libreoffice=libreoffice):
                typer.echo(line)
    except NotPreparedError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(code=1) from fault
    typer.echo(NEXT)
