"""`meetlat response`: how many people answered so far, by day and by group."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meetlat.cli.console import console, errors_explained, progress_shown, show_problems
from meetlat.cli.files import Force, Responses, Workbook, check_outputs
from meetlat.cli.usage import wrong_usage

if TYPE_CHECKING:
    from rich.table import Table

    from meetlat.publishing.response import ResponseSoFar
    from meetlat.reading.population import Turnout


def response(
    workbook: Workbook,
    responses: Responses = None,
    submitted: Annotated[str, typer.Option("--submitted", metavar="HEADING")] = "",
    csv: Annotated[Path | None, typer.Option("--csv")] = None,
    force: Force = False,
) -> None:
    """Show the response so far: by day of everyone, and of each group that may be shown."""
    if csv and csv.suffix.lower() != ".csv":
        raise wrong_usage("other_kind", file=csv.name, endings=[".csv"])
    with errors_explained():
        if csv:
            check_outputs([csv], workbook, responses, force=force)
        with progress_shown() as progress:
            from meetlat.publishing.response import response_so_far

            found = response_so_far(workbook, responses, submitted=submitted, progress=progress)
        if found.results.errors:
            show_problems(found.results)
            raise typer.Exit(code=1)
        if csv:
            from meetlat.reporting.atomic_write import write_atomically

            write_atomically(csv, b"\xef\xbb\xbf" + found.table().write_csv().encode())
    _show(found)


def _show(found: ResponseSoFar) -> None:
    from meetlat.formatting import written
    from meetlat.languages import words

    settings, screen = found.results.settings, console()
    said, language = words(settings.language), settings.language
    screen.print(_table("", [(said["turnout.everyone"], found.everyone)], language))
    if found.days:
        screen.print("\n" + said.text("turnout.by_day", column=found.column))
        names = [said["turnout.day"], said["turnout.new"], said["turnout.total"]]
        rows = [[written(day, language), str(new), str(total)] for day, new, total in found.days]
        screen.print(_columns(names, rows))
        if found.undated:
            screen.print(said.text("turnout.undated", n=found.undated))
    else:
        screen.print("\n" + said["turnout.no_days"])
    for segment, groups in found.groups.items():
        screen.print()
        name = found.segment_names.get(segment, segment)
        screen.print(_table(name, groups, language))
        if others := found.not_shown[segment]:
            screen.print(said.text("turnout.not_shown", groups="; ".join(others)))


def _table(name: str, rows: Iterable[tuple[str, Turnout]], language: str) -> Table:
    """Groups with how many people answered, of how many, and the share."""
    from meetlat.formatting import figure, percentage
    from meetlat.languages import words

    said = words(language)
    titles = [name, *(said[f"turnout.{key}"] for key in ("answered", "invited", "response"))]
    cells = [
        [
            group,
            figure(own.respondents, 0, language),
            figure(own.invited, 0, language),
            percentage(own.response, language),
        ]
        for group, own in rows
    ]
    return _columns(titles, cells)


def _columns(titles: list[str], rows: Iterable[list[str]]) -> Table:
    """A table whose first column is text, and the others figures."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for number, title in enumerate(titles):
        table.add_column(Text(title), justify="right" if number else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    return table
