"""Names in another spelling are read as meant, unless they may mean two names."""

from __future__ import annotations

import pytest

from meetlat.reading.cells import Unreadable, yes_or_no
from tests.surveys import problems, survey

THEMES = "| theme | name |\n|--|--|\n| énergie | Energy |\n"
SCALES = (
    "| scale | answer | score |\n|--|--|--|\n| Eens oneens | ja | 1 |\n| Eens oneens | nee | 0 |\n"
)
RESPONSES = "| pride | unit |\n|--|--|\n" + "| ja | x |\n" * 12 + "| nee | y |\n" * 12
SEGMENTS = "| segment | column |\n|--|--|\n| Team naam | unit |\n"
POPULATION = (
    "| segment | group | invited |\n|--|--|--|\n| team NAAM | x | 20 |\n| teamnaam | y | 20 |\n"
)


def questions(theme: str, scale: str) -> str:
    return f"| question | theme | scale |\n|--|--|--|\n| pride | {theme} | {scale} |\n"


TABLES = {"Scales": SCALES, "Responses": RESPONSES}


def test_themes_scales_and_segments_in_another_spelling_are_read_as_meant():
    spelt = survey(
        Themes=THEMES,
        Questions=questions("ENERGIE", "eensOneens"),
        Segments=SEGMENTS,
        Population=POPULATION,
        **TABLES,
    ).results
    exact = survey(
        Themes=THEMES,
        Questions=questions("énergie", "Eens oneens"),
        Segments=SEGMENTS,
        Population=POPULATION.replace("team NAAM", "Team naam").replace("teamnaam", "Team naam"),
        **TABLES,
    ).results
    assert [p.code for p in spelt.problems] == ["name-respelt"] * 4
    assert not exact.problems
    assert list(spelt.tables) == list(exact.tables)
    for name in set(exact.tables) - {"LastRun"}:
        assert spelt[name].equals(exact[name]), name


def test_a_name_with_other_letters_is_not_guessed():
    found = problems(Themes=THEMES, Questions=questions("enerji", "Eens oneens"), **TABLES)
    assert 'Questions!B2: the theme "enerji" is not in Themes.' in found[0]


def test_name_in_the_report_refers_to_a_theme():
    made = survey(Themes=THEMES, Questions=questions("Energy", "Eens oneens"), **TABLES).results
    assert not [p for p in made.problems if "theme" in p.code or "name" in p.code]
    assert made["ThemeScores"]["theme"].to_list() == ["énergie"]


def test_name_of_two_themes_refers_to_neither():
    themes = THEMES + "| vigour | Energy |\n"
    found = problems(Themes=themes, Questions=questions("Energy", "Eens oneens"), **TABLES)
    assert any('the theme "Energy" is not in Themes' in problem for problem in found)


def test_misspelt_name_in_the_report_is_suggested():
    themes = "| theme | name |\n|--|--|\n| theme-1 | Werkdruk |\n| theme-2 | Sfeer |\n"
    found = problems(Themes=themes, Questions=questions("Werkdrk", "Eens oneens"), **TABLES)
    assert 'Did you mean "Werkdruk"?' in found[0]


@pytest.mark.parametrize("word", ["JA", " j a ", "já", "Yes", "X"])
def test_yes_is_read_in_any_spelling(word):
    assert yes_or_no(word) is True


@pytest.mark.parametrize("word", ["misschien", "ja nee", "don't know"])
def test_other_words_are_neither_yes_nor_no(word):
    with pytest.raises(Unreadable):
        yes_or_no(word)
