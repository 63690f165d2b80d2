"""The catalogue: the input tables as typed frames, with defaults for blank cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from meetlat.languages import Language, words
from meetlat.problems.problem import Place, Problem
from meetlat.problems.suggestions import meant
from meetlat.problems.text import fold
from meetlat.reading.cells import text
from meetlat.reading.inputs import TABLES, InputTable
from meetlat.reading.references import read_references
from meetlat.reading.scale import UNLISTED
from meetlat.reading.settings import Settings, read_settings
from meetlat.reading.typed_tables import empty_frame, language_of, typed_frame
from meetlat_schemas import INPUT_TABLES, RESULT_TABLES

REQUIRED = ("Survey", "Themes", "Questions", "Scales")
NEVER_EMPTY = ("Questions", "Scales")
# The columns of the table Survey; its schema describes the settings, not these columns.
SURVEY_COLUMNS = ("setting", "value")

# Names of Meetlat's own tables: none of them is a misspelling of another.
OWN_TABLES = {fold(name) for name in (*TABLES, *RESULT_TABLES)}


@dataclass(frozen=True)
class Catalogue:
    """The input tables as typed frames (see `meetlat_schemas.inputs`), with defaults for blanks.

    `tables` holds them as typed in the workbook, for the addresses of problems. Row *i* of a frame
    is row *i* of its table. `sheets` has the sheet of each Excel table, for texts that name it.
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
    sheets: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language of reports and messages."""
        return self.settings.language

    @property
    def theme_names(self) -> dict[str, str]:
        """The name of each theme by its id, in the order of the report."""
        return dict(zip(self.themes["theme"], self.themes["name"], strict=True))

    @property
    def segment_names(self) -> dict[str, str]:
        """The name of each segment by its id."""
        return dict(zip(self.segments["segment"], self.segments["name"], strict=True))

    @cached_property
    def described_questions(self) -> pl.DataFrame:
        """The questions with the ends of their scales, and whether they count in their themes.

        Returns:
            `questions` with `lowest` and `highest` (null if the scale has no scores) and
            `counts_in_theme`: whether a question has a theme, scores, and a weight above 0.
        """
        score = pl.col("score")
        ends = self.scales.group_by("scale").agg(lowest=score.min(), highest=score.max())
        counts = pl.col("theme").is_not_null() & pl.col("lowest").is_not_null()
        return self.questions.join(
            ends, on="scale", how="left", maintain_order="left"
        ).with_columns(counts_in_theme=counts & (pl.col("weight") > 0))

    def scale(self, name: str) -> pl.DataFrame:
        """The answers of one scale, in order."""
        return self._answers.get((name,), self.scales.clear())

    @cached_property
    def _answers(self) -> dict[tuple[Any, ...], pl.DataFrame]:
        """The answers of each scale, split once: the rules ask for them 75 times."""
        return self.scales.partition_by("scale", as_dict=True)

    def frame(self, table: str) -> pl.DataFrame:
        """The typed frame of an input table."""
        return getattr(self, table.lower())

    def written(self, table: str, row: int, column: str) -> str | None:
        """The text of a cell as typed; None if the cell or its column is missing."""
        position = self.position(table, column)
        return None if position is None else text(self.tables[table].values[row][position])

    def has_column(self, table: str, column: str) -> bool:
        """Whether the workbook has an input table with this column."""
        return table in self.tables and self.tables[table].position(column) is not None

    def place(self, table: str, row: int, column: str) -> Place:
        """The cell in a row and column of an input table; without that column, the first cell."""
        source = self.tables[table]
        return Place(source.sheet, source.cell(row, self.position(table, column) or 0))

    def heading_place(self, table: str, column: str) -> Place:
        """The heading of a column of an input table; without that column, the first heading."""
        source = self.tables[table]
        return Place(source.sheet, source.header_cell(self.position(table, column) or 0))

    def problem_at(
        self, table: str, row: int, column: str, code: str, value: Any, /, **facts: object
    ) -> Problem:
        """A problem with the cell in a row and column of an input table."""
        return self.place(table, row, column).problem(code, value, **facts)

    def position(self, table: str, column: str) -> int | None:
        """The position of a column in an input table; None if it has none of that name.

        For a column in several languages (`text::nl`) it is the one in the best language.
        """
        schema, language = INPUT_TABLES.get(table), self.language
        if schema is not None and column in schema.to_schema().columns:
            language = language_of(schema, column, language)
        return self.tables[table].position(column, language)

    def setting_place(self, setting: str) -> Place:
        """The cell with the value of a setting; the first heading if it is not listed."""
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
    """Type each table and check it by itself; `meetlat.checking` checks them against each other.

    `found` and `every_name` are `Inputs.tables` and `Inputs.names`. The first table of each name
    counts.
    """
    problems = [*_missing_tables(found, every_name), *_repeated_tables(found)]
    tables = {name: same_name[0] for name, same_name in found.items() if same_name}
    settings = Settings()
    if "Survey" in tables:
        settings, more = read_settings(tables["Survey"])
        problems += more
    frames = {}
    for name, schema in INPUT_TABLES.items():
        frame = empty_frame(schema)
        if name in tables:
            frame, more = typed_frame(tables[name], schema, settings.language)
            problems += more
        frames[name] = _with_defaults(name, frame)
    frames["Scales"] = _with_label_of_unlisted(frames["Scales"], settings.language)
    frames, more = read_references(frames, tables)
    by_field = {name.lower(): frame for name, frame in frames.items()}
    return Catalogue(settings=settings, **by_field, tables=tables, sheets={}), [*problems, *more]


def _missing_tables(
    found: Mapping[str, Sequence[InputTable]], every_name: Sequence[str]
) -> Iterator[Problem]:
    """Tables that are missing, misnamed or copied, and tables without rows that need some."""
    spare = [n for n in every_name if fold(n) not in OWN_TABLES]
    for name in TABLES:
        required = name in REQUIRED
        if found[name]:
            yield from _copied_table(name, every_name)
        elif suggestion := meant(name, spare, cutoff=0.7 if required else 0.8):
            spare = [other for other in spare if other != suggestion]
            code = "table-missing" if required else "table-misnamed"
            yield Problem(code, value=name, facts={"suggestion": suggestion})
        elif required:
            has_schema = name in INPUT_TABLES
            columns = INPUT_TABLES[name].to_schema().columns if has_schema else SURVEY_COLUMNS
            yield Problem("table-missing", value=name, facts={"columns": ", ".join(columns)})
    for name in NEVER_EMPTY:
        if found[name] and not found[name][0].values:
            table = found[name][0]
            yield Problem("table-empty", table.sheet, table.header_cell(0), name)


def _copied_table(name: str, every_name: Sequence[str]) -> Iterator[Problem]:
    """Excel adds a number to the name of a copied sheet or table; changes there are not read."""
    copy = re.compile(rf"{name}(_?\d+|\s*\(\d+\))", re.IGNORECASE)
    if found := next((other for other in every_name if copy.fullmatch(other)), None):
        yield Problem("table-copied", value=found, facts={"table": name})


def _repeated_tables(found: Mapping[str, Sequence[InputTable]]) -> Iterator[Problem]:
    for name, tables in found.items():
        for other in tables[1:]:
            place = f"{tables[0].sheet}!{tables[0].header_cell(0)}"
            yield Problem("table-twice", other.sheet, other.header_cell(0), name, {"other": place})


# The value of a blank cell, by table and column.
DEFAULTS: Mapping[str, Mapping[str, pl.Expr]] = {
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


def _with_label_of_unlisted(scales: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The scales with a word as the label of the answer `*`, because a star means nothing."""
    other = pl.lit(words(language)["answers.other"])
    is_star = (pl.col("answer") == UNLISTED) & (pl.col("label") == UNLISTED)
    return scales.with_columns(label=pl.when(is_star).then(other).otherwise("label"))


def _with_defaults(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    blank = {c: value for c, value in DEFAULTS.get(name, {}).items() if frame[c].null_count()}
    if not blank:
        return frame
    return frame.with_columns(pl.col(c).fill_null(value) for c, value in blank.items())
