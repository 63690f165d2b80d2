"""The documentation is right about commands, options, links, settings and figures."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import typer.main

from meetlat.cli import commands
from meetlat.cli.commands import app
from meetlat.publishing import each_group
from tests.attacks.organisations import DRAWS
from tests.example import example_results

HOME = Path(__file__).parents[1]
FOLDERS = (HOME / "docs", HOME / "docs" / "it")
PAGES = sorted(
    [
        *(page for folder in FOLDERS for page in folder.glob("*.md")),
        HOME / "CONTRIBUTING.md",
        HOME / "SECURITY.md",
    ]
)
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES}
ALL = "\n".join(TEXT.values())
GROUP = typer.main.get_command(app)
COMMANDS = {name: GROUP.get_command(None, name) for name in commands.COMMANDS}


def anchor(heading: str) -> str:
    """Return the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_in_docs_lead_to_existing_pages_and_headings(page):
    for target in re.findall(r"\]\(([^)]+)\)", TEXT[page]):
        if target.startswith("https://"):
            continue
        file, _, heading = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), target
        if heading:
            headings = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in map(anchor, headings), target


# Pages made from the code.
GENERATED = {"problems", "commands", "hooks", "metrics", "tables"}

MOST_WORDS = 1200
LONGEST_MEAN = 18

READ = [p for p in (*(HOME / "docs").rglob("*.md"), *HOME.glob("*.md")) if p.stem != "CHANGELOG"]


@pytest.mark.parametrize(
    "page", [p for p in READ if p.stem not in GENERATED], ids=lambda page: page.stem
)
def test_a_page_has_at_most_1200_words_without_tables_that_a_program_fills(page):
    text = re.sub(r"<!-- (?!end).*?<!-- end -->", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert len(text.split()) <= MOST_WORDS


@pytest.mark.parametrize("page", READ, ids=lambda page: page.stem)
def test_the_sentences_of_a_page_have_fewer_than_18_words_on_average(page):
    lengths = [len(words) for words in sentences(page.read_text(encoding="utf-8"))]
    assert not lengths or sum(lengths) / len(lengths) < LONGEST_MEAN


def sentences(page: str) -> list[list[str]]:
    """The words of each sentence outside code, tables and headings; a point of a list ends one."""
    text = re.sub(r"^ *```.*?^ *```$|<!--.*?-->", "", page, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^ *\|.*$|^#.*$", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"\]\([^)]*\)", "", text)
    parts = re.split(r"\n\s*\n|\n *(?:[-*]|\d+\.) |(?<=[.!?])[\"'”’)*_]*\s+(?=\W*[A-Z0-9])", text)
    return [words for part in parts if (words := re.findall(r"\w\S*", part))]


def test_sentences_are_counted_without_code_tables_and_headings():
    page = "# Title\n\nOne two. Three [four five](page.md)!\n\n- six\n- seven\n\n| a b c |\n"
    page += "\n```\nmeetlat check\n```\n"
    assert [len(words) for words in sentences(page)] == [2, 3, 1, 1]


# Pages about behaviour that other tests prove; the other pages describe what people do by hand.
REFERENCE = ("problems", "sources", "index", "CONTRIBUTING", "SECURITY")


# The heading about what was tried, and words for what was not; in Dutch on Dutch pages.
TRIED = ("What has been tried", r"\bnot been (run|tried)|Not tried|has been run on")
TRIED_IN_DUTCH = ("Wat er is geprobeerd", r"\b[Nn]iet geprobeerd")
IN_DUTCH = ("privacy-nl", "eerste-onderzoek")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem not in REFERENCE], ids=lambda page: page.stem
)
def test_every_docs_page_says_what_has_not_been_tried(page):
    heading, not_tried = TRIED_IN_DUTCH if page.stem in IN_DUTCH else TRIED
    assert heading in TEXT[page]
    assert re.search(not_tried, TEXT[page])


def test_the_reference_is_that_of_the_code():
    spec = spec_from_file_location("reference", HOME / "docs" / "reference.py")
    assert spec and spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    for name, text in made.pages().items():
        page = HOME / "docs" / "reference" / name
        assert page.read_text(encoding="utf-8") == text, "run python docs/reference.py"


