"""Reports of many groups: by several processes, resumed, with an index, without other groups."""

from __future__ import annotations

import gc
import html
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from polars.testing import assert_frame_equal

from meetlat import Group
from meetlat.publishing import NotPublishedError, Targets, each_group
from meetlat.publishing.index_page import MARK
from tests.publishing.test_each import SETTINGS, TABLES
from tests.surveys import workbook

TEAMS = {f"Team {letter}": f"Unit {number % 2}" for number, letter in enumerate("ABCDEF")}
NESTED = {"Segments": "| segment | parent |\n|---|---|\n| unit |  |\n| team | unit |"}
WAVE = "Comparisons"
CHOICES = {"GroupChoices": "| choice |\n|---|\n| - |"}


def answers(pride: int = 4) -> str:
    """Ten people in each of six teams in two units, with other answers in each team."""
    rows = [
        f"{(pride + i + n) % 4 + 1},{(i * n) % 4 + 1},{team},{unit}"
        for n, (team, unit) in enumerate(TEAMS.items())
        for i in range(10)
    ]
    return "\n".join(["pride,joy,team,unit", *rows, ""])


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    (tmp_path / "current.csv").write_text(answers(), encoding="utf-8")
    tables = {name: rows for name, rows in (TABLES | NESTED | CHOICES).items() if name != WAVE}
    return workbook(tmp_path / "survey.xlsx", **tables, Survey=SETTINGS.format("en"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def texts_in(file: Path) -> str:
    """Everything in a file; a zip is unpacked."""
    if not zipfile.is_zipfile(file):
        return html.unescape(file.read_text(encoding="utf-8"))
    with zipfile.ZipFile(file) as parts:
        contents = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return html.unescape("\n".join(contents))


def test_several_processes_write_the_same_files_as_one(survey, tmp_path):
    started: list[str] = []
    each_group(survey, "team").write(Targets(html=tmp_path / "one", filled=tmp_path / "one"))
    reports = each_group(survey, "team")
    several = Targets(html=tmp_path / "two", filled=tmp_path / "two")
    reports.write(several, jobs=2, progress=started.append)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert len(bytes_of(tmp_path / "two")) == 2 * len(TEAMS) + 1
    assert reports.made == len(TEAMS)
    assert sorted(text.partition(": ")[2] for text in started) == sorted(TEAMS)


def test_a_process_that_cannot_write_stops_all_of_them(survey, tmp_path):
    folder = tmp_path / "all"
    (folder / ".Team D.html.part").mkdir(parents=True)  # where the page is written first
    reports = each_group(survey, "team")
    with pytest.raises(NotPublishedError, match="of 6 reports are complete"):
        reports.write(Targets(html=folder), jobs=2, force=True)
    assert reports.made < len(TEAMS)


def stop(step: str) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_run_says_how_many_files_there_are(survey, tmp_path, jobs):
    folder = tmp_path / "all"
    reports = each_group(survey, "team")
    with pytest.raises(NotPublishedError) as stopped:
        reports.write(Targets(html=folder), jobs=jobs, progress=stop)
    made = len(list(folder.glob("Team *.html")))
    assert f"{made} of 6 reports are complete" in str(stopped.value)
    reports.write(Targets(html=folder), resume=True)
    assert (reports.made, reports.there) == (6 - made, made)


def test_a_copy_for_a_manager_names_no_other_group(survey, tmp_path):
    folder = tmp_path / "all"
    each_group(survey, "team").write(Targets(html=folder, filled=folder, pptx=folder))
    for team, unit in TEAMS.items():
        others = [*(TEAMS.keys() - {team}), *(set(TEAMS.values()) - {unit})]
        for ending in ("html", "xlsx", "pptx"):
            text = texts_in(folder / f"{team}.{ending}")
            assert team in text
            assert not [name for name in others if name in text], (team, ending)


def test_groups_around_a_group_are_those_it_lies_in_and_those_in_it(survey):
    counted = each_group(survey, "team").survey.counted
    assert counted is not None
    unit, team = Group("unit", "Unit 0"), Group("team", "Team C")
    assert counted.groups.around(team) == [team, unit]
    inside = {Group("team", name) for name in ("Team A", "Team C", "Team E")}
    assert set(counted.groups.around(unit)) == {unit, *inside}


def test_figures_of_groups_that_were_announced_equal_those_of_one_group(survey):
    together, alone = (each_group(survey, "team").survey for _ in range(2))
    names = [f"team={team}" for team in TEAMS]
    together.prepare(names)
    for name in names:
        one, other = together.report(name), alone.report(name)
        assert one.keys() == other.keys()
        for table in one:
            assert_frame_equal(one[table], other[table], rel_tol=1e-12)


def test_the_index_links_to_every_report(survey, tmp_path):
    (tmp_path / "current.csv").write_text(answers().replace("Team A", "Index"), encoding="utf-8")
    reports = each_group(survey, "team")
    reports.write(Targets(html=tmp_path / "pages", filled=tmp_path / "books"))
    page = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    links = [part.partition('"')[0] for part in page.split('href="')[1:]]
    assert len(links) == 2 * len(TEAMS)
    assert all((tmp_path / "pages" / unquote(link)).is_file() for link in links)
    assert "Index%20%282%29.html" in links, "its own name is that of the index"


def test_an_index_of_somebody_else_stays_as_it_is(survey, tmp_path):
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "index.html").write_text("mine", encoding="utf-8")
    each_group(survey, "team").write(Targets(html=tmp_path / "all"), force=True)
    assert (tmp_path / "all" / "index.html").read_text(encoding="utf-8") == "mine"


def test_resume_refuses_reports_of_other_answers(survey, tmp_path):
    folders = Targets(html=tmp_path / "all")
    each_group(survey, "team").write(folders)
    before = bytes_of(tmp_path / "all")
    (tmp_path / "all" / "Team B.html").unlink()
    each_group(survey, "team").write(folders, resume=True)
    assert bytes_of(tmp_path / "all") == before
    (tmp_path / "all" / "Team B.html").unlink()
    (tmp_path / "current.csv").write_text(answers(pride=5), encoding="utf-8")
    reports = each_group(survey, "team")
    with pytest.raises(NotPublishedError, match="from another catalogue or from other responses"):
        reports.write(folders, resume=True)
    assert not (tmp_path / "all" / "Team B.html").exists()


def test_resume_makes_reports_from_before_a_forced_run_again(survey, tmp_path, monkeypatch):
    folder = tmp_path / "all"
    each_group(survey, "team").write(Targets(html=folder))
    (tmp_path / "current.csv").write_text(answers(pride=5), encoding="utf-8")
    reports = each_group(survey, "team")

    def stop(step: str) -> None:
        if step.startswith("3 "):
            raise KeyboardInterrupt

    with pytest.raises(NotPublishedError, match="2 of 6 reports are complete"):
        reports.write(Targets(html=folder), force=True, progress=stop)
    resumed = each_group(survey, "team")
    resumed.write(Targets(html=folder), resume=True)
    assert (resumed.there, resumed.made) == (2, 4)
    each_group(survey, "team").write(Targets(html=tmp_path / "new"))
    pages = [bytes_of(f) for f in (folder, tmp_path / "new")]
    assert pages[0] == pages[1]
    assert MARK.search(pages[0]["index.html"].decode())


def test_python_searches_for_garbage_as_before_after_the_reports(survey, tmp_path):
    before = gc.get_threshold()
    during = []
    reports = each_group(survey, "team")
    reports.write(
        Targets(html=tmp_path / "all"), progress=lambda group: during.append(gc.get_threshold())
    )
    assert {first for first, *_ in during} == {500_000}
    assert gc.get_threshold() == before


def test_a_switched_off_search_for_garbage_stays_off(survey, tmp_path):
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        each_group(survey, "team").write(Targets(html=tmp_path / "all"))
        assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
