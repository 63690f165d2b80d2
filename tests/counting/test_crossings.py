"""Segments that are counted in one pass give the counts of each segment by itself."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from meetlat.counting import crossings as module
from meetlat.counting import summary
from meetlat.counting.counts import count_answers
from meetlat.counting.crossings import crossings
from meetlat.counting.survey import CountedSurvey
from meetlat.groups import WHOLE
from meetlat.recalculation import count
from meetlat.testing import inputs

PEOPLE = 300

TABLES = {
    "Questions": """
| question | scale     | metric       | column |
|----------|-----------|--------------|--------|
| q1       | agreement |              | q1     |
| q2       | agreement |              | q2     |
| chosen   | places    | distribution | chosen |
""",
    "Scales": """
| scale     | answer   | score |
|-----------|----------|-------|
| agreement | agree    | 3     |
| agreement | neutral  | 2     |
| agreement | disagree | 1     |
| agreement | unknown  |       |
| places    | home     |       |
| places    | office   |       |
| places    | train    |       |
""",
    "Segments": """
| segment    | name       | parent     |
|------------|------------|------------|
| division   | Division   |            |
| department | Department | division   |
| team       | Team       | department |
| age        | Age        |            |
| office     | Office     |            |
""",
}


def people(seed: int) -> list[dict[str, str]]:
    """Respondents with blanks in answers and groups; teams lie in departments in divisions."""
    draw = random.Random(seed)  # noqa: S311

    def maybe(text: str) -> str:
        return text if draw.random() > 0.1 else ""

    rows = []
    for _ in range(PEOPLE):
        team = draw.randrange(12)
        places = draw.sample(["home", "office", "train"], draw.randrange(4))
        rows.append(
            {
                "q1": maybe(draw.choice(["agree", "neutral", "disagree", "unknown"])),
                "q2": maybe(draw.choice(["agree", "disagree"])),
                "chosen": "; ".join(places),
                "division": maybe(f"division {team // 6}"),
                "department": maybe(f"department {team // 3}"),
                "team": maybe(f"team {team}"),
                "age": maybe(draw.choice(["young", "old"])),
                "office": maybe(f"office {draw.randrange(40)}"),
            }
        )
    return rows


def counted_survey(rows: list[dict[str, str]]) -> CountedSurvey:
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *(row.values() for row in rows)]
    responses = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    survey = count(inputs(**TABLES, Responses=responses))
    assert survey.counted, survey.problems
    return survey.counted


def counted(rows: list[dict[str, str]], weights: list[float]) -> dict[tuple[str, ...], tuple]:
    """Every count by plain Python: by segment, group, question and answer."""
    found = {}
    segments = ("division", "department", "team", "age", "office")
    for segment in ("", *segments):
        for group in {row[segment] if segment else "" for row in rows}:
            own = [
                (row, weight)
                for row, weight in zip(rows, weights, strict=True)
                if not segment or (row[segment] == group and group)
            ]
            for question, answers in (
                ("q1", ("agree", "neutral", "disagree", "unknown")),
                ("q2", ("agree", "neutral", "disagree", "unknown")),
                ("chosen", ("home", "office", "train")),
            ):
                given = [(row[question].split("; "), weight) for row, weight in own]
                base = sum(weight for row, weight in given if row != [""])
                for answer in answers:
                    n = sum(weight for row, weight in given if answer in row)
                    if own:
                        found[segment, group, question, answer] = (n, base)
    return found


@pytest.mark.parametrize("few", [0, 10, 256, 10**9])
@pytest.mark.parametrize("weighted", [False, True])
def test_counts_equal_those_of_plain_python_however_segments_are_crossed(
    few, weighted, monkeypatch
):
    monkeypatch.setattr(module, "FEW", few)
    rows = people(seed=few % 1000)
    survey = counted_survey(rows)
    answers = survey.answers.respondents.coded
    weights = np.random.default_rng(1).uniform(0.5, 2, PEOPLE) if weighted else np.ones(PEOPLE)
    weight = pl.lit(pl.Series(weights)) if weighted else None
    table = count_answers(answers, survey.catalogue, weight)
    counts, groups = table.frame(), table.groups
    keys = ("segment", "group", "question", "answer")
    found = {tuple(row[k] for k in keys): (row["n"], row["answered"]) for row in counts.to_dicts()}
    expected = counted(rows, list(weights))
    assert found.keys() == expected.keys()
    for key, figures in expected.items():
        assert found[key] == pytest.approx(figures)
    sizes = dict(zip(groups["group"], groups["n"], strict=True))
    assert sizes[WHOLE.name] == PEOPLE
    assert sizes["team 3"] == sum(row["team"] == "team 3" for row in rows)


@pytest.mark.parametrize(("part", "some", "many"), [(7, 1, 10**9), (300, 2, 0), (1, 10**6, 0)])
@pytest.mark.parametrize("weighted", [False, True])
def test_counts_are_the_same_however_many_answers_are_counted_at_a_time(
    part, some, many, weighted, monkeypatch
):
    survey = counted_survey(people(seed=2))
    answers = survey.answers.respondents.coded
    weights = pl.Series(np.random.default_rng(1).uniform(0.5, 2, PEOPLE))
    weight = pl.lit(weights) if weighted else None
    expected = count_answers(answers, survey.catalogue, weight)
    for name, value in (("PART", part), ("SOME", some), ("MANY", many)):
        monkeypatch.setattr(summary, name, value)
    found = count_answers(answers, survey.catalogue, weight)
    assert_frame_equal(found.frame(), expected.frame(), check_exact=True)


def test_segments_that_nest_are_crossed_and_others_only_if_that_is_cheap(monkeypatch):
    monkeypatch.setattr(module, "FEW", 0)
    segments = ["division", "department", "team", "age", "office"]
    rows = [row for row in people(seed=1) if all(row[segment] for segment in segments)]
    answers = counted_survey(rows).answers.respondents.coded
    found = [list(crossing.names) for crossing in crossings(answers, [WHOLE.segment, *segments])]
    assert found == [[WHOLE.segment, "division", "department", "team", "age"], ["office"]]
