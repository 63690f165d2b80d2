"""`meetlat button`: check that the button of a workbook works."""

from __future__ import annotations

from typing import Annotated

import typer

from meetlat.cli.console import errors_explained
from meetlat.cli.files import Workbook


def button(
    workbook: Workbook, libreoffice: Annotated[bool, typer.Option("--libreoffice")] = False
) -> None:
    """Check that the button of a workbook will start Meetlat, and prepare Excel or LibreOffice."""
    from meetlat.button.setup import NotPreparedError, prepare, prepare_application, said

    try:
        with errors_explained():
            for line in prepare(workbook, libreoffice=libreoffice):
                typer.echo(line)
            for line in prepare_application(libreoffice=libreoffice):
                typer.echo(line)
    except NotPreparedError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(code=1) from fault
    typer.echo(said("next"))
