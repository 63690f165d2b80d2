"""`meetlat check`: list the problems of a workbook and its responses."""

from __future__ import annotations

import typer

from meetlat.cli.console import errors_explained, progress_shown, show_json, show_problems
from meetlat.cli.files import Json, Quiet, Responses, Workbook


def check(
    workbook: Workbook, responses: Responses = None, as_json: Json = False, quiet: Quiet = False
) -> None:
    """List every problem of the workbook and its responses, without writing anything."""
    with errors_explained(), progress_shown(quiet=quiet) as progress:
        from meetlat.api import preview

        results = preview(workbook, responses, progress).results
    if as_json:
        show_json(results)
    else:
        show_problems(results, quiet=quiet)
    raise typer.Exit(code=1 if results.errors else 0)
