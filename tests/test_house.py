"""The structure of the code: imports, public names, entry points and documentation."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import meetlat
from meetlat.languages import LANGUAGES, words
from meetlat.plugins import hooks as hookspecs
from meetlat.plugins.manager import load_plugins
from meetlat.problems.severities import FAMILIES, SEVERITIES
from tests.imports import modules_after
from tests.surveys import shown, workbook

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |"
RESPONSES = "| pride |\n|---|\n" + "| agree |\n" * 6
PLUGINS = Path(__file__).parents[1] / "plugins"
METRIC_PAGES = PLUGINS.parent / "docs" / "metrics"


def test_importing_meetlat_imports_no_large_library():
    heavy = {"polars", "pandera", "xlwings", "openpyxl", "rich", "typer"}
    assert not heavy & modules_after("import meetlat")


def test_a_recalculation_does_not_import_openpyxl():
    """It takes a quarter of a second, and only new parts of a workbook need it."""
    code = "import meetlat.recalculation, meetlat.reporting.workbook.write, meetlat.cli.terminal"
    assert "openpyxl" not in modules_after(f"{code}; from xlengines.xlsx import open_book")


def test_a_recalculation_does_not_import_scipy_or_pandas(tmp_path):
    """They are large, and no shipped metric may need them."""
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    arguments = ["recalculate", str(file)]
    done = modules_after(
        f"from meetlat.cli.commands import app\napp({arguments!r}, standalone_mode=False)"
    )
    assert {"xlwings", "meetlat_reliability", "meetlat_drivers", "meetlat_polarisation"} <= done
    assert not {"scipy", "pandas"} & done


NUMERICS = """
import numpy as np
import polars as pl
from meetlat import Counts, hookimpl, metric
@metric(table="Half")
def half(counts):
    rows = counts.select(Counts.KEYS).unique()
    return rows.with_columns(pl.Series("half", np.full(len(rows), 0.5)))
@hookimpl
def register_metrics(register):
    register(half)
"""


def test_a_metric_may_return_a_column_made_from_an_array(tmp_path):
    file = workbook(tmp_path / "s.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "half.py").write_text(NUMERICS, encoding="utf-8")
    command = ["-m", "meetlat.cli", "recalculate", str(file)]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    assert "half" not in done.stdout
    assert shown(file, "Half")[1][-1] == 0.5


def test_meetlat_modules_do_not_import_pandas():
    """Other libraries may import it if it is installed."""
    for folder in ("engine", "schemas", "plugins"):
        for file in (PLUGINS.parent / folder).rglob("*.py"):
            code = file.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(import|from) pandas", code, re.MULTILINE), file


def test_every_public_name_is_available_after_importing_submodules_first():
    code = "import meetlat.recalculation, meetlat.plugins.metrics, meetlat\n"
    code += "for n in meetlat.__all__:\n    assert getattr(meetlat, n) is not None, n\n"
    modules_after(code)


def test_the_shipped_plugins_are_found_through_entry_points():
    names = {entry.value for entry in entry_points(group="meetlat")}
    assert {file.stem for file in PLUGINS.glob("meetlat_*")} == {
        n for n in names if n.startswith("meetlat_")
    }


@pytest.mark.parametrize("plugin", sorted(PLUGINS.glob("meetlat_*")), ids=lambda file: file.stem)
def test_a_shipped_plugin_imports_only_public_names_of_meetlat(plugin):
    files = plugin.glob("*.py") if plugin.is_dir() else [plugin]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    imports = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    ours = [
        statement
        for statement in imports
        if "meetlat" in str(statement.module)
        and str(statement.module).partition(".")[0] != plugin.stem
    ]
    assert ours
    for statement in ours:
        assert statement.module == "meetlat"
        assert {name.name for name in statement.names} <= set(meetlat.__all__)


def test_every_hook_and_metric_has_a_docstring():
    hooks = [f for n, f in vars(hookspecs).items() if hasattr(f, "meetlat_spec")]
    assert hooks
    assert all(inspect.getdoc(hook) for hook in hooks)
    for metric in load_plugins().metrics.values():
        assert inspect.getdoc(metric.function), metric.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", SEVERITIES)
def test_every_message_can_follow_a_place_and_ends_as_a_sentence(code, language):
    message = words(language)[f"problems.{code}.problem"]
    assert message[0] in '"{' or message[0].islower()
    assert message.endswith((".", "?"))


def test_no_two_families_of_messages_share_a_code():
    assert len(SEVERITIES) == sum(map(len, FAMILIES))


def test_the_page_of_each_metric_lists_its_parameters_and_defaults():
    """The metric `themes` has the parameters of its rules."""
    plugins = load_plugins()
    declared = {metric.name: metric.parameters for metric in plugins.metrics.values()}
    declared["themes"] = plugins.theme_rules["respondents"].parameters
    for name, parameters in declared.items():
        page = (METRIC_PAGES / f"{name}.md").read_text("utf-8")
        assert page.startswith(f"# {name}\n")
        found = re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", page, re.MULTILINE)
        defaults = {key: p.write(p.default) for key, p in parameters.items()}
        assert dict(found) == defaults, name


def test_every_page_in_docs_metrics_is_about_an_existing_metric():
    derived = {"highlights", "overview"}
    assert {page.stem for page in METRIC_PAGES.glob("*.md")} == derived | {*load_plugins().metrics}


def test_the_page_about_themes_explains_every_rule():
    page = (METRIC_PAGES / "themes.md").read_text("utf-8")
    found = re.findall(r"^### `(\w+)`$", page, re.MULTILINE)
    assert sorted(found) == sorted(load_plugins().theme_rules)


def test_every_theme_rule_has_a_docstring_and_a_title_in_both_languages():
    for rule in load_plugins().theme_rules.values():
        assert inspect.getdoc(rule.function), rule.name
        assert rule.title_in("nl") != rule.title_in("en"), rule.name
