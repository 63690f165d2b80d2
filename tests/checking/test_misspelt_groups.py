"""Groups that are probably another group, misspelt."""

from __future__ import annotations

import pytest

from tests.surveys import survey

QUESTIONS = "| question | scale |\n|---|---|\n| pride | agreement |"
SEGMENTS = "| segment |\n|---|\n| unit |"


def misspelt(*units: str, **tables: str) -> list[str]:
    """The cells of the problems of these people's units."""
    rows = "".join(f"| {unit} | agree |\n" for unit in units)
    responses = f"| unit | pride |\n|---|---|\n{rows}"
    found = survey(Questions=QUESTIONS, Segments=SEGMENTS, Responses=responses, **tables)
    return [f"{p.cell} {p.value}" for p in found.problems if p.code == "group-misspelt"]


def test_a_misspelt_group_is_named_with_its_cell():
    units = ["Social domain"] * 20 + ["Finance"] * 10
    assert misspelt(*units, "Sociel domain") == ["A32 Sociel domain"]
    assert misspelt(*units, "Sociel domain", "Finanse") == ["A33 Finanse"]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("Team 10", "Team 11"),
        ("Region North-East", "Region North-West"),
        ("HR", "HRM"),
        ("Team A", "Team B"),
        ("Internal service", "External service"),
        ("Finance", "Finance desk"),
    ],
)
def test_another_name_is_no_slip(usual, other):
    assert misspelt(*[usual] * 20, other) == []


def test_a_group_of_several_people_is_no_slip():
    assert misspelt(*["Finance"] * 30, *["Finanse"] * 5) == []


def test_population_says_which_groups_there_are():
    population = "| segment | group | invited |\n|---|---|---|\n| unit | Finance | |\n"
    units = [*["Finance"] * 20, "Finanse"]
    assert misspelt(*units, Population=population + "| unit | Finanse | |\n") == []


def test_hundreds_of_groups_are_not_compared_with_each_other():
    units = [f"unit {i}" for i in range(500) for _ in range(2)]
    assert misspelt(*["Finance"] * 20, "Finanse", *units) == []
