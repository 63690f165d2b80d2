"""Chapters: the questions under their theme, words and figures, as a printed report has them.

Filled where the workbook has a table called `Chapters`. Its rows are of four kinds: `theme` (its
name and score), `description`, `question` (its text and score) and `note`; the sheet's conditional
formats give each kind its look, so that the chapters follow any catalogue.
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
    """Derive `Chapters`: for each theme its words, its questions and its note."""
    if "QuestionScores" not in report:
        return
    # A comparison may be called as a column of ours is: then that one is left out here.
    names = [n for n in report.comparisons.names if n.casefold() not in {**TEXTS, **FIGURES}]
    schema = {**TEXTS, **FIGURES, **dict.fromkeys(names, pl.Float64)}
    # Column by column: to `select`, a comparison called `*` would be all of them.
    parts = [pl.DataFrame([part[c] for c in schema]) for part in chapters(report, schema)]
    frame = pl.concat([pl.DataFrame(schema=schema), *parts])
    formats = {"n": "0", "score": "0.0"} | dict.fromkeys(names, "0.0")
    yield ResultTable("Chapters", frame, formats, names, optional=True, prose=True)


def chapters(report: Report, schema: Schema) -> Iterator[pl.DataFrame]:
    """The parts of each chapter in turn; last, the questions that are of no theme."""
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
        yield from words(theme, "description", schema)
        yield asked
        yield from words(theme, "note", schema)
    known = report.catalogue.themes["theme"].implode()
    yield questions.filter(~pl.col("theme").is_in(known).fill_null(value=False))


def heading(theme: dict[str, Any], own: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The row of a theme, with its score where it has one."""
    row = {column: own[column].first() if column in own.columns else None for column in schema}
    row |= {"kind": "theme", "theme": theme["theme"], "text": theme["name"]}
    return pl.DataFrame([row], schema=schema)


def words(theme: dict[str, Any], kind: str, schema: Schema) -> Iterator[pl.DataFrame]:
    """The row of a theme's description or note, where it has one."""
    if theme[kind]:
        row = {"kind": kind, "theme": theme["theme"], "text": theme[kind]}
        yield pl.DataFrame([row], schema=schema)
