"""`meetlat new-plugin`: a metric that works, a test that passes, and no file overwritten."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from meetlat.cli import plugin_template
from meetlat.cli.plugin_template import Kind, NotMadeError, new_plugin
from meetlat.plugins import trust
from meetlat.plugins.folder import read_snapshot
from meetlat.plugins.manager import load_plugins
from tests.cli.test_cli import QUESTIONS, RESPONSES, meetlat, meetlat_here
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
    template = (plugin_template.TEMPLATES / "metric.txt").read_text(encoding="utf-8")
    code = [line for line in template.splitlines() if line.strip()]
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
    done = meetlat_here("new-plugin", "Top Box", folder)
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


# Other kinds


def test_a_new_table_is_in_the_workbook(folder):
    done = meetlat_here("new-plugin", "lowest", folder, "--kind", "table")
    assert "a sheet Lowest" in done.stdout
    assert meetlat_here("recalculate", folder / "survey.xlsx").returncode == 0
    assert shown(folder / "survey.xlsx", "Lowest")[1:] == [["work", "Work", 10.0]]


def test_a_new_metric_over_persons_is_in_the_workbook(folder):
    done = meetlat_here("new-plugin", "content", folder, "--kind", "persons")
    assert "the metric content" in done.stdout
    assert meetlat_here("recalculate", folder / "survey.xlsx").returncode == 0
    assert shown(folder / "survey.xlsx", "Content")[1][-3:] == [5.0, 10.0, 1.0]


def test_a_new_metric_over_persons_shows_nothing_of_few_people(folder):
    list(new_plugin("content", folder, Kind.persons))
    responses = "| pride |\n|---|\n" + "| agree |\n" * 4
    workbook(folder / "few.xlsx", Questions=QUESTIONS, Responses=responses)
    done = meetlat_here("recalculate", folder / "few.xlsx")
    assert "content" not in done.stdout, "it does not fail"


def test_a_new_source_reads_its_own_files_only(folder):
    list(new_plugin("answers", folder, Kind.source))
    for name, problems in (("a.answers", ""), ("a.other", "1 error")):
        (folder / name).write_text("pride|team\n" + "agree|north\n" * 5, encoding="utf-8")
        done = meetlat_here("check", folder / "survey.xlsx", "--responses", folder / name)
        assert (problems or "No problems.") in done.stdout, done.stdout


def test_a_new_rule_finds_what_it_looks_for(folder):
    list(new_plugin("long_question", folder, Kind.rule))
    text = "| question | text | theme | scale |\n|--|--|--|--|\n"
    text += f"| pride | {'a' * 151} | work | agreement |\n"
    workbook(folder / "long.xlsx", Questions=text, Responses=RESPONSES)
    done = meetlat_here("check", folder / "long.xlsx")
    assert "Questions!B2: this question has 151 characters.\n    Use at most 150." in done.stdout
    assert "No problems." in meetlat_here("check", folder / "survey.xlsx").stdout


def test_a_new_package_can_be_built_and_its_test_passes(folder):
    (line,) = new_plugin("top_box", folder, Kind.package)
    home = folder / "meetlat-top-box"
    assert str(home) in line
    assert not (folder / "plugins").exists()
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=home, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as parts:
        assert "meetlat_top_box.py" in parts.namelist()
        (entry,) = [name for name in parts.namelist() if name.endswith("entry_points.txt")]
        assert "[meetlat]\ntop_box = meetlat_top_box" in parts.read(entry).decode()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(home)]
    tested = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_overwrites_a_file_or_is_longer_than_16_lines(folder, kind):
    files = {file for file in folder.rglob("*") if file.is_file()}
    list(new_plugin("proud", folder, kind))
    made = {file for file in folder.rglob("*.py") if "test" not in file.name} - files
    for file in made:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        assert len(lines) <= 16
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with pytest.raises(NotMadeError, match="is there already"):
        list(new_plugin("proud", folder, kind))
    assert {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before


def test_an_unknown_kind_is_wrong_usage(folder):
    done = meetlat_here("new-plugin", "proud", folder, "--kind", "slide")
    assert done.returncode == 2
    assert "persons" in done.stderr
