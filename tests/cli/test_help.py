"""Help and progress in the language of the computer."""

from __future__ import annotations

import re

import pytest
import typer
from typer.testing import CliRunner

from meetlat.cli.commands import COMMANDS, app
from meetlat.cli.help_texts import explain
from meetlat.languages import LANGUAGES, words

SHARED = ("workbook", "responses", "force")


def loaded(name: str):
    group = typer.main.get_command(app)
    return group.get_command(None, name) if name != "meetlat" else group


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*COMMANDS, "meetlat"])
def test_every_command_and_parameter_has_a_text_and_no_text_is_unused(name, language):
    command = loaded(name)
    explain(command, language)
    names = {parameter.name for parameter in command.params} - {"help"}
    assert all(parameter.help for parameter in command.params if parameter.name != "help")
    assert command.help
    own = set(words(language).under(f"help.{name}"))
    assert own - {"command"} <= names


@pytest.mark.parametrize("language", LANGUAGES)
def test_shared_texts_are_of_parameters_that_several_commands_have(language):
    assert set(words(language).under("help.several")) == set(SHARED)
    for shared in SHARED:
        having = [n for n in COMMANDS if shared in {p.name for p in loaded(n).params}]
        assert len(having) > 1


def test_help_is_dutch_on_a_dutch_computer(monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    for arguments in (["--help"], ["new", "--help"]):
        shown = CliRunner().invoke(app, arguments, env={"COLUMNS": "100"}).output
        for word in ("Gebruik:", "OPTIES", "Opties", "Toon deze uitleg en stop."):
            assert word in shown
        assert not re.search(r"Usage|Options|Commands|Show this|required", shown), shown
    assert "Voorbeeld:  meetlat new" in shown


def test_help_is_english_elsewhere(monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    shown = CliRunner().invoke(app, ["new", "--help"], env={"COLUMNS": "100"}).output
    assert "Usage: meetlat new" in shown or "[OPTIONS]" in shown
    assert "Example:  meetlat new" in shown


def test_meetlat_alone_shows_the_help_and_no_empty_error():
    ran = CliRunner().invoke(app, [], env={"COLUMNS": "100"})
    assert "recalculate" in ran.output
    assert "Error" not in ran.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_the_progress_line_has_words(language):
    assert set(words(language).under("progress")) == {
        *("start", "read", "check", "count", "score", "report")
    }
