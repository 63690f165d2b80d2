"""`meetlat plugins` lists the plugins by source, with what is on and what is wrong."""

from __future__ import annotations

import inspect
import json
import os
from pathlib import Path

import pytest

from meetlat.cli.plugin_list import as_text, plugin_report
from meetlat.languages import LANGUAGES, words
from meetlat.plugins import hooks, trust
from meetlat.plugins.manager import all_hooks
from tests.cli.test_cli import QUESTIONS, RESPONSES, meetlat, meetlat_here
from tests.surveys import SURVEY, workbook

pytestmark = pytest.mark.usefixtures("new_user")

BANDS = '''
from typing import Literal
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Bands", titles={"nl": "Banden van antwoorden"})
def bands(
    counts: Counts,
    boxes: int = 2,
    share: float = 0.5,
    strict: bool = False,
    end: Literal["top", "bottom"] = "top",
    only: list[str] = [],
) -> pl.DataFrame:
    """Bands: how many answers fall in each."""
    return counts.group_by(Counts.KEYS).agg(n=pl.col("n").sum())

@hookimpl
def register_metrics(register):
    register(bands)
'''


@pytest.fixture
def book(tmp_path) -> Path:
    folder = tmp_path / "survey"
    (folder / "plugins").mkdir(parents=True)
    (folder / "plugins" / "bands.py").write_text(BANDS, encoding="utf-8")
    metrics = "| metric | on |\n|---|---|\n| enps | no |\n| favourable | yes |\n"
    return workbook(
        folder / "survey.xlsx", Questions=QUESTIONS, Responses=RESPONSES, Metrics=metrics
    )


def listed(data: dict, name: str) -> dict:
    metrics = [m for s in data["sources"] for p in s["plugins"] for m in p["metrics"]]
    return next(metric for metric in metrics if metric["metric"] == name)


def test_without_a_workbook_the_installed_plugins_are_listed():
    done = meetlat_here("plugins")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("meetlat 0.")
    assert "  enps                 on   eNPS" in done.stdout
    assert "  favourable           off  " in done.stdout
    assert "hooks: result_tables" in done.stdout


def test_plugins_that_were_not_allowed_are_listed_and_do_not_run(book):
    text = " ".join(meetlat_here("plugins", book).stdout.split())
    assert "NOT allowed: they did not run" in text
    assert "plugins/bands.py" in text
    assert "--allow" in text
    assert "Bands:" not in text


@pytest.mark.parametrize("place", ["survey.xlsx", "", "plugins"])
def test_permission_is_given_and_revoked_by_workbook_or_folder(book, place):
    allowed = meetlat_here("plugins", book.parent / place, "--allow")
    assert "bands.py (" in allowed.stderr
    # A long path breaks the line.
    assert "allowed, as they are now" in " ".join(allowed.stdout.split())
    assert "Bands: how many answers fall in each" in allowed.stdout
    assert "bands                on" in allowed.stdout
    assert "Bands" in meetlat_here("plugins", book).stdout
    forgotten = meetlat_here("plugins", book.parent / place, "--forget")
    assert "no longer allowed" in forgotten.stderr
    assert "Bands:" not in forgotten.stdout
    assert "nothing of it was allowed" in meetlat_here("plugins", book, "--forget").stderr


def test_the_workbook_decides_which_metrics_are_on(book):
    data = json.loads(meetlat_here("plugins", book, "--json").stdout)
    assert not listed(data, "enps")["on"]
    assert listed(data, "favourable")["on"]
    assert listed(data, "likert")["on"]
    (problem,) = data["problems"]
    assert problem["code"] == "plugins-not-allowed"


def test_parameters_are_listed_with_type_default_and_choices(book):
    data = json.loads(meetlat_here("plugins", book, "--allow", "--json").stdout)
    bands = listed(data, "bands")
    assert bands["title"] == "Bands: how many answers fall in each."
    assert bands["asks"] == ["counts"]
    given = {p["name"]: (p["type"], p["several"], p["default"]) for p in bands["parameters"]}
    assert given == {
        "boxes": ("int", False, 2),
        "share": ("float", False, 0.5),
        "strict": ("bool", False, False),
        "end": ("str", False, "top"),
        "only": ("str", True, []),
    }
    assert bands["parameters"][3]["choices"] == ["top", "bottom"]
    folder = data["sources"][-1]
    assert folder["trusted"] == "allowed"
    assert folder["plugins"][0]["hooks"] == ["register_metrics"]


def test_the_list_is_in_the_language_of_the_survey_and_80_columns_wide(book):
    trust.mark_made_here(book.parent / "plugins")
    dutch = SURVEY.replace("| en        |", "| nl        |")
    workbook(book, Survey=dutch, Questions=QUESTIONS, Responses=RESPONSES)
    lines = list(as_text(plugin_report(book, book.parent / "plugins"), 80))
    text = "\n".join(lines)
    assert max(map(len, lines)) <= 80
    assert "bands                aan  Banden van antwoorden" in text
    assert "boxes=2 (geheel getal)" in text
    assert "share=0,5 (getal)" in text
    assert "strict=nee (ja of nee)" in text
    assert "end=top (top / bottom)" in text
    assert "only= (tekst, meer)" in text
    assert "plugins/bands.py" in text
    assert "op deze computer gemaakt" in " ".join(text.split())


def test_a_broken_plugin_is_listed_with_the_line_that_fails(book):
    (book.parent / "plugins" / "bad.py").write_text("x = 1\n1 / 0\n", encoding="utf-8")
    done = meetlat_here("plugins", book, "--allow")
    text = " ".join(done.stdout.split())
    assert "plugins/bad.py could not be loaded" in text
    assert "bad.py, line 2" in text
    assert "Bands: how many" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--allow"], "Name the workbook"), ([".", "--allow", "--forget"], "either --allow")],
)
def test_impossible_combinations_of_options_are_usage_errors(tmp_path, arguments, words):
    (tmp_path / "plugins").mkdir()
    done = meetlat_here("plugins", *arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
def test_a_folder_with_a_link_cannot_be_allowed(book):
    (book.parent / "plugins" / "link.py").symlink_to(book)
    done = meetlat_here("plugins", book, "--allow")
    assert done.returncode == 1
    assert "link.py is a link" in done.stderr


def test_the_version_option_prints_the_version():
    done = meetlat("--version")
    assert done.stdout.startswith("meetlat 0.")
    assert done.returncode == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_hooks_lists_every_hook_with_its_arguments_and_meaning(language, monkeypatch):
    monkeypatch.setenv("LC_ALL", language)
    said = words(language).under("hooks")
    text, data = (meetlat_here("plugins", "--hooks", *more).stdout for more in ([], ["--json"]))
    assert [row["hook"] for row in json.loads(data)] == [*all_hooks()] == [*said]
    for row in json.loads(data):
        assert f"{row['hook']}({', '.join(row['arguments'])})\n    {row['meaning']}" in text
        if language == "en":
            assert row["meaning"] == inspect.getdoc(getattr(hooks, row["hook"])).splitlines()[0]
