"""`meetlat plugins`: list plugins, and allow or revoke those of a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import console, errors_explained
from meetlat.cli.usage import wrong_usage
from meetlat.languages import words
from meetlat.languages.system import system_language


def plugins(
    place: Annotated[Path | None, typer.Argument(metavar="[WORKBOOK|FOLDER]", exists=True)] = None,
    allow: Annotated[bool, typer.Option("--allow")] = False,
    forget: Annotated[bool, typer.Option("--forget")] = False,
    hooks: Annotated[bool, typer.Option("--hooks")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List the plugins, what they offer, which are on, and what is wrong with them.

    A plugin is code and can do whatever you can. The plugins of a folder run only if you made the
    folder with meetlat new, or allowed them: look at the files first.
    """
    if hooks:
        _show_hooks(as_json=as_json)
        return
    from meetlat.cli.plugin_list import as_data, as_text, plugin_report, survey_folder

    folder = survey_folder(place)
    with errors_explained():
        if allow or forget:
            _change_permission(folder, allow=allow, forget=forget)
        report = plugin_report(place if place and place.is_file() else None, folder)
    if as_json:
        typer.echo(json.dumps(as_data(report), ensure_ascii=False, indent=2))
    else:
        for line in as_text(report, console().width):
            typer.echo(line)


def _show_hooks(*, as_json: bool) -> None:
    """Print every hook with its arguments and what it is for."""
    from meetlat.plugins.manager import all_hooks

    said, hooks = words(system_language()), all_hooks()
    rows = [
        {"hook": name, "arguments": arguments, "meaning": said[f"hooks.{name}"]}
        for name, arguments in hooks.items()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['hook']}({', '.join(row['arguments'])})\n    {row['meaning']}")


def _change_permission(folder: Path | None, *, allow: bool, forget: bool) -> None:
    """Allow the plugins of a folder and list their files, or revoke their permission."""
    from meetlat.plugins import trust
    from meetlat.plugins.folder import Uncheckable, read_snapshot

    said = words(system_language())
    if folder is None or not folder.is_dir():
        raise wrong_usage("which_folder")
    if allow and forget:
        raise wrong_usage("either", one="--allow", other="--forget")
    if forget:
        key = "forgotten" if trust.forget(folder) else "not_allowed"
        typer.echo(said.text(f"command.{key}", folder=folder), err=True)
        return
    try:
        snapshot = read_snapshot(folder.resolve())
    except Uncheckable as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(code=1) from fault
    trust.allow(snapshot)
    for name, content in sorted(snapshot.files.items()):
        line = said.text("command.allowed", file=folder / name, size=len(content))
        typer.echo(line, err=True)
