"""The response so far: by day of everyone only, and of groups that the report shows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner
from xlsxwriter import Workbook

from meetlat.api import preview
from meetlat.cli.commands import app
from meetlat.publishing.response import ResponseSoFar, response_so_far
from tests.examples import few_examples
from tests.surveys import workbook

SURVEY = """
| setting         | value     |
|-----------------|-----------|
| language        | nl        |
| responses       | a.csv     |
| smallest_group  | 5         |
| invited         | 80        |
"""
PERIOD = "| fieldwork_start | |\n| fieldwork_end | |\n"
QUESTIONS = "| question | theme | scale |\n|--|--|--|\n| pride | work | agreement |\n"
SEGMENTS = """
| segment  | column   | name     | parent   |
|----------|----------|----------|----------|
| division | division | Divisie  |          |
| team     | team     | Team     | division |
"""
POPULATION = """
| segment | group | invited |
|---------|-------|---------|
| team    | A     | 24      |
| team    | B     | 16      |
| team    | C     | 14      |
| team    | D     | 20      |
| team    | E     | 6       |
"""
DIVISION = {"A": "North", "B": "North", "C": "South", "D": "South"}
SIZES = {"A": 8, "B": 8, "C": 7, "D": 12}

MARCH = dt.datetime(2026, 3, 1), dt.datetime(2026, 4, 10)
SPRING = dt.datetime(2026, 2, 1), dt.datetime(2026, 4, 10)

# Who answered: the team, and when.
Person = tuple[str, str]
Period = Sequence[dt.datetime]


def people(
    sizes: dict[str, int], days: Sequence[str] = ("2026-03-02", "2026-03-04")
) -> list[Person]:
    teams = [team for team, n in sizes.items() for _ in range(n)]
    return [(team, f"{days[i % len(days)]} 09:{i:02}:00") for i, team in enumerate(teams)]


def survey(folder: Path, everyone: Sequence[Person], period: Period = ()) -> Path:
    def type_period(book: Workbook) -> None:
        sheet = book.get_worksheet_by_name("Survey")
        for row, day in enumerate(period, start=5):
            assert sheet
            sheet.write_datetime(row, 1, day, book.add_format({"num_format": "d-m-yyyy"}))

    lines = [f"agree;{DIVISION[team]};{team};{when}" for team, when in everyone]
    text = "\n".join(["pride;division;team;Tijdstempel", *lines])
    (folder / "a.csv").write_text(text, encoding="utf-8")
    settings = SURVEY.rstrip(" ") + PERIOD if period else SURVEY
    tables = {"Survey": settings, "Questions": QUESTIONS, "Segments": SEGMENTS}
    return workbook(folder / "survey.xlsx", type_period, **tables, Population=POPULATION)


def found(folder: Path, everyone: Sequence[Person], period: Period = ()) -> ResponseSoFar:
    done = response_so_far(survey(folder, everyone, period))
    assert not done.results.errors
    return done


def test_days_of_everyone_add_up_to_the_respondents(tmp_path):
    done = found(tmp_path, people(SIZES))
    days = [(dt.date(2026, 3, 2), 18, 18), (dt.date(2026, 3, 4), 17, 35)]
    assert ([tuple(day) for day in done.days], done.undated) == (days, 0)
    assert (done.everyone.respondents, done.everyone.invited) == (35, 80)
    assert done.column == "Tijdstempel"


def test_groups_come_with_the_lowest_response_first(tmp_path):
    teams = found(tmp_path, people(SIZES)).groups["team"]
    assert [(name, own.respondents, own.invited) for name, own in teams] == [
        ("A", 8, 24),
        ("B", 8, 16),
        ("C", 7, 14),
        ("D", 12, 20),
    ]


def test_a_small_group_its_protector_and_an_absent_group_are_not_shown_alike(tmp_path):
    done = found(tmp_path, people({**SIZES, "A": 4}))
    assert done.not_shown["team"] == ["A", "B", "E"]  # E is in Population, and did not answer
    assert [name for name, _ in done.groups["team"]] == ["C", "D"]


sizes = st.fixed_dictionaries({team: st.integers(0, 12) for team in "ABCD"})


@few_examples
@given(sizes.filter(lambda own: sum(own.values()) >= 12))
def test_exactly_the_groups_of_the_report_are_shown(tmp_path_factory, sizes):
    folder = tmp_path_factory.mktemp("response")
    everyone = people(sizes)
    done = found(folder, everyone)
    groups = preview(folder / "survey.xlsx")["SegmentScores"].filter(pl.col("withheld").is_null())
    for segment in ("division", "team"):
        shown = {name: own.respondents for name, own in done.groups[segment]}
        assert set(shown) == set(groups.filter(segment=segment)["group"])
        of = DIVISION if segment == "division" else {team: team for team in DIVISION}
        assert shown.items() <= Counter(of[team] for team, _ in everyone).items()
        assert all((n or 0) >= 5 for n in shown.values())
        assert set(shown).isdisjoint(done.not_shown[segment])


def test_the_file_has_no_day_of_a_group_and_no_group_that_is_not_shown(tmp_path):
    survey(tmp_path, people({**SIZES, "A": 4}))
    command = ["response", tmp_path / "survey.xlsx", "--csv", tmp_path / "r.csv"]
    before = (tmp_path / "survey.xlsx").read_bytes()
    ran = CliRunner().invoke(app, [*map(str, command)])
    assert (ran.exit_code, (tmp_path / "survey.xlsx").read_bytes()) == (0, before), ran.output
    table = pl.read_csv(tmp_path / "r.csv")
    assert table.columns == ["segment", "group", "day", "new", "n", "invited", "response"]
    of_groups = table.filter(pl.col("segment").fill_null("") != "")
    assert of_groups.select("day", "new").null_count().row(0) == (3, 3)
    teams = table.filter(segment="team")
    assert teams.select("group", "n", "invited").rows() == [("C", 7, 14), ("D", 12, 20)]
    assert "Niet getoond: A; B; E" in ran.output
    assert "02-03-2026" in ran.output
    again = CliRunner().invoke(app, [*map(str, command)])
    assert (again.exit_code, "--force" in again.output) == (1, True)


@pytest.mark.parametrize(
    ("days", "period", "first"),
    [
        (("2-3-2026", "4-3-2026", "11-3-2026"), (), dt.date(2026, 3, 2)),  # a short period
        (("3/2/2026", "3/4/2026", "3/11/2026"), (), dt.date(2026, 3, 2)),  # American
        (("2-3-2026",), MARCH, dt.date(2026, 3, 2)),
        (("2-3-2026",), (), None),  # 2 March or 3 February
        (("3-3-2026",), (), dt.date(2026, 3, 3)),  # the same day in either order
        (("2-3-2026",), SPRING, None),  # both are in the period
    ],
)
def test_days_that_can_be_read_in_two_ways(tmp_path, days, period, first):
    done = found(tmp_path, people(SIZES, days), period)
    assert (done.days[0].day if done.days else None) == first


def test_a_response_without_a_moment_is_counted_apart(tmp_path):
    everyone = [*people(SIZES)[1:], ("A", "")]
    lines = [(team, when or "") for team, when in everyone]
    done = found(tmp_path, lines)
    assert (done.days[-1].total, done.undated) == (34, 1)


@pytest.mark.parametrize(
    ("heading", "message"),
    [("Tijdstempl", "Similar: Tijdstempel"), ("team", 'The column "team" has no days')],
)
def test_a_wrong_column_gets_a_sentence(tmp_path, monkeypatch, heading, message):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    file = survey(tmp_path, people(SIZES))
    ran = CliRunner().invoke(app, ["response", str(file), "--submitted", heading])
    assert (ran.exit_code, message in ran.output) == (1, True), ran.output


def test_errors_of_the_survey_are_shown_and_nothing_else(tmp_path):
    file = survey(tmp_path, people(SIZES))
    (tmp_path / "a.csv").unlink()
    ran = CliRunner().invoke(app, ["response", str(file)])
    assert ran.exit_code == 1
    assert "Ingevuld" not in ran.output
