"""Statements on scales that Meetlat does not know, and headings that are its own words.

The exports of `exports.py` have known scales. A survey of 81 statements with codes as headings
(PISA 2009, `pisaitems` of the R package likert) has scales such as "some lessons, most lessons".
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.drafting.draft_tables import Draft
from meetlat.drafting.segments import MOST_SEGMENTS
from tests.drafting.comparing import Drafted
from tests.drafting.exports import started
from tests.drafting.test_drafts import draft, scale_of

# Answers of PISA 2009, by the code of the list of statements, with the number of statements.
AGREE = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
OFTEN = (
    *("Never", "A few times a year", "About once a month", "Several times a month"),
    "Several times a week",
)
LESSONS = ("Never or hardly ever", "Some lessons", "Most lessons", "All lessons")
USEFUL = ("(1) Not useful at all", "(2)", "(3)", "(4)", "(5)", "(6) Very Useful")
LISTS = {
    "ST24": (11, AGREE),
    "ST25": (5, OFTEN),
    "ST36": (5, LESSONS),
    "ST37": (7, LESSONS),
    "ST41": (6, USEFUL),
}

WORDS = ("bravo", "delta", "golf", "hotel", "kilo", "lima", "oscar", "papa", "tango", "zulu")


def kinds(made: Draft) -> dict[str, str]:
    """The metric of each question, by its name."""
    return {row["question"]: row["metric"] for row in made.tables.get("Questions", ())}


def pisa() -> dict[str, list[str]]:
    """Random answers of 300 pupils to the lists, in three countries."""
    chance = np.random.default_rng(9)
    columns = {"CNT": [chance.choice(("Canada", "Mexico", "United States")) for _ in range(300)]}
    for code, (n, answers) in LISTS.items():
        for i in range(1, n + 1):
            columns[f"{code}Q{i:02}"] = [chance.choice(answers) for _ in range(300)]
    return columns


def written(file: Path, columns: Mapping[str, Sequence[str]]) -> Path:
    """A file with these columns."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([[*columns], *zip(*columns.values(), strict=True)])
    return file


@given(st.data())
def test_statements_with_the_same_unknown_answers_are_questions_and_never_segments(data):
    answers = data.draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=8, unique=True))
    people = data.draw(st.integers(30, 120))
    chance = np.random.default_rng(data.draw(st.integers(0, 999)))
    columns = {"A1": [answers[i % len(answers)] for i in range(people)]}
    for i in range(2, data.draw(st.integers(3, 9)) + 1):
        missing = data.draw(st.integers(0, len(answers) - 2))
        columns[f"A{i}"] = [chance.choice(answers[missing:]) for _ in range(people)]
    made = draft(columns, "en")
    assert kinds(made) == dict.fromkeys(columns, "distribution")
    assert set(scale_of(made)) == set(answers)
    assert len({row["scale"] for row in made.tables["Questions"]}) == 1
    assert [note.reason for note in made.notes if note.table == "Scales"] == ["scale_unscored"]


def test_two_answers_with_one_number_are_no_scale_of_numbers():
    answers = ["1.Black", "2.White", "2.Sweet", "3.None"]
    made = draft({"Which coffee do you like best at lunch?": answers * 20})
    assert scale_of(made) == dict.fromkeys(answers)


def test_frequencies_are_a_choice_in_their_order_and_get_no_answer_that_nobody_gave():
    made = draft({"Thuiswerken": ["Wekelijks", "Nooit", "Maandelijks", "Een keer per dag"] * 5})
    assert list(scale_of(made).items()) == [
        ("Een keer per dag", None),
        ("Wekelijks", None),
        ("Maandelijks", None),
        ("Nooit", None),
    ]


def test_yes_maybe_and_no_are_a_choice_and_yes_alone_is_completed_by_no():
    made = draft({"Do you agree?": ["Yes", "Maybe", "No", "I don't know"] * 5}, "en")
    assert list(scale_of(made)) == ["Yes", "Maybe", "No", "I don't know"]
    assert list(scale_of(draft({"Do you agree?": ["Yes"] * 200}, "en"))) == ["Yes", "No"]


