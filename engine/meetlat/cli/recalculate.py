"""`meetlat recalculate`: fill the report sheets of a workbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meetlat.cli.console import console, errors_explained, progress_shown, show_json, show_problems
from meetlat.cli.files import Force, Json, Quiet, Responses, Workbook, is_same_file
from meetlat.reporting.overwrite_guard import refuse_to_overwrite

if TYPE_CHECKING:
    from meetlat.reading.inputs import Inputs
    from meetlat.scoring.report import Report


def recalculate(
    workbook: Workbook,
    responses: Responses = None,
    output: Annotated[Path | None, typer.Option("--output")] = None,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check the workbook, score the responses and write the results into the report sheets."""
    with errors_explained():
        code = recalculate_and_show(
            workbook, responses, output, force=force, as_json=as_json, quiet=quiet
        )
    raise typer.Exit(code)


def recalculate_and_show(
    workbook: Path,
    responses: Path | None = None,
    output: Path | None = None,
    *,
    force: bool = False,
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Recalculate a workbook and show the results; return the exit code, 1 if it has errors.

    `responses` and `output` are used in place of the file in its settings and of the workbook.
    `as_json` prints the problems as JSON and nothing else, and `quiet` only errors.
    """
    with progress_shown(quiet=quiet) as progress:
        from meetlat.recalculation import run

        check = partial(_check_output, workbook, responses, output, force=force)
        report = run(workbook, responses, output=output, progress=progress, check=check)
    if as_json:
        show_json(report)
    elif report.errors:
        show_problems(report.results, quiet=quiet)
    elif not quiet:
        _show(report, output or workbook)
    return 1 if report.errors else 0


def _check_output(
    workbook: Path, responses: Path | None, output: Path | None, inputs: Inputs, *, force: bool
) -> None:
    """Refuse to replace files that are read, and without `force` any other but the workbook."""
    if output is None or is_same_file(output, workbook):
        return
    from meetlat.cli.survey_files import named_files

    read = (workbook, responses, *named_files(workbook, inputs))
    refuse_to_overwrite([output], read=read, force=force)


def _show(report: Report, file: Path) -> None:
    from meetlat.cli.terminal import show_results

    show_results(console(), report)
    if report.problems:
        show_problems(report.results)
    typer.echo(f"\n{file}")
