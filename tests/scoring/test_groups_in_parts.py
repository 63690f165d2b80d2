"""Metrics from counts that get some groups at a time give the tables of all groups at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from meetlat.counting import counts
from meetlat.groups import Group
from meetlat.opening import opened
from meetlat.plugins.manager import load_plugins
from meetlat.plugins.metrics import Counts, metric
from meetlat.plugins.parameters import MetricError
from meetlat.plugins.theme_rules import theme_rule
from meetlat.reading.inputs import Inputs, read_inputs
from meetlat.recalculation import compute
from meetlat.scoring.report import Report
from tests.example import EXAMPLE
from tests.surveys import survey, table


@pytest.fixture(scope="module")
def example() -> Inputs:
    """The example with every metric on, and each theme rule in some themes."""
    with opened(EXAMPLE, save=False) as book:
        inputs = read_inputs(book)
    (themes,) = inputs.tables["Themes"]
    place, rules = themes.position("rule"), ["questions", "pooled", "respondents"]
    assert place is not None
    for number, row in enumerate(themes.values):
        row[place] = rules[number % 3]
    on = "".join(f"| {name} | yes |\n" for name in load_plugins().metrics)
    metrics = table("Metrics", f"| metric | on |\n|---|---|\n{on}")
    return replace(inputs, tables={**inputs.tables, "Metrics": [metrics]})


def everything(report: Report) -> dict[str, pl.DataFrame]:
    """The tables of a report, and those of all groups."""
    assert not [p for p in report.problems if p.is_error or "failed" in p.code]
    tables = {name: own.frame for name, own in report.tables.items() if name != "LastRun"}
    return tables | {f"all {name}": report.all_groups[name] for name in report.all_groups}


@pytest.fixture(scope="module")
def at_once(example) -> dict[str, pl.DataFrame]:
    return everything(compute(example))


def test_shipped_metrics_give_the_same_tables_whatever_groups_they_get(
    example, at_once, monkeypatch
):
    """A few groups at a time; one group alone is checked in every recalculation in parts."""
    monkeypatch.setattr(counts, "ROWS", 1500)
    calls = calls_of(counts.AnswerCounts, "frame", monkeypatch)
    in_parts = everything(compute(example))
    assert len(calls) > 3
    assert in_parts.keys() == at_once.keys()
    for name, frame in in_parts.items():
        assert_frame_equal(frame, at_once[name], check_exact=True)


def calls_of(kind: type, name: str, monkeypatch) -> list[object]:
    """A list that grows with every call of a method."""
    calls, method = [], getattr(kind, name)

    def called(*arguments):
        calls.append(arguments)
        return method(*arguments)

    monkeypatch.setattr(kind, name, called)
    return calls


PLUGIN = """
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Asked", keys=Counts.GROUP_KEYS, by_group=BY_GROUP)
def asked(counts: Counts, invited: pl.DataFrame):
    "How many groups there are beside each group."
    groups = counts.select(Counts.GROUP_KEYS).unique(maintain_order=True)
    return groups.with_columns(n=pl.len(), known=pl.lit(invited.height))

@hookimpl
def register_metrics(register):
    register(asked)
