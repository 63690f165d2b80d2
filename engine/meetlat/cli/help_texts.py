"""The help of commands in the language of the computer; read only when help is asked for."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

from typer.core import TyperCommand

from meetlat.languages import Language, words
from meetlat.languages.system import system_language


class HelpfulCommand(TyperCommand):
    """A command that shows its help in the language of the computer."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        name_panels(system_language())
        explain(self, system_language(), ctx)
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """How the command is used."""
        return in_words(super().get_usage(ctx))


def explain(command: Any, language: Language, ctx: Any = None) -> None:
    """Give a command and its parameters their texts: those of its own, or those of several."""
    said = words(language)
    own = said.under(f"help.{command.name}")
    texts = {**said.under("help.several"), **own}
    command.help = cleandoc(own["command"])
    for parameter in command.params:
        parameter.help = texts.get(parameter.name, "")
    if command.epilog:
        example = command.epilog.rpartition("  ")[2]
        command.epilog = said.text("help.example", example=example)
    if ctx is not None and (option := command.get_help_option(ctx)):
        option.help = said["help.help"]


def name_panels(language: Language) -> None:
    """Name the panels of the help, which are constants of Typer."""
    from typer import rich_utils

    said = words(language)
    for panel in ("ARGUMENTS", "OPTIONS", "COMMANDS"):
        setattr(rich_utils, f"{panel}_PANEL_TITLE", said[f"help.panels.{panel.lower()}"])
    rich_utils.REQUIRED_LONG_STRING = said["help.required"]


def in_words(usage: str) -> str:
    """The line of usage, in the language of the computer."""
    said = words(system_language()).under("help.usage")
    for english, key in (("Usage:", "usage"), ("[OPTIONS]", "options"), ("COMMAND", "command")):
        usage = usage.replace(english, said[key], 1)
    return usage
