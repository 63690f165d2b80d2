"""The README is right: its code runs, its links work, its list of dependencies is complete."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.surveys import survey

HOME = Path(__file__).parents[1]
README = (HOME / "README.md").read_text(encoding="utf-8")

QUESTIONS = """
| question | theme | scale     |
|----------|-------|-----------|
| pride    | work  | agreement |
"""


def test_the_metric_of_the_readme_works_without_changes(tmp_path):
    (plugin,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "top_box.py").write_text(plugin, encoding="utf-8")
    answers = "| pride |\n|---|\n" + "| agree |\n" * 3 + "| neutral |\n| disagree |\n"

    results = survey(tmp_path, Questions=QUESTIONS, Responses=answers).results

    assert results.problems == []
    assert results["TopBox"]["top_box"].to_list() == [4 / 5]


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_in_the_readme_lead_to_existing_files(target):
    assert target.startswith("https://") or (HOME / target).exists()


def test_contributing_explains_exactly_the_dependencies_of_the_project():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [re.match(r"[\w-]+", line)[0] for line in project["dependencies"]]  # type: ignore[index]
    text = (HOME / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("| dependency | what for |\n|---|---|\n")[1].split("\n\n")[0]
    explained = [name for row in table.splitlines() for name in row.split("|")[1].split(",")]
    assert sorted(map(str.strip, explained)) == sorted(declared)


def test_the_readme_has_at_most_ninety_lines():
    assert len(README.splitlines()) <= 90
