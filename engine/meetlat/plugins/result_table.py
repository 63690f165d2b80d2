"""The result tables of a report, and the check that Excel can hold them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from meetlat.languages import LANGUAGES
from meetlat.plugins.metrics import MetricError
from meetlat.plugins.result_contract import check_columns, check_figures
from meetlat.problems.text import fold
from meetlat.reading.inputs import TABLES

# No reference to a cell, no spaces, and short enough for the name of its sheet.
TABLE_NAME = re.compile(r"(?![A-Za-z]{1,3}[0-9]+$|[RrCc]$)[^\W\d][\w.]{0,30}")

# The folded names of other tables that Meetlat knows.
NOT_FOR_RESULTS = frozenset(map(fold, (*TABLES, "Problems")))

# The size of a sheet without its row of headings.
MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384


@dataclass(frozen=True)
class ResultTable:
    """One table of the report.

    Attributes:
        name: the Excel table it is written to.
        frame: its rows, with unrounded figures; null if there is no figure.
        formats: Excel number formats by column, used only when the table is created.
        comparisons: the columns that are comparisons; a null in them is shown as `-`.
        varying: other columns that depend on the catalogue, such as one column per theme.
        headings: headings by column and language, used when the table is created. Later runs
            recognise a column by its heading.
        titles: titles by language, put above the table when it is created: `Name: a sentence`.
        row_formats: number formats by row, if the rows hold different kinds of figures.
        every_comparison: whether a comparison without figures also gets a column.
        optional: whether to write the table only if the workbook already has one of that name.
        prose: whether the texts are sentences, so that rows grow to fit them.
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
        """The comparisons that get a new column if they have none: those with a figure."""
        every, frame = self.every_comparison, self.frame
        return [c for c in self.comparisons if every or frame[c].null_count() < frame.height]

    @property
    def new_columns(self) -> list[str]:
        """The columns of a table that is created."""
        without = set(self.comparisons).difference(self.new_comparisons)
        return [column for column in self.frame.columns if column not in without]

    def heading(self, column: str, language: str) -> str:
        """The heading of a column when the table is created; its name if the heading is taken."""
        heading = self.headings.get(column, {}).get(language, column)
        if heading == column:
            return column
        taken = {fold(name) for name in (*self.comparisons, *self.varying) if name != column}
        return column if fold(heading) in taken else heading


class Shape(NamedTuple):
    """What the tables of one name have in common in the reports of most groups.

    Attributes:
        columns: each column with its type.
        named: the columns that are comparisons, and other columns that vary.
        headings: headings by column and language.
    """

    columns: Sequence[tuple[str, type[pl.DataType]]]
    named: Sequence[str]
    headings: Mapping[str, Mapping[str, str]]


def check_table(
    table: ResultTable, others: Iterable[str], checked: dict[str, Shape] | None = None
) -> None:
    """Check that a result table can be written along with the tables of these other names.

    A table with the same columns and headings as one of that name in `checked`, which is filled
    here, is checked for its rows and figures only.

    Raises:
        MetricError: it is not a result table, its name is taken, or Excel cannot hold it.
    """
    if not isinstance(table, ResultTable):
        raise MetricError(f"it gave {type(table).__name__}, not a ResultTable")
    check_name(table.name, others)
    name, frame = table.name, table.frame
    if not isinstance(frame, pl.DataFrame):
        raise MetricError(f"the table {name} holds {type(frame).__name__}, not a Polars frame")
    columns = [(column.name, type(column.dtype)) for column in frame.get_columns()]
    shape = Shape(columns, [*table.comparisons, *table.varying], table.headings)
    if checked is None or checked.get(name) != shape:
        _check_shape(table)
        if checked is not None:
            headings = {column: {**texts} for column, texts in table.headings.items()}
            checked[name] = shape._replace(headings=headings)  # a plugin may change its own
    if len(frame) > MOST_ROWS:
        raise _too_large(table)
    check_figures(frame)


def check_name(name: str, others: Iterable[str]) -> None:
    """Check the name of a result table.

    Raises:
        MetricError: Excel does not allow it, or another result or an input table has it.
    """
    if not isinstance(name, str):
        raise MetricError(f"{name!r} is no name for a table")
    if fold(name) in map(fold, others):
        raise MetricError(f"the table {name} is another metric's already")
    if fold(name) in NOT_FOR_RESULTS:
        raise MetricError(f"the table {name} is not for results")
    if not TABLE_NAME.fullmatch(name):
        raise MetricError(f"{name!r} is not a name that Excel takes for a table and its sheet")


def _check_shape(table: ResultTable) -> None:
    """Check the columns of a table and their headings."""
    name, frame = table.name, table.frame
    if not frame.columns:
        raise MetricError(f"the table {name} has no columns")
    if frame.width > MOST_COLUMNS:
        raise _too_large(table)
    if len(set(map(fold, frame.columns))) < frame.width:
        raise MetricError(f"two columns of the table {name} differ only by their capitals")
    check_columns(frame)
    for language in LANGUAGES if table.headings else ():
        _check_headings(table, language)


def _too_large(table: ResultTable) -> MetricError:
    size = f"{len(table.frame)} rows and {table.frame.width} columns"
    return MetricError(f"the table {table.name} has {size}, more than a sheet")


def _check_headings(table: ResultTable, language: str) -> None:
    """Check that no two columns have the same heading, or the name of another column."""
    headings = {fold(c): fold(table.heading(c, language)) for c in table.frame.columns}
    is_twice = len(set(headings.values())) < len(headings)
    counted = Counter(headings.values() if is_twice else ())
    for column, heading in headings.items():
        if counted[heading] > 1 or (heading != column and heading in headings):
            raise MetricError(f'two columns of the table {table.name} are called "{heading}"')
