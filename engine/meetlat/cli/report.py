"""`meetlat report`: write the report as a page, a PDF, slides or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from meetlat.cli.console import errors_explained, progress_shown, show_contents, show_problems
from meetlat.cli.files import Force, Quiet, Responses, Workbook, check_outputs
from meetlat.cli.usage import existing_file, wrong_usage

if TYPE_CHECKING:
    from meetlat.problems.problem import Problem
    from meetlat.publishing import Contents, Each, Targets

# The options that name files, and the endings of those names.
OPTIONS = ["--html", "--pdf", "--workbook", "--pptx", "--board", "--board-workbook"]
ENDINGS = [[".html", ".htm"], [".pdf"], [".xlsx", ".xlsm"], [".pptx"], [".pdf", ".xlsx"], [".xlsx"]]


def report(
    workbook: Workbook,
    html: Annotated[Path | None, typer.Option("--html")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf")] = None,
    filled: Annotated[Path | None, typer.Option("--workbook")] = None,
    pptx: Annotated[Path | None, typer.Option("--pptx")] = None,
    board: Annotated[Path | None, typer.Option("--board")] = None,
    board_workbook: Annotated[Path | None, typer.Option("--board-workbook")] = None,
    template: Annotated[Path | None, typer.Option("--template", callback=existing_file)] = None,
    group: Annotated[str | None, typer.Option("--group", metavar="SEGMENT=GROUP")] = None,
    each: Annotated[str | None, typer.Option("--each", metavar="SEGMENT")] = None,
    resume: Annotated[bool, typer.Option("--resume")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1)] = 1,
    responses: Responses = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write the report as files to send to readers; the workbook stays as it is."""
    if each is None and board and board.suffix.lower() == ".xlsx" and not board_workbook:
        board, board_workbook = None, board
    named = [html, pdf, filled, pptx, board, board_workbook]
    _check_usage(named, group, each, force=force, resume=resume)
    if each is None:
        _check_kinds(named)
    for one, other, options in (
        (pdf, board, "--pdf, --board"),
        (filled, board_workbook, "--workbook, --board-workbook"),
    ):
        if one and other and one.absolute() == other.absolute():
            raise wrong_usage("same_names", options=options)
    if template and not (pptx or board):
        raise wrong_usage("needs", option="--template", others=["--pptx", "--board"])
    with errors_explained():
        from meetlat.publishing import Targets

        targets = Targets(html, pdf, filled, pptx, board, board_workbook)
        if each is None:
            _report_one(workbook, responses, group, targets, template, force=force, quiet=quiet)
        else:
            how = {"force": force, "resume": resume, "jobs": jobs, "quiet": quiet}
            _report_each(workbook, responses, each, targets, template, **how)


def _check_usage(
    named: list[Path | None], group: str | None, each: str | None, *, force: bool, resume: bool
) -> None:
    asked = [path for path in named if path]
    if not asked:
        raise wrong_usage("nothing_to_write")
    if each is None and resume:
        raise wrong_usage("needs", option="--resume", others="--each")
    if each is None and len({file.absolute() for file in asked}) < len(asked):
        raise wrong_usage("same_file")
    if each is not None and group is not None:
        raise wrong_usage("either", one="--each", other="--group")
    if force and resume:
        raise wrong_usage("either", one="--force", other="--resume")
    if each is not None:
        for path in asked:
            if path.is_file() or path.suffix.lower() in {e for own in ENDINGS for e in own}:
                raise wrong_usage("each_file", file=path)


def _check_kinds(named: Sequence[Path | None]) -> None:
    """Refuse a name that other programs would open as another kind of file."""
    for path, endings in zip(named, ENDINGS, strict=True):
        kind = path.suffix.lower() if path else ""
        if path and kind not in endings:
            other = [option for option, own in zip(OPTIONS, ENDINGS, strict=True) if kind in own]
            key = "other_option" if len(other) == 1 else "other_kind"
            raise wrong_usage(key, file=path.name, endings=endings, options=other)


def _report_one(
    workbook: Path,
    responses: Path | None,
    group: str | None,
    files: Targets,
    template: Path | None,
    *,
    force: bool,
    quiet: bool,
) -> None:
    from meetlat.publishing import publish

    check_outputs(files, workbook, responses, force=force)
    contents: dict[Path, Contents] = {}
    with progress_shown(quiet=quiet) as progress:
        results = publish(
            workbook,
            files,
            responses,
            template=template,
            group=group,
            progress=progress,
            show_contents=contents.__setitem__,
        )
    if group is not None:
        results.problems[:] = [_about_option(problem) for problem in results.problems]
    if results.errors:
        show_problems(results, quiet=quiet)
        raise typer.Exit(code=1)
    if quiet:
        return
    for file in files:
        typer.echo(file)
        if file in contents:
            show_contents(contents[file], results.settings.language)
    if results.problems:
        show_problems(results)


def _about_option(problem: Problem) -> Problem:
    """A problem with the group that was asked for is about the option, not about the setting."""
    if problem.code not in ("unknown-group", "group-withheld"):
        return problem
    return replace(problem, sheet="--group", cell="")


def _report_each(
    workbook: Path,
    responses: Path | None,
    segment: str,
    folders: Targets,
    template: Path | None,
    *,
    force: bool,
    resume: bool,
    jobs: int,
    quiet: bool,
) -> None:
    from meetlat.publishing import each_group

    first: dict[tuple[Path, str], tuple[Path, Contents]] = {}

    def keep_first(file: Path, contents: Contents) -> None:
        # Titles of slides differ between groups, and the sheets of a PDF do not.
        first.setdefault((file.parent, file.suffix), (file, contents._replace(slides=())))

    with progress_shown(quiet=quiet) as progress:
        reports = each_group(workbook, segment, responses, progress)
        reports.template = template
        reports.write(
            folders,
            force=force,
            resume=resume,
            jobs=jobs,
            progress=progress,
            show_contents=keep_first,
        )
    if reports.errors:
        show_problems(reports, quiet=quiet)
        raise typer.Exit(code=1)
    if not quiet:
        _show_each(reports, folders, first)
    raise typer.Exit(code=0 if reports.made or reports.there else 1)


def _show_each(
    reports: Each, folders: Targets, first: dict[tuple[Path, str], tuple[Path, Contents]]
) -> None:
    typer.echo(reports.summary())
    for folder in dict.fromkeys(folders):
        typer.echo(folder)
    for file, contents in first.values():
        if any(contents):
            typer.echo(file)
            show_contents(contents, reports.settings.language)
    if reports.problems:
        show_problems(reports)
