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
    # Column by column, because `select` takes a comparison called `*` for all columns.
    parts = [pl.DataFrame([part[c] for c in schema]) for part in chapters(report, schema)]
    frame = pl.concat([pl.DataFrame(schema=schema), *parts])
    formats = {"n": "0", "score": "0.0"} | dict.fromkeys(names, "0.0")
    yield ResultTable("Chapters", frame, formats, names, optional=True, prose=True)


def chapters(report: Report, schema: Schema) -> Iterator[pl.DataFrame]:
    """Yield the parts of each chapter, and then the questions without a theme."""
    questions = report["QuestionScores"].with_columns(
        kind=pl.lit("question"), n=pl.col("n").cast(pl.Int64)
    )
    scores = report["ThemeScores"] if "ThemeScores" in report else pl.DataFrame(schema=schema)
    parts = questions.partition_by("theme", as_dict=True)
    for theme in report.catalogue.themes.iter_rows(named=True):
        asked = parts.get((theme["theme"],))
        if asked is None:
            continue
        own = scores.filter(theme=theme["theme"])
        yield heading(theme, own, schema)
        yield from text_row(theme, "description", schema)
        yield asked
        yield from text_row(theme, "note", schema)
    known = report.catalogue.themes["theme"].implode()
    yield questions.filter(~pl.col("theme").is_in(known).fill_null(value=False))


def heading(theme: dict[str, Any], own: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The row of a theme, with its score if it has one."""
    row = {column: own[column].first() if column in own.columns else None for column in schema}
    row |= {"kind": "theme", "theme": theme["theme"], "text": theme["name"]}
    return pl.DataFrame([row], schema=schema)


def text_row(theme: dict[str, Any], kind: str, schema: Schema) -> Iterator[pl.DataFrame]:
    """The row of the description or the note of a theme, if it has one."""
    if theme[kind]:
        row = {"kind": kind, "theme": theme["theme"], "text": theme[kind]}
        yield pl.DataFrame([row], schema=schema)