def test_themes_that_would_have_the_same_name_get_a_number():
    """All headings are one code with a number, and the answers go together by four."""
    chance = np.random.default_rng(2)
    answers = ("Agree", "Neutral", "Disagree")
    rows = [[chance.choice(answers) for _ in range(3)] for _ in range(200)]
    columns = {f"SASR{i}": [row[(i - 1) // 4] for row in rows] for i in range(1, 13)}
    names = [row["name::en"] for row in draft(columns, "en").tables["Themes"]]
    assert names == ["Sasr", "Theme Sasr", "Theme Sasr 2"]


def test_only_as_many_segments_are_drafted_as_have_room_and_others_are_named(tmp_path):
    letters = [chr(65 + i) for i in range(MOST_SEGMENTS + 5)]
    groups = {f"Kenmerk {own}": [f"x{own}", f"y{own}", f"z{own}"] * 20 for own in letters}
    columns = {**groups, "Ik werk hier graag": ["Eens", "Oneens", "Neutraal"] * 20}
    made = draft(columns)
    left = [note.value for note in made.notes if note.reason == "left_segment"]
    assert left == [*groups][MOST_SEGMENTS:]
    started(written(tmp_path / "groups.csv", columns), tmp_path / "survey")
    catalogue = Drafted.read(tmp_path / "survey" / "survey.xlsx").catalogue
    assert catalogue.segments["name"].to_list() == [*groups][:MOST_SEGMENTS]


def test_group_whose_people_have_no_answer_elsewhere_lies_in_no_segment():
    n = 60
    made = draft(
        {
            "Team": ["Noord", "Zuid", "West"] * n,
            "Afdeling": [None, None, None] * (n - 5) + ["A", None, "B"] * 5,
            "Ik werk hier graag": ["Eens", "Oneens", "Neutraal"] * n,
        }
    )
    assert [row["parent"] for row in made.tables["Segments"]] == ["", ""]


def test_lists_of_unknown_scales_become_a_report(tmp_path):
    columns = pisa()
    started(written(tmp_path / "pisa.csv", columns), tmp_path / "survey", "--language", "en")
    catalogue = Drafted.read(tmp_path / "survey" / "survey.xlsx").catalogue
    assert catalogue.segments["name"].to_list() == ["CNT"]
    metrics = dict(catalogue.questions.select("question", "metric").iter_rows())
    scored = {f"{code}Q{i:02}" for code in ("ST24", "ST41") for i in range(1, LISTS[code][0] + 1)}
    assert {name for name, metric in metrics.items() if metric == "likert"} == scored
    assert set(metrics) == set(columns) - {"CNT"}


def test_columns_may_be_headed_by_words_that_meetlat_and_polars_use_themselves(tmp_path):
    words = (
        *("count", "n", "len", "row", "index", "value", "times", "group", "segment", "question"),
        *("theme", "answer", "score", "weight", "literal", "base", "metric", "scale", "Enps"),
    )
    chance = np.random.default_rng(4)
    columns = {word: list(chance.choice(("Agree", "Neutral", "Disagree"), 200)) for word in words}
    for word in ("counts", "people", "answered"):
        columns[word] = list(chance.choice(("North", "South"), 200))
    export = written(tmp_path / "words.csv", columns)
    started(export, tmp_path / "survey", "--language", "en")
    catalogue = Drafted.read(tmp_path / "survey" / "survey.xlsx").catalogue
    assert set(catalogue.questions["question"]) == set(words)
    assert catalogue.segments["name"].to_list() == ["counts", "people", "answered"]


@pytest.mark.parametrize("exists", [False, True])
def test_new_that_fails_leaves_nothing_behind(tmp_path, monkeypatch, exists):
    file, folder = tmp_path / "pisa.csv", tmp_path / "survey"
    file.write_text("A1\n" + "Agree\nDisagree\n" * 20, encoding="utf-8")
    if exists:
        folder.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "survey.xlsx")

    monkeypatch.setattr("meetlat.drafting.start.fill_workbook", full)
    ran = CliRunner().invoke(app, ["new", str(folder), "--from", str(file)])
    assert (ran.exit_code, "No space left" in ran.output) == (1, True)
    assert folder.exists() == exists
    assert not exists or not [*folder.iterdir()]
