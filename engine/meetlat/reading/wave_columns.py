"""What the workbook says of an earlier wave: where its responses are, what its columns were called.

`Comparisons` names the responses, in a row without a subject. What a question or segment was
called then stands in a column `column::<comparison>` of `Questions` and `Segments`: blank means as
now, and a dash that it was not asked then.
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
from meetlat.reading.population import INVITED
from meetlat.reading.scale import answer_key

NOT_ASKED = "-"
MAPPED = ("Questions", "Segments")
"""The tables that may have a column with the names of then."""


def wave_rows(catalogue: Catalogue) -> dict[str, int]:
    """The comparisons that have responses of their own, each with its row that says so first."""
    rows: dict[str, int] = {}
    given = catalogue.comparisons.select("comparison", "responses").iter_rows()
    for row, (comparison, responses) in enumerate(given):
        if comparison is not None and responses is not None:
            rows.setdefault(comparison, row)
    return rows


def wave_responses(catalogue: Catalogue) -> dict[str, str]:
    """The file or table with the responses of each wave, by the comparison it is."""
    named = catalogue.comparisons["responses"]
    return {name: named[row] for name, row in wave_rows(catalogue).items()}


def invited_to_wave(catalogue: Catalogue, comparison: str) -> pl.DataFrame:
    """How many were invited then, of the groups that HR typed it of (see `INVITED`)."""
    typed = catalogue.comparisons.filter(comparison=comparison, subject="invited")
    segments = catalogue.segments["segment"].drop_nulls().to_list()
    rows = [
        (*parse_group(group or "", segments), int(value))
        for group, value in typed.drop_nulls("value").select("group", "value").iter_rows()
    ]
    return pl.DataFrame(rows, schema=INVITED, orient="row")


def column_then(comparison: str) -> str:
    """The heading under which the names of a wave stand."""
    return f"column::{comparison}"


def names_then(catalogue: Catalogue, table: str, comparison: str) -> list[str | None]:
    """What is typed in that column, a row each; nothing where there is no such column."""
    source = catalogue.tables.get(table)
    position = source.position(column_then(comparison)) if source else None
    if source is None or position is None:
        return []
    return [text(row[position]) for row in source.values]


def as_it_was(catalogue: Catalogue, comparison: str) -> Catalogue:
    """The catalogue with the columns of that wave, and the same rows.

    What was not asked then has no name in it. A theme of which a question that counts was not
    asked has no questions in it: the others would be scored as another theme.
    """
    tables, frames = dict(catalogue.tables), {}
    for table in MAPPED:
        frames[table] = catalogue.frame(table)
        if names := names_then(catalogue, table, comparison):
            tables[table] = _with_column(tables[table], comparison)
            frames[table] = _named(frames[table], names)
    segments = frames["Segments"]
    is_known = pl.col("parent").is_in(segments["segment"].implode())
    left_out = incomplete_themes(catalogue, frames["Questions"])
    counts = ~pl.col("theme").is_in(left_out)
    return replace(
        catalogue,
        tables=tables,
        questions=frames["Questions"].with_columns(theme=pl.when(counts).then("theme")),
        segments=segments.with_columns(parent=pl.when(is_known).then("parent")),
    )


def incomplete_themes(catalogue: Catalogue, then: pl.DataFrame) -> list[str]:
    """The themes with a question that counts now and was not asked then."""
    now = catalogue.questions
    gone = now.filter(then["question"].is_null(), pl.col("question").is_not_null())
    return gone.filter(pl.col("weight") > 0)["theme"].drop_nulls().unique().sort().to_list()


def what_was_asked(catalogue: Catalogue) -> Catalogue:
    """The catalogue of a wave without the rows that have no name."""
    return replace(
        catalogue,
        questions=catalogue.questions.drop_nulls("question"),
        segments=catalogue.segments.drop_nulls("segment"),
    )


def _with_column(table: InputTable, comparison: str) -> InputTable:
    """The table with the names of then for its column `column`, so that cells are found there."""
    names = {"column": None, fold(column_then(comparison)): "column"}
    header = [names.get(fold(heading), heading) for heading in table.header]
    return replace(table, header=header)


def _named(frame: pl.DataFrame, names: Sequence[str | None]) -> pl.DataFrame:
    key, then = frame.columns[0], pl.Series(names, dtype=pl.String)
    asked = pl.Series([answer_key(name) != NOT_ASKED for name in names], dtype=pl.Boolean)
    return frame.with_columns(
        pl.when(asked).then(key).alias(key), pl.coalesce(then, "column").alias("column")
    )
