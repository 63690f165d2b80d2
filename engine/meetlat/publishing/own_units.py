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
    columns = set(table.frame.columns)
    if table.name == CHOICES and CHOICE in columns:
        return _kept(table, pl.col(CHOICE).is_null() | pl.col(CHOICE).is_in([*map(str, own)]))
    has_groups = columns.issuperset(GROUP_KEYS) and not table.frame.is_empty()
    return _kept(table, _is_about(own)) if has_groups else table


def _is_about(own: Sequence[Group]) -> pl.Expr:
    """Whether a row is about one of these groups, or about everyone."""
    segment, name = (pl.col(key).cast(pl.String) for key in GROUP_KEYS)
    names: dict[str, list[str]] = {}
    for group in own:
        names.setdefault(group.segment, []).append(group.name)
    inside = [(segment == each) & name.is_in(groups) for each, groups in names.items()]
    return pl.any_horizontal(segment.is_null(), segment == WHOLE.segment, *inside)


def _kept(table: ResultTable, rows: pl.Expr) -> ResultTable:
    """A table with some of its rows."""
    if not table.row_formats:
        return replace(table, frame=table.frame.filter(rows))
    kept = table.frame.select(rows.fill_null(value=False)).to_series()
    formats = [f for f, keep in zip(table.row_formats, kept, strict=False) if keep]
    return replace(table, frame=table.frame.filter(kept), row_formats=formats)
