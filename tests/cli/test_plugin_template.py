"""`meetlat new-plugin`: a metric that works, a test that passes, and no file overwritten."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from meetlat.cli import plugin_template
from meetlat.cli.plugin_template import NotMadeError, new_plugin
from meetlat.plugins import trust
from meetlat.plugins.folder import read_snapshot
from meetlat.plugins.manager import load_plugins
from tests.cli.test_cli import QUESTIONS, RESPONSES, meetlat
from tests.surveys import shown, workbook

pytestmark = pytest.mark.usefixtures("new_user")


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "survey"
    place.mkdir()
    workbook(place / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    return place


def test_the_new_metric_works_and_its_test_passes(folder):
    done = meetlat("new-plugin", "proud", folder)
    assert done.returncode == 0, done.stderr
    assert "a sheet Proud" in done.stdout
    assert meetlat("recalculate", folder / "survey.xlsx").returncode == 0
    assert shown(folder / "survey.xlsx", "Proud") == [
        ["Question", "Text", "Answers", "share"],
        ["pride", "pride", 5.0, 1.0],
    ]
    # Run in the folder of the survey without our settings, as a plugin author does.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    tested = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert "3 passed" in tested.stdout, tested.stdout
    assert load_plugins(folder / "plugins").problems == []


def test_the_test_of_the_new_metric_fails_if_the_metric_is_wrong(folder):
    list(new_plugin("proud", folder))
    plugin = folder / "plugins" / "proud.py"
    plugin.write_text(plugin.read_text("utf-8").replace("<= boxes", ">= boxes"), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    tested = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert tested.returncode == 1


def test_the_new_metric_has_at_most_13_lines():
    code = [line for line in plugin_template.PLUGIN.splitlines() if line.strip()]
    assert len(code) <= 13


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Top Box", "such as top_box"),
        ("top-box", "such as top_box"),
        ("9_lives", "such as lives"),
        ("_hidden", "such as hidden"),
        ("é", "begins with a letter."),
        ("", "begins with a letter."),
        ("../evil", "such as evil"),
        ("a" * 31, "at most 30"),
        ("class", "a word of Python's own. Try class_share"),
        ("con", "no name for a file"),
        ("lpt1", "no name for a file"),
        ("enps", "There is a metric enps already, of meetlat_enps"),
        ("problems", "the table Problems is not for results"),
        ("questions", "the table Questions is not for results"),
        ("theme_scores", "the table ThemeScores is that of themes"),
        ("r", "'R' is not a name that Excel takes"),
        ("ab1", "'Ab1' is not a name that Excel takes"),
    ],
)
def test_an_invalid_name_is_explained_and_nothing_is_written(folder, name, words):
    with pytest.raises(NotMadeError, match=re.escape(words)):
        list(new_plugin(name, folder))
    assert [file.name for file in folder.iterdir()] == ["survey.xlsx"]


def test_the_command_reports_an_invalid_name_without_a_traceback(folder):
    done = meetlat("new-plugin", "Top Box", folder)
    assert done.returncode == 2
    assert "top_box" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("there", ["plugins/proud.py", "tests/test_proud.py"])
def test_an_existing_plugin_or_test_is_not_overwritten(folder, there):
    (folder / there).parent.mkdir()
    (folder / there).write_text("mine", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    with pytest.raises(NotMadeError, match="is there already"):
        list(new_plugin("proud", folder))
    assert (folder / there).read_text(encoding="utf-8") == "mine"
    assert sorted(folder.rglob("*")) == before


def test_a_missing_folder_is_not_created(tmp_path):
    with pytest.raises(NotMadeError, match="is no folder"):
        list(new_plugin("proud", tmp_path / "elsewhere"))


def test_a_new_plugin_does_not_allow_other_plugins_of_the_folder(folder):
    (folder / "plugins").mkdir()
    (folder / "plugins" / "theirs.py").write_text("1 / 0", encoding="utf-8")
    *_, before, command = new_plugin("proud", folder)
    assert "were not allowed" in before
    assert "--allow" in command
    assert [p.code for p in load_plugins(folder / "plugins").problems] == ["plugins-not-allowed"]


def test_a_new_plugin_may_run_beside_plugins_that_were_allowed(folder):
    (folder / "plugins").mkdir()
    (folder / "plugins" / "theirs.py").write_text("", encoding="utf-8")
    trust.allow(read_snapshot((folder / "plugins").resolve()))
    list(new_plugin("proud", folder))
    assert load_plugins(folder / "plugins").problems == []
    (folder / "plugins" / "theirs.py").write_text("1 / 0", encoding="utf-8")
    assert [p.code for p in load_plugins(folder / "plugins").problems] == ["plugins-not-allowed"]
