"""The report of a group as its manager may see it: without figures and names of other groups."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from meetlat.groups import GROUP_KEYS, WHOLE, Group
from meetlat.plugins.result_table import ResultTable
from meetlat.scoring.report import Report

# The table with the choices for the setting `group`, and its column.
CHOICES, CHOICE = "GroupChoices", "choice"


# A table, and the rows that are about each group; None stands for everyone.
Rows = tuple[ResultTable, Mapping[Hashable, Sequence[int]]]


def for_readers(report: Report) -> Report:
    """The report to hand out; that of a group has no rows about other groups.

    What is left is the organisation, the group, the groups that it lies in, and those in it.
    """
    if report.group == WHOLE:
        return report
    own = report.groups.around(report.group)
    known = report.once(_known)
    tables = {name: _only(table, own, known) for name, table in report.tables.items()}
    return replace(report, tables=tables)


def with_tables_of(whole: Report, report: Report) -> Report:
    """A report with a table without rows for each one that only the report of everyone has.

    Its plugin failed or gave nothing for this group. The workbook may hold the table of the last
    run, with figures of another group, so a copy must get the table without them.
    """
    missing = {
        name: replace(table, frame=table.frame.clear(), row_formats=(), optional=True)
        for name, table in whole.tables.items()
        if name not in report.tables
    }
    return replace(report, tables={**report.tables, **missing})


def most_rows(report: Report, groups: Iterable[Group]) -> dict[str, int]:
    """The most rows that a table keeps in the report of one of these groups.

    It has the tables with rows about groups, of a report that `for_readers` was called with.
    """
    around = [report.groups.around(group) for group in groups]
    return {
        name: max(len(_rows_about(own, rows)) for own in around)
        for name, (_, rows) in report.once(_known).items()
    }


def _known(report: Report) -> dict[str, Rows]:
    """The rows of each table by group: tables about all groups are the same in every report."""
    return {}


def _only(table: ResultTable, own: Sequence[Group], known: dict[str, Rows]) -> ResultTable:
    """A table with the rows about these groups and about everyone, if it has groups."""
    columns = set(table.frame.columns)
    has_choices = table.name == CHOICES and CHOICE in columns
    if not (has_choices or columns.issuperset(GROUP_KEYS)) or table.frame.is_empty():
        return table
    if table.name not in known or known[table.name][0] is not table:
        known[table.name] = table, _by_group(_choices(table) if has_choices else _groups(table))
    return _kept(table, sorted(_rows_about(own, known[table.name][1])))


def _rows_about(own: Sequence[Group], rows: Mapping[Hashable, Sequence[int]]) -> list[int]:
    """The rows about everyone and about these groups, which choices have as texts."""
    about = (None, *own, *map(str, own))
    return [row for group in about for row in rows.get(group, ())]


def _choices(table: ResultTable) -> list[str | None]:
    """What each row of the choices is about; a blank one is everyone."""
    return [choice or None for choice in table.frame[CHOICE]]


def _groups(table: ResultTable) -> list[Group | None]:
    """The group of each row; a blank segment is everyone."""
    keys = (table.frame[key].cast(pl.String) for key in GROUP_KEYS)
    return [Group(segment, name) if segment else None for segment, name in zip(*keys, strict=True)]


def _by_group(groups: Iterable[Hashable]) -> Mapping[Hashable, Sequence[int]]:
    rows: dict[Hashable, list[int]] = {}
    for number, group in enumerate(groups):
        rows.setdefault(group, []).append(number)
    return rows


def _kept(table: ResultTable, rows: Sequence[int]) -> ResultTable:
    """A table with some of its rows."""
    frame = table.frame[pl.Series(rows, dtype=pl.UInt32)]
    formats = [table.row_formats[row] for row in rows if row < len(table.row_formats)]
    return replace(table, frame=frame, row_formats=formats)
