"""What the workbook says about earlier waves: their responses and the columns in them.

Comparisons names the responses of a wave, in a row without a subject. The column
`column::<comparison>` of Questions and Segments holds what a question or segment was called in that
wave: blank if the column has the same name, a dash if it was not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from meetlat.groups import parse_group
from meetlat.problems.text import fold
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.cells import text
from meetlat.reading.inputs import InputTable
from meetlat.reading.population import INVITED_SCHEMA
from meetlat.reading.scale import answer_key

NOT_ASKED = "-"

# The tables that may have a column for each wave.
MAPPED = ("Questions", "Segments")


def wave_rows(catalogue: Catalogue) -> dict[str, int]:
    """The comparisons with responses, each with the first row of Comparisons that names them."""
    rows: dict[str, int] = {}
    named = catalogue.comparisons[["comparison", "responses"]].iter_rows()
    for row, (comparison, responses) in enumerate(named):
        if comparison is not None and responses is not None:
            rows.setdefault(comparison, row)
    return rows


def wave_responses(catalogue: Catalogue) -> dict[str, str]:
    """The file or table with the responses of each wave, by the name of its comparison."""
    responses = catalogue.comparisons["responses"]
    return {name: responses[row] for name, row in wave_rows(catalogue).items()}


def invited_to_wave(catalogue: Catalogue, comparison: str) -> pl.DataFrame:
    """How many people were invited to a wave, for the groups of which it was typed.

    Returns:
        The columns of `INVITED_SCHEMA`.
    """
    typed = catalogue.comparisons.filter(comparison=comparison, subject="invited")
    segments = catalogue.segments["segment"].drop_nulls().to_list()
    rows = [
        (*parse_group(group or "", segments), int(value))
        for group, value in typed.drop_nulls("value")[["group", "value"]].iter_rows()
    ]
    return pl.DataFrame(rows, schema=INVITED_SCHEMA, orient="row")


def wave_heading(comparison: str) -> str:
    """The heading of the column with the names of a wave."""
    return f"column::{comparison}"


def names_in_wave(catalogue: Catalogue, table: str, comparison: str) -> list[str | None]:
    """The names of a wave in an input table, one per row; empty without such a column."""
    source = catalogue.tables.get(table)
    position = source.position(wave_heading(comparison)) if source else None
    if source is None or position is None:
        return []
    return [text(row[position]) for row in source.values]


def catalogue_of_wave(catalogue: Catalogue, comparison: str) -> Catalogue:
    """The catalogue with the column names of an earlier wave, and the same rows.

    A question or segment that was not asked gets no name. A theme in which such a
    question counts gets no questions: the score of the others would be that of another theme.
    """
    tables, frames = dict(catalogue.tables), {}
    for table in MAPPED:
        frames[table] = catalogue.frame(table)
        if names := names_in_wave(catalogue, table, comparison):
            tables[table] = _with_wave_column(tables[table], comparison)
            frames[table] = _with_wave_names(frames[table], names)
    segments = frames["Segments"]
    has_parent = pl.col("parent").is_in(segments["segment"].implode())
    incomplete = incomplete_themes(catalogue, frames["Questions"])
    is_complete = ~pl.col("theme").is_in(incomplete)
    return replace(
        catalogue,
        tables=tables,
        questions=frames["Questions"].with_columns(theme=pl.when(is_complete).then("theme")),
        segments=segments.with_columns(parent=pl.when(has_parent).then("parent")),
    )


def incomplete_themes(catalogue: Catalogue, wave_questions: pl.DataFrame) -> list[str]:
    """The themes with a question that counts now and was not asked in the wave."""
    questions = catalogue.described_questions
    missing = wave_questions["question"].is_null() & questions["question"].is_not_null()
    return questions.filter(missing, "counts_in_theme")["theme"].unique().sort().to_list()


def without_unasked(catalogue: Catalogue) -> Catalogue:
    """The catalogue of a wave without the rows that have no name."""
    return replace(
        catalogue,
        questions=catalogue.questions.drop_nulls("question"),
        segments=catalogue.segments.drop_nulls("segment"),
    )


def _with_wave_column(table: InputTable, comparison: str) -> InputTable:
    """The table with the names of the wave as its `column`, so that problems point to them."""
    names = {"column": None, fold(wave_heading(comparison)): "column"}
    header = [names.get(fold(heading), heading) for heading in table.header]
    return replace(table, header=header)


def _with_wave_names(frame: pl.DataFrame, names: Sequence[str | None]) -> pl.DataFrame:
    """The frame with the column names of the wave; key and column are null if it was not asked."""
    key = frame.columns[0]
    was_asked = pl.Series([answer_key(name) != NOT_ASKED for name in names], dtype=pl.Boolean)
    column = pl.coalesce(pl.Series(names, dtype=pl.String), "column")
    return frame.with_columns(
        pl.when(was_asked).then(key).alias(key), pl.when(was_asked).then(column).alias("column")
    )
