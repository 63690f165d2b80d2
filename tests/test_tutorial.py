"""The tutorial `docs/your-first-metric.md`, followed word for word."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from meetlat.problems.text import fold
from tests.cli.test_cli import meetlat, meetlat_here
from tests.surveys import rows, shown
from xlengines.xlsx import open_book

PAGE = (Path(__file__).parents[1] / "docs" / "your-first-metric.md").read_text(encoding="utf-8")
NEW, RECALCULATE, PLUGINS, NEW_PLUGIN = re.findall(r"```console\n(.*?)\n```", PAGE)
(PLUGIN,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
COMPARISONS = re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)[0]


@pytest.fixture
def followed(tmp_path, new_user) -> Path:
    """The folder of a new user who has done steps 1 to 3."""
    follow(tmp_path, meetlat_here)
    return tmp_path


def follow(folder: Path, meetlat: Callable) -> None:
    """Do steps 1 to 3 of the tutorial."""
    run(NEW, folder, meetlat)
    (name,) = re.findall(r"Save this as `(\S+)` in `our-survey/plugins`", PAGE)
    (folder / "our-survey" / "plugins" / name).write_text(PLUGIN, encoding="utf-8")
    run(RECALCULATE, folder, meetlat)


def run(command: str, folder: Path, meetlat: Callable = meetlat_here) -> str:
    program, *arguments = shlex.split(command)
    assert program == "meetlat"
    done = meetlat(*arguments, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.usefixtures("new_user")
def test_every_command_of_the_tutorial_runs_as_a_program(tmp_path):
    follow(tmp_path, meetlat)
    for command in (PLUGINS, NEW_PLUGIN, RECALCULATE):
        run(command, tmp_path, meetlat)


def table(folder: Path, name: str) -> list[dict]:
    header, *body = shown(folder / "our-survey" / "survey.xlsx", name)
    return [dict(zip(map(fold, header), row, strict=True)) for row in body]


def critical_by_hand(folder: Path, question: str) -> float:
    """Compute the share of the two lowest answers of five from the responses file."""
    with (folder / "our-survey" / "responses.csv").open(encoding="utf-8-sig", newline="") as file:
        answers = [row[question] for row in csv.DictReader(file)]
    scale = [r for r in table(folder, "Scales") if r["scale"] == "agreement" and r["score"] != ""]
    lowest = sorted(scale, key=lambda row: row["score"])[:2]
    scored = [answer for answer in answers if answer in {row["answer"] for row in scale}]
    return sum(answer in {row["answer"] for row in lowest} for answer in scored) / len(scored)


def test_the_metric_of_the_tutorial_is_right_and_has_its_own_sheet(followed):
    book = open_book(followed / "our-survey" / "survey.xlsx")
    assert "Critical" in [sheet.name for sheet in book.sheets]
    book.close()
    found = {row["code"]: row["critical"] for row in table(followed, "Critical")}
    for question in ("plezier_1", "samenwerking_2"):
        assert found[question] == pytest.approx(critical_by_hand(followed, question), abs=1e-12)
    assert "critical" in [row["metric"] for row in table(followed, "Metrics")]
    assert "critical" in run(PLUGINS, followed)


def test_the_metric_of_the_tutorial_is_withheld_if_too_few_answered(followed):
    file = followed / "our-survey" / "responses.csv"
    with file.open(encoding="utf-8-sig", newline="") as read:
        people = list(csv.DictReader(read))
    for person in people[9:]:  # nine answers are left; ten are needed
        person["plezier_1"] = ""
    with file.open("w", encoding="utf-8-sig", newline="") as written:
        writer = csv.DictWriter(written, people[0])
        writer.writeheader()
        writer.writerows(people)
    run(RECALCULATE, followed)
    found = {row["code"]: row["critical"] for row in table(followed, "Critical")}
    assert found["plezier_1"] in ("", None)
    assert isinstance(found["plezier_2"], float)


def test_the_metric_of_the_tutorial_stands_beside_a_comparison(followed):
    header, values = rows(COMPARISONS)
    book = open_book(followed / "our-survey" / "survey.xlsx")
    (place,) = (t for sheet in book.sheets for t in sheet.tables if t.name == "Comparisons")
    place.resize(place.range.resize(row_size=place.range.shape[0] + 1))
    columns = [fold(name) for name in place.header_row_range.value]
    for name, value in zip(header, values, strict=True):
        place.range[-1, columns.index(name)].value = value
    book.save()
    book.close()
    run(RECALCULATE, followed)
    found = {row["code"]: row["vorig onderzoek"] for row in table(followed, "Critical")}
    assert found["plezier_1"] == 0.25


def test_the_second_metric_of_the_tutorial_and_its_test_are_written(followed):
    run(NEW_PLUGIN, followed)
    assert (followed / "our-survey" / "tests" / "test_satisfied.py").exists()
    run(RECALCULATE, followed)
    assert table(followed, "Satisfied")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"from_bottom"', '"from_botom"', "ColumnNotFoundError"),
        ("@metric(", "# @metric(", "is no metric; write @metric(...) above the function"),
        ("def register_metrics", "def register_metric", 'a hook "register_metric"'),
    ],
)
def test_mistakes_in_the_plugin_give_the_messages_of_the_tutorial(followed, old, new, words):
    plugin = followed / "our-survey" / "plugins" / "critical.py"
    plugin.write_text(PLUGIN.replace(old, new), encoding="utf-8")
    output = meetlat_here("plugins", "our-survey", folder=followed).stdout
    output += meetlat_here("check", "our-survey/survey.xlsx", folder=followed).stdout
    assert words in " ".join(output.split())


def test_plugins_in_a_folder_that_was_moved_do_not_run(followed):
    (followed / "our-survey").rename(followed / "moved")
    assert "did not run" in " ".join(
        meetlat_here("plugins", "moved", folder=followed).stdout.split()
    )
