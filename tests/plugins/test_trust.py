"""Permission to run plugins: opening a workbook that came by mail must not run its plugins.

Every plugin here writes a file `ran` when it is imported, so a test can see whether it ran.
"""

from __future__ import annotations

import json
import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from meetlat.api import check, recalculate
from meetlat.button import click
from meetlat.plugins import folder as plugin_files
from meetlat.plugins import trust
from meetlat.plugins.folder import read_snapshot
from meetlat.plugins.manager import load_plugins
from meetlat.problems.problem import Problem
from tests.cli.test_cli import meetlat_here
from tests.programs import meetlat_program
from tests.surveys import workbook
from xlengines.xlsx import open_book

POSIX = os.name == "posix"
posix_only = pytest.mark.skipif(not POSIX, reason="Windows protects the user profile")

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |\n"
RESPONSES = "| pride |\n|---|\n" + "| agree |\n" * 6

PLUGIN = '''
"""Reach: the number of people who answered."""
from pathlib import Path

import polars as pl
from meetlat import Counts, hookimpl, metric

(Path(__file__).parents[1] / "ran").touch()


@metric(table="Reach")
def reach(counts: Counts) -> pl.DataFrame:
    """Number of people who answered."""
    return counts.group_by(Counts.KEYS).agg(n=pl.col("n").sum())


@hookimpl
def register_metrics(register):
    register(reach)
'''


@pytest.fixture(autouse=True)
def home(new_user) -> Path:
    """Use the home of a new user in every test."""
    return new_user


@pytest.fixture
def mailed(tmp_path) -> Path:
    """A survey with a plugin, as received by mail."""
    folder = tmp_path / "mailed"
    (folder / "plugins").mkdir(parents=True)
    (folder / "plugins" / "reach.py").write_text(PLUGIN, encoding="utf-8")
    return workbook(folder / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES)


@pytest.fixture
def plugins(mailed) -> Path:
    return mailed.parent / "plugins"


@pytest.fixture
def own(tmp_path) -> Path:
    """The folder plugins of a survey made on this computer by `meetlat new`."""
    assert meetlat_here("new", tmp_path / "own").returncode == 0
    return tmp_path / "own" / "plugins"


def ran(folder: Path) -> bool:
    """Whether the plugins of a folder ran since the last call."""
    trace = folder.parent / "ran"
    found = trace.exists()
    trace.unlink(missing_ok=True)
    return found


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in load_plugins(folder).problems]


def allow(folder: Path) -> None:
    trust.allow(read_snapshot(folder.resolve()))


# A workbook that came by mail, in every command


@pytest.mark.parametrize("command", ["recalculate", "check", "export"])
def test_no_command_runs_plugins_without_permission(mailed, plugins, command):
    more = [mailed.parent / "figures"] if command == "export" else []
    done = meetlat_here(command, mailed, *more)
    assert done.returncode == 0, done.stderr
    assert not ran(plugins)
    assert "did not run" in done.stdout
    assert "reach.py" in done.stdout
    assert f'meetlat plugins "{plugins}" --allow' in done.stdout


def test_without_permission_the_rest_is_recalculated_and_a_remark_names_the_plugins(
    mailed, plugins
):
    results = recalculate(mailed)
    assert {"ThemeScores", "QuestionScores"} <= set(results)
    assert "Reach" not in results
    (problem,) = results.problems
    assert (problem.code, problem.severity) == ("plugins-not-allowed", "remark")
    assert str(problem) == (
        f"The plugins in the folder {plugins} did not run: they are programs, and have not"
        " been allowed on this computer yet (reach.py). If you know who made them and trust them,"
        f' run this once, in that folder: meetlat plugins "{plugins}" --allow. Until then their'
        " tables are blank."
    )


def test_names_of_a_metric_that_did_not_run_are_not_reported_as_unknown(mailed):
    workbook(
        mailed,
        Questions=QUESTIONS,
        Responses=RESPONSES,
        Metrics="| metric | on |\n|---|---|\n| reach | yes |\n",
        Comparisons="| comparison | subject | value |\n|---|---|---|\n| A | reach:pride | 5 |\n",
    )
    assert [problem.code for problem in check(mailed)] == ["plugins-not-allowed"]


