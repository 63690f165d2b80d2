"""`all_groups.of`: the rows of one group, and an error for a name that does not exist."""

from __future__ import annotations

import re

import pytest

from meetlat.scoring.report import Report
from tests.surveys import survey

QUESTIONS = "| question | theme | scale |\n|--|--|--|\n| pride | work | agreement |\n"
SEGMENTS = "| segment | column |\n|--|--|\n| team | team |\n"
RESPONSES = (
    "| pride | team |\n|--|--|\n"
    + "| agree | North |\n" * 12
    + "| neutral | South |\n" * 12
    + "| neutral | A=B |\n" * 12
    + "| agree | Few |\n" * 2
)


@pytest.fixture(scope="module")
def report() -> Report:
    return survey(Questions=QUESTIONS, Segments=SEGMENTS, Responses=RESPONSES)


@pytest.mark.parametrize(("group", "score"), [("team=North", 10), ("team=A=B", 5)])
def test_a_group_gives_its_own_rows(report, group, score):
    rows = report.all_groups.of("ThemeScores", group)
    assert rows["score"].to_list() == [score]


def test_a_blank_is_the_whole_organisation(report):
    assert report.all_groups.of("ThemeScores", "")["n"].to_list() == [38]


@pytest.mark.parametrize(
    ("table", "group", "words"),
    [
        (
            "ThemeScores",
            "team=Nort",
            'there is no shown group "team=Nort"; did you mean "team=North"',
        ),
        ("ThemeScores", "taem=North", 'there is no shown group "taem=North"; did you mean "team='),
        ("ThemeScores", "team=Few", 'there is no shown group "team=Few"'),
        ("ThemeScore", "team=North", 'there is no table "ThemeScore"; did you mean "ThemeScores"'),
        ("Nothing", "", 'there is no table "Nothing"'),
    ],
)
def test_a_misspelt_name_is_an_error_with_the_nearest_name(report, table, group, words):
    with pytest.raises(LookupError, match=re.escape(words)):
        report.all_groups.of(table, group)
