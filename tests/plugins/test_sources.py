"""Plugins that read responses or check the catalogue: their findings, and messages if they fail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from meetlat.recalculation import compute
from meetlat.scoring.results import Results
from tests.surveys import inputs

SURVEY = """
| setting        | value       |
|----------------|-------------|
| language       | en          |
| responses      | answers.abc |
| smallest_group | 5           |
"""

QUESTIONS = "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |"

READER = """
    import polars as pl
    from meetlat import Finding, Source, hookimpl

    @hookimpl
    def read_responses(file):
        if file.suffix == ".abc":
            {code}
"""


def results(folder: Path, plugin: str = "", answers: str = "answers.abc") -> Results:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mine.py").write_text(dedent(plugin), encoding="utf-8")
    (folder / answers).write_text("1 1 3 1 9", encoding="utf-8")
    found = inputs(folder, Survey=SURVEY, Questions=QUESTIONS)
    return compute(replace(found, folder=folder)).results


def read(folder: Path, code: str) -> Results:
    return results(folder, READER.format(code=code))


def test_a_plugin_can_read_a_new_kind_of_responses_file(tmp_path):
    code = "return pl.DataFrame({'pride': ['agree'] * 4 + ['neutral']})"
    found = read(tmp_path, code)
    assert found.problems == []
    assert found["QuestionScores"]["score"].to_list() == [9.0]


def test_a_source_may_give_labels_for_values_and_row_numbers(tmp_path):
    code = """values = [int(v) for v in file.read_text().split()]
            return Source(
                pl.DataFrame({"pride": values}),
                labels={"pride": {1: "Agree", 3: "Disagree"}},
                rows=[11, 12, 13, 14, 15],
            )"""
    found = read(tmp_path, code)
    assert [(p.code, p.value, p.cell) for p in found.problems] == [("not-on-scale", "9", "A15")]


def test_a_finding_of_a_source_is_reported_at_the_setting_responses(tmp_path):
    code = """frame = pl.DataFrame({"pride": ["agree"] * 5})
            words = {"en": "two are incomplete.", "nl": "twee zijn onvolledig."}
            return Source(frame, findings=[Finding(words, "Look.")])"""
    (problem,) = read(tmp_path, code).problems
    assert str(problem) == "Survey!B3: two are incomplete. Look."
    assert problem.render("nl") == "Survey!B3: twee zijn onvolledig. Look."


def test_an_error_finding_of_a_source_stops_the_recalculation(tmp_path):
    found = read(tmp_path, 'return Source(findings=[Finding("it is locked.", error=True)])')
    assert [str(p) for p in found.problems] == [
        "Survey!B3: it is locked. This is a rule of plugins/mine.py."
    ]
    assert not found.tables


FAILING = {
    "raises": ("raise ValueError('no sheet')", "ValueError: no sheet (mine.py, line 8)"),
    "exits": ("import sys; sys.exit(3)", "SystemExit: 3 (mine.py, line 8)"),
    "nonsense": ("return 3", "TypeError: it gave int, not a Polars frame or a Source"),
    "rows": (
        "return Source(pl.DataFrame({'pride': [1]}), rows=[1, 2])",
        "ValueError: it gave 2 row numbers for 1 rows",
    ),
}


@pytest.mark.parametrize(("code", "words"), FAILING.values(), ids=FAILING)
def test_a_reader_that_fails_gives_one_problem_that_names_the_plugin(tmp_path, code, words):
    (problem,) = read(tmp_path, code).problems
    assert (problem.code, problem.place) == ("source-failed", "Survey!B3")
    assert "plugins/mine.py" in problem.sentence()
    assert words in problem.sentence()


def test_a_reader_that_needs_a_missing_package_says_how_to_install_it(tmp_path):
    (problem,) = read(tmp_path, "import no_such_reader.parts").problems
    assert problem.remedy().startswith("Install it (python -m pip install no_such_reader)")


def test_a_file_that_no_plugin_reads_is_of_an_unknown_kind(tmp_path):
    (problem,) = read(tmp_path, "return None").problems
    assert problem.code == "responses-kind"


def test_readers_are_not_called_for_a_missing_file(tmp_path):
    plugin = READER.format(code="1 / 0")
    (problem,) = results(tmp_path, plugin, answers="answers.abd").problems
    assert problem.code == "responses-missing"


CHECKER = """
    from meetlat import Finding, hookimpl

    @hookimpl
    def check_catalogue(catalogue):
        {code}
"""

ANSWERS = "| pride |\n|---|\n" + "| agree |\n" * 5


def checked(folder: Path, code: str, **tables: str) -> Results:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mine.py").write_text(dedent(CHECKER).format(code=code), encoding="utf-8")
    return compute(
        inputs(folder, **{"Questions": QUESTIONS, "Responses": ANSWERS} | tables)
    ).results


def test_a_finding_of_a_catalogue_rule_is_reported_with_its_cell_and_value(tmp_path):
    code = 'yield Finding("too short.", "Say more.", table="Questions", row=0, column="theme")'
    (problem,) = checked(tmp_path, code).problems
    assert (problem.place, problem.value, problem.severity) == ("Questions!B2", "work", "remark")
    assert str(problem) == "Questions!B2: too short. Say more."


def test_an_error_finding_of_a_catalogue_rule_stops_the_recalculation(tmp_path):
    found = checked(tmp_path, 'yield Finding("no.", table="Questions", error=True)')
    assert [(p.code, p.place) for p in found.problems] == [("own-error", "Questions!A1")]
    assert not found.tables


def test_catalogue_rules_of_plugins_run_only_if_there_are_no_errors(tmp_path):
    """So they can rely on every name, and repeat no known problem."""
    wrong = QUESTIONS.replace("work", "wrk")
    found = checked(tmp_path, 'yield Finding("no.")', Questions=wrong)
    assert [p.code for p in found.problems] == ["unknown-theme"]


WRONG = {
    "raises": ("1 / 0", "ZeroDivisionError: division by zero (mine.py, line 6)"),
    "nothing": ("return None", "it returned nothing; write yield before each Finding"),
    "no finding": ("return ['x']", "it gave str, not a Finding"),
    "no table": ('yield Finding("no.", table="Question")', "there is no table Question"),
    "no row": ('yield Finding("no.", table="Questions", row=9)', "has no row 9"),
}


@pytest.mark.parametrize(("code", "words"), WRONG.values(), ids=WRONG)
def test_a_failing_catalogue_rule_is_reported_and_stops_nothing_else(tmp_path, code, words):
    found = checked(tmp_path, code)
    (problem,) = found.problems
    assert (problem.code, problem.value) == ("rules-failed", "plugins/mine.py")
    assert words in problem.sentence()
    assert found["QuestionScores"]["score"].to_list() == [10.0]
