"""The starter survey: small enough to overwrite, and with one of everything."""

import csv
from collections import Counter

import pytest

from meetlat_workbooks.content import HOME, read_content

STARTER = HOME / "starter"


@pytest.fixture(scope="module")
def answers() -> list[dict[str, str]]:
    with (STARTER / "responses.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_it_has_three_themes_and_one_of_every_kind_of_question():
    content = read_content("starter")
    kinds = Counter(row["metric"] or "likert" for row in content.questions)
    assert len(content.themes) == 3
    assert kinds == {"likert": 9, "enps": 1, "distribution": 2}
    assert [row["question"] for row in content.questions if row["reverse"]] == ["werkdruk_2"]


def test_sixty_people_answered_every_question_and_some_gave_several_answers(answers):
    content = read_content("starter")
    assert len({row["respondent"] for row in answers}) == len(answers) == 60
    assert set(answers[0]) >= {row["question"] for row in content.questions}
    offered = {row["answer"] for row in content.scale("helpen")}
    given = [row["helpen"].split("; ") for row in answers if row["helpen"]]
    assert any(len(several) > 1 for several in given)
    assert {answer for several in given for answer in several} == offered


def test_one_department_is_too_small_to_be_shown(answers):
    sizes = Counter(row["department"] for row in answers)
    assert sum(n < 10 for n in sizes.values()) == 1


def test_excel_sees_that_the_csv_is_utf_8():
    assert (STARTER / "responses.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_readme_of_the_plugins_folder_is_there():
    assert "register_metrics" in (STARTER / "plugins" / "README.md").read_text(encoding="utf-8")
