"""Surveys of any size for tests of stories and slides, and reports with any scores and marks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

import meetlat_highlights
import meetlat_report_sheets
from meetlat.scoring.report import Report
from tests.surveys import survey

SCALE = """
| scale     | answer            | score |
|-----------|-------------------|-------|
| agreement | strongly agree    | 10    |
| agreement | agree             | 7.5   |
| agreement | neither           | 5     |
| agreement | disagree          | 2.5   |
| agreement | strongly disagree | 0     |
| choice    | home              |       |
| choice    | office            |       |
""" + "".join(f"| nps | {n} | {n} |\n" for n in range(11))

ANSWERS = ("strongly agree", "agree", "neither", "disagree", "strongly disagree")

LONG = "a name that is so long that no card, no row and no label of any slide has room for it"


@dataclass(frozen=True)
class Size:
    """What a survey has.

    Attributes:
        themes: how many.
        questions: how many, spread over the themes.
        comparisons: their names.
        enps: whether it has an eNPS question.
        segments: whether it has departments with teams.
        long: whether its texts are long.
        settings: more settings.
    """

    themes: int = 3
    questions: int = 8
    comparisons: tuple[str, ...] = ()
    enps: bool = True
    segments: bool = True
    long: bool = False
    settings: tuple[tuple[str, str], ...] = ()


def table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def tables(size: Size, people: int = 120) -> dict[str, str]:
    """The input tables of a survey, with random answers that are the same every time."""
    draw = random.Random(size.themes)  # noqa: S311
    long = f" {LONG}" if size.long else ""
    themes = [(f"t{i}", f"Theme {i}{long}") for i in range(size.themes)]
    asked = [
        (f"q{i}", f"Statement number {i} about work{long}.", f"t{i % size.themes}", "agreement", "")
        for i in range(size.questions)
    ]
    asked.append(("place", f"Where do you work{long}?", "", "choice", "distribution"))
    if size.enps:
        asked.append(("nps", "Do you recommend us?", "", "nps", "enps"))
    names = [question for question, *_ in asked]
    people_rows = [
        [
            *(_answer(draw, question, i) for i, question in enumerate(names)),
            f"Department {person % 3}{long}",
            f"Team {person % 9}{long}",
        ]
        for person in range(people)
    ]
    settings = {"title": f"A survey{long}", "organisation": f"The firm{long}", "language": "en"}
    settings |= {"responses": "Responses", "smallest_group": "5"} | dict(size.settings)
    found = {
        "Survey": table(("setting", "value"), [*settings.items()]),
        "Themes": table(("theme", "name"), themes),
        "Questions": table(("question", "text", "theme", "scale", "metric"), asked),
        "Scales": SCALE,
        "Responses": table((*names, "department", "team"), people_rows),
        "Metrics": table(("metric", "on"), [("favourable", "yes"), ("drivers", "yes")]),
    }
    if not size.enps:
        found["Metrics"] = table(("metric", "on"), [("favourable", "yes")])
    if size.segments:
        rows = [("department", "Department", ""), ("team", "Team", "department")]
        found["Segments"] = table(("segment", "name", "parent"), rows)
    if size.comparisons:
        figures = [
            (name, theme, f"{draw.uniform(3, 8):.1f}", 100, 2)
            for name in size.comparisons
            for theme, _ in themes
        ]
        heading = ("comparison", "subject", "value", "n", "sd")
        found["Comparisons"] = table(heading, figures)
    return found


def _answer(draw: random.Random, question: str, place: int) -> object:
    if question == "place":
        return draw.choice(("home", "office"))
    if question == "nps":
        return draw.choice(range(11))
    weights = (5 + place % 7, 6, 4, 3, 1 + place % 5)
    return draw.choices(ANSWERS, weights)[0]


@cache
def report_of(size: Size, group: str = "") -> Report:
    """The report of a survey, computed once. Do not change it."""
    asked = replace(size, settings=(*size.settings, ("group", group)))
    found = survey(**tables(asked))
    assert not found.errors, found.problems[:3]
    return found


def with_scores(
    report: Report,
    comparison: str,
    figures: Sequence[tuple[float, float | None, str | None]],
    *,
    tested: bool = True,
) -> Report:
    """A report with one comparison, in which themes have these scores, comparisons and marks."""
    themes = [f"t{i}" for i in range(len(figures))]
    names = [f"Theme {i}" for i in range(len(figures))]
    scores = [score for score, *_ in figures]
    others = [other for _, other, _ in figures]
    floats = dict.fromkeys(("score", "low", "high", comparison), pl.Float64)
    frame = pl.DataFrame(
        {"theme": themes, "name": names, "questions": 1, "n": 50, "score": scores}
        | {"low": None, "high": None, comparison: others},
        schema_overrides=floats,
    )
    marked = [
        ("ThemeScores", theme, None, comparison, mark, "yes" if tested else None)
        for theme, (_, other, mark) in zip(themes, figures, strict=True)
        if other is not None
    ]
    columns = ("table", "subject", "answer", "comparison", "mark", "significant")
    differences = pl.DataFrame(marked, schema=dict.fromkeys(columns, pl.String), orient="row")
    made = {
        "ThemeScores": replace(report.tables["ThemeScores"], frame=frame),
        "Differences": replace(report.tables["Differences"], frame=differences),
    }
    comparisons = replace(report.comparisons, names=[comparison])
    left = {k: t for k, t in report.tables.items() if k in ("Summary", "Method", "LastRun")}
    found = replace(report, comparisons=comparisons, tables=left | made)
    for derive in (meetlat_highlights.result_tables, meetlat_report_sheets.result_tables):
        for result in derive(found):
            found.add(result)
    return found