"""

SURVEY = {
    "Questions": "| question | scale |\n|---|---|\n| pride | agreement |",
    "Survey": "| setting | value |\n|---|---|\n| responses | Responses |\n| smallest_group | 5 |",
    "Segments": "| segment |\n|---|\n| team |",
    "Population": "| segment | group | invited |\n|---|---|---|\n"
    + "".join(f"| team | {team} | 20 |\n" for team in "ABCDE"),
    "Responses": "| pride | team |\n|---|---|\n"
    + "".join(f"| agree | {team} |\n" for team in "ABCDE" * 10),
}


def of_own_metric(folder: Path, by_group: str, plugin: str = PLUGIN, **tables: str) -> Report:
    (folder / "plugins").mkdir()
    file = folder / "plugins" / "asked.py"
    file.write_text(dedent(plugin.replace("BY_GROUP", by_group)), encoding="utf-8", newline="\n")
    return survey(folder, **{**SURVEY, **tables})


def test_a_metric_gets_all_groups_unless_it_says_otherwise(tmp_path, monkeypatch):
    monkeypatch.setattr(counts, "ROWS", 8)
    own = of_own_metric(tmp_path, "False").all_groups["Asked"]
    assert own["group"].to_list() == ["", *"ABCDE"]
    assert own["n"].to_list() == [6] * 6
    assert own["known"].to_list() == [5] * 6


def test_a_metric_that_compares_groups_must_get_all_of_them(tmp_path, monkeypatch):
    answers = 4  # of the scale
    monkeypatch.setattr(counts, "ROWS", 2 * answers)
    report = of_own_metric(tmp_path, "True")
    (problem,) = [p for p in report.problems if p.code == "metric-failed"]
    assert "its rows of a group change with the other groups" in str(problem)
    assert "Asked" not in report.tables


def test_a_metric_that_compares_the_invited_of_groups_must_get_all_of_them(tmp_path, monkeypatch):
    """It is noticed when the table of all groups is asked for: the first part has one team."""
    monkeypatch.setattr(counts, "ROWS", 2 * 4)
    report = of_own_metric(tmp_path, "True", PLUGIN.replace("n=pl.len(), ", ""))
    with pytest.raises(MetricError, match="its rows of a group change with the other groups"):
        report.all_groups["Asked"]


def test_row_of_a_group_that_was_not_given_is_a_fault_of_the_metric(tmp_path, monkeypatch):
    monkeypatch.setattr(counts, "ROWS", 1)
    groups = "counts.select(Counts.GROUP_KEYS).unique(maintain_order=True)"
    plugin = PLUGIN.replace(groups, 'pl.DataFrame({"segment": ["team"], "group": ["A"]})')
    report = of_own_metric(tmp_path, "True", plugin)
    (problem,) = [p for p in report.problems if p.code == "metric-failed"]
    assert "a row of segment 'team', group 'A', which it was not given" in str(problem)
    assert "Asked" not in report.tables


def test_groups_that_no_table_needs_are_not_computed(tmp_path, monkeypatch):
    monkeypatch.setattr(counts, "ROWS", 1)
    calls = calls_of(counts.AnswerCounts, "frame", monkeypatch)
    report = of_own_metric(tmp_path, "True", LARGEST)
    assert report["Asked"]["n"].to_list() == [50]
    before = len(calls)
    assert report.all_groups["Asked"]["n"].to_list() == [50, *[10] * 5]
    assert len(calls) >= before + 5


def test_figures_of_a_group_know_their_precision_in_the_report_of_the_whole(tmp_path, monkeypatch):
    at_once = of_own_metric(tmp_path, "True", LARGEST).precision.of(Group("team", "A"))
    monkeypatch.setattr(counts, "ROWS", 1)
    (tmp_path / "parts").mkdir()
    in_parts = of_own_metric(tmp_path / "parts", "True", LARGEST).precision.of(Group("team", "A"))
    assert len(at_once) > 0
    assert_frame_equal(in_parts, at_once)


LARGEST = """
import polars as pl
from meetlat import Counts, hookimpl, metric

@metric(table="Asked", by_group=True)
def asked(counts: Counts):
    "A metric that fails on counts without rows."
    int(counts["n"].max())
    return counts.group_by(Counts.KEYS, maintain_order=True).agg(n=pl.col("n").sum())

@hookimpl
def register_metrics(register):
    register(asked)
"""


def test_suppressed_groups_together_do_not_stop_a_metric(tmp_path, monkeypatch):
    monkeypatch.setattr(counts, "ROWS", 1)
    small = "".join(f"| agree | few{n} |\n" for n in range(4))
    own = of_own_metric(tmp_path, "True", LARGEST, Responses=SURVEY["Responses"] + small)
    assert own.all_groups["Asked"]["group"].to_list() == ["", *"ABCD"]


def _no_counts(theme_scores): ...


def _persons(counts, answers): ...


def _scores_of_themes(counts, theme_scores): ...


@pytest.mark.parametrize("function", [_no_counts, _persons, _scores_of_themes])
def test_groups_in_parts_are_for_metrics_from_counts_only(function):
    with pytest.raises(MetricError, match="has by_group, so it must ask for counts"):
        metric(table="X", keys=Counts.THEME_KEYS, by_group=True)(function)


def test_a_theme_rule_over_persons_cannot_get_some_of_the_groups():
    with pytest.raises(MetricError, match="has by_group"):
        theme_rule(by_group=True)(_persons)
