"""The pages for HR and IT keep their word: commands, links, files and headings are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from meetlat.button import client, server
from meetlat.cli import commands
from meetlat.cli.commands import app
from tests.example import example_results

HOME = Path(__file__).parents[1]
PAGES = sorted((HOME / "docs").glob("*.md"))
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES}
ALL = "\n".join(TEXT.values())
GROUP = typer.main.get_command(app)
COMMANDS = {name: GROUP.get_command(None, name) for name in commands.COMMANDS}


def anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_to_a_page_and_to_a_heading_that_is_there(page):
    for target in re.findall(r"\]\(([^)]+)\)", TEXT[page]):
        if target.startswith("https://"):
            continue
        file, _, heading = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), target
        headings = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), re.MULTILINE)
        assert not heading or heading in map(anchor, headings), target


REFERENCE = ("problems", "sources")
"""Pages that describe what the tests of the code prove; the others tell what people do by hand."""


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem not in REFERENCE], ids=lambda page: page.stem
)
def test_every_page_says_what_has_not_been_tried(page):
    assert "**What has been tried.**" in TEXT[page]
    assert re.search(r"\bnot been (run|tried)|Not tried|has been run on", TEXT[page])


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"\bmeetlat ([a-z]+)\b(?= |`|\n)", ALL))
    named |= set(re.findall(r"meetlat\.exe ([a-z]+)", ALL))
    spoken = {"then", "is", "import"}  # words after the program's name that are no commands
    assert {"new", "button", "watch", "recalculate", "check", "export", "demo"} <= named
    assert named - spoken <= set(COMMANDS)


def test_every_option_that_is_named_exists():
    options = {name for command in COMMANDS.values() for p in command.params for name in p.opts}
    named = set(re.findall(r"(?<![\w-])--([a-z]+)", ALL)) - {"document", "end", "version"}
    named -= {"upgrade"}  # an option of pip
    assert {f"--{name}" for name in named} <= options


def test_every_environment_variable_is_documented_for_it():
    code = "".join(f.read_text("utf-8") for f in (HOME / "engine").rglob("*.py"))
    listed = re.findall(r"^\| `(MEETLAT_\w+)`", TEXT[HOME / "docs" / "for-it.md"], re.MULTILINE)
    assert set(listed) == set(re.findall(r'"(MEETLAT_\w+)"', code))


def test_the_promises_about_the_warm_process_are_those_of_the_code():
    assert server.IDLE == 600, "the pages say ten minutes"
    assert f"{client.SWITCH}=0" in ALL
    assert "python -m meetlat.button.server --end" in ALL


def test_the_figures_of_the_checklists_are_those_of_the_example():
    results = example_results()
    scores = dict(results["ThemeScores"].select("theme", "score").iter_rows())
    assert round(scores["betrokkenheid"], 1) == 6.9
    assert round(scores["werkdruk"], 1) == 5.0
    assert results.groups.respondents == 919
    assert round(results["Enps"]["enps"][0]) == 1