def test_the_map_of_the_house_names_every_folder_of_the_engine():
    named = set(re.findall(r"`(\w+)`", TEXT[HOME / "CONTRIBUTING.md"]))
    folders = {
        f.name for f in (HOME / "engine" / "meetlat").iterdir() if (f / "__init__.py").exists()
    }
    assert folders <= named


@pytest.mark.parametrize("name", ["privacy", "privacy-nl"])
def test_the_page_on_privacy_for_a_works_council_has_fewer_than_900_words(name):
    assert len(TEXT[HOME / "docs" / f"{name}.md"].split()) < 900


def test_the_table_of_attacks_has_every_kind_of_answers_and_both_modes():
    """`just attack` fills it in; no section is empty."""
    text = TEXT[HOME / "docs" / "attacks.md"]
    sections = re.findall(r"<!-- (?!end)([^>]*) -->\n(.*?)<!-- end -->", text, re.DOTALL)
    assert len(sections) == 7
    for name, table in sections:
        assert table.count("\n") > 3, name
    for draw in DRAWS:
        for mode in ("no", "yes"):
            assert f"| {draw} | {mode} |" in text


def test_the_rates_on_the_page_about_privacy_are_those_of_the_attacks():
    """They are those of the organisations that were not used to make the rules."""
    rows = re.findall(
        r"^\| [a-z' ]+ \| (no|yes) \| 25 \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$",
        TEXT[HOME / "docs" / "attacks.md"],
        re.MULTILINE,
    )
    totals = {
        mode: [sum(int(row[i]) for row in rows if row[0] == mode) for i in range(1, 5)]
        for mode in ("no", "yes")
    }
    (sets, counts_no, means_no, sums_no), (_, counts_yes, means_yes, sums_yes) = totals.values()
    assert sums_no == sums_yes == means_yes == 0
    assert [round(sets / n) for n in (counts_yes, counts_no)] == [7, 4], "one in seven, in four"
    assert sets / means_no == pytest.approx(20, rel=0.1), "one in twenty"
    assert f"{sets:,} sets" in TEXT[HOME / "docs" / "privacy.md"]
    assert f"{sets:,} groepjes".replace(",", ".") in TEXT[HOME / "docs" / "privacy-nl.md"]


def test_the_line_about_groups_without_a_report_is_that_of_the_example():
    example = HOME / "workbooks" / "meetlat_workbooks" / "provincie-utrecht" / "survey.xlsx"
    line = each_group(example, "department").summary().partition(". ")[2]
    assert line in " ".join(TEXT[HOME / "docs" / "group-reports.md"].split())


def test_every_command_in_docs_exists():
    named = set(re.findall(r"\bmeetlat ([a-z]+)\b(?= |`|\n)", ALL))
    named |= set(re.findall(r"meetlat\.exe ([a-z]+)", ALL))
    other_words = {"then", "is", "import"}  # words after "meetlat" that are not commands
    assert {"new", "button", "watch", "recalculate", "check", "export", "demo"} <= named
    assert named - other_words <= set(COMMANDS)


# Options of pip, uv and the bundle.
PIP = {"upgrade", "force-reinstall", "no-index", "find-links", "require-hashes"}
PIP |= {"without-spss", "python"}


# Options that every command has, or `meetlat` itself, or the one that LibreOffice starts.
OF_TYPER = {"document", "version", "help", "install-completion", "show-completion"}


def test_every_option_in_docs_exists():
    options = {name for command in COMMANDS.values() for p in command.params for name in p.opts}
    named = set(re.findall(r"(?<![\w-])--([a-z]+(?:-[a-z]+)*)", ALL)) - OF_TYPER
    named -= PIP
    assert {f"--{name}" for name in named} <= options


def test_the_page_for_it_departments_lists_exactly_the_environment_variables_of_the_code():
    code = "".join(f.read_text("utf-8") for f in (HOME / "engine").rglob("*.py"))
    listed = re.findall(r"^\| `(MEETLAT_\w+)`", TEXT[HOME / "docs" / "for-it.md"], re.MULTILINE)
    assert set(listed) == set(re.findall(r'"(MEETLAT_\w+)"', code))


def test_the_figures_in_the_checklists_are_those_of_the_example():
    results = example_results()
    scores = dict(results["ThemeScores"].select("theme", "score").iter_rows())
    assert round(scores["betrokkenheid"], 1) == 6.9
    assert round(scores["werkdruk"], 1) == 5.0
    assert results.groups.respondents == 919
    assert round(results["Enps"]["enps"][0]) == 1
