"""Highlights: highest and lowest scores and largest changes, with ties and short lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from meetlat import Report, ResultTable
from meetlat.api import recalculate
from meetlat.reading.catalogue import read_catalogue
from meetlat.reading.inputs import TABLES
from meetlat.reading.settings import Settings
from meetlat.scoring.comparisons import Comparisons
from meetlat_highlights import result_tables
from tests.surveys import shown, survey, workbook


def report(language: str, comparisons: list[str], organisation: str = "") -> Report:
    """A report without tables yet."""
    catalogue, _ = read_catalogue({name: [] for name in TABLES}, [])
    catalogue = replace(catalogue, settings=Settings(language=language))
    return Report(catalogue, comparisons=Comparisons(comparisons, organisation=organisation))


def highlights(
    scores: dict[str, float | None], language: str = "en", **earlier: dict[str, float]
) -> list[tuple]:
    """Highlight, comparison, rank, theme and change of themes with these scores."""
    names = list(scores)
    frame = pl.DataFrame({"theme": names, "name": [name.title() for name in names]})
    frame = frame.with_columns(pl.Series("score", scores.values(), dtype=pl.Float64))
    for comparison, figures in earlier.items():
        values = [figures.get(name) for name in names]
        frame = frame.with_columns(pl.Series(comparison, values, dtype=pl.Float64))
    results = report(language, list(earlier))
    results.add(ResultTable("ThemeScores", frame))
    (table,) = result_tables(results)
    columns = ("highlight", "comparison", "rank", "subject", "change")
    return table.frame.select(columns).rows()


def test_highlights_are_the_highest_and_the_lowest_half():
    scores = {"a": 5.0, "b": 9.0, "c": 1.0, "d": 8.0, "e": 2.0, "f": 7.0, "g": 3.0}
    assert highlights(scores) == [
        ("highest", None, 1, "b", None),
        ("highest", None, 2, "d", None),
        ("highest", None, 3, "f", None),
        ("lowest", None, 1, "c", None),
        ("lowest", None, 2, "e", None),
        ("lowest", None, 3, "g", None),
    ]


def test_no_theme_is_both_highest_and_lowest():
    assert [row[::3] for row in highlights({"a": 5.0, "b": 9.0, "c": 1.0})] == [
        ("highest", "b"),
        ("lowest", "c"),
    ]
    assert highlights({"a": 5.0}) == []
    assert highlights({}) == []


def test_tied_themes_are_highlighted_together_or_not_at_all():
    scores = dict.fromkeys("abcde", 6.0) | {"f": 9.0, "g": 1.0, "h": 2.0}
    found = [(row[0], row[2], row[3]) for row in highlights(scores)]
    assert [row for row in found if row[0] == "highest"] == [("highest", 1, "f")]
    assert [row for row in found if row[0] == "lowest"] == [("lowest", 1, "g"), ("lowest", 2, "h")]
    two_lead = highlights({"a": 8.0, "b": 8.0, "c": 3.0, "d": 2.0, "e": 5.0, "f": 6.0})
    assert [row[2:4] for row in two_lead[:3]] == [(1, "a"), (1, "b"), (3, "f")]


def test_scores_that_differ_by_rounding_errors_are_tied():
    scores = {"a": 0.1 + 0.2, "b": 0.3, "c": 0.0, "d": 0.1}
    assert [row[2] for row in highlights(scores) if row[0] == "highest"] == [1, 1]


def test_equal_scores_give_no_highlights():
    assert highlights(dict.fromkeys("abcd", 5.0)) == []


def test_highlights_include_the_largest_changes_against_each_comparison():
    scores = {"a": 5.0, "b": 6.0, "c": 7.0, "d": 8.0}
    found = highlights(
        scores, Previous={"a": 5.5, "b": 5.0, "c": 7.0}, Benchmark={"a": 4.0, "d": 9.0}
    )
    assert found[4:] == [
        ("most improved", "Previous", 1, "b", 1.0),
        ("most declined", "Previous", 1, "a", -0.5),
        ("furthest above", "Benchmark", 1, "a", 1.0),
        ("furthest below", "Benchmark", 1, "d", -1.0),
    ]


def test_a_highlighted_change_has_the_mark_of_its_difference():
    frame = pl.DataFrame({"theme": ["a", "b"], "name": ["A", "B"], "score": [5.0, 6.0]})
    frame = frame.with_columns(Previous=pl.Series([4.0, 5.9]))
    differences = pl.DataFrame(
        {
            "table": ["ThemeScores", "ThemeScores", "QuestionScores"],
            "subject": ["a", "b", "b"],
            "comparison": ["Previous"] * 3,
            "mark": ["▲", None, "▼"],
        }
    )
    results = report("en", ["Previous"])
    results.add(ResultTable("ThemeScores", frame))
    results.add(ResultTable("Differences", differences))
    (table,) = result_tables(results)
    assert table.frame.filter(highlight="most improved").select("subject", "mark").rows() == [
        ("a", "▲"),
        ("b", None),
    ]


def test_highlights_of_a_dutch_survey_are_in_dutch():
    rows = highlights({"a": 5.0, "b": 6.0}, language="nl", Vorige={"a": 4.0})
    assert [row[0] for row in rows] == ["hoogst", "laagst", "meest verbeterd"]


def test_differences_from_what_is_no_earlier_survey_are_above_or_below_and_no_change():
    """The keys do not change, because formulas of the first page use them."""
    frame = pl.DataFrame({"theme": ["a", "b"], "name": ["A", "B"], "score": [5.0, 6.0]})
    frame = frame.with_columns(Harbour=pl.Series([4.0, 6.5]), Vorige=pl.Series([4.0, 7.0]))
    results = report("nl", ["Harbour", "Vorige"], organisation="Harbour")
    results.add(ResultTable("ThemeScores", frame))
    (table,) = result_tables(results)
    assert table.frame.drop_nulls("change").select("key", "highlight").rows() == [
        ("theme risen 1 1", "verst erboven"),
        ("theme fallen 1 1", "verst eronder"),
        ("theme risen 2 1", "meest verbeterd"),
        ("theme fallen 2 1", "meest verslechterd"),
    ]


@pytest.mark.parametrize("name", ["kind", "subject", "change", "rank"])
def test_a_comparison_may_have_the_name_of_a_column_of_highlights(name):
    (_, _, risen) = highlights({"a": 5.0, "b": 6.0}, **{name: {"a": 4.0}})
    assert risen == ("furthest above", name, 1, "a", 1.0)


def test_a_theme_without_a_score_is_not_the_lowest():
    found = highlights({"a": 5.0, "b": None, "c": 6.0}, Previous={"b": 9.0})
    assert [row[3] for row in found] == ["c", "a"]


QUESTIONS = """
| question | theme | scale     | text         |
|----------|-------|-----------|--------------|
| pride    | work  | agreement | I am proud   |
| pressure | work  | agreement | I am pressed |
"""
RESPONSES = "| pride | pressure |\n|---|---|\n" + "| agree | disagree |\n" * 5


def test_themes_and_questions_have_separate_highlights():
    comparisons = "| comparison | subject | value |\n|---|---|---|\n| Previous | work | 6 |"
    found = survey(Questions=QUESTIONS, Responses=RESPONSES, Comparisons=comparisons)
    assert found["Highlights"].select("kind", "highlight", "name", "score").rows() == [
        ("theme", "most declined", "Work", 5),
        ("question", "highest", "I am proud", 10),
        ("question", "lowest", "I am pressed", 0),
    ]


def test_a_group_that_is_withheld_has_no_highlights():
    found = survey(
        Questions=QUESTIONS, Responses=RESPONSES.replace("| agree | disagree |\n", "", 1)
    )
    assert found["Highlights"].is_empty()


def test_highlights_are_written_into_their_table(tmp_path: Path):
    tables = {"Questions": QUESTIONS, "Responses": RESPONSES}
    empty = "| highlight | name | score |\n|---|---|---|\n| - | - | - |"
    with_table = workbook(tmp_path / "with.xlsx", Highlights=empty, **tables)
    recalculate(with_table)
    assert shown(with_table, "Highlights") == [
        ["highlight", "name", "score"],
        ["highest", "I am proud", 10],
        ["lowest", "I am pressed", 0],
    ]


def test_highlights_get_no_new_sheet(tmp_path: Path):
    without = workbook(tmp_path / "without.xlsx", Questions=QUESTIONS, Responses=RESPONSES)
    results = recalculate(without)
    assert "Highlights" in results
    assert "Highlights" not in CalamineWorkbook.from_path(str(without)).sheet_names