def test_a_metric_that_is_in_no_plugin_is_reported_as_unknown(mailed):
    metrics = "| metric | on |\n|---|---|\n| riech | yes |\n"
    workbook(mailed, Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics)
    assert [problem.code for problem in check(mailed)] == ["plugins-not-allowed", "metric-gone"]


def test_a_folder_plugins_without_plugins_needs_no_permission(mailed, plugins):
    (plugins / "reach.py").unlink()
    (plugins / "README.md").write_text("Put your plugins here.", encoding="utf-8")
    (plugins / "_notes.py").write_text("1 / 0", encoding="utf-8")
    assert check(mailed) == []


class Host:
    """An application that answers a question with `answer`; None: it cannot show questions."""

    def __init__(self, book, monkeypatch, answer: str | None) -> None:
        self.asked: list[tuple[str, str, str]] = []
        host = type("Host", (type(book.app.impl),), {"alert": self._alert})
        monkeypatch.setattr(book.app.impl, "__class__", host)
        self.answer = answer

    def _alert(self, prompt, title, buttons, mode, callback):
        if self.answer is None:
            raise NotImplementedError
        self.asked.append((prompt, title, buttons))
        return self.answer


@pytest.fixture
def book(mailed):
    book = open_book(mailed)
    yield book
    book.close()


def test_a_click_asks_once_and_runs_the_plugins_after_yes(book, plugins, monkeypatch):
    host = Host(book, monkeypatch, "yes")
    assert click.click(book).problems == []
    assert ran(plugins)
    ((words, title, buttons),) = host.asked
    assert (title, buttons) == ("Meetlat", "yes_no")
    assert str(plugins) in words
    assert "reach.py" in words
    click.click(book)
    assert ran(plugins)
    assert len(host.asked) == 1


@pytest.mark.parametrize("answer", ["no", "cancel", None])
def test_a_click_without_a_yes_runs_no_plugin_and_gives_a_remark(
    book, plugins, monkeypatch, answer
):
    Host(book, monkeypatch, answer)
    results = click.click(book)
    assert not ran(plugins)
    assert [p.code for p in results.problems] == ["plugins-not-allowed"]
    click.click(book)
    assert not ran(plugins)


def test_the_question_for_permission_is_in_the_language_of_the_survey(book, monkeypatch):
    host = Host(book, monkeypatch, "no")
    click.permission(book, "nl")(
        Problem("plugins-not-allowed", value="a.py", facts={"folder": "/x"})
    )
    assert host.asked[0][0].endswith("Deze programma's toestaan?")


def test_a_script_can_give_permission(mailed, plugins):
    asked: list[Problem] = []
    recalculate(mailed, may_run=lambda problem: asked.append(problem) is not None)
    assert not ran(plugins)
    assert asked[0].value == "reach.py"
    assert "Reach" in recalculate(mailed, may_run=lambda problem: True)
    assert "Reach" in recalculate(mailed)


# Permission is for the content of the files


def test_allowed_plugins_also_run_in_another_folder(plugins, tmp_path):
    allow(plugins)
    assert codes(plugins) == []
    assert ran(plugins)
    elsewhere = shutil.copytree(plugins, tmp_path / "elsewhere" / "plugins")
    assert codes(elsewhere) == []
    assert ran(elsewhere)


