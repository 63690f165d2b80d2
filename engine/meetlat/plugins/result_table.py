"""One result table of the report, and the check that an Excel table can hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from meetlat.languages import LANGUAGES
from meetlat.plugins.metrics import MetricError
from meetlat.plugins.result_contract import check_cells
from meetlat.problems.text import fold
from meetlat.reading.inputs import TABLES

# No reference to a cell, no spaces, and short enough for the name of its sheet.
TABLE_NAME = re.compile(r"(?![A-Za-z]{1,3}[0-9]+$|[RrCc]$)[^\W\d][\w.]{0,30}")

# What a sheet holds below a row of headings.
MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384


@dataclass(frozen=True)
class ResultTable:
    """One table of the report.

    Attributes:
        name: the Excel table it is written to.
        frame: its rows as shown, figures unrounded; null where there is no figure.
        formats: Excel number formats by column, used only when the table is created.
        comparisons: the columns that are comparisons; a null in them is shown as `-`.
        varying: other columns that depend on the catalogue, such as one column per theme.
        headings: headings by column and language, used when the table is created. A column with
            such a heading is recognised later.
        titles: a title by language above a table that is created: `Name: a sentence`.
        row_formats: number formats by row, where the rows hold figures of several kinds.
        every_comparison: include a column for each comparison, also for one without any figure.
        optional: write the table only where the workbook has one of that name; create no sheet.
        prose: the texts are sentences, and rows grow to fit them.
    """

    name: str
    frame: pl.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    comparisons: Sequence[str] = ()
    varying: Sequence[str] = ()
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    row_formats: Sequence[str] = ()
    every_comparison: bool = False
    optional: bool = False
    prose: bool = False

    @property
    def new_comparisons(self) -> list[str]:
        """The comparisons that get a column where there is none yet: those with a figure."""
        every, frame = self.every_comparison, self.frame
        return [c for c in self.comparisons if every or frame[c].null_count() < frame.height]

    @property
    def new_columns(self) -> list[str]:
        """The columns of a table that is created."""
        without = set(self.comparisons).difference(self.new_comparisons)
        return [column for column in self.frame.columns if column not in without]

    def heading(self, column: str, language: str) -> str:
        """The heading of a column in a table that is created."""
        called = self.headings.get(column, {}).get(language, column)
        taken = {fold(name) for name in (*self.comparisons, *self.varying) if name != column}
        return column if fold(called) in taken else called


def check_table(table: ResultTable, others: Iterable[str]) -> None:
    """Check that a result table can be written, beside the result tables of these names.

    Raises:
        MetricError: it is no result table, its name is taken, or no Excel table can hold it.
    """
    if not isinstance(table, ResultTable):
        raise MetricError(f"it gave {type(table).__name__}, not a ResultTable")
    check_name(table.name, others)
    _check_frame(table)


def check_name(name: str, others: Iterable[str]) -> None:
    """Check that a result may have this name: neither another result nor an input table has it.

    Raises:
        MetricError: it may not.
    """
    if not isinstance(name, str):
        raise MetricError(f"{name!r} is no name for a table")
    if fold(name) in map(fold, others):
        raise MetricError(f"the table {name} is another metric's already")
    if fold(name) in map(fold, (*TABLES, "Problems")):
        raise MetricError(f"the table {name} is not for results")
    if not TABLE_NAME.fullmatch(name):
        raise MetricError(f"{name!r} is not a name that Excel takes for a table and its sheet")


def _check_frame(table: ResultTable) -> None:
    name, frame = table.name, table.frame
    if not isinstance(frame, pl.DataFrame):
        raise MetricError(f"the table {name} holds {type(frame).__name__}, not a Polars frame")
    if not frame.columns:
        raise MetricError(f"the table {name} has no columns")
    if len(frame) > MOST_ROWS or frame.width > MOST_COLUMNS:
        size = f"{len(frame)} rows and {frame.width} columns"
        raise MetricError(f"the table {name} has {size}, more than a sheet")
    names = set(map(fold, frame.columns))
    if len(names) < frame.width:
        raise MetricError(f"two columns of the table {name} differ only by their capitals")
    check_cells(frame)
    for language in LANGUAGES:
        called = {fold(c): fold(table.heading(c, language)) for c in frame.columns}
        headings = list(called.values())
        doubled = [h for c, h in called.items() if headings.count(h) > 1 or h in names - {c}]
        if twice := next(iter(doubled), None):
            raise MetricError(f'two columns of the table {name} are called "{twice}"')
