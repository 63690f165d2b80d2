"""The files that commands read and write: their arguments, and which may be overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.usage import existing_file
from meetlat.reporting.overwrite_guard import refuse_to_overwrite

Workbook = Annotated[Path, typer.Argument(metavar="WORKBOOK", callback=existing_file)]
Responses = Annotated[Path | None, typer.Option("--responses", callback=existing_file)]
Force = Annotated[bool, typer.Option("--force")]

Json = Annotated[bool, typer.Option("--json")]
Quiet = Annotated[bool, typer.Option("--quiet")]


def check_outputs(
    outputs: Iterable[Path], workbook: Path, responses: Path | None = None, *, force: bool
) -> None:
    """Check that output files may be written, before anything is.

    Raises:
        NotOverwrittenError: one of them may not be written.
    """
    refuse_to_overwrite(outputs, read=read_files(workbook, responses), force=force)


def read_files(workbook: Path, responses: Path | None = None) -> Iterator[Path]:
    """The files that a report of a workbook is made from; the workbook is opened to find out."""
    yield workbook
    if responses:
        yield responses
    from meetlat.cli.survey_files import survey_files

    if survey := survey_files(workbook):
        yield from survey.answers


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file that exists."""
    return one.exists() and one.samefile(other)
