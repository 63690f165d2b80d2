"""`meetlat export`: write the result tables as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import errors_explained, progress_shown, show_problems
from meetlat.cli.files import Force, Quiet, Responses, Workbook, read_files


class Format(StrEnum):
    """The kinds of file that `export` can write."""

    csv = "csv"
    parquet = "parquet"
    json = "json"


def export(
    workbook: Workbook,
    folder: Annotated[Path, typer.Argument(file_okay=False)],
    responses: Responses = None,
    format: Annotated[  # noqa: A002
        Format, typer.Option("--format")
    ] = Format.csv,
    formulas: Annotated[bool, typer.Option("--formulas")] = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write every result table as a file, for Power BI and other programs.

    If the figures are weighted, respondent_weights has the weight of each respondent. It is meant
    for HR only.
    """
    files = []
    with errors_explained(), progress_shown(quiet=quiet) as progress:
        from meetlat.api import preview
        from meetlat.reporting.table_files import export_results

        report = preview(workbook, responses, progress)
        results, weighting = report.results, report.weighting
        if not results.errors:
            files = export_results(
                results,
                folder,
                format.value,
                read=read_files(workbook, responses),
                force=force,
                formulas=formulas,
                weights=weighting.respondents if weighting else None,
            )
    for file in files if not quiet else ():
        typer.echo(file)
    if results.problems:
        show_problems(results, quiet=quiet)
    raise typer.Exit(code=1 if results.errors else 0)
