"""`meetlat recalculate`: fill the report sheets of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import console, errors_explained, progress_shown, show_problems
from meetlat.cli.files import Force, Responses, Workbook, check_outputs, is_same_file


def recalculate(
    workbook: Workbook,
    responses: Responses = None,
    output: Annotated[
        Path | None,
        typer.Option("--output"),
    ] = None,
    force: Force = False,
) -> None:
    """Check the workbook, score the responses and write the results into the report sheets."""
    with errors_explained():
        if output and not is_same_file(output, workbook):
            check_outputs([output], workbook, responses, force=force)
        recalculate_and_show(workbook, responses, output)


def recalculate_and_show(
    workbook: Path, responses: Path | None = None, output: Path | None = None
) -> None:
    """Recalculate a workbook, show the results and exit.

    Raises:
        typer.Exit: always; with code 1 if the workbook has errors.
    """
    with progress_shown() as progress:
        from meetlat.recalculation import run

        report = run(workbook, responses, output=output, progress=progress)
    if report.errors:
        show_problems(report.results)
        raise typer.Exit(code=1)
    from meetlat.cli.terminal import show_results

    show_results(console(), report)
    if report.problems:
        show_problems(report.results)
    typer.echo(f"\n{output or workbook}")
    raise typer.Exit
