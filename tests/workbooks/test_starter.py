"""The starter survey: small, with one of each kind of question."""

import csv
from collections import Counter

import pytest

from meetlat_workbooks.aims import read_aims
from meetlat_workbooks.content import HOME, Content, read_content

STARTER = HOME / "starter"


@pytest.fixture(scope="module")
def answers() -> list[dict[str, str]]:
    with (STARTER / "responses.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_starter_has_three_themes_and_every_kind_of_question():
    content = read_content("starter")
    kinds = Counter(row["metric"] or "likert" for row in content.questions)
    assert len(content.themes) == 3
    assert kinds == {"likert": 9, "enps": 1, "distribution": 2}
    assert [row["question"] for row in content.questions if row["reverse"]] == ["werkdruk_2"]


def test_english_starter_is_the_same_survey():
    """Only the language differs; questions, answers and figures are the same."""
    dutch, english = read_content("starter"), read_content("starter-en")
    both = ("text::nl", "text::en", "metric", "reverse", "weight")
    for name, columns in (
        ("themes", ("name::nl", "name::en", "note::nl")),
        ("questions", both),
        ("scales", ("score", "gist")),
        ("organisation", ("respondents",)),
    ):
        one, other = getattr(dutch, name), getattr(english, name)
        assert [[row[c] for c in columns] for row in one] == [
            [row[c] for c in columns] for row in other
        ]
    assert dutch.about == english.about
    assert figures(dutch) == figures(english)


def figures(content: Content) -> list[list[str]]:
    """The figures that the answers must print."""
    aims = read_aims(content)
    questions = [[row["current"], row["previous"]] for row in aims.questions.values()]
    shares = [row["current"] for answers in aims.distributions.values() for row in answers.values()]
    return [*questions, shares, [row["current"] for row in aims.summary.values()]]


def test_starter_has_sixty_respondents_and_multiple_answers(answers):
    content = read_content("starter")
    assert len({row["respondent"] for row in answers}) == len(answers) == 60
    assert set(answers[0]) >= {row["question"] for row in content.questions}
    offered = {row["answer"] for row in content.scale("helpen")}
    given = [row["helpen"].split("; ") for row in answers if row["helpen"]]
    assert any(len(several) > 1 for several in given)
    assert {answer for several in given for answer in several} == offered


def test_starter_has_one_department_that_is_too_small(answers):
    sizes = Counter(row["department"] for row in answers)
    assert sum(n < 10 for n in sizes.values()) == 1


def test_starter_csv_starts_with_a_byte_order_mark():
    assert (STARTER / "responses.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_starter_has_a_readme_in_its_plugins_folder():
    assert "register_metrics" in (STARTER / "plugins" / "README.md").read_text(encoding="utf-8")
