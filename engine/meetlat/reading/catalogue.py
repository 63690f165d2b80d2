"""The catalogue: what HR wrote in the input tables, checked and with its blanks filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from meetlat.languages import Language
from meetlat.problems.problem import Place, Problem
from meetlat.problems.suggestions import meant
from meetlat.problems.text import fold
from meetlat.reading.cells import text
from meetlat.reading.inputs import TABLES, InputTable
from meetlat.reading.settings import Settings, read_settings
from meetlat.reading.typed_tables import empty_frame, language_of, typed_frame
from meetlat_schemas import INPUT_TABLES, RESULT_TABLES

REQUIRED = ("Survey", "Themes", "Questions", "Scales")
NEVER_EMPTY = ("Questions", "Scales")
SETTING = ("setting", "value")
"""The columns of `Survey`."""

OURS = {fold(name) for name in (*TABLES, *RESULT_TABLES)}
"""Names that are no misspelling of one another."""


@dataclass(frozen=True)
class Catalogue:
    """The input tables as typed frames (see `meetlat_schemas.inputs`), blanks filled in.

    `tables` holds them as they stand in the workbook, for the address of a later problem. Row
    *i* of a frame is row *i* of its table.
    """

    settings: Settings
    themes: pl.DataFrame
    questions: pl.DataFrame
    scales: pl.DataFrame
    comparisons: pl.DataFrame
    segments: pl.DataFrame
    population: pl.DataFrame
    metrics: pl.DataFrame
    tables: Mapping[str, InputTable]

    @property
    def language(self) -> Language:
        """What reports and messages are written in."""
        return self.settings.language

    @property
    def theme_names(self) -> dict[str, str]:
        """The name of each theme by its id, in the order of the report."""
        return dict(self.themes.select("theme", "name").iter_rows())

    @property
    def segment_names(self) -> dict[str, str]:
        """The name of each segment by its id."""
        return dict(self.segments.select("segment", "name").iter_rows())

    def scale(self, name: str) -> pl.DataFrame:
        """The answers of one scale, in order."""
        return self.scales.filter(pl.col("scale") == name)

    def frame(self, table: str) -> pl.DataFrame:
        """The typed frame of an input table."""
        return getattr(self, table.lower())

    def written(self, table: str, row: int, column: str) -> str | None:
        """What stands in a cell, before it is read and its blank filled in."""
        source = self.tables[table]
        position = source.position(column, self._language_of(table, column))
        return None if position is None else text(source.values[row][position])

    def has_column(self, table: str, column: str) -> bool:
        """Whether an input table is there and has this column."""
        return table in self.tables and self.tables[table].position(column) is not None

    def place(self, table: str, row: int, column: str) -> Place:
        """The cell in a row and column of an input table; the first of the row without a column."""
        source = self.tables[table]
        position = source.position(column, self._language_of(table, column))
        return Place(source.sheet, source.cell(row, position or 0))

    def problem_at(
        self, table: str, row: int, column: str, code: str, value: Any, /, **facts: object
    ) -> Problem:
        """A problem with the cell in a row and column of an input table."""
        return self.place(table, row, column).problem(code, value, **facts)

    def _language_of(self, table: str, column: str) -> str | None:
        """The language in which a column is read, where it may come in several."""
        schema = INPUT_TABLES.get(table)
        if schema is None or column not in schema.to_schema().columns:
            return None
        return language_of(schema, column, self.language)

    def setting_place(self, setting: str) -> Place:
        """The cell with the value of a setting; the first heading if there is no such setting."""
        survey = self.tables["Survey"]
        names, value = survey.position("setting") or 0, survey.position("value") or 0
        rows = (i for i, row in enumerate(survey.values) if fold(row[names] or "") == setting)
        row = next(rows, None)
        cell = survey.header_cell(0) if row is None else survey.cell(row, value)
        return Place(survey.sheet, cell)

    def setting_problem(self, setting: str, code: str, value: Any, /, **facts: object) -> Problem:
        """A problem with the value of a setting."""
        return self.setting_place(setting).problem(code, value, **facts)


def read_catalogue(
    found: Mapping[str, Sequence[InputTable]], every_name: Sequence[str]
) -> tuple[Catalogue, list[Problem]]:
    """Type and check each table by itself; `meetlat.checking` checks what they say of each other.

    Args:
        found: the input tables by name, as `meetlat.reading.inputs.read_tables` finds them.
        every_name: of all tables and sheets there are, to suggest a near miss.
    """
    problems = [*_missing(found, every_name), *_twice(found)]
    tables = {name: several[0] for name, several in found.items() if several}
    settings = Settings()
    if "Survey" in tables:
        settings, more = read_settings(tables["Survey"])
        problems += more
    frames = {}
    for name, schema in INPUT_TABLES.items():
        frames[name] = empty_frame(schema)
        if name in tables:
            frames[name], more = typed_frame(tables[name], schema, settings.language)
            problems += more
    filled = {name.lower(): _fill(name, frame) for name, frame in frames.items()}
    return Catalogue(settings=settings, **filled, tables=tables), problems


def _missing(
    found: Mapping[str, Sequence[InputTable]], every_name: Sequence[str]
) -> Iterator[Problem]:
    """Tables that are not there, or are by another name; those that need rows and have none."""
    spare = [n for n in every_name if fold(n) not in OURS]
    for name in TABLES:
        required = name in REQUIRED
        if found[name]:
            yield from _copies(name, every_name)
        elif near := meant(name, spare, cutoff=0.7 if required else 0.8):
            spare = [other for other in spare if other != near]
            code = "table-missing" if required else "table-misnamed"
            yield Problem(code, value=name, facts={"suggestion": near})
        elif required:
            columns = INPUT_TABLES[name].to_schema().columns if name in INPUT_TABLES else SETTING
            yield Problem("table-missing", value=name, facts={"columns": ", ".join(columns)})
    for name in NEVER_EMPTY:
        if found[name] and not found[name][0].values:
            table = found[name][0]
            yield Problem("table-empty", table.sheet, table.header_cell(0), name)


def _copies(name: str, every_name: Sequence[str]) -> Iterator[Problem]:
    """A copied sheet and its table get a number from Excel: what is changed there is not read."""
    copy = re.compile(rf"{name}(_?\d+|\s*\(\d+\))", re.IGNORECASE)
    if found := next((other for other in every_name if copy.fullmatch(other)), None):
        yield Problem("table-copied", value=found, facts={"table": name})


def _twice(found: Mapping[str, Sequence[InputTable]]) -> Iterator[Problem]:
    for name, (first, *others) in ((n, t) for n, t in found.items() if t):
        for other in others:
            place = f"{first.sheet}!{first.header_cell(0)}"
            yield Problem("table-twice", other.sheet, other.header_cell(0), name, {"other": place})


BLANKS: Mapping[str, Mapping[str, pl.Expr]] = {
    "Themes": {"name": pl.col("theme")},
    "Questions": {
        "column": pl.col("question"),
        "text": pl.col("question"),
        "metric": pl.lit("likert"),
        "reverse": pl.lit(False),
        "weight": pl.lit(1.0),
    },
    "Scales": {"label": pl.col("answer")},
    "Segments": {"column": pl.col("segment"), "name": pl.col("segment")},
    "Metrics": {"on": pl.lit(True)},
}
"""What a blank cell means, a table and column at a time."""


def _fill(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    blanks = BLANKS.get(name, {})
    return frame.with_columns(pl.col(c).fill_null(value) for c, value in blanks.items())
