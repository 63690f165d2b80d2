"""Explain wrong usage of a command, in the language of the user's computer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from meetlat.languages import words
from meetlat.languages.system import system_language
from meetlat.problems.text import nearest


def existing_file(file: Path | None) -> Path | None:
    """The file that an option or argument names, which must exist.

    Raises:
        typer.BadParameter: it does not exist, or is a folder.
    """
    if file is not None and not file.is_file():
        key = "file_is_folder" if file.is_dir() else "file_missing"
        raise wrong_usage(key, file=file)
    return file


def wrong_usage(key: str, **facts: object) -> typer.BadParameter:
    """The error that says how to use a command; `key` is that of its text under `command`.

    A fact that is a list is written with "or" between its members.
    """
    said = words(system_language())
    shown = {n: said["command.or"].join(f) if isinstance(f, list) else f for n, f in facts.items()}
    return typer.BadParameter(said.text(f"command.{key}", **shown))


def option_help(name: str) -> str | None:
    """The help of an option that Typer adds itself; None for other options."""
    return words(system_language()).under("command.own_options").get(name)


def explained(fault: Any) -> str:
    """What is wrong with a command line, and how to find help: one line each."""
    said = words(system_language())
    name = fault.ctx.command.name if fault.ctx and fault.ctx.parent else ""
    command = f"meetlat {name}".strip()
    lines = [said.text("command.error", message=_sentence(fault))]
    return "\n".join([*lines, said.text("command.help", command=command)])


def _sentence(fault: Any) -> str:
    """The sentence of an error of Typer, by what it knows: an option or a parameter."""
    said = words(system_language())
    if name := getattr(fault, "option_name", None):
        if type(fault).__name__ == "BadOptionUsage":  # the option exists
            key = "takes_none" if "not take" in fault.message else "no_value"
            return said.text(f"command.{key}", name=name)
        parameters = fault.ctx.command.params if fault.ctx else []
        return unknown_name("no_option", name, [o for known in parameters for o in known.opts])
    if type(fault).__name__ == "MissingParameter":
        name = fault.param.make_metavar(fault.ctx) if fault.param else ""
        return said.text("command.missing", name=_explained_parameter(fault.param, name))
    return fault.message if type(fault) is typer.BadParameter else fault.format_message()


def _explained_parameter(parameter: Any, name: str) -> str:
    """What a parameter is, with its name in the help: "the workbook (WORKBOOK)"."""
    explained = words(system_language()).under("command.parameters")
    what = explained.get(parameter.name) if parameter else None
    return f"{what} ({name})" if what else name


def unknown_name(key: str, name: str, known: Iterable[str]) -> str:
    """The sentence about an unknown option or command, with the closest name."""
    said = words(system_language())
    near = nearest(name, known, cutoff=0.6)
    suggestion = f" {said.text('command.near', near=repr(near))}" if near else ""
    return said.text(f"command.{key}", name=name) + suggestion
