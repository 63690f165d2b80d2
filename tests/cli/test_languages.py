"""Commands explain mistakes in the language of the computer, in words for HR."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app
from meetlat.languages.system import VARIABLES, system_language
from tests.surveys import workbook

QUESTIONS = "| question | theme | scale |\n|--|--|--|\n| pride | work | agreement |\n"
SURVEY = """
| setting        | value     |
|----------------|-----------|
| title          | A survey  |
| language       | nl        |
| responses      | a.csv     |
| group          |           |
| smallest_group | 5         |
"""
SEGMENTS = "| segment | column |\n|--|--|\n| unit | unit |\n"


@pytest.fixture
def dutch(monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


@pytest.fixture
def survey(tmp_path) -> Path:
    lines = "agree;North\n" * 12 + "neutral;South\n" * 12
    (tmp_path / "a.csv").write_text(f"pride;unit\n{lines}", encoding="utf-8")
    tables = {"Survey": SURVEY, "Questions": QUESTIONS, "Segments": SEGMENTS}
    return workbook(tmp_path / "survey.xlsx", **tables)


def meetlat(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl"}, "nl"),
        ({"LANG": "nl_BE@euro"}, "nl"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "nl_NL", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "nl_NL"}, "nl"),
        ({"LC_ALL": "", "LANG": "nl_NL"}, "nl"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_computer_is_that_of_its_environment(variables, language, monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "niets.xlsx"], "niets.xlsx bestaat niet. Controleer de naam en de map."),
        (["check", "."], ". is een map. Noem een bestand erin."),
        (["report", "SURVEY", "--htm", "a"], "De optie --htm bestaat niet. Bedoelt u '--html'?"),
        (["chek", "SURVEY"], "De opdracht chek bestaat niet. Bedoelt u 'check'?"),
        (["check"], "Noem wat ontbreekt: de werkmap (WORKBOOK)."),
        (["report", "SURVEY", "--html"], "Achter de optie --html ontbreekt een naam"),
        (["report", "SURVEY", "--force=ja"], "Achter de optie --force hoort niets."),
        (["report", "SURVEY"], "Kies wat u wilt maken: --html BESTAND"),
        (["report", "SURVEY", "--html", "a.html", "--each", "unit"], "a.html is een bestand"),
        (["report", "SURVEY", "--html", "a.pdf"], "a.pdf: laat deze naam eindigen op .html of"),
        (["report", "SURVEY", "--board", "a.pptx"], "gebruik voor dit soort bestand --pptx."),
        (["report", "SURVEY", "--html", "a.html", "--resume"], "--resume kan alleen samen met"),
    ],
)
def test_wrong_usage_is_explained_in_dutch(words, message, survey, dutch):
    code, output = meetlat(*[survey if word == "SURVEY" else word for word in words])
    assert code == 2
    assert message in output
    assert "Uitleg: " in output
    assert "Usage" not in output


def test_a_file_that_exists_is_explained_in_dutch(survey, dutch, tmp_path):
    (tmp_path / "a.html").write_text("x", encoding="utf-8")
    code, output = meetlat("report", survey, "--html", tmp_path / "a.html")
    assert (code, output.strip()) == (
        1,
        f"{tmp_path / 'a.html'} bestaat al. Voeg --force toe om het te vervangen, of kies een"
        " andere naam.",
    )


def test_a_workbook_that_is_open_in_excel_is_explained_in_dutch(survey, dutch):
    survey.with_name("~$survey.xlsx").write_bytes(b"")
    code, output = meetlat("recalculate", survey)
    assert code == 1
    assert "survey.xlsx is open in Excel of een ander programma. Sluit het daar" in output


def test_a_file_that_is_no_workbook_is_explained_in_dutch(tmp_path, dutch):
    (tmp_path / "a.xlsx").write_text("hello", encoding="utf-8")
    code, output = meetlat("check", tmp_path / "a.xlsx")
    assert code == 1
    assert output.startswith("a.xlsx is geen Excel-werkmap (.xlsx of .xlsm).")


def test_a_misspelt_group_blames_the_option(survey, tmp_path):
    code, output = meetlat("report", survey, "--html", tmp_path / "a.html", "--group", "unit=Nort")
    assert code == 1
    assert '--group: er is geen groep "unit=Nort".' in output
    assert 'Bedoelt u "unit=North"?' in output
    assert "Survey!" not in output


def test_remarks_come_after_the_files_that_were_written(survey, tmp_path):
    answers = survey.with_name("a.csv")
    answers.write_text(answers.read_text("utf-8").replace("agree", "AGREE", 1), "utf-8")
    page = tmp_path / "a.html"
    code, output = meetlat("report", survey, "--html", page)
    assert code == 0
    assert 0 <= output.index(str(page)) < output.index("AGREE")


def test_a_wrong_file_lists_its_headings_to_be_copied(survey, tmp_path):
    headings = [f"Vraag {k}" for k in range(20)]
    (tmp_path / "a.csv").write_text(";".join(headings) + "\n" + "1;" * 19 + "1\n", "utf-8")
    questions = QUESTIONS + "".join(f"| q{k} | work | agreement |\n" for k in range(4))
    tables = {"Survey": SURVEY, "Questions": questions, "Segments": SEGMENTS}
    _, output = meetlat("check", workbook(tmp_path / "b.xlsx", **tables))
    assert "Vraag 0, Vraag 1, " in output
    assert "Vraag 19" in output
