"""The report of a group as its manager may see it: without figures of other groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from meetlat.groups import GROUP_KEYS, WHOLE, Group
from meetlat.plugins.result_table import ResultTable
from meetlat.scoring.report import Report


def for_readers(report: Report) -> Report:
    """The report to hand out; that of a group has no rows about other groups.

    What is left is the organisation, the group, the groups that it lies in, and those in it.
    """
    if report.group == WHOLE:
        return report
    own = {WHOLE, *_above(report.group, report.groups.parents)}
    own |= {g for g in _all(report) if report.group in _above(g, report.groups.parents)}
    tables = {name: _only(table, own) for name, table in report.tables.items()}
    return replace(report, tables=tables)


def _all(report: Report) -> Iterator[Group]:
    return (Group(*row) for row in report.groups.sizes.select(GROUP_KEYS).iter_rows())


def _above(group: Group, parents: Mapping[Group, Group]) -> list[Group]:
    """A group and the groups that it lies in, from small to large."""
    found = [group]
    while (parent := parents.get(found[-1])) and parent not in found:
        found.append(parent)
    return found


def _only(table: ResultTable, own: set[Group]) -> ResultTable:
    """A table with the rows about these groups, if it has groups; a blank segment is everyone."""
    frame = table.frame
    if not set(GROUP_KEYS) <= set(frame.columns):
        return table
    keys = frame.select(GROUP_KEYS).rows()
    kept = [not segment or Group(segment, name) in own for segment, name in keys]
    formats = [f for f, keep in zip(table.row_formats, kept, strict=False) if keep]
    return replace(
        table, frame=frame.filter(pl.Series(kept, dtype=pl.Boolean)), row_formats=formats
    )
