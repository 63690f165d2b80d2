"""`meetlat new` and `meetlat demo`: make a folder with a survey to start from."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import errors_explained, progress_shown, show_found
from meetlat.cli.recalculate import recalculate_and_show
from meetlat.cli.usage import existing_file, wrong_usage
from meetlat.languages import LANGUAGES

EXAMPLE = "provincie-utrecht"
WORKBOOK = "survey.xlsx"
WITH_BUTTON = "survey.xlsm"
EXAMPLE_RESPONSES = "responses.csv"


def new(
    folder: Annotated[Path, typer.Argument()],
    language: Annotated[
        str | None, typer.Option("--language", metavar=f"<{'|'.join(LANGUAGES)}>")
    ] = None,
    scale: Annotated[str | None, typer.Option("--scale", metavar="NAME")] = None,
    export: Annotated[Path | None, typer.Option("--from", metavar="EXPORT")] = None,
    structure: Annotated[
        Path | None, typer.Option("--structure", metavar="FILE", callback=existing_file)
    ] = None,
) -> None:
    """Make a survey folder: a starter workbook, example responses and a folder for plugins."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise wrong_usage("not_empty", folder=folder)
    if language is not None:
        _starter(language)
    if structure is not None and export is None:
        raise wrong_usage("structure_alone")
    if scale is not None and export is not None:
        raise wrong_usage("scale_alone")
    if scale is not None:
        with _reading_once():
            _from_instrument(scale, folder, language or LANGUAGES[0])
    elif export is None:
        language = language or LANGUAGES[0]
        _copy(_starter(language), folder)
        _show_next("new.fill_in", folder, language)
    else:
        with errors_explained(), _reading_once():
            _from_export(export, folder, language, structure)


def _show_next(first: str, folder: Path, language: str) -> None:
    """Print what to do with the workbooks: `first` is the key of the text about the usual one."""
    from meetlat.languages import words

    text = words(language)
    sheet = text["drafting.table"]
    for key, name in ((first, WORKBOOK), ("new.button", WITH_BUTTON)):
        typer.echo(text.text(key, file=folder / name, sheet=sheet))


@contextmanager
def _reading_once() -> Generator[None]:
    """Read parts with the same bytes once: the two workbooks of a folder share most of them."""
    from xlengines.xlsx import remembering

    with remembering():
        yield


def _from_instrument(name: str, folder: Path, language: str) -> None:
    """Set up a survey with a published scale, and say where it is from and what to do."""
    from meetlat.drafting.instruments.instrument import find_instrument, instrument_names

    instrument = find_instrument(name)
    if instrument is None:
        raise wrong_usage("no_scale", name=name, names=", ".join(instrument_names()))
    from meetlat.drafting.start import start_without_answers
    from meetlat.languages import words

    with errors_explained(), progress_shown() as progress, _removed_on_failure(folder):
        progress("report")
        _copy(_starter(language), folder)
        (folder / EXAMPLE_RESPONSES).unlink()
        start_without_answers(folder, (WORKBOOK, WITH_BUTTON), instrument.draft(language))
    for key in ("title", "licence", "remark"):
        typer.echo(instrument.in_language(key, language))
    typer.echo(words(language).text("drafting.source", source=instrument.content["source"]))
    _show_next("new.instrument", folder, language)


def _from_export(export: Path, folder: Path, language: str | None, structure: Path | None) -> None:
    """Set up a survey from an export or its structure, and show what was found and what to do."""
    with progress_shown() as progress, _removed_on_failure(folder):
        from meetlat.drafting.start import draft_from, start_survey, start_without_answers

        progress("read")
        draft, problems = draft_from(export, language, structure)
        if draft is not None and draft.has_questions:
            _copy(_starter(draft.language), folder)
            (folder / EXAMPLE_RESPONSES).unlink()
            progress("report")
            if draft.has_answers:
                problems = start_survey(folder, (WORKBOOK, WITH_BUTTON), draft, export)
            else:
                problems = start_without_answers(folder, (WORKBOOK, WITH_BUTTON), draft)
    if draft is None:
        from meetlat.languages.system import system_language

        show_found(problems, language or system_language())
        raise typer.Exit(code=1)
    if not draft.has_questions:
        from meetlat.languages import words

        typer.echo(words(draft.language).text("drafting.nothing", file=export.name), err=True)
        raise typer.Exit(code=1)
    from meetlat.drafting.summary import summary

    for line in summary(draft, folder / export.name if draft.has_answers else None):
        typer.echo(line)
    if problems:
        show_found(problems, draft.language)
    if any(problem.is_error for problem in problems):
        raise typer.Exit(code=1)
    _show_next("new.confirm" if draft.has_answers else "new.answers", folder, draft.language)


def _starter(language: str) -> str:
    """The name of the starter survey in a language."""
    from importlib.resources import files

    name = "starter" if language == LANGUAGES[0] else f"starter-{language}"
    if language not in LANGUAGES or not (files("meetlat_workbooks") / name).is_dir():
        raise wrong_usage("no_starter", language=language)
    return name


@contextmanager
def _removed_on_failure(folder: Path) -> Generator[None]:
    """Leave nothing behind in a new folder if it cannot be completed."""
    is_new = not folder.exists()
    try:
        yield
    except BaseException:
        from shutil import rmtree

        rmtree(folder, ignore_errors=True)
        if not is_new:
            folder.mkdir(exist_ok=True)
        raise


def demo() -> None:
    """Copy the example survey to the current folder and recalculate it."""
    from meetlat.languages import words
    from meetlat.languages.system import system_language

    folder, said = Path(EXAMPLE), words(system_language())
    if folder.exists():
        typer.echo(said.text("demo.again", folder=folder))
    else:
        _copy(EXAMPLE, folder)
    if not (folder / WORKBOOK).is_file():
        raise wrong_usage("no_demo", folder=folder, workbook=WORKBOOK)
    with errors_explained():
        code = recalculate_and_show(folder / WORKBOOK)
    if code == 0:
        typer.echo(said.text("demo.look", file=folder / WORKBOOK))
    raise typer.Exit(code)


def _copy(survey: str, folder: Path) -> None:
    """Copy a shipped survey; plugins that its user adds may run."""
    from importlib.resources import as_file, files
    from shutil import copytree, ignore_patterns

    from meetlat.plugins.trust import mark_made_here

    with as_file(files("meetlat_workbooks") / survey) as source:
        copytree(source, folder, dirs_exist_ok=True, ignore=ignore_patterns("__pycache__"))
    with suppress(OSError):  # if this cannot be stored, the user is asked before plugins run
        mark_made_here(folder / "plugins")
