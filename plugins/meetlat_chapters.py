"""Chapters: each theme with its texts, questions and scores, as in a printed report.

Written only if the workbook has a table called `Chapters`. It has four kinds of rows: `theme` (its
name and score), `description`, `question` (its text and score) and `note`. Conditional formats of
the sheet give each kind its look, so the layout fits any catalogue.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from meetlat import Report, ResultTable, hookimpl

Schema = Mapping[str, Any]
Row = Mapping[str, Any]

TEXTS: Schema = dict.fromkeys(("kind", "theme", "question", "text"), pl.String)
FIGURES: Schema = {"n": pl.Int64, "score": pl.Float64}


@hookimpl
def result_tables(report: Report) -> Iterator[ResultTable]:
    """Derive `Chapters`: for each theme its description, its questions and its note."""
    if "QuestionScores" not in report:
        return
    # A comparison with the name of one of our own columns is left out.
    names = [n for n in report.comparisons.names if n.casefold() not in {**TEXTS, **FIGURES}]
    schema = {**TEXTS, **FIGURES, **dict.fromkeys(names, pl.Float64)}
    rows = list(chapters(report))
    columns = {c: [row.get(c) for row in rows] for c in schema}
    frame = pl.DataFrame(columns, schema=schema, strict=False)  # `n` may be of another type
    formats = {"n": "0", "score": "0.0"} | dict.fromkeys(names, "0.0")
    yield ResultTable("Chapters", frame, formats, names, optional=True, prose=True)


def chapters(report: Report) -> Iterator[Row]:
    """Yield the rows of each chapter, and then the questions without a theme."""
    by_theme: dict[str | None, list[Row]] = {}
    rows = [{**row, "kind": "question"} for row in report["QuestionScores"].rows(named=True)]
    for row in rows:
        by_theme.setdefault(row["theme"], []).append(row)
    scored = report["ThemeScores"].iter_rows(named=True) if "ThemeScores" in report else ()
    scores = {row["theme"]: row for row in reversed([*scored])}
    for theme in report.catalogue.themes.iter_rows(named=True):
        if asked := by_theme.pop(theme["theme"], None):
            named = {"kind": "theme", "theme": theme["theme"], "text": theme["name"]}
            yield {**scores.get(theme["theme"], {}), **named}
            yield from text_row(theme, "description")
            yield from asked
            yield from text_row(theme, "note")
    yield from (row for row in rows if row["theme"] in by_theme)


def text_row(theme: Row, kind: str) -> Iterator[Row]:
    """The row of the description or the note of a theme, if it has one."""
    if theme[kind]:
        yield {"kind": kind, "theme": theme["theme"], "text": theme[kind]}