CHANGES = {
    "a plugin": lambda folder: (folder / "reach.py").write_text(PLUGIN + "\n", encoding="utf-8"),
    "a new one": lambda folder: (folder / "new.py").write_text("", encoding="utf-8"),
    "a file less": lambda folder: (folder / "other.py").unlink(),
    "another name": lambda folder: (folder / "other.py").rename(folder / "another.py"),
    "other capitals": lambda folder: (folder / "other.py").rename(folder / "Other.py"),
    "a helper": lambda folder: (folder / "_helper.py").write_text("x = 2", encoding="utf-8"),
    "data": lambda folder: (folder / "norms.csv").write_text("2", encoding="utf-8"),
    "a file in a deeper folder": lambda folder: (folder / "deep" / "er" / "data.bin").write_bytes(
        b"2"
    ),
    "a hidden file": lambda folder: (folder / ".hidden").write_bytes(b""),
    "text moved to another file": lambda folder: [
        (folder / "a").write_bytes(b"12"),
        (folder / "b").write_bytes(b""),
    ],
    "compiled": lambda folder: (
        (folder / "__pycache__").mkdir()
        or (folder / "__pycache__" / "_helper.cpython-311.pyc").write_bytes(b"2")
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_any_file_revokes_permission(plugins, change):
    (plugins / "deep" / "er").mkdir(parents=True)
    for name in ("other.py", "_helper.py", "norms.csv", "deep/er/data.bin"):
        (plugins / name).write_bytes(b"")
    (plugins / "a").write_bytes(b"1")
    (plugins / "b").write_bytes(b"2")
    allow(plugins)
    assert codes(plugins) == []
    ran(plugins)
    change(plugins)
    assert codes(plugins) == ["plugins-not-allowed"]
    assert not ran(plugins)


def test_files_that_the_system_adds_do_not_revoke_permission(plugins):
    allow(plugins)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (plugins / name).write_bytes(b"x")
    assert codes(plugins) == []


def test_forgetting_a_folder_also_forgets_its_earlier_content(plugins):
    allow(plugins)
    CHANGES["a helper"](plugins)
    allow(plugins)
    assert trust.forget(plugins)
    assert codes(plugins) == ["plugins-not-allowed"]
    (plugins / "_helper.py").unlink()
    assert codes(plugins) == ["plugins-not-allowed"]
    assert not trust.forget(plugins)


def test_the_environment_variable_allows_all_plugins(plugins, monkeypatch):
    monkeypatch.setenv(trust.SWITCH, "allow")
    assert codes(plugins) == []
    assert ran(plugins)
    monkeypatch.setenv(trust.SWITCH, "1")
    assert codes(plugins) == ["plugins-not-allowed"]


# Attacks: the imported code is the code that was checked


def test_a_plugin_that_is_replaced_after_the_check_does_not_run(plugins, monkeypatch):
    """The file is read once, for both the check and the import."""
    allow(plugins)
    is_allowed = trust.is_allowed

    def is_allowed_and_replace(snapshot):
        allowed = is_allowed(snapshot)
        (plugins / "reach.py").write_text("1 / 0", encoding="utf-8")
        (plugins / "_helper.py").write_text("1 / 0", encoding="utf-8")
        return allowed

    monkeypatch.setattr(trust, "is_allowed", is_allowed_and_replace)
    assert codes(plugins) == []
    assert ran(plugins)


def test_a_helper_is_imported_as_it_was_when_checked(plugins, monkeypatch):
    (plugins / "_helper.py").write_text("WORDS = 'as allowed'", encoding="utf-8")
    (plugins / "reach.py").write_text(
        PLUGIN + "\nfrom ._helper import WORDS\nreach.function.__doc__ = WORDS", encoding="utf-8"
    )
    allow(plugins)
    is_allowed = trust.is_allowed

    def is_allowed_and_replace(snapshot):
        (plugins / "_helper.py").write_text("WORDS = 'replaced'", encoding="utf-8")
        return is_allowed(snapshot)

    monkeypatch.setattr(trust, "is_allowed", is_allowed_and_replace)
    assert load_plugins(plugins).metrics["reach"].title == "as allowed"


def forge(source: Path, code: str) -> Path:
    """Write a compiled file that Python would use in place of the source."""
    other = source.with_name("other_text.py")
    other.write_text(dedent(code), encoding="utf-8")
    cached = source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(other), str(cached), invalidation_mode=unchecked)
    other.unlink()
    return cached


@pytest.mark.parametrize("owner", ["allowed", "own"])
def test_a_forged_compiled_file_is_never_run(plugins, own, owner):
    """Not even if it was there when the folder was allowed, as nobody can read it."""
    folder = plugins if owner == "allowed" else own
    source = folder / "reach.py"
    source.write_text("from meetlat import hookimpl\n", encoding="utf-8")
    forge(source, f"from pathlib import Path\nPath({str(folder.parent / 'ran')!r}).touch()\n")
    probe = f"import sys; sys.path.insert(0, {str(folder)!r}); import reach"
    subprocess.run([sys.executable, "-c", probe], check=True)
    assert ran(folder), "Python's own import would have run it"
    if owner == "allowed":
        allow(folder)
    assert codes(folder) == []
    assert not ran(folder)


def test_importing_plugins_writes_no_compiled_files(own):
    (own / "reach.py").write_text(PLUGIN, encoding="utf-8")
    assert codes(own) == []
    assert not (own / "__pycache__").exists()


@pytest.mark.parametrize("name", ["polars", "json", "meetlat", "meetlat_likert"])
def test_a_plugin_cannot_replace_another_module(plugins, name):
    (plugins / f"{name}.py").write_text("raise SystemExit('replaced')", encoding="utf-8")
    allow(plugins)
    loaded = load_plugins(plugins)
    assert [problem.value for problem in loaded.problems] == [f"plugins/{name}.py"]
    assert "reach" in loaded.metrics
    assert str(plugins) not in str(sys.modules.get(name))


def test_modules_beside_the_workbook_are_not_imported(mailed):
    """Neither as a library nor as an installed plugin, from the current folder."""
    for name in ("polars", "pluggy", "meetlat_likert", "trap"):
        mailed.with_name(f"{name}.py").write_text("open('ran', 'w')", encoding="utf-8")
    package = mailed.with_name("plugin.dist-info")
    package.mkdir()
    (package / "METADATA").write_text("Name: trap\nVersion: 1", encoding="utf-8")
    (package / "entry_points.txt").write_text("[meetlat]\ntrap = trap", encoding="utf-8")
    for start in ([meetlat_program()], [sys.executable, "-P", "-m", "meetlat.cli"]):
        done = subprocess.run([*start, "check", mailed.name], cwd=mailed.parent, check=False)
        assert done.returncode == 0
        assert not mailed.with_name("ran").exists()


# Attacks: folders


def test_a_folder_made_here_needs_no_permission_for_new_plugins(own):
    (own / "reach.py").write_text(PLUGIN, encoding="utf-8")
    assert codes(own) == []
    assert ran(own)
    (own / "reach.py").write_text(PLUGIN + "\n", encoding="utf-8")
    assert codes(own) == []
    assert ran(own)


def test_the_folder_of_a_demo_is_marked_as_made_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert meetlat_here("demo").returncode == 0
    assert trust.is_made_here(tmp_path / "provincie-utrecht" / "plugins")


def test_a_survey_that_replaces_one_made_here_is_not_trusted(own, mailed, plugins):
    """A folder from a mail, unpacked where a survey made here was."""
    shutil.rmtree(own.parent)
    shutil.copytree(mailed.parent, own.parent)
    assert codes(own) == ["plugins-not-allowed"]
    assert not ran(own)


def test_a_folder_plugins_that_replaces_one_made_here_is_not_trusted(own, plugins):
    shutil.rmtree(own)
    shutil.copytree(plugins, own)
    assert codes(own) == ["plugins-not-allowed"]


def test_files_unpacked_into_a_folder_made_here_are_trusted(own, plugins):
    """As if the user had written them there; the documentation says so."""
    shutil.copytree(plugins, own, dirs_exist_ok=True)
    assert codes(own) == []


def test_a_folder_made_here_needs_permission_after_it_was_moved(own, tmp_path):
    (own / "reach.py").write_text(PLUGIN, encoding="utf-8")
    moved = own.parent.rename(tmp_path / "moved") / "plugins"
    assert codes(moved) == ["plugins-not-allowed"]
    assert not ran(moved)


def test_a_copied_mark_does_not_make_a_folder_trusted(own, plugins):
    shutil.copy(own / trust.MARK, plugins)
    assert codes(plugins) == ["plugins-not-allowed"]


@pytest.mark.parametrize("mark", ["", "../allowed/x", "0" * 64, "\xff" * 64, "x" * 9000])
def test_an_invented_mark_does_not_make_a_folder_trusted(plugins, mark):
    (plugins / trust.MARK).write_bytes(mark.encode("latin-1"))
    assert codes(plugins) == ["plugins-not-allowed"]


def test_the_digest_of_allowed_plugins_is_not_accepted_as_a_mark(own, plugins):
    """Both are 64 characters long."""
    allow(plugins)
    digest = read_snapshot(plugins.resolve()).digest
    (own / "reach.py").write_text(PLUGIN, encoding="utf-8")
    (own / trust.MARK).write_text(digest, encoding="utf-8")
    assert codes(own) == ["plugins-not-allowed"]


@posix_only
def test_a_link_to_a_folder_made_here_is_trusted(own, tmp_path):
    (own / "reach.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "plugins").symlink_to(own)
    assert codes(tmp_path / "mail" / "plugins") == []


@posix_only
def test_a_folder_made_here_that_became_a_link_is_not_trusted(own, plugins):
    shutil.rmtree(own)
    own.symlink_to(plugins)
    assert codes(own) == ["plugins-not-allowed"]
    assert not ran(plugins)


@posix_only
@pytest.mark.parametrize("target", ["file", "folder", "nowhere", "pipe"])
def test_a_folder_with_a_link_or_a_device_cannot_be_allowed(plugins, tmp_path, target):
    (tmp_path / "file").write_text("x = 1", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    if target == "pipe":  # reading it would wait for ever
        os.mkfifo(plugins / "odd.py")
    else:
        (plugins / "odd.py").symlink_to(tmp_path / target)
    assert codes(plugins) == ["plugins-link"]
    assert not ran(plugins)


def test_a_folder_with_too_many_files_or_bytes_is_refused(plugins, monkeypatch):
    monkeypatch.setattr(plugin_files, "MOST_BYTES", 5_000)
    (plugins / "big.bin").write_bytes(bytes(5_000))
    assert codes(plugins) == ["plugins-too-large"]
    (plugins / "big.bin").unlink()
    monkeypatch.setattr(plugin_files, "MOST_FILES", 3)
    for number in range(3):
        (plugins / f"{number}").mkdir()
    assert codes(plugins) == ["plugins-too-large"]


def test_very_deep_folders_can_be_checked(plugins):
    deep = plugins
    for _ in range(300):
        deep = deep / "d"
        deep.mkdir()
    assert codes(plugins) == ["plugins-not-allowed"]


@posix_only
@pytest.mark.skipif(POSIX and os.getuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_gives_a_problem(plugins):
    (plugins / "shut.csv").touch(0o000)
    assert codes(plugins) == ["plugins-unreadable"]


def test_the_suggested_command_contains_no_path_with_shell_syntax(tmp_path):
    for name in ("a$(calc)", "a`b`", "a%PATH%", 'a"; rm -r "', "a\nb", "a;b", "a!b", "a”b"):
        command = trust.allow_command(tmp_path / name / "plugins")
        assert command == "meetlat plugins . --allow"
    fine = tmp_path / "Enquête & rapport (2026)" / "plugins"
    assert trust.allow_command(fine) == f'meetlat plugins "{fine}" --allow'


# Where permission is stored


@posix_only
def test_stored_permission_is_readable_by_the_user_only(plugins):
    allow(plugins)
    for place in (trust.store(), *trust.store().rglob("*")):
        assert place.stat().st_mode & 0o077 == 0
    (entry,) = (trust.store() / "allowed").iterdir()
    stored = json.loads(entry.read_text(encoding="utf-8"))
    assert stored["folder"] == str(plugins)
    assert stored["files"] == ["reach.py"]


@posix_only
@pytest.mark.parametrize("place", ["trust", "allowed", "entry"])
def test_permission_that_others_can_write_is_ignored(plugins, place):
    allow(plugins)
    (entry,) = (trust.store() / "allowed").iterdir()
    {"trust": trust.store(), "allowed": entry.parent, "entry": entry}[place].chmod(0o777)
    assert codes(plugins) == ["plugins-not-allowed"]


@posix_only
def test_a_stored_permission_that_is_a_link_is_ignored(plugins, tmp_path):
    allow(plugins)
    (entry,) = (trust.store() / "allowed").iterdir()
    entry.symlink_to(entry.rename(tmp_path / "elsewhere"))
    assert codes(plugins) == ["plugins-not-allowed"]


@pytest.mark.parametrize("words", ["", "[]", "{}", "{", '{"key": "x"}'])
def test_a_damaged_stored_permission_is_ignored(plugins, words):
    allow(plugins)
    (entry,) = (trust.store() / "allowed").iterdir()
    entry.write_text(words, encoding="utf-8")
    assert codes(plugins) == ["plugins-not-allowed"]
    assert not trust.forget(plugins)


def test_permission_that_cannot_be_stored_holds_once(plugins, home):
    home.write_text("in the way", encoding="utf-8")
    assert load_plugins(plugins, lambda problem: True).problems == []
    assert codes(plugins) == ["plugins-not-allowed"]


def test_checking_permission_writes_nothing(plugins, home):
    codes(plugins)
    assert not home.exists()
