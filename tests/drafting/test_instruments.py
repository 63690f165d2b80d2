"""Published scales as a start: what their manuals say, their licences, and their scores in R."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from meetlat.api import recalculate
from meetlat.cli.commands import app
from meetlat.drafting.instruments.instrument import Instrument, find_instrument, instrument_names
from meetlat.drafting.start import start_without_answers
from meetlat.recalculation import run
from meetlat_workbooks.content import HOME
from tests.audit import findings
from tests.drafting.comparing import Drafted
from tests.drafting.test_typing import cells_of
from tests.r import run_r

# The themes with their questions, and those that are reverse-coded, from the manuals.
KEYS = {
    "uwes-9": {"vigour": [1, 2, 5], "dedication": [3, 4, 7], "absorption": [6, 8, 9]},
    "who-5": {"wellbeing": [1, 2, 3, 4, 5]},
    "engagement-index": {
        "leaders": [1, 2, 3, 4, 5],
        "supervisors": [6, 7, 8, 9, 10],
        "intrinsic": [11, 12, 13, 14, 15],
    },
    "hse-indicator": {
        "demands": [3, 6, 9, 12, 16, 18, 20, 22],
        "control": [2, 10, 15, 19, 25, 30],
        "managers": [8, 23, 29, 33, 35],
        "peers": [7, 24, 27, 31],
        "relationships": [5, 14, 21, 34],
        "role": [1, 4, 11, 13, 17],
        "change": [26, 28, 32],
    },
}
REVERSED = {"hse-indicator": {"demands", "relationships"}}
# Only works of the U.S. government may be copied into this project with their texts.
WITH_TEXTS = {"engagement-index"}


def new(folder: Path, name: str, *options: str) -> str:
    ran = CliRunner().invoke(app, ["new", str(folder), "--scale", name, *options])
    assert ran.exit_code == 0, ran.output
    return ran.output


@pytest.fixture(scope="module", params=instrument_names())
def started(request, tmp_path_factory) -> tuple[str, Path, str]:
    """The name of an instrument, a survey folder with it, in Dutch, and the output."""
    folder = tmp_path_factory.mktemp(request.param) / "survey"
    return request.param, folder, new(folder, request.param, "--language", "nl")


def test_key_is_that_of_the_manual(started):
    name, folder, _ = started
    questions = Drafted.read(folder / "survey.xlsx").catalogue.questions
    found: dict[str, list[int]] = {}
    for row in questions.iter_rows(named=True):
        number = int("".join(c for c in row["question"] if c.isdigit()))
        found.setdefault(row["theme"], []).append(number)
        assert row["reverse"] == (row["theme"] in REVERSED.get(name, ()))
    assert found == KEYS[name]


def test_scores_run_from_nought_to_ten_in_equal_steps(started):
    _, folder, _ = started
    scales = Drafted.read(folder / "survey.xlsx").catalogue.scales
    for _, rows in scales.group_by("scale", maintain_order=True):
        numbers = [int(answer) for answer in rows["answer"]]
        steps = [10 * (n - min(numbers)) / (max(numbers) - min(numbers)) for n in numbers]
        assert rows["score"].to_list() == pytest.approx(steps, abs=0.005)


def test_source_and_licence_stand_in_the_workbook_and_on_the_terminal(started):
    name, folder, output = started
    instrument = find_instrument(name)
    words = cells_of(folder / "survey.xlsx")
    for own in (instrument.content["source"], instrument.content["licence"]["nl"]):
        assert own in words
        assert own in output


def test_texts_are_only_in_instruments_that_may_be_copied():
    for name in instrument_names():
        content = find_instrument(name).content
        has_texts = all("text" in own for own in content["questions"])
        assert has_texts == content["has_texts"] == (name in WITH_TEXTS)
        assert not [own for own in content["questions"] if "text" in own] or has_texts


def test_workbook_has_no_error_apart_from_the_missing_answers(started):
    _, folder, _ = started
    problems = [p.code for p in run(folder / "survey.xlsx").problems if p.is_error]
    assert problems == ["responses-missing"]
    for workbook in ("survey.xlsx", "survey.xlsm"):
        assert findings(folder / workbook) == []


def test_answers_with_the_codes_as_headings_are_scored(started, tmp_path):
    _, folder, _ = started
    drafted = Drafted.read(folder / "survey.xlsx").catalogue
    draw = random.Random(7)  # noqa: S311
    answers = {
        row["question"]: draw.choices(
            drafted.scales.filter(scale=row["scale"])["answer"].to_list(), k=60
        )
        for row in drafted.questions.iter_rows(named=True)
    }
    pl.DataFrame(answers).write_csv(tmp_path / "answers.csv")
    results = recalculate(
        folder / "survey.xlsx", tmp_path / "answers.csv", output=tmp_path / "report.xlsx"
    )
    assert not results.errors
    assert results["ThemeScores"]["score"].null_count() == 0


def test_unknown_scale_is_answered_with_the_names(tmp_path):
    ran = CliRunner().invoke(app, ["new", str(tmp_path / "s"), "--scale", "gallup"])
    assert ran.exit_code == 2
    assert all(name in ran.output for name in instrument_names())
    assert not (tmp_path / "s").exists()


def test_help_names_every_scale():
    shown = CliRunner().invoke(app, ["new", "--help"], env={"COLUMNS": "300"}).output
    assert all(name in " ".join(shown.split()) for name in instrument_names())


def test_scale_does_not_go_with_an_export(tmp_path):
    options = ["--scale", "who-5", "--from", str(tmp_path / "a.csv")]
    ran = CliRunner().invoke(app, ["new", str(tmp_path / "s"), *options])
    assert ran.exit_code == 2


def test_theme_scores_are_the_means_of_score_items_in_r(tmp_path):
    """`bfi` of psych as an instrument: five themes of five items, seven of them reverse-coded."""
    folder = run_r(Path(__file__).with_name("instruments.R"), tmp_path)
    items = pl.read_csv(folder / "bfi.csv").columns
    keyed = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
    instrument = Instrument(
        "bfi",
        {
            "has_texts": False,
            "source": "psych",
            "title": {"en": "bfi"},
            "licence": {"en": "public domain (IPIP)"},
            "remark": {"en": "1 to 6"},
            "themes": [{"theme": t, "name": {"en": f"Trait {t}"}} for t in "ACENO"],
            "questions": [
                {"question": name, "theme": name[0], "scale": "bfi", "reverse": name in keyed}
                for name in items
            ],
            "answers": [{"scale": "bfi", "answer": n, "score": 2.0 * (n - 1)} for n in range(1, 7)],
        },
    )
    survey = tmp_path / "survey"
    survey.mkdir()
    (survey / "survey.xlsx").write_bytes((HOME / "starter-en" / "survey.xlsx").read_bytes())
    assert start_without_answers(survey, ["survey.xlsx"], instrument.draft("en")) == []
    results = recalculate(survey / "survey.xlsx", folder / "bfi.csv")
    found = dict(results["ThemeScores"].select("theme", "score").rows())
    wanted = dict(pl.read_csv(folder / "scores.csv").rows())
    assert found == {t: pytest.approx(2 * (m - 1), abs=1e-12) for t, m in wanted.items()}
