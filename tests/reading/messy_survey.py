"""A survey with every kind of question, and responses with what people do in them."""

from __future__ import annotations

import numpy as np
import polars as pl

QUESTIONS = """
| question | text  | theme | scale     | metric       | column |
|----------|-------|-------|-----------|--------------|--------|
| pride    | Proud | work  | agreement | likert       | pride  |
| rest     | Rest  | work  | agreement | likert       | rest   |
| pace     | Pace  | work  | agreement | likert       | pace   |
| again    | Again |       | grade     | enps         | again  |
| why      | Why   |       | reasons   | distribution | why    |
| other    | Other |       | reasons   | distribution | other_* |
"""
SCALES = """
| scale     | answer     | label      | score |
|-----------|------------|------------|-------|
| agreement | disagree   | oneens     | 1     |
| agreement | neutral    | neutraal   | 2.5   |
| agreement | agree      | eens       | 4     |
| agreement | don't know | weet niet  |       |
| reasons   | pay        | salaris    |       |
| reasons   | colleagues | collega's  |       |
""" + "".join(f"| grade | {n} | | {n} |\n" for n in range(11))
SEGMENTS = """
| segment | name | parent |
|---------|------|--------|
| unit    | Unit |        |
| team    | Team | unit   |
| age     | Age  |        |
"""
POPULATION = """
| segment | group | invited |
|---------|-------|---------|
| unit    | U0    | 400     |
| unit    | U1    | 900     |
"""
METRICS = """
| metric      | on  | parameters |
|-------------|-----|------------|
| drivers     | yes |            |
| reliability | yes |            |
"""
ANSWERS = ["agree", "eens", "Agree ", "neutral", "disagree", "don't know", None, "", "agre"]
ODDS = [0.3, 0.1, 0.1, 0.1, 0.25, 0.05, 0.04, 0.04, 0.02]
WHY = ["pay", "salaris; colleagues", "pay;colleagues", None, *["pay"] * 60, "luck", "pay; luck"]


def messy(people: int, seed: int, blank: float = 0.0) -> pl.DataFrame:
    """Responses with what people do; some rows are blank, some values are in one place only."""
    draw = np.random.default_rng(seed)
    team = draw.integers(6, size=people)
    unit = [f"U{t % 2}" for t in team]
    frame = pl.DataFrame(
        {
            "respondent": pl.Series(range(people), dtype=pl.Int64),
            "pride": draw.choice(ANSWERS, people, p=ODDS).tolist(),
            "rest": draw.choice(ANSWERS, people, p=ODDS).tolist(),
            "pace": draw.choice(ANSWERS[:5], people).tolist(),
            "again": draw.choice([None, 12, *[*range(11)] * 4], people).tolist(),
            "why": draw.choice(WHY, people).tolist(),
            "other_pay": draw.choice(["yes", None], people).tolist(),
            "other_luck": draw.choice(["yes", *["no", None] * 40], people).tolist(),
            "weight": draw.choice([0.5, 1.0, 2.25], people).tolist(),
            "team": [None if t == 5 else f"T{t}" for t in team],
            "unit": unit,
            "age": draw.choice(["Under 30", "30 to 50", "over 50", None], people).tolist(),
            "comment": [f"word {n}" for n in range(people)],
            "shift": draw.choice(["day", "night"], people).tolist(),
        },
        schema_overrides={"why": pl.String, "pride": pl.String, "again": pl.Float64},
    )
    nobody = pl.Series(draw.random(people) < blank)
    return frame.with_columns(pl.when(~nobody).then(pl.all()).name.keep())


THEMES = "| theme | name | rule |\n|---|---|---|\n| work | Work | {rule} |"


def tables(rule: str = "", **settings: str) -> dict[str, str]:
    """The input tables, with a rule for the theme."""
    cells = {"title": "Survey", "responses": "a.parquet", "smallest_group": "10"} | settings
    survey = "| setting | value |\n|---|---|\n"
    survey += "\n".join(f"| {name} | {value} |" for name, value in cells.items())
    found = {"Questions": QUESTIONS, "Scales": SCALES, "Segments": SEGMENTS, "Metrics": METRICS}
    found |= {"Population": POPULATION, "Themes": THEMES.format(rule=rule), "Survey": survey}
    return found
