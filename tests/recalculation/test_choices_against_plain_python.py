"""Distributions, eNPS and comparisons equal those of plain Python, in any spelling of answers.

An answer may be written as its code or its label, a number as 5, 5.0 or 5,0, and several answers as
`a; b` or in a column each. `test_against_plain_python` does this for scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meetlat.recalculation import compute
from meetlat.scoring.results import Results
from tests.examples import few_examples
from tests.recalculation.test_against_plain_python import EXACT, SMALLEST, table, visible
from tests.surveys import HERE, TABLES, Inputs

ANSWERS = ["10", "2", "x;y", "other"]
LABELS = ["Ten", "2 or so", "Both; really", "Other"]
TEN = list(range(11))


@dataclass
class Person:
    team: str
    several: set[int] | None  # indices on the scale; None: blank
    one: int | None
    advise: int | None


@dataclass
class Survey:
    people: list[Person]
    reverse: bool
    chosen: str
    columns: bool  # whether each answer has its own column
    written: list[int]  # which spelling each answer has, in turn


answers = st.integers(0, len(ANSWERS) - 1)
people = st.builds(
    Person,
    st.sampled_from(["A", "B=C"]),
    st.none() | st.sets(answers),
    st.none() | answers,
    st.none() | st.integers(0, 10),
)
surveys = st.builds(
    Survey,
    st.lists(people, min_size=1, max_size=20),
    st.booleans(),
    st.sampled_from(["", "team=A", "team = B=C"]),
    st.booleans(),
    st.lists(st.integers(0, 3), min_size=7, max_size=7),
)


def spelt(survey: Survey, answer: int, turn: int) -> str:
    """Return one of the spellings of an answer."""
    way = survey.written[turn % len(survey.written)]
    if ANSWERS[answer].isdigit():
        return [ANSWERS[answer], LABELS[answer], f"{ANSWERS[answer]}.0", f"{ANSWERS[answer]},00"][
            way
        ]
    return [ANSWERS[answer], LABELS[answer], f" {LABELS[answer].upper()} ", ANSWERS[answer]][way]


def ticks(survey: Survey, person: Person, turn: int) -> list[str | None]:
    """Return a cell for each answer: ticked, not ticked, or blank if nothing was answered."""
    yes, no = [("1", "0"), ("x", None), ("1.0", "0.0"), ("ja", "nee")][survey.written[turn % 7]]
    if person.several is None:
        return [None] * len(ANSWERS)
    if not person.several:
        no = "0"  # answered, and chose none
    return [yes if k in person.several else no for k in range(len(ANSWERS))]


def inputs(survey: Survey) -> Inputs:
    several = [f"job {a}" for a in ANSWERS] if survey.columns else ["job"]
    responses = []
    for turn, person in enumerate(survey.people):
        cells: list[Any] = ticks(survey, person, turn)
        if not survey.columns:
            chosen = sorted(person.several or ())
            cells = ["; ".join(spelt(survey, a, turn + a) for a in chosen) or None]
        one = None if person.one is None else spelt(survey, person.one, turn)
        responses.append([f"P{turn}", person.team, *cells, one, person.advise])
    tables = {
        "Survey": (
            ["setting", "value"],
            [["responses", "Responses"], ["smallest_group", 5.0], ["group", survey.chosen]],
        ),
        "Themes": (["theme"], []),
        "Scales": (
            ["scale", "answer", "label", "score"],
            [
                *(["jobs", a, label, None] for a, label in zip(ANSWERS, LABELS, strict=True)),
                *(["ten", float(n), None, float(n)] for n in TEN),
            ],
        ),
        "Questions": (
            ["question", "column", "scale", "metric", "reverse"],
            [
                ["several", "job *" if survey.columns else "job", "jobs", "distribution", None],
                ["one", None, "jobs", "distribution", None],
                ["advise", None, "ten", "enps", survey.reverse],
            ],
        ),
        "Comparisons": (
            ["comparison", "subject", "answer", "value"],
            [
                ["Before", "several", "10", 0.1],
                ["Before", "several", "Both; really", 0.2],
                ["Before", "advise", None, -7.0],
                ["Others", "one", "other", 0.3],
            ],
        ),
        "Segments": (["segment"], [["team"]]),
        "Responses": (["person", "team", *several, "one", "advise"], responses),
    }
    found = {name: [table(name, *tables[name])] if name in tables else [] for name in TABLES}
    return Inputs(found | {"Responses": [table("Responses", *tables["Responses"])]}, [], HERE)


def shares(chosen_answers: Sequence[set[int] | None], *, blanks: bool) -> list[tuple]:
    """Return the number and share of each answer; None if too few people answered.

    `blanks`: an empty set of answers is a blank cell, so not an answer.
    """
    base = [a for a in chosen_answers if a is not None and (a or not blanks)]
    if len(base) < SMALLEST:
        return [(None, None)] * len(ANSWERS)
    counts = [sum(k in chosen for chosen in base) for k in range(len(ANSWERS))]
    return [(n, Fraction(n, len(base))) for n in counts]


def enps(survey: Survey, group: Sequence[Person]) -> dict[str, Any]:
    scores = [10 - p.advise if survey.reverse else p.advise for p in group if p.advise is not None]
    if len(scores) < SMALLEST:
        return dict.fromkeys(("n", "promoters", "passives", "detractors", "enps", "low", "high"))
    n = len(scores)
    p, d = (Fraction(sum(map(rule, scores)), n) for rule in (lambda s: s >= 9, lambda s: s <= 6))
    # Rocks (2016): with three answers more, a quarter of them promoters and a quarter detractors.
    more_p, more_d = ((n * share + Fraction(3, 4)) / (n + 3) for share in (p, d))
    middle = more_p - more_d
    margin = 1.959963984540054 * sqrt(float(more_p + more_d - middle**2) / (n + 3))
    return {
        "n": n,
        "promoters": p,
        "passives": 1 - p - d,
        "detractors": d,
        "enps": 100 * (p - d),
        "low": max(-100, 100 * (float(middle) - margin)),
        "high": min(100, 100 * (float(middle) + margin)),
    }


def team_sizes(people: Sequence[Person]) -> Counter[str]:
    return Counter(p.team for p in people)


def visible_teams(survey: Survey) -> set[str]:
    """Return the teams of which anything may be shown."""
    sizes = team_sizes(survey.people)
    return visible(sizes, {team: [n] for team, n in sizes.items()}, [sizes.total()], sizes)


def shown_teams(survey: Survey) -> tuple[set[str], set[str], set[str]]:
    """Return the teams that may be shown, for each of the three questions."""
    teams, sizes, blanks = visible_teams(survey), team_sizes(survey.people), not survey.columns
    answered = (
        [p for p in survey.people if p.several is not None and (p.several or not blanks)],
        [p for p in survey.people if p.one is not None],
        [p for p in survey.people if p.advise is not None],
    )

    def shown(people: Sequence[Person]) -> set[str]:
        bases = team_sizes(people)
        return visible(sizes, {team: [bases[team]] for team in sizes}, [bases.total()], teams)

    several, one, advise = map(shown, answered)
    return several, one, advise


# Remarks that these surveys may give: few answers, other spellings, a reversed eNPS question.
REMARKS = {
    "withheld",
    "group-withheld",
    "question-withheld",
    "column-empty",
    "columns-empty",
    "comparison-of-whole",
}
REMARKS |= {"enps-reversed", "spelt-otherwise"}


def assert_equal(got: Any, exact: Any) -> None:
    assert (got is None) == (exact is None), (got, exact)
    assert got is None or abs(got - exact) <= EXACT, (got, exact)


@few_examples
@given(surveys)
def test_distributions_and_enps_of_a_group_equal_those_of_plain_python(survey: Survey):
    teams = {f"team={p.team}" for p in survey.people}
    wanted = survey.chosen.replace(" ", "")
    if wanted and wanted not in teams:
        survey.chosen = wanted = ""
    results: Results = compute(inputs(survey)).results
    assert {p.code for p in results.problems} <= REMARKS

    several, one, advise = (
        [p for p in survey.people if not wanted or (f"team={p.team}" == wanted and p.team in shown)]
        for shown in shown_teams(survey)
    )
    expected = [
        *shares([p.several for p in several], blanks=not survey.columns),
        *shares([None if p.one is None else {p.one} for p in one], blanks=True),
    ]
    found = results["Distributions"]
    for got, exact in zip(found.select("n", "share").rows(), expected, strict=True):
        for figure, other in zip(got, exact, strict=True):
            assert_equal(figure, other)
    assert found["answer"].to_list() == LABELS * 2
    assert found["Before"].to_list() == [0.1, None, 0.2, *[None] * 5]
    assert found["Others"].to_list() == [*[None] * 7, 0.3]

    (row,) = results["Enps"].iter_rows(named=True)
    for name, exact in enps(survey, advise).items():
        assert_equal(row[name], exact)
    assert row["Before"] == -7


@few_examples
@given(surveys)
def test_the_heat_map_has_the_enps_of_every_group(survey: Survey):
    survey.chosen = ""
    results = compute(inputs(survey)).results
    found = {row["group"]: row for row in results["SegmentScores"].iter_rows(named=True)}
    teams = visible_teams(survey)
    for team in {p.team for p in survey.people}:
        group = [p for p in survey.people if p.team == team]
        assert found[team]["n"] == (len(group) if team in teams else None)
        exact = enps(survey, group if team in shown_teams(survey)[2] else [])["enps"]
        if "enps" in found[team]:
            assert_equal(found[team]["enps"], exact)
        else:
            assert exact is None
