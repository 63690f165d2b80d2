"""A copy for a group never keeps what the workbook shows of another group.

HR may have looked at one group before the reports of all groups are made. The tables of that group
are then in the workbook, and a plugin may fail or give nothing for the next group.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from meetlat import recalculate
from meetlat.publishing import Targets, each_group, publish
from tests.publishing.test_each import SETTINGS, TABLES
from tests.surveys import shown, workbook

TABLE = """
import polars as pl
from meetlat import ResultTable, hookimpl


@hookimpl
def result_tables(report):
    group = report.group.name
    if group == "South":
        {of_south}
    yield ResultTable("Own", pl.DataFrame({{"text": [f"about {{group}}"], "n": [77.5]}}))
"""

METRIC = """
import polars as pl
from meetlat import Counts, hookimpl, metric


@metric(table="Own")
def own(counts: Counts) -> pl.DataFrame:
    {first}
    return counts.group_by(Counts.KEYS).agg(figure=pl.lit(77.5))


@hookimpl
def register_metrics(register):
    register(own)
"""

LAST_RUN = "| item | value |\n|---|---|\n| respondents | |"

ANSWERS = (
    "pride,joy,team\n" + "4,3,North\n2,2,North\n3,4,North\n1,2,South\n3,3,South\n2,1,South\n" * 3
)


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("MEETLAT_PLUGINS", "allow")
    (tmp_path / "plugins").mkdir()
    (tmp_path / "current.csv").write_text(ANSWERS, encoding="utf-8")
    tables = {name: rows for name, rows in TABLES.items() if name != "Comparisons"}
    north = SETTINGS.format("en").replace("group          |  ", "group          | team=North ")
    return workbook(tmp_path / "survey.xlsx", **tables, Survey=north, LastRun=LAST_RUN)


def write_plugin(survey: Path, code: str) -> None:
    (survey.parent / "plugins" / "own.py").write_text(code, encoding="utf-8")


def copies_for_south(survey: Path) -> list[Path]:
    """The copy among those of all teams, and the one that is made by itself."""
    folder = survey.parent / "all"
    each_group(survey, "team").write(Targets(filled=folder))
    alone = survey.with_name("alone.xlsx")
    publish(survey, Targets(filled=alone), group="team=South")
    assert (folder / "South.xlsx").read_bytes() == alone.read_bytes()
    return [folder / "South.xlsx", alone]


@pytest.mark.parametrize("of_south", ["raise ValueError", "return"])
def test_a_table_that_a_plugin_does_not_make_for_a_group_is_blank(survey, of_south):
    write_plugin(survey, TABLE.format(of_south=of_south))
    recalculate(survey)
    assert shown(survey, "Own") == [["text", "n"], ["about North", 77.5]]
    for file in copies_for_south(survey):
        assert shown(file, "Own") == [["text", "n"], ["", ""]]
        with zipfile.ZipFile(file) as parts:
            sheets = b"".join(map(parts.read, parts.namelist()))
        assert b"about North" not in sheets
    assert shown(survey.parent / "all" / "North.xlsx", "Own")[1] == ["about North", 77.5]


@pytest.mark.parametrize("code", ["raise ValueError", "return", None])
def test_a_table_that_no_plugin_makes_any_more_is_blank(survey, code):
    """It fails for everyone, gives nothing, or its file is gone: `LastRun` knows the table."""
    write_plugin(survey, TABLE.format(of_south="pass"))
    recalculate(survey)
    if code is None:
        (survey.parent / "plugins" / "own.py").unlink()
    else:
        write_plugin(survey, TABLE.format(of_south="pass").replace("yield", f"{code}; yield"))
    for file in copies_for_south(survey):
        assert shown(file, "Own") == [["text", "n"], ["", ""]]
    remarks = [p.code for p in recalculate(survey).problems if p.code != "group-not-shown"]
    assert shown(survey, "Own") == [["text", "n"], ["", ""]]
    assert remarks == [*(["tables-failed"] if code == "raise ValueError" else []), "table-not-made"]
    assert "table-not-made" not in [p.code for p in recalculate(survey).problems]


def test_a_table_of_a_metric_that_fails_is_blank_in_a_copy(survey):
    write_plugin(survey, METRIC.format(first="pass"))
    recalculate(survey)
    assert {row[-1] for row in shown(survey, "Own")[1:]} == {77.5}
    write_plugin(survey, METRIC.format(first="raise ValueError"))
    for file in copies_for_south(survey):
        assert {row[-1] for row in shown(file, "Own")[1:]} == {""}
    recalculate(survey)
    assert {row[-1] for row in shown(survey, "Own")[1:]} == {77.5}, "HR sees the remark beside it"


@pytest.mark.parametrize("first", ["pass", "raise ValueError"])
def test_a_table_of_a_metric_that_is_gone_is_blank(survey, first):
    """Perhaps its plugin failed before somebody removed it."""
    write_plugin(survey, METRIC.format(first="pass"))
    recalculate(survey)
    write_plugin(survey, METRIC.format(first=first))
    recalculate(survey)
    assert {row[-1] for row in shown(survey, "Own")[1:]} == {77.5}
    (survey.parent / "plugins" / "own.py").unlink()
    for file in copies_for_south(survey):
        assert {cell for row in shown(file, "Own")[1:] for cell in row} == {""}
    assert "table-not-made" in [problem.code for problem in recalculate(survey).problems]


def test_a_group_without_a_table_adds_no_sheet_for_it(survey):
    write_plugin(survey, TABLE.format(of_south="return"))
    for file in copies_for_south(survey):
        with pytest.raises(Exception, match="Own"):
            shown(file, "Own")
