"""The example survey reproduces every figure of the published report, as printed."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import meetlat
from meetlat.formatting import figure
from tests.example import example_results
from tests.surveys import shown
from xlengines.xlsx import open_book

SHIPPED = Path(__file__).parents[1] / "workbooks" / "meetlat_workbooks"
RESULTS = ("Summary", "ThemeScores", "QuestionScores", "Enps", "Distributions", "SegmentScores")
COMPARED = {"previous": "Vorig onderzoek", "benchmark": "Benchmark"}


def published(name: str) -> list[dict[str, str]]:
    with (SHIPPED / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def emptied(tmp_path_factory) -> Path:
    """The example workbook with every figure overwritten, so that none can be left over."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(SHIPPED / "provincie-utrecht", folder, dirs_exist_ok=True)
    file = folder / "survey.xlsx"
    book = open_book(file)
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name in RESULTS and table.data_body_range is not None:
                rows, columns = table.data_body_range.shape
                table.data_body_range.value = [[-1.0] * columns for _ in range(rows)]
    book.save()
    book.close()
    return file


@pytest.fixture(scope="module")
def results(emptied) -> meetlat.Results:
    return meetlat.recalculate(emptied)


@pytest.fixture(scope="module")
def report(emptied, results) -> dict[str, list[dict]]:
    """The result tables in the file after recalculation, as rows."""
    assert not results.errors
    tables = {}
    for name in RESULTS:
        header, *rows = shown(emptied, name)
        tables[name] = [dict(zip(header, row, strict=True)) for row in rows]
    return tables


def test_the_example_gives_remarks_on_four_published_theme_scores(results):
    """Four themes of earlier surveys are higher than the figures of their questions allow."""
    remarks = [p for p in results.problems if p.code != "groups-not-shown"]
    figures = [re.search(r'theme "(.+)" in (.+) cannot', str(p)) for p in remarks]
    named = [figure.groups() if figure else () for figure in figures]
    assert [(p.code, *name) for p, name in zip(remarks, named, strict=True)] == [
        ("theme-too-high", "loopbaan", "Vorig onderzoek"),
        ("theme-too-high", "samenwerking", "Vorig onderzoek"),
        ("theme-too-high", "werkklimaat", "Benchmark"),
        ("theme-too-high", "loopbaan", "Benchmark"),
    ]


def test_the_example_proposes_which_small_departments_and_teams_to_report_together(results):
    found = {p.value: p.facts["sets"] for p in results.problems if p.code == "groups-not-shown"}
    assert list(found) == ["department", "team"]
    assert found["department"] == "Communicatie + Facilitair en Huisvesting"
    assert found["team"].startswith("Bodem en Ondergrond + Waterveiligheid, ")


def printed(value: float | str, decimals: int, scale: int = 1) -> str:
    return "" if value == "-" else figure(float(value) * scale, decimals)


def assert_as_printed(ours: dict[str, str], expected: dict[str, str]) -> str:
    """Compare all figures; return how many there are, such as `68 of 68`."""
    wrong = {k: (ours.get(k), v) for k, v in expected.items() if ours.get(k) != v}
    assert not wrong
    assert len(ours) == len(expected)
    return f"{len(expected)} of {len(expected)}"


@pytest.mark.parametrize(
    ("table", "key", "file"),
    [("QuestionScores", "question", "questions"), ("ThemeScores", "theme", "themes")],
)
def test_scores_equal_the_published_report(report, table, key, file, record_property):
    for column, ours in {"current": "score", **COMPARED}.items():
        got = {row[key]: printed(row[ours], 1) for row in report[table]}
        counted = assert_as_printed(got, {row[key]: row[column] for row in published(file)})
        record_property("figures", f"{table} {column}: {counted} as printed")


def test_distributions_equal_the_published_report(report, record_property):
    figures = published("distributions")
    rows = report["Distributions"]
    for column, ours in {"current": "share", **COMPARED}.items():
        got = {str(i): printed(row[ours], 0, 100) for i, row in enumerate(rows)}
        counted = assert_as_printed(got, {str(i): row[column] for i, row in enumerate(figures)})
        record_property("figures", f"Distributions {column}: {counted} as printed")
    topics = {str(i): row["count"] for i, row in enumerate(figures) if row["count"]}
    counted = assert_as_printed({i: printed(rows[int(i)]["n"], 0) for i in topics}, topics)
    record_property("figures", f"Topics mentioned: {counted} as printed")


def test_response_and_enps_equal_the_published_report(report, record_property):
    figures = {row["measure"]: row for row in published("summary")}
    ours = {row["measure"]: row for row in report["Summary"]}
    enps = report["Enps"][0]
    got = {
        "respondents": printed(ours["respondents"]["current"], 0),
        "invited": printed(ours["invited"]["current"], 0).replace(",", ""),
        "response_percentage": printed(ours["response"]["current"], 0, 100),
        "enps": printed(enps["enps"], 0),
        "promoters_percentage": printed(enps["promoters"], 0, 100),
        "passives_percentage": printed(enps["passives"], 0, 100),
        "detractors_percentage": printed(enps["detractors"], 0, 100),
    }
    counted = assert_as_printed(got, {measure: figures[measure]["current"] for measure in got})
    for column, name in COMPARED.items():
        assert printed(ours["respondents"][name], 0) == figures["respondents"][column]
        assert printed(ours["response"][name], 0, 100) == figures["response_percentage"][column]
        assert printed(enps[name], 0) == printed(ours["enps"][name], 0) == figures["enps"][column]
    record_property("figures", f"Response and eNPS: {counted} as printed")


def test_the_example_workbook_holds_the_results(report, results):
    for name in RESULTS:
        for row, frame_row in zip(report[name], results[name].iter_rows(named=True), strict=True):
            assert name == "Summary" or row.keys() >= frame_row.keys()
            for column, value in frame_row.items():
                if (name, column) == ("Summary", "name"):  # only used for a new sheet
                    continue
                blank = "-" if column in results.tables[name].comparisons else ""
                assert row[column] == (blank if value in (None, "") else value), (name, column)


@pytest.mark.skipif(sys.platform == "win32", reason="NumPy differs there in the last digits")
def test_recalculating_the_shipped_example_changes_no_byte(tmp_path, monkeypatch):
    shutil.copytree(SHIPPED / "provincie-utrecht", tmp_path, dirs_exist_ok=True)
    last_run = dict(shown(tmp_path / "survey.xlsx", "LastRun")[1:])
    moment = datetime.fromisoformat(last_run["recalculated"]).replace(tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    before = (tmp_path / "survey.xlsx").read_bytes()
    meetlat.recalculate(tmp_path / "survey.xlsx")
    assert (tmp_path / "survey.xlsx").read_bytes() == before


def test_a_report_of_one_division_has_the_scores_of_the_heat_map(tmp_path):
    shutil.copytree(SHIPPED / "provincie-utrecht", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "survey.xlsx"
    sizes = example_results().groups.sizes
    division = sizes.filter(segment="division").row(0, named=True)
    book = open_book(file)
    (survey,) = (t for s in book.sheets for t in s.tables if t.name == "Survey")
    row = [r[0] for r in survey.data_body_range.value].index("group")
    survey.data_body_range[row, 1].value = f"division={division['group']}"
    book.save()
    book.close()

    results = meetlat.recalculate(file)

    assert results["Enps"]["n"][0] <= division["n"]
    shown_scores = dict(results["ThemeScores"].select("name", "score").iter_rows())
    heat = results["SegmentScores"].filter(segment="division", group=division["group"])
    assert shown_scores == {name: heat[name][0] for name in shown_scores}
