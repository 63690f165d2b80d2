"""`meetlat report --group`: a page or PDF about one group; the workbook does not change."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.opening import opened
from meetlat.publishing import NotPublishedError, Targets, publish
from tests.surveys import workbook

TABLES = {
    "Segments": "| segment |\n|---|\n| team |",
    "Questions": "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |",
    "Themes": "| theme |\n|---|\n| work |",
    "Responses": "| pride | team |\n|---|---|\n"
    + "| agree | North |\n" * 6
    + "| disagree | South |\n" * 6,
}
SETTINGS = "| setting | value |\n|---|---|\n| language | en |\n| responses | Responses |\n"
SETTINGS += "| smallest_group | 5 |\n"


@pytest.fixture
def file(tmp_path) -> Path:
    return workbook(
        tmp_path / "survey.xlsx", str, **TABLES, Survey=SETTINGS + "| group | team=South |"
    )


@pytest.mark.parametrize(
    ("group", "score"), [(None, 0.0), ("team=North", 10.0), ("team=South", 0.0), ("", 5.0)]
)
def test_the_page_shows_the_group_that_was_asked_for(file, tmp_path, group, score):
    before = file.read_bytes()
    results = publish(file, Targets(html=tmp_path / "page.html"), group=group)
    assert results["ThemeScores"]["score"].to_list() == [score]
    assert (tmp_path / "page.html").exists()
    assert file.read_bytes() == before


def test_an_unknown_group_suggests_the_closest_and_no_page_is_made(file, tmp_path):
    command = ["report", str(file), "--group", "team=Noth", "--html", str(tmp_path / "page.html")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert 'Did you mean "team=North"?' in done.output
    assert not (tmp_path / "page.html").exists()


def test_a_workbook_without_the_setting_group_gives_a_message(tmp_path):
    file = workbook(tmp_path / "survey.xlsx", str, **TABLES, Survey=SETTINGS)
    with pytest.raises(NotPublishedError, match="no row for the setting group"):
        publish(file, Targets(html=tmp_path / "page.html"), group="team=North")


def test_a_workbook_that_is_handed_out_holds_no_problems(tmp_path):
    """They may quote what a respondent typed, such as a spelling that was read as another."""
    answers = "pride,team\n" + "Agreé,North\n" + "agree,North\n" * 6 + "disagree,South\n" * 6
    (tmp_path / "answers.csv").write_text(answers, encoding="utf-8", newline="\n")
    tables = {name: table for name, table in TABLES.items() if name != "Responses"}
    settings = SETTINGS.replace("| Responses |", "| answers.csv |") + "| group | team=North |\n"
    file = workbook(tmp_path / "survey.xlsx", str, **tables, Survey=settings + "| invited | 5 |\n")
    for group in ("team=North", None):
        results = publish(file, Targets(filled=tmp_path / "out.xlsx"), group=group)
        assert "more-than-invited" in {problem.code for problem in results.problems}
        with opened(tmp_path / "out.xlsx", save=False) as book:
            cells = [sheet.used_range.value for sheet in book.sheets]
        assert "Agreé" not in str(cells)
        assert "invited" in str(cells), "the settings"
        assert "Check the setting" not in str(cells), "a remedy"
