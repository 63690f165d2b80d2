"""All commands of `meetlat --help`; each has a module that is imported only when it is needed.

Exit codes: 0 success, 1 errors in the workbook or a file that cannot be read or written, 2 wrong
usage.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

from meetlat.startup import end_fast, fast_start


class Command(NamedTuple):
    """The module of `meetlat.cli` that has a command, and an example for its help."""

    module: str
    example: str


COMMANDS = {
    "recalculate": Command("recalculate", "meetlat recalculate survey.xlsx --output report.xlsx"),
    "check": Command("check", "meetlat check survey.xlsx --json"),
    "export": Command("export", "meetlat export survey.xlsx figures --format parquet"),
    "report": Command("report", "meetlat report survey.xlsx --html report.html --pdf report.pdf"),
    "open-answers": Command(
        "open_answers", "meetlat open-answers survey.xlsx open-answers.xlsx --names names.txt"
    ),
    "new": Command("new", "meetlat new survey-2026"),
    "update": Command("update", "meetlat update survey.xlsx --from answers-2027.xlsx --dry-run"),
    "response": Command("response", "meetlat response survey.xlsx --csv response.csv"),
    "demo": Command("new", "meetlat demo"),
    "watch": Command("watch", "meetlat watch survey.xlsx --output report.xlsx"),
    "window": Command("window", "meetlat window survey.xlsx"),
    "button": Command("button", "meetlat button survey.xlsm"),
    "doctor": Command("doctor", "meetlat doctor > doctor.txt"),
    "plugins": Command("plugins", "meetlat plugins survey.xlsx --allow"),
    "new-plugin": Command("new_plugin", "meetlat new-plugin top_box survey-2026"),
}


class LazyGroup(TyperGroup):
    """The commands of `COMMANDS`; the module of one is imported when it is asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command; explain wrong usage in the language of the user's computer."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        try:
            code = super().main(*args, standalone_mode=False, **extra)
        except typer.Abort:
            sys.exit(1)
        except Exception as fault:
            if type(fault).__name__ == "NoArgsIsHelpError":  # the help was shown
                sys.exit(2)
            if not hasattr(fault, "format_message"):  # those of Typer about the command line
                _end_if_unread(fault)
                raise
            from meetlat.cli.usage import explained

            typer.echo(explained(fault), err=True)
            sys.exit(getattr(fault, "exit_code", 2))
        sys.exit(code if isinstance(code, int) else 0)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from meetlat.cli.usage import unknown_name

            raise typer.BadParameter(unknown_name("no_command", args[0], COMMANDS), ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help in the language of the computer."""
        from meetlat.cli.help_texts import explain, name_panels
        from meetlat.languages.system import system_language

        language = system_language()
        name_panels(language)
        explain(self, language, ctx)
        for name in COMMANDS:
            explain(self.get_command(ctx, name), language)
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:
        """How `meetlat` is used."""
        from meetlat.cli.help_texts import in_words

        return in_words(super().get_usage(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None if there is no such command."""
        if cmd_name in COMMANDS and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _load(cmd_name)
        return self.commands.get(cmd_name)


def _end_if_unread(fault: Exception) -> None:
    from meetlat.cli.console import end_unread, has_no_reader

    if has_no_reader(fault):
        end_unread()


def _load(name: str) -> Any:
    module, example = COMMANDS[name]
    function = getattr(import_module(f"meetlat.cli.{module}"), name.replace("-", "_"))
    from meetlat.cli.help_texts import HelpfulCommand

    command = typer.Typer(add_completion=False)
    command.command(name, cls=HelpfulCommand, epilog=f"Example:  {example}")(function)
    return get_command(command)


app: typer.Typer = typer.Typer(
    cls=LazyGroup, name="meetlat", no_args_is_help=True, pretty_exceptions_enable=False
)


def main() -> None:
    """Run the command line."""
    fast_start()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows console may lack a character
    try:
        app()
    except SystemExit as end:
        end_fast(end.code)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"meetlat {version('meetlat')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """The options of `meetlat` itself."""
