"""`meetlat plugins`: list plugins, and allow or revoke those of a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from meetlat.cli.console import console, errors_explained


def plugins(
    place: Annotated[
        Path | None,
        typer.Argument(
            metavar="[WORKBOOK|FOLDER]",
            exists=True,
        ),
    ] = None,
    allow: Annotated[bool, typer.Option("--allow")] = False,
    forget: Annotated[bool, typer.Option("--forget")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List the plugins, what they offer, which are on, and what is wrong with them.

    A plugin is code and can do whatever you can. The plugins of a folder run only if you made the
    folder with meetlat new, or allowed them: look at the files first.
    """
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


def _change_permission(folder: Path | None, *, allow: bool, forget: bool) -> None:
    """Allow the plugins of a folder and list their files, or revoke their permission."""
    from meetlat.plugins import trust
    from meetlat.plugins.folder import Uncheckable, read_snapshot

    if folder is None or not folder.is_dir():
        raise typer.BadParameter("name the workbook, or the folder, whose plugins are meant.")
    if allow and forget:
        raise typer.BadParameter("either --allow or --forget.")
    if forget:
        known = trust.forget(folder)
        typer.echo(f"{folder}: {'forgotten' if known else 'nothing of it was allowed'}.", err=True)
        return
    try:
        snapshot = read_snapshot(folder.resolve())
    except Uncheckable as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(code=1) from fault
    trust.allow(snapshot)
    for name, content in sorted(snapshot.files.items()):
        typer.echo(f"allowed: {folder / name} ({len(content)} bytes)", err=True)
