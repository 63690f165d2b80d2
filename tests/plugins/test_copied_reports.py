"""The copy of a report that a plugin gets: changes to it do not reach the report."""

from __future__ import annotations

from copy import copy

import polars as pl
import pytest

from meetlat import Report, ResultTable
from meetlat.plugins.copies import safe_copy
from meetlat.plugins.metrics import MetricError
from meetlat.plugins.result_table import Shape, check_table
from meetlat.testing import survey

WAYS = {
    "key": lambda tables: tables["Scores"],
    "get": lambda tables: tables.get("Scores"),
    "values": lambda tables: next(iter(tables.values())),
    "items": lambda tables: dict(tables.items())["Scores"],
    "unpacked": lambda tables: {**tables}["Scores"],
    "dict": lambda tables: dict(tables)["Scores"],
    "union": lambda tables: (tables | {})["Scores"],
    "copy": lambda tables: copy(tables)["Scores"],
    "method copy": lambda tables: tables.copy()["Scores"],
    "after a copy": lambda tables: [copy(tables)["Scores"], tables["Scores"]][1],
    "pop": lambda tables: tables.pop("Scores"),
}


def report() -> Report:
    made = survey()
    made.tables = {"Scores": ResultTable("Scores", pl.DataFrame({"n": [1]}), {"n": "0"})}
    return made


@pytest.mark.parametrize("way", WAYS)
def test_a_table_of_the_copy_is_not_that_of_the_report_however_it_is_reached(way):
    original = report()
    table = WAYS[way](safe_copy(original).tables)
    table.frame.drop_in_place("n")
    table.formats["n"] = "0%"
    assert original["Scores"].columns == ["n"]
    assert original.tables["Scores"].formats == {"n": "0"}


def test_a_copy_of_the_copy_is_not_the_copy():
    first = safe_copy(report())
    safe_copy(first)["Scores"].drop_in_place("n")
    assert first["Scores"].columns == ["n"]


def test_the_copy_keeps_what_a_plugin_changed_in_it():
    copied = safe_copy(report())
    copied["Scores"].drop_in_place("n")
    copied.tables["Mine"] = ResultTable("Mine", pl.DataFrame({"x": [1]}))
    assert copied["Scores"].columns == []
    assert [*copied] == ["Scores", "Mine"]
    assert "Mine" in copied


def test_tables_that_are_added_to_or_removed_from_the_copy_stay_as_they_are_in_the_report():
    original = report()
    copied = safe_copy(original)
    copied.tables["Mine"] = copied.tables["Scores"]
    del copied.tables["Scores"]
    assert [*original] == ["Scores"]


def table(**headings: str) -> ResultTable:
    texts = {column: {"en": text} for column, text in headings.items()}
    return ResultTable("Scores", pl.DataFrame({"n": [1], "score": [2.0]}), headings=texts)


def test_a_table_with_other_headings_than_in_the_report_before_is_checked():
    checked: dict[str, Shape] = {}
    check_table(table(n="Answers"), (), checked)
    with pytest.raises(MetricError, match='two columns of the table Scores are called "score"'):
        check_table(table(n="Score"), (), checked)


def test_headings_that_a_plugin_changes_afterwards_are_checked():
    checked: dict[str, Shape] = {}
    changed = table(n="Answers")
    check_table(changed, (), checked)
    changed.headings["n"]["en"] = "Score"  # type: ignore[index]
    with pytest.raises(MetricError, match="two columns"):
        check_table(changed, (), checked)


def test_the_figures_of_a_table_with_known_columns_are_checked():
    checked: dict[str, Shape] = {}
    check_table(table(), (), checked)
    infinite = ResultTable("Scores", pl.DataFrame({"n": [1], "score": [float("inf")]}))
    with pytest.raises(MetricError, match="its column score has a figure that is not a number"):
        check_table(infinite, (), checked)
