"""The report of a group as its manager may see it: without figures and names of other groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from meetlat.groups import GROUP_KEYS, WHOLE, Group
from meetlat.plugins.result_table import ResultTable
from meetlat.scoring.report import Report

# The table with the choices for the setting `group`, and its column.
CHOICES, CHOICE = "GroupChoices", "choice"


def for_readers(report: Report) -> Report:
    """The report to hand out; that of a group has no rows about other groups.

    What is left is the organisation, the group, the groups that it lies in, and those in it.
    """
    if report.group == WHOLE:
        return report
    own = [WHOLE, *report.groups.around(report.group)]
    tables = {name: _only(table, own) for name, table in report.tables.items()}
    return replace(report, tables=tables)


def _only(table: ResultTable, own: Sequence[Group]) -> ResultTable:
    """A table with the rows about these groups, if it has groups; a blank segment is everyone."""
    frame = table.frame
    if table.name == CHOICES and CHOICE in frame.columns:
        choices = pl.Series([str(group) for group in own])
        return _kept(table, frame[CHOICE].is_null() | frame[CHOICE].is_in(choices.implode()))
    if not set(GROUP_KEYS) <= set(frame.columns):
        return table
    wanted = pl.DataFrame(own, schema=[*GROUP_KEYS], orient="row").with_columns(own=True)
    keys = frame.select(pl.col(GROUP_KEYS).cast(pl.String))
    kept = keys.join(wanted, on=GROUP_KEYS, how="left", maintain_order="left")["own"]
    segment = keys["segment"].fill_null("")
    return _kept(table, kept.fill_null(value=False) | (segment == WHOLE.segment))


def _kept(table: ResultTable, rows: pl.Series) -> ResultTable:
    """A table with some of its rows."""
    formats = [f for f, keep in zip(table.row_formats, rows, strict=False) if keep]
    return replace(table, frame=table.frame.filter(rows), row_formats=formats)
