"""`meetlat check`: list the problems of a workbook and its responses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from meetlat.cli.console import errors_explained, progress_shown, show_problems
from meetlat.cli.files import Responses, Workbook

if TYPE_CHECKING:
    from meetlat.languages import Language
    from meetlat.problems.problem import Problem


def check(
    workbook: Workbook,
    responses: Responses = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List every problem of the workbook and its responses, without writing anything."""
    with errors_explained(), progress_shown() as progress:
        from meetlat.api import preview

        results = preview(workbook, responses, progress).results
    if as_json:
        typer.echo(_as_json(results.problems, results.settings.language))
    else:
        show_problems(results)
    raise typer.Exit(code=1 if results.errors else 0)


def _as_json(problems: Iterable[Problem], language: Language) -> str:
    """Problems for other programs: sentences in the survey's language, all else the same in any."""
    from meetlat.formatting import plain

    rows = [
        {
            "code": p.code,
            "severity": p.severity,
            "sheet": p.sheet,
            "cell": p.cell,
            "value": p.value_in("en"),
            "problem": p.sentence(language),
            "remedy": p.remedy(language),
            "facts": dict(p.facts),
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=plain)
