"""`meetlat window`: recalculate a survey from a small window, for people without macros."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.usage import existing_file


def window(
    workbook: Annotated[
        Path | None, typer.Argument(metavar="[WORKBOOK]", callback=existing_file)
    ] = None,
) -> None:
    """Open a window that recalculates a workbook whenever it is saved, and shows its problems."""
    from meetlat.languages import words
    from meetlat.languages.system import system_language

    said = words(system_language())
    try:
        import tkinter as tk
    except ImportError as fault:  # Linux has it as a package of its own
        typer.echo(said["window.no_tkinter"], err=True)
        raise typer.Exit(code=1) from fault
    from meetlat.cli.window_frame import show_window

    try:
        show_window(workbook, system_language())
    except tk.TclError as fault:
        typer.echo(said.text("window.no_screen", reason=fault), err=True)
        raise typer.Exit(code=1) from fault
